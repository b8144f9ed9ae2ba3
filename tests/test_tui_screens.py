"""The screens around a lesson: settings, records, help, all commands, the end; and the colours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.screens import SEVERAL, app_on, finished, session, shown
from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.chain.trace import Trace
from tutor.course.opening import open_store
from tutor.course.plan import Planned
from tutor.course.session import Session
from tutor.course.shelf import shipped_lessons
from tutor.course.tally import tally
from tutor.course.view import Phase
from tutor.faces.desk import Desk
from tutor.faces.drawing.picture import text_of_picture
from tutor.faces.drawing.tallies import draw_tally
from tutor.faces.learning import Wanted
from tutor.faces.settings import NotationChoice, ThemeChoice, load_settings
from tutor.faces.tui.app import TutorApp
from tutor.faces.tui.palettes import DARK, HIGH_CONTRAST, LIGHT, Palette
from tutor.faces.tui.screens.help import HelpScreen
from tutor.faces.tui.screens.home import HomeScreen
from tutor.faces.tui.screens.lesson import LessonScreen
from tutor.faces.tui.theme import theme_name

USUAL = (80, 24)
TEXTS = ("text", "dim", "strong", "accent", "good", "bad")


@pytest.fixture
def desk() -> Desk:
    """Return a desk with records of its own."""
    return Desk(open_store(), encoding="utf-8")


def at(made: Session, desk: Desk) -> TutorApp:
    """Return the terminal program at a lesson."""
    return TutorApp(LessonScreen(made, desk))


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("palette", "least"), [(DARK, 4.5), (LIGHT, 4.5), (HIGH_CONTRAST, 7)])
def test_all_text_can_be_read(palette: Palette, least: float) -> None:
    """WCAG's AA for text, AAA in high contrast, on all that text stands on."""
    for below in (palette.background, palette.surface, palette.panel):
        for name in TEXTS:
            assert contrast(getattr(palette, name), below) >= least, (name, below)
        assert contrast(palette.faint, below) >= 3
    assert contrast(palette.strong, palette.chosen) >= least


