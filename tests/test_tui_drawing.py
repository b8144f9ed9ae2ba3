"""The other drawings: header, question and verdict, what is known, examples, descent, heights."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.running import python
from tests.screens import PARTED, SEVERAL, SIX_BY_SIX, finished, session, until
from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.course.session import Session
from tutor.course.view import Phase
from tutor.faces.drawing.arrangement import Extent, arrangement, extent, key_lines
from tutor.faces.drawing.descent import draw_descent
from tutor.faces.drawing.dialogue import asked, enter, placeholder, said
from tutor.faces.drawing.examples import draw_examples
from tutor.faces.drawing.header import draw_header
from tutor.faces.drawing.keys import Key, keys_that_fit, rows_of_keys
from tutor.faces.drawing.known import known_values
from tutor.faces.drawing.network import draw_network
from tutor.faces.drawing.picture import text_of_line, text_of_picture
from tutor.faces.drawing.worked import worked_examples, worked_steps

CHOICE = {
    "before": "start",
    "ask": "Which way is *downhill* for $w^{(3)}$ [now]?",
    "why": "The slope says so.",
    "choices": [
        {"text": "against $\\frac{\\partial C}{\\partial w}$", "right": True},
        {"text": "along it", "answer": "That is uphill."},
    ],
}


def header(made: Session, width: int) -> str:
    """Return the text of the line at the top."""
    return text_of_line(draw_header(made.view, width))


def question(made: Session, width: int = 76) -> str:
    """Return the text of the question."""
    return text_of_picture(asked(made.view, width, 3))


def answered(made: Session) -> str:
    """Return the text of what is said to an answer."""
    return text_of_picture(said(made.view))


def test_the_header_says_where_one_is_in_words_and_as_a_bar() -> None:
    """Two of eight questions are done: a quarter of the bar is heavy."""
    expected = " Backprop Tutor · A chain · ∂C/∂w⁽³⁾   question 3 of 8 ━━━━━━──────────────────"
    assert expected == header(session(solved=2), 80).rstrip()


def test_the_header_gives_up_the_bar_and_the_title_before_the_question() -> None:
    """How far one is stays to the last, whatever the width."""
    assert " ∂C/∂w⁽³⁾    question 3 of 8" == header(session(solved=2), 30).rstrip()
    assert "question 3 of 8" in header(session(solved=2), 16)
    assert "question" == header(session(solved=2), 8)


def test_the_header_counts_pages_before_there_are_questions() -> None:
    """While one reads, it is the page that is told."""
    assert "page 1 of 2" in header(session(intro=PARTED), 80)
    assert "| dC/dw3" in header(session(notation=ASCII), 80)


def test_a_question_comes_with_what_is_known_by_names_that_can_be_typed() -> None:
    """The prompt is in the notation of the video, the known values as one types them."""
    expected = """\
How much does C₀ move when a⁽³⁾ moves a little? ∂C₀/∂a⁽³⁾ = ?
known  a3 = 0.8348   y = 0"""
    assert expected == question(session())


def test_what_is_asked_for_stays_in_one_line() -> None:
    """Where a question does not fit, "= ?" is not left alone in a line of its own."""
    made = session()
    assert "∂C₀/∂a⁽³⁾ = ?" == text_of_picture(asked(made.view, 58, 3)).splitlines()[1]
    until(made, "step(w3[0,0])")
    lines = text_of_picture(asked(made.view, 46, 3)).splitlines()
    assert ["How large is the step of descent?", "step(w⁽³⁾) = ?"] == lines[:2]


def test_known_values_do_not_push_the_line_for_the_answer_away() -> None:
    """For a whole chain of a larger network, three lines of values are shown, with a mark."""
    made = session(SEVERAL, "w1[2,1]")
    until(made, "dC/dw1[2,1]@1")
    lines = question(made).splitlines()
    assert 5 == len(lines)
    assert lines[3].endswith("...")
    assert "Carry at least 5 digits on the way; answer with 3." == lines[4]


def test_a_whole_chain_shows_the_input_first() -> None:
    """What is known of a later example starts where a forward pass starts."""
    made = session()
    until(made, "dC/dw3[0,0]@1")
    names = [name for name, _ in known_values(made.view)]
    assert ["x", "a1", "a2", "a3", "y"] == names[:5]
    assert "dC/dw3" not in names


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("1.670", "= 1.67  correct\n∂C₀/∂a⁽³⁾ = 2(0.8348 - 0) = 1.670"),
        ("1.7", "= 1.7  too few digits  Right so far, but"),
        ("17", "= 17  not yet  No classic error that is known here gives this number."),
        ("-1.67", "= -1.67  not yet  This is the number one gets by"),
        ("2*(a3", "not read  "),
    ],
)
def test_every_verdict_has_a_word_beside_what_was_read(answer: str, expected: str) -> None:
    """The number that was read is told, and a word says what to think of it."""
    made = session()
    made.submit(answer)
    assert answered(made).startswith(expected)


def test_an_own_question_does_not_say_wrong_twice() -> None:
    """The verdict's word is all that is to be said where nothing more is known."""
    made = session(questions=[{"before": "start", "ask": "How many?", "value": "3", "why": "So."}])
    made.submit("5")
    assert "= 5  not yet" == answered(made)


