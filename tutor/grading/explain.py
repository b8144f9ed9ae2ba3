"""Explaining a wrong answer: which classic errors give this number."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.chain.steps import Step
from tutor.grading.compare import asked_unit, is_as_written
from tutor.grading.known import NOTHING, Known
from tutor.grading.misconceptions import DOUBLE, HALF, SIGN
from tutor.grading.ranges import RightRange, Visible, everything
from tutor.grading.reading import Reading
from tutor.grading.wrong import WrongNumber, scaled_range, wrong_numbers

_NEAR, _NEAR_ALONE = 0.1, 0.01
"""A wrong number further away than this share of itself is not looked at more closely.

What is carried with 5 digits cannot come as far as what is carried with 3.
"""
_TOO = {
    SIGN: "with the sign turned round",
    HALF: "without a factor 2",
    DOUBLE: "with a factor 2 too many",
}
_ALONE = {
    SIGN: ("turning the sign round", "Look at the signs: which way does the cost go?"),
    HALF: ("leaving out a factor 2", "Look for a factor 2 that has got lost."),
    DOUBLE: ("having a factor 2 too many", "Look for a factor 2 too many."),
}


def explanations(
    step: Step,
    reading: Reading,
    right: RightRange,
    known: Known = NOTHING,
    visible: Visible = everything,
) -> list[WrongNumber]:
    """Return what gives the number that was read, likeliest first, each set of errors once.

    Single errors come alone where there are any: two at once are less likely.
    """
    found: dict[tuple[str, ...], WrongNumber] = {}
    near = _NEAR if visible is everything else _NEAR_ALONE
    unit = asked_unit(reading, right)
    for wrong in wrong_numbers(step, visible, known):
        if wrong.ids not in found and _fits(wrong, reading, right, near, unit):
            found[wrong.ids] = wrong
    fitting = sorted(found.values(), key=lambda wrong: wrong.rank)
    fewest = len(fitting[0].ids) if fitting else 0
    return [wrong for wrong in fitting if len(wrong.ids) == fewest]


def _fits(
    wrong: WrongNumber, reading: Reading, right: RightRange, near: float, unit: float
) -> bool:
    """Return whether the answer is this wrong number, as precisely as it is written."""
    if not math.isfinite(wrong.value):
        return False
    if wrong.value == 0.0 or reading.value == 0.0:
        return wrong.value == reading.value
    if abs(reading.value - wrong.value) > near * abs(wrong.value) + unit:
        return False
    return is_as_written(reading, unit, scaled_range(wrong, right))


def message(explained: Sequence[WrongNumber]) -> str:
    """Return two sentences: what gives this number, and what to look at."""
    phrases = list(dict.fromkeys(map(_phrase, explained)))
    return f"This is the number one gets by {', or by '.join(phrases)}. {_look(explained[0])}"


def _phrase(wrong: WrongNumber) -> str:
    if wrong.misconception is None:
        return _ALONE[wrong.ids[0]][0]
    place = "" if wrong.layer is None else f" in layer {wrong.layer}"
    extra = wrong.ids[0] if wrong.ids[0] != wrong.misconception.id else wrong.ids[-1]
    too = f", and {_TOO[extra]}" if len(wrong.ids) > 1 else ""
    return f"{wrong.misconception.by}{place}{too}"


def _look(wrong: WrongNumber) -> str:
    if wrong.misconception is None:
        return _ALONE[wrong.ids[0]][1]
    return wrong.misconception.look
