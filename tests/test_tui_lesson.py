"""The lesson on a screen, worked with keys, at several sizes."""

from __future__ import annotations

import re

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from tests.screens import (
    PARTED,
    SEVERAL,
    app_on,
    finished,
    place_on_screen,
    session,
    settled,
    shown,
    until,
)
from tutor.chain.notation import ASCII
from tutor.course.practice import practice_lesson
from tutor.course.session import Session
from tutor.course.view import Phase
from tutor.faces.drawing.pasted import typed
from tutor.faces.tui.app import TutorApp
from tutor.faces.tui.widgets.answer import AnswerInput
from tutor.faces.tui.widgets.question import QuestionPanel

BRACKETS = "[red]x[/red] w2[0,1] [link]"
USUAL = (80, 24)


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Put a text where the keys go, and press Enter."""
    line = pilot.app.focused
    assert isinstance(line, Input)
    line.value = text
    await pilot.press("enter")
    await pilot.pause()


async def test_a_lesson_is_read_and_worked_with_enter_alone() -> None:
    """Enter turns pages, answers, and goes on; the keys always go where they belong."""
    made = session(intro=PARTED)
    app = app_on(made)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        assert "First [page]." in shown(app)
        await pilot.press("enter", "enter")
        assert "question 1 of 8" in shown(app)
        await type_in(pilot, "2*(0.835 - y)")
        assert "= 1.67  correct" in shown(app)
        assert "> 2*(0.835 - y)   Enter: go on" in shown(app)
        await pilot.press("enter")
        assert "question 2 of 8" in shown(app)
        assert isinstance(app.focused, AnswerInput)
        assert "" == app.focused.value


async def test_an_answer_that_is_not_right_gives_way_to_the_next() -> None:
    """Too few digits as well as a wrong number; what was not read stays, to be mended."""
    app = app_on(session())
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        for first, then, left in (("1.7", "0.8", "0.8"), ("0.8", "1.7", "1.7"), ("1+", "2", "1+2")):
            await pilot.press(*first, "enter", *then)
            assert isinstance(app.focused, AnswerInput)
            assert left == app.focused.value
            await pilot.press("ctrl+u")


async def test_a_wrong_answer_counts_once_until_something_is_typed() -> None:
    """Enter again says that it is the same answer; what is typed anew is graded anew."""
    made = session()
    app = app_on(made)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("9", "enter")
        assert "the same answer" not in shown(app)
        await pilot.press("enter", "enter")
        assert "This is the same answer: it does not count again." in shown(app)
        assert "= 9  not yet" in shown(app)
        await pilot.press("9", "enter", "f2", "enter", "enter")
        assert ["9", "9"] == [each.text for each in made.events if each.verdict]
        await pilot.press(*"1.67", "enter", "enter", "enter")
        assert "the same answer" not in shown(app)
        assert 4 == sum(each.verdict is not None for each in made.events)  # the last one is empty


async def test_a_number_in_place_of_a_choice_gives_way() -> None:
    """Where one of several is to be chosen there is nothing to mend in what was typed."""
    choices = [{"text": "yes", "right": True}, {"text": "no", "answer": "It is."}]
    own = {"before": "start", "ask": "Well?", "choices": choices}
    app = app_on(session(questions=[own]))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press(*"0.25", "enter", "2", "enter")
        await pilot.pause()
        assert "not yet  It is." in shown(app)


async def test_what_is_newest_stands_first_until_something_is_newer() -> None:
    """A hint stands above the verdict before it, also after help; the next verdict above it."""
    app = app_on(session())
    async with app.run_test(size=USUAL) as pilot:
        await type_in(pilot, "0.8")
        await pilot.press("f2")
        for keys in ((), ("f1", "escape")):
            await pilot.press(*keys)
            await pilot.pause()
            assert shown(app).index("hint 1") < shown(app).index("not yet")
        await type_in(pilot, "0.9")
        assert shown(app).index("not yet") < shown(app).index("hint 1")


async def test_the_whole_screen_at_80_by_24(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is needed is to be seen at once, also without colours."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(session(solved=3))
    async with app.run_test(size=USUAL) as pilot:
        text = await settled(pilot)
    for needed in (
        "∂C/∂w⁽³⁾   question 4 of 8",
        "┝━━━━━━━━━━┫0.8348┣━━━━━┫0.6969┃",
        "= 0.6308 ·  0.1379  ·    1.670",
        "C₀ = (0.8348 - 0)² = 0.6969",
        "Put the factors together: ∂C₀/∂w⁽³⁾ = ?",
        "known  dz3/dw3 = 0.6308   da3/dz3 = 0.1379   dC/da3 = 1.670",
        "Enter answer  F1 help  F2 hint  F3 show  F4 weight  F5 nudge  F6 home  F7 undo",
        "F8 average  F9 descent  F10 leave  F12 all  Up earlier",
    ):
        assert needed in text
    assert 24 == len(text.splitlines())


async def test_a_large_screen_shows_the_examples_beside_everything_else() -> None:
    """At 120x40 nothing takes the place of anything."""
    app = app_on(session(SEVERAL, "w1[2,1]", solved=1))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        text = shown(app)
    for title in ("network, example 0", "examples", "chain", "notes", "question"):
        assert f"╭─ {title} ─" in text


@pytest.mark.parametrize("seed", ["2", "99", "4711"])
async def test_practice_shows_every_weight_at_120_by_40(seed: str) -> None:
    """A network as it is drawn, whose numbers are wide, has no weight left out of its picture."""
    made = Session.of_lesson(practice_lesson(seed), f"practice {seed}")
    app = app_on(made)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "enter")
        await pilot.pause()
        picture = " ".join(row[:72] for row in shown(app).splitlines()[2:14])
    for layer in made.view.trace.problem.layers:
        for number in (*layer.weights.flat, *layer.biases):
            assert re.search(rf"(?<![-\d.]){re.escape(f'{number:g}')}(?![\d.])", picture)


async def test_every_key_stands_in_the_last_line_of_a_wide_window() -> None:
    """Taking back, too; where there is less room the last ones go."""
    app = app_on(session(solved=1))
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.pause()
        last = shown(app).splitlines()[-1]
        keys = ("Enter", "F1", "F2", "F3", "F4", "F5", "F6", "F7 undo", "F8", "F9", "F10", "F12")
        assert all(f" {key}" in last for key in keys)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "F7 undo" in shown(app).splitlines()[-1]
        assert "Up earlier" in shown(app).splitlines()[-1]


async def test_in_one_short_line_the_keys_that_do_something_are_the_ones_that_are_seen() -> None:
    """After an answer taking it back has the place of a hint."""
    app = app_on(session())
    async with app.run_test(size=(80, 23)) as pilot:
        await pilot.pause()
        assert "F2 hint" in shown(app).splitlines()[-1]
        assert "F7 undo" not in shown(app).splitlines()[-1]
        await type_in(pilot, "1.67")
        assert "F7 undo" in shown(app).splitlines()[-1]
        assert "F2 hint" not in shown(app).splitlines()[-1]


async def test_a_choice_that_is_clicked_on_is_typed() -> None:
    """Enter is still to be pressed, by a key or by a click."""
    wrong = [{"text": text, "answer": "No."} for text in ("up", "nowhere")]
    choices = [wrong[0], {"text": "down", "right": True}, wrong[1]]
    own = {"before": "start", "ask": "Which way?", "why": "Because.", "choices": choices}
    app = app_on(session(questions=[own]))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        await pilot.click(offset=place_on_screen(app, "Which way?"))
        await pilot.pause()
        assert "1 to 3" in shown(app)
        await pilot.click(offset=place_on_screen(app, "2  down"))
        await pilot.pause()
        assert "> 2" in shown(app)
        await pilot.click(offset=place_on_screen(app, "Enter answer"))
        await pilot.pause()
        assert "correct" in shown(app)


async def test_no_size_is_too_small_or_too_large() -> None:
    """Whatever the size, nothing fails, and what is being typed is still there afterwards."""
    app = app_on(session(solved=1))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("0", "full_stop", "1")
        for size in ((50, 12), (30, 6), (1, 1), (200, 60)):
            await pilot.resize_terminal(*size)
            assert size == (1, 1) or "> 0.1" in shown(app)
        await pilot.press("3", "7", "9", "enter")
        await pilot.pause()
        assert "= 0.1379  correct" in shown(app)


async def test_a_small_window_has_a_notice_and_is_still_worked() -> None:
    """Below 60x16 the question, its line and the verdict are left."""
    app = app_on(session())
    async with app.run_test(size=(50, 12)) as pilot:
        await pilot.pause()
        assert "A 60x16 window shows the whole lesson." in shown(app)
        await type_in(pilot, "-1.67")
        assert "= -1.67  not yet" in shown(app)


async def test_hints_and_the_answer_are_keys_also_second_ones() -> None:
    """F2 and Ctrl+T give hints, F3 and Ctrl+R the answer; afterwards Enter goes on."""
    made = session()
    app = app_on(made)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("f2", "ctrl+t")
        assert 2 == made.view.hints
        assert "hint 2  ∂C₀/∂a⁽³⁾ = 2(a⁽³⁾ − y)" in shown(app)
        await pilot.press("f3")
        assert "shown  ∂C₀/∂a⁽³⁾ = 2(0.8348 - 0) = 1.670" in shown(app)
        await pilot.press("enter", "ctrl+r", "enter")
        assert "question 3 of 8" in shown(app)
        await pilot.press("f2", "f2")
        await type_in(pilot, "0.6308")
        await pilot.press("f7")
        assert made.view.phase is Phase.ASKING


async def test_another_weight_is_chosen_by_name_or_from_the_list() -> None:
    """What is no weight is refused beside the line; the arrow keys take names from the list."""
    made = session()
    app = app_on(made)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("f4")
        await type_in(pilot, "w9[0,0]")
        assert "w9[0,0]: there is no layer 9; layers are 1 to 3" in shown(app)
        await type_in(pilot, "b2")
        assert "b2[0]" == str(made.view.parameter)
        assert "∂C/∂b⁽²⁾" in shown(app)
        await pilot.press("ctrl+o", "up", "enter")
        assert "w2[0,0]" == str(made.view.parameter)
        await pilot.press("f4", "enter")
        await pilot.pause()
        assert isinstance(app.focused, AnswerInput)


async def test_help_opens_over_the_lesson_and_gives_the_line_back() -> None:
    """F1 lists the keys, the second ones too; what was typed stays."""
    app = app_on(session())
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("1", "f1")
        assert "F2    Ctrl+T   a hint" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.focused, AnswerInput)
        assert "1" == app.focused.value


async def test_the_end_shows_the_descent_and_leads_on() -> None:
    """The table, the step and the closing words; Enter says what the lesson came to."""
    made = session(closing="The *end* of [0,1].")
    while made.view.phase is not Phase.FINISHED:
        made.reveal()
        made.go_on()
    app = app_on(made)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        text = shown(app)
        for needed in (
            "mean",
            "1.3 → 1.27093",
            "0.3628",
            "0.3564",
            "The end of [0,1].",
            "finished",
        ):
            assert needed in text
        await pilot.press("enter")
        assert "0 of 8 questions right at once   8 shown" in shown(app)
        await pilot.press("f4")
        assert "Which weight or bias?" in shown(app)


async def test_notes_that_go_on_below_say_so() -> None:
    """By which key one comes further, until the last line is there."""
    made = session(closing="\n\n".join(f"Line {n}." for n in range(12)))
    finished(made)
    app = app_on(made)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "PageDown: further" in shown(app)
        assert "Line 11." not in shown(app)
        await pilot.press("pagedown", "pagedown", "pagedown")
        assert "PageDown: further" not in shown(app)
        assert "Line 11." in shown(app)
        await pilot.press("pageup")
        assert "PageDown: further" in shown(app)
        await pilot.resize_terminal(120, 60)
        await pilot.pause()
        assert "PageDown: further" not in shown(app)


async def test_the_newest_equation_stays_in_view_when_rows_are_taken() -> None:
    """A notice takes a row; whoever scrolls back stays where that was."""
    app = app_on(session())
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("9", "enter", "enter")
        await pilot.pause()
        assert "the same answer" in shown(app)
        assert "C₀ = (0.8348 - 0)²" in shown(app)
        await pilot.press("pageup", "pageup")
        assert "C₀ = (0.8348 - 0)²" not in shown(app)
        await pilot.resize_terminal(80, 23)
        await pilot.pause()
        assert "so far" in shown(app)


async def test_an_answer_to_which_more_is_said_than_fits_says_so() -> None:
    """PageDown leads to its last line first, then through the notes; PageUp the other way."""
    app = app_on(session(prose=[{"before": "dC/da3@0", "text": "Read. " * 90}]))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("f2", "f2", "f2")
        await type_in(pilot, "-1.67")
        question = app.screen.query_one(QuestionPanel)
        assert "PageDown: further" == question.border_subtitle
        assert "hint 1" not in shown(app)
        await pilot.press("pagedown", "pagedown")
        assert "hint 1" in shown(app)
        assert not question.border_subtitle
        assert "C₀ = (0.8348" not in shown(app)
        await pilot.press(*["pagedown"] * 9)
        assert "C₀ = (0.8348" in shown(app)
        await pilot.press(*["pageup"] * 12)
        assert "PageDown: further" == str(question.border_subtitle)


async def test_square_brackets_are_shown_as_they_are() -> None:
    """Titles, prose, questions, choices, names and what a person typed are never markup."""
    choices = [{"text": BRACKETS, "right": True}, {"text": "no", "answer": BRACKETS}]
    own = {"before": "start", "ask": BRACKETS, "choices": choices}
    made = session(SEVERAL, "w1[2,1]", title=BRACKETS, questions=[own], notation=ASCII)
    made.notices.append(BRACKETS)
    app = app_on(made)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert 4 == shown(app).count(BRACKETS)
        await type_in(pilot, "2")
        assert f"not yet  {BRACKETS}" in shown(app)
        await pilot.press("f3", "enter")
        await type_in(pilot, BRACKETS)
        assert 3 == shown(app).count(BRACKETS)  # title, what was typed, and where it fails


async def test_the_ascii_tier_is_ascii_all_over_the_screen() -> None:
    """No box drawing, no dots, no scrollbar glyphs: at each phase every character is ASCII."""
    made = session(
        SEVERAL, "w1[2,1]", notation=ASCII, intro="A - *b* `c` $\\sigma$\n\n- one\n\n> two"
    )
    app = app_on(made)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        assert shown(app).isascii()
        await pilot.press("enter")
        until(made, "dC/da1[2]@0")
        await pilot.press("f2")
        assert shown(app).isascii()
        until(made, "dC/dw1[2,1]")
        await pilot.resize_terminal(120, 40)
        await pilot.press("f2")
        assert shown(app).isascii()
        for dialog in ("f1", "f4"):
            await pilot.press(dialog)
            assert shown(app).isascii()
            await pilot.press(dialog)


async def test_notices_are_told_once() -> None:
    """What the program has to say besides stands at the top until the next key."""
    made = session()
    made.notices.append("Going on where you left off.")
    app = app_on(made)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        assert "Going on where you left off." in shown(app)
        await pilot.press("f2")
        assert "Going on where you left off." not in shown(app)


async def test_what_is_typed_ahead_goes_where_it_was_meant_for() -> None:
    """Keys that come faster than the screen changes are not lost, and none goes astray."""
    made = session()
    app = app_on(made)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        for sign in "9\r1.67\r\r0.1379\r":
            app.post_message(events.Key("enter" if sign == "\r" else sign, sign))
        await pilot.press("f1", "f1")
        typed = [event.text for event in made.events if event.verdict is not None]
        assert ["9", "1.67", "0.1379"] == typed
        assert "question 2 of 8" in shown(app)
        assert "= 0.1379  correct" in shown(app)


async def test_the_mouse_does_not_take_the_keys_away() -> None:
    """After a click somewhere the answer is still typed into its line; keys can be clicked."""
    made = session()
    app = app_on(made)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.click("#network")
        await pilot.press("1", "tab", "2")
        assert isinstance(app.focused, AnswerInput)
        assert "12" == app.focused.value
        await pilot.click(offset=place_on_screen(app, "F2 hint"))
        await pilot.pause()
        assert 1 == made.view.hints


async def test_a_crash_is_told_to_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in a drawing reaches whoever runs the app for a test."""
    app: TutorApp = app_on(session())

    def fail(_self: Session) -> None:
        raise LookupError("on purpose")

    monkeypatch.setattr(Session, "hint", fail)
    with pytest.raises(LookupError, match="on purpose"):
        async with app.run_test(size=USUAL) as pilot:
            await pilot.press("f2")