def test_an_unreadable_answer_is_pointed_at() -> None:
    """The place stands below the answer, in lines of its own."""
    made = session()
    made.submit("2*(a3 @")
    *_, typed, pointer = answered(made).splitlines()
    assert "2*(a3 @" == typed
    assert "^" == pointer.strip()


def test_help_is_offered_after_three_wrong_answers() -> None:
    """The offer names the keys; the hints given so far stay below it, the newest first."""
    made = session()
    for answer in ("11", "12", "13"):
        assert "Stuck?" not in answered(made)
        made.submit(answer)
    made.hint()
    made.hint()
    lines = answered(made).splitlines()
    assert "Stuck? F2 gives a hint, F3 shows the answer." == lines[1]
    assert ["hint 2", "hint 1"] == [line[:6] for line in lines[2:]]
    assert "hint 2" == text_of_picture(said(made.view, hints_first=True))[:6]


def test_the_last_hint_says_what_the_next_one_is() -> None:
    """Nobody has the answer shown without having been told so."""
    made = session()
    for level in (1, 2, 3):
        made.hint()
        first = text_of_picture(said(made.view, hints_first=True)).splitlines()[0]
        assert first.endswith("   F2 again: the answer") == (level == 3)


def test_a_shown_answer_is_called_shown() -> None:
    """What was not solved is not called correct."""
    made = session()
    made.reveal()
    assert "shown  ∂C₀/∂a⁽³⁾ = 2(0.8348 - 0) = 1.670" == answered(made)
    assert "Enter: go on" == text_of_line(enter(made.view, 40))


def test_what_enter_does_is_never_cut_off() -> None:
    """A long answer is, so that both stand in the line."""
    made = session()
    made.submit("2*(0.83480000000000000 - 0)")
    assert "2*(0.83480000000...   Enter: go on" == text_of_line(enter(made.view, 34))
    assert "2*(0.83480000000000000 - 0)   Enter: go on" == text_of_line(enter(made.view, 42))
    for size in range(45):
        assert text_of_line(enter(made.view, size)).endswith("   Enter: go on")


def test_a_scratch_calculation_is_told_without_a_verdict() -> None:
    """What begins with = is only worked out."""
    made = session()
    made.submit("= a3*(1-a3)")
    assert answered(made).startswith("a3*(1-a3) = 0.1379")
    assert "not yet" not in answered(made)


def test_a_question_of_the_lesson_has_numbered_choices() -> None:
    """Markdown and formulas are plain text there, and square brackets stay."""
    made = session(questions=[CHOICE])
    expected = "Which way is downhill for w⁽³⁾ [now]?\n1  against ∂C/∂w\n2  along it"
    assert expected == question(made)
    assert "1 to 2" == placeholder(made.view)
    made.submit("2")
    assert "not yet  That is uphill." == answered(made)
    made.reveal()
    assert "shown  1  The slope says so." == answered(made)


