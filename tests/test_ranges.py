"""Right ranges: as wide as honest rounding makes a step, and no wider."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Hashable, Iterator
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.learners import some_parameter, to_digits
from tests.networks import problem_of, problems
from tutor import Problem, Trace, trace
from tutor.chain.addresses import GIVEN, Address
from tutor.chain.evaluation import Lookup, largest_term, value_of
from tutor.chain.numbers import cut_off
from tutor.chain.steps import Step
from tutor.grading.grade import right_range
from tutor.grading.intervals import Interval
from tutor.grading.known import NOTHING, Known
from tutor.grading.ranges import RightRange, only_given

CHAIN = "recommended_chain_1_1_1_1"
LINEAR = ("weighted_sum", "product", "path_term", "path_sum", "average", "step", "update")
"""What is linear in each of its inputs, so that its extremes lie in the corners."""
CURVED = ("activation", "activation_slope", "cost", "cost_slope", "fused_slope")
FINER = 2e-5
"""What rounding to more than 6 digits may still add, as a share of the largest number."""


def taken_for(traced: Trace, address: Address, *, noisy: bool = False) -> list[float]:
    """Return what a learner can take for a value: exact, as shown, cut off, rounded.

    Noisy: what is not on a calculator's display, as in 0.01999999999999999, may be cut off too.
    """
    exact, shown = traced.values.value(address), float(traced.shown(address))
    if address.quantity in GIVEN or traced.is_given(address):
        return [exact]
    values = [exact, traced.settled(address), shown]
    for value in tuple(values):
        values += [float(to_digits(value, 3, cut=True))]
        values += [float(to_digits(value, digits, cut=False)) for digits in (3, 4, 5, 6)]
        values += [cut_off(value, 3)] * noisy
    return values


def worked(step: Step, points: int, *, noisy: bool = False) -> Interval:
    """Return the least and greatest a step's forms give, on a grid over what its inputs can be."""
    inputs = step.rule.inputs
    grids = []
    for address in inputs:
        values = taken_for(step.trace, address, noisy=noisy)
        low, high = min(values), max(values)
        count = points if low < high else 1
        grids.append([low + (high - low) * i / max(1, count - 1) for i in range(count)])
    results = []
    for point in itertools.product(*grids):
        lookup = cast("Lookup", dict(zip(inputs, point, strict=True)).__getitem__)
        results += [value_of(form, lookup) for form in step.rule.forms]
    return min(results), max(results)


def size_of(step: Step) -> float:
    """Return the largest number that a step adds up, or its value; 1e-10 at the least."""

    def exact(name: Hashable) -> float:
        return step.trace.values.value(cast("Address", name))

    terms = [largest_term(form, exact) for form in step.rule.forms]
    return max([abs(step.value), *terms, 1e-10])


def steps_of(problem: Problem, seed: int, kinds: tuple[str, ...]) -> Iterator[Step]:
    """Yield a few steps of some kinds from a chain."""
    traced, rng = trace(problem), random.Random(seed)  # noqa: S311  # no secret
    steps = [step for step in traced.steps(some_parameter(rng, traced)) if step.kind in kinds]
    yield from rng.sample(steps, min(8, len(steps)))


@given(problems(decimals=(1,)), st.integers(0, 99))
def test_range_of_a_linear_rule_is_that_of_its_corners(problem: Problem, seed: int) -> None:
    """Sums and products reach what the corners of their inputs' values give, and no further."""
    for step in steps_of(problem, seed, LINEAR):
        right, slack = right_range(step), FINER * size_of(step)
        low, high = worked(step, 2)
        least, greatest = worked(step, 2, noisy=True)
        assert least - slack <= right.low <= low + slack
        assert high - slack <= right.high <= greatest + slack


@given(problems(decimals=(1,)), st.integers(0, 99))
@settings(max_examples=25)
def test_range_of_a_curved_rule_is_that_of_a_grid(problem: Problem, seed: int) -> None:
    """Functions reach what a fine grid over their inputs gives, and hardly more."""
    for step in steps_of(problem, seed, CURVED):
        varied = sum(len(set(taken_for(step.trace, each))) > 1 for each in step.rule.inputs)
        points = (2, 25, 9, 5, 3)[min(varied, 4)]
        right = right_range(step)
        low, high = worked(step, points)
        least, greatest = worked(step, points, noisy=True)
        slack = FINER * max(size_of(step), 0.1)
        spread = 0.02 * (greatest - least) + slack
        assert least - spread <= right.low <= low + slack
        assert high - slack <= right.high <= greatest + spread


def alone(step: Step) -> RightRange:
    return right_range(step, NOTHING, only_given)


@pytest.mark.parametrize(
    ("address", "low", "high"),
    [
        ("dC/dw3", 0.630 * 0.137 * 1.66, 0.631 * 0.138 * 1.67),
        ("dC/da3", 2 * 0.834, 2 * 0.835),
        ("C", 0.834**2, 0.835**2),
        ("z3", 1.3 * 0.630 + 0.8, 1.3 * 0.631 + 0.8),
        ("dz3/da2", 1.3, 1.3),
        ("dz3/db3", 1.0, 1.0),
        ("step(w3)", 0.5 * 0.145, 0.5 * 0.145246),
        ("w1+", -0.5 + 0.00802, -0.5 + 0.00803),
    ],
)
def test_range_worked_by_hand(address: str, low: float, high: float) -> None:
    """Ranges of the sketch's chain, from values of 0.6308, 0.1379, 1.670, 0.8348 and so on."""
    right = right_range(trace(problem_of(CHAIN)).step(address))
    assert math.isclose(low, right.low, rel_tol=1e-5)
    assert math.isclose(high, right.high, rel_tol=1e-4)


