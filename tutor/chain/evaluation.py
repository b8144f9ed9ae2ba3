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
    if isinstance(tree, Symbol):
        return lookup(tree.name)
    if isinstance(tree, Number):
        return tree.value
    parts = [value_of(part, lookup) for part in children(tree)]
    if isinstance(tree, Apply):
        return tree.function.evaluate(*parts)
    return _COMBINED[type(tree)](parts)


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


_COMBINED: dict[type[Expression], Callable[[list[float]], float]] = {
    Sum: _total,
    Mean: lambda parts: _total(parts) / len(parts),
    Difference: lambda parts: parts[0] - parts[1],
    Negative: lambda parts: -parts[0],
    Product: lambda parts: 0.0 if 0.0 in parts else math.prod(parts),
    Square: lambda parts: parts[0] * parts[0],
    Quotient: lambda parts: divided(parts[0], parts[1]),
}
"""What makes a value of the values of a tree's parts, by its kind."""


def may_cancel(tree: Expression) -> bool:
    """Return whether a tree has a largest term: a sum or difference, or a product with one."""
    if isinstance(tree, Product):
        return any(map(may_cancel, tree.factors))
    if isinstance(tree, Negative):
        return may_cancel(tree.operand)
    return isinstance(tree, Sum | Mean | Difference)


def largest_term(tree: Expression, lookup: Lookup) -> float:
    """Return the size of the largest term of a sum or difference, of anything else 0.

    Against it one judges whether a sum has cancelled to nothing but rounding.
    """
    if isinstance(tree, Sum | Mean | Difference):
        terms = [abs(value_of(part, lookup)) for part in children(tree)]
        return max(terms) / (len(terms) if isinstance(tree, Mean) else 1)
    if isinstance(tree, Product):
        inner = [largest_term(part, lookup) for part in tree.factors]
        if not any(inner):
            return 0.0
        return math.prod(
            size or abs(value_of(part, lookup))
            for part, size in zip(tree.factors, inner, strict=True)
        )
    return largest_term(tree.operand, lookup) if isinstance(tree, Negative) else 0.0
