"""The range of an expression tree, when each of its symbols may lie anywhere in a box.

Each symbol occurs once in a rule's tree, and a named function knows its own extremes, so these
ranges are as tight as they can be; only sums of more than rounding's worth would be wider.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Hashable, Iterable

from tutor.chain.evaluation import divided
from tutor.engine.expressions import (
    Apply,
    Difference,
    Expression,
    Function,
    Mean,
    Negative,
    Number,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
    children,
)

Interval = tuple[float, float]
"""The least and the greatest value."""
Box = Callable[[Hashable], Interval]


def hull(values: Iterable[float]) -> Interval:
    """Return the least interval that holds all the values."""
    kept = list(values)
    return min(kept), max(kept)


def pieces_of(tree: Expression, box: Box) -> tuple[Interval, ...]:
    """Return a tree's range, in several pieces where it is a function with a jump."""
    if isinstance(tree, Apply) and tree.function.levels is not None:
        ends = _clipped(range_of(tree.arguments[0], box), tree.function.domain)
        return tuple((level, level) for level in _levels_within(tree.function.levels, ends))
    return (range_of(tree, box),)


def range_of(tree: Expression, box: Box) -> Interval:
    """Return the interval of values that a tree can have."""
    if isinstance(tree, Number):
        return tree.value, tree.value
    if isinstance(tree, Symbol):
        return box(tree.name)
    return _combined(tree, [range_of(part, box) for part in children(tree)])


def _combined(tree: Expression, parts: list[Interval]) -> Interval:  # noqa: PLR0911 - one a kind
    match tree:
        case Sum():
            return _sum(parts)
        case Mean():
            low, high = _sum(parts)
            return low / len(parts), high / len(parts)
        case Difference():
            return _sum([parts[0], _negative(parts[1])])
        case Negative():
            return _negative(parts[0])
        case Product():
            return _product(parts)
        case Square():
            return _square(parts[0])
        case Quotient():
            return _quotient(*parts)
        case Apply(function, _):
            return _function_range(function, parts)
        case _:
            raise TypeError(f"{tree!r} is no expression with parts")


def _sum(parts: list[Interval]) -> Interval:
    low, high = sum(part[0] for part in parts), sum(part[1] for part in parts)
    return (-math.inf if math.isnan(low) else low), (math.inf if math.isnan(high) else high)


def _negative(part: Interval) -> Interval:
    return -part[1], -part[0]


def _times(one: float, other: float) -> float:
    return 0.0 if one == 0.0 or other == 0.0 else one * other


def _product(parts: list[Interval]) -> Interval:
    """Return the range of a product: all corners, with 0·∞ = 0."""
    low, high = parts[0]
    for part in parts[1:]:
        low, high = hull(_times(one, other) for one in (low, high) for other in part)
    return low, high


def _square(part: Interval) -> Interval:
    low, high = hull(end * end for end in part)
    return (0.0 if part[0] <= 0.0 <= part[1] else low), high


def _quotient(numerator: Interval, denominator: Interval) -> Interval:
    if denominator[0] < 0.0 < denominator[1]:
        return -math.inf, math.inf
    corners = [divided(one, other) for one in numerator for other in denominator]
    if 0.0 in denominator and denominator[0] < 0.0:  # from below, 1/0 is −∞
        corners = [-each if math.isinf(each) else each for each in corners]
    return hull(corners)


def _clipped(ends: Interval, domain: tuple[float, float]) -> Interval:
    """Return the part of an interval inside a function's domain, its nearest end if none is."""
    low, high = (min(max(end, domain[0]), domain[1]) for end in ends)
    return low, high


def _levels_within(levels: tuple[float, float, float, float], ends: Interval) -> list[float]:
    """Return which values a function with a jump takes between the ends, each once.

    All of them, where the ends are no numbers.
    """
    jump, below, at, above = levels
    if any(map(math.isnan, ends)):
        return sorted({below, at, above})
    reached = []
    if ends[0] < jump:
        reached.append(below)
    if ends[0] <= jump <= ends[1]:
        reached.append(at)
    if ends[1] > jump:
        reached.append(above)
    return sorted(set(reached))


def _function_range(function: Function, parts: list[Interval]) -> Interval:
    ends = [_clipped(part, function.domain) for part in parts[:1]] + parts[1:]
    if function.levels is not None:
        return hull(_levels_within(function.levels, ends[0]))
    if function.directions:
        lows = [e[0] if d > 0 else e[1] for e, d in zip(ends, function.directions, strict=True)]
        highs = [e[1] if d > 0 else e[0] for e, d in zip(ends, function.directions, strict=True)]
        return function.evaluate(*lows), function.evaluate(*highs)
    points = itertools.chain(itertools.product(*ends), function.extremes(*ends))
    return hull(function.evaluate(*point) for point in points)
