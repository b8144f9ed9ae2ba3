"""Nudge, average, gradient and descent in the line mode."""

from __future__ import annotations

import math
import re
import signal
from typing import Any

import pytest

from tests.networks import reference
from tests.test_plain import answered, dialogue
from tutor.chain.notation import ASCII
from tutor.course.descent import DescentRun
from tutor.course.view import Phase

TABLES = reference("nudge_tables")
VIDEO: dict[str, Any] = {
    "title": "The video's chain",
    "parameter": "w3",
    "problem": {
        "layers": [
            {"weights": [[w]], "biases": [b], "activation": "sigmoid"}
            for w, b in zip(TABLES["w"], TABLES["b"], strict=True)
        ],
        "cost": "squared_error",
        "examples": [{"x": [TABLES["x"]], "y": [TABLES["y"]]}],
        "learning_rate": 1.0,
    },
}
FOUR: dict[str, Any] = {
    "title": "Four examples",
    "parameter": "w1",
    "problem": reference("video_chain_four_examples")["problem"],
}


def numbers(text: str) -> list[float]:
    """Return the numbers in a text, without raised or lowered ones."""
    return [float(each) for each in re.findall(r"[+-]?\d+(?:\.\d+)?(?:e-?\d+)?", text)]


def test_a_nudge_is_told_with_everything_that_moves() -> None:
    """The changes and the ratio are those of the independent table, to three digits."""
    (told,) = answered("nudge w3 0.01", document=VIDEO)
    row = next(row for row in TABLES["rows"] if (row["parameter"], row["nudge"]) == ("w3", 0.01))
    z, a, cost = (row["deltas"][name] for name in ("z3", "a3", "C0"))
    assert f"z⁽³⁾ moves by +{z:.5f}" in told
    assert f"a⁽³⁾ moves by +{a:.5f}" in told
    assert f"C₀ moves by {cost:.6f}" in told
    assert f"ΔC₀/Δw⁽³⁾ = {row['ratio_dC_over_nudge']:.5f}." in told
    assert "z⁽³⁾ moves a⁽²⁾" in told


def test_a_nudge_does_not_give_away_what_is_asked() -> None:
    """Values and the derivative are unknown until they are worked out, or wished for."""
    before, _, after = answered("nudge w3 0.01", "uncover", "nudge", document=VIDEO)
    assert "∂C₀/∂w⁽³⁾ = ?: not worked out yet." in before
    assert "-0.07413" not in before.replace("-0.07413 with a step", "")
    assert "The derivative ∂C₀/∂w⁽³⁾ is -0.07413: the ratio comes nearer" in after
    assert "a⁽²⁾ = 0.4843 times as far" in after


def test_nudges_add_up_and_begin_anew() -> None:
    """A number alone goes on from where the mark is; a reset brings it back."""
    first, second, back = answered("nudge b1 0.5", "nudge -0.25", "nudge reset", document=VIDEO)
    assert "b⁽¹⁾ is moved by +0.5, from -0.3118 to" in first
    assert "b⁽¹⁾ is moved by +0.25, from -0.3118 to" in second
    assert "b⁽¹⁾ = -0.3118 is where it was; a step is 0.01." in back
    assert "z⁽¹⁾ moves exactly as far as b⁽¹⁾" in back


def test_an_input_and_another_example_can_be_nudged() -> None:
    """The example is named with its number."""
    told = answered("nudge example 2", "nudge x 0.1", "nudge example 4", document=FOUR)
    assert "C₂ moves by" in told[1]
    assert "example 4: the examples are 0 to 3" in told[2]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nudge q9", "q9: no such quantity"),
        ("nudge a1 0.1", "only a weight, a bias or an input can be moved"),
        ("nudge w1 much", "much: a number is needed here"),
        ("nudge w1 nan", "nan: a number is needed here"),
        ("nudge 1e-9", "below 0.000001 it drowns in rounding"),
        ("nudge step", "nothing: a number is needed here"),
        ("nudge step 1e-9", "must lie between 0.000001 and 100"),
        ("average z1", "z1: not a weight or a bias"),
        ("descend rate 0.1", "Type uncover to see it all the same."),
    ],
)
def test_what_cannot_be_done_gets_one_sentence(line: str, said: str) -> None:
    """The lesson goes on, and nothing is counted."""
    session, told = dialogue(line, document=VIDEO)
    assert said in told
    assert 1 == len(session.events)


def test_the_average_tells_each_example_and_the_mean() -> None:
    """Unknown ones are question marks; a wish shows the reference's numbers."""
    covered, _, told = answered("average", "uncover", "examples b2", document=FOUR)
    assert 5 == covered.count("= ?.")
    expected = reference("video_chain_four_examples")["expected"]
    slopes = [each["layers"][1]["dC_db"][0] for each in expected["examples"]]
    mean = expected["average"]["layers"][1]["dC_db"][0]
    shown = [numbers(line.partition(" = ")[2].rstrip("."))[0] for line in told.splitlines()[:5]]
    for wanted, actual in zip([*slopes, mean], shown, strict=True):
        assert math.isclose(wanted, actual, rel_tol=6e-4)


