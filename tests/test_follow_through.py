"""Work handed in as a whole: a step that is right from a wrong value is marked so."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks import problem_of, problems
from tutor import Problem, Trace, grade, trace
from tutor.chain.numbers import text_of


@pytest.fixture(scope="module")
def chain() -> Trace:
    """Return the trace of 1-1-1-1: dC/da3 is 1.670, da3/dz3 is 0.1379, dz3/dw3 is 0.6308."""
    return trace(problem_of("recommended_chain_1_1_1_1"))


def test_what_is_right_from_a_wrong_value_is_followed_through(chain: Trace) -> None:
    """0.835 for 1.670 makes half the product; the message says which it is, and no number."""
    number = f"{0.835 * 0.1379 * 0.6308:.3g}"
    verdict = grade(chain.step("dC/dw3@0"), number, earlier={"dC/da3": 0.835})
    assert "follow_through" == verdict.kind
    assert "your own earlier value" in verdict.message
    assert () == verdict.misconceptions
    assert not verdict.is_right


def test_a_right_answer_is_correct_whatever_came_before(chain: Trace) -> None:
    """Somebody who mended a value is not marked down for the old one."""
    assert "correct" == grade(chain.step("dC/dw3@0"), "0.145", earlier={"dC/da3": 0.835}).kind


@pytest.mark.parametrize("own", [0.0, 1.0, "0", "1.00"])
def test_a_value_that_made_the_step_trivial_is_not_followed(chain: Trace, own: float | str) -> None:
    """With 0 or 1 in the place of a factor nothing is left to be worked."""
    number = f"{float(own) * 0.1379 * 0.6308:.3g}"
    verdict = grade(chain.step("dC/dw3@0"), number, earlier={"dC/da3": own})
    assert verdict.kind in ("wrong", "misconception")


def test_what_does_not_follow_is_wrong(chain: Trace) -> None:
    """A wrong value before is no licence."""
    verdict = grade(chain.step("dC/dw3@0"), "0.0913", earlier={"dC/da3": 0.835})
    assert verdict.kind in ("wrong", "misconception")


def test_a_wrong_value_that_the_step_does_not_need_changes_nothing(chain: Trace) -> None:
    """Only a step's own inputs are followed, where all of them can be seen."""
    half = f"{0.145 / 2:.3g}"
    verdict = grade(chain.step("dC/dw3@0"), half, earlier={"z1": 5.0})
    assert "misconception" == verdict.kind
    assert ("factor_two_dropped",) in verdict.misconceptions


def test_work_handed_in_as_a_whole_is_graded_to_the_end(chain: Trace) -> None:
    """One slip at the beginning is held against that step only."""
    earlier: dict[str, float | str] = {}
    kinds = []
    values = {
        "dC/da3[0]@0": "0.835",
        "da3[0]/dz3[0]@0": "0.138",
        "dz3[0]/da2[0]": "1.3",
        "dC/da2[0]@0": f"{1.3 * 0.138 * 0.835:.3g}",
        "da2[0]/dz2[0]@0": "0.233",
        "dz2[0]/da1[0]": "-0.7",
        "dC/da1[0]@0": f"{-0.7 * 0.233 * 1.3 * 0.138 * 0.835:.3g}",
    }
    for step, typed in values.items():
        kinds.append(str(grade(chain.step(step), typed, earlier).kind))
        earlier[step] = typed
    right = "correct"
    assert [
        "misconception",
        *(right, right),
        "follow_through",
        *(right, right),
        "follow_through",
    ] == kinds


def test_alone_the_chain_is_followed_from_any_wrong_value(chain: Trace) -> None:
    """A result for which nothing was shown may follow from a value of the learner's own."""
    own = 2 * chain.value("dC/da3@0") * 1.1
    number = chain.value("dC/dw1@0") * 2.2
    verdict = grade(chain.step("dC/dw1@0"), f"{number:.4g}", earlier={"dC/da3": own}, alone=True)
    assert "follow_through" == verdict.kind


@given(problems(), st.integers(0, 10**6), st.floats(1.3, 1.9))
@settings(max_examples=40, deadline=None)
def test_any_product_is_followed_through(problem: Problem, seed: int, off: float) -> None:
    """In any network: a wrong slope, and the product worked rightly from it."""
    traced, rng = trace(problem), random.Random(seed)  # noqa: S311  # no secret
    steps = [step for step in traced.steps("w1[0,0]") if step.kind == "product"]
    step = rng.choice(steps)
    slope = next((each for each in step.inputs if each.startswith("dC/d")), None)
    if slope is None or abs(step.value) < 1e-6 or abs(traced.value(slope)) < 1e-6:
        return
    own = float(text_of(traced.value(slope) * off, 4))
    if own in (0.0, 1.0):
        return
    number = step.value / traced.value(slope) * own
    verdict = grade(step, f"{number:.5g}", earlier={slope: own})
    assert (step.id, "follow_through") == (step.id, verdict.kind)
