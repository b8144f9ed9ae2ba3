"""Verdicts: an honest learner is right, always; and what each kind of verdict carries."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.learners import simulated
from tests.networks import ELEMENTWISE, UNFUSED_SOFTMAX, problem_of, problems, random_document
from tutor import Problem, Trace, Verdict, grade, trace

KINDS = ("correct", "follow_through", "too_coarse", "misconception", "wrong", "unreadable")
STEPS_WITH_RULES = {
    *("weighted_sum", "activation", "cost", "cost_slope", "activation_slope", "weight_factor"),
    *("bias_factor", "activation_factor", "product", "path_term", "path_sum", "fused_slope"),
    *("average", "step", "update"),
}
SEEDS = range(5)
PROBLEMS_PER_SEED = 4
QUESTIONS = 25
ONE_DECIMAL, FOUR_DECIMALS, MANY = (1,), (4,), (None,)


@cache
def refused(seed: int, decimals: tuple[int | None, ...]) -> tuple[list[str], Counter[str]]:
    """Return the honest answers that were refused, and how many of each kind of step there were.

    Left out is what rounding leaves of a value that is exactly 0: of that, only 0 is right.
    """
    faults, counts = [], Counter[str]()
    for number in range(PROBLEMS_PER_SEED):
        rng = random.Random(f"{seed}:{number}:{decimals}")  # noqa: S311  # no secret
        document = random_document(rng, decimals=decimals)
        for answer, verdict in simulated(rng, document, QUESTIONS):
            if not answer.left_of_nothing:
                counts[answer.step.kind] += 1
                if verdict.kind != "correct":
                    faults.append(f"{verdict.kind}: {answer}")
    return faults, counts


@pytest.mark.parametrize(
    "decimals", [ONE_DECIMAL, FOUR_DECIMALS, MANY], ids=["one", "four", "many"]
)
@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_works_rightly_is_right(seed: int, decimals: tuple[int | None, ...]) -> None:
    """Worked from what is on the screen, rounded or cut off as one goes, every answer is correct.

    Each input is taken exactly, as shown, or as answered before, to 3, 4 or 5 digits; the result is
    written with 3 digits or more. Results alone are composed with 5 digits carried between.
    """
    faults, _ = refused(seed, decimals)
    assert faults == []


def test_the_simulated_learners_meet_every_kind_of_step() -> None:
    """The simulation works thousands of answers, and some to every kind of step."""
    counts = Counter[str]()
    for seed, decimals in itertools.product(SEEDS, (ONE_DECIMAL, FOUR_DECIMALS, MANY)):
        counts += refused(seed, decimals)[1]
    assert counts.total() > 3000
    assert STEPS_WITH_RULES <= {str(kind) for kind in counts}


@pytest.mark.parametrize("seed", range(4))
def test_whoever_works_an_unfused_softmax_rightly_is_right(seed: int) -> None:
    """The paths through the outputs of a softmax with squared errors are graded as fairly."""
    rng = random.Random(seed)  # noqa: S311  # no secret
    document = random_document(rng, heads=UNFUSED_SOFTMAX, sizes=(2, 2, 3), decimals=(1,))
    faults = [
        str(answer)
        for answer, verdict in simulated(rng, document, QUESTIONS)
        if verdict.kind != "correct" and not answer.left_of_nothing
    ]
    assert faults == []


def half_rounded(step: str, answer: str, *, bias: float = 0.01) -> Verdict:
    """Return the verdict on an answer where z is a bias, a = σ(z), and C is (a − 0)²."""
    document = {
        "layers": [{"weights": [[0.0]], "biases": [bias], "activation": "sigmoid"}],
        "cost": "squared_error",
        "examples": [{"x": [1.0], "y": [0.0]}],
    }
    return grade(trace(Problem.model_validate(document)).step(step), answer)


@pytest.mark.parametrize(
    ("step", "answer"),
    [("dC/da1", "1.006"), ("dC/da1", "2*0.503"), ("C", "0.503^2"), ("dC/da1", "1.004")],
)
def test_a_half_on_the_screen_is_rounded_as_people_round(step: str, answer: str) -> None:
    """What is shown as 0.5025 is 0.503 to three digits, and 0.502 cut off: both are honest."""
    assert half_rounded(step, answer).kind == "correct"


def test_a_number_of_five_figures_is_rounded_as_it_is_shown() -> None:
    """A value of −26544.69 is shown as −26545, which is −26550 to four digits."""
    document = {
        "layers": [{"weights": [[0.0]], "biases": [-26544.69], "activation": "identity"}],
        "cost": "half_squared_error",
        "examples": [{"x": [1.0], "y": [0.5]}],
    }
    traced = trace(Problem.model_validate(document))
    assert traced.shown(traced.address("a1")) == "-26545"
    assert grade(traced.step("dC/da1"), "-26550.5").kind == "correct"


@pytest.fixture(scope="module")
def chain() -> Trace:
    """Return the trace of the sketch's chain."""
    return trace(problem_of("recommended_chain_1_1_1_1"))


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0.145", "correct", 0.145),
        ("0.15", "too_coarse", 0.15),
        ("-0.145", "misconception", -0.145),
        ("0.7777", "wrong", 0.7777),
        ("0.14.5", "unreadable", None),
        ("", "unreadable", None),
        ("   ", "unreadable", None),
        ("2*", "unreadable", None),
        ("1/0", "unreadable", None),
    ],
)
def test_a_verdict_says_what_was_read(
    chain: Trace, text: str, kind: str, value: float | None
) -> None:
    """A verdict carries its kind, the number as read and a message; unreadable has no number."""
    verdict = grade(chain.step("dC/dw3"), text)
    assert (kind, value) == (verdict.kind, verdict.value)
    assert verdict.message


