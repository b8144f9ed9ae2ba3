"""Exercises: what may stand in one, and what is refused before a session begins."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.drafts import lesson
from tutor.chain.rules import Kind
from tutor.course.exercises import Ask, OwnQuestion

CHOICES = ({"text": "a", "right": True}, {"text": "b", "answer": "No."})


def refusal(**fields: Any) -> str:  # noqa: ANN401
    """Return why an exercise with these fields is refused."""
    with pytest.raises(ValidationError) as error:
        lesson(**fields)
    return str(error.value)


def own(**fields: Any) -> OwnQuestion:  # noqa: ANN401
    """Return a question of an exercise's own."""
    return OwnQuestion.model_validate({"before": "start", "ask": "?", **fields})


@pytest.mark.parametrize(
    ("fields", "form"),
    [
        ({"choices": CHOICES}, "choice"),
        ({"value": 0}, "number"),
        ({"value": "1/3"}, "number"),
        ({"of": "C", "by": "w1"}, "direction"),
    ],
)
def test_a_question_has_one_of_three_forms(fields: dict[str, Any], form: str) -> None:
    """By what it gives: choices, a value, or two quantities."""
    assert form == own(**fields).form


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "give either choices, or value, or both of and by"),
        ({"value": 1, "of": "C", "by": "w1"}, "give either"),
        ({"of": "C"}, "give either"),
        ({"by": "C"}, "give either"),
        ({"choices": CHOICES, "value": 1}, "give either"),
        ({"choices": CHOICES[:1]}, "one choice alone is none"),
        ({"choices": CHOICES[1:] * 2}, "0 choices are right"),
        ({"choices": CHOICES[:1] * 2}, "2 choices are right"),
        ({"choices": [CHOICES[0], {"text": "b", "answer": " "}]}, "needs an answer"),
        ({"choices": CHOICES[1:] * 10}, "at most 9"),
        ({"value": True}, "a number, or an expression"),
        ({"value": float("nan")}, "a finite number below 1e300"),
        ({"value": 1e301}, "a finite number below 1e300"),
        ({"value": "2*"}, "2*"),
        ({"value": "1/0"}, "The divisor is 0"),
    ],
)
def test_a_question_of_no_or_several_forms_is_refused(fields: dict[str, Any], told: str) -> None:
    """And one whose choices or whose value are none."""
    with pytest.raises(ValidationError) as error:
        own(**fields)
    assert told in str(error.value)


@pytest.mark.parametrize("sign", ["\x1b", "\x00", "\r", "\x7f", "\x9b", "\u202e", "\u2066"])
@pytest.mark.parametrize("key", ["title", "intro", "closing", "summary"])
def test_what_a_terminal_would_act_on_is_refused(key: str, sign: str) -> None:
    """Control characters, and turns of the direction of writing."""
    assert f"U+{ord(sign):04X} at character 2; leave it out" in refusal(**{key: f"a{sign}b"})


def test_lines_and_tabs_are_no_control_characters() -> None:
    """Texts have lines, tables have tabs."""
    assert "a\n\tb" == lesson(intro="a\n\tb").intro


@pytest.mark.parametrize("key", ["minutes", "most_questions"])
@pytest.mark.parametrize("value", [True, "10", 10.0, 0, 1000])
def test_a_whole_number_is_needed(key: str, value: object) -> None:
    """Within its bounds; nothing else is taken for one."""
    assert key in refusal(**{key: value})


@pytest.mark.parametrize("value", [1, "yes", "true"])
def test_true_or_false_is_needed(value: object) -> None:
    """Nothing else is taken for it."""
    assert "shorten" in refusal(shorten=value)


def test_a_line_is_one_line() -> None:
    """A title with two would break the list of lessons."""
    assert "one line of text is needed" in refusal(title="a\nb")


def test_pages_are_parted_by_a_line_of_dashes() -> None:
    """Empty pages are left out."""
    made = lesson(intro="---\nOne.\n---\n\n---\nTwo ---\n")
    assert ("---\nOne.", "Two ---") == made.pages


def test_kinds_are_asked_as_said_or_as_usual() -> None:
    """The forward pass never, the new cost never, all else always."""
    made = lesson(ask={"cost": "first", "product": "never"})
    assert (Ask.FIRST, Ask.NEVER) == (made.asks(Kind.COST), made.asks(Kind.PRODUCT))
    assert (Ask.NEVER, Ask.ALWAYS) == (made.asks(Kind.WEIGHTED_SUM), made.asks(Kind.STEP))
    assert Ask.NEVER is lesson(ask={"new_cost": "always"}).asks(Kind.NEW_COST)
