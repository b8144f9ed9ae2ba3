"""Proofs about an exercise: what cannot be worked, or marked fairly, is told, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.drafts import layer, plan, problem
from tests.networks import problem_of, random_document
from tutor.chain.numbers import ASKED_DIGITS
from tutor.course.lessons import Expected
from tutor.course.plan import Plan, Planned
from tutor.course.proof import Complaint, proofs
from tutor.course.structure import Structure
from tutor.grading.grade import graded
from tutor.grading.verdicts import VerdictKind
from tutor.grading.wrong import single_errors

SOUND = problem(layer([[0.8]], [-0.4]), layer([[1.3]], [0.7]), examples=[([0.7], [0.2])])
"""A chain of two in which every error can be told apart."""


def complaints(made: Plan) -> list[Complaint]:
    """Return what stands in the way of a plan."""
    return list(proofs(made, Structure(made.trace.problem)))


def told(made: Plan, expected: Expected | None) -> Iterator[str]:
    """Yield what is told of one kind, each with its step."""
    found = complaints(made)
    yield from (f"{each.step}: {each.message}" for each in found if each.expected is expected)


def chain(
    weights: tuple[float, float] = (0.8, 1.3),
    biases: tuple[float, float] = (-0.4, 0.7),
    example: tuple[float, float] = (0.7, 0.2),
    **options: Any,  # noqa: ANN401 - of a plan
) -> Plan:
    """Return the plan of a chain of two with these numbers."""
    name = options.pop("activation", "sigmoid")
    layers = [layer([[weights[0]]], [biases[0]], name), layer([[weights[1]]], [biases[1]])]
    made = problem(*layers, examples=[([example[0]], [example[1]])])
    return plan(made, **options)


# What is in order


@pytest.mark.parametrize("parameter", ["w1", "b1", "w2", "b2"])
def test_of_a_sound_exercise_nothing_is_told(parameter: str) -> None:
    """Numbers that keep every error apart pass without a word."""
    assert [] == complaints(plan(SOUND, parameter=parameter))


@pytest.mark.parametrize(
    ("case", "parameter"),
    [
        ("recommended_chain_1_1_1_1", "w3"),
        ("recommended_chain_1_1_1_1", "w1"),
        ("recommended_chain_three_examples", "w3"),
        ("recommended_2_3_3_four_examples", "w2[0,0]"),
        ("recommended_2_3_3_tanh_sigmoid_one_example", "w2[0,0]"),
    ],
)
def test_recommended_problems_pass(case: str, parameter: str) -> None:
    """Numbers that others found to keep the errors apart do so here."""
    document = problem_of(case).model_dump(mode="json")
    assert [] == complaints(plan(document, parameter=parameter))


def test_a_target_of_0_hides_no_error() -> None:
    """Who leaves out a target of 0 has left out nothing."""
    assert [] == complaints(chain(example=(0.7, 0.0), parameter="w1"))


# Errors that cannot be told apart

Z_IS_A = chain(weights=(0.4, 1.3), biases=(0.3, -0.174))
"""The output lies at the sigmoid's fixed point, z = a = 0.659."""
HALF = chain(weights=(0.8, 1.2), biases=(-0.4, -0.6), example=(0.5, 0.2))
"""The output is 0.5."""


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (Z_IS_A, "da2[0]/dz2[0]@0: slope_at_activation gives 0.2247, which is right"),
        (Z_IS_A, "da2[0]/dz2[0]@0: slope_of_z gives 0.22"),
        (chain(biases=(-0.4, 1.0), parameter="b2"), "dz2[0]/db2[0]: bias_factor_is_bias gives 1,"),
        (chain(example=(1.0, 0.2), parameter="w1"), "dC/dw1[0,0]@0: stopped_early gives 0.05803,"),
        (chain(example=(1.0, 0.2), parameter="w1"), "dC/dw1[0,0]@0: divided gives 0.05803,"),
    ],
)
def test_an_error_that_looks_right_is_told(made: Plan, sentence: str) -> None:
    """At which step, which error, and what it gives."""
    assert any(each.startswith(sentence) for each in told(made, Expected.HIDDEN_ERRORS))