def test_a_misconception_is_named_by_ids(chain: Trace) -> None:
    """What explains an answer is a list of tuples of ids; a right answer has none."""
    flipped = grade(chain.step("dC/da3"), "-1.67")
    assert ("sign_flipped",) in flipped.misconceptions
    assert () not in flipped.misconceptions
    both = grade(chain.step("dC/da3"), "-0.835")
    assert ("sign_flipped", "factor_two_dropped") in both.misconceptions
    for text in ("1.67", "7", "2*"):
        assert grade(chain.step("dC/da3"), text).misconceptions == ()


@pytest.mark.parametrize("text", ["-1.67", "0.835", "7.77", "1.5", "0", "x/0", "dC/da3"])
def test_no_message_to_a_learner_who_is_not_right_gives_the_answer(chain: Trace, text: str) -> None:
    """A message never holds the right number, and never says "you did"."""
    message = grade(chain.step("dC/da3"), text).message
    assert "1.67" not in message.replace(text, "")
    assert "you did" not in message.lower()


def test_the_example_of_the_interface_works(chain: Trace) -> None:
    """The calls in interface.md give verdicts: an expression, earlier values, a result alone."""
    assert grade(chain.step("dC/da3[0]@0"), "2*(0.8348-0)").kind == "correct"
    own = grade(chain.step("dC/da2[0]@0"), "0.301", earlier={"dC/da3[0]": 1.68})
    assert own.kind == "correct"
    assert grade(chain.step("dC/dw1[0,0]"), "-0.01605", alone=True).kind == "correct"


@pytest.mark.parametrize(
    ("text", "alone", "right"),
    [
        ("-0.0161", True, True),
        ("-0.0160", True, True),
        ("-0.01605", True, True),
        ("-0.01606", True, True),
        ("-0.01602", False, True),
        ("-0.01602", True, False),
        ("-0.01608", True, False),
    ],
)
def test_a_result_alone_is_asked_more_precisely(
    chain: Trace,
    text: str,
    alone: bool,  # noqa: FBT001
    right: bool,  # noqa: FBT001
) -> None:
    """−0.016054: worked from three digits −0.01602 is honest, from hidden values it is not."""
    verdict = grade(chain.step("dC/dw1"), text, alone=alone)
    assert right == (verdict.kind == "correct")


def test_alone_whoever_rounds_too_early_is_told(chain: Trace) -> None:
    """A result from 3 digits carried between lies outside the range of 5, by its fourth digit."""
    early = 1.4 * 0.235 * (-0.7 * 0.233 * (1.3 * 0.138 * 1.67))
    assert grade(chain.step("dC/dw1"), f"{early:.4g}", alone=True).kind != "correct"


@given(problems(), st.integers(0, 99))
@settings(max_examples=25)
def test_the_exact_value_is_always_right(problem: Problem, seed: int) -> None:
    """A value given in full is correct in every step, and alone."""
    traced, rng = trace(problem), random.Random(seed)  # noqa: S311  # no secret
    steps = list(traced.steps("b1[0]"))
    for step in rng.sample(steps, min(12, len(steps))):
        for alone in (False, True):
            verdict = grade(step, repr(traced.settled(step.place)), alone=alone)
            assert (step.id, "correct") == (step.id, verdict.kind)


@given(problems(), st.text(max_size=30), st.booleans())
@settings(max_examples=60)
def test_any_text_gets_a_verdict(problem: Problem, text: str, alone: bool) -> None:  # noqa: FBT001
    """Whatever is typed gets one of the six verdicts, and never an exception."""
    steps = trace(problem).steps("b1[0]")
    verdict = grade(steps[len(text) % len(steps)], text, alone=alone)
    assert verdict.kind in KINDS
    assert (verdict.value is None) == (verdict.kind == "unreadable")


@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_where_numbers_overflow_every_text_gets_a_verdict(activation: str) -> None:
    """Infinite values in a trace are no reason to fail, nor to call a finite number right."""
    layer = {"weights": [[1e200]], "biases": [0.0], "activation": activation}
    output = layer | {"activation": "identity"}
    document = {
        "layers": [layer, output, output],
        "cost": "squared_error",
        "examples": [{"x": [1.0], "y": [0.0]}, {"x": [-1.0], "y": [0.0]}],
    }
    for step in trace(Problem.model_validate(document)).steps("w1"):
        for text in ("1", "0", "1e300", "2*3"):
            for alone in (False, True):
                assert grade(step, text, alone=alone).kind in KINDS
