"""Numbers as they are shown: 4 significant digits, ASCII minus, so that they can be typed back."""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache

SHOWN_DIGITS = 4
"""Significant digits of a value on screen."""
ASKED_DIGITS = 3
"""Significant digits that an answer needs."""
_LEAST, _MOST = -4, 5  # outside these powers of ten a number is written with an exponent


def exponent_of(value: float) -> int:
    """Return the power of ten of a number's first significant digit; the number is not 0."""
    return Decimal(repr(float(value))).adjusted()


def rounded(value: float, digits: int) -> float:
    """Return the value rounded to so many significant digits."""
    return float(f"{value:.{digits - 1}e}")


@lru_cache(maxsize=1024)
def _power_of_ten(exponent: int) -> Decimal:
    return Decimal(1).scaleb(exponent)


def _to_digits(value: float, digits: int, rounding: str) -> float:
    if value == 0 or not math.isfinite(value):
        return value
    exact = Decimal(repr(value))
    return float(exact.quantize(_power_of_ten(exact.adjusted() - digits + 1), rounding))


def cut_off(value: float, digits: int) -> float:
    """Return the value cut off (towards 0) after so many significant digits."""
    return _to_digits(value, digits, ROUND_DOWN)


def rounded_by_hand(value: float, digits: int) -> float:
    """Return the value rounded as people do it: a written half goes up, 0.5025 to 0.503."""
    return _to_digits(value, digits, ROUND_HALF_UP)


def is_exact(value: float, digits: int = SHOWN_DIGITS) -> bool:
    """Return whether a number has no more significant digits than are shown."""
    return not math.isfinite(value) or rounded(value, digits) == value


def text_of(value: float, digits: int = SHOWN_DIGITS) -> str:
    """Return a computed value with so many significant digits; 0 and ±1 without decimals."""
    if value == 0:
        return "0"
    if value in (1.0, -1.0):
        return f"{value:.0f}"
    if not math.isfinite(value):
        return "infinity" if value > 0 else "-infinity" if value < 0 else "undefined"
    mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
    exponent = int(power)
    if exponent < _LEAST or exponent >= max(_MOST, digits):
        return f"{mantissa}e{exponent}"
    return f"{value:.{max(0, digits - 1 - exponent)}f}"


def signed(value: float, digits: int = ASKED_DIGITS) -> str:
    """Return a change with its sign, as in +0.0100: a plus stands before what is above 0."""
    return ("+" if value > 0 else "") + text_of(value, digits)


def as_shown(value: float) -> float:
    """Return the number that :func:`text_of` writes: whole numbers keep all their digits."""
    if value == 0 or not math.isfinite(value):
        return value
    power = exponent_of(value)
    return rounded(value, power + 1 if SHOWN_DIGITS <= power < _MOST else SHOWN_DIGITS)


def given_text(value: float) -> str:
    """Return a given number as it was given, where that has few digits, else rounded."""
    if not is_exact(value):
        return text_of(value)
    if value == 0:
        return "0"
    if _LEAST <= exponent_of(value) < _MOST:
        return f"{Decimal(repr(value)).normalize():f}"
    mantissa, _, power = f"{value:.{SHOWN_DIGITS - 1}e}".partition("e")
    trimmed = mantissa.rstrip("0").rstrip(".")
    return f"{trimmed}e{int(power)}"


def text_to_place(value: float, place: int) -> str:
    """Return a value rounded to the decimal place 10**place."""
    return f"{value:.{max(0, -place)}f}" if place > -17 else repr(value)  # noqa: PLR2004 - float64
