"""Steps: their texts, their numbers, and that what they say is right when typed."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks import ELEMENTWISE, problem_of, problems
from tests.test_order import some_parameter
from tutor import Problem, Trace, grade, trace
from tutor.chain.steps import Step

CHAIN, WIDE = "recommended_chain_1_1_1_1", "recommended_2_3_3_four_examples"
LONGEST = 200
FIELDS = [
    "id",
    "kind",
    "address",
    "example",
    "symbols",
    "ascii",
    "latex",
    "numbers",
    "value",
    "inputs",
]


def chain_of(problem: Problem, data: Any) -> list[Step]:  # noqa: ANN401
    traced = trace(problem)
    return list(traced.steps(some_parameter(traced, data)))


@pytest.mark.parametrize(
    ("case", "address", "symbols", "ascii_text", "numbers"),
    [
        (
            CHAIN,
            "z3",
            "z⁽³⁾ = w⁽³⁾ · a⁽²⁾ + b⁽³⁾",
            "z3 = w3*a2 + b3",
            "z⁽³⁾ = 1.3 · 0.6308 + 0.8 = 1.620",
        ),
        (CHAIN, "a3", "a⁽³⁾ = σ(z⁽³⁾)", "a3 = sigmoid(z3)", "a⁽³⁾ = σ(1.620) = 0.8348"),
        (CHAIN, "C", "C₀ = (a⁽³⁾ − y)²", "C = (a3 - y)^2", "C₀ = (0.8348 - 0)² = 0.6969"),
        (
            CHAIN,
            "dC/da3",
            "∂C₀/∂a⁽³⁾ = 2(a⁽³⁾ − y)",
            "dC/da3 = 2*(a3 - y)",
            "∂C₀/∂a⁽³⁾ = 2(0.8348 - 0) = 1.670",
        ),
        (
            CHAIN,
            "da3/dz3",
            "∂a⁽³⁾/∂z⁽³⁾ = σ′(z⁽³⁾) = a⁽³⁾(1 − a⁽³⁾)",
            "da3/dz3 = sigmoid'(z3) = a3*(1 - a3)",
            "∂a⁽³⁾/∂z⁽³⁾ = 0.8348(1 - 0.8348) = 0.1379",
        ),
        (
            CHAIN,
            "dC/dw3",
            "∂C₀/∂w⁽³⁾ = ∂z⁽³⁾/∂w⁽³⁾ · ∂a⁽³⁾/∂z⁽³⁾ · ∂C₀/∂a⁽³⁾",
            "dC/dw3 = dz3/dw3*da3/dz3*dC/da3",
            "∂C₀/∂w⁽³⁾ = 0.6308 · 0.1379 · 1.670 = 0.1452",
        ),
        (CHAIN, "dz3/db3", "∂z⁽³⁾/∂b⁽³⁾ = 1", "dz3/db3 = 1", "∂z⁽³⁾/∂b⁽³⁾ = 1"),
        (CHAIN, "dz3/da2", "∂z⁽³⁾/∂a⁽²⁾ = w⁽³⁾", "dz3/da2 = w3", "∂z⁽³⁾/∂a⁽²⁾ = 1.3"),
        (CHAIN, "w1+", "w⁽¹⁾⁺ = w⁽¹⁾ − step(w⁽¹⁾)", "w1+ = w1 - step(w1)", None),
        (
            WIDE,
            "z1[0]@1",
            "z⁽¹⁾₀ = w⁽¹⁾₀₀ · x₀ + w⁽¹⁾₀₁ · x₁ + b⁽¹⁾₀",
            "z1[0] = w1[0,0]*x[0] + w1[0,1]*x[1] + b1[0]",
            "z⁽¹⁾₀ = 1.3 · 0.8 + (-1.5 · 1.1) + (-0.5) = -1.110",
        ),
        (
            WIDE,
            "dC/da1[1]@3",
            "∂C₃/∂a⁽¹⁾₁ = ∂C₃/∂a⁽¹⁾₁|z⁽²⁾₀ + ∂C₃/∂a⁽¹⁾₁|z⁽²⁾₁ + ∂C₃/∂a⁽¹⁾₁|z⁽²⁾₂",
            "dC/da1[1] = dC/da1[1]|z2[0] + dC/da1[1]|z2[1] + dC/da1[1]|z2[2]",
            None,
        ),
        (
            WIDE,
            "dC/db1[1]",
            "∂C/∂b⁽¹⁾₁ = (∂C₀/∂b⁽¹⁾₁ + ∂C₁/∂b⁽¹⁾₁ + ∂C₂/∂b⁽¹⁾₁ + ∂C₃/∂b⁽¹⁾₁)/4",
            "dC/db1[1] = (dC/db1[1]@0 + dC/db1[1]@1 + dC/db1[1]@2 + dC/db1[1]@3)/4",
            None,
        ),
        (
            "mlp_random_07",
            "da2/dz2@0",
            "∂a⁽²⁾/∂z⁽²⁾ = leaky_relu′(z⁽²⁾)",
            "da2/dz2 = leaky_relu'(z2)",
            "∂a⁽²⁾/∂z⁽²⁾ = leaky_relu′(4.084) = 1",
        ),
    ],
)
def test_a_step_is_written_as_in_the_video(
    case: str, address: str, symbols: str, ascii_text: str, numbers: str | None
) -> None:
    """The equation is in the video's order, in symbols, in ASCII and with numbers."""
    step = trace(problem_of(case)).step(address)
    assert (symbols, ascii_text) == (step.symbols, step.ascii)
    assert numbers in (None, step.numbers)