def neuron(activation: str, z: float, **more: object) -> Trace:
    """Return the trace of one neuron whose weighted sum is its bias."""
    document = {
        "layers": [{"weights": [[0.0]], "biases": [z], "activation": activation}],
        "cost": "squared_error",
        "examples": [{"x": [1.0], "y": [0.5]}],
    }
    return trace(Problem.model_validate(document | more))


def test_a_slope_of_a_saturated_sigmoid_may_be_0() -> None:
    """At a = 0.9996 three digits give 1.00 and a slope of 0, and that is honest work."""
    right = right_range(neuron("sigmoid", 7.824).step("da1/dz1"))
    assert right.low <= 0.0
    assert 0.0004 <= right.high <= 0.0011
    assert not right.zero


def test_the_peak_of_a_slope_belongs_to_its_range() -> None:
    """Where the activation may lie on both sides of ½ the slope may be ¼, as at no end."""
    step = neuron("sigmoid", 0.0004).step("da1/dz1")
    assert step.trace.value("a1") > 0.5
    assert math.isclose(0.25, right_range(step).high, rel_tol=1e-12)


def test_relu_where_a_sum_cancels_is_either() -> None:
    """At z = 5.6e-17 by cancellation relu's slope is 0 or 1, in two pieces with nothing between."""
    document = {
        "layers": [{"weights": [[1.0, 1.0]], "biases": [-0.3], "activation": "relu"}],
        "cost": "squared_error",
        "examples": [{"x": [0.1, 0.2], "y": [1.0]}],
    }
    right = right_range(trace(Problem.model_validate(document)).step("da1/dz1"))
    assert ((0.0, 0.0), (1.0, 1.0)) == right.pieces
    assert (0.0, 0.0) == (right.distance(0.0), right.distance(1.0))
    assert math.isclose(0.5, right.distance(0.5), rel_tol=1e-9)


@pytest.mark.parametrize(("z", "slope"), [(0.0, 0.0), (-0.3, 0.0), (0.3, 1.0)])
def test_relu_elsewhere_has_one_slope(z: float, slope: float) -> None:
    """Where z is exactly 0, or clear of 0, relu's slope is one number."""
    assert ((slope, slope),) == right_range(neuron("relu", z).step("da1/dz1")).pieces


def test_a_product_that_straddles_nothing_has_all_corners() -> None:
    """Where a factor may have either sign the product's range holds 0 and has both ends."""
    traced = trace(problem_of("recommended_chain_three_examples"))
    step = traced.step("dC/dw3@0")
    own = {traced.address("dC/da3@0"): -0.01 * traced.value("dC/da3@0")}
    right = right_range(step, Known(own, {}))
    assert right.low < 0.0 < right.high


@pytest.mark.parametrize("address", ["dC/dw1", "dC/dw2", "dC/db1", "z3", "a3", "C", "dC/da1"])
def test_a_result_alone_has_a_narrow_range(address: str) -> None:
    """With 5 digits carried between, a result may lie within a thousandth, and holds the value."""
    step = trace(problem_of(CHAIN)).step(address)
    right = alone(step)
    assert right.low <= step.value <= right.high
    assert 0.0 < right.high - right.low < 1e-3 * abs(step.value)


@given(problems(decimals=(1,)), st.integers(0, 99))
@settings(max_examples=25)
def test_a_result_alone_is_composed_of_5_digits(problem: Problem, seed: int) -> None:
    """A weighted sum of layer 1 is exact when alone; one of layer 2 has its activations' width."""
    for step in steps_of(problem, seed, ("weighted_sum",)):
        right, layer = alone(step), step.place.layer
        if layer == 1:
            assert right.high - right.low <= 1e-13 * size_of(step)
        elif layer == 2:
            weights = problem.layers[1].weights[step.place.j]
            sizes = step.trace.examples[step.example or 0].layers[0].a
            width = sum(2.2e-4 * abs(w * a) for w, a in zip(weights, sizes, strict=True))
            assert right.high - right.low <= width + 1e-12


@given(problems(), st.integers(0, 99))
@settings(max_examples=25)
def test_every_range_holds_the_exact_value(problem: Problem, seed: int) -> None:
    """The exact value of a step is right, step by step and alone."""
    for step in steps_of(problem, seed, (*LINEAR, *CURVED)):
        for right in (right_range(step), alone(step)):
            assert right.distance(step.value) == 0.0
            assert right.low <= right.high


@pytest.mark.parametrize(
    ("address", "place"), [("w1+", -5), ("w3+", -4), ("b3+", -3), ("dC/dw1", None), ("C", None)]
)
def test_a_new_value_has_a_decimal_place(address: str, place: int | None) -> None:
    """A new value is asked to the third digit of its step: −0.00803, 0.0726 and 0.115."""
    assert place == right_range(trace(problem_of(CHAIN)).step(address)).place


def test_a_given_number_of_many_digits_is_not_exact() -> None:
    """A weight of 0.123456 is shown as 0.1235, so a product with it may be made with that."""
    document = {
        "layers": [
            {"weights": [[0.7]], "biases": [0.0], "activation": "identity"},
            {"weights": [[0.123456]], "biases": [0.0], "activation": "identity"},
        ],
        "cost": "half_squared_error",
        "examples": [{"x": [1.0], "y": [-1.0]}],
    }
    step = trace(Problem.model_validate(document)).step("dz2/da1")
    for right in (right_range(step), alone(step)):
        assert right.low <= 0.123456
        assert right.high * (1 + 1e-12) >= 0.1235
