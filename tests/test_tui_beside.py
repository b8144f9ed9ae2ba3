"""Nudge, average and descent in the terminal program, reached from a lesson with keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.screens import (
    CHAIN,
    SEVERAL,
    app_on,
    finished,
    place_on_screen,
    session,
    shown,
)
from tutor.chain.notation import ASCII
from tutor.course.session import Session
from tutor.faces.tui.app import TutorApp
from tutor.faces.tui.screens.beside import BesideScreen
from tutor.faces.tui.screens.lesson import LessonScreen
from tutor.faces.tui.widgets.answer import AnswerInput
from tutor.faces.tui.widgets.drawn import Drawn

USUAL = (80, 24)


@asynccontextmanager
async def working(
    made: Session, *keys: str, size: tuple[int, int] = USUAL
) -> AsyncIterator[tuple[TutorApp, Pilot[None]]]:
    """Yield the program at a lesson after some keys."""
    app = app_on(made)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        yield app, pilot


def beside(app: TutorApp) -> BesideScreen:
    """Return the picture's screen."""
    assert isinstance(app.screen, BesideScreen)
    return app.screen


async def settled(app: TutorApp, pilot: Pilot[None]) -> str:
    """Wait for what runs, and return the screen's text."""
    await app.workers.wait_for_complete()
    await pilot.pause()
    return shown(app)


async def test_a_nudge_moves_every_mark_and_the_lesson_stays() -> None:
    """What was typed is still there; the keys go where they went."""
    async with working(session(solved=3), *"0.83", "f5", "right", "right", "right") as (app, pilot):
        text = shown(app)
        assert "number lines, a step is 0.01" in text
        assert "w⁽³⁾  ───────────────────┼─────●───" in text
        assert "+0.0189    0.6308" in text
        assert "w⁽³⁾ is moved by +0.03" in text
        assert "Left less" in text
        assert "Esc back" in text
        await pilot.press("f10")
        await pilot.pause()
        assert "question 4 of 8" in shown(app)
        assert isinstance(app.focused, AnswerInput)
        assert "0.83" == app.focused.value


async def test_each_picture_has_two_ways() -> None:
    """A function key and a control key, from the lesson and from the other pictures."""
    ways = [("f5", "nudge"), ("ctrl+n", "nudge"), ("f8", "average"), ("ctrl+s", "average")]
    ways += [("f9", "descent"), ("ctrl+b", "descent")]
    async with working(session()) as (app, pilot):
        for key, name in ways:
            await pilot.press(key)
            assert name == beside(app).NAME
            await pilot.press("f10")
            await pilot.pause()
            assert isinstance(app.screen, LessonScreen)
        await pilot.press("f5", "f9", "f8")
        assert "average" == beside(app).NAME
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)


@pytest.mark.parametrize("key", ["f5", "ctrl+n", "f8", "ctrl+s", "f9", "ctrl+b"])
async def test_the_key_that_opened_a_picture_leads_back_too(key: str) -> None:
    """The line at the bottom advertises no key that would end the program in the lesson."""
    async with working(session(), key) as (app, pilot):
        last = shown(app).splitlines()[-1]
        assert "Esc back" in last
        assert "F10" not in last
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)


@pytest.mark.parametrize("key", ["f4", "ctrl+o", "escape", "f10"])
async def test_a_dialog_over_a_picture_is_left_for_the_picture(key: str) -> None:
    """By the key that opened it, too."""
    async with working(session(), "f5", "f4") as (app, pilot):
        assert "Esc back" in shown(app)
        await pilot.press(key)
        await pilot.pause()
        assert "nudge" == beside(app).NAME


