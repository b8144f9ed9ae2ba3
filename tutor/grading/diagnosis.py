"""Whether a problem can be marked fairly: which errors give the right number, or each other's."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import combinations

from pydantic import BaseModel, ConfigDict

from tutor.chain.addresses import GIVEN, Q
from tutor.chain.numbers import ASKED_DIGITS, text_of, text_to_place
from tutor.chain.problem import Problem
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.chain.trace import Trace, trace
from tutor.grading.compare import is_within
from tutor.grading.grade import right_range
from tutor.grading.ranges import Visible, everything, only_given
from tutor.grading.reading import read
from tutor.grading.wrong import WrongNumber, single_errors


class Hidden(BaseModel):
    """An error that gives a right number, so that it can never be held against anybody."""

    model_config = ConfigDict(frozen=True)

    step: str
    alone: bool
    error: str
    value: float


class Tie(BaseModel):
    """Two errors that give the same number, to 3 digits."""

    model_config = ConfigDict(frozen=True)

    step: str
    alone: bool
    errors: tuple[str, str]
    value: float


class Diagnosis(BaseModel):
    """What can be told apart at the asked steps of a problem.

    Attributes:
        parameter: the weight or bias that is asked about.
        hidden: errors that could be taken for the right answer.
        ties: errors that could be taken for each other, each made wherever it can be.

    """

    model_config = ConfigDict(frozen=True)

    parameter: str
    hidden: tuple[Hidden, ...]
    ties: tuple[Tie, ...]

    @property
    def is_clear(self) -> bool:
        """Whether every error can be told from the right answer and from every other."""
        return not self.hidden and not self.ties

    def __str__(self) -> str:
        if self.is_clear:
            return f"{self.parameter}: every classic error can be told apart at every step."
        lines = [
            f"{_place(each.step, each.alone)}: {each.error} gives {text_of(each.value)}, "
            "which is right"
            for each in self.hidden
        ]
        lines += [
            f"{_place(each.step, each.alone)}: {each.errors[0]} and {each.errors[1]} "
            f"both give {text_of(each.value)}"
            for each in self.ties
        ]
        return "\n".join(lines)


def _place(step: str, alone: bool) -> str:  # noqa: FBT001 - private, two callers
    return f"{step} asked alone" if alone else step


def diagnosable(problem: Problem, parameter: str, asked: Iterable[str] | None = None) -> Diagnosis:
    """Return which errors could be taken for the right answer or for each other.

    Args:
        problem: what is asked about.
        parameter: the weight or bias.
        asked: the ids of the asked steps; None for all of them that an exercise may ask: the
            first example's chain, the average, the step, the update, and each result alone.

    Raises:
        AddressError: where the parameter or an asked step does not exist.

    """
    made = trace(problem)
    name = str(made.parameter_address(parameter))
    if asked is None:
        questions = list(questions_of(made, name))
    else:
        questions = [(made.step(each), everything) for each in asked]
    hidden: list[Hidden] = []
    ties: list[Tie] = []
    for step, visible in questions:
        hidden += _hidden(step, visible)
        ties += _ties(step, visible)
    return Diagnosis(parameter=name, hidden=tuple(hidden), ties=tuple(ties))


def questions_of(made: Trace, parameter: str) -> Iterator[tuple[Step, Visible]]:
    """Yield what an exercise about a parameter may ask, each with what is visible there."""
    for step in made.steps(parameter):
        if step.kind is Kind.NEW_COST or step.place.quantity in GIVEN:
            continue
        if not step.example:
            yield step, everything
        if step.place.quantity in (Q.DC_DW, Q.DC_DB):
            yield step, only_given


def as_typed(step: Step, visible: Visible, value: float) -> str:
    """Return a number of a step as somebody types it, with the digits that are asked for."""
    place = right_range(step, visible=visible).place
    return f"{value:.{ASKED_DIGITS - 1}e}" if place is None else text_to_place(value, place)


def looks_right(step: Step, visible: Visible, value: float) -> bool:
    """Return whether a number is right, in full or with the digits that are asked for."""
    right = right_range(step, visible=visible)
    if right.distance(value) == 0.0:
        return True
    return math.isfinite(value) and is_within(read(as_typed(step, visible, value), {}), right)


def _hidden(step: Step, visible: Visible) -> Iterator[Hidden]:
    told = set()
    for wrong in single_errors(step, visible):
        if wrong.ids[0] not in told and looks_right(step, visible, wrong.value):
            told.add(wrong.ids[0])
            yield Hidden(
                step=step.id,
                alone=visible is not everything,
                error=wrong.ids[0],
                value=wrong.value,
            )


def same_to_digits(one: float, other: float, share: float) -> bool:
    """Return whether two numbers lie within a share of the larger of each other."""
    return abs(one - other) <= share * max(abs(one), abs(other))


SAME = 0.002
"""Two numbers so close (relatively) may be the same when written with 3 digits."""


def _ties(step: Step, visible: Visible) -> Iterator[Tie]:
    told = set()
    for one, other in whole_pairs(single_errors(step, visible)):
        errors = (min(one.ids[0], other.ids[0]), max(one.ids[0], other.ids[0]))
        if errors[0] == errors[1] or errors in told:
            continue
        same = same_to_digits(one.value, other.value, SAME)
        if same and same_to_digits(moved(step, one.value), moved(step, other.value), SAME):
            told.add(errors)
            yield Tie(step=step.id, alone=visible is not everything, errors=errors, value=one.value)


def whole_pairs(errors: Iterable[WrongNumber]) -> Iterator[tuple[WrongNumber, WrongNumber]]:
    """Return every two errors that are to be told apart: made wherever they can be.

    An error made in one layer of several often gives what another one gives elsewhere; a verdict
    then names both.
    """
    return combinations((each for each in errors if each.is_whole), 2)


def moved(step: Step, value: float) -> float:
    """Return what of a number is compared: of a new value only how far it has moved."""
    if step.kind is Kind.UPDATE:
        old = step.place.to(Q.W if step.place.quantity is Q.NEW_W else Q.B)
        return value - step.trace.values.value(old)
    return value
