"""What an answer may name, and which of the learner's own earlier values count."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.networks import problem_of, problems
from tests.test_order import is_given, some_parameter
from tutor import Problem, Trace, grade, trace
from tutor.chain.addresses import Address
from tutor.course.plan import forward_and_given
from tutor.errors import AddressError
from tutor.grading.grade import graded
from tutor.grading.known import rank

CHAIN, WIDE = "recommended_chain_1_1_1_1", "recommended_2_3_3_four_examples"


@pytest.fixture(scope="module")
def chain() -> Trace:
    """Return the trace of the sketch's chain."""
    return trace(problem_of(CHAIN))


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("z3", "w3*a2+b3"),
        ("z3", "w3[0,0]*a2[0] + b3[0]"),
        ("z3", "w3*a2@0+b3"),
        ("a3", "sigmoid(z3)"),
        ("a3", "1/(1+exp(-z3))"),
        ("C", "(a3-y)^2"),
        ("dC/da3", "2*(a3-y)"),
        ("dC/da3", "2*(a3-0)"),
        ("da3/dz3", "a3*(1-a3)"),
        ("da3/dz3", "sigmoid(z3)*(1-sigmoid(z3))"),
        ("dz3/dw3", "a2"),
        ("dz3/da2", "w3"),
        ("dz1/dw1", "x"),
        ("dC/da2", "dz3/da2*da3/dz3*dC/da3"),
        ("dC/da2", "w3*da3/dz3*dC/da3"),
        ("dC/dw1", "x*da1/dz1*dC/da1"),
        ("step(w1)", "eta*dC/dw1"),
        ("step(w1)", "0.5*dC/dw1@0"),
        ("w1+", "w1-step(w1)"),
        ("w1+", "-0.5-step(w1)"),
    ],
)
def test_own_inputs_and_given_numbers_may_be_named(chain: Trace, address: str, text: str) -> None:
    """An answer names the inputs of its own step, and any number of the problem."""
    assert grade(chain.step(address), text).kind == "correct"


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("z3", "z3"),
        ("dC/dw3", "dC/dw3"),
        ("w1+", "w1+"),
        ("C", "C"),
        ("z3", "a3"),
        ("z3", "dC/da3"),
        ("dC/da3", "dC/da2"),
        ("dC/dw3", "step(w3)"),
        ("step(w3)", "w3+"),
        ("dC/dw3", "a2*da3/dz3*dC/da3"),
        ("dC/dw3", "dC/dz3"),
        ("w1+", "dC/dw1"),
        ("z3", "C+"),
        ("z3", "z2"),
        ("z3", "w4"),
        ("z3", "q"),
    ],
)
def test_what_is_asked_and_what_is_no_input_may_not_be_named(
    chain: Trace, address: str, text: str
) -> None:
    """The quantity asked for, later ones and other ones are unreadable, which costs nothing."""
    verdict = grade(chain.step(address), text)
    assert (verdict.kind, verdict.value) == ("unreadable", None)
    assert text.partition("*")[0] in verdict.message


def test_names_of_other_examples_need_their_number() -> None:
    """In a step of example 2 a name means example 2; the average names every example."""
    traced = trace(problem_of(WIDE))
    assert grade(traced.step("dC/da2[1]@2"), "2*(a2[1]-y[1])").kind == "correct"
    assert grade(traced.step("dC/da2[1]@2"), "2*(a2[1]@2-y[1]@2)").kind == "correct"
    assert grade(traced.step("dC/da2[1]@2"), "2*(a2[1]@1-y[1])").kind == "unreadable"
    mean = "(" + "+".join(f"dC/dw1[1,0]@{k}" for k in range(4)) + ")/4"
    assert grade(traced.step("dC/dw1[1,0]"), mean).kind == "correct"
    assert grade(traced.step("step(w1[1,0])"), "eta*dC/dw1[1,0]").kind == "correct"


