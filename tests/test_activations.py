"""Activations and their derivatives, compared with many-digit arithmetic."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import decimals
from tests.networks import ELEMENTWISE
from tutor.chain.evaluation import value_of
from tutor.engine.activations import ACTIVATIONS, sum_of_others

POINTS = (-800.0, -700.0, -40.0, -3.25, -0.5, -1e-9, 1e-9, 0.75, 3.0, 37.0, 40.0, 700.0, 800.0)
SMOOTH = ("sigmoid", "tanh", "softplus", "identity")
DIGITS = 760
"""Enough for 1 − tanh² at z = 800, which has 695 zeros after the point."""
NUDGE = Decimal("1e-20")


def value(name: str, z: float) -> float:
    return float(ACTIVATIONS[name].function(np.array([[z]]))[0, 0])


def slope(name: str, z: float) -> float:
    entry = ACTIVATIONS[name]
    sums = np.array([[z]])
    return float(entry.slope(sums, entry.function(sums))[0, 0])


def near(expected: float, actual: float) -> bool:
    """Return whether numbers agree to 1e-13 relative, or in the last places above 0."""
    return math.isclose(expected, actual, rel_tol=1e-13, abs_tol=1e-322)


@pytest.mark.parametrize("z", POINTS)
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_value_is_that_of_many_digits(name: str, z: float) -> None:
    """Each function has its value to the last digits, also where a neuron is saturated."""
    with localcontext(prec=DIGITS):
        expected = float(decimals.ELEMENTWISE[name](Decimal(z)))
    assert near(expected, value(name, z))


@pytest.mark.parametrize("z", POINTS)
@pytest.mark.parametrize("name", SMOOTH)
def test_slope_is_a_ratio_of_nudges_with_many_digits(name: str, z: float) -> None:
    """Each derivative is a ratio of tiny nudges, also at z = ±40 and ±800."""
    function = decimals.ELEMENTWISE[name]
    with localcontext(prec=DIGITS):
        expected = (function(Decimal(z) + NUDGE) - function(Decimal(z) - NUDGE)) / (2 * NUDGE)
    assert near(float(expected), slope(name, z))


@pytest.mark.parametrize(("name", "below"), [("relu", 0.0), ("leaky_relu", 0.01)])
def test_slope_of_a_bent_line_jumps_at_zero(name: str, below: float) -> None:
    """Relu's slope is 0 up to and at 0, leaky_relu's is 0.01; both are 1 above."""
    actual = [slope(name, z) for z in (-800.0, -5e-324, -0.0, 0.0, 5e-324, 800.0)]
    assert [below] * 4 + [1.0] * 2 == actual


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sigmoid", 0.25),
        ("tanh", 1.0),
        ("softplus", 0.5),
        ("identity", 1.0),
    ],
)
def test_slope_at_zero_is_the_well_known_one(name: str, expected: float) -> None:
    """At z = 0 the slopes are ¼, 1, ½ and 1."""
    assert expected == slope(name, 0.0)


LOGITS = ((0.3, -1.2, 2.0), (40.0, -40.0, 0.0), (800.0, -800.0, 799.0), (0.0,), (5.0, 5.0))


@pytest.mark.parametrize("logits", LOGITS)
def test_softmax_is_that_of_many_digits(logits: tuple[float, ...]) -> None:
    """Softmax outputs keep their digits, the small ones too."""
    with localcontext(prec=DIGITS):
        expected = [float(a) for a in decimals.softmax([Decimal(z) for z in logits])]
    actual = ACTIVATIONS["softmax"].function(np.array([logits]))[0]
    assert all(map(near, expected, actual.tolist()))


@pytest.mark.parametrize("logits", LOGITS)
def test_softmax_slope_is_the_jacobian(logits: tuple[float, ...]) -> None:
    """The slope of softmax is da_i/dz_j in row i and column j, by nudging z_j."""
    entry = ACTIVATIONS["softmax"]
    actual = entry.slope(np.array([logits]), entry.function(np.array([logits])))[0]
    size = len(logits)
    with localcontext(prec=DIGITS):
        for i, j in itertools.product(range(size), repeat=2):
            moved = [
                [Decimal(z) + sign * NUDGE * (k == j) for k, z in enumerate(logits)]
                for sign in (1, -1)
            ]
            above, below = (decimals.softmax(z)[i] for z in moved)
            assert near(float((above - below) / (2 * NUDGE)), actual[i, j])


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8))
def test_sum_of_others_is_the_sum_without_each(numbers: list[float]) -> None:
    """Each entry is the sum of all the others, which no entry's own size disturbs."""
    expected = [math.fsum(numbers[:i] + numbers[i + 1 :]) for i in range(len(numbers))]
    actual = sum_of_others(np.array(numbers))
    assert all(map(near, expected, actual.tolist()))


@given(st.sampled_from(ELEMENTWISE), st.floats(-900, 900))
def test_trees_say_what_the_arrays_compute(name: str, z: float) -> None:
    """The first tree of a value and of a slope has the array function's value."""
    entry = ACTIVATIONS[name]
    assert near(value(name, z), value_of(entry.forms[0], lambda _: z))
    assert near(slope(name, z), value_of(entry.slope_forms[0], lambda _: z))


@given(st.sampled_from(["sigmoid", "tanh"]), st.floats(-6, 6))
def test_slope_worked_from_the_activation_is_the_same(name: str, z: float) -> None:
    """a(1 − a) and 1 − a² give the slope at z where nothing cancels."""
    by_hand = value_of(ACTIVATIONS[name].slope_forms[-1], lambda _: value(name, z))
    assert math.isclose(slope(name, z), by_hand, rel_tol=1e-10)


@pytest.mark.parametrize("name", [*ELEMENTWISE, "softmax"])
def test_no_size_of_z_gives_a_warning_or_nan(name: str) -> None:
    """From 0 to the largest float nothing overflows, divides by 0 or becomes NaN."""
    sizes = [0.0, 5e-324, 1.0, 709.0, 710.0, 745.0, 800.0, 1e6, 1e300]
    z = np.array([[*sizes, *(-size for size in sizes)]])
    entry = ACTIVATIONS[name]
    with np.errstate(all="raise", under="ignore"):
        a = entry.function(z)
        slopes = entry.slope(z, a)
    assert not np.isnan(a).any()
    assert not np.isnan(slopes).any()
