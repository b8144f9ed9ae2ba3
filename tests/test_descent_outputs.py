"""What comes out in the course of a descent, from hand arithmetic."""

from __future__ import annotations

from typing import Any

import pytest

from tests.screens import session
from tutor.course.descent import DescentRun
from tutor.course.descent_outputs import output_words

HALVES: dict[str, Any] = {
    "layers": [{"weights": [[0.0]], "biases": [1.0], "activation": "identity"}],
    "cost": "half_squared_error",
    "examples": [{"x": [0.0], "y": [0.0]}, {"x": [0.0], "y": [0.0]}],
    "learning_rate": 0.5,
}
"""With inputs of 0 only the bias moves: its derivative is itself, so a step halves it."""


def told(problem: dict[str, Any], steps: int) -> list[str]:
    """Return what is said of the outputs after so many steps."""
    made = session(problem, "b1[0]")
    run = DescentRun(made.trace)
    run.go(steps)
    return list(output_words(made.view, run))


@pytest.mark.parametrize(
    ("steps", "out"), [(0, "1, 1"), (1, "0.5000, 0.5000"), (3, "0.1250, 0.1250")]
)
def test_the_outputs_are_told_beside_what_is_desired(steps: int, out: str) -> None:
    """Example by example, after any number of steps."""
    assert [f"Outputs, example by example: {out}. Desired: 0, 0."] == told(HALVES, steps)


def test_several_outputs_of_an_example_stand_together() -> None:
    """Each halves its way to its own target."""
    layer = {"weights": [[0.0], [0.0]], "biases": [1.0, 2.0], "activation": "identity"}
    examples = [{"x": [0.0], "y": [0.0, 1.0]}, {"x": [0.0], "y": [0.0, 1.0]}]
    problem = {**HALVES, "layers": [layer], "examples": examples}
    (text,) = told(problem, 1)
    assert text.startswith("Outputs, example by example: (0.5000, 1.500), (0.5000, 1.500). ")
    assert text.endswith(" Desired: (0, 1), (0, 1).")


def test_a_place_that_is_gone_back_to_has_its_own_outputs() -> None:
    """They belong to the step that is looked at, not to the last one."""
    made = session(HALVES, "b1[0]")
    run = DescentRun(made.trace)
    run.go(5)
    run.go_to(1)
    assert "0.5000, 0.5000" in next(output_words(made.view, run))


def test_outputs_that_nobody_would_read_are_not_told() -> None:
    """Thirteen of them are too many."""
    assert [] == told({**HALVES, "examples": [{"x": [0.0], "y": [0.0]}] * 13}, 1)
    assert told({**HALVES, "examples": [{"x": [0.0], "y": [0.0]}] * 12}, 1)
