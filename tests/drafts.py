"""Lesson files for the tests: the template with pieces replaced, and small ones of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tutor.chain.trace import trace
from tutor.course.lessons import Lesson
from tutor.course.lint import Finding, check_lesson
from tutor.course.plan import Plan
from tutor.course.template import TEMPLATE


def draft(*changes: tuple[str, str]) -> str:
    """Return the template with pieces of it replaced, each once."""
    text = TEMPLATE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def place_of(text: str, piece: str) -> tuple[int, int]:
    """Return the line and the column at which a piece stands first."""
    before = text[: text.index(piece)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def findings_in(folder: Path, text: str) -> list[Finding]:
    """Return what the lint says of a text, from a file in a folder."""
    path = folder / "draft.toml"
    path.write_text(text, "utf-8")
    return check_lesson(path)


def layer(weights: list[list[float]], biases: list[float], name: str = "sigmoid") -> dict[str, Any]:
    """Return a layer as a document has it."""
    return {"weights": weights, "biases": biases, "activation": name}


def problem(
    *layers: dict[str, Any],
    examples: list[tuple[list[float], list[float]]],
    cost: str = "squared_error",
    rate: float = 0.3,
) -> dict[str, Any]:
    """Return a problem document."""
    return {
        "layers": list(layers),
        "cost": cost,
        "examples": [{"x": x, "y": y} for x, y in examples],
        "learning_rate": rate,
    }


CHAIN = problem(
    layer([[0.5]], [-1.6]),
    layer([[2.1]], [-0.9]),
    examples=[([1.6], [1.0]), ([0.9], [0.0])],
    rate=2.0,
)
"""Two layers of one neuron, two examples."""


def lesson(problem: dict[str, Any] = CHAIN, **fields: Any) -> Lesson:  # noqa: ANN401
    """Return a lesson around a problem, about the last layer's first weight unless told."""
    last = len(problem["layers"])
    usual = {"title": "T", "parameter": f"w{last}[0,0]", "problem": problem}
    return Lesson.model_validate({**usual, **fields})


def plan(problem: dict[str, Any] = CHAIN, **fields: Any) -> Plan:  # noqa: ANN401
    """Return the plan of such a lesson for its parameter."""
    made = lesson(problem, **fields)
    traced = trace(made.problem)
    return Plan(made, traced, traced.parameter_address(made.parameter))
