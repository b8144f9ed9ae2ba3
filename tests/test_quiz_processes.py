"""The processes that a class is spread over end with the program, whatever ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.running import CHECKOUT, environment
from tutor.faces import command_line
from tutor.faces.exits import Exit

_SLEEPERS = """
import time
from tutor.course.quiz.processes import shared_over
from tutor.errors import TutorError
try:
    with shared_over(2) as pool:
        asleep = [pool.submit(time.sleep, 300) for _ in range(4)]
        print(*pool._processes, flush=True)
        for each in asleep:
            each.result()
except TutorError as error:
    print(error)
"""
_SOON = 20
"""Seconds; whoever waits for a sleeper waits for minutes."""


@pytest.fixture
def sleepers() -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """Return a program whose two processes are asleep, and their numbers."""
    started = subprocess.Popen(
        [sys.executable, "-c", _SLEEPERS],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=CHECKOUT,
        env=environment(),
        start_new_session=True,
    )
    assert started.stdout is not None
    try:
        yield started, [int(each) for each in started.stdout.readline().split()]
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_program(
    sleepers: tuple[subprocess.Popen[str], list[int]], number: signal.Signals
) -> None:
    """Its standard output, which they all have, is at its end only when all have ended."""
    started, _ = sleepers
    started.send_signal(number)
    assert started.communicate(timeout=_SOON)[0] == ""
    assert started.returncode != 0


def test_a_process_that_is_killed_ends_the_work_in_a_sentence(
    sleepers: tuple[subprocess.Popen[str], list[int]],
) -> None:
    """As the system does where memory runs out; nobody waits for what it had to do."""
    started, processes = sleepers
    assert len(processes) == 2
    os.kill(processes[0], signal.SIGKILL)
    told = started.communicate(timeout=_SOON)[0]
    assert told.startswith("one of the processes that share the work was ended from outside")
    assert started.returncode == 0


def test_ctrl_c_while_a_class_is_made_ends_the_program_as_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python 3.11 says "Error calling __set_name__" then."""
    _parser_raises(monkeypatch, RuntimeError("Error calling __set_name__"), KeyboardInterrupt())
    assert command_line.run([]) == Exit.INTERRUPTED


def test_a_signal_while_a_class_is_made_ends_the_program_as_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the signal's own exit status."""
    _parser_raises(monkeypatch, RuntimeError("Error calling __set_name__"), SystemExit(143))
    with pytest.raises(SystemExit, match="143"):
        command_line.run([])


def test_any_other_fault_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is raised as it is."""
    _parser_raises(monkeypatch, RuntimeError("something else"), None)
    with pytest.raises(RuntimeError, match="something else"):
        command_line.run([])


def _parser_raises(
    monkeypatch: pytest.MonkeyPatch, error: RuntimeError, cause: BaseException | None
) -> None:
    def parser() -> None:
        raise error from cause

    monkeypatch.setattr(command_line, "_parser", parser)
    monkeypatch.setattr(command_line, "leave_on_signals", lambda: None)
