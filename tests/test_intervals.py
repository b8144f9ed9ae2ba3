"""The range of a tree over boxes: it holds what every point gives, and its ends are reached."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.chain.evaluation import Lookup, value_of
from tutor.engine import activations, costs
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
    symbols,
)
from tutor.grading.intervals import Interval, pieces_of, range_of

X, Y, Z = Symbol("x"), Symbol("y"), Symbol("z")
POINTS = 33
ANY = st.floats(-4, 4).map(lambda number: round(number, 3))
SHARE = st.floats(0.01, 0.99).map(lambda number: round(number, 3))
FUNCTIONS = {
    "sigmoid": (activations.SIGMOID, ANY),
    "sigmoid slope": (activations.SIGMOID_SLOPE, ANY),
    "a(1 - a)": (activations.SIGMOID_SLOPE_OF_A, SHARE),
    "tanh": (activations.TANH, ANY),
    "tanh slope": (activations.TANH_SLOPE, ANY),
    "1 - a^2": (activations.TANH_SLOPE_OF_A, SHARE.map(lambda number: 2 * number - 1)),
    "relu": (activations.RELU, ANY),
    "leaky_relu": (activations.LEAKY_RELU, ANY),
    "softplus": (activations.SOFTPLUS, ANY),
    "exp": (activations.EXP, ANY),
    "ln": (activations.LN, SHARE),
    "likelihood": (costs.LOG_LIKELIHOOD, SHARE),
    "likelihood slope": (costs.LOG_LIKELIHOOD_SLOPE, SHARE),
    "softmax": (activations.softmax(1, 3), ANY),
}
ARGUMENTS = {"likelihood": 2, "likelihood slope": 2, "softmax": 3}
TREES: tuple[Expression, ...] = (
    Sum((X, Y, Number(1.5))),
    Difference(X, Y),
    Negative(X),
    Product((X, Y, Z)),
    Product((Number(2.0), Difference(X, Y))),
    Mean((X, Y, Z)),
    Square(X),
    Square(Difference(X, Y)),
    Sum((Square(X), Square(Y))),
)


def boxes_of(ends: list[tuple[float, float]]) -> dict[Hashable, Interval]:
    low_and_high = [(min(pair), max(pair)) for pair in ends]
    return dict(zip(("x", "y", "z"), low_and_high, strict=False))


def sampled(tree: Expression, box: dict[Hashable, Interval], points: int) -> Interval:
    """Return the least and the greatest value of a tree at the points of a grid in the boxes."""
    names = list(dict.fromkeys(symbols(tree)))
    grids = [
        [low + (high - low) * i / (points - 1) for i in range(points)]
        for low, high in (box[name] for name in names)
    ]
    values = []
    for point in itertools.product(*grids):
        lookup: Lookup = dict(zip(names, point, strict=True)).__getitem__
        values.append(value_of(tree, lookup))
    return min(values), max(values)


def holds_and_is_reached(tree: Expression, box: dict[Hashable, Interval], points: int) -> bool:
    """Return whether a range holds a grid's values, and goes beyond by less than a step of it."""
    low, high = range_of(tree, box.__getitem__)
    least, greatest = sampled(tree, box, points)
    slack, step = 1e-12 * max(abs(least), abs(greatest), 1.0), (greatest - least) / (points - 1)
    holds = low <= least + slack and greatest - slack <= high
    return holds and least - low <= step + slack and high - greatest <= step + slack


@given(st.sampled_from(TREES), st.lists(st.tuples(ANY, ANY), min_size=3, max_size=3))
def test_range_of_a_formula_is_that_of_its_values(
    tree: Expression, ends: list[tuple[float, float]]
) -> None:
    """Sums, products and squares reach exactly what points in the boxes give."""
    assert holds_and_is_reached(tree, boxes_of(ends), 9)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(st.data())
def test_range_of_a_function_is_that_of_its_values(name: str, data: st.DataObject) -> None:
    """Each named function knows its extremes: monotone pieces, peaks and corners."""
    function, numbers = FUNCTIONS[name]
    count = ARGUMENTS.get(name, 1)
    pairs = st.lists(st.tuples(numbers, numbers), min_size=count, max_size=count)
    tree = Apply(function, (X, Y, Z)[:count])
    assert holds_and_is_reached(tree, boxes_of(data.draw(pairs)), POINTS if count == 1 else 9)


