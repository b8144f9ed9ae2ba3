"""Comparing what was read with what is right, to the precision in which it was written."""

from __future__ import annotations

from tutor.chain.numbers import ASKED_DIGITS, cut_off, exponent_of, rounded
from tutor.grading.ranges import RightRange
from tutor.grading.reading import Reading

_LEAST = 1e-300  # near the end of float64 a unit is no longer what its digits say
_EDGE = 1 + 1e-9
"""A whole unit away still counts: 0.139 as a float may be cut off to 0.138."""


def asked_unit(reading: Reading, right: RightRange) -> float:
    """Return the unit that a number is compared to: that of its last digit, of the 3rd at most.

    For a new value, of the decimal place that it is asked to at most.
    """
    return _unit_at(reading, right.place)


def is_rounded(reading: Reading, exact: float, place: int | None) -> bool:
    """Return whether what was read is a number, rounded or cut off no coarser than is asked.

    Such a one is right for whatever right range: each holds the exact value.
    """
    if reading.unit is None or exact == 0.0:
        return False
    return abs(reading.value - exact) <= _unit_at(reading, place)


def _unit_at(reading: Reading, place: int | None) -> float:
    unit = reading.unit or 0.0
    if place is not None:
        return min(unit, float(f"1e{place}"))
    if reading.value == 0.0:
        return 0.0
    if (reading.digits or 0) >= ASKED_DIGITS and unit > _LEAST:
        return unit  # most answers: the last digit is no earlier than the third
    return min(unit, float(f"1e{exponent_of(reading.value) - ASKED_DIGITS + 1}"))


def written_unit(reading: Reading) -> float:
    """Return the unit of the last digit that was written, of the 3rd at most."""
    return _unit_at(reading, None)


def is_within(reading: Reading, right: RightRange) -> bool:
    """Return whether what was read is right."""
    distance = right.distance(reading.value)
    if reading.unit is None or right.zero:
        return distance == 0.0
    return distance <= asked_unit(reading, right) * _EDGE


def is_as_written(reading: Reading, unit: float, numbers: RightRange) -> bool:
    """Return whether what was read is one of some numbers, rounded or cut off as it is written.

    Narrower than what is granted to a right answer: not every wrong number is to get a name.
    """
    if reading.unit is None:
        return numbers.distance(reading.value) == 0.0
    return numbers.meets(_written(reading.value, unit))


def _written(value: float, unit: float) -> tuple[float, float]:
    """Return from where to where a number may lie that is written so, rounded or cut off."""
    half, whole = 0.5 * unit * _EDGE, unit * _EDGE
    return (value - half, value + whole) if value > 0 else (value - whole, value + half)


def is_too_coarse(reading: Reading, right: RightRange) -> bool:
    """Return whether what was read would be right, had it been written with more digits."""
    if right.zero:
        return False
    if reading.unit is None:
        return right.meets(reading.coarse())
    if reading.value == 0.0:
        return False  # a typed zero has no digits: it means nothing at all
    far, unit = abs(reading.value), reading.unit * _EDGE
    near = max(far - unit, far / 2)  # a lone 1 is 0.5 rounded at the least, never 0.1
    ends = (near, far + unit) if reading.value > 0 else (-far - unit, -near)
    return right.meets(ends)


def is_shortened(reading: Reading, right: RightRange) -> bool:
    """Return whether what was read is a right number, rounded or cut off to too few digits.

    Narrower than :func:`is_too_coarse`, for which a unit away will do: 2 for 1 is no rounding.
    """
    return reading.unit is not None and right.meets(_written(reading.value, reading.unit))


def was_cut_off(reading: Reading, exact: float) -> bool:
    """Return whether a right number was cut off where it should have been rounded."""
    digits = reading.digits or 0
    if digits < ASKED_DIGITS or exact == 0.0:
        return False
    if reading.value == rounded(exact, digits):
        return False  # most answers: the rest is seldom worked out
    return reading.value == cut_off(exact, digits)
