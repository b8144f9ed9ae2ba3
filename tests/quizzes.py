"""Quizzes for the tests, and answers to them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tutor.course.quiz.papers import Answers
from tutor.course.quiz.quizzes import Quiz

PROBLEM: dict[str, Any] = {
    "layers": [{"weights": [[0.8]], "biases": [-0.3], "activation": "sigmoid"}],
    "cost": "squared_error",
    "examples": [{"x": [1.7], "y": [0.2]}],
    "learning_rate": 0.4,
}
"""z = 0.8·1.7 − 0.3 = 1.06; one neuron, one example."""
DRAWN: dict[str, Any] = {
    "generate": {"sizes": [1, 1, 1], "activations": ["sigmoid", "sigmoid"], "examples": 1}
}


def document(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a quiz may hold
    """Return a quiz document about w1 of the problem above, with keys changed."""
    question = {"problem": PROBLEM, "parameter": "w1"}
    return {"title": "One neuron", "seed": "s", "questions": [question], **changes}


def quiz(**changes: Any) -> Quiz:  # noqa: ANN401 - the same
    """Return such a quiz."""
    return Quiz.model_validate(document(**changes))


@lru_cache
def drawn() -> Quiz:
    """Return a quiz whose problem is drawn."""
    return quiz(questions=[{"problem": DRAWN, "parameter": "w2"}])


def perfect(of: Quiz, student: str = "ada", **changes: str) -> Answers:
    """Return a student's right answers, with some changed."""
    sheet, key = of.sheet(student), of.key(student)
    answers = {name: entry.shown for name, entry in key.answers.items()} | changes
    return Answers(student=student, quiz=sheet.quiz, sheet=sheet.sheet, answers=answers)
