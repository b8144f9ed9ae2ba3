"""Opening a lesson: where earlier work is gone on with, and what the learner is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drafts import draft
from tutor.chain.notation import UNICODE
from tutor.course.events import Event, Happened
from tutor.course.fairness import faults
from tutor.course.generator import TESTED, VERSION
from tutor.course.lesson_files import parse_lesson
from tutor.course.opening import Opened, open_store
from tutor.course.records import Keeper
from tutor.course.session import Phase, Session
from tutor.faces.learning import Wanted, opened_session

TODAY = draft(('title = "My lesson"', 'title = "My new lesson"'))
"""The template, changed since."""


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Return records in a new file."""
    return open_store(tmp_path / "records.sqlite")


def begun(file: Path, opened: Opened, *, fresh: bool = False) -> Session:
    """Return a session on a lesson's file, its pages read."""
    session = opened_session(Wanted(str(file), fresh=fresh), opened, UNICODE)
    while session.view.phase is Phase.READING:
        session.go_on()
    return session


def written(file: Path, text: str = "") -> Path:
    """Return a file in a folder of its own, with a lesson in it."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(text or draft(), "utf-8")
    return file


def test_what_was_begun_is_gone_on_with_and_that_is_told(opened: Opened, tmp_path: Path) -> None:
    """The next start is at the same question; a notice says how to begin anew."""
    file = written(tmp_path / "mine.toml")
    begun(file, opened).submit("-0.45")
    session = begun(file, opened)
    [notice] = session.notices
    assert (1, True) == (session.view.done, "with --fresh it begins anew" in notice)
    assert "changed" not in notice


@pytest.mark.parametrize("done", ["answer", "hint", "parameter"])
def test_where_todays_lesson_differs_the_old_one_can_be_finished(
    done: str, opened: Opened, tmp_path: Path
) -> None:
    """Whatever was done in it, the learner goes on with what was begun, and is told."""
    file = written(tmp_path / "mine.toml")
    session = begun(file, opened)
    {"answer": session.submit, "hint": lambda _: session.hint(), "parameter": session.choose}[done](
        "b2" if done == "parameter" else "7"
    )
    written(file, TODAY)
    session = begun(file, opened)
    assert "My lesson" == session.view.exercise.title
    [notice] = session.notices
    assert "The lesson has changed since" in notice


def test_where_todays_lesson_differs_it_can_be_begun_afresh(opened: Opened, tmp_path: Path) -> None:
    """The new one is worked, and nothing of the old one is lost."""
    file = written(tmp_path / "mine.toml")
    begun(file, opened).submit("-0.45")
    written(file, TODAY)
    session = begun(file, opened, fresh=True)
    assert ("My new lesson", []) == (session.view.exercise.title, session.notices)
    assert 2 == len(opened.store.sessions())


def test_a_lesson_in_which_nothing_was_done_is_todays(opened: Opened, tmp_path: Path) -> None:
    """Who only looked at the old one is not held to it."""
    file = written(tmp_path / "mine.toml")
    begun(file, opened)
    written(file, TODAY)
    session = begun(file, opened)
    assert ("My new lesson", []) == (session.view.exercise.title, session.notices)


def test_a_lesson_of_the_same_name_elsewhere_is_another(opened: Opened, tmp_path: Path) -> None:
    """Files are told apart by their folders, whatever the path that names them."""
    one = written(tmp_path / "one" / "mine.toml")
    begun(one, opened).submit("-0.45")
    other = written(tmp_path / "other" / "mine.toml", TODAY)
    assert "My new lesson" == begun(other, opened).view.exercise.title
    assert 1 == begun(one, opened).view.done


def test_a_path_from_another_folder_is_the_same_lesson(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Work is found again from wherever the program is started."""
    file = written(tmp_path / "one" / "mine.toml")
    begun(file, opened).submit("-0.45")
    monkeypatch.chdir(file.parent)
    assert 1 == begun(Path(file.name), opened).view.done


def test_a_byte_order_mark_is_no_change(opened: Opened, tmp_path: Path) -> None:
    """Some editors write one before the first line."""
    file = tmp_path / "mine.toml"
    file.write_text(draft(), "utf-8-sig")
    begun(file, opened).submit("-0.45")
    [notice] = begun(file, opened).notices
    assert "changed" not in notice


def test_work_on_what_is_refused_today_is_left_as_it_is(opened: Opened, tmp_path: Path) -> None:
    """Where the old lesson cannot be read any more, a new session begins, and that is told."""
    file = written(tmp_path / "mine.toml")
    keeper = Keeper.begun(opened.store, str(file))
    for event in (
        Event(Happened.STARTED, str(file), 'title = "Once a lesson"'),
        Event(Happened.REVEALED, "z1[0]@0"),
    ):
        keeper(event)
    session = begun(file, opened)
    assert [True] == [
        each.startswith("What you did before cannot be gone on with:") for each in session.notices
    ]
    assert "My lesson" == session.view.exercise.title
    assert [2, 1] == [each.events for each in opened.store.sessions()]


def test_practice_for_a_parameter_is_drawn_for_it() -> None:
    """The network that the seed gives for another one would not be fair."""
    name, text = Wanted(practice="ada", parameter="w1[0,1]").text()
    lesson, other = parse_lesson(text, name), parse_lesson(*Wanted(practice="ada").text()[::-1])
    assert ("practice ada w1[0,1]", "w1[0,1]") == (name, lesson.parameter)
    assert [] == list(faults(lesson.problem, "w1[0,1]", TESTED[VERSION]))
    assert [] != list(faults(other.problem, "w1[0,1]", TESTED[VERSION]))
