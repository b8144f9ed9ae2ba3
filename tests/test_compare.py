"""Comparing an answer with what is right: to the digits in which it was written."""

from __future__ import annotations

import random
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.learners import place_of_new_value, some_parameter
from tests.networks import problem_of, problems
from tutor import Problem, Verdict, grade, trace
from tutor.chain.steps import Step
from tutor.grading.grade import right_range
from tutor.grading.known import NOTHING
from tutor.grading.ranges import only_given

CHAIN = "recommended_chain_1_1_1_1"
NOT_RIGHT = ("wrong", "misconception")
CORRECT, COARSE = ("correct",), ("too_coarse",)


def said(address: str, text: str, case: str = CHAIN) -> Verdict:
    return grade(trace(problem_of(case)).step(address), text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("0.145", CORRECT),
        ("0.1452", CORRECT),
        ("0.14524536075833297", CORRECT),
        ("0.1433", CORRECT),
        ("0.143", CORRECT),
        ("0.146", CORRECT),
        ("1.45e-1", CORRECT),
        ("+.145", CORRECT),
        ("0,145", CORRECT),
        ("= 0.145", CORRECT),
        ("0.14530", CORRECT),
        ("0.14549", NOT_RIGHT),
        ("0.1456", NOT_RIGHT),
        ("0.1430", NOT_RIGHT),
        ("0.142", NOT_RIGHT),
        ("0.147", NOT_RIGHT),
        ("0.15", COARSE),
        ("0.14", COARSE),
        ("0.150", NOT_RIGHT),
        ("0.1", COARSE),
        ("0.2", COARSE),
        ("0.3", NOT_RIGHT),
        ("1", NOT_RIGHT),
        ("10", NOT_RIGHT),
        ("0", NOT_RIGHT),
        ("0.00", NOT_RIGHT),
        ("-0.145", NOT_RIGHT),
        ("145", NOT_RIGHT),
        ("0.145e0", CORRECT),
    ],
)
def test_a_number_is_compared_to_one_unit_of_its_last_digit(
    text: str, kinds: tuple[str, ...]
) -> None:
    """For 0.1433 to 0.1454: to a unit of the n-th digit, with fewer as if zeros followed to 3."""
    assert said("dC/dw3", text).kind in kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("0.6308*0.1379*1.670", CORRECT),
        ("0.631*0.138*1.67", CORRECT),
        ("0.630*0.137*1.66", CORRECT),
        ("0.63*0.14*1.7", COARSE),
        ("0.63*0.13*1.7", COARSE),
        ("0.5*0.1*1.5", NOT_RIGHT),
        ("0.63*0.14*1.7/2", NOT_RIGHT),
        ("dz3/dw3*da3/dz3*dC/da3", CORRECT),
        ("dz3/dw3*da3/dz3*1.7", COARSE),
        ("dz3/dw3*da3/dz3*2", NOT_RIGHT),
        ("0.1452*1", CORRECT),
        ("0.146*1", NOT_RIGHT),
        ("1/7", NOT_RIGHT),
        ("10/69", CORRECT),
    ],
)
def test_an_expression_is_compared_at_full_precision(text: str, kinds: tuple[str, ...]) -> None:
    """An expression must lie in the range; too coarse if its decimals could be finer ones."""
    assert said("dC/dw3", text).kind in kinds


@pytest.mark.parametrize(("more", "kind"), [(1 + 5e-13, "correct"), (1 + 1e-11, "not correct")])
def test_an_expression_has_the_slack_of_floating_point(more: float, kind: str) -> None:
    """Past the end of the range an expression may be by 1e-12 of it, and by no more."""
    step = trace(problem_of(CHAIN)).step("dC/dw3")
    verdict = grade(step, f"{right_range(step).high * more!r}*1")
    assert (kind == "correct") == (verdict.kind == "correct")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("-0.49197", CORRECT),
        ("-0.49198", CORRECT),
        ("-0.491973", CORRECT),
        ("-0.49197290104491304", CORRECT),
        ("-0.49196", CORRECT),
        ("-0.49195", NOT_RIGHT),
        ("-0.49200", NOT_RIGHT),
        ("-0.492", COARSE),
        ("-0.4920", COARSE),
        ("-0.49", COARSE),
        ("-0.5", COARSE),
        ("-0.50000", NOT_RIGHT),
        ("-0.508", NOT_RIGHT),
        ("-0.5+0.5*0.01605", CORRECT),
        ("w1+eta*0.0162", NOT_RIGHT),
        ("-0.5-(-0.008027)", CORRECT),
        ("w1-step(w1)", CORRECT),
    ],
)
def test_a_new_value_is_compared_at_the_place_of_its_step(
    text: str, kinds: tuple[str, ...]
) -> None:
    """A step of −0.00803 is seen in the fifth decimal of −0.5 + 0.00803: that is asked for."""
    assert said("w1+", text).kind in kinds


