"""Exit statuses, and leaving in good order whatever ends the program."""

from __future__ import annotations

import io
import os
import signal
import sys
from enum import IntEnum
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tutor.faces.safe_text import safe


class Exit(IntEnum):
    """Exit statuses.

    DONE: also at the end of input or a closed pipe. FAILED: a quiz not passed, a lesson with
    faults. BAD_INPUT: bad usage, unreadable input, no terminal where one is needed. The others:
    ended by SIGHUP, Ctrl+C, SIGTERM.
    """

    DONE = 0
    FAILED = 1
    BAD_INPUT = 2
    HUNG_UP = 129
    INTERRUPTED = 130
    TERMINATED = 143


def leave_on_signals() -> None:
    """Let SIGTERM and SIGHUP end the program as an exit, so that everything is cleaned up."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _leave)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def mend_streams() -> None:
    """Put something in the place of standard streams that were closed from the start.

    What is no text on standard input is read as replacement signs, and refused where it is used.
    """
    nowhere = Path(os.devnull)
    if sys.stdin is None:
        sys.stdin = nowhere.open(encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = nowhere.open("w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = nowhere.open("w", encoding="utf-8")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def give_up_output() -> None:
    """Send what is still buffered nowhere: whoever read standard output has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def flush_output() -> None:
    """Write out what is buffered, while a closed pipe can still be handled."""
    sys.stdout.flush()


def tell(message: str) -> None:
    """Say something on standard error, with signs that its encoding lacks replaced."""
    sys.stderr.write(safe(f"{message}\n", sys.stderr.encoding))


def needs_terminal() -> bool:
    """Return whether there is no terminal to draw on and to read keys from."""
    return not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty())
