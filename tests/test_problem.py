"""The problem document: what is taken, and what is refused with place and reason."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.networks import problems, random_document
from tutor import Problem

DOCUMENT: dict[str, Any] = {
    "layers": [
        {"weights": [[0.1, 0.2], [0.3, 0.4]], "biases": [0.5, 0.6], "activation": "sigmoid"},
        {"weights": [[0.7, 0.8], [0.9, 1.0]], "biases": [0.0, 0.0], "activation": "softmax"},
    ],
    "cost": "cross_entropy",
    "examples": [{"x": [1.0, 2.0], "y": [1.0, 0.0]}, {"x": [3.0, 4.0], "y": [0.5, 0.5]}],
    "learning_rate": 0.5,
}
HUGE = 10**400


def changed(*path: str | int, to: object) -> dict[str, Any]:
    """Return the document with one place changed; a key that is not there is added."""
    document = copy.deepcopy(DOCUMENT)
    place: Any = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return document


def without(*path: str | int) -> dict[str, Any]:
    """Return the document with one key left out."""
    document = copy.deepcopy(DOCUMENT)
    place: Any = document
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return document


def message(data: object) -> str:
    """Return the sentence with which data is refused."""
    with pytest.raises(ValidationError) as refusal:
        Problem.model_validate(data)
    return str(refusal.value.errors()[0]["msg"])


W, B, F = "weights", "biases", "activation"
REFUSALS: list[tuple[dict[str, Any], str, str]] = [
    (changed("layers", 1, W, 0, to=[1.0, 2.0, 3.0]), "layers[1].weights[0] (layer 2)", "3 numbers"),
    (changed("layers", 1, W, 1, to=[1.0]), "layers[1].weights[1] (layer 2)", "has 2 neurons"),
    (changed("layers", 0, W, 1, to=[1.0]), "layers[0].weights[1] (layer 1)", "have 2 in x"),
    (changed("layers", 0, B, to=[1.0]), "layers[0].biases (layer 1)", "have 2 rows"),
    (changed("layers", 0, B, to=[]), "layers[0].biases (layer 1)", "0 numbers"),
    (changed("layers", 0, W, to=[]), "layers[0].biases (layer 1)", "have 0 rows"),
    (changed("layers", 0, W, to=[[]]), "layers[0].weights[0] (layer 1)", "0 numbers"),
    (changed("layers", 0, W, to=[0.1, 0.2]), "layers[0].weights[0] (layer 1)", "a list of numbers"),
    (changed("layers", 0, W, to=0.1), "layers[0].weights (layer 1)", "a list of rows"),
    (changed("layers", 0, B, to=0.1), "layers[0].biases (layer 1)", "a list of numbers"),
    (changed("layers", 0, B, to=[[0.1], [0.2]]), "layers[0].biases[0] (layer 1)", "a number"),
    (changed("layers", to=[]), "layers", "at least one"),
    (changed("examples", to=[]), "examples", "at least one"),
    (without("layers"), "layers", "missing"),
    (without("examples"), "examples", "missing"),
    (without("cost"), "cost", "missing"),
    (without("layers", 0, B), "layers[0].biases (layer 1)", "missing"),
    (without("layers", 1, F), "layers[1].activation (layer 2)", "missing"),
    (without("examples", 1, "y"), "examples[1].y", "missing"),
    (changed("layers", 0, F, to="sigmoyd"), "layers[0].activation (layer 1)", "mean sigmoid"),
    (changed("layers", 0, F, to="Sigmoid"), "layers[0].activation (layer 1)", "mean sigmoid"),
    (changed("layers", 0, F, to=3), "layers[0].activation (layer 1)", "3"),
    (changed("cost", to="squared_eror"), "cost", "mean squared_error"),
    (changed("cost", to=None), "cost", "null is not known"),
    (changed("learning_rte", to=1.0), "learning_rte", "mean learning_rate"),
    (changed("layers", 0, "bias", to=[1.0]), "layers[0].bias (layer 1)", "mean biases"),
    (changed("examples", 0, "z", to=[1.0]), "examples[0].z", "unknown key"),
    (changed("layers", 0, W, 1, 0, to=float("nan")), "layers[0].weights[1][0] (layer 1)", "finite"),
    (changed("layers", 1, B, 1, to=float("inf")), "layers[1].biases[1] (layer 2)", "finite"),
    (changed("examples", 0, "x", 1, to=float("-inf")), "examples[0].x[1]", "finite"),
    (changed("examples", 1, "x", 0, to=HUGE), "examples[1].x[0]", "finite"),
    (changed("layers", 0, W, 1, 0, to=HUGE), "layers[0].weights[1][0] (layer 1)", "finite"),
    (changed("layers", 0, W, 0, 1, to=True), "layers[0].weights[0][1] (layer 1)", "a number"),
    (changed("layers", 0, W, 0, 1, to="0.2"), "layers[0].weights[0][1] (layer 1)", "a number"),
    (changed("layers", 0, W, 0, 1, to=None), "layers[0].weights[0][1] (layer 1)", "a number"),
    (changed("examples", 0, "y", 1, to=False), "examples[0].y[1]", "a number"),
    (changed("examples", 0, "x", to="12"), "examples[0].x", "a list of numbers"),
    (changed("learning_rate", to=0.0), "learning_rate", "above 0"),
    (changed("learning_rate", to=-0.1), "learning_rate", "above 0"),
    (changed("learning_rate", to=float("inf")), "learning_rate", "finite"),
    (changed("learning_rate", to=float("nan")), "learning_rate", "a"),
    (changed("learning_rate", to=True), "learning_rate", "a number is needed"),
    (changed("learning_rate", to="0.5"), "learning_rate", "a number is needed"),
    (changed("learning_rate", to=None), "learning_rate", "a"),
    (changed("learning_rate", to=[0.5]), "learning_rate", "a"),
    (changed("layers", 0, F, to="softmax"), "layers[0].activation (layer 1)", "output layer only"),
    (changed("layers", 1, F, to="sigmoid"), "cost", "needs softmax outputs"),
    (changed("cost", to="binary_cross_entropy"), "cost", "needs sigmoid outputs"),
    (changed("examples", 0, "y", to=[1.5, -0.5]), "examples[0].y[1]", "-0.5"),
    (changed("examples", 1, "y", to=[0.5, 0.6]), "examples[1].y", "sums to 1.1"),
    (changed("examples", 1, "x", to=[1.0]), "examples[1].x", "1 number, but"),
    (changed("examples", 1, "x", to=[]), "examples[1].x", "0 numbers, but"),
    (changed("examples", 1, "y", to=[1.0]), "examples[1].y", "2 neurons"),
    (changed("examples", 1, to=[1.0]), "examples[1]", "an object"),
    (changed("layers", to={"0": 1}), "layers", "a list"),
    (changed("layers", 0, to=None), "layers[0] (layer 1)", "an object"),
]


@pytest.mark.parametrize(
    ("document", "place", "reason"),
    REFUSALS,
    ids=[f"{place}-{reason}" for _, place, reason in REFUSALS],
)
def test_a_fault_is_refused_by_place_and_reason(
    document: dict[str, Any], place: str, reason: str
) -> None:
    """What is wrong in a document is told in one sentence that starts with the place."""
    sentence = message(document)
    assert sentence.startswith(f"{place}: ")
    assert reason in sentence
    assert "\n" not in sentence


def test_the_sentence_is_that_of_the_interface() -> None:
    """The example in interface.md is told word for word."""
    document = changed("layers", 1, "weights", 0, to=[1.0, 2.0, 3.0])
    expected = "layers[1].weights[0] (layer 2): 3 numbers, but layer 1 has 2 neurons"
    assert expected == message(document)


@pytest.mark.parametrize("data", [None, 3, "text", [], [DOCUMENT]])
def test_what_is_no_object_is_refused(data: object) -> None:
    """A problem that is not an object is refused in words."""
    assert "an object is needed" in message(data)


def test_a_network_needs_an_input() -> None:
    """Examples without any input are refused, even where the weights fit them."""
    document = changed("layers", 0, "weights", to=[[], []])
    document["examples"] = [{"x": [], "y": [1.0, 0.0]}]
    assert message(document).startswith(("layers[0].weights", "examples[0].x"))


@pytest.mark.parametrize("target", [-0.1, 1.1])
def test_binary_cross_entropy_needs_targets_from_0_to_1(target: float) -> None:
    """A target outside [0, 1] is refused for binary cross-entropy."""
    document = changed("examples", 1, "y", 1, to=target)
    document["layers"][1]["activation"] = "sigmoid"
    document["cost"] = "binary_cross_entropy"
    expected = f"examples[1].y[1]: {target}, but binary_cross_entropy needs 0 to 1"
    assert expected == message(document)


def test_targets_in_thirds_sum_to_one() -> None:
    """Targets of 1/3, whose decimals sum to 0.9999999999, are taken for cross-entropy."""
    document = copy.deepcopy(DOCUMENT)
    document["layers"][1] |= {"weights": [[0.0, 0.0]] * 3, "biases": [0.0] * 3}
    document["examples"] = [{"x": [1.0, 2.0], "y": [0.3333333333] * 3}]
    assert [0.3333333333] * 3 == Problem.model_validate(document).examples[0].y.tolist()


def test_the_learning_rate_may_be_left_out() -> None:
    """Without a learning rate a problem has one that is above 0."""
    assert Problem.model_validate(without("learning_rate")).learning_rate > 0.0


@pytest.mark.parametrize(
    "numbers",
    [
        [[1, 2], [3, 4]],
        ((1.0, 2.0), (3.0, 4.0)),
        np.array([[1, 2], [3, 4]]),
        np.array([[1.0, 2.0], [3.0, 4.0]], dtype=np.float32),
        [np.array([1.0, 2.0]), np.array([3, 4])],
        [[np.float64(1.0), np.int64(2)], [3, 4.0]],
    ],
)
def test_weights_may_be_integers_or_arrays(numbers: Any) -> None:  # noqa: ANN401
    """Integers, tuples and arrays of any kind of number are taken as float64."""
    weights = Problem.model_validate(changed("layers", 0, "weights", to=numbers)).layers[0].weights
    assert [[1.0, 2.0], [3.0, 4.0]] == weights.tolist()
    assert str(weights.dtype) == "float64"


@pytest.mark.parametrize(
    "numbers",
    [
        np.array([[True, False], [True, True]]),
        np.array([["1", "2"], ["3", "4"]]),
        np.array([[1.0, np.nan], [3.0, 4.0]]),
        np.array([[1j, 2], [3, 4]]),
        np.array(1.0),
        np.zeros((2, 2, 2)),
        [[1.0, "2"], [3.0, 4.0]],
    ],
)
def test_arrays_of_something_else_are_refused(numbers: Any) -> None:  # noqa: ANN401
    """Arrays of truth values, texts, complex numbers, NaN, or of other shapes are refused."""
    assert message(changed("layers", 0, "weights", to=numbers)).startswith("layers[0].weights")


def test_arrays_that_are_changed_afterwards_do_not_change_the_problem() -> None:
    """A problem has its own copy of the arrays it is given."""
    weights = np.array([[1.0, 2.0], [3.0, 4.0]])
    problem = Problem.model_validate(changed("layers", 0, "weights", to=weights))
    weights[0, 0] = 99.0
    assert problem.layers[0].weights[0, 0] == 1.0


@given(problems())
@settings(max_examples=30)
def test_a_problem_cannot_be_changed(problem: Problem) -> None:
    """Neither fields nor arrays of a problem can be written to."""
    with pytest.raises(ValidationError, match="frozen"):
        problem.learning_rate = 2.0  # type: ignore[misc]  # that is the point
    with pytest.raises(ValidationError, match="frozen"):
        problem.layers[0].activation = "tanh"  # type: ignore[misc]
    arrays = [problem.inputs, problem.targets, problem.layers[0].weights, problem.layers[0].biases]
    for array in [*arrays, problem.examples[0].x, problem.examples[0].y]:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


@given(st.randoms(use_true_random=False))
def test_a_problem_is_equal_to_one_with_the_same_numbers(rng: Any) -> None:  # noqa: ANN401
    """A problem equals another one of the same document, and its own dump read back."""
    document = random_document(rng)
    problem = Problem.model_validate(document)
    assert Problem.model_validate(copy.deepcopy(document)) == problem
    assert Problem.model_validate(problem.model_dump()) == problem
    assert Problem.model_validate_json(problem.model_dump_json()) == problem
    assert document == json.loads(problem.model_dump_json())


@pytest.mark.parametrize(
    "document",
    [
        changed("layers", 0, "weights", 1, 1, to=0.4000000001),
        changed("layers", 0, "activation", to="tanh"),
        changed("cost", to="squared_error"),
        changed("examples", 1, "x", 0, to=3.5),
        changed("examples", to=DOCUMENT["examples"][:1]),
        changed("learning_rate", to=0.25),
    ],
)
def test_a_problem_differs_from_one_with_another_number(document: dict[str, Any]) -> None:
    """One other number or name makes another problem."""
    assert Problem.model_validate(DOCUMENT) != Problem.model_validate(document)
