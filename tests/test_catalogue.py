"""The list of lessons, how far a learner is with them, and lessons made for one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.drafts import CHAIN
from tests.running import python
from tests.screens import session
from tutor.chain.rules import Kind
from tutor.course import catalogue as catalogue_module
from tutor.course.again import again_lesson, gone_wrong, recent_tally
from tutor.course.catalogue import catalogue
from tutor.course.database import SqliteStore
from tutor.course.events import Event, Happened
from tutor.course.lesson_files import parse_lesson
from tutor.course.own_problem import lesson_of_file
from tutor.course.records import Keeper
from tutor.course.session import Session
from tutor.course.shelf import LessonFile, shipped_lessons
from tutor.course.standing import Stage, Standing, left_off, standings, up_next
from tutor.course.view import Phase
from tutor.errors import DocumentError


def test_the_list_says_what_the_lessons_say_of_themselves() -> None:
    """Titles, summaries and minutes are those of the lessons, read in full, in their order."""
    for number, (entry, file) in enumerate(zip(catalogue(), shipped_lessons(), strict=True), 1):
        lesson = file.load()
        expected = (file.name, number, lesson.title, lesson.summary, lesson.minutes)
        assert (*expected, lesson.parameter, str(file.path)) == tuple(entry)


def test_the_list_traces_no_lesson() -> None:
    """To list lessons no network is run and no problem read."""
    code = (
        "import tutor.course.catalogue as c, tutor.chain.problem as p\n"
        "p.Problem.model_validate = p.Problem.__init__ = lambda *_a, **_k: 1 / 0\n"
        "print(len(c.catalogue()))"
    )
    assert str(len(shipped_lessons())) == python("-c", code).stdout.decode().strip()


@pytest.mark.parametrize(
    ("text", "title", "summary"),
    [
        ("title = 'A'\nminutes = 5\nintro = '''\n[x]\n'''\nsummary = 'B'\n[problem]\n", "A", "B"),
        ("title = 'A'\nparameters = [\n'w1'\n]\nsummary = 'B'", "A", "B"),
        ("title = ", "01-draft", "01-draft.toml: Invalid value"),
        ("", "01-draft", ""),
    ],
)
def test_any_file_has_an_entry(
    text: str, title: str, summary: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bracket in a text is no table; a file that cannot be read says so in the list."""
    file = tmp_path / "01-draft.toml"
    file.write_text(text)
    lessons = (LessonFile(file.stem, file),)
    monkeypatch.setattr(catalogue_module, "shipped_lessons", lambda: lessons)
    (entry,) = catalogue()
    assert title == entry.title
    assert entry.summary.startswith(summary)


def kept(store: SqliteStore, lesson: str, answers: int) -> Session:
    """Work a lesson with a wrong answer first, then so many shown, kept in a store."""
    made = session()
    keeper = Keeper.begun(store, lesson)
    work = Session.of_lesson(made.events[0].text.encode(), lesson, keep=keeper)
    work.submit("12345")
    for _ in range(answers):
        work.reveal()
        work.go_on()
    return work


def test_a_standing_follows_from_the_records() -> None:
    """Not begun, begun, done; once done it stays so when it is begun again."""
    store = SqliteStore()
    kept(store, "a", 2)
    kept(store, "b", 8)
    kept(store, "b", 1)
    expected = {
        "a": Standing(Stage.BEGUN, 2, 0, total=8, shown=2),
        "b": Standing(Stage.DONE, 8, 0),
        "c": Standing(),
    }
    assert expected == standings(store, "abc")


def test_what_is_under_way_is_counted_among_the_questions_there_are() -> None:
    """Of a weight that was chosen later only its own questions count, shown ones apart."""
    store = SqliteStore()
    work = kept(store, "a", 1)
    work.submit(str(work.view.question.step.value))  # type: ignore[union-attr]
    assert Standing(Stage.BEGUN, 2, 1, total=8, shown=1) == standings(store, "a")["a"]
    work.choose("b3")
    total, behind = work.view.total, work.view.done
    assert Standing(Stage.BEGUN, behind, 1, total, shown=1) == standings(store, "a")["a"]


