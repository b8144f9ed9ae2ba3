"""Proofs about an exercise: that it can be worked, and marked fairly, for these very numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from tutor.chain.addresses import Address, Q
from tutor.chain.notation import ASCII, LATEX, UNICODE
from tutor.chain.numbers import ASKED_DIGITS, exponent_of, text_of
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.course.formulas import FormulaError, inline
from tutor.course.lessons import Expected
from tutor.course.plan import Plan, Planned, Role
from tutor.course.structure import Structure
from tutor.course.words import COLUMNS
from tutor.grading.diagnosis import SAME, as_typed, looks_right, moved, same_to_digits
from tutor.grading.grade import graded, right_range
from tutor.grading.hints import LEVELS, hint
from tutor.grading.ranges import RightRange
from tutor.grading.verdicts import Verdict
from tutor.grading.wrong import WrongNumber, wrong_numbers

LEAST = 0.0005
"""A smaller number is too small to be asked."""
SATURATED = 5.0
"""Beyond this |z| a curved activation function is flat."""
_BESIDE = 4  # columns that the sign of equality and the margins take
_OUTSIDE = 3  # units of the third digit outside the right range
_EXACTLY = 1e-9
_CURVED = ("sigmoid", "tanh")
_REST = 0.0067  # what a sigmoid at SATURATED lacks to 1; of a softmax all other outputs together
_OF_NEURONS = (Kind.ACTIVATION, Kind.ACTIVATION_SLOPE, Kind.FUSED_SLOPE)


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


def proofs(plan: Plan, structure: Structure) -> Iterator[Complaint]:
    """Yield what stands in the way of asking a plan's questions fairly."""
    yield from _neurons(plan)
    seen: set[tuple[Kind, int]] = set()
    for planned in plan.steps:
        look = planned.step.kind, planned.step.place.layer
        if planned.is_question or (planned.role is Role.SHOWN and look not in seen):
            seen.add(look)
            yield from _texts(planned)
        if planned.is_question:
            yield from _value(planned.step)
            yield from _graded_as_meant(planned)
            yield from _told_apart(planned, structure)


def _neurons(plan: Plan) -> Iterator[Complaint]:
    """Yield neurons that are flat or dead in an example in which something is asked of them."""
    examples = {each.step.example for each in plan.steps if each.is_question}
    for planned in plan.steps:
        step = planned.step
        is_asked = planned.is_question or step.kind is not Kind.ACTIVATION
        if step.kind in _OF_NEURONS and is_asked and step.example in examples:
            yield from _neuron(step)


def _neuron(step: Step) -> Iterator[Complaint]:
    """Yield what is wrong with the neuron that a step is about."""
    made, place = step.trace, step.place
    activation = made.rules.activations[place.layer - 1]
    z = text_of(made.values.value(place.to(Q.Z)._replace(k=0)))
    if step.kind is Kind.ACTIVATION_SLOPE and activation == "relu" and step.value == 0.0:
        message = f"z is {z}, so the neuron is dead in this example; a z above 0 is needed"
        yield Complaint(step.id, message, Expected.DEAD)
    elif _is_flat(step):
        message = f"z is {z}, where {activation} is flat; a smaller |z| is needed"
        yield Complaint(step.id, message, Expected.SATURATED)


def _is_flat(step: Step) -> bool:
    """Return whether a nudge to the neuron's weighted sum moves next to nothing."""
    made, place = step.trace, step.place
    activation = made.rules.activations[place.layer - 1]
    if activation == "softmax":
        neurons = range(made.rules.shape.sizes[place.layer])
        outputs = (
            made.values.value(Address(Q.A, place.layer, j, 0, place.example)) for j in neurons
        )
        return max(outputs) > 1 - _REST
    z = made.values.value(place.to(Q.Z)._replace(k=0))
    return (
        z < -SATURATED if activation == "softplus" else activation in _CURVED and abs(z) > SATURATED
    )


def _value(step: Step) -> Iterator[Complaint]:
    """Yield an answer that is 0, or too small to be worked with 3 digits on a screen."""
    value = step.trace.settled(step.place)
    if step.kind is Kind.ACTIVATION_SLOPE and (value == 0.0 or _is_flat(step)):
        return  # told of the neuron
    if value == 0.0:
        message = "the right answer is 0; other numbers are needed"
        yield Complaint(step.id, message, Expected.DEAD)
    elif abs(value) < LEAST:
        message = f"the right answer {text_of(value)} is too small; at least {LEAST} is needed"
        yield Complaint(step.id, message, Expected.VANISHING)


