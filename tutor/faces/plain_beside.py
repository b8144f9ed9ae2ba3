"""Nudge, average, gradient and descent in the line mode: what the pictures show, in sentences."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tutor.chain.addresses import Address
from tutor.chain.notation import ASCII
from tutor.course.average_words import gradient_words, pulls
from tutor.course.beside import Beside
from tutor.course.descent_outputs import output_words
from tutor.course.descent_words import COVERED, descent_words
from tutor.course.nudge_words import nudge_words
from tutor.course.session import Session
from tutor.course.sight import in_sight, is_descent_in_sight, slope_of
from tutor.errors import TutorError
from tutor.faces.drawing.place import current_example

HELP = """\
nudge w2 0.01   move a weight, bias or input and hear what moves; then
                nudge -0.01, nudge step 0.001, nudge example 1, nudge reset
average w2      each example's derivative, and the mean (examples does the same)
gradient        the whole gradient, by size
descend 10      so many steps of descent; then descend back 3, descend rate 0.1,
                descend start, descend end
uncover         let these show what is not worked out yet, or hide it again"""
UNCOVER = "Type uncover to see it all the same."
_MOST_EXAMPLES = 50
_PORTION = 20
"""So many steps of descent are made before looking at the clock."""
_TOLD_EVERY = 2.0
"""Seconds between two words about how far a long run is."""


@contextmanager
def _noting_interrupts() -> Iterator[list[int]]:
    """Note Ctrl+C instead of being torn out of a step by it."""
    noted: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: noted.append(number))
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


class PlainBeside:
    """Says what stands beside the questions; `say` writes a line."""

    def __init__(self, session: Session, say: Callable[[str], None]) -> None:
        self._session = session
        self._beside = Beside(session)
        self._say = say

    @property
    def commands(self) -> dict[str, Callable[[str], None]]:
        """What can be typed, by its first word; each takes the rest of the line."""
        acts = {
            "nudge": self._nudge,
            "average": self._average,
            "examples": self._average,
            "gradient": self._gradient,
            "descend": self._descend,
            "uncover": self._uncover,
        }
        return {word: self._trying(act) for word, act in acts.items()}

    def _trying(self, act: Callable[[str], Iterator[str]]) -> Callable[[str], None]:
        def tried(rest: str) -> None:
            self._beside.follow(current_example(self._session.view))
            try:
                for line in act(rest):
                    self._say(line)
            except TutorError as error:
                self._say(str(error))

        return tried

    def _nudge(self, rest: str) -> Iterator[str]:
        self._beside.nudge_by_words(rest)
        yield from nudge_words(self._beside.view, self._beside.nudge)

    def _average(self, rest: str) -> Iterator[str]:
        if rest:
            self._beside.look_at(rest)
        view, parameter = self._beside.view, self._beside.parameter
        count = len(view.trace.problem.examples)
        for example in range(min(count, _MOST_EXAMPLES)):
            yield f"Example {example}: {self._slope(parameter, example)}."
        if count > _MOST_EXAMPLES:
            yield f"And {count - _MOST_EXAMPLES} more examples."
        if count > 1:
            yield f"The mean: {self._slope(parameter, None)}."
        yield pulls(view, parameter)

    def _slope(self, parameter: Address, example: int | None) -> str:
        view, place = self._beside.view, slope_of(parameter, example)
        is_ascii = view.notation is ASCII
        name = view.trace.name(place, view.notation, example if is_ascii else None)
        return f"{name} = {in_sight(view, place)}"

    def _gradient(self, _rest: str) -> Iterator[str]:
        yield from gradient_words(self._beside.view)

    def _descend(self, rest: str) -> Iterator[str]:
        if not is_descent_in_sight(self._beside.view):
            yield f"{COVERED} {UNCOVER}"
            return
        steps, run = self._beside.descend_by_words(rest), self._beside.run
        if rest.lower().startswith("rate"):
            yield f"The learning rate of the next steps is {run.rate:g}."
            return
        yield from self._made(steps)
        yield from descent_words(self._beside.view, run, self._beside.parameter)
        yield from output_words(self._beside.view, run)

    def _made(self, steps: int) -> Iterator[str]:
        """Make steps, with a word now and then about how far; Ctrl+C stops them."""
        run, left, told = self._beside.run, steps, time.monotonic()
        with _noting_interrupts() as interrupts:
            while left and not interrupts and (made := run.go(min(left, _PORTION))):
                left -= made
                if time.monotonic() - told > _TOLD_EVERY:
                    told = time.monotonic()
                    yield f"{steps - left} of {steps} steps; Ctrl+C stops."
        if interrupts:
            yield f"Stopped after {steps - left} of {steps} steps."
        elif left and not run.is_over:
            yield "There are no more steps: this descent is as long as one can be."

    def _uncover(self, _rest: str) -> Iterator[str]:
        self._beside.uncovered = not self._beside.uncovered
        if self._beside.uncovered:
            yield "Now nudge, average, gradient and descend show everything."
        else:
            yield "Now they show only what is worked out."
