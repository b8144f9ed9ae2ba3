"""Home: the list of lessons on a screen."""

from __future__ import annotations

from tests.screens import session, shown
from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.course.lesson_files import shipped_lessons
from tutor.course.session import Session
from tutor.errors import TutorError
from tutor.faces.tui.app import TutorApp
from tutor.faces.tui.screens.home import HomeScreen
from tutor.faces.tui.screens.lesson import LessonScreen


def home(notation: Notation = UNICODE) -> TutorApp:
    """Return the terminal program at home, where every lesson is the chain."""
    return TutorApp(HomeScreen(notation, lambda _name: session(notation=notation)))


async def test_home_lists_every_shipped_lesson_with_what_it_is_about() -> None:
    """Titles in reading order; the summary of the highlighted one below."""
    app = home()
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        text = shown(app)
    for file in shipped_lessons():
        assert file.load().title in text
    summary = shipped_lessons()[0].load().summary
    assert " ".join(summary.split()[:5]) in text


async def test_enter_opens_a_lesson_and_f6_comes_back() -> None:
    """From a lesson one gets back to the list, where one came from it."""
    app = home()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert "question 1 of 8" in shown(app)
        await pilot.press("f6")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("enter", "f10")
        assert 0 == (app.return_code or 0)


async def test_a_lesson_opened_directly_has_no_way_to_the_list() -> None:
    """Where there is no list, F6 does nothing."""
    app = TutorApp(LessonScreen(session()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        assert "F6" not in shown(app)
        assert isinstance(app.screen, LessonScreen)


async def test_a_lesson_that_cannot_be_opened_says_why() -> None:
    """A refusal is told on the screen, square brackets and all."""

    def refuse(_name: str) -> Session:
        raise TutorError("layers[1].weights[0]: 3 numbers")

    app = TutorApp(HomeScreen(UNICODE, refuse))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert "layers[1].weights[0]: 3 numbers" in shown(app)


async def test_home_is_ascii_where_it_must_be() -> None:
    """In the ascii tier home has ASCII characters only."""
    app = home(ASCII)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert shown(app).isascii()