def _texts(planned: Planned) -> Iterator[Complaint]:
    """Yield equations that are too wide for a terminal, or that are not LaTeX."""
    step = planned.step
    for notation in (UNICODE, ASCII):
        sides = (step.name(notation), *step.forms(notation), step.filled_in(notation))
        widest = max(map(len, sides)) + _BESIDE
        if widest > COLUMNS:
            message = (
                f"its {notation.name} formula needs {widest} columns, but at most {COLUMNS} fit; "
                "a smaller network is needed"
            )
            yield Complaint(step.id, message, is_fault=planned.is_question)
            break
    try:
        inline(step.equation(LATEX), "unicode")
    except FormulaError as error:
        yield Complaint(step.id, f"its LaTeX formula cannot be read: {error}")


def _graded_as_meant(question: Planned) -> Iterator[Complaint]:
    """Yield answers that are not graded as they must be: the value, the last hint, just outside."""
    step = question.step
    for name, text in (
        ("its right answer", step.trace.shown(step.place)),
        ("its last hint", hint(step, len(LEVELS), UNICODE)),
    ):
        verdict = _graded(question, text)
        if not verdict.is_right:
            yield Complaint(step.id, f"{name} {text} is graded {verdict.kind}, not correct")
    for outside in _just_outside(right_range(step, visible=question.visible)):
        if _graded(question, outside).is_right:
            message = f"{outside} lies outside the right range and is graded correct"
            yield Complaint(step.id, message)


def _graded(question: Planned, text: str) -> Verdict:
    return graded(question.step, text, {}, question.visible)


def _just_outside(right: RightRange) -> Iterator[str]:
    for end, sign in ((right.low, -1), (right.high, 1)):
        place = right.place if right.place is not None else _third_place(end)
        if place is not None and math.isfinite(end):
            outside = end + sign * _OUTSIDE * float(f"1e{place}")
            if right.distance(outside) > 0.0:  # else the step is lost beside the value
                yield repr(outside)


def _third_place(value: float) -> int | None:
    return exponent_of(value) - ASKED_DIGITS + 1 if value and math.isfinite(value) else None


def _told_apart(question: Planned, structure: Structure) -> Iterator[Complaint]:
    """Yield errors that look right, look like each other, or are not graded as themselves."""
    step, visible = question.step, question.visible
    if not math.isfinite(step.value):
        yield Complaint(step.id, "the right answer is not finite; other numbers are needed")
        return
    numbers = [each for each in wrong_numbers(step, visible) if len(each.ids) == 1]
    errors = [each for each in numbers if each.misconception is not None]
    met = {each.ids[0] for each in errors}
    hidden = dict.fromkeys(sorted(structure.errors(step, visible) - met), step.value)
    clear = []
    for error in errors:
        if looks_right(step, visible, error.value):
            hidden.setdefault(error.ids[0], error.value)
        else:
            clear.append(error)
            yield from _graded_as_itself(question, error)
    yield from (_hidden(step, name, value) for name, value in hidden.items())
    factors = [each for each in numbers if each.misconception is None]
    yield from _ties(question, clear, factors, structure)


def _hidden(step: Step, name: str, value: float) -> Complaint:
    message = f"{name} gives {text_of(value)}, which is right; other numbers are needed"
    return Complaint(step.id, message, Expected.HIDDEN_ERRORS)


def _graded_as_itself(question: Planned, error: WrongNumber) -> Iterator[Complaint]:
    text = as_typed(question.step, question.visible, error.value)
    verdict = _graded(question, text)
    if error.ids not in verdict.misconceptions:
        told = f"{text}, which {error.ids[0]} gives, is graded {verdict.kind}"
        yield Complaint(question.step.id, f"{told}, not as that error", Expected.TIED_ERRORS)


def _ties(
    question: Planned,
    errors: Sequence[WrongNumber],
    factors: Sequence[WrongNumber],
    structure: Structure,
) -> Iterator[Complaint]:
    """Yield pairs of errors that give the same, each pair once."""
    step, visible = question.step, question.visible
    told = set()
    pairs = [(*pair, SAME) for pair in combinations(errors, 2)]
    pairs += [(error, factor, _EXACTLY) for error in errors for factor in factors]
    for one, other, share in pairs:
        names = min(one.ids[0], other.ids[0]), max(one.ids[0], other.ids[0])
        same = same_to_digits(moved(step, one.value), moved(step, other.value), share)
        if not same or names[0] == names[1] or names in told:
            continue
        told.add(names)
        if structure.same_everywhere(step, visible, *names):
            continue  # no problem of this kind could part them
        is_structural = structure.same_here(step, visible, *names)
        if share == _EXACTLY and not is_structural:
            continue  # a factor goes with every error: by chance it is like another now and then
        remedy = "other numbers are needed"
        if is_structural:
            remedy = "another number of neurons or examples is needed"
        message = f"{names[0]} and {names[1]} both give {text_of(one.value)}; {remedy}"
        yield Complaint(step.id, message, Expected.TIED_ERRORS, is_fault=share == SAME)
