"""What the lessons' texts say of their own networks: each number that is told is there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from tutor.chain.numbers import text_of
from tutor.course.lessons import Lesson
from tutor.course.own_questions import number_of
from tutor.course.shelf import shipped_lessons
from tutor.engine.activations import Array

SHIPPED = {lesson.name: lesson for lesson in shipped_lessons()}

# What a lesson's text says, the quantity that it says it of, and that quantity's value.
TOLD = [
    ("09-relu", "its $z$ is $-2.18$ in example 0", "z1[0]@0", -2.18),
    ("09-relu", "$-0.99$ in example 1", "z1[0]@1", -0.99),
    ("09-relu", "$-2.25$ in example 2", "z1[0]@2", -2.25),
    ("09-relu", "at $z = -2.18$", "z1[0]@0", -2.18),
    ("10-saturation", "The weight is $-1.5$", "dz3/da2", -1.5),
    ("10-saturation", "the slope 0.8793", "da3/dz3@0", 0.8793),
    ("10-saturation", "$-2.5$ times 0.9049", "da2/dz2@0", 0.9049),
    ("10-saturation", "$-2.5$ times", "dz2/da1", -2.5),
    ("10-saturation", "From 2.295 in size", "dC/da3@0", -2.295),
    ("10-saturation", "grown to 6.848", "dC/da1@0", -6.848),
    ("10-saturation", "is $-1.223$ in example 0", "dC/dw1@0", -1.223),
    ("10-saturation", "0.001626 in example 1", "dC/dw1@1", 0.001626),
    ("10-saturation", "$z$ is $-3.46$", "z1@1", -3.46),
    ("10-saturation", "$a$ is $-0.9980$", "a1@1", -0.9980),
    ("10-saturation", "the slope is 0.003944", "da1/dz1@1", 0.003944),
    ("10-saturation", "in layer 2 it is 0.07133", "da2/dz2@1", 0.07133),
    ("10-saturation", "2.170 against", "C@1", 2.170),
    ("10-saturation", "against 1.317", "C@0", 1.317),
    ("12-cross-entropy", "In example 1, $a = 0.2549$", "a2@1", 0.2549),
    ("12-cross-entropy", "the slope is $-0.9518$", "dC/dz2@0", -0.9518),
    ("15-xor", "from 0.3465 to", "C", 0.3465),
    ("15-xor", "to 0.2610", "C+", 0.2610),
    ("16-check-your-code", "the chain gives 0.09134", "dC/dw1[0,1]", 0.09134),
]


@pytest.mark.parametrize(("name", "told", "address", "value"), TOLD)
def test_a_number_in_a_text_is_that_of_the_network(
    name: str, told: str, address: str, value: float
) -> None:
    """It stands in the file, and the network has it, to the digits that are told."""
    lesson = SHIPPED[name]
    assert told in lesson.path.read_text("utf-8").replace("\n", " ")
    assert text_of(value) == text_of(lesson.load().trace().value(address))


class Descent(NamedTuple):
    """Plain descent on all examples, worked with numpy alone.

    Attributes:
        cost: the full cost after so many steps, 0 first; shape (steps + 1,).
        outputs: of each example; shape (steps + 1, examples).
        hidden: the activations of layer 1; shape (steps + 1, examples, neurons).

    """

    cost: Array
    outputs: Array
    hidden: Array


def descent(lesson: Lesson, steps: int, rate: float | None = None) -> Descent:
    """Return the descent of a network of tanh, one sigmoid output and the squared error.

    At the lesson's own learning rate unless another is given.
    """
    first, last = lesson.problem.layers
    w1, b1, w2, b2 = first.weights, first.biases, last.weights, last.biases
    x = np.array([each.x for each in lesson.problem.examples])
    y = np.array([each.y for each in lesson.problem.examples])
    share = (rate or lesson.problem.learning_rate) / len(x)
    costs, outputs, hidden = [], [], []
    for _ in range(steps + 1):
        a1 = np.tanh(x @ w1.T + b1)
        a2 = 1 / (1 + np.exp(-(a1 @ w2.T + b2)))
        costs.append(np.mean((a2 - y) ** 2))
        outputs.append(a2[:, 0])
        hidden.append(a1)
        d2 = 2 * (a2 - y) * a2 * (1 - a2)
        d1 = (d2 @ w2) * (1 - a1**2)
        w2, b2 = w2 - share * d2.T @ a1, b2 - share * d2.sum(axis=0)
        w1, b1 = w1 - share * d1.T @ x, b1 - share * d1.sum(axis=0)
    return Descent(np.array(costs), np.array(outputs), np.array(hidden))


@pytest.fixture(scope="module")
def xor() -> Lesson:
    """Return the lesson in which XOR is learnt."""
    return SHIPPED["15-xor"].load()


@pytest.fixture(scope="module")
def learnt(xor: Lesson) -> Descent:
    """Return a thousand steps of it."""
    return descent(xor, 1000)


def test_the_table_of_the_descent_is_what_comes_out(xor: Lesson, learnt: Descent) -> None:
    """Each row has the steps, the cost after them and the four outputs."""
    rows = [line.strip("| ").split(" | ") for line in xor.closing.splitlines() if "|" in line][2:]
    assert ["0", "1", "10", "40", "100"] == [row[0] for row in rows]
    for steps, cost, *outputs in rows:
        assert text_of(learnt.cost[int(steps)]) == cost
        assert [f"{value:.4f}" for value in learnt.outputs[int(steps)]] == outputs


def test_what_to_expect_of_further_steps_is_what_comes_out(xor: Lesson, learnt: Descent) -> None:
    """The cost is told for after 10 and after 100 steps, and asked to fall below 0.05."""
    told = next(piece.text for piece in xor.prose if piece.before == "new_cost")
    for steps in (10, 100):
        assert f"{text_of(learnt.cost[steps])} after {steps}" in told
    asked = next(each for each in xor.questions if "below 0.05" in each.ask)
    assert np.argmax(learnt.cost < 0.05) == number_of(asked)
    assert (np.diff(learnt.cost) < 0).all()


def test_xor_is_learnt(learnt: Descent) -> None:
    """From step 10 on each output lies on its side of 0.5; the hidden neurons part the examples."""
    sides = learnt.outputs[10:] > 0.5
    assert (sides == [False, True, True, False]).all()
    assert [False, True, True, False] != (learnt.outputs[9] > 0.5).tolist()
    assert [[False, True], [False, False], [False, False], [True, False]] == (
        learnt.hidden[100] > 0
    ).tolist()


# Nudging


@pytest.mark.parametrize(("told", "nudge"), [("0.5006350", 0), ("0.5015436", 1), ("0.4997168", -1)])
def test_the_costs_of_a_nudged_weight_are_what_comes_out(told: str, nudge: int) -> None:
    """Worked forward with numpy alone, the weight as it is, and a hundredth to either side."""
    lesson = SHIPPED["16-check-your-code"]
    assert told in " ".join(each.ask for each in lesson.load().questions)
    first, last = lesson.load().problem.layers
    weights = first.weights + 0.01 * nudge * np.array([[0, 1], [0, 0]])
    x = np.array([each.x for each in lesson.load().problem.examples])
    y = np.array([each.y for each in lesson.load().problem.examples])
    a1 = np.tanh(x @ weights.T + first.biases)
    a2 = 1 / (1 + np.exp(-(a1 @ last.weights.T + last.biases)))
    assert told == f"{np.mean(np.sum((a2 - y) ** 2, axis=1)):.7f}"


def test_what_two_nudges_give_is_what_the_lesson_says() -> None:
    """On one side 0.09086, on both sides 0.09134."""
    lesson = SHIPPED["16-check-your-code"].load()
    one, both, *_ = lesson.questions
    assert ["0.09086", "0.09134"] == [text_of(number_of(each)) for each in (one, both)]
    assert any("0.09134 on both sides, and 0.09086 on one" in each.ask for each in lesson.questions)


# Learning rates


@pytest.fixture(scope="module")
def rates() -> Lesson:
    """Return the lesson in which learning rates are tried."""
    return SHIPPED["17-learning-rate"].load()


def test_the_table_of_learning_rates_is_what_comes_out(rates: Lesson) -> None:
    """Each row has the rate, the cost at the start, after 1 step and after 20."""
    rows = [line.strip("| ").split(" | ") for line in rates.closing.splitlines() if "|" in line][2:]
    assert ["0.02", "2.4", "60"] == [row[0] for row in rows]
    for rate, *costs in rows:
        worked = descent(rates, 20, float(rate)).cost
        assert [text_of(worked[step]) for step in (0, 1, 20)] == costs


def test_what_is_asked_of_learning_rates_is_what_comes_out(rates: Lesson) -> None:
    """The costs after 20 steps, what a short step brings, and how 20 and 60 differ."""
    foretold, small, usual = (each for each in rates.questions if each.form == "number")
    assert text_of(descent(rates, 20, 0.02).cost[20]) == text_of(number_of(small))
    assert text_of(descent(rates, 20).cost[20]) == text_of(number_of(usual))
    first = descent(rates, 1, 0.02).cost
    assert first[0] - first[1] == pytest.approx(number_of(foretold), rel=2e-3)
    assert 1900 < np.argmax(descent(rates, 3000, 0.02).cost < number_of(usual)) < 2000
    wild, lucky = descent(rates, 20, 60.0).cost, descent(rates, 20, 20.0).cost
    assert (wild[1:] > 0.9999).all()
    assert lucky[1] > lucky[0] > 100 * lucky[20]