@pytest.mark.parametrize(("notation", "told"), [(UNICODE, "δ⁽²⁾₁"), (ASCII, "delta2[1]")])
def test_what_an_author_says_to_an_answer_is_markdown(notation: Notation, told: str) -> None:
    """Formulas are shown in the notation, to wrong answers and to right ones."""
    formula = r"It is $\delta^{(2)}_1$."
    choices = [{"text": "a", "right": True}, {"text": "b", "answer": formula}]
    own = {"before": "start", "ask": "Which?", "choices": choices, "why": formula}
    made = session(questions=[own], notation=notation)
    made.submit("b")
    assert f"not yet  It is {told}." == answered(made)
    made.submit("a")
    assert f"correct  It is {told}." == answered(made)


def test_the_examples_are_a_table_with_the_mean_below() -> None:
    """One row each; what is not worked out yet is a question mark; a sign marks the current one."""
    expected = """\
  example    x  y    a⁽³⁾       C  ∂C/∂w⁽³⁾
>       0  1.4  0  0.8348  0.6969         ?
        1  0.3  1       ?       ?         ?
───────────────────────────────────────────
     mean                                 ?"""
    assert expected == text_of_picture(draw_examples(session().view, 76, 10))


def test_the_finished_table_has_every_derivative_and_the_means() -> None:
    """At the end nothing is a question mark any more."""
    expected = """\
  example    x  y    a⁽³⁾        C  ∂C/∂w⁽³⁾
        0  1.4  0  0.8348   0.6969    0.1452
        1  0.3  1  0.8308  0.02864  -0.02896
────────────────────────────────────────────
     mean                   0.3628   0.05814"""
    assert expected == text_of_picture(draw_examples(finished(session()), 76, 10))


def test_a_narrow_table_gives_up_inputs_and_targets_first() -> None:
    """The derivative and the cost are what it is for."""
    drawn = text_of_picture(draw_examples(finished(session()), 34, 10)).splitlines()
    assert ["example", "C", "∂C/∂w⁽³⁾"] == drawn[0].split()


def test_a_low_table_shows_the_rows_around_the_current_example() -> None:
    """The mean is always there."""
    made = session(SEVERAL, "w1[2,1]")
    until(made, "dC/dw1[2,1]@3")
    drawn = text_of_picture(draw_examples(made.view, 76, 5)).splitlines()
    assert ["2", "3"] == [drawn[1].split()[0], drawn[2].split()[1]]
    assert "mean" in drawn[-1]


def test_the_descent_is_told_with_the_cost_before_and_after() -> None:
    """The new value and both costs are told, the costs as bars too."""
    expected = """\
w⁽³⁾  1.3 → 1.27093
η = 0.5, step 0.02907

cost, every weight and bias moved
before  ━━━━━━━━━━━━━━━━━━━━━ 0.3628
after   ━━━━━━━━━━━━━━━━━━━━─ 0.3564"""
    assert expected == text_of_picture(draw_descent(finished(session()), 40, 8))


def test_what_is_worked_out_so_far_is_of_the_current_example() -> None:
    """An equation that is too long for its line is told by its value."""
    lines = text_of_picture(worked_steps(session(solved=1).view, 40)).splitlines()
    assert "so far, example 0" == lines[0]
    assert "z⁽¹⁾ = -0.5 · 1.4 + 0.2 = -0.5000" == lines[1]
    assert "∂C₀/∂a⁽³⁾ = 2(0.8348 - 0) = 1.670" == lines[-1]
    short = text_of_picture(worked_steps(session(solved=1).view, 24)).splitlines()
    assert "z⁽¹⁾ = -0.5000" == short[1]


def test_after_the_examples_the_notes_have_their_table_and_the_steps_over_all() -> None:
    """The mean stands in the table, so only what comes after it is an equation."""
    made = session(notation=ASCII)
    until(made, "w3[0,0]+")
    lines = text_of_picture(worked_steps(made.view, 60)).splitlines()
    assert ["so", "step(w3)"] == [each.split()[0] for each in lines]
    assert draw_examples(made.view, 32, 60) == worked_examples(made.view, 32)


