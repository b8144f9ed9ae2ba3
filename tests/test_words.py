"""The texts of a lesson: formulas that can be shown, told by place and character."""

from __future__ import annotations

from typing import Any

import pytest

from tutor.course.words import formula_remarks


def told(**data: Any) -> list[tuple[tuple[int | str, ...], int | None]]:  # noqa: ANN401
    """Return the place and the character of each remark."""
    return [(each.place, each.character) for each in formula_remarks(data)]


def test_sound_formulas_are_passed() -> None:
    """In the line, in paragraphs of their own, in code, and dollars that are none."""
    text = "$z = w a$, $$\na = \\sigma(z)\n$$ `$5`, \\$5.\n\n~~~\n$x\n~~~"
    assert [] == told(intro=text, closing="", prose=[{"text": text}])


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("$\\frob$", 1),
        ("$x$ $y + \\frob$", 9),
        ("$x$ and $", 8),
        ("It costs $5 and $7.", 9),
        ("$ x$", 0),
        ("$x $", 0),
        ("$" + "x+" * 41 + "x$", 1),
    ],
)
def test_a_formula_that_cannot_be_shown_is_told_by_its_character(text: str, character: int) -> None:
    """The sign that is not known, the dollar without a partner, the start of what is too wide."""
    assert [(("intro",), character)] == told(intro=text)


def test_each_text_is_looked_at() -> None:
    """Questions with their choices, answers and reasons; what is no text is left to others."""
    bad = "$\\frob$"
    data = {
        "closing": bad,
        "prose": [3, {"text": bad}, {"text": 5}],
        "questions": [{"ask": bad, "why": bad, "choices": [{"text": bad, "answer": bad}, "x"]}],
    }
    assert {
        ("closing",),
        ("prose", 1, "text"),
        ("questions", 0, "ask"),
        ("questions", 0, "why"),
        ("questions", 0, "choices", 0, "text"),
        ("questions", 0, "choices", 0, "answer"),
    } == {place for place, _ in told(**data)}


def test_several_faults_of_one_text_are_told_together() -> None:
    """Up to the dollar that makes all that follows unsure."""
    assert [(("intro",), 1), (("intro",), 9), (("intro",), 15)] == told(
        intro="$\\frob$ $\\frub$ $z"[:15] + "$"
    )


def test_in_a_line_without_formulas_a_dollar_is_advice() -> None:
    """Titles and summaries are shown as they are."""
    [remark] = formula_remarks({"title": "$z$", "summary": "None."})
    assert (("title",), False, 0) == (remark.place, remark.is_fault, remark.character)
