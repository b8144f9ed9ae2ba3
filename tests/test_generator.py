"""The generator: the same problem for a seed, for years, and one that can be marked fairly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tutor import Problem, diagnosable, grade, trace
from tutor.course import fairness, generator
from tutor.course.draws import Draw
from tutor.course.generator import (
    TESTED,
    VERSION,
    Generated,
    GenerationError,
    Request,
    generate,
    inseparable,
)
from tutor.grading.diagnosis import questions_of
from tutor.grading.grade import right_range
from tutor.grading.wrong import single_errors

STORED = Path(__file__).parent / "generated"
"""Problems as they were drawn when their version was frozen, one file each."""
REQUESTS = {
    "chain": Request(sizes=(1, 1, 1, 1), activations=("sigmoid",) * 3, examples=3),
    "paths": Request(sizes=(2, 3, 3), activations=("sigmoid", "sigmoid")),
    "tanh": Request(sizes=(2, 2, 2), activations=("tanh", "identity"), cost="half_squared_error"),
    "softmax": Request(sizes=(2, 3, 3), activations=("relu", "softmax"), cost="cross_entropy"),
    "fused": Request(
        sizes=(2, 2, 1), activations=("tanh", "sigmoid"), cost="binary_cross_entropy", examples=2
    ),
    "bias": Request(
        sizes=(1, 2, 2), activations=("softplus", "sigmoid"), examples=1, parameter="b1[1]"
    ),
}
NAMES = list(REQUESTS)


@cache
def drawn(name: str) -> Generated:
    """Return the problem of a request, drawn once for all tests."""
    return generate("ada", REQUESTS[name])


def document_of(one: Generated) -> dict[str, Any]:
    """Return all that a draw gives, as JSON has it."""
    problem = json.loads(one.problem.model_dump_json())
    return {**one._asdict(), "problem": problem}


@pytest.mark.parametrize("file", sorted(STORED.glob("*.json")), ids=lambda file: file.stem)
def test_a_seed_gives_the_problem_that_it_always_gave(file: Path) -> None:
    """What a version drew when it was frozen it draws today, on whatever machine this runs."""
    stored = json.loads(file.read_text("utf-8"))
    request = Request.model_validate(stored["request"])
    again = generate(stored["drawn"]["seed"], request, stored["drawn"]["version"])
    assert stored["drawn"] == document_of(again)


LIMITS = (
    *("_CLEAR", "_APART", "_NEAR", "_CANCELLED", "_LEAST"),
    *("_MOST", "_SATURATED", "_UPDATED", "_KINK"),
)


@pytest.mark.parametrize("name", LIMITS)
def test_no_limit_is_met_exactly_by_numbers_of_one_decimal(name: str) -> None:
    """On a limit the last bit of a machine's arithmetic would decide, as η = 0.9 did on 0.1."""
    limit = vars(fairness)[name]
    ratios = [p / q for p in range(1, 101) for q in range(1, 101)]
    nearest = min(abs(each - limit) for r in ratios for each in (r, abs(1 - r), 10 * r))
    assert nearest > 1e-6 * limit


def test_every_version_has_stored_problems() -> None:
    """No version is without problems that hold it fast."""
    kept = [json.loads(file.read_text("utf-8")) for file in STORED.glob("*.json")]
    assert set(TESTED) == {each["drawn"]["version"] for each in kept}
    assert VERSION == max(TESTED)
    assert {request.sizes for request in REQUESTS.values()} <= {
        tuple(each["request"]["sizes"]) for each in kept
    }


def test_numbers_come_from_sha_256() -> None:
    """The first number below 1000 is the first four bytes of the digest, scaled; then the next."""
    digest = hashlib.sha256(b"some text/0").digest()
    draw = Draw("some text")
    expected = [int.from_bytes(digest[at : at + 4], "big") * 1000 >> 32 for at in range(0, 32, 4)]
    assert expected == [draw.below(1000) for _ in range(8)]
    following = hashlib.sha256(b"some text/1").digest()
    assert int.from_bytes(following[:4], "big") * 1000 >> 32 == draw.below(1000)


def test_drawn_numbers_fill_their_range() -> None:
    """Tenths come from all of the range, both ends included, and with both signs."""
    draw = Draw("range")
    assert {round(0.1 * each, 1) for each in range(2, 6)} == {draw.tenths(2, 5) for _ in range(200)}
    signed = {draw.signed_tenths(3, 4) for _ in range(200)}
    assert {-0.4, -0.3, 0.3, 0.4} == signed


@pytest.mark.parametrize("name", NAMES)
def test_a_draw_is_what_was_asked_for(name: str) -> None:
    """Sizes, activations, cost, examples and parameter are the request's."""
    request, one = REQUESTS[name], drawn(name)
    assert request.sizes == one.problem.sizes
    assert request.activations == tuple(layer.activation for layer in one.problem.layers)
    assert request.cost == one.problem.cost
    assert request.examples == len(one.problem.examples)
    assert request.parameter in (None, one.parameter)
    assert one.draws >= 1
    assert ("ada", VERSION) == (one.seed, one.version)


@pytest.mark.parametrize("name", NAMES)
def test_parameters_have_one_decimal(name: str) -> None:
    """Weights, biases, inputs and targets are whole tenths, none of the first three 0."""
    problem = drawn(name).problem
    arrays = [part for layer in problem.layers for part in (layer.weights, layer.biases)]
    arrays += [example.x for example in problem.examples]
    numbers = np.concatenate([array.ravel() for array in arrays])
    targets = np.concatenate([example.y for example in problem.examples])
    assert np.all(numbers != 0)
    for each in (numbers, targets, np.array([problem.learning_rate])):
        assert np.array_equal(np.round(each, 1), each)


