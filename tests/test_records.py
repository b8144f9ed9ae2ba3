"""Records: what a store keeps, how a session is kept in one, and how it is gone on with."""

from __future__ import annotations

import sqlite3
import string
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.writers import answer, expected_texts, texts
from tutor.course.database import BEGUN, SqliteStore
from tutor.course.events import Event, Happened
from tutor.course.lesson_files import find_lesson
from tutor.course.records import Keeper, RecordsError, Store, latest_unfinished, take_up
from tutor.course.session import Session
from tutor.grading.verdicts import Verdict, VerdictKind

FINISHED = Event(Happened.FINISHED)
CHOSEN = Event(Happened.PARAMETER_CHOSEN, text="w1[0,0]")
WORD = st.text(st.characters(exclude_categories=()), max_size=20)
NUMBER = st.none() | st.floats(allow_nan=False)
VERDICT = st.builds(
    Verdict,
    st.sampled_from(VerdictKind),
    NUMBER,
    WORD,
    st.lists(st.lists(st.text(string.ascii_lowercase, min_size=1)).map(tuple)).map(tuple),
)
EVENT = st.builds(
    Event, st.sampled_from(Happened), WORD, WORD, st.integers(0, 9), st.none() | VERDICT, WORD
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return where a database may be made."""
    return tmp_path / "kept.sqlite"


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, database: Path) -> Iterator[Store]:
    """Return a store of each kind."""
    with closing(SqliteStore(database if request.param == "file" else None)) as made:
        yield made


class Failing:
    """A store whose calls fail from a certain one on, and count."""

    def __init__(self, store: Store, works: int) -> None:
        self.calls = 0
        self._store = store
        self._works = works

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any call of a store
        called: Callable[..., Any] = getattr(self._store, name)

        def call(*arguments: object) -> object:
            self.calls += 1
            if self.calls > self._works:
                raise RecordsError("the disk is on fire")
            return called(*arguments)

        return call


# What a store does


def test_a_new_store_has_no_sessions(store: Store) -> None:
    """Nothing is kept before anything is."""
    assert [] == store.sessions()


def test_an_unknown_session_has_no_events(store: Store) -> None:
    """Asking for what is not there is no error."""
    assert [] == store.events(5)


@given(st.lists(EVENT, max_size=8))
def test_events_come_back_as_they_were(events: list[Event]) -> None:
    """Whatever is typed, half signs and infinities too, is read back the same, in order."""
    with closing(SqliteStore()) as store:
        session = store.begin("x")
        for event in events:
            store.append(session, event)
        assert events == store.events(session)


def test_events_are_read_by_another_connection(database: Path) -> None:
    """What was acknowledged is in the file, not in the program."""
    with closing(SqliteStore(database)) as first, closing(SqliteStore(database)) as second:
        session = first.begin("x")
        for number in range(3):
            first.append(session, answer(number, session))
            assert expected_texts(session, number + 1) == texts(second, session)


def test_sessions_are_listed_as_they_began(store: Store) -> None:
    """A list says which lesson, how many events, and whether it was finished."""
    for lesson, events in (("one", [answer(0)]), ("two\n\udc80", []), ("one", [CHOSEN, FINISHED])):
        session = store.begin(lesson)
        for event in events:
            store.append(session, event)
    listed = [(each.id, each.lesson, each.events, each.finished) for each in store.sessions()]
    assert [(1, "one", 1, False), (2, "two\n\udc80", 0, False), (3, "one", 2, True)] == listed


def test_times_are_in_utc(store: Store) -> None:
    """When a session began, and when its last event was, is told with the zone."""
    session = store.begin("x")
    store.append(session, answer(0))
    (summary,) = store.sessions()
    assert summary.begun <= summary.last == store.kept(session)[0].at
    begun = datetime.fromisoformat(summary.begun)
    assert timedelta(0) == begun.utcoffset()
    assert timedelta(minutes=1) > datetime.now(begun.tzinfo) - begun


@pytest.mark.parametrize("after", [CHOSEN, Event(Happened.TAKEN_BACK), answer(1)])
def test_what_is_worked_on_after_the_end_is_not_finished(store: Store, after: Event) -> None:
    """Another parameter, or an answer taken back, opens a session again."""
    session = store.begin("x")
    store.append(session, FINISHED)
    store.append(session, after)
    assert [False] == [each.finished for each in store.sessions()]


def test_deleted_sessions_are_gone(store: Store) -> None:
    """Only what is named is deleted, and only what was there is counted."""
    for _ in range(4):
        store.append(store.begin("x"), answer(0))
    assert 2 == store.delete([1, 3, 3, 77])
    assert [2, 4] == [each.id for each in store.sessions()]
    assert [] == store.events(1)
    assert 0 == store.delete([1])


def test_a_number_is_never_given_twice(store: Store) -> None:
    """Who still works in a deleted session cannot write into another one."""
    numbers = [store.begin("x"), store.begin("x")]
    store.delete(numbers)
    assert 3 == store.begin("x")


def test_what_was_deleted_meanwhile_is_not_kept(store: Store) -> None:
    """An event without its session would be lost among the others: it is refused."""
    session = store.begin("x")
    store.delete([session])
    with pytest.raises(RecordsError, match="session 1 was deleted meanwhile"):
        store.append(session, answer(0))
    assert [] == store.sessions()


def test_deleted_answers_leave_no_traces_in_the_files(database: Path) -> None:
    """Who deletes what was typed can trust that nobody reads it from the disk."""
    typed = "0.123456789 is what I typed"
    with closing(SqliteStore(database)) as store:
        session = store.begin("x")
        for _ in range(50):
            store.append(session, Event(Happened.ANSWERED, text=typed))
        store.delete([session])
        left = [file for file in database.parent.iterdir() if typed.encode() in file.read_bytes()]
    assert [] == left


def test_a_commit_waits_for_the_disk(database: Path) -> None:
    """Full synchronous in WAL: each commit is flushed before it is acknowledged."""
    with closing(SqliteStore(database)) as store:
        connection = store._connection  # noqa: SLF001 - it cannot be seen from outside
        assert (2,) == connection.execute("PRAGMA synchronous").fetchone()
        assert ("wal",) == connection.execute("PRAGMA journal_mode").fetchone()


def test_there_is_one_table(database: Path) -> None:
    """Sessions follow from their events: there is nothing else that could contradict them."""
    with closing(SqliteStore(database)) as store:
        store.append(store.begin("x"), answer(0))
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert {"events", "sqlite_sequence"} == {row[0] for row in tables}


# What cannot be read


def spoil(database: Path, record: str, where: str = "happened <> 'begun'") -> None:
    """Overwrite records in a closed database."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(f"UPDATE events SET record = ? WHERE {where}", (record,))  # noqa: S608


@pytest.mark.parametrize("record", ["{", "[]", '{"happened": "dreamt"}', "{}", '"x"', "\x00"])
def test_an_event_that_cannot_be_read_is_told(database: Path, record: str) -> None:
    """Damage within an event, or a kind of a newer version, is one sentence with the session."""
    with closing(SqliteStore(database)) as store:
        store.append(store.begin("x"), answer(0))
    spoil(database, record)
    with closing(SqliteStore(database)) as store:
        assert [1] == [each.id for each in store.sessions()]
        with pytest.raises(RecordsError, match="session 1: an event in it"):
            store.events(1)


def test_events_of_a_newer_kind_are_kept_whole(database: Path) -> None:
    """What this version does not know can still be exported."""
    with closing(SqliteStore(database)) as store:
        store.append(store.begin("x"), answer(0))
    spoil(database, '{"happened": "dreamt", "of": ["sheep"]}')
    with closing(SqliteStore(database)) as store:
        assert {"happened": "dreamt", "of": ["sheep"]} == store.kept(1)[0].record


def test_a_session_whose_name_is_damaged_is_listed(database: Path) -> None:
    """One damaged row does not hide all other sessions."""
    with closing(SqliteStore(database)) as store:
        store.begin("one")
        store.begin("two")
    spoil(database, "{", f"happened = '{BEGUN}' AND session = 1")
    with closing(SqliteStore(database)) as store:
        assert ["", "two"] == [each.lesson for each in store.sessions()]


# A session and its keeper


def test_a_keeper_keeps(store: Store) -> None:
    """While all is well nothing is said."""
    said: list[str] = []
    keeper = Keeper.begun(store, "x", said.append)
    keeper(answer(0))
    assert [answer(0)] == store.events(1)
    assert (None, [], []) == (keeper.trouble, keeper.unkept, said)


def test_an_event_is_kept_before_its_verdict_is_shown(store: Store) -> None:
    """Whatever a view shows is in the store already."""
    _, text = find_lesson(None)
    keeper = Keeper.begun(store, "x")
    session = Session.of_lesson(text, "x", keep=keeper)
    while not session.view.question:
        session.go_on()
    for act in (session.hint, lambda: session.submit("17"), session.reveal):
        act()
        assert session.events == store.events(1)


def test_trouble_is_said_once_and_the_rest_stays_in_memory(store: Store) -> None:
    """What is on disk stays a beginning of what happened: nothing is tried after a failure."""
    said: list[str] = []
    failing = Failing(store, works=2)
    keeper = Keeper.begun(failing, "x", said.append)
    for number in range(4):
        keeper(answer(number))
    assert ["What you do from here on is not kept: the disk is on fire"] == said
    assert said[0] == keeper.trouble
    assert [answer(0)] == store.events(1)
    assert [answer(number) for number in (1, 2, 3)] == keeper.unkept
    assert 3 == failing.calls


def test_a_session_that_cannot_begin_is_worked_all_the_same(store: Store) -> None:
    """Without records the lesson goes on in memory."""
    keeper = Keeper.begun(Failing(store, works=0), "x")
    session = Session.of_lesson(find_lesson(None)[1], "x", keep=keeper)
    session.go_on()
    assert "What you do from here on is not kept: the disk is on fire" == keeper.trouble
    assert session.events == keeper.unkept
    assert [] == store.sessions()


# Going on


def test_there_is_nothing_to_go_on_with_at_first(store: Store) -> None:
    """No session, another lesson's, an empty one and a finished one are no unfinished work."""
    assert latest_unfinished(store, "x") is None
    store.append(store.begin("y"), answer(0))
    store.begin("x")
    store.append(store.begin("x"), FINISHED)
    assert latest_unfinished(store, "x") is None


def test_the_session_worked_in_last_is_gone_on_with(store: Store) -> None:
    """It is the last that something happened in, not the last that began."""
    for _ in range(3):
        store.append(store.begin("x"), answer(0))
    store.append(3, FINISHED)
    store.append(1, answer(1))
    found = latest_unfinished(store, "x")
    assert found is not None
    latest = max(store.sessions()[:2], key=lambda each: (each.last, each.id))
    assert latest == found


def test_the_next_start_goes_on_at_the_same_question(database: Path) -> None:
    """Replay gives the same question, hints and outcomes, from the lesson as it was."""
    name, text = find_lesson(None)
    with closing(SqliteStore(database)) as store:
        session = Session.of_lesson(text, name, keep=take_up(store, name).keeper)
        while not session.view.question:
            session.go_on()
        session.reveal()
        session.go_on()
        session.submit("17")
        session.hint()
        left = session.view
    with closing(SqliteStore(database)) as store:
        work = take_up(store, name)
        assert work.lesson_text == text
        again = Session.of_lesson(text, name, keep=work.keeper, events=work.events).view
        assert left.question is not None
        assert (left.question, left.hints, left.outcomes) == (
            again.question,
            again.hints,
            again.outcomes,
        )
        assert [1] == [each.id for each in store.sessions()]


def test_a_fresh_start_leaves_the_unfinished_one(store: Store) -> None:
    """Who begins anew loses nothing."""
    store.append(store.begin("x"), answer(0))
    work = take_up(store, "x", afresh=True)
    assert ((), None, 2) == (work.events, work.lesson_text, work.keeper.session)
    assert [answer(0)] == store.events(1)


def test_a_session_that_cannot_be_read_is_left_and_a_new_one_begun(database: Path) -> None:
    """Damage within one session keeps nobody from learning."""
    with closing(SqliteStore(database)) as store:
        store.append(store.begin("x"), answer(0))
    spoil(database, "{")
    said: list[str] = []
    with closing(SqliteStore(database)) as store:
        work = take_up(store, "x", said.append)
        work.keeper(answer(1))
        assert [answer(1)] == store.events(2)
    assert [True] == [each.startswith("What you did before cannot") for each in said]
    assert work.keeper.trouble is None


def test_work_is_taken_up_whatever_is_the_matter(store: Store) -> None:
    """Where not even the list can be read, the lesson begins in memory, and that is said."""
    said: list[str] = []
    work = take_up(Failing(store, works=0), "x", said.append)
    assert ((), None) == (work.events, work.keeper.session)
    assert 2 == len(said)
