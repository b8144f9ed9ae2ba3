"""Forward, backward, average and descent: whole arrays, compared with moved parameters."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests import decimals
from tests.networks import ELEMENTWISE, HEADS, problems, random_document
from tutor import Problem, trace
from tutor.engine.activations import Array
from tutor.engine.network import Passes, descended, forward, run


def passes_of(problem: Problem) -> Passes:
    return run(problem.network, problem.inputs, problem.targets)


def arrays_in(passes: Passes) -> Iterator[Array]:
    """Yield every array that the passes hold or give."""
    yield from (passes.x, passes.y, passes.costs)
    for layer in passes.layers:
        yield from layer
    for pair in (*passes.network.parameters, *passes.average):
        yield from pair


def far_from_kinks(problem: Problem, passes: Passes) -> bool:
    """Return whether no relu changes its side when a parameter moves a little."""
    return all(
        np.abs(layer.z).min() > 1e-12
        for entry, layer in zip(problem.layers, passes.layers, strict=True)
        if "relu" in entry.activation
    )


@given(problems(), st.data())
@settings(max_examples=80)
def test_gradient_of_each_example_is_a_ratio_of_nudges(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """Each example's dC/dw and dC/db say how its cost moves with that parameter."""
    passes = passes_of(problem)
    assume(far_from_kinks(problem, passes))
    layer = data.draw(st.integers(1, len(problem.layers)))
    example = data.draw(st.integers(0, len(problem.examples) - 1))
    weights = passes.weight_gradient(example, layer - 1)
    largest = max(np.abs(weights).max(), np.abs(passes.layers[layer - 1].dC_dz[example]).max())
    for j, k in itertools.product(*map(range, weights.shape)):
        expected = decimals.slope(problem, example, f"w{layer}[{j},{k}]")
        assert math.isclose(expected, weights[j, k], rel_tol=1e-9, abs_tol=1e-12 * largest)
    for j, actual in enumerate(passes.layers[layer - 1].dC_dz[example]):
        expected = decimals.slope(problem, example, f"b{layer}[{j}]")
        assert math.isclose(expected, actual, rel_tol=1e-9, abs_tol=1e-12 * largest)


@given(problems())
def test_costs_are_those_of_many_digits(problem: Problem) -> None:
    """Each example's cost is that of a forward pass with many digits."""
    actual = passes_of(problem).costs
    for example in range(len(problem.examples)):
        with localcontext(prec=decimals.DIGITS):
            expected = float(decimals.cost_of(problem, example))
        assert math.isclose(expected, actual[example], rel_tol=1e-11, abs_tol=1e-25)


@given(problems())
def test_average_is_the_mean_over_the_examples(problem: Problem) -> None:
    """The averaged gradient and cost are the means of the examples' own."""
    passes, count = passes_of(problem), len(problem.examples)
    assert math.isclose(math.fsum(passes.costs) / count, passes.cost, rel_tol=1e-14)
    for number, (weights, biases) in enumerate(passes.average):
        own = [passes.weight_gradient(example, number) for example in range(count)]
        for index in np.ndindex(weights.shape):
            terms = [float(each[index]) for each in own]
            slack = 1e-14 * max(map(abs, terms))
            mean = math.fsum(terms) / count
            assert math.isclose(mean, weights[index], rel_tol=1e-12, abs_tol=slack)
        slopes = passes.layers[number].dC_dz
        for j, actual in enumerate(biases):
            mean, slack = math.fsum(slopes[:, j]) / count, 1e-14 * np.abs(slopes[:, j]).max()
            assert math.isclose(mean, actual, rel_tol=1e-12, abs_tol=slack)


@given(problems())
def test_each_example_is_worked_as_if_alone(problem: Problem) -> None:
    """Other examples beside it change nothing of what an example computes."""
    together = passes_of(problem)
    for example in range(len(problem.examples)):
        document = {**problem.model_dump(), "examples": [problem.examples[example]]}
        alone = passes_of(Problem.model_validate(document))
        assert np.allclose(alone.costs[0], together.costs[example], rtol=1e-12, atol=1e-25)
        for one, other in zip(alone.layers, together.layers, strict=True):
            for expected, actual in zip(one, other, strict=True):
                assert np.allclose(expected[0], actual[example], rtol=1e-10, atol=1e-12)


def one_neuron(activation: str, cost: str, weight: float, target: float) -> Passes:
    """Return a neuron with input 1 and bias 0, so that z is its weight; softmax has z and 0."""
    two = activation == "softmax"
    document = {
        "layers": [
            {
                "weights": [[weight], [0.0]] if two else [[weight]],
                "biases": [0.0, 0.0] if two else [0.0],
                "activation": activation,
            }
        ],
        "cost": cost,
        "examples": [{"x": [1.0], "y": [target, 1.0 - target] if two else [target]}],
    }
    return passes_of(Problem.model_validate(document))