def test_the_cost_after_the_step_says_that_everything_has_moved() -> None:
    """Beside the step of a single weight it would otherwise be taken for that weight's doing."""
    view = replace(finished(session()), phase=Phase.SOLVED)
    drawn = text_of_picture(worked_steps(view, 60)).splitlines()
    assert "C⁺ = 0.3564 (all have moved)" == drawn[-1]


def test_at_the_end_the_descent_stands_beside_the_table() -> None:
    """What came of it all is seen with as few rows as the longer of the two has."""
    drawn = text_of_picture(worked_examples(finished(session()), 76)).splitlines()
    assert "example    a⁽³⁾        C  ∂C/∂w⁽³⁾" in drawn[0]
    assert "w⁽³⁾  1.3 → 1.27093" in drawn[0]
    assert "mean" in drawn[4]
    assert "0.3564" in drawn[5]


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (110, 32, Extent.LARGE),
        (109, 60, Extent.USUAL),
        (200, 31, Extent.USUAL),
        (80, 24, Extent.USUAL),
        (59, 24, Extent.SMALL),
        (80, 15, Extent.SMALL),
        (80, 7, Extent.TINY),
        (1, 1, Extent.TINY),
    ],
)
def test_a_screen_is_as_large_as_its_smaller_side_allows(
    width: int, height: int, expected: Extent
) -> None:
    """What is shown depends on both sides."""
    assert expected is extent(width, height)


@pytest.mark.parametrize("problem", [None, SEVERAL, SIX_BY_SIX])
def test_at_80_by_24_everything_has_its_rows(problem: dict[str, object] | None) -> None:
    """The picture, the question, and at least four rows of equation and notes fit."""
    made = session(**({} if problem is None else {"problem": problem, "parameter": "w1[0,0]"}))  # type: ignore[arg-type]
    picture, below = arrangement(made.view, 80, 24)
    assert 24 - 2 - picture - below >= 6
    assert below >= 7


def test_a_long_answer_takes_rows_from_the_notes() -> None:
    """The question grows as it needs to, while the notes keep some rows."""
    made = session()
    before = arrangement(made.view, 80, 24).question
    for _ in range(2):
        made.submit("-1.67")
        made.hint()
    assert before < arrangement(made.view, 80, 24).question <= 10


def test_notes_have_the_rows_that_a_question_does_not_need() -> None:
    """A question of two lines and a verdict of two leave a row; such a verdict moves nothing."""
    without, made = session(), session(prose=[{"before": "dC/da3@0", "text": "Read this. " * 60}])
    asking = arrangement(made.view, 80, 24)
    assert 2 + 2 + 1 + 2 == asking.question  # frame, question and values, answer, verdict
    assert arrangement(without.view, 80, 24) == (asking.picture, asking.question + 1)
    for answer in ("17", "1.67"):
        made.submit(answer)
        assert asking == arrangement(made.view, 80, 24)


def test_a_question_of_the_lessons_own_is_seen_whole() -> None:
    """Question, choices, the line to type in and the verdict fit; the picture gives the rows."""
    long = {**CHOICE, "before": "end", "ask": "Which way is downhill? " * 12, "why": "So. " * 40}
    made = session(questions=[long])
    until(made, "question 0")
    asking = arrangement(made.view, 80, 24)
    assert 2 + 4 + 2 + 1 <= asking.question  # frame, lines of the question, choices, answer
    made.submit("1")
    solved = arrangement(made.view, 80, 24)
    assert asking.question + 2 <= solved.question
    assert 24 - 2 - solved.picture - solved.question >= 6


def test_of_the_keys_the_way_out_is_the_last_to_go() -> None:
    """A narrow line keeps Enter, help and leaving."""
    names = ("Enter", "F1", "F2", "F3", "F4", "F10")
    keys = [Key(name, "does this", works=True, code=name.lower()) for name in names]
    assert (keys, 2) == keys_that_fit(keys, 200)
    assert (keys, 1) == keys_that_fit(keys, 82)
    assert ["Enter", "F1", "F2", "F10"] == [key.name for key in keys_that_fit(keys, 62).keys]
    assert ["Enter", "F1", "F10"] == [key.name for key in keys_that_fit(keys, 50).keys]
    assert [] == keys_that_fit(keys, 3).keys


