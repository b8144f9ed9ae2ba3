"""Where one reads again what a wrong answer was about."""

from __future__ import annotations

import pytest

from tests.screens import session, until
from tutor.chain.rules import Kind
from tutor.course.shelf import shipped_lessons
from tutor.course.tally import tally
from tutor.course.told import told_in
from tutor.faces.drawing.picture import text_of_picture
from tutor.faces.drawing.tallies import draw_tally


@pytest.mark.parametrize("kind", ["cost_slope", "path_sum", "fused_slope", "new_cost"])
def test_a_kind_is_told_of_in_the_first_lesson_whose_notes_name_it(kind: str) -> None:
    """The same lesson that a search through the files finds."""
    texts = [file.path.read_text("utf-8") for file in shipped_lessons()]
    first = next(n for n, text in enumerate(texts, 1) if f'[[prose]]\nbefore = "{kind}"' in text)
    assert told_in(kind).startswith(f"lesson {first}, ")


def test_notes_before_a_step_by_its_name_count_too() -> None:
    """Lesson 1 speaks of z and a where they come up first."""
    assert told_in("weighted_sum").startswith("lesson 1, ")
    assert told_in("activation").startswith("lesson 1, ")


def test_what_no_lesson_tells_of_has_no_place() -> None:
    """Nothing is said then."""
    assert told_in("no such kind") == ""
    assert {kind for kind in Kind if not told_in(kind)} <= {Kind.UPDATE}


def test_the_end_says_where_to_read_again() -> None:
    """Below what explains a wrong answer stands the lesson that tells of its step."""
    made = session()
    until(made, "dC/da3[0]@0")
    question = made.view.question
    assert question is not None
    made.submit("-1.67")
    text = " ".join(text_of_picture(draw_tally(tally([made.events]), 80)).split())
    assert f"Told in {told_in('cost_slope')}." in text