def test_errors_that_give_the_same_are_told() -> None:
    """At an activation of 0.5, 1 - a and a are the same."""
    sentence = "da2[0]/dz2[0]@0: half_slope and slope_is_value both give 0.5000; other numbers"
    assert any(each.startswith(sentence) for each in told(HALF, Expected.TIED_ERRORS))


def test_errors_that_no_numbers_part_are_told_with_another_remedy() -> None:
    """With two outputs a forgotten 2 is a mean over the outputs, whatever the weights."""
    layers = layer([[0.5, -0.4], [0.7, 1.1]], [0.3, -0.2]), layer([[1.3, 0.4]] * 2, [0.2, -0.7])
    two = plan(problem(*layers, examples=[([0.6, -0.9], [0.2, 0.7])]))
    sentence = (
        "dC/da2[0]@0: factor_two_dropped and mean_over_outputs both give 0.5802; "
        "another number of neurons or examples is needed"
    )
    assert sentence in list(told(two, Expected.TIED_ERRORS))


def test_errors_that_are_the_same_in_every_network_are_not_told() -> None:
    """Dividing by the outputs and by the paths through them is one and the same."""
    document = problem_of("recommended_2_3_3_four_examples").model_dump(mode="json")
    found = told(plan(document, parameter="w1[0,0]"), Expected.TIED_ERRORS)
    assert not any("mean_over_outputs and mean_over_paths" in each for each in found)


def test_a_factor_2_that_looks_like_an_error_is_advice() -> None:
    """With two examples, their sum is twice their mean: worth a word, and no fault."""
    examples = [([0.7], [0.2]), ([-0.9], [0.4])]
    two = plan(problem(layer([[0.8]], [-0.4]), layer([[1.3]], [0.7]), examples=examples))
    sentence = "factor_two_added and mean_forgotten both give"
    [advice] = [each for each in complaints(two) if sentence in each.message]
    assert ("dC/dw2[0,0]", False) == (advice.step, advice.is_fault)


# Neurons and values


def test_a_dead_neuron_is_told() -> None:
    """With its weighted sum, and with every answer that is 0 because of it."""
    dead = chain(weights=(-0.8, 1.3), activation="relu", parameter="w1")
    assert [
        (
            "da1[0]/dz1[0]@0: z is -0.9600, so the neuron is dead in this example; "
            "a z above 0 is needed"
        ),
        "dC/dw1[0,0]@0: the right answer is 0; other numbers are needed",
        "step(w1[0,0]): the right answer is 0; other numbers are needed",
    ] == list(told(dead, Expected.DEAD))


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (
            chain(weights=(50.0, 1.3), biases=(5.0, 0.7), parameter="w1"),
            "z is 40.00, where sigmoid",
        ),
        (
            chain(weights=(50.0, 1.3), biases=(5.0, 0.7), parameter="w1", activation="tanh"),
            "z is 40.00, where tanh",
        ),
        (
            chain(weights=(-9.0, 1.3), biases=(-0.1, 0.7), parameter="w1", activation="softplus"),
            "z is -6.400, where softplus",
        ),
    ],
)
def test_a_saturated_neuron_is_told(made: Plan, sentence: str) -> None:
    """Where its function is flat, nothing can be learned of its slope."""
    [found] = told(made, Expected.SATURATED)
    assert found.startswith(f"da1[0]/dz1[0]@0: {sentence} is flat; a smaller |z| is needed")


