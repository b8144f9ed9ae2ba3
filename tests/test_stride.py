"""One step of a descent as a picture."""

from __future__ import annotations

from typing import Any

import pytest

from tests.beside import uncovered
from tests.screens import CHAIN, SEVERAL
from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.course.descent import DescentRun
from tutor.course.view import View
from tutor.faces.drawing.picture import text_of_picture
from tutor.faces.drawing.stride import draw_stride

LINE: dict[str, Any] = {
    "layers": [{"weights": [[1.0]], "biases": [0.0], "activation": "identity"}],
    "cost": "squared_error",
    "examples": [{"x": [1.0], "y": [0.0]}],
    "learning_rate": 0.1,
}
"""C = (w + b)²: at the start ∂C/∂w = 2, and a step goes to 0.8."""


def drawn(view: View, run: DescentRun, width: int, height: int = 9) -> list[str]:
    """Return the picture's lines."""
    return text_of_picture(draw_stride(view, run, view.parameter, width, height)).splitlines()


def test_a_step_is_shown_with_how_it_follows() -> None:
    """Old and new value, η times the slope, the cost before and after, the rate to come."""
    view = uncovered(LINE, "w1[0,0]")
    run = DescentRun(view.trace)
    assert [
        "step 0 of 0",
        "w⁽¹⁾ = 1",
        "cost 1",
        "next steps: η = 0.1",
    ] == drawn(view, run, 49)
    run.go(1)
    run.set_rate(0.25)
    assert [
        "step 1 of 1",
        "w⁽¹⁾  1 → 0.8000",
        "step = η · slope = 0.1 · 2.000 = 0.2000",
        f"cost before {'━' * 25} 1",
        f"cost after  {'━' * 9}{'─' * 16} 0.3600",
        "next steps: η = 0.25",
    ] == drawn(view, run, 49)


def test_in_little_room_the_formula_takes_two_lines() -> None:
    """Nothing of it is cut at the width of half a usual screen."""
    view = uncovered(LINE, "w1[0,0]")
    run = DescentRun(view.trace)
    run.go(2)
    lines = drawn(view, run, 31)
    assert "step = η · slope" in lines
    assert "= 0.1 · 1.200 = 0.1200" in lines


def test_a_long_formula_loses_no_digit() -> None:
    """With long numbers the rule is left out: -0.0002104 is not cut to -0.00021."""
    layer = {"weights": [[-2.8055e-5]], "biases": [0.0], "activation": "identity"}
    view = uncovered({**LINE, "layers": [layer], "learning_rate": 3.75}, "w1[0,0]")
    run = DescentRun(view.trace)
    run.go(1)
    lines = drawn(view, run, 31)
    assert ["step = 3.75 · (-5.611e-5)", "= -0.0002104"] == lines[2:4]


def test_beyond_all_numbers_the_bar_is_full_and_the_word_says_why() -> None:
    """The cost of a descent that diverged is infinite."""
    view = uncovered({**LINE, "learning_rate": 1.0}, "w1[0,0]")
    run = DescentRun(view.trace)
    run.go(1000)
    assert drawn(view, run, 60)[4].endswith("━ infinity")


@pytest.mark.parametrize("notation", [UNICODE, ASCII])
@pytest.mark.parametrize("problem", [CHAIN, SEVERAL])
@pytest.mark.parametrize("width", [26, 31, 49, 85])
def test_it_fits_every_width(notation: Notation, problem: dict[str, Any], width: int) -> None:
    """In the frames of a screen of 60, 80, 120 and 200 columns."""
    view = uncovered(problem, "w1[0,0]", notation)
    run = DescentRun(view.trace)
    for _ in range(4):
        lines = drawn(view, run, width)
        assert max(map(len, lines)) <= width
        assert len(lines) <= 7
        if notation is ASCII:
            assert "".join(lines).isascii()
        run.go(7)