def test_alone_nothing_between_may_be_named(chain: Trace) -> None:
    """In a question for a result alone only given numbers may be named."""
    step = chain.step("dC/dw1")
    assert grade(step, "dz1/dw1*da1/dz1*dC/da1", alone=True).kind == "unreadable"
    a3 = "sigmoid(w3*sigmoid(w2*sigmoid(w1*x+b1)+b2)+b3)"
    assert grade(chain.step("dC/da3"), f"2*({a3}-y)", alone=True).kind == "correct"
    assert grade(chain.step("dC/da3"), "2*(a3-y)", alone=True).kind == "unreadable"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a2*a3*(1-a3)*2*(a3-y)", "correct"),
        ("a2@0*sigmoid(z3)*(1-a3)*2*(a3-y)", "correct"),
        ("a2*a3*(1-a3)*(a3-y)", "misconception"),
        ("a2*da3/dz3*2*(a3-y)", "unreadable"),
        ("dC/dw3", "unreadable"),
    ],
)
def test_what_is_seen_of_a_result_s_example_may_be_named(
    chain: Trace, text: str, kind: str
) -> None:
    """Where a whole chain is asked at once, the forward pass that stands there can be named."""
    verdict = graded(chain.step("dC/dw3"), text, {}, forward_and_given)
    assert kind == verdict.kind
    if text.startswith("a2*da3"):
        assert "the values of the forward pass and the given numbers" in verdict.message


def test_a_result_is_not_worked_from_another_example() -> None:
    """The forward pass of another example, though it was seen, is none of this question's."""
    traced = trace(problem_of(WIDE))
    text = "2*(a2[0]@1-y[0])*a2[0]*(1-a2[0])*a1[0]"
    step = traced.step("dC/dw2[0,0]@2")
    assert graded(step, text, {}, forward_and_given).kind == "unreadable"
    assert graded(step, text.replace("@1", ""), {}, forward_and_given).kind == "correct"


def test_a_name_has_the_learner_s_own_value(chain: Trace) -> None:
    """Where the learner has an own earlier value, the name stands for that."""
    verdict = grade(chain.step("dC/da2"), "w3*da3/dz3*dC/da3", earlier={"dC/da3": 1.68})
    assert verdict.value == pytest.approx(1.3 * chain.value("da3/dz3") * 1.68, rel=1e-12)


@pytest.mark.parametrize(
    ("earlier", "answer", "kind"),
    [
        ({}, "0.1461", "not right"),
        ({"dC/da3[0]": 1.68}, "0.1461", "correct"),
        ({"dC/da3": "1.68"}, "0.1461", "correct"),
        ({"dC/da3[0]@0": 1.68}, "0.1461", "correct"),
        ({"dC/da3": 1.68}, "0.1452", "correct"),
        ({"dC/da3": 1.69}, "0.1461", "follow_through"),
        ({"dC/da3": 0.835}, "0.0726", "follow_through"),
        ({"dC/da3": "0.835"}, "0.6308*0.1379*0.835", "follow_through"),
        ({"dC/da3": 0.835}, "dz3/dw3*da3/dz3*dC/da3", "follow_through"),
        ({"dC/da3": 0.835}, "0.1452", "correct"),
        ({"dC/da3": 0.835}, "0.0926", "not right"),
        ({"dC/da2": 0.5}, "0.1461", "not right"),
        ({"dC/da3": 1.67, "da3/dz3": 0.138, "a3": 0.8348, "z1": -0.5}, "0.1452", "correct"),
        ({"dC/da3": -1.67}, "-0.145", "follow_through"),
        ({"dC/da3": -1.67, "da3/dz3": 0.8348}, "-0.879", "follow_through"),
        ({"w3": 99.0, "x": 2.0}, "0.1452", "correct"),
        ({"dC/da3": "what?"}, "0.1452", "correct"),
        ({"dC/da3": float("nan"), "a3": float("inf")}, "0.1452", "correct"),
    ],
)
def test_earlier_values_widen_or_are_followed(
    chain: Trace, earlier: dict[str, float | str], answer: str, kind: str
) -> None:
    """For dC/dw3 = 0.6308 · 0.1379 · 1.670: accepted values widen, wrong ones are followed."""
    verdict = grade(chain.step("dC/dw3"), answer, earlier=earlier)
    if kind == "not right":
        assert verdict.kind in ("wrong", "misconception")
    else:
        assert kind == verdict.kind


def test_an_earlier_value_is_judged_from_the_ones_before_it(chain: Trace) -> None:
    """What is right only from a wrong value is not accepted, and is followed in its turn."""
    wrong = {"dC/da3": 0.835}
    second = grade(chain.step("dC/da2"), "0.1497", earlier=wrong)
    assert second.kind == "follow_through"
    both = wrong | {"dC/da2": 0.1497}
    third = grade(chain.step("dC/dw2"), f"{0.3775 * 0.2329 * 0.1497:.3g}", earlier=both)
    assert third.kind == "follow_through"
    assert grade(chain.step("dC/dw2"), "0.0263", earlier=both).kind == "correct"


