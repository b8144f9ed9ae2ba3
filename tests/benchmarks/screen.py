"""The terminal program against a bare Textual app: python -m tests.benchmarks.screen [ROUNDS].

The bare app has one Input and one Static that shows what is typed. Both run in terminals of their
own, in one run, in pairs in shuffled order: from the start of the process to the first frame with
all its content, from a key to the changed screen, and the memory then held. Medians, also of the
ratios.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.terminals import ENTER, Terminal, terminal

_BARE = """
from textual.app import App
from textual.widgets import Input, Static

class Bare(App):
    def compose(self):
        yield Static("ready", id="text")
        yield Input()
    def on_mount(self):
        self.query_one(Input).focus()
    def on_input_changed(self, event):
        self.query_one("#text", Static).update(f"typed {event.value}")
    def on_input_submitted(self, event):
        self.query_one("#text", Static).update(f"answered {event.value}")
        event.input.clear()

Bare().run()
"""
_KEYS = 20
LESSON = "one-weight"
_FULL = {"bare": ("ready",), "tutor": ("network", "notes", "Page 1 of", "leave")}


class Measured(NamedTuple):
    """What one start of a program took: seconds, seconds, seconds, MiB."""

    start: float
    key: float
    answer: float
    memory: float


def _arguments(program: str, folder: Path) -> tuple[tuple[str, ...], dict[str, str]]:
    if program == "bare":
        return ("-c", _BARE), {}
    variables = {"TUTOR_DATABASE": str(folder / "records"), "TUTOR_SETTINGS": str(folder / "none")}
    variables["PYTHONDONTWRITEBYTECODE"] = ""  # both are compiled before, as when installed
    return ("-m", "tutor", "learn", LESSON, "--fresh"), variables


def _measure(program: str, folder: Path) -> Measured:
    arguments, variables = _arguments(program, folder)
    began = time.perf_counter()
    with terminal(*arguments, variables=variables) as opened:
        opened.see(*_FULL[program])
        start = time.perf_counter() - began
        while program == "tutor" and "question 1 of" not in opened.shown.text():
            opened.press(ENTER)
            _quiet(opened)
        keys = [_until(opened, lambda: opened.press(b"7"), "7" * (n + 1)) for n in range(_KEYS)]
        told = "answered" if program == "bare" else "not yet"
        answer = _until(opened, lambda: opened.press(ENTER), told)
        return Measured(start, statistics.median(keys), answer, _memory(opened.process.pid))


def _until(opened: Terminal, act: Callable[[], None], wanted: str) -> float:
    """Return how long it takes from an act until something stands on the screen."""
    _quiet(opened)
    began = time.perf_counter()
    act()
    opened.see(wanted)
    return time.perf_counter() - began


def _quiet(opened: Terminal) -> None:
    """Wait until nothing more is drawn."""
    before = -1
    while before != len(opened.output):
        before = len(opened.output)
        opened.read()


def _memory(process: int) -> float:
    """Return the memory that a process has of its own, in MiB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _main(rounds: str = "15") -> None:
    found: dict[str, list[Measured]] = {"bare": [], "tutor": []}
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for program in found:  # what is read from disk is read before
            _measure(program, folder)
        for _ in range(int(rounds)):
            for program in rng.sample(list(found), 2):
                found[program].append(_measure(program, folder))
    units = {"start": "s to the first full frame", "key": "s from a key to the screen"}
    units |= {"answer": "s from Enter to the verdict", "memory": "MiB"}
    for field, unit in units.items():
        bare, tutor = ([getattr(each, field) for each in found[program]] for program in found)
        ratio = statistics.median(own / base for own, base in zip(tutor, bare, strict=True))
        times = f"{statistics.median(bare):9.4f} {statistics.median(tutor):9.4f}"
        print(f"{field:7} {times}  {ratio:5.2f} x  {unit}")


if __name__ == "__main__":
    _main(*sys.argv[1:])
