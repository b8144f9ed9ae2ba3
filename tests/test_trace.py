"""The trace as a Python object: values, steps, averages, and what it refuses."""

from __future__ import annotations

import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from tests.networks import problem_of, problems
from tutor import Problem, Trace, trace
from tutor.errors import AddressError

CHAIN, WIDE = "recommended_chain_1_1_1_1", "recommended_2_3_3_four_examples"


@given(problems())
@settings(max_examples=30)
def test_values_are_those_of_the_arrays(problem: Problem) -> None:
    """Every address of a layer gives the entry of the array that bears its name."""
    traced = trace(problem)
    for k, example in enumerate(traced.examples):
        assert traced.value(f"C@{k}") == example.cost
        for number, layer in enumerate(example.layers, start=1):
            for j in range(len(layer.z)):
                named = {f"z{number}[{j}]": layer.z[j], f"a{number}[{j}]": layer.a[j]}
                named |= {f"dC/da{number}[{j}]": layer.dC_da[j]}
                named |= {f"dC/dz{number}[{j}]": layer.dC_dz[j]}
                named |= {f"dC/db{number}[{j}]": layer.dC_db[j]}
                if layer.da_dz.ndim == 1:
                    named[f"da{number}[{j}]/dz{number}[{j}]"] = layer.da_dz[j]
                for i in range(layer.dC_dw.shape[1]):
                    named[f"dC/dw{number}[{j},{i}]"] = layer.dC_dw[j, i]
                assert named == {name: traced.value(f"{name}@{k}") for name in named}


@given(problems(examples=3))
@settings(max_examples=30)
def test_averages_and_new_values_have_addresses(problem: Problem) -> None:
    """Without @ an address gives the average; with + what the step of descent makes of it."""
    traced = trace(problem)
    assert traced.value("C") == traced.average.cost == traced.descent.cost_before
    assert traced.value("C+") == traced.descent.cost_after
    assert traced.value("eta") == traced.descent.learning_rate == problem.learning_rate
    for number, (slopes, new, old) in enumerate(
        zip(traced.average.layers, traced.descent.layers, problem.layers, strict=True), start=1
    ):
        for j, k in np.ndindex(slopes.dC_dw.shape):
            name = f"w{number}[{j},{k}]"
            assert traced.value(name) == old.weights[j, k]
            assert traced.value(f"dC/d{name}") == slopes.dC_dw[j, k]
            assert traced.value(f"{name}+") == new.weights[j, k]
            step = problem.learning_rate * slopes.dC_dw[j, k]
            assert math.isclose(traced.value(f"step({name})"), step, rel_tol=1e-12)
            assert traced.value(f"dz{number}[{j}]/d{name}@1") == fed_by(traced, number, k, 1)
        for j in range(len(old.biases)):
            assert traced.value(f"dC/db{number}[{j}]") == slopes.dC_db[j]
            assert traced.value(f"b{number}[{j}]+") == new.biases[j]
            assert traced.value(f"dz{number}[{j}]/db{number}[{j}]") == 1.0


def fed_by(traced: Trace, layer: int, k: int, example: int) -> float:
    """Return what neuron k of the layer before gives, or input k."""
    if layer == 1:
        return float(traced.problem.examples[example].x[k])
    return float(traced.examples[example].layers[layer - 2].a[k])