def outputs_by_hand(problem: Problem) -> list[list[np.ndarray[Any, np.dtype[np.float64]]]]:
    """Return z of each layer for each example, worked here from the problem alone."""
    curves: dict[str, Callable[[Any], Any]] = {
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "tanh": np.tanh,
        "relu": lambda z: np.maximum(z, 0),
        "identity": lambda z: z,
        "softplus": lambda z: np.log1p(np.exp(z)),
        "softmax": lambda z: np.exp(z) / np.exp(z).sum(),
    }
    found = []
    for example in problem.examples:
        a, sums = example.x, []
        for layer in problem.layers:
            z = layer.weights @ a + layer.biases
            a = curves[layer.activation](z)
            sums.append(z)
        found.append(sums)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_dead_saturated_or_vanishing(name: str) -> None:
    """No relu is off, no curve is flat, and no asked value is below 0.002."""
    one = drawn(name)
    for sums in outputs_by_hand(one.problem):
        for layer, z in zip(one.problem.layers, sums, strict=True):
            if layer.activation == "relu":
                assert z.min() > 0.05
            elif layer.activation != "identity":
                assert np.abs(z).max() < 3.1
    made = trace(one.problem)
    assert all(abs(step.value) > 0.002 for step, _ in questions_of(made, one.parameter))


@pytest.mark.parametrize("name", NAMES)
def test_the_step_of_descent_lowers_the_cost(name: str) -> None:
    """Every generated exercise ends with a cost that is lower than before."""
    values = trace(drawn(name).problem).values
    assert values.cost_after < values.cost


@pytest.mark.parametrize("name", NAMES)
def test_no_error_is_taken_for_right(name: str) -> None:
    """Every classic error, typed with 3 digits or in full, is refused at every question."""
    one = drawn(name)
    made, tried = trace(one.problem), 0
    for step, visible in questions_of(made, one.parameter):
        right = right_range(step, visible=visible)
        for error in single_errors(step, visible):
            tried += 1
            assert right.distance(error.value) > 0, (step.id, error.ids)
            for text in (f"{error.value:.2e}", repr(error.value)):
                alone = visible.__name__ == "only_given"
                verdict = grade(step, text, alone=alone)
                assert verdict.kind != "correct", (step.id, error.ids, text)
    assert tried > 10


@pytest.mark.parametrize("name", NAMES)
def test_errors_are_told_apart_where_numbers_can_do_it(name: str) -> None:
    """What is tied in a drawn problem is tied in every problem of its kind, and known to be."""
    one = drawn(name)
    known = {pair[1:] for pair in inseparable(one.problem, one.parameter)}
    found = diagnosable(one.problem, one.parameter)
    assert found.hidden == ()
    assert {each.errors for each in found.ties} <= known


def test_what_no_numbers_separate_is_known() -> None:
    """With two outputs a factor 2 left out is always what dividing by their number gives."""
    request = Request(sizes=(2, 2), activations=("sigmoid",), examples=1, parameter="w1[0,0]")
    one = generate("ada", request)
    pairs = {pair[1:] for pair in inseparable(one.problem, one.parameter)}
    assert ("factor_two_dropped", "mean_over_outputs") in pairs


def test_another_seed_gives_another_problem() -> None:
    """Seeds are told apart, whole numbers and texts that look like them are not."""
    request = REQUESTS["fused"]
    assert drawn("fused").problem != generate("grace", request).problem
    assert generate(7, request).problem == generate("7", request).problem


def test_another_version_gives_another_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version is part of what is drawn from, so that a new one starts afresh."""
    monkeypatch.setitem(TESTED, 99, TESTED[VERSION])
    assert drawn("fused").problem != generate("ada", REQUESTS["fused"], 99).problem


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ({"sizes": (2, 1), "activations": ("softmax",)}, "one output is always 1"),
        ({"sizes": (2, 2), "activations": ("tanh",), "parameter": "w2"}, "layers are 1 to 1"),
        (
            {"sizes": (2, 2), "activations": ("tanh",), "cost": "cross_entropy"},
            "cross_entropy needs",
        ),
    ],
)
def test_what_can_never_be_drawn_is_refused_at_once(request_: dict[str, Any], says: str) -> None:
    """A request that no numbers meet is told in a sentence."""
    with pytest.raises(GenerationError, match=says):
        generate("ada", Request.model_validate(request_))


def test_an_unknown_version_is_refused() -> None:
    """The versions that there are are named."""
    with pytest.raises(GenerationError, match="version 9: the generator has 1"):
        generate("ada", REQUESTS["fused"], 9)


def test_it_gives_up_with_what_stood_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many draws it says how many there were, and the commonest reasons."""
    monkeypatch.setattr(generator, "MOST_DRAWS", 2)
    with pytest.raises(GenerationError, match=r"no problem of this kind in 2 draws: \w+ .*\(\d\)"):
        generate("ada", REQUESTS["paths"])


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"sizes": [2], "activations": []}, "at least 2"),
        ({"sizes": [2, 3], "activations": ["tanh", "tanh"]}, "2, but there are 1 layers"),
        ({"sizes": [2, 99], "activations": ["tanh"]}, "less than or equal to 8"),
        ({"sizes": [2, 0], "activations": ["tanh"]}, "greater than 0"),
        ({"sizes": [2, 2], "activations": ["tanh"], "examples": 99}, "less than or equal to 16"),
    ],
)
def test_a_request_has_bounds(document: dict[str, Any], says: str) -> None:
    """What is too large to be worked by hand is refused before anything is drawn."""
    with pytest.raises(ValueError, match=says):
        Request.model_validate(document)