def test_in_a_narrow_line_words_are_short_and_idle_keys_go_first() -> None:
    """What does nothing now makes room for what does something."""
    keys = [
        Key("F2", "hint", works=False, code="f2"),
        Key("F3", "show answer", works=True, code="f3"),
        Key("F9", "descent", works=True, code="f9"),
    ]
    assert ["hint", "show", "descent"] == [key.does for key in keys_that_fit(keys, 27).keys]
    assert ["show", "descent"] == [key.does for key in keys_that_fit(keys, 26).keys]


def test_where_no_table_stands_above_the_last_example_is_what_was_worked_out() -> None:
    """Until there is a step of descent to be read, nothing is empty."""
    made = session()
    until(made, "dC/dw3[0,0]")
    assert "" == text_of_picture(worked_steps(made.view, 60))
    told = text_of_picture(worked_steps(made.view, 60, is_alone=True)).splitlines()
    assert "so far, example 1" == told[0]
    assert any(each.startswith("∂C₁/∂w⁽³⁾ = ") for each in told)


def test_a_long_question_takes_the_second_line_of_keys_rather_than_neurons() -> None:
    """Three neurons are seen with their weights whatever is said to a choice."""
    long = {"before": "start", "ask": "Which way? " * 12, "why": "Because. " * 16}
    choices = [{"text": "up", "answer": "No."}, {"text": "down", "right": True}]
    made = session(SEVERAL, "w1[2,1]", questions=[{**long, "choices": choices}])
    asking = key_lines(made.view, 80, 24)
    made.submit("2")
    solved = key_lines(made.view, 80, 24)
    picture = arrangement(made.view, 80, 24, solved).picture - 2
    drawn = text_of_picture(draw_network(made.view, 76, picture))
    assert (2, 1) == (asking, solved)
    assert ":" not in drawn
    assert (1, 1) == (key_lines(made.view, 80, 23), key_lines(made.view, 120, 40))


def test_at_80_by_24_five_layers_of_six_have_a_row_for_each_neuron() -> None:
    """The keys then have one line."""
    made = session(SIX_BY_SIX, "w1[0,0]")
    keys = key_lines(made.view, 80, 24)
    drawn = draw_network(made.view, 76, arrangement(made.view, 80, 24, keys).picture - 2)
    assert 1 == keys
    assert ":" not in text_of_picture(drawn)
    assert 7 == len(drawn)


def test_with_much_height_neurons_stand_apart() -> None:
    """Three of them have air between them where a third of the rows stays free, else none."""
    made = session(SEVERAL, "w1[2,1]")
    low, high = (text_of_picture(draw_network(made.view, 100, rows)) for rows in (12, 36))
    assert 10 == len(low.splitlines())
    assert 16 == len(high.splitlines())


def test_drawings_are_made_without_the_screen_library() -> None:
    """What draws knows no screen, so that other faces and tests can use it."""
    code = (
        "import importlib, pkgutil, sys; import tutor.faces.drawing as floor; "
        "[importlib.import_module(each.name) "
        "for each in pkgutil.walk_packages(floor.__path__, floor.__name__ + '.')]; "
        "sys.exit('textual' in sys.modules or 'rich' in sys.modules)"
    )
    assert 0 == python("-c", code).returncode


@pytest.mark.parametrize("width", range(1, 200, 7))
def test_two_lines_have_the_keys_in_order_and_none_is_too_long(width: int) -> None:
    """What is left over from the first line is in the second, as far as it fits."""
    names = ("Enter", "F1", "F2", "F3", "F4", "F10", "F12")
    keys = [Key(name, "does this", works=True, code=name.lower()) for name in names]
    first, second = rows_of_keys(keys, width, 2)
    for row in (first, second):
        assert width >= sum(key.wide + row.gap for key in row.keys)
    assert keys[: len(first.keys)] == first.keys
    assert [key for key in keys if key in second.keys] == second.keys
    if width >= 60:
        assert keys == [*first.keys, *second.keys]
