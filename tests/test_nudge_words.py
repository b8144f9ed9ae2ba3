"""A nudge in words: every claim is one that the numbers bear out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.beside import nudged, uncovered
from tests.networks import reference
from tests.screens import CHAIN, SEVERAL, session
from tutor.chain.notation import ASCII
from tutor.course.nudge_words import nudge_words

CAUSE = (
    "z⁽³⁾ moves a⁽²⁾ = 0.6308 times as far as w⁽³⁾: "
    "the stronger the neuron before, the more its weight counts."
)
RATIOS = (
    "The ratio is 0.1450 with a step of 0.01, 0.1452 with a step of 0.001, "
    "0.1452 with a step of 0.0001, 0.1452 with a step of 0.00001."
)


def network(activation: str, weight: float, x: float) -> dict[str, Any]:
    """Return a problem of one neuron; its target is 1."""
    layer = {"weights": [[weight]], "biases": [0.0], "activation": activation}
    return {
        "layers": [layer],
        "cost": "squared_error",
        "examples": [{"x": [x], "y": [1.0]}],
    }


def told(problem: dict[str, Any], name: str, by: str = "0", step: str = "0.01") -> list[str]:
    """Return the sentences of a nudge, everything in sight."""
    view = uncovered(problem, "w1[0,0]")
    return nudge_words(view, nudged(view, name, by, step))


def test_all_sentences_of_a_nudge() -> None:
    """What was moved, what moved with it, why, the ratio, and the derivative.

    By hand: Δz = 0.03 · 0.6308, a = σ(1.639) = 0.8374, C = a²; ∂C/∂w = 2aσ′a⁽²⁾ = 0.1452.
    """
    view = uncovered()
    assert [
        "w⁽³⁾ is moved by +0.03, from 1.3 to 1.33.",
        "z⁽³⁾ moves by +0.0189 to 1.639, a⁽³⁾ moves by +0.00259 to 0.8374.",
        "C₀ moves by +0.00434 to 0.7012.",
        CAUSE,
        "ΔC₀/Δw⁽³⁾ = 0.1446.",
        RATIOS,
        "The derivative ∂C₀/∂w⁽³⁾ is 0.1452: the ratio comes nearer and nearer to it.",
    ] == nudge_words(view, nudged(view, "w3", "0.03"))


def test_a_dead_neuron_is_told_as_it_is() -> None:
    """Nothing moves behind it, so the ratio is the derivative, 0, at once."""
    sentences = told(network("relu", -1.0, 2.0), "w1[0,0]", "0.1")
    assert "z⁽¹⁾ moves by +0.200 to -1.800, a⁽¹⁾ stays." in sentences
    assert "C₀ stays." in sentences
    assert sentences[-1] == (
        "The derivative ∂C₀/∂w⁽¹⁾ is 0: the ratio is just that, whatever the step."
    )


def test_at_a_kink_the_ratio_does_not_come_nearer() -> None:
    """ReLU at 0: the slope is taken as 0, but upwards it is 1."""
    assert told(network("relu", 0.0, 2.0), "w1[0,0]")[-1].endswith(
        "is 0: the ratio does not come nearer to it here."
    )


def test_where_a_step_drowns_in_rounding_it_is_said() -> None:
    """A cost of 10¹² is rounded to 10⁻⁴, which divided by 10⁻⁹ is a difference of 10⁵."""
    sentence = told(network("identity", 1000.0, 1000.0), "w1[0,0]", step="1e-6")[-1]
    assert sentence.endswith("until so small a step drowns in rounding.")


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("w1[0,1]", "the stronger the input before"),
        ("w2[0,1]", "the stronger the neuron before"),
        ("b2[1]", "z⁽²⁾₁ moves exactly as far as b⁽²⁾₁: a bias is added as it is."),
        ("x[1]", "Each weighted sum of layer 1 moves as far as x₁, times the weight between."),
    ],
)
def test_the_cause_is_told_for_everything_that_can_be_moved(name: str, cause: str) -> None:
    """A weight weighs what comes before it, a bias is added, an input is weighed."""
    assert any(cause in sentence for sentence in told(SEVERAL, name, "0.1"))


def test_what_is_not_worked_out_is_not_said() -> None:
    """Neither values nor the derivative; changes and ratios are."""
    view = session(ask={"weighted_sum": "always", "activation": "always"}).view
    sentences = nudge_words(view, nudged(view, "w3", "0.01"))
    assert "z⁽³⁾ moves by +0.00631, a⁽³⁾ moves by +0.000868." in sentences
    assert sentences[-1] == (
        "∂C₀/∂w⁽³⁾ = ?: not worked out yet. It is what the ratio comes near to."
    )


def test_an_inputs_derivative_is_never_asked_for_and_always_told() -> None:
    """There is no question that it could give away."""
    view = session().view
    assert nudge_words(view, nudged(view, "x", "0.1"))[-1].startswith("The derivative ∂C₀/∂x is ")


@pytest.mark.parametrize("problem", [CHAIN, SEVERAL, reference("special_dead_relu")["problem"]])
def test_in_ascii_every_sentence_is_ascii(problem: dict[str, Any]) -> None:
    """Names are those that can be typed."""
    view = uncovered(problem, "w1[0,0]", ASCII)
    for name in ("w1[0,0]", "b1[0]", "x[0]"):
        assert all(each.isascii() for each in nudge_words(view, nudged(view, name, "0.1")))