def test_values_of_a_chain_are_those_of_the_sketch() -> None:
    """The network in the design's sketch has the numbers that stand there."""
    traced = trace(problem_of(CHAIN))
    sketch = {"a1": 0.3775, "a2": 0.6308, "a3": 0.8348, "z3": 1.620, "C": 0.6969}
    sketch |= {"dC/da3": 1.670, "da3/dz3": 0.1379, "dC/dw3": 0.1452, "w3": 1.3, "x": 1.4}
    actual = {name: float(f"{traced.value(name):.4g}") for name in sketch}
    assert sketch == actual


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("dC/dz2[0]@0", "has a value but no step of its own"),
        ("dC/dz1[2]@3", "has a value but no step of its own"),
        ("w1[0,0]", "has no step: the problem gives it"),
        ("b2[1]", "has no step: the problem gives it"),
        ("x[1]@2", "has no step: the problem gives it"),
        ("y[0]@0", "has no step: the problem gives it"),
        ("eta", "has no step: the problem gives it"),
        ("z3[0]@0", "there is no layer 3"),
        ("z2[0]", "of which example?"),
    ],
)
def test_a_quantity_without_step_says_so(address: str, says: str) -> None:
    """Asking for the step of a given number, of dC/dz or of nothing is an error that says why."""
    with pytest.raises(AddressError, match=re.escape(says)):
        trace(problem_of(WIDE)).step(address)


def test_a_slope_of_a_sum_has_a_value() -> None:
    """DC/dz of an unfused layer has a value: da/dz times dC/da."""
    traced = trace(problem_of(WIDE))
    expected = traced.value("da2[0]/dz2[0]@1") * traced.value("dC/da2[0]@1")
    assert math.isclose(expected, traced.value("dC/dz2[0]@1"), rel_tol=1e-15)


@pytest.mark.parametrize("name", ["a1[0]@0", "dC/dw1[0,0]", "eta", "C", "w9[0,0]", "w1[0,0]+"])
def test_only_a_parameter_has_a_chain(name: str) -> None:
    """The chain of anything but a weight or a bias is refused."""
    with pytest.raises(AddressError):
        trace(problem_of(WIDE)).steps(name)


def test_a_parameter_may_be_named_shortly() -> None:
    """The chain of w3 is that of w3[0,0], and a trace for it bears the full form."""
    traced = trace(problem_of(CHAIN))
    assert list(traced.steps("w3[0,0]")) == list(traced.steps("w3"))
    assert traced.for_parameter("w3").parameter == "w3[0,0]"
    assert traced.for_parameter("w3").for_parameter(None).parameter is None


@given(problems())
@settings(max_examples=20)
def test_nothing_of_a_trace_can_be_written_to(problem: Problem) -> None:
    """The arrays of a trace are read-only and its fields frozen."""
    traced = trace(problem)
    example, average = traced.examples[0].layers[0], traced.average.layers[0]
    arrays = [example.z, example.a, example.da_dz, example.dC_da, example.dC_dz, example.dC_db]
    arrays += [average.dC_dw, average.dC_db, traced.descent.layers[0].weights]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0
    with pytest.raises(ValidationError, match="frozen"):
        traced.parameter = "w1[0,0]"  # type: ignore[misc]  # that is the point


def test_examples_are_a_sequence() -> None:
    """The examples of a trace are counted, indexed from both ends and sliced."""
    examples = trace(problem_of(WIDE)).examples
    assert len(examples) == 4
    assert list(examples) == [examples[i] for i in range(4)]
    assert examples[-1] == examples[3]
    assert examples[1:3] == (examples[1], examples[2])
    with pytest.raises(IndexError):
        examples[4]


def test_traces_of_equal_problems_are_equal() -> None:
    """A trace is equal to that of an equal problem with the same parameter."""
    one, other = trace(problem_of(WIDE)), trace(problem_of(WIDE))
    assert one == other
    assert one != trace(problem_of(CHAIN))
    assert one.for_parameter("b1[0]") != other


def test_the_check_compares_with_differences_of_the_cost() -> None:
    """The numerical check of a smooth network covers every parameter and finds them close."""
    check = trace(problem_of(WIDE)).check
    assert (2 * 3 + 3 + 3 * 3 + 3, 0) == (check.checked, check.skipped)
    assert 0.0 < check.worst_relative_error < 1e-6


def test_the_check_skips_what_lies_at_a_kink() -> None:
    """Where a relu is exactly at 0 no difference of costs is a derivative, so it is skipped."""
    check = trace(problem_of("special_relu_exact_zero")).check
    assert check.skipped > 0
    assert check.worst_relative_error < 1e-6


