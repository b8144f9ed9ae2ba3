"""Marked letters: what stands out in prose, carried through wrapped lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.screens import session
from tutor.course.marks import Mark, marked, rewritten, spans, unmarked
from tutor.course.plain_text import laid_out, plain
from tutor.faces.drawing.picture import Span, Tone, text_of_picture
from tutor.faces.drawing.prose import prose_picture

_WRITTEN = st.text(st.characters(exclude_categories=["Cn", "Cs"]))


@given(_WRITTEN, st.sampled_from([Mark.EMPHASIS, Mark.CODE]))
def test_a_mark_changes_no_letter(text: str, mark: Mark) -> None:
    """What was written comes back, as long as it was, whatever letters it has."""
    assert unmarked(marked(text, mark)) == text
    assert len(marked(text, mark)) == len(text)


def test_a_marked_letter_keeps_its_first_mark() -> None:
    """Code inside of what is emphasised stays code."""
    text = marked("a " + marked("b", Mark.CODE), Mark.EMPHASIS)
    assert list(spans(text)) == [
        ("a", Mark.EMPHASIS),
        (" ", Mark.NONE),
        ("b", Mark.CODE),
    ]


def test_pieces_written_anew_keep_their_marks() -> None:
    """Also where they become longer."""
    text = rewritten("x " + marked("y", Mark.CODE), lambda piece: piece * 2)
    assert list(spans(text)) == [("x x ", Mark.NONE), ("yy", Mark.CODE)]


def test_emphasis_in_emphasis_and_code_are_told_apart() -> None:
    """Their signs are gone, also the inner ones; in code a star is a star."""
    text = laid_out("**one *two* three** `4*5*6` ~~six~~", "unicode", 80)
    assert unmarked(text) == "one two three 4*5*6 six"
    found = {piece for piece, mark in spans(text) if mark is Mark.EMPHASIS}
    assert found == {"one", "two", "three"}
    assert ("4*5*6", Mark.CODE) in list(spans(text))


def test_a_heading_stands_out() -> None:
    """And is underlined in the text itself, so that this is not told by colour alone."""
    assert plain("# A *head*", "unicode") == "A head\n======"
    assert ("A", Mark.EMPHASIS) in list(spans(laid_out("# A *head*", "unicode", 80)))


def test_prose_has_its_tones_and_loses_nothing_in_a_narrow_place() -> None:
    """A word longer than a line goes on in the next one."""
    view = session(intro="A **bold** `word` and " + "x" * 25).view
    picture = prose_picture(view, 10)
    assert Span("bold", Tone.STRONG) in [span for line in picture for span in line]
    assert Span("word", Tone.ACCENT) in [span for line in picture for span in line]
    assert max(len(each) for each in text_of_picture(picture).splitlines()) == 10
    assert text_of_picture(picture).count("x") == 25
