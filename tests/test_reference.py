"""The engine against numbers that this project did not compute."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.networks import CASES, problem_of, reference
from tutor import Problem, Trace, trace

RELATIVE = 1e-11
CANCELLED = 1e-13
LAYER_KEYS = ("z", "a", "da_dz", "dC_da", "dC_dz", "dC_dw", "dC_db")
NUDGES = reference("nudge_tables")
KINKS = reference("conventions_at_kinks")["rows"]
"""Each way of writing a function has its derivative at 0; ours is that of one of them."""


@cache
def traced(case: str) -> Trace:
    return trace(problem_of(case))


def agree(expected: Any, actual: Any, largest_terms: Any = 0.0) -> bool:  # noqa: ANN401
    """Return whether numbers agree entry by entry, or cancelled beside their largest terms."""
    expected, actual = np.asarray(expected, dtype=float), np.asarray(actual, dtype=float)
    close = np.abs(expected - actual) <= RELATIVE * np.abs(expected) + CANCELLED * largest_terms
    return expected.shape == actual.shape and bool(close.all())


def layers_with(key: str) -> Iterator[tuple[str, int, int]]:
    """Yield every case, example and layer for which the reference holds a key."""
    for case in CASES:
        for example, part in enumerate(reference(case)["expected"]["examples"]):
            for layer, values in enumerate(part["layers"]):
                if key in values:
                    yield case, example, layer


@pytest.mark.parametrize("key", LAYER_KEYS)
def test_every_value_of_every_layer_agrees(key: str) -> None:
    """Each layer's values are those of the reference, entry by entry."""
    wrong = []
    for case, example, layer in layers_with(key):
        expected = reference(case)["expected"]["examples"][example]["layers"][layer][key]
        actual = getattr(traced(case).examples[example].layers[layer], key)
        if not agree(expected, actual):
            wrong.append((case, example, layer, expected, actual))
    assert [] == wrong


@pytest.mark.parametrize("case", CASES)
def test_cost_of_every_example_agrees(case: str) -> None:
    """Each example's cost is the reference's."""
    expected = [example["cost"] for example in reference(case)["expected"]["examples"]]
    actual = [example.cost for example in traced(case).examples]
    assert agree(expected, actual)


@pytest.mark.parametrize("case", CASES)
def test_average_agrees(case: str) -> None:
    """The averaged gradient is the reference's; what cancels is 0 beside its largest term."""
    expected = reference(case)["expected"]
    for number, layer in enumerate(expected["average"]["layers"]):
        own = traced(case).average.layers[number]
        for key in layer:
            terms = [np.abs(each["layers"][number][key]) for each in expected["examples"]]
            assert agree(layer[key], getattr(own, key), np.max(terms, axis=0))


@pytest.mark.parametrize("case", CASES)
def test_descent_agrees(case: str) -> None:
    """Every parameter after one step, and the cost before and after, are the reference's."""
    expected, actual = reference(case)["expected"]["descent"], traced(case).descent
    for layer, own in zip(expected["layers"], actual.layers, strict=True):
        for key in layer:
            assert agree(layer[key], getattr(own, key), np.abs(layer[key]).max())
    for key in expected.keys() - {"layers"}:
        assert agree(expected[key], getattr(actual, key))


def test_misconception_tables_hold_the_right_numbers() -> None:
    """For each parameter of three networks derivative and new value are the reference's."""
    right, actual = [], []
    for network in reference("misconceptions")["networks"]:
        own = traced(network["case"])
        for row in network["parameters"]:
            name = f"{row['kind']}{row['layer']}{row['index']}".replace(" ", "")
            right += [row["right_averaged_gradient"], row["right_updated_value"]]
            actual += [own.value(f"dC/d{name}"), own.value(f"{name}+")]
    assert len(right) > 60
    assert agree(right, actual)


def kinked(activation: str, z: float) -> float:
    """Return da/dz of a neuron whose weighted sum is exactly z."""
    problem = Problem.model_validate(
        {
            "layers": [{"weights": [[z]], "biases": [0.0], "activation": activation}],
            "cost": "squared_error",
            "examples": [{"x": [1.0], "y": [0.5]}],
        }
    )
    return float(trace(problem).examples[0].layers[0].da_dz[0])


@pytest.mark.parametrize("z", [0.0, -0.0])
@pytest.mark.parametrize(
    ("activation", "expression"),
    [("relu", "torch.relu / F.relu"), ("leaky_relu", "F.leaky_relu")],
)
def test_derivative_at_a_kink_is_the_stated_one(activation: str, expression: str, z: float) -> None:
    """At z = 0 relu has the derivative 0 and leaky_relu 0.01, as PyTorch has them."""
    expected = [row["derivative"] for row in KINKS if row["expression"] == expression]
    assert {kinked(activation, z)} == set(expected)


def nudged(parameter: str, by: float) -> Trace:
    """Return the trace of the nudge table's chain with one parameter moved."""
    weights, biases = copy.copy(NUDGES["w"]), copy.copy(NUDGES["b"])
    if parameter:
        {"w": weights, "b": biases}[parameter[0]][int(parameter[1]) - 1] += by
    layers = [
        {"weights": [[w]], "biases": [b], "activation": "sigmoid"}
        for w, b in zip(weights, biases, strict=True)
    ]
    example = {"x": [NUDGES["x"]], "y": [NUDGES["y"]]}
    document = {"layers": layers, "cost": "squared_error", "examples": [example]}
    return trace(Problem.model_validate(document))


def test_base_of_the_nudge_table_agrees() -> None:
    """Before any nudge the chain's sums, activations and cost are the table's."""
    base = nudged("", 0.0)
    names = {name: "C" if name == "C0" else name for name in NUDGES["base"]}
    actual = [base.value(name) for name in names.values()]
    assert agree(list(NUDGES["base"].values()), actual)


@pytest.mark.parametrize("row", NUDGES["rows"], ids=lambda row: f"{row['parameter']}{row['nudge']}")
def test_nudges_travel_as_the_table_says(row: dict[str, Any]) -> None:
    """A nudge to a parameter nudges each z, each a and C as in the table."""
    base, moved = nudged("", 0.0), nudged(row["parameter"], row["nudge"])
    for name, expected in row["deltas"].items():
        address = "C" if name == "C0" else name
        actual = moved.value(address) - base.value(address)
        assert math.isclose(expected, actual, rel_tol=0, abs_tol=2e-15)


@pytest.mark.parametrize("row", NUDGES["rows"], ids=lambda row: f"{row['parameter']}{row['nudge']}")
def test_ratio_of_nudges_is_the_derivative(row: dict[str, Any]) -> None:
    """The ratio of the nudges differs from the traced derivative by what the table says."""
    base, moved = nudged("", 0.0), nudged(row["parameter"], row["nudge"])
    ratio = (moved.value("C") - base.value("C")) / row["nudge"]
    analytic = base.value(f"dC/d{row['parameter']}")
    assert agree(row["analytic"], analytic)
    error = abs(ratio / analytic - 1.0)
    assert math.isclose(row["relative_error_of_ratio"], error, rel_tol=1e-3, abs_tol=1e-8)