@pytest.mark.parametrize(
    ("cost", "name", "weights", "y"),
    [
        ("cross_entropy", "softmax", [[9.0], [-1.0], [0.3]], [1.0, 0.0, 0.0]),
        ("binary_cross_entropy", "sigmoid", [[9.0]], [0.0]),
    ],
)
def test_a_saturated_output_is_told_though_its_slope_is_not_asked(
    cost: str, name: str, weights: list[list[float]], y: list[float]
) -> None:
    """Fused with their costs, a sigmoid and a softmax have no slope of their own to ask."""
    one = layer(weights, [0.2] * len(weights), name)
    made = plan(problem(one, examples=[([0.8], y)], cost=cost))
    [found] = told(made, Expected.SATURATED)
    assert found.startswith(f"dC/dz1[0]@0: z is 7.400, where {name} is flat")


def test_a_value_that_vanishes_is_told() -> None:
    """Numbers that small are no exercise."""
    small = chain(example=(0.7, 0.8055), parameter="w1")
    [first, *_] = told(small, Expected.VANISHING)
    assert first.endswith("is too small; at least 0.0005 is needed")


def test_what_is_only_shown_is_not_complained_of() -> None:
    """A neuron may rest in an example in which nothing is asked."""
    examples = [([0.7], [0.2]), ([-0.9], [0.4]), ([0.3], [0.6])]
    layers = layer([[0.8]], [-0.4], "relu"), layer([[1.3]], [0.7])
    shown = plan(problem(*layers, examples=examples), parameter="w1", later_examples="shown")
    assert [] == [each for each in told(shown, Expected.DEAD) if "@1" in each]
    asked = plan(problem(*layers, examples=examples), parameter="w1", later_examples="result")
    assert [] != [each for each in told(asked, Expected.DEAD) if "@1" in each]


def test_values_that_are_not_finite_are_told() -> None:
    """Nobody can work with infinity."""
    huge = problem(layer([[1e200]], [0.0], "identity"), examples=[([1e200], [0.2])])
    assert any("is not finite" in each.message for each in complaints(plan(huge)))


# Texts


@pytest.mark.parametrize(("asked", "is_fault"), [("always", True), ("never", False)])
def test_an_equation_wider_than_a_terminal_is_told(asked: str, *, is_fault: bool) -> None:
    """Asked, it is a fault; only shown, it is advice."""
    inputs = [0.3, -0.4, 0.7, 1.1, -0.6, 0.9, 0.2, -0.8]
    wide = problem(layer([inputs], [0.3]), examples=[(inputs[::-1], [0.3])])
    found = complaints(plan(wide, ask={"weighted_sum": asked}))
    [complaint] = [each for each in found if "columns" in each.message]
    assert ("z1[0]@0", is_fault) == (complaint.step, complaint.is_fault)
    assert "but at most 80 fit" in complaint.message


# Laws


@pytest.mark.parametrize("seed", range(8))
def test_what_is_proved_holds(seed: int) -> None:
    """Where nothing is told of a step, its value is graded as right, its errors as themselves."""
    rng = random.Random(seed)  # noqa: S311 - networks to be drawn again, not secrets
    document = random_document(rng, decimals=(1,), examples=3)
    sizes = [
        len(document["examples"][0]["x"]),
        *(len(each["biases"]) for each in document["layers"]),
    ]
    made = plan(document, parameter=f"b{rng.randrange(1, len(sizes))}[0]")
    faulty = {each.step for each in complaints(made)}
    for question in made.questions:
        if isinstance(question, Planned) and question.id not in faulty:
            verdict = graded(
                question.step, made.trace.shown(question.step.place), {}, question.visible
            )
            assert VerdictKind.CORRECT is verdict.kind
            _check_errors(question)


def _check_errors(question: Planned) -> None:
    for error in single_errors(question.step, question.visible):
        typed = f"{error.value:.{ASKED_DIGITS + 2}e}"
        verdict = graded(question.step, typed, {}, question.visible)
        assert error.ids in verdict.misconceptions, (question.id, typed, error.ids)
