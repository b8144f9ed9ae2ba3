"""However the terminal program ends: its exit status, and the terminal as it was before."""

from __future__ import annotations

import os
import signal
import termios

import pytest

from tests.running import tutor
from tests.terminals import ENTER, IN_TERMINAL, PATIENCE, terminal
from tutor.faces.exits import Exit
from tutor.faces.tui.ending import sentence

_WITHOUT_CONTROL = "import os, sys; os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
_CRASH = (
    "from tutor.faces.command_line import run; from tutor.course.session import Session; "
    "import sys; Session.go_on = lambda self: {}['[on] purpose']; sys.exit(run(['learn']))"
)
ALTERNATE, NORMAL = b"\x1b[?1049h", b"\x1b[?1049l"
MOUSE_OFF, CURSOR_ON, PASTE_OFF = b"\x1b[?1003l", b"\x1b[?25h", b"\x1b[?2004l"
CTRL_C, CTRL_Q, F10 = b"\x03", b"\x11", b"\x1b[21~"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (signal.SIGTERM, Exit.TERMINATED),
        (signal.SIGHUP, Exit.HUNG_UP),
        (signal.SIGINT, Exit.INTERRUPTED),
    ],
)
def test_a_signal_restores_the_terminal_and_is_told_in_the_exit_status(
    number: signal.Signals, expected: Exit
) -> None:
    """Raw mode, mouse, alternate screen and hidden cursor are undone."""
    with terminal("-m", "tutor", "learn") as program:
        before = termios.tcgetattr(program.slave)
        program.read_until(b"Page 1")
        assert before != termios.tcgetattr(program.slave)
        program.process.send_signal(number)
        assert expected == program.wait()
        assert before == termios.tcgetattr(program.slave)
        for undone in (NORMAL, MOUSE_OFF, CURSOR_ON, PASTE_OFF):
            assert program.output.rindex(undone) > program.output.index(ALTERNATE)
        assert b"Traceback" not in program.output


@pytest.mark.parametrize(
    ("keys", "expected"), [(CTRL_C, Exit.INTERRUPTED), (F10, Exit.DONE), (CTRL_Q, Exit.DONE)]
)
def test_keys_that_leave_say_how_it_ended(keys: bytes, expected: Exit) -> None:
    """Ctrl+C ends it as it ends any program; F10 and Ctrl+Q leave in good order."""
    with terminal("-m", "tutor", "learn") as program:
        before = termios.tcgetattr(program.slave)
        program.read_until(b"Page 1")
        os.write(program.master, keys)
        assert expected == program.wait()
        assert before == termios.tcgetattr(program.slave)
        assert NORMAL in program.output


@pytest.mark.parametrize("start", [IN_TERMINAL, _WITHOUT_CONTROL])
def test_a_terminal_that_goes_ends_the_program(start: str) -> None:
    """When the window is closed the program ends, whether a signal tells it or not."""
    with terminal("-m", "tutor", "learn", start=start) as program:
        program.read_until(b"Page 1")
        for end in (program.slave, program.master):
            os.close(end)
        program.slave = program.master = -1
        assert Exit.HUNG_UP == program.process.wait(timeout=PATIENCE)


def test_a_crash_is_a_sentence_and_not_status_0() -> None:
    """The terminal is restored, then one sentence says what happened; no traceback."""
    with terminal("-c", _CRASH) as program:
        before = termios.tcgetattr(program.slave)
        program.read_until(b"Page 1")
        os.write(program.master, ENTER)
        assert 1 == program.wait()
        assert before == termios.tcgetattr(program.slave)
        left = program.output[program.output.rindex(NORMAL) :]
        assert b"tutor: the program had to stop: KeyError in <string>" in left
        assert b"[on] purpose" in left
        assert b"Traceback" not in left


def test_the_sentence_names_the_error_and_its_place() -> None:
    """Whoever reports a crash has something to report."""
    try:
        raise ValueError("out of [range]")  # noqa: TRY301 - as the program raises
    except ValueError as error:
        told = sentence(error)
    assert told.startswith("tutor: the program had to stop: ValueError in test_tui_ending.py, line")
    assert "(out of [range])" in told


@pytest.mark.parametrize("arguments", [(), ("learn",)])
def test_without_a_terminal_it_names_the_plain_mode(arguments: tuple[str, ...]) -> None:
    """Nothing waits for keys that cannot come: exit status 2 and what to do instead."""
    done = tutor(*arguments)
    assert Exit.BAD_INPUT == done.returncode
    assert b"tutor learn --plain" in done.stderr
