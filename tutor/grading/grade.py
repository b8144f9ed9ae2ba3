"""Grading: an answer's text in, a verdict out."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.chain.addresses import Address
from tutor.chain.numbers import text_of
from tutor.chain.steps import Step
from tutor.grading.compare import is_rounded, is_shortened, is_too_coarse, is_within, was_cut_off
from tutor.grading.explain import explanations, message
from tutor.grading.known import NOTHING, Known, NamesOnScreen, sorted_out
from tutor.grading.ranges import (
    Ranges,
    RightRange,
    Visible,
    asked_place,
    everything,
    only_given,
)
from tutor.grading.reading import Reading, Unreadable, read
from tutor.grading.verdicts import Verdict, VerdictKind

TRIVIAL = (0.0, 1.0)
"""Wrong values that take the work out of what follows from them."""


def grade(
    step: Step,
    text: str,
    earlier: Mapping[str, float | str] | None = None,
    *,
    alone: bool = False,
) -> Verdict:
    """Return the verdict on an answer to a step.

    Args:
        step: what is asked.
        text: what was typed: a number, or an expression that may name the step's inputs.
        earlier: the learner's own earlier values, by address; without ``@`` of the same example.
        alone: whether it is a result for which nothing between was shown.

    Raises:
        AddressError: where `earlier` names what this trace does not have.

    """
    return graded(step, text, earlier or {}, only_given if alone else everything)


def graded(step: Step, text: str, earlier: Mapping[str, float | str], visible: Visible) -> Verdict:
    """Return the verdict on an answer, for what is visible where it is asked."""
    known = sorted_out(step.trace, earlier, step.example, visible) if earlier else NOTHING
    return judged(step, text, known, visible)


def plainly_right(step: Step, text: str, visible: Visible) -> Verdict | None:
    """Return the verdict on an answer that names nothing and is right whatever else was answered.

    None where that cannot be told without the learner's earlier values.
    """
    try:
        reading = read(text, {})
    except Unreadable:
        return None
    exact = _settled(step)
    if not is_rounded(reading, exact, asked_place(step.trace, step.place)):
        if abs(reading.value - exact) > _FAR * abs(exact):
            return None  # as good as surely wrong: one range, from all that is known, will do
        if not is_within(reading, right_range(step, NOTHING, visible)):
            return None
    return Verdict(VerdictKind.CORRECT, reading.value, _praise(reading, exact))


def judged(step: Step, text: str, known: Known, visible: Visible) -> Verdict:
    """Return the verdict on an answer, the learner's own earlier values being sorted already."""
    try:
        reading = read(text, NamesOnScreen(step, known, visible))
    except Unreadable as problem:
        told = f"{problem.reason}\n{problem.pointer}" if text.strip() else problem.reason
        return Verdict(VerdictKind.UNREADABLE, None, told)
    right = right_range(step, known, visible)
    if is_within(reading, right):
        return Verdict(VerdictKind.CORRECT, reading.value, _praise(reading, _settled(step)))
    return _not_right(step, reading, right, known, visible)


def _not_right(
    step: Step, reading: Reading, right: RightRange, known: Known, visible: Visible
) -> Verdict:
    coarse = is_too_coarse(reading, right)
    if coarse and is_shortened(reading, right):
        return Verdict(VerdictKind.TOO_COARSE, reading.value, _more_digits(reading, right))
    if known.wrong and not coarse and _follows(reading, step, known, visible):
        return Verdict(VerdictKind.FOLLOW_THROUGH, reading.value, _FOLLOWED)
    explained = explanations(step, reading, right, known, visible)
    if explained:
        ids = tuple(wrong.ids for wrong in explained)
        return Verdict(VerdictKind.MISCONCEPTION, reading.value, message(explained), ids)
    if coarse:  # no rounding, or given numbers in the wrong places: a name says more
        return Verdict(VerdictKind.TOO_COARSE, reading.value, _more_digits(reading, right))
    return Verdict(VerdictKind.WRONG, reading.value, _NOT_RIGHT)


def right_range(step: Step, known: Known = NOTHING, visible: Visible = everything) -> RightRange:
    """Return the numbers that are right for a step, given what is known and visible."""
    if known.accepted:
        return Ranges(step.trace, visible, known.accepted).of(step.place)
    key = ("right", step.place, visible)
    memo: dict[object, RightRange] = step.trace.memo
    if key not in memo:
        memo[key] = Ranges(step.trace, visible).of(step.place)
    return memo[key]


_FAR = 0.1
"""An answer further off than this share of what is right is judged with all that is known at once.

The range is then no narrower, so that nothing is refused that would be right by the screen alone.
"""
_NOT_RIGHT = "Not right, and no classic error that is known here gives this number."
_FOLLOWED = "Right from your own earlier value; that one is not right."


def _praise(reading: Reading, exact: float) -> str:
    if was_cut_off(reading, exact):
        rounded = text_of(exact, reading.digits or 0)
        return f"Correct, though cut off or from rounded numbers; rounded it is {rounded}."
    return "Correct."


def _settled(step: Step) -> float:
    """Return what :meth:`Trace.settled` gives, worked out once."""
    memo: dict[object, float] = step.trace.memo
    key = ("settled", step.place)
    if key not in memo:
        memo[key] = step.trace.settled(step.place)
    return memo[key]


def _more_digits(reading: Reading, right: RightRange) -> str:
    if reading.unit is None:
        return "Right so far, but its decimals are too coarse: use more digits in them."
    if right.place is not None:
        places = max(0, -right.place)
        return f"Right so far, but too coarse to show the step: give {places} decimal places."
    return "Right so far, but with too few digits: give 3 significant digits."


def _follows(reading: Reading, step: Step, known: Known, visible: Visible) -> bool:
    """Return whether an answer is right from the learner's own wrong values."""
    wrong = _relevant(step, known.wrong, visible)
    if not wrong or any(value in TRIVIAL for value in wrong.values()):
        return False
    followed = Ranges(step.trace, visible, known.accepted, wrong).of(step.place)
    return is_within(reading, followed)


def _relevant(step: Step, wrong: Mapping[Address, float], visible: Visible) -> dict[Address, float]:
    """Return the wrong values that a step follows from: its visible inputs, else all."""
    if visible is everything:
        inputs = set(step.rule.inputs)
        return {address: value for address, value in wrong.items() if address in inputs}
    return dict(wrong)