async def test_the_words_have_the_rows_that_the_lines_do_not_need() -> None:
    """Few lines at 80×24: what moves, and why, is told without scrolling."""
    async with working(session(solved=3), "f5", "right") as (app, pilot):
        text = await settled(app, pilot)
        assert 4 == text.count("●")
        for words in ("w⁽³⁾ is moved by +0.01", "C₀ moves by", "z⁽³⁾ moves a⁽²⁾", "the more"):
            assert words in text
        await pilot.press("up", "up", "up", "up")  # the first weight moves four lines more
        assert 8 == (await settled(app, pilot)).count("●")
        for size, rows in (((120, 40), 12), ((80, 16), 7)):
            await pilot.resize_terminal(*size)
            assert rows == app.screen.query_one("#below").size.height


async def test_what_is_moved_and_how_far_is_chosen_by_keys() -> None:
    """Another number, another size of step, the other example, one scale, and back."""
    async with working(session(), "f5", "down", "l", "left", "e", "o") as (app, pilot):
        nudge = beside(app).beside.nudge
        assert ("b3[0]", 1) == (str(nudge.moved), nudge.example)
        assert (Decimal("0.1"), Decimal("-0.1")) == (nudge.step, nudge.by)
        assert "one scale for all" in shown(app)
        await pilot.press("up", "s", "s", "right", "r")
        nudge = beside(app).beside.nudge
        assert "w3[0,0]" == str(nudge.moved)
        assert (Decimal("0.001"), Decimal(0)) == (nudge.step, nudge.by)


async def test_a_nudge_can_be_typed_and_what_is_no_nudge_is_told() -> None:
    """The line takes the words of the line mode, and can be mended."""
    async with working(session(), "f5", "f4") as (app, pilot):
        line = app.screen.query_one(Input)
        line.value = "z3 0.5"
        await pilot.press("enter")
        assert "only a weight, a bias or an input can be moved" in shown(app)
        line.value = "x 0.5"
        await pilot.press("enter")
        await pilot.pause()
        assert "x is moved by +0.5, from 1.4 to 1.9." in beside(app).words()


async def test_a_click_on_a_line_moves_the_mark() -> None:
    """To the end of the line: ten steps; a click on a key presses it."""
    async with working(session(), "f5") as (app, pilot):
        lines = app.screen.query_one("#lines", Drawn)
        row = next(n for n, line in enumerate(shown(app).splitlines()) if "w⁽³⁾  ─" in line)
        end = shown(app).splitlines()[row].rindex("─")
        await pilot.click(offset=(end, row))
        await pilot.pause()
        assert lines.content_size.width > 60
        assert Decimal("0.10") == beside(app).beside.nudge.by
        row, line = next(
            (n, line) for n, line in enumerate(shown(app).splitlines()) if "Left less" in line
        )
        await pilot.click(offset=(line.index("less"), row))
        await pilot.pause()
        assert Decimal("0.09") == beside(app).beside.nudge.by


async def test_the_average_shows_every_examples_wish_and_the_gradient() -> None:
    """At the end of a lesson everything is in sight; the arrows choose the component."""
    made = session(SEVERAL, "w2[0,1]")
    finished(made)
    async with working(made, "f8", size=(120, 40)) as (app, pilot):
        text = shown(app)
        assert "Of 4 examples 3 want w⁽²⁾₀₁ lower" in text
        assert "> ∂C/∂w⁽²⁾₀₁" in text
        assert "The gradient has 21 components." in text
        assert "F3 shows what" not in text
        await pilot.press("down")
        assert "> ∂C/∂w⁽²⁾₀₂" in shown(app)
        await pilot.press("o")
        assert "> ∂C/∂b⁽²⁾₂     -0.2858" in shown(app)
        await pilot.press("end")
        assert "> ∂C/∂w⁽¹⁾₀₁  -0.001635" in shown(app)
        row = next(n for n, line in enumerate(shown(app).splitlines()) if "∂C/∂w⁽²⁾₂₂" in line)
        await pilot.click(offset=(70, row))
        await pilot.pause()
        assert "w2[2,2]" == str(beside(app).beside.parameter)