@pytest.mark.parametrize(
    ("copied", "expected"),
    [
        ("0.1379", "0.1379"),
        ("  −0.68 \n", "−0.68"),
        ("│ > 2*(0.835 - y) │", "2*(0.835 - y)"),
        ("0.6308 ·\n 0.1379  ·    1.670", "0.6308 · 0.1379 · 1.670"),
        ("2(a⁽³⁾ − y)", "2(a3 − y)"),
        ("∂C₀/∂a⁽²⁾₁ · w⁽²⁾₁₀ − η · x₁", "dC/da2[1] · w2[1,0] − eta · x[1]"),
        ("w⁽¹²⁾₁₀,₂", "w12[10,2]"),
        ("", ""),
    ],
)
def test_what_is_copied_from_the_screen_is_as_one_would_type_it(copied: str, expected: str) -> None:
    """Line ends, frames and raised letters are no answer's fault."""
    assert expected == typed(copied)


async def test_pasting_answers_the_question() -> None:
    """A paste with a line end and a typographic minus is read; it replaces a refused answer."""
    app = app_on(session())
    async with app.run_test(size=USUAL) as pilot:
        await type_in(pilot, "7")
        app.post_message(events.Paste(" 2(a⁽³⁾ − y)\n"))
        await pilot.press("enter")
        await pilot.pause()
        assert re.search(r"= 1\.66\d+  correct", shown(app))
        app.post_message(events.Paste("0.5"))
        await pilot.press("enter")
        assert "" == app.screen.query_one(AnswerInput).value


async def test_earlier_steps_are_looked_at_without_losing_the_place() -> None:
    """Up and Down go through the steps behind; what is being typed and the question stay."""
    app = app_on(session(solved=2))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("1", "up")
        assert "step 9 of 9, example 0  ∂a⁽³⁾/∂z⁽³⁾ = " in shown(app)
        await pilot.press("up", "up")
        assert "step 7 of 9, example 0  C₀ = (0.8348 - 0)² = 0.6969" in shown(app)
        await pilot.press("down", "down", "down")
        assert "step " not in shown(app)
        assert "question 3 of 8" in shown(app)
        assert "1" == app.screen.query_one(AnswerInput).value


@pytest.mark.parametrize("size", [(50, 12), (30, 8), (20, 6), (20, 4)])
async def test_a_long_question_leaves_the_line_to_type_in(size: tuple[int, int]) -> None:
    """However small the window is, what is typed stands in it."""
    question = {"before": "start", "ask": "How large is it? " * 20, "value": 0.5}
    app = app_on(session(questions=[question]))
    async with app.run_test(size=size) as pilot:
        await pilot.press(*"0.25")
        await pilot.pause()
        assert "> 0.25" in shown(app)
