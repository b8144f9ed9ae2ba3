"""The value of an expression tree, for values of its symbols."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

from tutor.engine.expressions import (
    Apply,
    Difference,
    Expression,
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

Lookup = Callable[[Hashable], float]


def value_of(tree: Expression, lookup: Lookup) -> float:
    """Return a tree's value; a product with a factor 0 is 0, a quotient by 0 an infinity."""
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Symbol):
        return lookup(tree.name)
    return _combined(tree, [value_of(part, lookup) for part in children(tree)])


def _combined(tree: Expression, parts: list[float]) -> float:  # noqa: PLR0911 - one case a kind of node
    match tree:
        case Sum():
            return _total(parts)
        case Mean():
            return _total(parts) / len(parts)
        case Difference():
            return parts[0] - parts[1]
        case Negative():
            return -parts[0]
        case Product():
            return 0.0 if 0.0 in parts else math.prod(parts)
        case Square():
            return parts[0] * parts[0]
        case Quotient():
            return divided(parts[0], parts[1])
        case Apply(function, _):
            return function.evaluate(*parts)
        case _:
            raise TypeError(f"{tree!r} is no expression with parts")


def _total(parts: list[float]) -> float:
    try:
        return math.fsum(parts)
    except (OverflowError, ValueError):  # an infinity among them, or beyond float64
        return sum(parts)


def divided(numerator: float, denominator: float) -> float:
    """Return a quotient; 0 where the numerator is 0, an infinity where only the divisor is."""
    if numerator == 0.0:
        return 0.0
    if denominator == 0.0:
        return math.copysign(math.inf, numerator)
    return numerator / denominator


def largest_term(tree: Expression, lookup: Lookup) -> float:
    """Return the size of the largest term of a sum or difference, of anything else 0.

    Against it one judges whether a sum has cancelled to nothing but rounding.
    """
    match tree:
        case Sum() | Mean() | Difference():
            terms = [abs(value_of(part, lookup)) for part in children(tree)]
            return max(terms) / (len(terms) if isinstance(tree, Mean) else 1)
        case Product(parts):
            inner = [largest_term(part, lookup) for part in parts]
            if not any(inner):
                return 0.0
            return math.prod(
                size or abs(value_of(part, lookup)) for part, size in zip(parts, inner, strict=True)
            )
        case Negative(part):
            return largest_term(part, lookup)
        case _:
            return 0.0
