"""Costs and their derivatives, compared with many-digit arithmetic."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import decimals
from tests.networks import SQUARED
from tutor.chain.evaluation import value_of
from tutor.engine.activations import ACTIVATIONS
from tutor.engine.costs import COSTS

DIGITS = 760
NUDGE = Decimal("1e-20")
SATURATED = (-800.0, -40.0, -0.7, 0.0, 2.5, 40.0, 800.0)
TARGETS = (0.0, 1.0, 0.3)


def near(expected: float, actual: float) -> bool:
    return math.isclose(expected, actual, rel_tol=1e-13, abs_tol=1e-322)


def on_sigmoid(kind: str, z: float, y: float) -> float:
    """Return the value, the slope by a, or the slope by z of binary cross-entropy."""
    entry, sums, targets = COSTS["binary_cross_entropy"], np.array([[z]]), np.array([[y]])
    a = ACTIVATIONS["sigmoid"].function(sums)
    if kind == "value":
        return float(entry.value(a, targets, sums)[0])
    assert entry.fused_slope is not None
    function = entry.slope if kind == "slope" else entry.fused_slope
    return float(function(a, targets, sums)[0, 0])


def exactly(z: float, y: float) -> tuple[Decimal, Decimal, Decimal]:
    """Return the value, dC/da and dC/dz of binary cross-entropy, from a = σ(z)."""
    a, target = decimals.sigmoid(Decimal(z)), Decimal(y)
    value = decimals.cost("binary_cross_entropy", [a], [target])
    miss = (1 - target) / (1 - a) if target != 1 else Decimal(0)
    hit = target / a if target else Decimal(0)
    return value, miss - hit, a - target


@pytest.mark.parametrize("y", TARGETS)
@pytest.mark.parametrize("z", SATURATED)
def test_binary_cross_entropy_keeps_its_digits(z: float, y: float) -> None:
    """Value, dC/da and dC/dz are those of many digits, also where a sigmoid is saturated."""
    with localcontext(prec=DIGITS):
        expected = [float(number) for number in exactly(z, y)]
    actual = [on_sigmoid(kind, z, y) for kind in ("value", "slope", "fused")]
    assert all(map(near, expected, actual))


LOGITS = ((0.3, -1.2, 2.0), (40.0, -40.0, 0.0), (-40.0, 40.0, 0.0), (-800.0, 0.0, 700.0))
DISTRIBUTIONS = ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.2, 0.3, 0.5))


@pytest.mark.parametrize("y", DISTRIBUTIONS)
@pytest.mark.parametrize("logits", LOGITS)
def test_cross_entropy_keeps_its_digits(logits: tuple[float, ...], y: tuple[float, ...]) -> None:
    """Value and dC/dz are those of many digits, at the target down to 4.2e-18 and below."""
    entry, z, targets = COSTS["cross_entropy"], np.array([logits]), np.array([y])
    a = ACTIVATIONS["softmax"].function(z)
    with localcontext(prec=DIGITS):
        outputs = decimals.softmax([Decimal(each) for each in logits])
        aims = [Decimal(each) for each in y]
        value = float(decimals.cost("cross_entropy", outputs, aims))
        sums = [float(a - y) for a, y in zip(outputs, aims, strict=True)]
    assert entry.fused_slope is not None
    assert near(value, entry.value(a, targets, z)[0])
    assert all(map(near, sums, entry.fused_slope(a, targets, z)[0]))


@pytest.mark.parametrize("y", DISTRIBUTIONS)
def test_slope_of_cross_entropy_is_minus_y_by_a(y: tuple[float, ...]) -> None:
    """DC/da is −y/a, and 0 where y is 0, even beside an output that is 0."""
    a = np.array([[0.25, 0.0, 0.75]])
    with np.errstate(all="raise"):
        actual = COSTS["cross_entropy"].slope(a, np.array([y]), a)[0]
    middle = -math.inf if y[1] else 0.0
    assert [-4.0 * y[0], middle, -y[2] / 0.75] == actual.tolist()


@pytest.mark.parametrize(
    ("name", "value", "slopes"),
    [
        ("squared_error", 1.25, [1.0, -2.0, 0.0]),
        ("mean_squared_error", 1.25 / 3, [1 / 3, -2 / 3, 0.0]),
        ("half_squared_error", 0.625, [0.5, -1.0, 0.0]),
    ],
)
def test_squared_errors_differ_by_their_factor(
    name: str, value: float, slopes: list[float]
) -> None:
    """For errors ½, −1 and 0 the factors are 1 and 2, 1/n and 2/n, ½ and 1."""
    a, y = np.array([[0.75, -0.5, 2.0]]), np.array([[0.25, 0.5, 2.0]])
    assert near(value, COSTS[name].value(a, y, a)[0])
    assert all(map(near, slopes, COSTS[name].slope(a, y, a)[0]))


NUMBERS = st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=1, max_size=5)


@given(st.sampled_from(SQUARED), NUMBERS)
def test_slope_of_a_squared_error_is_a_ratio_of_nudges(
    name: str, pairs: list[tuple[float, float]]
) -> None:
    """DC/da is how the cost moves with each output."""
    a, y = (np.array([column]) for column in zip(*pairs, strict=True))
    actual = COSTS[name].slope(a, y, a)[0]
    for moved in range(len(pairs)):
        with localcontext(prec=80):
            above, below = (
                decimals.cost(
                    name,
                    [Decimal(a) + sign * NUDGE * (i == moved) for i, (a, _) in enumerate(pairs)],
                    [Decimal(y) for _, y in pairs],
                )
                for sign in (1, -1)
            )
            expected = float((above - below) / (2 * NUDGE))
        assert math.isclose(expected, actual[moved], rel_tol=1e-12, abs_tol=1e-20)


@given(st.floats(1e-9, 1 - 1e-9), st.floats(0, 1))
def test_trees_of_binary_cross_entropy_say_what_the_arrays_compute(a: float, y: float) -> None:
    """The trees over a and y give the value and dC/da at z = ln(a/(1 − a))."""
    entry, z = COSTS["binary_cross_entropy"], math.log(a) - math.log1p(-a)
    names = {"a": a, "y": y}
    term = value_of(entry.term, lambda name: names[str(name)])
    slope = value_of(entry.slope_term, lambda name: names[str(name)])
    assert math.isclose(on_sigmoid("value", z, y), -term, rel_tol=1e-6)
    size = y / a + (1 - y) / (1 - a)
    assert math.isclose(on_sigmoid("slope", z, y), slope, rel_tol=1e-6, abs_tol=1e-6 * size)
