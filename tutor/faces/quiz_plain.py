"""A problem of a quiz as a dialogue of lines: a plain lesson in which tries count."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TextIO

from tutor.course.quiz.taking import Taking
from tutor.course.session import View
from tutor.faces.plain import PlainLesson

_ALLOWED = ("hint", "show", "back", "next")
_HELP = """\
Type a number or an expression, such as 0.25 or 2*(0.66-1), and press Enter.
Names on the screen can be used: 2*(a3 - y). 3 significant digits are asked for.
= 2*0.66        work something out without answering
hint            a hint, which costs points
show            show the answer and go on, without points
back, next      look at an earlier step again, and forward from there
quit            leave; what you did is kept"""


class PlainQuiz(PlainLesson):
    """Works the problem of a sheet that is to be done next."""

    def __init__(self, taking: Taking, source: TextIO, target: TextIO) -> None:
        part = taking.part or taking.parts[-1]
        super().__init__(part.session, source, target)
        self._taking = taking
        self._problem = part.problem

    def _network(self, view: View) -> None:
        """Say which problem it is, how often one may try, and what network there is."""
        number = self._taking.sheet.problems.index(self._problem) + 1
        tries = self._taking.sheet.tries
        self._say(
            f"Problem {number} of {len(self._taking.parts)}. "
            f"{'One try' if tries == 1 else f'{tries} tries'} for each answer."
        )
        super()._network(view)

    @cached_property
    def _commands(self) -> dict[str, Callable[[str], None]]:
        every = super()._commands
        told = dict.fromkeys(("help", "?"), lambda _rest: self._say(_HELP))
        return told | {name: every[name] for name in _ALLOWED}

    def _finish(self, view: View) -> None:
        """Say what was shown on the way to the end."""
        self._tell_shown(view)
        self._say("The end of this problem.", "")
