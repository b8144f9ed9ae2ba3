"""Hints: four levels from the rule, and always true of these very numbers."""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks import UNFUSED_SOFTMAX, problem_of, problems, random_document
from tutor import Problem, grade, trace
from tutor.chain.notation import ASCII, NOTATIONS, UNICODE, Notation
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.grading.hints import LEVELS, hint
from tutor.grading.reading import read

PROBLEMS_PER_SEED = 250
ODD = (
    "special_saturated_sigmoid_pm40",
    "special_saturated_softmax_pm40",
    "special_dead_relu",
    "special_relu_exact_zero",
    "special_zero_error",
    "special_cancelling_examples",
)


def some_steps(rng: random.Random, problem: Problem, count: int) -> list[Step]:
    """Return some steps of the chain of some parameter."""
    layer = rng.randrange(1, len(problem.sizes))
    j, k = rng.randrange(problem.sizes[layer]), rng.randrange(problem.sizes[layer - 1])
    name = rng.choice((f"w{layer}[{j},{k}]", f"b{layer}[{j}]"))
    steps = trace(problem).steps(name)
    return [steps[at] for at in rng.sample(range(len(steps)), min(count, len(steps)))]


@cache
def refused(seed: int) -> tuple[list[str], Counter[Kind]]:
    """Return the last hints that are not correct, and how many of each kind there were."""
    rng = random.Random(seed)  # noqa: S311  # no secret
    faults, counts = [], Counter[Kind]()
    for number in range(PROBLEMS_PER_SEED):
        heads = {"heads": UNFUSED_SOFTMAX} if number % 10 == 0 else {}
        most = rng.choice((0.5, 2.0, 20.0, 200.0))
        document = random_document(rng, most=most, **heads)  # type: ignore[arg-type]
        for step in some_steps(rng, Problem.model_validate(document), 4):
            counts[step.kind] += 1
            text = hint(step, 4, rng.choice([*NOTATIONS.values()]))
            if grade(step, text).kind != "correct":
                faults.append(f"{step.id}: {text} in {document}")
    return faults, counts


@pytest.mark.parametrize("seed", range(4))
def test_the_last_hint_given_as_an_answer_is_correct(seed: int) -> None:
    """A law, over a thousand random problems, with numbers small and huge, and every notation."""
    assert [] == refused(seed)[0]


def test_the_law_is_tried_at_every_kind_of_step() -> None:
    """None is left out."""
    assert set(Kind) == set().union(*(refused(seed)[1] for seed in range(4)))


@given(problems(), st.integers(0, 10**6), st.sampled_from([*NOTATIONS.values()]))
@settings(max_examples=60, deadline=None)
def test_the_law_holds_for_any_problem(problem: Problem, seed: int, notation: Notation) -> None:
    """The same, with hypothesis looking for what breaks it."""
    rng = random.Random(seed)  # noqa: S311  # no secret
    for step in some_steps(rng, problem, 3):
        assert (step.id, "correct") == (step.id, grade(step, hint(step, 4, notation)).kind)


@pytest.mark.parametrize("case", ODD)
def test_the_law_holds_where_numbers_are_odd(case: str) -> None:
    """Saturated and dead neurons, exact zeros, sums that cancel: at every step of a chain."""
    for step in trace(problem_of(case)).steps("w1[0,0]"):
        assert (step.id, "correct") == (step.id, grade(step, hint(step, 4, UNICODE)).kind)


@given(problems(), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_the_third_hint_works_out_to_a_right_answer(problem: Problem, seed: int) -> None:
    """What stands after the sign of equality can be typed as it is, in ASCII."""
    rng = random.Random(seed)  # noqa: S311  # no secret
    for step in some_steps(rng, problem, 3):
        text = hint(step, 3, ASCII).partition(" = ")[2]
        if len(text) > 200 or re.search(r"leaky_relu|'|\.\.\.|nan|inf", text):
            continue
        assert (step.id, text, "correct") == (step.id, text, grade(step, text).kind)


@given(problems(), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_the_first_two_hints_hold_no_numbers_of_the_problem(problem: Problem, seed: int) -> None:
    """The idea is told in words and the formula in symbols: what is not a name is a rule's own."""
    rng = random.Random(seed)  # noqa: S311  # no secret
    for step in some_steps(rng, problem, 3):
        for level in (1, 2):
            text = re.sub(r"[a-zA-Z]\d*(?:\[[\d,]+\])?(?:@\d+)?\+?", "", hint(step, level, ASCII))
            own = {"", "0", "1", "2", str(problem.sizes[-1]), str(len(problem.examples))}
            assert set(re.findall(r"\d+(?:\.\d+)?", text)) <= own


@pytest.mark.parametrize("notation", NOTATIONS.values(), ids=NOTATIONS)
def test_there_are_four_levels_at_every_step(notation: Notation) -> None:
    """Idea, formula, numbers, value: each says something else, and more."""
    for step in trace(problem_of("recommended_2_3_3_four_examples")).steps("w1[0,0]"):
        told = [hint(step, level, notation) for level in range(1, len(LEVELS) + 1)]
        assert all(told)
        assert told[0] != told[1]
        assert told[3] == step.trace.shown(step.place)


def test_the_levels_of_one_step() -> None:
    """The last hint is a plain number, however the formula is written."""
    step = trace(problem_of("recommended_chain_1_1_1_1")).step("da3/dz3")
    assert [
        "It is the derivative of sigmoid, taken at z⁽³⁾: how steep the curve is there.",
        "∂a⁽³⁾/∂z⁽³⁾ = σ′(z⁽³⁾) = a⁽³⁾(1 − a⁽³⁾)",
        "∂a⁽³⁾/∂z⁽³⁾ = 0.8348(1 - 0.8348)",
        "0.1379",
    ] == [hint(step, level, UNICODE) for level in range(1, 5)]
    assert 0.1379 == read(hint(step, 4, UNICODE), {}).value


@pytest.mark.parametrize("level", [-1, 0, 5])
def test_another_level_is_refused(level: int) -> None:
    """The levels are counted from 1 to 4."""
    step = trace(problem_of("recommended_chain_1_1_1_1")).step("da3/dz3")
    with pytest.raises(ValueError, match="hints have the levels 1 to 4"):
        hint(step, level, UNICODE)
