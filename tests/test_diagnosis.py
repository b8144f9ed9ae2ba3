"""Which errors a problem can tell apart: the collisions that are known, and clear problems."""

from __future__ import annotations

from typing import Any

import pytest

from tests.networks import problem_of
from tutor import Problem, diagnosable, grade, trace
from tutor.errors import AddressError
from tutor.grading.diagnosis import Diagnosis


def chain(*biases: float, x: float = 1.3, y: float = 0.2) -> dict[str, Any]:
    """Return a chain of sigmoids with these biases and no weight but 0.9."""
    layers = [{"weights": [[0.9]], "biases": [bias], "activation": "sigmoid"} for bias in biases]
    return {
        "layers": layers,
        "cost": "squared_error",
        "examples": [{"x": [x], "y": [y]}],
        "learning_rate": 0.3,
    }


def with_outputs(count: int) -> dict[str, Any]:
    """Return a layer of so many outputs with squared errors."""
    weights = [[0.7], [-1.2], [0.4]][:count]
    return {
        "layers": [
            {"weights": weights, "biases": [0.3, 0.6, -0.8][:count], "activation": "sigmoid"}
        ],
        "cost": "squared_error",
        "examples": [{"x": [1.3], "y": [0.2, 0.9, 0.4][:count]}],
    }


def diagnosis(document: dict[str, Any], parameter: str, *asked: str) -> Diagnosis:
    """Return what can be told apart at some steps of a problem; at all that may be asked."""
    return diagnosable(Problem.model_validate(document), parameter, asked or None)


def ties(found: Diagnosis, step: str, *, alone: bool = False) -> set[tuple[str, str]]:
    """Return the pairs that cannot be told apart at a step."""
    return {each.errors for each in found.ties if (each.step, each.alone) == (step, alone)}


def test_with_two_outputs_a_forgotten_2_looks_like_a_mean() -> None:
    """Half of 2(a − y) is also what dividing by two outputs gives; three outputs tell them apart.

    So says misconceptions.md, under collisions that no choice of weights removes.
    """
    pair = ("factor_two_dropped", "mean_over_outputs")
    two = diagnosis(with_outputs(2), "w1[0,0]", "dC/da1[0]@0")
    three = diagnosis(with_outputs(3), "w1[0,0]", "dC/da1[0]@0")
    assert pair in ties(two, "dC/da1[0]@0")
    assert pair not in ties(three, "dC/da1[0]@0")


def test_where_a_is_a_half_two_errors_of_the_slope_give_the_same() -> None:
    """With z = 0, a = 1 − a = ½, so 1 − a and a cannot be told apart."""
    found = diagnosis(chain(-1.17), "w1", "da1[0]/dz1[0]@0")
    assert ("half_slope", "slope_is_value") in ties(found, "da1[0]/dz1[0]@0")


def test_at_the_fixed_point_of_the_sigmoid_errors_are_hidden() -> None:
    """Where σ(z) is z, at 0.659046, σ′(a) and z(1 − z) are the right slope."""
    fixed = 0.6590460684
    found = diagnosis(chain(fixed - 0.9 * 1.3), "w1", "da1[0]/dz1[0]@0")
    assert {"slope_at_activation", "slope_of_z"} <= {each.error for each in found.hidden}
    assert not found.is_clear
    assert "slope_of_z gives 0.2247, which is right" in str(found)


def test_at_an_input_of_a_half_stopping_early_looks_like_a_factor_of_2() -> None:
    """At x = 0.5 the first weight's derivative is half of dC/dz, asked alone."""
    found = diagnosis(chain(0.4, -0.7, x=0.5), "w1")
    assert ("factor_two_added", "stopped_early") in ties(found, "dC/dw1[0,0]@0", alone=True)


def test_a_hidden_error_is_graded_as_right_and_a_shown_one_is_not() -> None:
    """What is called hidden is correct when it is typed; nothing else that is an error is."""
    problem = problem_of("recommended_chain_1_1_1_1")
    made = trace(problem)
    for parameter in ("w3[0,0]", "b2[0]", "w1[0,0]"):
        found = diagnosable(problem, parameter)
        for each in found.hidden:
            typed = repr(each.value), f"{each.value:.2e}"
            kinds = {grade(made.step(each.step), text, alone=each.alone).kind for text in typed}
            assert (each.step, True) == (each.step, "correct" in kinds)


def test_an_error_that_is_right_with_three_digits_is_hidden() -> None:
    """By hand: z = 0.66 gives a = 0.659, so σ′(a) = 0.22471 and σ′(z) = 0.22466, both 0.225.

    The range of a result alone is narrower than that; typed with 3 digits it is right all the same.
    """
    document = chain(0.66 - 0.9 * 1.3)
    found = diagnosis(document, "w1", "da1[0]/dz1[0]@0")
    alone = diagnosis(document, "w1")
    assert "slope_at_activation" in {each.error for each in found.hidden}
    assert "slope_at_activation" in {each.error for each in alone.hidden if each.alone}
    step = trace(Problem.model_validate(document)).step("dC/dw1@0")
    [value] = {h.value for h in alone.hidden if h.alone and h.error == "slope_at_activation"}
    assert "correct" == grade(step, f"{value:.2e}", alone=True).kind
    assert "correct" != grade(step, repr(value), alone=True).kind


def test_ties_share_a_verdict() -> None:
    """Two errors that give the same number are both named for it."""
    problem = Problem.model_validate(with_outputs(2))
    found = diagnosable(problem, "w1[0,0]")
    step = trace(problem).step("dC/da1[0]@0")
    tied = [each for each in found.ties if each.step == step.id and not each.alone]
    assert tied
    for each in tied:
        verdict = grade(step, repr(each.value))
        assert {(error,) for error in each.errors} <= set(verdict.misconceptions)


def test_the_questions_are_those_of_an_exercise() -> None:
    """The first example's steps, the average, the step, the update, and each result alone."""
    problem = problem_of("recommended_chain_three_examples")
    every = diagnosable(problem, "w3")
    places = {(each.step, each.alone) for each in every.hidden}
    places |= {(each.step, each.alone) for each in every.ties}
    later = {step for step, alone in places if step.endswith(("@1", "@2")) and not alone}
    assert "w3[0,0]" == every.parameter
    assert later == set()


def test_what_does_not_exist_is_refused() -> None:
    """A parameter or a step that the network does not have is an error that says what there is."""
    problem = Problem.model_validate(chain(0.1))
    with pytest.raises(AddressError, match="layers are 1 to 1"):
        diagnosable(problem, "w9")
    with pytest.raises(AddressError):
        diagnosable(problem, "w1", ["dC/da9[0]@0"])


def test_a_clear_problem_says_so() -> None:
    """Where everything can be told apart, the diagnosis is clear and says it in a sentence."""
    found = diagnosis(chain(0.4), "b1", "dz1[0]/db1[0]")
    assert found.is_clear
    assert "b1[0]: every classic error can be told apart at every step." == str(found)
