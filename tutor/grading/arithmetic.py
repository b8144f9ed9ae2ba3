"""Two arithmetics with the same operations: of floats, and of the intervals around them.

The reader of answers is written once and computes with either. The floats refuse what has no finite
value; the intervals are only ever used where the floats found one, and never refuse.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from tutor.grading.tokens import RefusalError, decimal, precision

T = TypeVar("T")
Interval: TypeAlias = tuple[float, float]

LARGEST = sys.float_info.max
EVERYTHING: Interval = (-math.inf, math.inf)

_ULPS = 4
"""How far a computed end is moved outward: twice what the C library's functions may be off."""


@dataclass(frozen=True, slots=True)
class Arithmetic(Generic[T]):
    """What a reader needs to compute: operations on some kind of value, as plain data.

    Attributes:
        literal: the value of a number token.
        exact: the value of a float that is known exactly.
        negative: minus a value.
        binary: the operations by their sign.
        functions: the functions by their name in lower case.

    """

    literal: Callable[[str], T]
    exact: Callable[[float], T]
    negative: Callable[[T], T]
    binary: Mapping[str, Callable[[T, T], T]]
    functions: Mapping[str, Callable[[T], T]]


def _by_sign(
    add: Callable[[T, T], T],
    subtract: Callable[[T, T], T],
    multiply: Callable[[T, T], T],
    divide: Callable[[T, T], T],
    power: Callable[[T, T], T],
) -> dict[str, Callable[[T, T], T]]:
    """Return operations by all the signs that stand for them."""
    signs = {"+": add, "-": subtract, "*": multiply, "/": divide, "^": power}
    return {**signs, "×": multiply, "**": power}


def number(token: str) -> float:
    """Return the value of a number token; refuse what no float can represent."""
    try:
        value = float(token)
    except ValueError:
        value = float(decimal(token))
    if value == 0.0 and token.lower().partition("e")[0].strip("0.,"):
        raise RefusalError("This number is too small to be represented as a floating-point number.")
    if value > LARGEST:
        raise RefusalError("This number is too large to be represented as a floating-point number.")
    return value


def _finite(value: float) -> float:
    if -LARGEST <= value <= LARGEST:
        return value
    raise RefusalError("The result here is too large: it must stay below 1.8e308.")


def _add(left: float, right: float) -> float:
    return _finite(left + right)


def _subtract(left: float, right: float) -> float:
    return _finite(left - right)


def _multiply(left: float, right: float) -> float:
    return _finite(left * right)


def _divide(left: float, right: float) -> float:
    if right == 0.0:
        raise RefusalError("The divisor is 0: divide by something else.")
    return _finite(left / right)


def _power(base: float, exponent: float) -> float:
    try:
        value = math.pow(base, exponent)
    except OverflowError:
        return _finite(math.inf)
    except ValueError:
        if base == 0.0:
            raise RefusalError("0 has no negative power: it would divide by 0.") from None
        raise RefusalError(
            "A negative number has no power with a fractional exponent: use a base above 0."
        ) from None
    if value == 0.0 != base:
        # 6.8*10^-400 is a number as typed, as 6.8e-400 is.
        raise RefusalError("This power is too small to be represented as a floating-point number.")
    return value


def _exp(z: float) -> float:
    try:
        return _finite(math.exp(z))
    except OverflowError:
        return _finite(math.inf)


def _ln(z: float) -> float:
    if z <= 0.0:
        raise RefusalError("A logarithm needs a number above 0.")
    return math.log(z)


def _sqrt(z: float) -> float:
    if z < 0.0:
        raise RefusalError("A square root needs a number that is not negative.")
    return math.sqrt(z)


def _sigmoid(z: float) -> float:
    e = math.exp(-abs(z))
    return (1.0 if z >= 0.0 else e) / (1.0 + e)


def _relu(z: float) -> float:
    return max(z, 0.0)


def _leaky_relu(z: float) -> float:
    return z if z >= 0.0 else 0.01 * z


_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "exp": _exp,
    "ln": _ln,
    "log": _ln,
    "sqrt": _sqrt,
    "tanh": math.tanh,
    "sigmoid": _sigmoid,
    "σ": _sigmoid,
    "relu": _relu,
    "leaky_relu": _leaky_relu,
}

FLOATS: Arithmetic[float] = Arithmetic(
    literal=number,
    exact=float,
    negative=float.__neg__,
    binary=_by_sign(_add, _subtract, _multiply, _divide, _power),
    functions=_FUNCTIONS,
)
"""The arithmetic of floats, which refuses what has no finite value."""


