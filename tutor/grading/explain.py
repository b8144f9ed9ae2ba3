"""Explaining a wrong answer: which classic errors give this number."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from tutor.chain.addresses import Address, Q, Shape
from tutor.chain.notation import UNICODE
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.engine.activations import ACTIVATIONS
from tutor.engine.expressions import Apply
from tutor.grading.compare import asked_unit, is_as_written, written_unit
from tutor.grading.known import NOTHING, Known
from tutor.grading.misconceptions import BY_ID, DOUBLE, HALF, SIGN
from tutor.grading.misconceptions.site import Site
from tutor.grading.ranges import RightRange, Visible, everything
from tutor.grading.reading import Reading
from tutor.grading.wrong import Around, WrongNumber, numbers_near, scaled_range, wrong_numbers

_NEAR, _NEAR_ALONE = 0.1, 0.001
"""A wrong number further away than this share of itself does not explain an answer.

What is carried with 5 digits does not come as far as what is carried with 3; where it might, by
the widest range, too many numbers would get a name.
"""
_EDGE = 1 + 1e-9
_NOTHING = 1e-12
"""What floating-point arithmetic may leave of an exact 0, as a share of the right number."""
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


_Reach = tuple[float, float, WrongNumber]
"""From where to where a wrong number can explain an answer at most, and the number."""


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
    unit = max(asked_unit(reading, right), written_unit(reading))  # a new value may have few places

    for reach in _reaches(step, Around(reading.value, near, unit), known, visible):
        low, high, wrong = reach
        could_be = low - unit <= reading.value <= high + unit and wrong.ids not in found
        if could_be and _fits(reach, reading, right, unit):
            found[wrong.ids] = wrong
    fitting = sorted(found.values(), key=lambda wrong: wrong.rank)
    fewest = len(fitting[0].ids) if fitting else 0
    return [wrong for wrong in fitting if len(wrong.ids) == fewest]


def _reaches(
    step: Step,
    around: Around,
    known: Known,
    visible: Visible,
) -> Sequence[_Reach]:
    """Return how far each wrong number of a step reaches: most are far from most answers.

    Those that depend on the learner's own values are made for one answer, so only the near ones.
    """
    if known.accepted:
        numbers = numbers_near(step, visible, known, around)
        return [(*_ends(each.value, each.moved, around.share), each) for each in numbers]
    memo: dict[object, list[_Reach]] = step.trace.memo
    key = ("reaches", step.place, visible)
    if key not in memo:
        numbers = wrong_numbers(step, visible)
        memo[key] = [(*_ends(each.value, each.moved, around.share), each) for each in numbers]
    return memo[key]


def _ends(value: float, moved: float, near: float) -> tuple[float, float]:
    """Return from where to where a wrong number reaches; nothing else is exactly 0."""
    if value == 0.0:
        return -math.inf, math.inf
    furthest = near * abs(moved) * _EDGE
    return value - furthest, value + furthest


def _fits(reach: _Reach, reading: Reading, right: RightRange, unit: float) -> bool:
    """Return whether the answer is this wrong number, as precisely as it is written."""
    low, high, wrong = reach
    if not math.isfinite(wrong.value):
        return False
    if wrong.value == 0.0 or reading.value == 0.0:
        nothing = _NOTHING * max(abs(right.low), abs(right.high))
        return wrong.value == 0.0 and abs(reading.value) <= nothing
    if wrong.is_alone and len(wrong.ids) > 1 and _is_cut_off(reading, wrong.value, unit):
        return False
    around = RightRange(((low, high),), 0.0, zero=False, place=right.place)
    if not is_as_written(reading, unit, around):
        return False
    return is_as_written(reading, unit, scaled_range(wrong, right))


def _is_cut_off(reading: Reading, value: float, unit: float) -> bool:
    """Return whether an answer could only be cut off: two errors of a result must fit closer."""
    slack = (_EDGE - 1) * abs(value)  # an answer in full differs in what arithmetic leaves
    return reading.unit is not None and abs(reading.value - value) > 0.5 * unit * _EDGE + slack


def message(explained: Sequence[WrongNumber]) -> str:
    """Return two sentences: what gives this number, and what to look at."""
    phrases = list(dict.fromkeys(map(_phrase, explained)))
    return f"This is the number one gets by {', or by '.join(phrases)}. {_look(explained[0])}"


def sentence_about(error: str, kinds: Collection[str] = ()) -> str:
    """Return what an error is and what to look at, in these kinds of steps; nothing of no error.

    What goes with every error, such as the sign turned round, is told without the cost's slope
    where it came up elsewhere, too.
    """
    entry = BY_ID.get(error)
    if entry is None:
        return ""
    is_general = error in _ALONE and not set(kinds) <= set(entry.kinds)
    by, look = _ALONE[error] if is_general else (entry.by, entry.look)
    return f"The number one gets by {by}. {look}"


def _phrase(wrong: WrongNumber) -> str:
    if wrong.misconception is None:
        return _ALONE[wrong.ids[0]][0]
    place = _place(wrong.sites) if wrong.is_alone else ""
    extra = wrong.ids[0] if wrong.ids[0] != wrong.misconception.id else wrong.ids[-1]
    too = f", and {_TOO[extra]}" if len(wrong.ids) > 1 else ""
    return f"{wrong.misconception.told(function_at(wrong.sites))}{place}{too}"


def function_at(sites: Sequence[Site]) -> str:
    """Return the sign of the activation function at some sites; f where there are several."""
    names = {site.trace.rules.activations[site.layer - 1] for site in sites if site.layer}
    return _sign_of(names.pop()) if len(names) == 1 else "f"


def _place(sites: Sequence[Site]) -> str:
    """Return the factor, or the layers, in which an error of a whole chain was made."""
    if any(site.rule.kind in (Kind.AVERAGE, Kind.STEP, Kind.UPDATE) for site in sites):
        return ""
    layers = sorted({site.layer for site in sites})
    if len(layers) > 1:
        *others, last = map(str, layers)
        return f" (in layers {', '.join(others)} and {last})"
    return f" (in layer {layers[0]}, at {_factor(sites[0].at)})" if layers else ""


def _factor(at: Address) -> str:
    """Return the text of a factor without indices, as it is one of several."""
    if at.quantity is Q.TERM_A:
        at = Address(Q.DC_DA, at.layer - 1)
    quantity = Q.DC_DZ if at.quantity is Q.TERM_Z else at.quantity
    shape = Shape((1,) * (at.layer + 2), 1, softmax=False)
    return UNICODE.quantity(Address(quantity, at.layer), shape, None)


def _sign_of(activation: str) -> str:
    """Return how an activation function is called before a parenthesis: σ."""
    forms = ACTIVATIONS[activation].forms
    named = forms and isinstance(forms[0], Apply) and forms[0].function.unicode
    return named.partition("(")[0] if named else activation


def _look(wrong: WrongNumber) -> str:
    if wrong.misconception is None:
        return _ALONE[wrong.ids[0]][1]
    return wrong.misconception.look
