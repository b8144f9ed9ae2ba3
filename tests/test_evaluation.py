"""Values of expression trees, and whether what they add up may cancel."""

from __future__ import annotations

import math
from collections.abc import Hashable

from hypothesis import given
from hypothesis import strategies as st

from tutor.chain.evaluation import largest_term, may_cancel, value_of
from tutor.engine.expressions import (
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
)

NUMBERS = st.floats(-8, 8)
LEAVES = st.builds(Number, NUMBERS) | st.builds(Symbol, st.sampled_from("abc"))


def _branches(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return (
        st.builds(Sum, several)
        | st.builds(Mean, several)
        | st.builds(Product, several)
        | st.builds(Difference, parts, parts)
        | st.builds(Quotient, parts, parts)
        | st.builds(Negative, parts)
        | st.builds(Square, parts)
    )


TREES = st.recursive(LEAVES, _branches, max_leaves=8)
VALUES = st.fixed_dictionaries(dict.fromkeys("abc", NUMBERS))


def written(tree: Expression, values: dict[str, float]) -> float:  # noqa: C901, PLR0911 - one a kind
    """Return a tree's value by Python's own operators, kind by kind."""
    match tree:
        case Number(value):
            return value
        case Symbol(name):
            return values[str(name)]
        case Sum(terms):
            return math.fsum(written(each, values) for each in terms)
        case Mean(terms):
            return math.fsum(written(each, values) for each in terms) / len(terms)
        case Product(factors):
            return math.prod(written(each, values) for each in factors)
        case Difference(left, right):
            return written(left, values) - written(right, values)
        case Negative(operand):
            return -written(operand, values)
        case Square(base):
            return written(base, values) ** 2
        case Quotient(numerator, denominator):
            over, under = written(numerator, values), written(denominator, values)
            if over == 0.0:
                return 0.0
            return over / under if under else math.copysign(math.inf, over)
    raise TypeError(tree)


def _no_symbols(name: Hashable) -> float:
    raise LookupError(name)


@given(TREES, VALUES)
def test_a_tree_has_the_value_that_is_written(tree: Expression, values: dict[str, float]) -> None:
    """For all trees of numbers, symbols and operations whose value is finite on the way."""
    expected = written(tree, values)
    found = value_of(tree, lambda name: values[str(name)])
    if math.isfinite(expected):
        assert math.isclose(expected, found, rel_tol=1e-9, abs_tol=1e-300)


@given(TREES, VALUES)
def test_what_cannot_cancel_has_no_largest_term(tree: Expression, values: dict[str, float]) -> None:
    """So that its value need not be compared with one."""
    if not may_cancel(tree):
        assert 0.0 == largest_term(tree, lambda name: values[str(name)])


@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_a_sum_may_cancel_and_its_largest_term_is_told(numbers: list[float]) -> None:
    """Also as a factor of a product, times the other factors."""
    total = Sum(tuple(map(Number, numbers)))
    largest = max(map(abs, numbers))
    assert may_cancel(total)
    assert largest == largest_term(total, _no_symbols)
    assert may_cancel(Product((Number(2.0), total)))
    assert 2.0 * largest == largest_term(Product((Number(2.0), total)), _no_symbols)