def _outward(low: float, high: float) -> Interval:
    """Return an interval that holds the true ends of one whose computed ends are given."""
    if math.isfinite(low):
        low -= _ULPS * math.ulp(low)
    if math.isfinite(high):
        high += _ULPS * math.ulp(high)
    return low, high


def _literal_interval(token: str) -> Interval:
    """Return the numbers that would be written as a decimal literal; an integer is exact."""
    value = number(token)
    _, unit, is_decimal = precision(decimal(token))
    return _outward(value - unit / 2, value + unit / 2) if is_decimal else (value, value)


def _point(value: float) -> Interval:
    return value, value


def _negative_interval(z: Interval) -> Interval:
    return -z[1], -z[0]


def _add_intervals(left: Interval, right: Interval) -> Interval:
    return _outward(left[0] + right[0], left[1] + right[1])


def _subtract_intervals(left: Interval, right: Interval) -> Interval:
    return _outward(left[0] - right[1], left[1] - right[0])


def _hull_of_corners(
    function: Callable[[float, float], float], left: Interval, right: Interval
) -> Interval:
    corners = [function(x, y) for x in left for y in right]
    return _outward(min(corners), max(corners))


def _product(x: float, y: float) -> float:
    """Return a product in which 0 times infinity is 0, since the ends are not reached."""
    return x * y if x and y else 0.0


def _quotient(x: float, y: float) -> float:
    """Return a quotient that is 0 for an infinite divisor, whatever is divided."""
    return 0.0 if math.isinf(y) else x / y


def _multiply_intervals(left: Interval, right: Interval) -> Interval:
    return _hull_of_corners(_product, left, right)


def _divide_intervals(left: Interval, right: Interval) -> Interval:
    if right[0] <= 0.0 <= right[1]:
        return EVERYTHING
    return _hull_of_corners(_quotient, left, right)


def _size(z: Interval) -> Interval:
    """Return the absolute values of an interval."""
    low, high = sorted((abs(z[0]), abs(z[1])))
    return (0.0 if z[0] <= 0.0 <= z[1] else low), high


def _unbounded_power(base: float, exponent: float) -> float:
    """Return the power of a base that is not negative, infinite where a float cannot hold it."""
    try:
        return math.pow(base, exponent)
    except (OverflowError, ValueError):
        return math.inf


def _power_intervals(base: Interval, exponent: Interval) -> Interval:
    """Return the powers of an interval: monotone in base and exponent while the base is above 0."""
    size = _hull_of_corners(_unbounded_power, _size(base), exponent)
    low, high = max(size[0], 0.0), size[1]
    if base[0] >= 0.0:
        return low, high
    if exponent[0] < exponent[1] or not exponent[0].is_integer():
        # Only the whole exponents among these have a value, of either sign.
        return -high, high
    if exponent[0] % 2.0 == 0.0:
        return low, high
    if base[1] < 0.0:
        return -high, -low
    return EVERYTHING if exponent[0] < 0.0 else _odd_power(base, exponent)


def _odd_power(base: Interval, exponent: Interval) -> Interval:
    """Return the powers of an interval around 0, for one odd exponent above 0."""
    low = _unbounded_power(-base[0], exponent[0])
    return _outward(-low, _unbounded_power(base[1], exponent[0]))


def _rising(function: Callable[[float], float], least: float) -> Callable[[Interval], Interval]:
    """Return a rising function of intervals; `least` is the lower bound of all its values."""

    def at(end: float, otherwise: float) -> float:
        try:
            return function(end)
        except RefusalError:
            return otherwise

    def of_interval(z: Interval) -> Interval:
        low, high = _outward(at(z[0], least), at(z[1], math.inf))
        return max(low, least), high

    return of_interval


_LEAST = {"ln": -math.inf, "log": -math.inf, "tanh": -1.0}

INTERVALS: Arithmetic[Interval] = Arithmetic(
    literal=_literal_interval,
    exact=_point,
    negative=_negative_interval,
    binary=_by_sign(
        _add_intervals,
        _subtract_intervals,
        _multiply_intervals,
        _divide_intervals,
        _power_intervals,
    ),
    functions={name: _rising(f, _LEAST.get(name, 0.0)) for name, f in _FUNCTIONS.items()},
)
"""The arithmetic of intervals: every result holds all values for operands in its operands."""