def test_a_coarse_new_value_is_told_its_decimal_places() -> None:
    """Whoever gives 3 digits of a new value is told how many decimal places show the step."""
    assert "5 decimal places" in said("w1+", "-0.492").message


def whole(value: float) -> Step:
    """Return a step whose value is a number of the problem's."""
    document = {
        "layers": [{"weights": [[1.0]], "biases": [value], "activation": "identity"}],
        "cost": "squared_error",
        "examples": [{"x": [0.0], "y": [0.0]}],
    }
    return trace(Problem.model_validate(document)).step("z1")


@pytest.mark.parametrize(
    ("value", "text", "kinds"),
    [
        (1142.0, "1140", CORRECT),
        (1142.0, "1142", CORRECT),
        (1142.0, "1150", CORRECT),
        (1142.0, "1141", CORRECT),
        (1142.0, "1130", NOT_RIGHT),
        (1142.0, "1144", NOT_RIGHT),
        (1142.0, "1140.0", NOT_RIGHT),
        (1142.0, "1100", COARSE),
        (1142.0, "1000", COARSE),
        (1142.0, "1.14e3", CORRECT),
        (0.25, "0.25", CORRECT),
        (0.25, "0.3", COARSE),
        (0.2504, "0.25", CORRECT),
        (0.2524, "0.25", COARSE),
        (0.2524, "0.250", NOT_RIGHT),
        (2.0, "2", CORRECT),
        (2.004, "2", CORRECT),
        (2.04, "2", COARSE),
        (0.139, "0.138", CORRECT),
        (0.0999, "0.1", CORRECT),
        (-0.0306, "-0.0305", CORRECT),
    ],
)
def test_digits_are_counted_as_they_are_written(
    value: float, text: str, kinds: tuple[str, ...]
) -> None:
    """0.25 is 0.250, 1140 has three digits, and a unit of the last digit is always granted."""
    assert grade(whole(value), text).kind in kinds


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("0", True),
        ("0.000", True),
        ("-0", True),
        ("0e5", True),
        ("a2-y", True),
        ("0.001", False),
        ("1e-9", False),
        ("-1e-300", False),
        ("0.5", False),
    ],
)
def test_of_exactly_nothing_only_nothing_is_right(text: str, right: bool) -> None:  # noqa: FBT001
    """Where the value is exactly 0 only 0 is right, however it is written."""
    verdict = said("dC/da2", text, "special_zero_error")
    assert right == (verdict.kind == "correct")
    assert verdict.kind in (*CORRECT, *NOT_RIGHT)


@pytest.mark.parametrize(("bias", "kinds"), [(7.824, CORRECT), (3.0, NOT_RIGHT)])
def test_a_typed_zero_is_right_if_the_range_holds_it(bias: float, kinds: tuple[str, ...]) -> None:
    """The slope at a = 0.9996 may be 0 by honest rounding; that at a = 0.953 may not."""
    document = {
        "layers": [{"weights": [[0.0]], "biases": [bias], "activation": "sigmoid"}],
        "cost": "squared_error",
        "examples": [{"x": [1.0], "y": [0.5]}],
    }
    step = trace(Problem.model_validate(document)).step("da1/dz1")
    for text in ("0", "0.000", "-0.0"):
        assert grade(step, text).kind in kinds


@pytest.mark.parametrize(
    ("text", "kinds"), [("0", CORRECT), ("1", CORRECT), ("0.5", NOT_RIGHT), ("0.997", NOT_RIGHT)]
)
def test_at_a_kink_there_are_two_answers_and_none_between(
    text: str, kinds: tuple[str, ...]
) -> None:
    """At z = 0.1 + 0.2 − 0.3, 5.6e-17 in floats, relu's slope is 0 or 1 and never ½."""
    document = {
        "layers": [{"weights": [[1.0, 1.0]], "biases": [-0.3], "activation": "relu"}],
        "cost": "squared_error",
        "examples": [{"x": [0.1, 0.2], "y": [1.0]}],
    }
    step = trace(Problem.model_validate(document)).step("da1/dz1")
    assert grade(step, text).kind in kinds


