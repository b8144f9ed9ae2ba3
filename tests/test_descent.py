"""Descent, step after step, against steps in plain numpy."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tests.networks import CASES, problem_of, reference
from tutor import Problem, Trace, trace
from tutor.chain.addresses import Address, Q
from tutor.course.descent import MOST_STEPS, DescentRun
from tutor.course.descent_words import curve_words, judgement, new
from tutor.errors import DocumentError

LINE: dict[str, Any] = {
    "layers": [{"weights": [[1.0]], "biases": [0.0], "activation": "identity"}],
    "cost": "squared_error",
    "examples": [{"x": [1.0], "y": [0.0]}],
    "learning_rate": 0.1,
}
"""C = (w + b)²: a step changes w + b by the factor 1 − 4η."""


def traced(rate: float = 0.1, **changes: object) -> Trace:
    """Return the trace of the line at a learning rate."""
    return trace(Problem.model_validate({**LINE, "learning_rate": rate, **changes}))


def by_hand(document: dict[str, Any], steps: int) -> list[float]:
    """Return the costs of a descent of a sigmoid network in plain numpy, sample by sample."""
    layers = document["layers"]
    weights = [np.array(layer["weights"]) for layer in layers]
    biases = [np.array(layer["biases"]) for layer in layers]
    costs = []
    for _ in range(steps + 1):
        dw, db = [np.zeros_like(w) for w in weights], [np.zeros_like(b) for b in biases]
        cost = 0.0
        for example in document["examples"]:
            a = [np.array(example["x"])]
            for w, b in zip(weights, biases, strict=True):
                a.append(1 / (1 + np.exp(-(w @ a[-1] + b))))
            error = a[-1] - np.array(example["y"])
            cost += float(error @ error)
            slope = 2 * error
            for n in reversed(range(len(weights))):
                delta = slope * a[n + 1] * (1 - a[n + 1])
                dw[n] += np.outer(delta, a[n])
                db[n] += delta
                slope = weights[n].T @ delta
        count = len(document["examples"])
        costs.append(cost / count)
        rate = document["learning_rate"] / count
        weights = [w - rate * d for w, d in zip(weights, dw, strict=True)]
        biases = [b - rate * d for b, d in zip(biases, db, strict=True)]
    return costs


def test_two_hundred_steps_give_the_costs_of_plain_numpy() -> None:
    """Also where the weights between are worked out again, not kept."""
    document = {**reference("recommended_2_3_3_four_examples")["problem"], "learning_rate": 0.8}
    for layer in document["layers"]:
        assert layer["activation"] == "sigmoid"
    run = DescentRun(trace(Problem.model_validate(document)))
    assert 200 == run.go(200)
    np.testing.assert_allclose(by_hand(document, 200), run.costs, rtol=1e-10)


@pytest.mark.parametrize("case", CASES)
def test_the_first_step_is_that_of_the_reference(case: str) -> None:
    """The new weights and the new cost are those that somebody else's program found."""
    expected = reference(case)["expected"]["descent"]
    run = DescentRun(trace(problem_of(case)))
    run.go(1)
    for layer, pair in zip(expected["layers"], run.parameters(1), strict=True):
        np.testing.assert_allclose(layer["weights"], pair.weights, rtol=1e-9, atol=1e-15)
        np.testing.assert_allclose(layer["biases"], pair.biases, rtol=1e-9, atol=1e-15)
    if "cost_after" in expected:
        assert math.isclose(expected["cost_after"], run.costs[1], rel_tol=1e-9, abs_tol=1e-15)


def test_a_step_shrinks_the_distance_by_its_factor() -> None:
    """At η = 0.1 what is left of w + b is 0.6 of it: after n steps the cost is 0.36ⁿ."""
    run = DescentRun(traced())
    run.go(5)
    np.testing.assert_allclose([0.36**n for n in range(6)], run.costs, rtol=1e-12)


def test_back_and_forth_comes_to_the_same_numbers() -> None:
    """Whatever was kept and whatever was not: a place has one value."""
    run, weight = DescentRun(traced()), Address(Q.W, 1)
    values = []
    for _ in range(150):
        values.append(run.value(weight))
        run.go(1)
    run.go(-150)
    assert (0, 150) == (run.here, run.steps)
    for step in (0, 1, 63, 64, 65, 100, 127, 128, 149):
        run.go_to(step)
        assert values[step] == run.value(weight)
    assert -149 == run.go(-1000)
    assert 0 == run.here


def test_a_stride_tells_both_ends_of_a_step() -> None:
    """With w = 1, ∂C/∂w = 2(1) = 2, η = 0.1: the step is 0.2, the new value 0.8, the cost 0.36."""
    run, weight = DescentRun(traced()), Address(Q.W, 1)
    assert None is run.stride(weight)
    run.go(1)
    stride = run.stride(weight)
    assert stride is not None
    np.testing.assert_allclose([1, 0.8, 2, 0.1, 1, 0.36], stride, rtol=1e-12)
    assert math.isclose(0.2, stride.step)
    assert "0.8000" == new(stride)


