"""Home on a screen: where one left off, the lessons, and what else there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.screens import CHAIN, shown
from tutor.course.opening import open_store
from tutor.course.plan import Planned, PlannedOwn
from tutor.course.shelf import shipped_lessons
from tutor.course.standing import Stage, Standing
from tutor.course.view import Phase
from tutor.faces.desk import Desk
from tutor.faces.drawing.home import standing_text
from tutor.faces.learning import Wanted
from tutor.faces.tui.app import TutorApp
from tutor.faces.tui.screens.home import HomeScreen
from tutor.faces.tui.screens.lesson import LessonScreen

FIRST = shipped_lessons()[0]
USUAL = (80, 24)


@pytest.fixture
def desk() -> Desk:
    """Return a desk with records of its own."""
    return Desk(open_store(), encoding="utf-8")


def home(desk: Desk) -> TutorApp:
    """Return the terminal program at home."""
    return TutorApp(HomeScreen(desk))


def rows(app: TutorApp) -> list[str]:
    """Return the lines on an app's screen."""
    return shown(app).splitlines()


async def test_home_lists_every_shipped_lesson_with_what_it_is_about(desk: Desk) -> None:
    """Titles in reading order with minutes; the summary of the highlighted one below."""
    app = home(desk)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        text = shown(app)
    titles = [file.load().title for file in shipped_lessons()]
    assert titles == sorted(titles, key=text.index)
    assert f"{FIRST.load().minutes} min" in text
    assert " ".join(FIRST.load().summary.split()[:5]) in text
    for other in ("Practice", "What went wrong", "Your own", "Records", "Settings"):
        assert other in text


async def test_the_highlighted_line_is_marked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a sign, not by its colour alone; in the settings, too."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = home(desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("down", "down")
        await pilot.pause()
        assert [3] == [int(found) for found in re.findall(r"(?m)^> +(\d+) ", shown(app))]
        await pilot.press("s", "down", "down")
        await pilot.pause()
        assert re.findall(r"> \(.\) ([a-z ]+?) *│", shown(app)) == ["high contrast"]


async def test_lines_that_there_is_no_room_for_are_counted(desk: Desk) -> None:
    """Nobody who sees lesson 15 last takes it for the last one."""
    app = home(desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        seen = sum(bool(re.search(r"^.{4,5}\d .* min", row)) for row in rows(app))
        below = len(shipped_lessons()) - seen + len(HomeScreen.OTHERS) + 1  # their heading
        assert f"... {below} more below" in shown(app)
        await pilot.press("end")
        await pilot.pause()
        assert "more below" not in shown(app)
        await pilot.press("home")
        await pilot.resize_terminal(80, 40)
        await pilot.pause()
        assert "more below" not in shown(app)


async def test_enter_opens_a_lesson_and_f6_comes_back(desk: Desk) -> None:
    """From a lesson one gets home, and the lesson is then where one left off."""
    app = home(desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("enter")
        assert isinstance(app.screen, LessonScreen)
        app.screen._session.go_on()  # noqa: SLF001 - the page is turned without its key
        while app.screen._session.view.phase is not Phase.ASKING:  # noqa: SLF001
            app.screen._session.go_on()  # noqa: SLF001
        await pilot.press("f3", "f6")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert re.search(rf"Go on  {FIRST.load().title}  question 2 of \d+", shown(app))
        assert re.search(rf"- +1 {FIRST.load().title} .* begun, 1 of 11, 1 shown", shown(app))
        await pilot.press("enter")
        await pilot.pause()
        assert re.search(r"question 2 of \d+", rows(app)[0])
        await pilot.press("f6", "f10")
    assert 0 == (app.return_code or 0)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing(), ""),
        (Standing(Stage.BEGUN, 3, 2, total=11), "begun, 3 of 11"),
        (Standing(Stage.BEGUN, 3, 2, total=11, shown=1), "begun, 3 of 11, 1 shown"),
        (Standing(Stage.BEGUN, 3, 2), "begun, 3 done"),
        (Standing(Stage.DONE, 11, 9), "done, 9 of 11 at once"),
    ],
)
def test_what_is_done_of_a_lesson_is_told_with_its_total(standing: Standing, expected: str) -> None:
    """What was shown is told apart; where the total is not known it is left out."""
    assert expected == standing_text(standing)