async def test_nothing_is_given_away_before_the_learner_wishes_it() -> None:
    """Question marks, until F3; the lesson's own screen keeps its own."""
    async with working(session(), "f8") as (app, pilot):
        assert "6 of them are not worked out yet." in shown(app)
        assert "F3 shows what is not worked out yet." in shown(app)
        await pilot.press("f9", "right", "h")
        await settled(app, pilot)
        assert "the lesson is not there yet" in " ".join(beside(app).words())
        assert 0 == beside(app).beside.run.steps
        await pilot.press("f3")
        assert "step 0 of 0" in await settled(app, pilot)
        await pilot.press("f10")
        await pilot.pause()
        assert "∂C/∂w⁽³⁾" in shown(app)
        assert "0.05814" not in shown(app)


async def test_descent_goes_on_back_and_anew() -> None:
    """One step, ten, a hundred; back, another rate, and the steps from there anew."""
    made = session()
    finished(made)
    async with working(made, "f9", "right") as (app, pilot):
        assert "step 1 of 1" in await settled(app, pilot)
        await pilot.press("t")
        assert "step 11 of 11" in await settled(app, pilot)
        await pilot.press("h")
        text = await settled(app, pilot)
        assert "step 111 of 111" in text
        assert "111 │" in text.replace("111  │", "111 │")
        await pilot.press("home")
        assert "step 0 of 111" in await settled(app, pilot)
        await pilot.press("end", "left", "pageup")
        assert "step 100 of 111" in await settled(app, pilot)
        await pilot.press("f", "right")
        text = await settled(app, pilot)
        assert "step 101 of 101" in text
        assert "next steps: η = 1" in text
        await pilot.press("f10", "f9")
        assert "step 101 of 101" in await settled(app, pilot)


async def test_an_axis_that_does_not_begin_at_0_says_so() -> None:
    """C = (w + b)^2 falls from 1 by 0.996^2 a step: to 0.923 after 10, to 0.414 after 110."""
    layer = {"weights": [[1.0]], "biases": [0.0], "activation": "identity"}
    examples = [{"x": [1.0], "y": [0.0]}]
    problem = {"layers": [layer], "cost": "squared_error", "examples": examples}
    made = session({**problem, "learning_rate": 0.001}, "w1")
    finished(made)
    async with working(made, "f9", "t") as (app, pilot):
        assert "axis from 0.923" in await settled(app, pilot)
        await pilot.press("h")
        assert "axis from" not in await settled(app, pilot)


async def test_a_click_on_the_curve_goes_to_its_step() -> None:
    """The place moves; no step is made or lost."""
    made = session()
    finished(made)
    async with working(made, "f9", "t") as (app, pilot):
        await settled(app, pilot)
        region = app.screen.query_one("#curve", Drawn).content_region
        await pilot.click(offset=(region.right - 2, region.y + 3))
        await pilot.pause()
        assert 10 == beside(app).beside.run.here
        await pilot.click(offset=(region.x + 8, region.y + 3))
        await pilot.pause()
        assert 0 == beside(app).beside.run.here


async def test_too_large_a_rate_diverges_and_says_why() -> None:
    """The rate is typed; the cost leaves the numbers, and the screen stands."""
    line = {"weights": [[1.0]], "biases": [0.0], "activation": "identity"}
    problem = {**CHAIN, "layers": [line], "examples": [{"x": [1.0], "y": [0.0]}]}
    made = session(problem, "w1[0,0]")
    finished(made)
    async with working(made, "f9", "f4", size=(120, 40)) as (app, pilot):
        app.screen.query_one(Input).value = "rate 1"
        await pilot.press("enter", "t")
        assert "the descent diverges" in " ".join(beside(app).words())
        await pilot.press("k")
        text = await settled(app, pilot)
        assert "beyond what a number can hold" in text
        assert "infinity" in text
        assert "^" in text
        assert "smaller" in " ".join(beside(app).words())


async def test_a_long_run_shows_progress_and_can_be_stopped() -> None:
    """While it runs the screen lives: the space bar stops it, and the steps made stay."""
    made = session()
    finished(made)
    async with working(made, "f9", "f4") as (app, pilot):
        app.screen.query_one(Input).value = "100000"
        await pilot.press("enter")
        await asyncio.sleep(0.2)
        text = shown(app)
        assert "of 100000 steps" in text
        assert "Space stop" in text
        await pilot.press("space")
        await settled(app, pilot)
        made_steps = beside(app).beside.run.steps
        assert 0 < made_steps < 100_000
        assert f"step {made_steps} of {made_steps}" in shown(app)