def test_the_gradient_is_told_by_size() -> None:
    """Every component, the largest first."""
    _, told = answered("uncover", "gradient", document=VIDEO)
    values = [abs(numbers(line.rpartition(" = ")[2])[0]) for line in told.splitlines()[2:8]]
    assert 6 == len(values)
    assert sorted(values, reverse=True) == values


def test_descent_begins_where_the_lesson_has_asked_for_it() -> None:
    """Or where the learner wished to see it: one step or many, back and forth."""
    lines = ["uncover", "descend", "descend 9", "descend back 4", "descend start", "descend end"]
    _, first, tenth, back, start, end = answered(*lines, document=VIDEO)
    assert "Step 1 of 1: w⁽³⁾ goes from 0.91325 to 0.98739" in first
    assert "step = η · slope = 1 · (-0.07413) = -0.07413" in first
    assert tenth.startswith("Step 10 of 10:")
    assert back.startswith("Step 6 of 10:")
    assert start.startswith("At the start w⁽³⁾ = 0.9133 and the cost is 0.1161.")
    assert end == tenth


def test_a_rate_too_large_is_told_with_the_reason() -> None:
    """The cost rises, and a sentence says why; then a smaller rate is chosen."""
    line = {"weights": [[1.0]], "biases": [0.0], "activation": "identity"}
    problem = {"layers": [line], "cost": "squared_error", "examples": [{"x": [1.0], "y": [0.0]}]}
    document = {"title": "A line", "parameter": "w1", "problem": problem}
    lines = ("uncover", "descend rate 1", "descend 3", "descend 1000", "descend start")
    told = answered(*lines, "descend rate -1", "descend x", document=document)
    assert "The learning rate of the next steps is 1." == told[1].strip()
    assert "The cost rose: the step was too long." in told[2]
    assert "the descent diverges" in told[2]
    assert "beyond what a number can hold" in told[3]
    assert "a learning rate of -1: it must be a finite number above 0" in told[5]
    assert "x: how many steps? a whole number from 1 to 100000" in told[6]


def test_a_long_run_tells_how_far_it_is_and_can_be_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ctrl+C ends the run, not the lesson."""
    monkeypatch.setattr("tutor.faces.plain_beside._TOLD_EVERY", 0.0)
    steps = DescentRun.go

    def go(run: DescentRun, count: int) -> int:
        if run.steps >= 60 and count > 0:
            signal.raise_signal(signal.SIGINT)
        return steps(run, count)

    monkeypatch.setattr(DescentRun, "go", go)
    _, told, after = answered("uncover", "descend 5000", "descend back 10", document=VIDEO)
    assert "40 of 5000 steps; Ctrl+C stops." in told
    assert "Stopped after 80 of 5000 steps." in told
    assert "Step 80 of 80" in told
    assert "Step 70 of 80" in after


def test_without_unicode_everything_is_plain_ascii() -> None:
    """Names are those that can be typed."""
    lines = ("uncover", "nudge w1[0,0] 0.1", "average", "gradient", "descend 20", "help")
    _, told = dialogue(*lines, document=VIDEO, notation=ASCII)
    assert told.isascii()
    assert "change of C / change of w1 = " in told
    assert "dC/dw3 = " in told


def test_help_names_every_command() -> None:
    """What can be typed is to be found."""
    (told,) = answered("help", document=VIDEO)
    for word in ("nudge", "average", "examples", "gradient", "descend", "uncover", "quit"):
        assert re.search(rf"\b{word}\b", told)


def test_at_the_end_more_can_be_tried_or_asked() -> None:
    """Nothing is covered then; an empty line, or the end of input, ends the lesson."""
    lines = ["show"] * 12
    session, told = dialogue(*lines, "descend 3", "= 2*3", "what?", "", "nudge", document=VIDEO)
    assert Phase.FINISHED is session.view.phase
    end = told.partition("To try more, type nudge, ")[2]
    assert "Step 3 of 3:" in end
    assert "2*3 = 6" in end
    assert 1 == end.count("To try more, ")
    assert told.endswith("\n> \nThe end of the lesson.\n")


def test_at_the_end_another_parameter_leads_back_to_questions() -> None:
    """And so does taking the last answer back."""
    session, told = dialogue(*["show"] * 12, "parameter b1", document=VIDEO)
    assert "b1[0]" == str(session.view.parameter)
    assert told.endswith("> \nEnd of input: the lesson stops here.\n")
