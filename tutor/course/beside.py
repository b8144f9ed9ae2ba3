"""What stands beside a session's questions: a nudge, the whole gradient, a descent.

It is tried out freely, graded never, and kept as long as the lesson is open. Commands are the
words that the line mode reads, and that can be typed in the terminal program too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from tutor.chain.addresses import Address
from tutor.course.descent import DescentRun
from tutor.course.nudge import LEAST_STEP, Nudge
from tutor.course.session import Session
from tutor.course.view import View
from tutor.errors import DocumentError

MOST_AT_ONCE = 100_000


class Beside:
    """What a learner tries out beside the questions of a session.

    Attributes:
        uncovered: whether what is not worked out yet is shown, at the learner's wish.
        nudge: what is moved, by how much.
        run: the descent so far.
        parameter: the weight or bias whose examples and steps are looked at.

    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._asked: tuple[Address, int] | None = None
        self.uncovered = False
        self.parameter = session.view.parameter
        self.nudge = Nudge(session.trace, self.parameter, 0)
        self.run = DescentRun(session.trace)

    @property
    def view(self) -> View:
        """The session's view, with everything in sight where the learner wished so."""
        return replace(self._session.view, uncovered=self.uncovered)

    def follow(self, example: int) -> None:
        """Begin at the lesson's own parameter and example, where these are others than before."""
        asked = (self._session.view.parameter, example)
        if asked != self._asked:
            self._asked, self.parameter = asked, asked[0]
            moved = replace(self.nudge, moved=asked[0], by=Decimal(0))
            self.nudge = moved.of_example(example)

    def look_at(self, parameter: str) -> None:
        """Look at another weight or bias.

        Raises:
            AddressError: where the text names none.

        """
        self.parameter = self._session.trace.parameter_address(parameter)

    def nudge_by_words(self, text: str) -> None:
        """Do what a line of words says to the nudge.

        It is a name and how far it is moved, one of the two, `step` or `example` with a number,
        or `reset`.

        Raises:
            AddressError: where a name is none, or of what cannot be moved.
            DocumentError: where a number is none, or out of bounds.

        """
        word, _, rest = text.strip().partition(" ")
        act = self._nudge_words.get(word.lower())
        if act is not None:
            self.nudge = act(rest.strip())
        elif word:
            self.nudge = self._moved(word, rest.strip())

    @property
    def _nudge_words(self) -> dict[str, Callable[[str], Nudge]]:
        nudge = self.nudge
        return {
            "step": lambda rest: nudge.stepping(number_in(rest)),
            "example": lambda rest: nudge.of_example(self._example(rest)),
            "reset": lambda _rest: nudge.moved_by(Decimal(0)),
        }

    def _moved(self, word: str, rest: str) -> Nudge:
        nudge = self.nudge
        if _is_number(word) and not rest:
            return nudge.moved_by(nudge.by + _far_enough(number_in(word)))
        named = nudge.moving(word)
        if named.moved == nudge.moved and rest:
            named = nudge
        return named.moved_by(named.by + _far_enough(number_in(rest))) if rest else named

    def _example(self, text: str) -> int:
        count = len(self._session.trace.problem.examples)
        if not (text.isascii() and text.isdecimal() and int(text[:9]) < count):
            there = "only 0" if count == 1 else f"0 to {count - 1}"
            raise DocumentError(f"example {text or '?'}: the examples are {there}")
        return int(text)

    def descend_by_words(self, text: str) -> int:
        """Do what a line of words says to the descent; return how many steps are then to be made.

        It is a number of steps, `back` with one, `rate` with a number, `start`, `end`, or nothing
        for one step. Where steps are to be made, :meth:`DescentRun.go` makes them, in portions.

        Raises:
            DocumentError: where a number is none, or out of bounds.

        """
        word, _, rest = text.strip().lower().partition(" ")
        if word == "rate":
            self.run.set_rate(float(number_in(rest)))
        elif word == "back":
            self.run.go(-_count(rest or "1"))
        elif word in ("start", "reset"):
            self.run.go_to(0)
        elif word == "end":
            self.run.go_to(self.run.steps)
        else:
            return _count(f"{word} {rest}".strip() or "1")
        return 0

    def rate_times(self, factor: Decimal) -> None:
        """Take a learning rate so many times as large, where that is one."""
        rate = float(Decimal(repr(self.run.rate)) * factor)
        if 0 < rate < float("inf"):
            self.run.set_rate(rate)


def _is_number(text: str) -> bool:
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return True


def number_in(text: str) -> Decimal:
    """Return the number that a text is.

    Raises:
        DocumentError: where it is none.

    """
    if not _is_number(text) or not Decimal(text).is_finite():
        raise DocumentError(f"{text or 'nothing'}: a number is needed here, such as 0.01")
    return Decimal(text)


def _far_enough(by: Decimal) -> Decimal:
    """Refuse a nudge so small that rounding is larger."""
    if by and abs(by) < LEAST_STEP:
        raise DocumentError(f"a nudge of {by}: below {LEAST_STEP} it drowns in rounding")
    return by


def _count(text: str) -> int:
    """Return the number of steps that a text is."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_AT_ONCE):
        raise DocumentError(
            f"{text}: how many steps? a whole number from 1 to {MOST_AT_ONCE}, "
            "or back, rate, start, end"
        )
    return int(text)