@pytest.mark.parametrize("key", ["f5", "f8", "f9"])
async def test_every_size_is_drawn(key: str) -> None:
    """From a usable screen up nothing is cut away; below stand the words, and a line says so."""
    made = session(SEVERAL, "w1[0,1]", notation=ASCII)
    finished(made)
    async with working(made, key, size=(60, 16)) as (app, pilot):
        for size in ((60, 16), (120, 40), (200, 60), (59, 15), (20, 6), (1, 1)):
            await pilot.resize_terminal(*size)
            text = await settled(app, pilot)
            assert text.isascii()
            if size >= (60, 16):
                assert "- in words -" in text
                assert "Esc back" in text
            elif size == (59, 15):
                assert "A 60x16 window shows the picture." in text
                assert beside(app).words()[0][:30] in text


async def test_help_names_the_keys_of_the_picture() -> None:
    """What each does, in a few words; and why there are question marks."""
    async with working(session(), "f9", "f1") as (app, pilot):
        text = shown(app)
        assert "Twice the learning rate" in text
        await pilot.press(*["down"] * 24)
        await pilot.pause()
        assert "Nothing here is graded" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "descent" == beside(app).NAME


@pytest.mark.parametrize(
    ("picture", "key", "first", "turned"),
    [
        ("f5", "f3", "F3 uncover", "F3 cover"),
        ("f5", "o", "o one scale", "o own scales"),
        ("f8", "o", "o by size", "o in order"),
    ],
)
async def test_a_key_that_turns_something_on_then_says_that_it_turns_it_off(
    picture: str, key: str, first: str, turned: str
) -> None:
    """The lines of keys tell what a key does now."""
    async with working(session(), picture, size=(120, 40)) as (app, pilot):
        for told, other in ((first, turned), (turned, first), (first, turned)):
            assert told in shown(app)
            assert other not in shown(app)
            await pilot.press(key)
            await pilot.pause()


async def test_at_80_columns_every_key_of_the_nudge_is_in_view() -> None:
    """Said shorter where that is needed."""
    async with working(session(), "f5") as (app, pilot):
        keys = ("Left less", "Right more", "Up/Down", "s finer", "l larger", "r reset", "e example")
        for key in (*keys, "o 1 scale"):
            assert key in shown(app)
        await pilot.press("o")
        await pilot.pause()
        assert "o own" in shown(app)


async def test_at_80_columns_the_descent_has_two_lines_for_its_keys() -> None:
    """One is too short however they are said."""
    made = session()
    finished(made)
    async with working(made, "f9") as (app, pilot):
        text = shown(app)
        for key in ("Right step", "k thousand", "f faster", "End end", "PageUp ten back"):
            assert key in text
        await pilot.resize_terminal(80, 20)
        await pilot.pause()
        assert "Right step" in shown(app)
        assert "PageUp ten back" not in shown(app)


async def test_a_dialog_has_a_frame_and_its_keys_can_be_clicked() -> None:
    """In letters that every terminal has, too."""
    async with working(session(notation=ASCII), "f5", "f1") as (app, pilot):
        assert "+- Help -" in shown(app)
        await pilot.click(offset=place_on_screen(app, "Enter back"))
        await pilot.pause()
        assert "nudge" == beside(app).NAME


async def test_another_notation_is_taken_on_at_once() -> None:
    """Names, signs and frames are written anew, and the nudge stays."""
    made = session()
    async with working(made, "f5", "right") as (app, pilot):
        made.write_in(ASCII)
        screen = beside(app)
        screen.rewrite()
        await pilot.pause()
        text = shown(app)
        assert text.isascii()
        assert "w3  --" in text
        assert "w3 is moved by +0.01" in text