@pytest.mark.parametrize(("text", "right"), [("0", True), ("1", False), ("0.5", False)])
def test_a_sum_of_exactly_nothing_has_the_slope_0(text: str, right: bool) -> None:  # noqa: FBT001
    """Where z is exactly 0 relu's slope is 0 and nothing else."""
    verdict = said("da1[0]/dz1[0]@0", text, "special_relu_exact_zero")
    assert right == (verdict.kind == "correct")


def three_units_outside(end: float, place: int | None, *, above: bool) -> str:
    """Return a number that lies 3 units of its third digit, or of a place, beyond an end."""
    value = Decimal(repr(end))
    if place is None:
        place = value.adjusted() - 2
    unit = Decimal(1).scaleb(place)
    rounding = ROUND_CEILING if above else ROUND_FLOOR
    outside = value.quantize(unit, rounding) + (3 if above else -3) * unit
    return f"{outside:f}"


@given(problems(), st.integers(0, 99))
def test_three_units_outside_the_range_is_wrong(problem: Problem, seed: int) -> None:
    """A number 3 units of the third digit outside is not right, nor too coarse, in any step."""
    traced, rng = trace(problem), random.Random(seed)  # noqa: S311  # no secret
    steps = traced.steps(some_parameter(rng, traced))
    for step in rng.sample(list(steps), min(10, len(steps))):
        for alone in (False, True):
            right = right_range(step, NOTHING, only_given) if alone else right_range(step)
            if right.zero or 0.0 in (right.low, right.high) or len(right.pieces) > 1:
                continue
            place = place_of_new_value(step)
            for end, above in ((right.high, True), (right.low, False)):
                if place is None and end * (1 if above else -1) < 0.0:
                    continue  # towards 0 the digits become finer
                text = three_units_outside(end, place, above=above)
                verdict = grade(step, text, alone=alone)
                assert verdict.kind in NOT_RIGHT, (step.id, text, right)


@pytest.mark.parametrize(
    ("text", "cut"),
    [("0.834", True), ("0.835", False), ("0.8348", False), ("0.83480", False), ("0.83", None)],
)
def test_a_number_that_was_cut_off_gets_a_word_about_it(text: str, cut: bool | None) -> None:  # noqa: FBT001
    """For 0.8348036, 0.834 is correct though cut off; 0.83 is too coarse."""
    verdict = said("a3", text)
    if cut is None:
        assert verdict.kind == "too_coarse"
    else:
        assert verdict.kind == "correct"
        assert cut == ("cut off" in verdict.message)


def test_given_numbers_in_the_wrong_places_are_not_called_coarse() -> None:
    """A swapped weight has few decimals, and all of them: 0.5·(−0.9) + 1.4·0.6 + 0.6 = 0.99."""
    document = {
        "cost": "squared_error",
        "layers": [
            {
                "weights": [[0.5, 1.5], [1.4, -1.8]],
                "biases": [0.6, 1.0],
                "activation": "sigmoid",
            }
        ],
        "examples": [{"x": [-0.9, 0.6], "y": [1.0, 0.0]}],
    }
    step = trace(Problem.model_validate(document)).step("z1[0]")
    verdict = grade(step, "0.5*(-0.9) + 1.4*0.6 + 0.6")
    assert ("misconception", (("indices_swapped",),)) == (verdict.kind, verdict.misconceptions)
    assert "correct" == grade(step, "0.5*(-0.9) + 1.5*0.6 + 0.6").kind


@pytest.mark.parametrize(
    ("address", "text", "kinds"),
    [("dz3/db3", "2", ("misconception",)), ("a3", "1.7", ("wrong",)), ("a3", "0.8", COARSE)],
)
def test_a_unit_away_that_is_no_rounding_is_named_where_it_can_be(
    address: str, text: str, kinds: tuple[str, ...]
) -> None:
    """2 for 1 is a factor 2 too many, not 1 with too few digits."""
    assert said(address, text).kind in kinds


@pytest.mark.parametrize(
    ("text", "error"),
    [("1.37", "gradient_added"), ("1.155", "rate_forgotten"), ("1.01", "rate_divides")],
)
def test_a_wrong_new_value_with_too_few_places_is_named_all_the_same(text: str, error: str) -> None:
    """By hand from w = 1.3, g = 0.14525, η = 0.5: 1.3 + 0.07262, 1.3 − g and 1.3 − 2g."""
    assert (error,) in said("w3+", text).misconceptions
