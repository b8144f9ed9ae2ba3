"""The trace document: its keys, and that it is written and read back bit for bit."""

from __future__ import annotations

import itertools
import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks import CASES, problem_of, problems, random_document
from tests.test_order import some_parameter
from tutor import Problem, Trace, trace

KEYS = [
    "format",
    "version",
    "problem",
    "examples",
    "average",
    "descent",
    "check",
    "parameter",
    "steps",
]
LAYER = ["z", "a", "da_dz", "dC_da", "dC_dz", "dC_dw", "dC_db"]


def document_of(traced: Trace) -> dict[str, Any]:
    """Return a trace's document as any JSON reader reads it."""
    document: dict[str, Any] = json.loads(traced.to_json())
    return document


def load(document: dict[str, Any], folder: Path) -> Trace:
    path = folder / "trace.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return Trace.load(path)


@cache
def small_document() -> dict[str, Any]:
    """Return the document of a 2-2-2 network with a softmax and two examples."""
    rng = random.Random(7)  # noqa: S311  # no secret
    head = (("softmax", "squared_error"),)
    document = random_document(rng, heads=head, sizes=(2, 2, 2), examples=2, decimals=(1,))
    return document_of(trace(Problem.model_validate(document)).for_parameter("w1[1,0]"))


def test_a_document_has_the_keys_of_the_interface() -> None:
    """The keys stand in the interface's order, and vectors are lists over neurons."""
    small = small_document()
    assert KEYS == list(small)
    assert ["cost", "layers"] == list(small["examples"][0])
    assert LAYER == list(small["examples"][1]["layers"][0])
    assert ["cost", "layers"] == list(small["average"])
    assert ["dC_dw", "dC_db"] == list(small["average"]["layers"][1])
    assert ["learning_rate", "layers", "cost_before", "cost_after"] == list(small["descent"])
    assert ["weights", "biases"] == list(small["descent"]["layers"][0])
    check = ["method", "checked", "skipped", "worst_relative_error"]
    assert check == list(small["check"])
    assert (small["format"], small["version"], small["parameter"]) == (
        "backprop-trace",
        1,
        "w1[1,0]",
    )
    assert [2, 2] == [len(row) for row in small["examples"][0]["layers"][1]["da_dz"]]


@given(problems(), st.data())
@settings(max_examples=8)
def test_a_trace_is_read_back_bit_for_bit(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """Saved and loaded, every float is the same, and saved again every byte."""
    traced = trace(problem)
    traced = traced.for_parameter(some_parameter(traced, data))
    text = traced.to_json()
    again = Trace.model_validate(json.loads(text))
    assert traced == again
    assert text == again.to_json()
    for one, other in zip(traced.examples, again.examples, strict=True):
        assert one == other
    assert (traced.average, traced.descent) == (again.average, again.descent)
    assert traced.check == again.check


@given(problems())
@settings(max_examples=8)
def test_a_compact_trace_is_read_back_bit_for_bit(problem: Problem) -> None:
    """Compact, each example's dC_dw is left out and comes back when read."""
    traced = trace(problem)
    text = traced.to_json(compact=True)
    layers = [layer for each in json.loads(text)["examples"] for layer in each["layers"]]
    assert {tuple(layer) for layer in layers} == {tuple(key for key in LAYER if key != "dC_dw")}
    again = Trace.model_validate(json.loads(text))
    assert traced.to_json() == again.to_json()


@pytest.mark.parametrize("compact", [False, True])
def test_a_trace_is_saved_to_a_file(tmp_path: Path, compact: bool) -> None:  # noqa: FBT001
    """A file holds the document, and loading it gives an equal trace."""
    traced = trace(problem_of("recommended_chain_three_examples")).for_parameter("b2")
    path = tmp_path / "trace.json"
    traced.save(path, compact=compact)
    assert traced.to_json(compact=compact) == path.read_bytes()
    assert traced == Trace.load(path)
    assert traced.to_json() == Trace.load(str(path)).to_json()


@pytest.mark.parametrize("case", CASES)
def test_reference_traces_are_read_back(case: str, tmp_path: Path) -> None:
    """The traces of all reference problems, saturated ones too, are accepted when read."""
    traced = trace(problem_of(case))
    assert traced.to_json() == load(document_of(traced), tmp_path).to_json()


HUGE = [
    *itertools.product(("identity", "relu", "leaky_relu", "softplus"), ("squared_error",)),
    *[("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")],
    *[("sigmoid", "half_squared_error"), ("identity", "half_squared_error")],
]


@pytest.mark.parametrize(("activation", "cost"), HUGE)
def test_infinities_are_strings(activation: str, cost: str, tmp_path: Path) -> None:
    """Where floats overflow the document has strings for it, no warning is given, it reads back."""
    hidden = {"weights": [[1e200]], "biases": [0.0], "activation": "identity"}
    output = {"weights": [[1e200], [-1e200]], "biases": [0.0, 0.0], "activation": activation}
    document = {
        "layers": [hidden, output],
        "cost": cost,
        "examples": [{"x": [x], "y": [1.0, 0.0]} for x in (1.0, -1.0, 0.0)],
    }
    traced = trace(Problem.model_validate(document)).for_parameter("w1")
    text = traced.to_json()
    found: set[str] = set()
    json.loads(text, parse_constant=found.add)
    assert found == set()
    assert b'"Infinity"' in text
    assert text == load(json.loads(text), tmp_path).to_json()