def test_the_new_value_shows_the_step_however_small() -> None:
    """Beside a weight of 123 a step of 2e-6 needs more than four digits."""
    document = {**LINE, "learning_rate": 1e-8}
    document["layers"] = [{"weights": [[123.0]], "biases": [0.0], "activation": "identity"}]
    run = DescentRun(trace(Problem.model_validate(document)))
    run.go(1)
    stride = run.stride(Address(Q.W, 1))
    assert stride is not None
    assert "122.999997540" == new(stride)


def test_another_rate_makes_the_steps_beyond_anew() -> None:
    """Those behind keep their own; going back and changing it leads down another way."""
    run = DescentRun(traced())
    run.go(10)
    run.go(-8)
    run.set_rate(0.2)
    assert 10 == run.steps
    run.go(1)
    assert (3, 3) == (run.here, run.steps)
    assert math.isclose(0.36**2 * 0.2**2, run.costs[3], rel_tol=1e-12)
    run.go(-3)
    run.go(1)
    assert 1 == run.steps  # its rate was another one


def test_with_too_large_a_rate_it_diverges_and_says_why() -> None:
    """At η = 1 each step is a jump to three times the distance on the other side."""
    run = DescentRun(traced(rate=1.0))
    run.go(1)
    assert judgement(run).startswith("The cost rose: the step was too long.")
    assert "diverges" not in judgement(run)
    run.go(2)
    assert judgement(run).endswith("It has risen 3 times in a row: the descent diverges.")
    np.testing.assert_allclose([9**n for n in range(4)], run.costs, rtol=1e-9)


def test_beyond_all_numbers_it_ends_with_a_sentence() -> None:
    """9ⁿ passes what float64 holds from n = 324 on; no step leads on from there, but back."""
    run = DescentRun(traced(rate=1.0))
    assert 324 == run.go(1000)
    assert run.is_over
    assert "beyond what a number can hold" in judgement(run)
    assert 0 == run.go(1)
    run.go(-1)
    run.set_rate(0.1)
    assert 1 == run.go(1)
    assert not run.is_over


def test_at_the_floor_it_stands_still() -> None:
    """Where every slope is 0 the cost stays, and the sentence says why."""
    run = DescentRun(traced(examples=[{"x": [1.0], "y": [1.0]}]))
    run.go(1)
    assert [0.0, 0.0] == run.costs
    assert "descent stands still" in judgement(run)


@pytest.mark.parametrize("rate", [0.0, -1.0, math.inf, math.nan])
def test_a_rate_is_a_number_above_zero(rate: float) -> None:
    """Anything else is refused, and the old rate stays."""
    run = DescentRun(traced())
    with pytest.raises(DocumentError, match=r"it must be a finite number above 0"):
        run.set_rate(rate)
    assert 0.1 == run.rate


def test_one_step_that_rose_has_not_jumped_to_and_fro() -> None:
    """At η = 1 each step carries w + b to −3(w + b): from the second on it is a to and fro."""
    run = DescentRun(traced(rate=1.0))
    run.go(1)
    assert "It rose." == list(curve_words(run))[-1]
    run.set_rate(0.1)
    run.go(1)
    assert "It rose in 1 of them." == list(curve_words(run))[-1]
    run = DescentRun(traced(rate=1.0))
    run.go(2)
    told = "It rose in 2 of them: steps as long as these jump to and fro across the valley."
    assert told == list(curve_words(run))[-1]


def test_there_is_a_last_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of a descent is bounded."""
    assert 100_000 == MOST_STEPS
    monkeypatch.setattr("tutor.course.descent.MOST_STEPS", 7)
    run = DescentRun(traced())
    monkeypatch.setattr("tutor.course.descent_words.MOST_STEPS", 7)
    assert 7 == run.go(10)
    assert "This descent is as long as one can be." == list(curve_words(run))[-1]


def test_where_the_cost_is_no_number_from_the_start_it_is_said() -> None:
    """There is no slope to go down, and no step is made."""
    run = DescentRun(traced(examples=[{"x": [1e200], "y": [-1e200]}]))
    assert 0 == run.go(5)
    assert judgement(run).startswith("The cost is beyond what a number can hold already")


def test_of_a_long_descent_some_places_are_kept_and_the_others_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However few are kept, every place has its one value."""
    monkeypatch.setattr("tutor.course.descent._MOST_KEPT", 4)
    run, few = DescentRun(traced(rate=0.001)), DescentRun(traced(rate=0.001))
    values = [run.value(Address(Q.W, 1)) for _ in range(1000) if run.go(1)]
    few.go(1000)
    for step in (1, 64, 127, 128, 300, 512, 777, 999, 1000):
        few.go_to(step)
        assert values[step - 1] == few.value(Address(Q.W, 1))
