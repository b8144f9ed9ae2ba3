"""Proofs about an exercise: that it can be worked, and marked fairly, for these very numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tutor.chain.addresses import Q
from tutor.chain.notation import ASCII, LATEX, UNICODE
from tutor.chain.numbers import exponent_of, text_of
from tutor.chain.rules import Kind
from tutor.course.generator import inseparable
from tutor.course.lessons import Expected
from tutor.course.plan import Plan, Planned
from tutor.grading.diagnosis import SAME, moved, same_to_digits, single_errors
from tutor.grading.grade import graded, right_range
from tutor.grading.hints import LEVELS, hint
from tutor.grading.ranges import RightRange
from tutor.grading.verdicts import VerdictKind

COLUMNS = 80
LEAST = 0.0005
"""A smaller derivative is too small to be asked."""
SATURATED = 5.0
"""Beyond this |z| a curved activation function is flat."""
_OUTSIDE = 3  # units of the third digit outside the right range


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something that stands in the way at a step.

    Attributes:
        step: where.
        message: what, and what would be right.
        expected: what a lesson's `expects` would have to hold for it to be meant; None for never.
        is_fault: whether it must be put right.

    """

    step: str
    message: str
    expected: Expected | None = None
    is_fault: bool = True


def proofs(plan: Plan) -> Iterator[Complaint]:
    """Yield what stands in the way of asking a plan's questions fairly."""
    yield from _saturation(plan)
    for question in plan.questions:
        if isinstance(question, Planned):
            yield from _value(question)
            yield from _texts(question)
            yield from _graded_as_meant(question)
            yield from _told_apart(question, plan)


def _saturation(plan: Plan) -> Iterator[Complaint]:
    """Yield neurons on the way that are flat in an example that is asked about."""
    for planned in plan.steps:
        step = planned.step
        if step.kind is not Kind.ACTIVATION_SLOPE or step.place.j != step.place.k:
            continue
        activation = plan.trace.rules.activations[step.place.layer - 1]
        z = plan.trace.values.value(step.place.to(Q.Z)._replace(k=0))
        if activation in ("sigmoid", "tanh") and abs(z) > SATURATED:
            message = f"z is {text_of(z)}, where {activation} is flat; a smaller |z| is needed"
            yield Complaint(step.id, message, Expected.SATURATED)
        if activation == "relu" and step.value == 0.0:
            message = f"z is {text_of(z)}, so the neuron is dead in this example"
            yield Complaint(step.id, message, Expected.DEAD)


def _value(question: Planned) -> Iterator[Complaint]:
    step = question.step
    value = step.trace.settled(step.place)
    if value == 0.0:
        if step.kind is not Kind.ACTIVATION_SLOPE:  # a dead neuron is told by itself
            yield Complaint(
                step.id, "the right answer is 0; other numbers are needed", Expected.DEAD
            )
    elif abs(value) < LEAST:
        message = f"the right answer {text_of(value)} is too small; at least {LEAST} is needed"
        yield Complaint(step.id, message, Expected.VANISHING)


def _texts(question: Planned) -> Iterator[Complaint]:
    step = question.step
    for notation in (UNICODE, ASCII):
        widest = max(len(side) for side in (step.name(notation), *step.forms(notation)))
        if widest + 4 > COLUMNS:
            message = f"its {notation.name} formula is {widest} columns wide; {COLUMNS - 4} fit"
            yield Complaint(step.id, message, is_fault=False)
    if step.equation(LATEX).count("{") != step.equation(LATEX).count("}"):
        yield Complaint(step.id, "its LaTeX formula has unbalanced braces")


def _graded_as_meant(question: Planned) -> Iterator[Complaint]:
    """Yield answers that are not graded as they must be: the value, the last hint, just outside."""
    step = question.step
    right = right_range(step, visible=question.visible)
    for name, text in (
        ("its right answer", step.trace.shown(step.place)),
        ("its last hint", hint(step, len(LEVELS), UNICODE)),
    ):
        kind = graded(step, text, {}, question.visible).kind
        if kind is not VerdictKind.CORRECT:
            yield Complaint(step.id, f"{name} {text} is graded {kind}")
    for outside in _just_outside(right):
        if graded(step, outside, {}, question.visible).is_right:
            yield Complaint(
                step.id, f"{outside} lies outside the right range and is graded correct"
            )


def _just_outside(right: RightRange) -> Iterator[str]:
    for end, sign in ((right.low, -1), (right.high, 1)):
        place = right.place if right.place is not None else _third_place(end)
        if place is not None and abs(end) < float("inf"):
            yield repr(end + sign * _OUTSIDE * float(f"1e{place}"))


def _third_place(value: float) -> int | None:
    return exponent_of(value) - 2 if value else None


def _told_apart(question: Planned, plan: Plan) -> Iterator[Complaint]:
    """Yield errors that look right, look like each other, or are not graded as themselves."""
    step, visible = question.step, question.visible
    right = right_range(step, visible=visible)
    errors = single_errors(step, visible)
    clear = [error for error in errors if right.distance(error.value) > 0.0]
    for error in errors:
        if error not in clear:
            message = f"{error.ids[0]} gives {text_of(error.value)}, which is right"
            yield Complaint(step.id, message, Expected.HIDDEN_ERRORS)
    structural = inseparable(plan.trace.problem, str(plan.parameter))
    told = set()
    for one, other in combinations(clear, 2):
        pair = (min(one.ids[0], other.ids[0]), max(one.ids[0], other.ids[0]))
        if pair[0] == pair[1] or pair in told or (step.address, *pair) in structural:
            continue
        if same_to_digits(moved(step, one.value), moved(step, other.value), SAME):
            told.add(pair)
            message = f"{pair[0]} and {pair[1]} both give {text_of(one.value)}"
            yield Complaint(step.id, message, Expected.TIED_ERRORS)
    for error in clear:
        verdict = graded(step, repr(error.value), {}, visible)
        if verdict.kind is not VerdictKind.TOO_COARSE and error.ids not in verdict.misconceptions:
            yield Complaint(step.id, f"{error.ids[0]} is graded {verdict.kind}")