async def test_a_lesson_opened_directly_leads_home_too(desk: Desk) -> None:
    """Whoever began with a lesson finds the others by the same key."""
    app = TutorApp(LessonScreen(desk.begin(Wanted()), desk))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("f6")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_what_is_done_stays_done(desk: Desk) -> None:
    """A finished lesson says how many questions were right at once; a second attempt too."""
    made = desk.begin(Wanted())
    while made.view.phase is not Phase.FINISHED:
        made.reveal()
        made.go_on()
    total = len(made.view.outcomes)
    app = home(desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        assert f"done, 0 of {total} at once" in shown(app)
        assert "Go on" not in shown(app)
        assert re.search(r"^> +2 ", shown(app), re.MULTILINE)


@pytest.mark.parametrize("key", ["s", "S"])
async def test_a_letter_works_as_it_is_written_in_the_last_line(desk: Desk, key: str) -> None:
    """There it is a capital; nobody need know that Shift is not meant."""
    app = home(desk)
    async with app.run_test(size=USUAL) as pilot:
        assert " S settings" in rows(app)[-1]
        await pilot.press(key)
        assert "Colours" in shown(app)


async def test_practice_shows_its_seed_and_takes_another(desk: Desk) -> None:
    """The seed that is offered can be written down; one that is typed gives its network."""
    app = home(desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("p", "ctrl+u", *"17", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Practice 17" in rows(app)[0]


async def test_what_went_wrong_is_asked_again(desk: Desk) -> None:
    """The kinds of steps with wrong answers are named, and a network asks them alone."""
    made = desk.begin(Wanted())
    while made.view.phase is not Phase.ASKING:
        made.go_on()
    kind = made.view.question.step.kind  # type: ignore[union-attr]
    made.submit("123456")
    app = home(desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("w")
        await pilot.pause()
        told = " ".join(shown(app).replace("│", " ").split())
        assert f"these steps are asked: {kind.replace('_', ' ')}." in told
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)
        asked = {
            each.step.kind  # type: ignore[union-attr]
            for each in app.screen._session.view.plan.questions  # noqa: SLF001
        }
    assert {kind} == asked


async def test_where_nothing_went_wrong_it_says_so(desk: Desk) -> None:
    """No network is drawn for nothing."""
    app = home(desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("w", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Nothing has gone wrong" in shown(app)
        assert "There is nothing to practise again" in shown(app)


async def test_where_only_a_lessons_own_question_went_wrong_it_says_where_it_is_asked(
    desk: Desk,
) -> None:
    """A network cannot be drawn for it."""
    made = desk.begin(Wanted(lesson="many-examples"))
    while not isinstance(made.view.question, PlannedOwn):
        while made.view.phase is not Phase.ASKING:
            made.go_on()
        if isinstance(made.view.question, Planned):
            made.submit(repr(made.view.question.step.value))
            made.go_on()
    made.submit("1")
    assert made.view.verdict is not None
    assert not made.view.verdict.is_right
    app = home(desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("w")
        await pilot.pause()
        told = " ".join(shown(app).replace("│", " ").split())
        assert "What went wrong were the lessons' own questions" in told


@pytest.fixture
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder with a good problem file and a bad one."""
    monkeypatch.chdir(tmp_path)
    Path("good.json").write_text(json.dumps(CHAIN))
    Path("b.json").write_text(json.dumps({**CHAIN, "layers": [{"weights": [[1, "[b]"]]}]}))


@pytest.mark.usefixtures("_files")
async def test_an_own_problem_file_is_worked_and_a_bad_one_refused(desk: Desk) -> None:
    """A refusal is told on the screen, square brackets and all; then the line can be mended."""
    app = home(desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("o", "enter")
        assert "The path of a file is needed" in shown(app)
        await pilot.press(*"b.json", "enter")
        await pilot.pause()
        assert "b.json: layers[0]" in shown(app)
        assert "'[b]'" in shown(app)
        await pilot.press("ctrl+u", *"good.json", "enter", "enter")
        await pilot.pause()
        assert "good.json" in rows(app)[0]
        assert "question 1 of" in rows(app)[0]


async def test_a_lesson_that_cannot_be_opened_says_why(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal is told below the list."""
    app = home(desk)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        monkeypatch.setattr("tutor.faces.learning.shipped_lessons", tuple, raising=False)
        monkeypatch.setattr("tutor.course.lesson_files.shipped_lessons", tuple)
        await pilot.press("enter")
        assert f"{FIRST.name}: no such lesson" in shown(app)


async def test_home_is_ascii_where_it_must_be() -> None:
    """In the ascii tier home and its dialogs have ASCII characters only."""
    app = home(Desk(open_store(), encoding="ascii"))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        assert shown(app).isascii()
        for key in ("p", "w", "o", "r", "s", "f1"):
            await pilot.press(key)
            await pilot.pause()
            assert shown(app).isascii(), key
            await pilot.press("f10")


async def test_home_fits_any_window(desk: Desk) -> None:
    """No size crashes it; at 60x16 every line can still be reached."""
    app = home(desk)
    async with app.run_test(size=(200, 60)) as pilot:
        for size in ((60, 16), (30, 10), (1, 1), USUAL):
            await pilot.resize_terminal(*size)
            await pilot.press("down")
        assert "Lessons" in shown(app)


@pytest.mark.parametrize("width", [40, 60, 80])
async def test_what_there_is_besides_takes_a_line_each(desk: Desk, width: int) -> None:
    """In a narrow window it is said shorter."""
    app = home(desk)
    async with app.run_test(size=(width, 16)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        lines = rows(app)
        first = next(row for row, line in enumerate(lines) if "P Practice" in line)
        letters = [line.split()[0] for line in lines[first : first + 4]]
        assert ["P", "W", "O", "R"] == letters
        assert lines[first + 4].split()[:2] == [">", "S"]