def test_latex_is_that_of_the_video() -> None:
    """The product of the last layer reads in LaTeX as in the source notes."""
    expected = (
        r"\frac{\partial C_{0}}{\partial w^{(3)}} = \frac{\partial z^{(3)}}{\partial w^{(3)}}"
        r" \cdot \frac{\partial a^{(3)}}{\partial z^{(3)}}"
        r" \cdot \frac{\partial C_{0}}{\partial a^{(3)}}"
    )
    assert expected == trace(problem_of(CHAIN)).step("dC/dw3").latex


@given(problems(), st.data())
@settings(max_examples=20)
def test_texts_keep_to_their_signs(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """Ascii is pure ASCII, numbers have no minus but the ASCII one, LaTeX braces are balanced."""
    for step in chain_of(problem, data):
        assert step.ascii.isascii()
        assert not re.search(r"[\u2010-\u2015\u2212]\s*[\d(]", step.numbers)
        assert "−" not in step.numbers.partition(" = ")[2]
        depth = 0
        for brace in re.findall(r"(?<!\\)[{}]", step.latex):
            depth += 1 if brace == "{" else -1
            assert depth >= 0
        assert depth == 0
        assert step.latex.isascii()
        assert step.latex.count(r"\left") == step.latex.count(r"\right")


@given(problems(), st.data())
def test_every_equation_gives_the_quantity_asked_for(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """The left-hand side of the ascii equation is an address of the step's own quantity."""
    for step in chain_of(problem, data):
        name = step.ascii.partition(" = ")[0]
        assert step.id == str(step.trace.address(name, step.example))


@given(problems(), st.data())
def test_numbers_end_with_the_value_shown(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """At the end of the numbers stands the value, to 4 digits at least and not a digit wrong."""
    for step in chain_of(problem, data):
        text = step.numbers.rpartition(" = ")[2]
        shown = Decimal(text)
        value = step.trace.settled(step.place)
        if value == 0.0:
            assert text == "0"
            continue
        place = Decimal(repr(value)).adjusted() - 3
        half = Decimal(5).scaleb(place - 1)
        assert abs(shown - Decimal(value)) <= half * Decimal("1.0001")


def is_typable(side: str) -> bool:
    """Return whether a side of an equation is one to type: no prime, no dots, no words.

    For leaky_relu there is a test of its own.
    """
    untyped = ("'", "′", "...", "…", "every weight", "eaky")
    return len(side) <= LONGEST and not any(sign in side for sign in untyped)


@given(problems(), st.data())
@settings(max_examples=25)
def test_the_formula_typed_as_an_answer_is_correct(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """Whoever types the right-hand side in names is right."""
    for step in chain_of(problem, data):
        side = step.ascii.rpartition(" = ")[2]
        if is_typable(side):
            verdict = grade(step, side)
            assert (step.id, side, "correct") == (step.id, side, verdict.kind)


@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_every_function_that_is_written_can_be_typed(activation: str) -> None:
    """Whoever types an activation's formula as it stands on the screen is right."""
    document = {
        "layers": [{"weights": [[0.5]], "biases": [-1.1], "activation": activation}],
        "cost": "squared_error",
        "examples": [{"x": [0.8], "y": [0.0]}],
    }
    step = trace(Problem.model_validate(document)).step("a1")
    for text in (step.ascii, step.numbers):
        assert grade(step, text.split(" = ")[1]).kind == "correct"


@given(problems(), st.data())
@settings(max_examples=25)
def test_the_numbers_on_the_screen_typed_as_an_answer_are_correct(
    problem: Problem,
    data: Any,  # noqa: ANN401 - what hypothesis draws
) -> None:
    """Whoever types the numbers that are shown, unrounded or worked out, is right."""
    for step in chain_of(problem, data):
        for side in step.numbers.split(" = ")[1:]:
            if is_typable(side):
                verdict = grade(step, side)
                assert (step.id, side, "correct") == (step.id, side, verdict.kind)


def test_a_step_has_the_fields_of_a_trace_document() -> None:
    """A step's document has the interface's fields in its order, each as the attribute."""
    step = trace(problem_of(WIDE)).step("dC/dw1[1,0]@2")
    document = step.document()
    assert FIELDS == list(document)
    assert document == {
        "id": "dC/dw1[1,0]@2",
        "kind": "product",
        "address": "dC/dw1[1,0]",
        "example": 2,
        "symbols": step.symbols,
        "ascii": step.ascii,
        "latex": step.latex,
        "numbers": step.numbers,
        "value": step.value,
        "inputs": ["dz1[1]/dw1[1,0]@2", "da1[1]/dz1[1]@2", "dC/da1[1]@2"],
    }
    for name in FIELDS[:-1]:
        assert document[name] == getattr(step, name)


@given(problems(), st.data())
def test_an_address_carries_no_example(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """The example of a step is in its id and its inputs, never in its address."""
    for step in chain_of(problem, data):
        assert "@" not in step.address
        at = "" if step.example is None else f"@{step.example}"
        assert f"{step.address}{at}" == step.id
        assert math.isclose(step.value, step.trace.value(step.id), rel_tol=0, abs_tol=0)


def long_sum(terms: int) -> Trace:
    document = {
        "layers": [{"weights": [[0.5] * terms], "biases": [0.1], "activation": "identity"}],
        "cost": "squared_error",
        "examples": [{"x": [0.2] * terms, "y": [0.0]}],
    }
    return trace(Problem.model_validate(document))


def test_a_long_sum_is_written_with_its_ends() -> None:
    """A sum of 30 terms is written with its first and last ones; its value has all of them."""
    step = long_sum(30).step("z1")
    assert step.ascii == "z1 = w1[0,0]*x[0] + w1[0,1]*x[1] + ... + w1[0,29]*x[29] + b1"
    assert math.isclose(30 * 0.5 * 0.2 + 0.1, step.value, rel_tol=1e-12)
    assert len(step.inputs) == 61


def test_a_step_is_equal_to_itself_made_again() -> None:
    """Steps made twice are equal and hash alike; those of another network are not."""
    one, other = trace(problem_of(CHAIN)), trace(problem_of("video_chain_exact_066"))
    assert {one.step("a1")} == {trace(problem_of(CHAIN)).step("a1@0")}
    assert one.step("a1") != other.step("a1")
    assert one.step("a1") != one.step("a2")
    assert one.step("a1") != "a1[0]@0"
