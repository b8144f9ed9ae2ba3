"""The lint of quizzes says where a file stops being one, and which question cannot be drawn."""

from __future__ import annotations

from pathlib import Path

from tutor.course.quiz.lint import check_quiz

ALWAYS_ONE = """
title = "One output"
seed = 1
[[questions]]
parameter = "w1"
[questions.problem.generate]
sizes = [1, 1]
activations = ["softmax"]
cost = "cross_entropy"
examples = 1
"""


def told(folder: Path, text: str) -> list[tuple[int, int, str]]:
    """Return where and what is said of a quiz."""
    file = folder / "quiz.toml"
    file.write_text(text, "utf-8")
    return [(each.line, each.column, each.message) for each in check_quiz(file)]


def test_a_file_that_breaks_off_is_told_where_it_ends(tmp_path: Path) -> None:
    """An open list at the end of the file is a fault at its end, not at its first line."""
    said = [(2, 11, "not valid TOML: invalid value at the end")]
    assert said == told(tmp_path, 'title = "x"\nseed = [1,')


def test_a_question_that_cannot_be_drawn_is_named(tmp_path: Path) -> None:
    """What no numbers can meet is told at the question that asks for it."""
    [(line, _, message)] = told(tmp_path, ALWAYS_ONE)
    assert 4 == line
    assert message.startswith("questions[0].problem.generate: a softmax with one output")
