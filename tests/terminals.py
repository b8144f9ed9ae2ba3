"""Real terminals for the tests: the program in one, the keys that are typed, what is drawn."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.running import CHECKOUT, NO_VARIABLES, environment

PATIENCE = 60
"""Seconds after which what was waited for does not come."""
IN_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
"""Starts Python with the terminal as the one that controls it, as a window does."""
USUAL = (80, 24)
ENTER = b"\r"
PAGE_DOWN = b"\x1b[6~"
PASTE = b"\x1b[200~%s\x1b[201~"
"""What a terminal sends for a paste."""

_ESCAPED = (
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H|\x1b\[(?P<clear>2?)J|\x1b\[[0-9;?<>=]*[ -/]*[@-~]"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_^X][^\x1b]*\x1b\\|\x1b[ -/]*[0-OQ-WYZ\\`-~]"
)
_SEQUENCE = re.compile(_ESCAPED)
_PIECE = re.compile(_ESCAPED + r"|(?P<end>\r?\n)|(?P<text>[^\x1b\r\n]+)")


class Screen:
    """What a terminal shows of what was written to it; colours are passed over."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], str] = {}
        self._row = self._column = 0
        self._rest = ""
        self._decoder = getincrementaldecoder("utf-8")("replace")

    def feed(self, output: bytes) -> None:
        """Take what is written; what is cut off waits for its end."""
        text = self._rest + self._decoder.decode(output)
        last = text.rfind("\x1b")
        whole = len(text) if last < 0 or _SEQUENCE.match(text, last) else last
        self._rest = text[whole:]
        for piece in _PIECE.finditer(text[:whole]):
            self._take(piece)

    def _take(self, piece: re.Match[str]) -> None:
        if piece["row"] is not None:
            self._row, self._column = int(piece["row"]) - 1, int(piece["column"]) - 1
        elif piece["end"] is not None:
            self._row, self._column = self._row + 1, 0
        elif piece["clear"] is not None:
            self._cells.clear()
        elif piece["text"] is not None:
            for column, sign in enumerate(piece["text"], start=self._column):
                self._cells[self._row, column] = sign
            self._column += len(piece["text"])

    def clear(self) -> None:
        """Forget what is shown: all of it will be drawn anew."""
        self._cells.clear()

    def text(self) -> str:
        """Return the lines that are shown."""
        height = 1 + max((row for row, _ in self._cells), default=-1)
        width = 1 + max((column for _, column in self._cells), default=-1)
        return "\n".join(
            "".join(self._cells.get((row, column), " ") for column in range(width)).rstrip()
            for row in range(height)
        )


@dataclass
class Terminal:
    """A terminal with the program in it."""

    process: subprocess.Popen[bytes]
    master: int
    slave: int
    output: bytes = field(default=b"", repr=False)
    shown: Screen = field(default_factory=Screen, repr=False)

    def read_until(self, wanted: bytes) -> None:
        """Read what the program draws until something is there."""
        self._until(lambda: wanted in self.output, repr(wanted))

    def see(self, *wanted: str, without: str | None = None) -> str:
        """Read on until all these texts stand on the screen, another one not; return it."""

        def are_there() -> bool:
            text = self.shown.text()
            is_gone = without is None or without not in text
            return is_gone and all(each in text for each in wanted)

        self._until(are_there, repr(wanted))
        return self.shown.text()

    def _until(self, is_there: Callable[[], bool], told: str) -> None:
        end = time.monotonic() + PATIENCE
        while not is_there():
            assert time.monotonic() < end, f"{told} was not drawn:\n{self.shown.text()}"
            self.read()

    def read(self) -> None:
        """Read what there is."""
        if select.select([self.master], [], [], 0.05)[0]:
            read = os.read(self.master, 65536)
            self.output += read
            self.shown.feed(read)

    def type(self, text: str) -> None:
        """Type a text and press Enter."""
        os.write(self.master, text.encode() + ENTER)

    def press(self, keys: bytes) -> None:
        """Send keys as a terminal does."""
        os.write(self.master, keys)

    def resize(self, width: int, height: int) -> None:
        """Change the window's size; the program draws all of it anew."""
        self.shown.clear()
        size = struct.pack("HHHH", height, width, 0, 0)
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, size)
        self.process.send_signal(signal.SIGWINCH)

    def wait(self) -> int:
        """Read on until the program has ended, and return its exit status."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, "the program does not end"
            self.read()
        self.read()
        return self.process.returncode


@contextmanager
def terminal(
    *arguments: str,
    start: str = IN_TERMINAL,
    size: tuple[int, int] = USUAL,
    variables: Mapping[str, str] = NO_VARIABLES,
) -> Iterator[Terminal]:
    """Start Python with arguments in a terminal of its own."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    own = environment({"TERM": "xterm-256color", "COLORTERM": "truecolor", **variables})
    for name in ("COLUMNS", "LINES"):  # these would outdo the size of the terminal
        own.pop(name, None)
    process = subprocess.Popen(
        [sys.executable, "-c", start, *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        cwd=CHECKOUT,
        env=own,
    )
    opened = Terminal(process, master, slave)
    try:
        yield opened
    finally:
        process.kill()
        process.wait()
        for end in (opened.master, opened.slave):
            if end >= 0:
                os.close(end)