def exact_slope(activation: str, cost: str, z: Decimal, y: Decimal) -> Decimal:
    """Return dC/dz of the neuron's first z: a ratio of nudges with many digits."""
    nudge, two = Decimal("1e-20"), activation == "softmax"
    costs = []
    for moved in (z + nudge, z - nudge):
        a = decimals.activated(activation, [moved, Decimal(0)] if two else [moved])
        costs.append(decimals.cost(cost, a, [y, 1 - y] if two else [y]))
    return (costs[0] - costs[1]) / (2 * nudge)


@pytest.mark.parametrize("z", [-800.0, -40.0, 40.0, 800.0])
@pytest.mark.parametrize(("activation", "cost"), sorted(set(HEADS)))
def test_gradient_of_a_saturated_neuron_is_right(activation: str, cost: str, z: float) -> None:
    """At z = ±40 and ±800 the gradient has all its digits, with no NaN and no warning."""
    fused = cost.endswith("entropy")
    for target in (0.0, 1.0) if fused else (0.25,):
        with np.errstate(divide="raise", over="raise", invalid="raise"):
            passes = one_neuron(activation, cost, z, target)
        with localcontext(prec=760):
            expected = float(exact_slope(activation, cost, Decimal(z), Decimal(target)))
        actual = float(passes.weight_gradient(0, 0)[0, 0])
        assert math.isclose(expected, actual, rel_tol=1e-12, abs_tol=1e-322)
        assert not any(np.isnan(array).any() for array in arrays_in(passes))


@pytest.mark.parametrize("z", [-800.0, -40.0, 40.0, 800.0])
@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_gradient_below_a_saturated_neuron_is_right(activation: str, z: float) -> None:
    """A saturated hidden neuron passes back what its own tiny slope lets through."""
    neuron = {"weights": [[z]], "biases": [0.0], "activation": activation}
    output = {"weights": [[1.0]], "biases": [0.0], "activation": "identity"}
    example = {"x": [1.0], "y": [0.25]}
    document = {"layers": [neuron, output], "cost": "squared_error", "examples": [example]}
    with localcontext(prec=760):
        expected = float(exact_slope(activation, "squared_error", Decimal(z), Decimal("0.25")))
    actual = trace(Problem.model_validate(document)).value("dC/dw1")
    assert math.isclose(expected, actual, rel_tol=1e-12, abs_tol=1e-322)


@given(problems())
@settings(max_examples=25)
def test_every_array_is_read_only(problem: Problem) -> None:
    """No array that the engine hands out can be written to."""
    for array in arrays_in(passes_of(problem)):
        assert not array.flags.writeable


def test_weight_gradients_of_examples_are_not_stored() -> None:
    """What the passes hold grows with the neurons, not with the weights."""
    rng = np.random.default_rng(3)
    count, width = 5, 40
    document: dict[str, Any] = {
        "layers": [
            {"weights": rng.normal(size=(width, width)), "biases": np.zeros(width)}
            | {"activation": "tanh"}
        ]
        * 2,
        "cost": "squared_error",
        "examples": [{"x": np.ones(width), "y": np.ones(width)}] * count,
    }
    passes = passes_of(Problem.model_validate(document))
    held = sum(getattr(layer, f).size for layer in passes.layers for f in layer._fields)
    assert len(passes.layers) * 5 * count * width == held


@given(problems(), st.floats(1e-3, 10))
def test_descent_moves_every_parameter_against_its_slope(problem: Problem, rate: float) -> None:
    """Each new weight and bias is the old one minus the rate times its averaged slope."""
    passes = passes_of(problem)
    new = descended(passes.network.parameters, passes.average, rate)
    for after, old, slopes in zip(new, passes.network.parameters, passes.average, strict=True):
        for moved, value, slope in zip(after, old, slopes, strict=True):
            assert np.allclose(value - moved, rate * slope, rtol=1e-9, atol=1e-14)
            assert not moved.flags.writeable


def test_forward_takes_inputs_that_are_not_examples() -> None:
    """A forward pass alone works for any inputs: relu(2·1 − 0.5) = 1.5, times 2 is 3."""
    layers = [
        {"weights": [[2.0]], "biases": [-0.5], "activation": "relu"},
        {"weights": [[2.0]], "biases": [0.0], "activation": "identity"},
    ]
    document = {"layers": layers, "cost": "squared_error", "examples": [{"x": [0.0], "y": [0.0]}]}
    network = Problem.model_validate(document).network
    states = forward(network, np.array([[1.0], [-1.0]]))
    assert [[[1.5], [-2.5]], [[3.0], [0.0]]] == [z.tolist() for z, _, _ in states]
    assert [[[1.5], [0.0]], [[3.0], [0.0]]] == [a.tolist() for _, a, _ in states]


def test_random_documents_reach_every_head() -> None:
    """The random problems that the other tests use come with every output and cost."""
    rng = random.Random(1)  # noqa: S311  # no secret
    made = [random_document(rng) for _ in range(600)]
    heads = {(each["layers"][-1]["activation"], each["cost"]) for each in made}
    assert set(HEADS) == heads
