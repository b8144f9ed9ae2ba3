"""Verdicts on wrong answers: what explains them, in which order, and what is never said."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks import problem_of, problems, random_document
from tutor import Problem, Trace, grade, trace
from tutor.chain.numbers import text_of
from tutor.grading.misconceptions import BY_ID
from tutor.grading.ranges import only_given
from tutor.grading.wrong import wrong_numbers

MODIFIERS = {"sign_flipped": -1.0, "factor_two_dropped": 0.5, "factor_two_added": 2.0}


@pytest.fixture(scope="module")
def layers() -> Trace:
    """Return a trace of 2-3-3 with four examples, whose errors can be told apart."""
    return trace(problem_of("recommended_2_3_3_four_examples"))


@pytest.mark.parametrize(("modifier", "factor"), MODIFIERS.items())
@pytest.mark.parametrize("step", ["da2[0]/dz2[0]@0", "dC/dw2[0,1]@0", "dC/dw1[0,0]"])
def test_a_sign_or_a_factor_2_is_an_error_anywhere(
    layers: Trace, step: str, modifier: str, factor: float
) -> None:
    """At every kind of step, and of a result alone."""
    made = layers.step(step)
    for alone in (False, True):
        named = grade(made, f"{factor * made.value:.5g}", alone=alone).misconceptions
        assert (modifier,) in named


@pytest.mark.parametrize(("modifier", "factor"), MODIFIERS.items())
def test_a_sign_or_a_factor_2_goes_with_an_error(
    layers: Trace, modifier: str, factor: float
) -> None:
    """The value of the sigmoid instead of its slope, and a sign or a factor besides."""
    step = layers.step("da2[0]/dz2[0]@0")
    verdict = grade(step, f"{factor * layers.value('a2[0]@0'):.5g}")
    assert ("slope_is_value", modifier) in verdict.misconceptions


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_in_an_update_the_factor_goes_with_the_derivative(layers: Trace, factor: float) -> None:
    """W − 2ηg is a factor 2 too many; the weight itself is as it was."""
    step = layers.step("w2[0,1]+")
    number = layers.value("w2[0,1]") - factor * layers.value("step(w2[0,1])")
    name = "factor_two_added" if factor > 1 else "factor_two_dropped"
    assert (name,) in grade(step, f"{number:.8f}").misconceptions


def test_a_slope_of_1_below_the_kink_is_told_before_what_equals_it_there() -> None:
    """Where relu gives a = 0, 1 − a is 1, too; it is z that the learner is sent to look at."""
    problem = {
        "layers": [{"weights": [[0.5]], "biases": [-1.0], "activation": "relu"}],
        "cost": "squared_error",
        "examples": [{"x": [1.0], "y": [1.0]}],
    }
    verdict = grade(trace(Problem.model_validate(problem)).step("da1/dz1"), "1")
    assert (("relu_slope_one",), ("half_slope",)) == tuple(verdict.misconceptions[:2])
    assert verdict.message.endswith("Look at the sign of z: on which side of the kink is it?")


def test_errors_that_cannot_be_told_apart_are_all_named() -> None:
    """With two examples the sum is twice the mean: both are said, what is seen oftener first."""
    document = random_document(
        random.Random(5),  # noqa: S311  # no secret
        sizes=(1, 1, 1),
        examples=2,
        decimals=(1,),
        heads=(("sigmoid", "squared_error"),),
    )
    traced = trace(Problem.model_validate(document))
    step = traced.step("dC/dw2")
    verdict = grade(step, f"{2 * step.value:.6g}")
    assert {("mean_forgotten",), ("factor_two_added",)} <= set(verdict.misconceptions)
    seen = [BY_ID[ids[0]].seen for ids in verdict.misconceptions]
    assert sorted(seen, reverse=True) == seen
    assert ", or by " in verdict.message


def test_one_error_is_likelier_than_two(layers: Trace) -> None:
    """Where one explains an answer, no pair is named beside it."""
    for step in layers.steps("w1[0,0]")[:30]:
        for wrong in wrong_numbers(step):
            named = grade(step, repr(wrong.value)).misconceptions
            assert len({len(ids) for ids in named}) <= 1


@pytest.mark.parametrize(
    ("step", "number", "place"),
    [
        ("da1/dz1@0", "a1@0", "(in layer 1, at ∂a⁽¹⁾/∂z⁽¹⁾)"),
        ("da2/dz2@0", "a2@0", "(in layer 2, at ∂a⁽²⁾/∂z⁽²⁾)"),
        ("da3/dz3@0", "a3@0", "(in layer 3, at ∂a⁽³⁾/∂z⁽³⁾)"),
    ],
)
def test_an_error_in_a_result_alone_is_traced_to_its_factor(
    step: str, number: str, place: str
) -> None:
    """The message says in which layer the activation stood for its slope, and in which factor."""
    traced = trace(problem_of("recommended_chain_1_1_1_1"))
    result = traced.step("dC/dw1@0")
    wrong = result.value / traced.value(step) * traced.value(number)
    verdict = grade(result, f"{wrong:.5g}", alone=True)
    assert ("slope_is_value",) in verdict.misconceptions
    assert place in verdict.message


def test_an_error_made_everywhere_names_the_layers() -> None:
    """The same in all three layers at once."""
    traced = trace(problem_of("recommended_chain_1_1_1_1"))
    result = traced.step("dC/dw1@0")
    wrong = result.value
    for layer in (1, 2, 3):
        wrong *= traced.value(f"a{layer}@0") / traced.value(f"da{layer}/dz{layer}@0")
    verdict = grade(result, f"{wrong:.5g}", alone=True)
    assert "σ(z)" in verdict.message
    assert "(in layers 1, 2 and 3)" in verdict.message


@given(problems(), st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_no_message_holds_the_right_number(problem: Problem, seed: int) -> None:
    """Whatever the error, its message gives no answer away and blames nobody."""
    rng, traced = random.Random(seed), trace(problem)  # noqa: S311  # no secret
    steps = traced.steps("w1[0,0]")
    for step in rng.sample(list(steps), min(4, len(steps))):
        wrong = wrong_numbers(step)
        for number in rng.sample(wrong, min(4, len(wrong))):
            verdict = grade(step, repr(number.value))
            if verdict.kind == "misconception":
                assert text_of(step.value, 3) not in verdict.message or abs(step.value) < 10
                assert "you did" not in verdict.message.lower()
                assert verdict.message.startswith("This is the number one gets by ")
                assert "Look at" in verdict.message or "Look for" in verdict.message


@pytest.mark.parametrize("alone", [False, True])
def test_of_random_wrong_numbers_few_get_a_name(alone: bool) -> None:  # noqa: FBT001
    """At most one in ten: three digits, from a tenth to ten times the right value, either sign."""
    rng = random.Random(7)  # noqa: S311  # no secret
    named = asked = 0
    for sizes in ((1, 1, 1, 1), (2, 3, 3), (2, 3, 3, 2)):
        for examples in (1, 3):
            document = random_document(rng, sizes=sizes, examples=examples, decimals=(1,))
            traced = trace(Problem.model_validate(document))
            only = "@0" if examples == 1 else ""
            step = traced.step(f"dC/dw1[0,0]{only}")
            for _ in range(60):
                number = step.value * 10 ** rng.uniform(-1, 1) * rng.choice((1, -1))
                verdict = grade(step, f"{number:.2e}", alone=alone)
                if verdict.kind not in ("correct", "too_coarse"):
                    asked += 1
                    named += verdict.kind == "misconception"
    assert asked > 200
    assert named <= 0.1 * asked


def test_the_new_cost_has_no_classic_errors(layers: Trace) -> None:
    """It is a whole forward pass: a wrong number is wrong, and no more is said."""
    step = layers.step("C+")
    assert [] == wrong_numbers(step) == wrong_numbers(step, only_given)
    assert "wrong" == grade(step, repr(2 * step.value)).kind


def test_the_weight_of_the_layer_behind_is_named_too() -> None:
    """Going back through layer 2 of a chain with w3 = 2.1 in the place of w2 = 1.8."""
    layers = [
        {"weights": [[weight]], "biases": [bias], "activation": "sigmoid"}
        for weight, bias in ((1.9, -0.7), (1.8, -1.4), (2.1, -1.4))
    ]
    examples = [{"x": [1.6], "y": [1.0]}]
    document = {"cost": "squared_error", "layers": layers, "examples": examples}
    made = trace(Problem.model_validate(document)).step("dz2/da1")
    assert (("wrong_layer_weight",),) == grade(made, "2.1").misconceptions
    assert (("wrong_layer_weight",),) == grade(made, "1.9").misconceptions


def test_two_errors_of_a_result_are_named_where_it_is_given_in_full() -> None:
    """Floating-point arithmetic in another order leaves other last digits: no cutting off."""
    traced = trace(problem_of("recommended_chain_1_1_1_1"))
    for layer in (1, 2, 3):
        result = traced.step(f"dC/dw{layer}@0")
        wrong = -result.value / traced.value(f"da{layer}/dz{layer}@0") * (1 + 3e-16)
        verdict = grade(result, repr(wrong), alone=True)
        assert {"slope_forgotten", "sign_flipped"} in map(set, verdict.misconceptions)


def test_one_slip_that_two_errors_name_is_told_once() -> None:
    """ReLU's own value for its slope: both ids, one phrase."""
    document = {
        "layers": [{"weights": [[1.0]], "biases": [0.0], "activation": "relu"}],
        "cost": "squared_error",
        "examples": [{"x": [0.32], "y": [0.0]}],
    }
    verdict = grade(trace(Problem.model_validate(document)).step("da1[0]/dz1[0]"), "0.32")
    assert {"slope_is_value", "relu_slope_value"} <= {*sum(verdict.misconceptions, ())}
    told = "by taking ReLU(z), the activation function itself, instead of its derivative"
    assert 1 == verdict.message.count(told) == verdict.message.count(" by ")