@given(problems())
@settings(max_examples=30)
def test_what_is_shown_can_be_typed_back(problem: Problem) -> None:
    """A value is shown with 4 digits; a given number as given if it has no more."""
    traced = trace(problem)
    names = ["C+", "w1[0,0]", "b1[0]", "eta", "z1[0]@0", "a1[0]@0", "C@0", "dC/dw1[0,0]@0"]
    for name in names:
        address = traced.address(name)
        shown, value = float(traced.shown(address)), traced.settled(address)
        assert math.isclose(value, shown, rel_tol=5.0001e-4)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1.4, "1.4"),
        (-0.5, "-0.5"),
        (2.0, "2"),
        (0.0, "0"),
        (0.12345678, "0.1235"),
        (1234.5678, "1235"),
        (0.00001, "1e-5"),
        (12.30, "12.3"),
    ],
)
def test_given_numbers_are_shown_as_given(value: float, shown: str) -> None:
    """A given number of few digits is shown as it is, another one rounded to 4."""
    document = {
        "layers": [{"weights": [[value]], "biases": [0.5], "activation": "tanh"}],
        "cost": "squared_error",
        "examples": [{"x": [1.0], "y": [0.0]}],
    }
    traced = trace(Problem.model_validate(document))
    assert shown == traced.shown(traced.address("w1"))


def test_a_sum_that_cancels_is_shown_as_nothing() -> None:
    """0.1 + 0.2 − 0.3 is 5.6e-17 in floats and exactly 0 by hand, so it is shown as 0."""
    document = {
        "layers": [{"weights": [[1.0, 1.0]], "biases": [-0.3], "activation": "identity"}],
        "cost": "squared_error",
        "examples": [{"x": [0.1, 0.2], "y": [1.0]}],
    }
    traced = trace(Problem.model_validate(document))
    address = traced.address("z1")
    assert (0.1 + 0.2 - 0.3, 0.0) == (traced.value("z1"), traced.settled(address))
    assert traced.shown(address) == "0"


def test_what_is_tiny_beside_nothing_is_not_nothing() -> None:
    """A saturated output's dC/dz of −1.4e-21 is no rounding: it is shown as what it is.

    What follows from it is not shown as 0 either, so the numbers on the screen belong together.
    """
    document = {
        "layers": [{"weights": [[16.0]], "biases": [0.0], "activation": "sigmoid"}],
        "cost": "binary_cross_entropy",
        "examples": [{"x": [3.0], "y": [1.0]}],
    }
    traced = trace(Problem.model_validate(document))
    shown = [traced.shown(traced.address(name)) for name in ("dC/dz1", "dC/dw1")]
    factors = [float(text) for text in shown]
    assert math.isclose(3.0 * factors[0], factors[1], rel_tol=1e-3)


def test_a_copied_problem_with_other_examples_is_worked_anew() -> None:
    """A problem copied with other examples has their inputs, not those of the first."""
    problem = problem_of("recommended_chain_three_examples")
    copied = problem.model_copy(update={"examples": problem.examples[1:2]})
    _ = trace(problem)
    again = problem.model_copy(update={"examples": problem.examples[1:2]})
    for each in (copied, again):
        assert trace(each).value("x") == problem.examples[1].x[0]


def test_every_layer_has_its_shapes() -> None:
    """Vectors run over neurons, dC_dw over j and k, da_dz of a softmax is a square."""
    traced = trace(problem_of("mlp_random_07"))
    sizes = traced.problem.sizes
    layers = traced.examples[0].layers
    for layer, (before, size) in zip(layers, itertools.pairwise(sizes), strict=True):
        assert (size,) == layer.z.shape == layer.dC_db.shape
        assert (size, before) == layer.dC_dw.shape
    assert (sizes[-1],) * 2 == layers[-1].da_dz.shape
