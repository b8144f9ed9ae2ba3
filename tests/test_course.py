"""The course as a whole: what its lessons cover, in which order, and that all of it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from tutor.chain.numbers import text_of
from tutor.chain.problem import Problem
from tutor.course.lint import check_lesson
from tutor.course.plan import Plan
from tutor.course.shelf import LessonFile, shipped_lessons
from tutor.engine.activations import Array

SHIPPED = {each.name: each for each in shipped_lessons()}
_EACH = pytest.mark.parametrize("lesson", SHIPPED.values(), ids=lambda lesson: lesson.name)
_FEWEST, _MOST, _LONGEST = 10, 25, 15

# What is taught, in the order of the notes, each with words of the lesson that teaches it.
IDEAS = [
    ("01-forward-pass", "It is a designator, not a power"),
    ("01-forward-pass", "the squared difference"),
    ("02-one-weight", "a factor, a ratio of nudges"),
    ("02-one-weight", "as the neuron before it is strong"),
    ("03-bias-and-activation", "the bias stands where a weight would"),
    ("03-bias-and-activation", "it leads on to the weights and biases further back"),
    ("04-further-back", "each layer needs only what the layer above has left behind"),
    ("05-many-examples", "The derivative of an average is the average of the derivatives"),
    ("05-many-examples", "the last of $n$ examples has the number $n - 1$"),
    ("06-several-neurons", "first where to, then where from"),
    ("06-several-neurons", "they add up to the weighted sum; the activation is the sigmoid of it"),
    ("06-several-neurons", "the sum of the three squared differences"),
    ("07-several-paths", "what arrives along them is added up"),
    ("08-whole-gradient", "how far the cost moves for a nudge to the neuron's weighted sum"),
    ("08-whole-gradient", "Transposed, because the sum runs over $j$"),
]

# What a lesson's text says, the quantity that it says it of, and that quantity's value.
TOLD = [
    ("01-forward-pass", "the desired output is $y = 1$", "y@0", 1.0),
    ("02-one-weight", "$\\eta$ is 3.6 here", "eta", 3.6),
    ("03-bias-and-activation", "factors just found are 0.1468", "da3/dz3@0", 0.1468),
    ("03-bias-and-activation", "0.1468 and -0.3575", "dC/da3@0", -0.3575),
    ("03-bias-and-activation", '"-0.0525", right = true', "dC/db3@0", -0.05248),
    ("03-bias-and-activation", "learning rate $\\eta = 2.4$", "eta", 2.4),
    ("04-further-back", "The learning rate is 3.6", "eta", 3.6),
    ("05-many-examples", "below the desired 1", "y@0", 1.0),
    ("05-many-examples", "$\\eta = 3.6$ times", "eta", 3.6),
    ("06-several-neurons", "The learning rate is 1.2", "eta", 1.2),
    ("07-several-paths", "$\\eta = 1.2$ times", "eta", 1.2),
    ("08-whole-gradient", "factors are 0.7946", "dC/da2[0]@0", 0.7946),
    ("08-whole-gradient", "and 0.2395, from $z$", "da2[0]/dz2[0]@0", 0.2395),
    ("08-whole-gradient", '"0.190", right = true', "dC/dz2[0]@0", 0.1903),
    ("08-whole-gradient", "is -0.2942 and", "dC/dz2[1]@0", -0.2942),
    ("08-whole-gradient", "is -0.2936, $a^{(1)}_0$", "dC/dz2[2]@0", -0.2936),
    ("08-whole-gradient", "$a^{(1)}_0$ is 0.2670", "a1[0]@0", 0.2670),
    ("08-whole-gradient", "$a^{(1)}_1$ is 0.2460", "a1[1]@0", 0.2460),
    ("08-whole-gradient", '"-0.0722", right = true', "dC/dw2[2,1]@0", -0.07223),
    ("08-whole-gradient", '"-0.0784", answer', "dC/dw2[2,0]@0", -0.07839),
    ("08-whole-gradient", "here $\\eta$ is 1.2", "eta", 1.2),
]


@_EACH
def test_a_shipped_lesson_passes_the_lint_without_advice(lesson: LessonFile) -> None:
    """Its errors can be told apart, its formulas be shown, and nothing is dead unless meant."""
    assert [] == [str(finding) for finding in check_lesson(lesson.path)]


def names(problem: Problem) -> Iterator[str]:
    """Yield every weight and bias of a problem."""
    for number, layer in enumerate(problem.layers, start=1):
        size, fed = layer.weights.shape
        yield from (f"w{number}[{j},{k}]" for j in range(size) for k in range(fed))
        yield from (f"b{number}[{j}]" for j in range(size))


@_EACH
def test_a_shipped_lesson_is_of_a_length_to_be_finished(lesson: LessonFile) -> None:
    """At least 10 questions as it opens, no more than 25 for any parameter, 15 minutes at most."""
    read = lesson.load()
    made = read.trace()
    counts = {
        name: len(Plan(read, made, made.address(name)).questions) for name in names(read.problem)
    }
    assert counts[str(made.parameter_address(read.parameter))] >= _FEWEST
    assert max(counts.values()) <= _MOST
    assert read.minutes <= _LONGEST


@_EACH
def test_the_step_of_a_shipped_lesson_is_seen_in_the_cost(lesson: LessonFile) -> None:
    """It takes away a twentieth of the cost or more."""
    values = lesson.load().trace().values
    assert values.cost_after < 0.95 * values.cost


@pytest.mark.parametrize(("name", "words"), IDEAS)
def test_an_idea_is_told_in_its_lesson(name: str, words: str) -> None:
    """The notes are taught item by item; who rewrites a lesson keeps its ideas."""
    assert words in re.sub(r"\s+", " ", SHIPPED[name].path.read_text("utf-8"))


@pytest.mark.parametrize(("name", "told", "address", "value"), TOLD)
def test_a_number_in_a_text_is_that_of_the_network(
    name: str, told: str, address: str, value: float
) -> None:
    """It stands in the file, and the network has it, to the digits that are told."""
    lesson = SHIPPED[name]
    assert told in lesson.path.read_text("utf-8").replace("\n", " ")
    assert text_of(value) == text_of(lesson.load().trace().value(address))


# What is said of every parameter, or of every path


def test_example_0_disagrees_with_the_others_whatever_parameter_is_chosen() -> None:
    """Its derivative is negative, those of the others and the mean are positive."""
    made = SHIPPED["05-many-examples"].load().trace()
    for name in names(made.problem):
        assert [-1, 1, 1, 1] == [np.sign(made.value(f"dC/d{name}@{k}")) for k in range(4)]
        assert made.value(f"dC/d{name}") > 0


def test_the_paths_from_each_neuron_pull_both_ways() -> None:
    """Whichever neuron of layer 1 is meant, the three terms have both signs."""
    made = SHIPPED["07-several-paths"].load().trace()
    for k in range(3):
        signs = {np.sign(made.value(f"dC/da1[{k}]|z2[{j}]@0")) for j in range(3)}
        assert {-1, 1} == signs


def stepped(problem: Problem, rate: float) -> float:
    """Return the cost after a step on two layers of sigmoids, worked with numpy alone."""

    def forward(weights: list[Array], biases: list[Array]) -> tuple[Array, Array]:
        a1 = 1 / (1 + np.exp(-(x @ weights[0].T + biases[0])))
        return a1, 1 / (1 + np.exp(-(a1 @ weights[1].T + biases[1])))

    x = np.array([each.x for each in problem.examples])
    y = np.array([each.y for each in problem.examples])
    weights, biases = [w.weights for w in problem.layers], [w.biases for w in problem.layers]
    a1, a2 = forward(weights, biases)
    d2 = 2 * (a2 - y) * a2 * (1 - a2)
    d1 = (d2 @ weights[1]) * a1 * (1 - a1)
    share = rate / len(x)
    a2 = forward(
        [weights[0] - share * d1.T @ x, weights[1] - share * d2.T @ a1],
        [biases[0] - share * d1.sum(axis=0), biases[1] - share * d2.sum(axis=0)],
    )[1]
    return float(np.mean(np.sum((a2 - y) ** 2, axis=1)))


@pytest.mark.parametrize(("rate", "told"), [(1.2, None), (12, "0.2547"), (120, "0.4267")])
def test_the_cost_after_a_longer_step_is_what_comes_out(rate: float, told: str | None) -> None:
    """Ten times as far it is still lower, a hundred times as far higher again."""
    lesson = SHIPPED["08-whole-gradient"].load()
    if told is None:
        told = text_of(lesson.trace().values.cost_after)
    else:
        assert f"$\\eta = {rate}$ it would have been {told}" in lesson.questions[-1].ask
    assert told == text_of(stepped(lesson.problem, rate))