@pytest.mark.parametrize(
    ("function", "box", "expected"),
    [
        (activations.SIGMOID_SLOPE, (-1.0, 2.0), 0.25),
        (activations.SIGMOID_SLOPE_OF_A, (0.4, 0.7), 0.25),
        (activations.TANH_SLOPE, (-0.5, 0.1), 1.0),
        (activations.TANH_SLOPE_OF_A, (-0.1, 0.3), 1.0),
    ],
)
def test_a_peak_inside_the_box_is_reached(
    function: Function, box: Interval, expected: float
) -> None:
    """The slopes of sigmoid and tanh have their peak, ¼ or 1, where no end of the box lies."""
    assert expected == range_of(Apply(function, (X,)), lambda _: box)[1]


def test_a_likelihood_is_greatest_where_output_and_target_agree() -> None:
    """Where a may be anything from 0.2 to 0.9, and y is 0.5, a = 0.5 gives ln ½."""
    box = boxes_of([(0.2, 0.9), (0.5, 0.5)])
    tree = Apply(costs.LOG_LIKELIHOOD, (X, Y))
    high = range_of(tree, box.__getitem__)[1]
    assert math.isclose(math.log(0.5), high, rel_tol=1e-12)


@pytest.mark.parametrize(
    ("function", "box", "low"),
    [
        (activations.SIGMOID_SLOPE_OF_A, (0.99, 1.01), 0.0),
        (activations.TANH_SLOPE_OF_A, (-1.01, -0.99), 0.0),
        (activations.LN, (-0.01, 1.0), -math.inf),
    ],
)
def test_no_value_lies_outside_a_function_s_domain(
    function: Function, box: Interval, low: float
) -> None:
    """An own activation of 1.01 for 0.9996 is no reason for a slope below 0."""
    assert low == range_of(Apply(function, (X,)), lambda _: box)[0]


@pytest.mark.parametrize(
    ("box", "levels"),
    [
        ((-1.0, -0.5), [0.0]),
        ((-1.0, 0.0), [0.0]),
        ((0.0, 0.0), [0.0]),
        ((-1.0, 1.0), [0.0, 1.0]),
        ((0.0, 5.6e-17), [0.0, 1.0]),
        ((0.5, 1.0), [1.0]),
    ],
)
def test_a_jump_has_its_levels_and_nothing_between(box: Interval, levels: list[float]) -> None:
    """Relu's slope is 0, 1, or either: single numbers, not what lies between."""
    pieces = pieces_of(Apply(activations.RELU_SLOPE, (X,)), lambda _: box)
    assert [(level, level) for level in levels] == list(pieces)


BOXES: dict[Hashable, Interval] = {
    "nothing": (0.0, 0.0),
    "endless": (1.0, math.inf),
    "around": (-1.0, 2.0),
    "up": (0.0, 2.0),
    "down": (-2.0, 0.0),
    "one": (1.0, 1.0),
}


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (Product((Symbol("nothing"), Symbol("endless"))), (0.0, 0.0)),
        (Product((Symbol("around"), Symbol("endless"))), (-math.inf, math.inf)),
        (Square(Symbol("around")), (0.0, 4.0)),
        (Quotient(Symbol("one"), Symbol("around")), (-math.inf, math.inf)),
        (Quotient(Symbol("one"), Symbol("up")), (0.5, math.inf)),
        (Quotient(Symbol("one"), Symbol("down")), (-math.inf, -0.5)),
        (Quotient(Symbol("nothing"), Symbol("up")), (0.0, 0.0)),
        (Difference(Symbol("endless"), Symbol("endless")), (-math.inf, math.inf)),
    ],
)
def test_infinities_have_ranges(tree: Expression, expected: Interval) -> None:
    """0 · ∞ is 0, 1/0 an infinity of the right sign, and ∞ − ∞ may be anything."""
    assert expected == range_of(tree, BOXES.__getitem__)