def test_a_lesson_that_cannot_be_opened_any_more_still_counts() -> None:
    """How many questions it has is not known; what is behind is."""
    store = SqliteStore()
    keep = Keeper.begun(store, "a")
    keep(Event(Happened.STARTED, "a", "no lesson"))
    keep(Event(Happened.REVEALED, "dC/da3@0"))
    assert Standing(Stage.BEGUN, 1, 0) == standings(store, "a")["a"]


def test_a_lesson_gone_on_with_after_its_end_is_done() -> None:
    """Whoever then asks about another weight, or takes an answer back, has still done it."""
    store = SqliteStore()
    work = kept(store, "a", 8)
    work.choose("b3")
    assert Phase.FINISHED is not work.view.phase
    assert Standing(Stage.DONE, 8, 0) == standings(store, "a")["a"]


def test_what_was_left_off_is_the_session_of_the_last_event() -> None:
    """A finished one is nothing to go on with; one that was only opened was not begun."""
    store = SqliteStore()
    assert left_off(store) is None
    kept(store, "a", 2)
    found = left_off(store)
    assert found is not None
    assert "a" == found.lesson
    kept(store, "b", 8)
    assert left_off(store) is None


def test_what_went_wrong_is_told_by_kind_the_most_frequent_first() -> None:
    """Wrong and shown answers count; what was right at once does not."""
    store = SqliteStore()
    made = kept(store, "a", 1)
    made.submit("1234")
    made.submit(str(made.view.question.step.value))  # type: ignore[union-attr]
    made.go_on()
    made.submit(str(made.view.question.step.value))  # type: ignore[union-attr]
    assert (Kind.COST_SLOPE, Kind.ACTIVATION_SLOPE) == gone_wrong(recent_tally(store))


@pytest.mark.parametrize(
    "kinds", [[Kind.BIAS_FACTOR], [Kind.FUSED_SLOPE], [Kind.WEIGHTED_SUM, Kind.COST]]
)
def test_a_network_to_practise_asks_these_kinds_alone(kinds: list[Kind]) -> None:
    """Whatever the kinds, the network has them, and the same seed gives the same one."""
    text = again_lesson("6", kinds)
    assert text == again_lesson("6", kinds)
    view = Session.of_lesson(text, "again 6").view
    assert set(kinds) == {each.step.kind for each in view.plan.questions}  # type: ignore[union-attr]


def test_an_own_problem_is_asked_about_its_last_layer(tmp_path: Path) -> None:
    """A lesson is made around it, which has the file's name."""
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(CHAIN))
    lesson = parse_lesson(lesson_of_file(str(file)), "mine.json")
    assert "mine.json" == lesson.title
    assert "w2[0,0]" == lesson.parameter
    assert CHAIN["learning_rate"] == lesson.problem.learning_rate


def test_an_own_lesson_is_itself_with_what_it_names(tmp_path: Path) -> None:
    """A lesson whose problem stands in a file beside it stands for itself afterwards."""
    (tmp_path / "p.json").write_text(json.dumps(CHAIN))
    file = tmp_path / "lesson.toml"
    file.write_text('title = "Mine"\nparameter = "w1"\n[problem]\nfile = "p.json"\n')
    assert "Mine" == parse_lesson(lesson_of_file(str(file)), "x").title


@pytest.mark.parametrize(
    ("content", "reason"),
    [("[1, 2", "not valid"), ('{"layers": []}', "layers"), ('{"title": "x"}', "parameter")],
)
def test_an_own_file_is_refused_with_its_sentence(
    content: str, reason: str, tmp_path: Path
) -> None:
    """The file is named, and what is wrong in it."""
    file = tmp_path / "mine.json"
    file.write_text(content)
    with pytest.raises(DocumentError, match=r"mine\.json.*" + reason):
        lesson_of_file(str(file))


@pytest.mark.parametrize(
    ("done", "expected"), [("", "a"), ("a", "b"), ("b", "c"), ("ab", "c"), ("c", None)]
)
def test_up_next_is_what_comes_behind_the_last_lesson_done(done: str, expected: str | None) -> None:
    """One that was passed over is not what comes next; behind the last lesson there is none."""
    stages = {each: Standing(Stage.DONE, 3, 1) for each in done}
    assert expected == up_next("abc", stages)
    assert expected == up_next("abc", {"c": Standing(Stage.BEGUN), **stages})