def test_an_earlier_value_is_accepted_from_the_ones_before_it(chain: Trace) -> None:
    """A value that is right only from an accepted own one is accepted, whatever the order."""
    far = {"dC/dw3": "0.1461", "dC/da3": "1.68"}
    own = grade(chain.step("step(w3)"), "0.07305", earlier=far)
    assert own.kind == "correct"
    assert grade(chain.step("step(w3)"), "0.07305").kind != "correct"


@pytest.mark.parametrize("name", ["dC/da9", "a3[1]", "nonsense", "z1@4"])
def test_an_earlier_value_of_nothing_is_an_error(chain: Trace, name: str) -> None:
    """A name of an earlier value that this trace does not have is told to the caller."""
    with pytest.raises(AddressError):
        grade(chain.step("dC/dw3"), "0.145", earlier={name: 1.0})


@pytest.mark.parametrize("earlier", [-311.0, "-311", -311, "-3.11e2"])
def test_a_whole_number_is_as_coarse_as_it_was_typed(earlier: float | str) -> None:
    """An own −311, right for −312.6, is no finer where it is passed as a float: not −311.0."""
    document = {
        "layers": [{"weights": [[1.0]], "biases": [0.0], "activation": "identity"}],
        "cost": "half_squared_error",
        "examples": [{"x": [1.0], "y": [313.6]}],
        "learning_rate": 0.1,
    }
    step = trace(Problem.model_validate(document)).step("dC/dw1")
    assert grade(step, "-311").kind == "correct"
    following = step.trace.step("step(w1)")
    assert grade(following, "-31.1000", earlier={"dC/dw1": earlier}).kind == "correct"


def test_an_own_factor_counts_as_any_own_value() -> None:
    """Who answered 0.124 for a factor of 0.1235, and was right, may go on with 0.124."""
    hidden = {"weights": [[0.7]], "biases": [0.0], "activation": "identity"}
    document = {
        "layers": [hidden, hidden | {"weights": [[0.1235]]}],
        "cost": "half_squared_error",
        "examples": [{"x": [1.0], "y": [-1.0]}],
    }
    traced = trace(Problem.model_validate(document))
    assert grade(traced.step("dz2/da1"), "0.124").kind == "correct"
    product = traced.step("dC/da1")
    text = f"{0.124 * product.value / 0.1235:.6f}"
    assert grade(product, text, earlier={"dz2/da1": "0.124"}).kind == "correct"


def test_an_own_sum_beside_nothing_may_have_the_other_sign() -> None:
    """Where an accepted own z is above 0 and the exact one below, relu of the own one is right."""
    document = {
        "layers": [
            {"weights": [[1.0]], "biases": [0.0], "activation": "sigmoid"},
            {"weights": [[1.0]], "biases": [-0.6608], "activation": "relu"},
        ],
        "cost": "squared_error",
        "examples": [{"x": [0.6666], "y": [0.0]}],
    }
    traced = trace(Problem.model_validate(document))
    assert -0.0005 < traced.value("z2") < 0.0
    own: dict[str, float | str] = {"a1": "0.661"}
    assert grade(traced.step("a1"), "0.661").kind == "correct"
    assert grade(traced.step("z2"), "0.0002", earlier=own).kind == "correct"
    own["z2"] = "0.0002"
    assert grade(traced.step("a2"), "0.0002", earlier=own).kind == "correct"
    assert grade(traced.step("da2/dz2"), "1", earlier=own).kind == "correct"


@given(problems(), st.data())
def test_quantities_are_sorted_after_what_they_follow_from(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """Own values are judged in an order in which none comes before what it follows from."""
    traced = trace(problem)
    for step in traced.steps(some_parameter(traced, data))[:-1]:
        inputs: tuple[Address, ...] = step.rule.inputs
        for each in itertools.filterfalse(lambda address: is_given(str(address)), inputs):
            assert rank(each) < rank(step.place)


def test_what_each_example_has_of_its_own_is_on_the_screen_all_the_same() -> None:
    """A factor that all examples share has none of its own: a2 is refused, not denied."""
    traced = trace(problem_of(WIDE))
    factor = grade(traced.step("dz2[0]/da1[1]"), "a2[0]*2").message
    assert factor.startswith("a2[0] cannot be used here: each example has its own; there are w2[0,")
    mean = grade(traced.step("dC/dw2[0,1]"), "C@1").message
    assert "there are dC/dw2[0,1]@0, dC/dw2[0,1]@1, dC/dw2[0,1]@2, dC/dw2[0,1]@3 and" in mean
    assert grade(traced.step("dz2[0]/da1[1]"), "a9").message.startswith("There is no a9")