async def test_settings_are_seen_at_once_and_kept(desk: Desk) -> None:
    """Colours and notation change below the dialog, and in the file."""
    app = at(session(SEVERAL, "w1[2,1]", solved=1), desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("1")
        app.action_settings()
        await pilot.pause()
        await pilot.press("down", "enter")
        assert theme_name(ThemeChoice.LIGHT) == app.theme
        await pilot.press("end", "enter", "f10")
        await pilot.pause()
        assert shown(app).isascii()
        assert "dC/dw1[2,1]" in shown(app)
        assert "> 1" in shown(app)
    assert (ThemeChoice.LIGHT, NotationChoice.ASCII) == (
        load_settings().settings.theme,
        load_settings().settings.notation,
    )


async def test_the_flag_is_stronger_than_what_is_chosen() -> None:
    """With --ascii it stays ASCII, and is told."""
    app = TutorApp(HomeScreen(Desk(open_store(), encoding="utf-8", ascii_only=True)))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("s", "end", "up", "enter")
        assert "With --ascii on the command line it stays ASCII" in shown(app)
        assert shown(app).isascii()


@pytest.mark.parametrize("theme", ThemeChoice)
async def test_each_theme_colours_everything(desk: Desk, theme: ThemeChoice) -> None:
    """Every tone, Markdown and all, is drawn in the theme's own colours."""
    palette = {"dark": DARK, "light": LIGHT, "high contrast": HIGH_CONTRAST}[theme]
    made = session(intro="Some `code` here.")
    app = at(made, desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        app.take_on(desk.settings.__class__(theme))
        await pilot.pause()
        picture = app.export_screenshot()
        assert palette.accent in picture
        assert palette.background in picture
        await pilot.press("enter")
        assert palette.dim in app.export_screenshot()


async def test_the_records_say_what_every_session_came_to(desk: Desk) -> None:
    """The newest first; what one is about below; Enter goes on with what is not finished."""
    made = desk.begin(Wanted(lesson="2"))
    while made.view.phase is not Phase.ASKING:
        made.go_on()
    made.submit("12345")
    app = TutorApp(HomeScreen(desk))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("r")
        await pilot.pause()
        text = shown(app)
        assert "All sessions" in text
        assert f"not done    {shipped_lessons()[1].load().title}" in text
        assert "0 of 1 question right at once   1 wrong answer" in text
        await pilot.press("down", "enter")
        await pilot.pause()
        assert f"{shipped_lessons()[1].load().title} · ∂C/∂w" in shown(app)


async def test_without_records_it_says_so(desk: Desk) -> None:
    """An empty list is no riddle."""
    app = TutorApp(HomeScreen(desk))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("r")
        await pilot.pause()
        assert "Nothing is kept yet." in shown(app)


async def test_help_tells_layers_from_powers(desk: Desk) -> None:
    """The notation in its own tier, the keys, what is asked for; it scrolls."""
    app = at(session(), desk)
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.press("f1")
        assert "Superscripts are layers, not powers" in shown(app)
        assert "3 digits are asked for" in shown(app)
    app = at(session(notation=ASCII), desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("f1", "pagedown", "pagedown", "pagedown")
        assert isinstance(app.screen, HelpScreen)
        assert "Numbers behind letters are layers, not powers" in shown(app)


async def test_all_commands_are_found_by_typing() -> None:
    """Keys, lessons, colours; in the ascii tier without a sign that it lacks."""
    made = session(SEVERAL, "w1[2,1]", notation=ASCII, solved=1)
    app = at(made, Desk(open_store(), encoding="ascii"))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("ctrl+p", *"another wei")
        await pilot.pause(0.5)
        assert "Ask about another weight or bias" in shown(app)
        assert shown(app).isascii()
        await pilot.press("escape", "f12", *"contrast")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.5)
        assert theme_name(ThemeChoice.HIGH_CONTRAST) == app.theme
        await pilot.press("f12", *"lesson 2")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.5)
        assert shipped_lessons()[1].load().title in shown(app)


async def test_the_end_says_what_to_read_again(desk: Desk) -> None:
    """What was right at once, which errors came up in a sentence each, and what comes next."""
    made = session(SEVERAL, "w1[2,1]")
    made.submit("0.3")
    made.submit("-1.095")
    finished(made)
    app = at(made, desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("enter")
        text = " ".join(shown(app).split())
        assert "0 of 22 questions right at once 22 shown, 2 wrong answers" in text
        assert "What explains wrong answers, and what to read again" in text
        assert "The number one gets by" in text
        assert "Enter: home, to all lessons and practice" in text
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("notation", [UNICODE, ASCII])
async def test_the_end_says_where_it_goes_on_below(desk: Desk, notation: Notation) -> None:
    """By which key one comes to the last line; there it is not said any more."""
    desk.choose(desk.settings._replace(notation=NotationChoice(notation.name)))
    made = session(SEVERAL, "w1[2,1]", notation=notation)
    finished(made)
    app = at(made, desk)
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert "PageDown: further" in shown(app)
        assert "update" not in shown(app)
        await pilot.press("pagedown", "pagedown", "pagedown")
        assert "PageDown: further" not in shown(app)
        assert "update" in shown(app)
        assert "Enter: " in shown(app)
        assert notation is UNICODE or shown(app).isascii()


async def test_the_trace_is_saved_at_the_end_but_never_over_anything(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that is saved reads back with the chain of the weight; another stays as it is."""
    monkeypatch.chdir(tmp_path)
    made = session(SEVERAL, "w1[2,1]")
    finished(made)
    app = at(made, desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("enter", "t", "enter")
        await pilot.pause()
        assert "Saved: trace.json" in shown(app)
        await pilot.press("t", "enter")
        assert "trace.json: there is such a file already" in shown(app)
        await pilot.press("ctrl+u", *"no/x.json", "enter")
        assert "no/x.json: cannot be written" in shown(app)
    saved = (tmp_path / "trace.json").read_bytes()
    assert "w1[2,1]" == json.loads(saved)["parameter"]
    assert made.trace.value("C") == Trace.load(tmp_path / "trace.json").value("C")


async def test_what_explains_wrong_answers_is_wrapped_once() -> None:
    """Where the end has to scroll, its lines still end where they were broken."""
    made = session()
    while made.view.phase is not Phase.FINISHED:
        question = made.view.question
        if isinstance(question, Planned):
            for factor in (-1, 2, 0.5):
                made.submit(repr(factor * question.step.value))
        made.reveal()
        made.go_on()
    broken = draw_tally(tally([made.events]), 80 - 6)
    expected = {line.strip() for line in text_of_picture(broken).splitlines()}
    app = app_on(made)
    async with app.run_test(size=(80, 16)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        for _ in range(4):
            lines = [line.strip() for line in shown(app).splitlines()]
            cut = [line for line in lines if line and line not in expected]
            assert not [each for each in cut if any(line.startswith(each) for line in expected)]
            await pilot.press("pagedown")
