"""The commands records list, show, export and delete, and what records say of a learner."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.databases import TEXT
from tests.running import PATIENCE, environment, tutor
from tutor import __version__
from tutor.course.events import Event, Happened
from tutor.course.lesson_files import find_lesson
from tutor.course.opening import open_store
from tutor.course.records import Keeper
from tutor.course.session import Session
from tutor.faces.command_line import run
from tutor.faces.exits import Exit
from tutor.grading.explain import sentence_about
from tutor.grading.verdicts import Verdict, VerdictKind

NAME = "worked"
SLOPE = "dC/da1[0]@0"
FLIPPED = "2*(y - a1)"
FORMULAS = ("=1+1", "+cmd", "-2+3", "@SUM(1)", " =1", "\t=1", "＝1")


@pytest.fixture(autouse=True)
def own_handlers() -> Iterator[None]:
    """Leave signals handled as they were."""
    handlers = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return where the tests' database is: the place that the environment names."""
    return tmp_path / "records.sqlite"


@pytest.fixture
def worked(database: Path) -> Path:
    """Return a database with three sessions: worked with errors, finished, hardly begun."""
    with closing(open_store(database).store) as store:
        session = Session.of_lesson(TEXT, NAME, keep=Keeper.begun(store, NAME))
        for text in ("what?", FLIPPED, "2*(a1 - y)"):
            session.submit(text)
        session.go_on()
        session.submit("0.213")  # a(1 - a), right at once
        session.go_on()
        session.hint()
        session = Session.of_lesson(TEXT, NAME, keep=Keeper.begun(store, NAME))
        while session.view.question:
            session.reveal()
            session.go_on()
        Session.of_lesson(find_lesson(None)[1], "another\n", keep=Keeper.begun(store, "another\n"))
    return database


def status_of(*arguments: str) -> int:
    """Run a records command in this process and return its exit status."""
    try:
        return run(["records", *arguments])
    except SystemExit as left:
        return int(left.code or 0)


def document(capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the JSON on standard output, where standard error is empty."""
    captured = capsys.readouterr()
    assert "" == captured.err
    return json.loads(captured.out)


def the_only_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one line on standard error, where standard output is empty."""
    captured = capsys.readouterr()
    assert ("", 1) == (captured.out, captured.err.count("\n"))
    return captured.err.removesuffix("\n")


# list


@pytest.mark.parametrize("arguments", [[], ["list"]])
@pytest.mark.usefixtures("worked")
def test_sessions_are_listed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A table for a person; what a terminal would obey is replaced."""
    assert Exit.DONE == status_of(*arguments)
    captured = capsys.readouterr()
    rows = [line.split() for line in captured.out.splitlines()]
    assert ["session", "begun", "lesson", "solved", "shown", "finished"] == rows[0]
    assert [["1", NAME, "2", "0", "no"], ["2", NAME, "0", "6", "yes"]] == [
        [row[0], *row[3:]] for row in rows[1:3]
    ]
    assert ["3", "another?", "0", "0", "no"] == [rows[3][0], *rows[3][3:]]
    assert ("", 4) == (captured.err, len(rows))


@pytest.mark.usefixtures("worked")
def test_sessions_are_listed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """For programs, with times in UTC."""
    assert Exit.DONE == status_of("list", "--json")
    first, second, third = document(capsys)
    assert first.pop("begun") <= first.pop("last")
    assert {
        "session": 1,
        "lesson": NAME,
        "events": 6,
        "finished": False,
        "solved": 2,
        "shown": 0,
    } == first
    assert (True, "another\n") == (second["finished"], third["lesson"])


def test_a_session_that_cannot_be_read_is_listed(
    worked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """How much was solved in it is unknown; the others are listed as ever."""
    with closing(sqlite3.connect(worked)) as connection, connection:
        connection.execute("UPDATE events SET record = '{' WHERE session = 1 AND id > 3")
    assert Exit.DONE == status_of("list", "--json")
    assert [None, 0, 0] == [each["solved"] for each in document(capsys)]
    assert Exit.DONE == status_of("list")
    assert ["?", "?", "no"] == capsys.readouterr().out.splitlines()[1].split()[-3:]
    assert Exit.DONE == status_of("show", "--json")
    captured = capsys.readouterr()
    assert [2, 3] == json.loads(captured.out)["sessions"]
    assert "session 1: an event in it is damaged" in captured.err
    assert Exit.BAD_INPUT == status_of("show", "1")
    assert "session 1: an event in it is damaged" in the_only_sentence(capsys)


@pytest.mark.parametrize("action", ["list", "show", "delete --all --yes"])
def test_where_nothing_is_kept_it_is_told(
    action: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is no error, and nothing is made."""
    assert Exit.DONE == status_of(*action.split())
    assert "Nothing is kept yet." == the_only_sentence(capsys)
    assert not database.exists()


@pytest.mark.parametrize("place", ["before", "after"])
def test_another_database_can_be_named(
    worked: Path, tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """--database counts before and after the action."""
    moved = worked.rename(tmp_path / "moved.sqlite")
    named = ["--database", str(moved)]
    assert Exit.DONE == status_of(
        *(named if place == "before" else []),
        "list",
        "--json",
        *(named if place == "after" else []),
    )
    assert 3 == len(document(capsys))


# show


@pytest.mark.usefixtures("worked")
def test_one_session_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """What was right at once, with what help, and which errors came up."""
    assert Exit.DONE == status_of("show", "1")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"Session 1, {NAME}, begun 20")
    assert lines[0].endswith(", not finished.")
    rows = [line.split() for line in lines]
    assert ["cost", "slope", "1", "0", "1", "0", "1", "0"] in rows
    assert ["activation", "slope", "1", "1", "0", "0", "0", "0"] in rows
    assert ["weight", "factor", "1", "0", "0", "0", "0", "1"] in rows
    assert ["all", "3", "1", "1", "0", "1", "1"] in rows
    assert ["1", "sign_flipped", "(cost", "slope", "1)"] in rows
    assert f"      {sentence_about('sign_flipped')}" in lines


@pytest.mark.usefixtures("worked")
def test_all_sessions_are_shown_together(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a number, for programs."""
    assert Exit.DONE == status_of("show", "--json")
    shown = document(capsys)
    assert [1, 2, 3] == shown["sessions"]
    assert (9, 1, 1, 6) == tuple(
        shown["total"][key] for key in ("questions", "at_once", "later", "shown")
    )
    assert 2 == shown["kinds"]["cost_slope"]["questions"]
    sentence = sentence_about("sign_flipped")
    expected = {"id": "sign_flipped", "count": 1, "kinds": {"cost_slope": 1}, "sentence": sentence}
    assert [expected] == shown["errors"]


# export


def test_everything_is_exported_as_json(worked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every event with all that it says: sessions could be replayed from it."""
    assert Exit.DONE == status_of("export")
    exported = document(capsys)
    assert ("backprop-records", 1) == (exported["format"], exported["version"])
    with closing(open_store(worked).store) as store:
        for each in exported["sessions"]:
            events = [{k: v for k, v in event.items() if k != "at"} for event in each["events"]]
            assert store.events(each["session"]) == [Event.of_record(event) for event in events]
    assert [NAME, NAME, "another\n"] == [each["lesson"] for each in exported["sessions"]]


@pytest.mark.usefixtures("worked")
def test_one_session_is_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To a file, whole, with the lesson as it was."""
    output = tmp_path / "out.json"
    assert Exit.DONE == status_of("export", "2", "--output", str(output))
    (session,) = json.loads(output.read_text("utf-8"))["sessions"]
    assert ("", "") == capsys.readouterr()
    assert (TEXT.decode(), __version__) == (
        session["events"][0]["text"],
        session["events"][0]["version"],
    )


def rows_of(exported: str) -> list[dict[str, str]]:
    """Return the rows of CSV under the names of their columns."""
    return list(csv.DictReader(io.StringIO(exported, newline="")))


@pytest.mark.usefixtures("worked")
def test_everything_is_exported_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    """A row for each event, a column for all that one can say."""
    assert Exit.DONE == status_of("export", "--format", "csv")
    rows = rows_of(capsys.readouterr().out)
    verdict = [f"verdict_{each}" for each in ("kind", "value", "message", "misconceptions")]
    expected = ["session", "lesson", "at", "happened", "question", "text", "level"]
    expected += [*verdict, "version"]
    assert expected == list(rows[0])
    first = [row for row in rows if row["session"] == "1"]
    assert ["started", *["answered"] * 4, "hinted"] == [row["happened"] for row in first]
    assert ("misconception", '[["sign_flipped"]]', FLIPPED, SLOPE) == tuple(
        first[2][key] for key in ("verdict_kind", "verdict_misconceptions", "text", "question")
    )
    assert TEXT.decode() == first[0]["text"]


def test_no_spreadsheet_computes_what_a_learner_typed(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A formula gets an apostrophe; a number stays a number."""
    plain = ("-0.68", "+1e-5", ".5", "2*3", "a\r\nb", "", "∂")
    with closing(open_store(database).store) as store:
        session = store.begin("=lesson")
        for text in (*FORMULAS, *plain):
            store.append(session, Event(Happened.ANSWERED, text=text))
    assert Exit.DONE == status_of("export", "--format", "csv")
    rows = rows_of(capsys.readouterr().out)
    assert [*(f"'{text}" for text in FORMULAS), *plain] == [row["text"] for row in rows]
    assert {"'=lesson"} == {row["lesson"] for row in rows}


@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_is_no_plain_text_or_number_is_exported(
    database: Path, form: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Half a sign stands as its escape, an infinity as its name, a new kind of event whole."""
    with closing(open_store(database).store) as store:
        verdict = Verdict(VerdictKind.WRONG, float("inf"), "No.")
        store.append(store.begin("x"), Event(Happened.ANSWERED, "q", "\udc80", verdict=verdict))
        store.append(1, Event(Happened.HINTED))
    with closing(sqlite3.connect(database)) as connection, connection:
        dreamt = '{"happened": "dreamt", "of": ["sheep", NaN]}'
        connection.execute("UPDATE events SET record = ? WHERE happened = 'hinted'", (dreamt,))
    assert Exit.DONE == status_of("export", "--format", form)
    exported = capsysbinary.readouterr().out.decode()
    if form == "json":
        first, second = json.loads(exported)["sessions"][0]["events"]
        assert ("\udc80", "Infinity") == (first["text"], first["verdict"]["value"])
        assert ("dreamt", ["sheep", "NaN"]) == (second["happened"], second["of"])
    else:
        first, second = rows_of(exported)
        assert ("\\udc80", "Infinity") == (first["text"], first["verdict_value"])
        assert ("dreamt", '["sheep", "NaN"]') == (second["happened"], second["of"])


@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_export_of_nothing_is_a_document(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A program that reads it need not know that nothing was kept."""
    assert Exit.DONE == status_of("export", "--format", form)
    exported = capsys.readouterr().out
    assert ([] == json.loads(exported)["sessions"]) if form == "json" else ([] == rows_of(exported))


# delete


def left(database: Path) -> list[int]:
    """Return the numbers of the sessions that are there."""
    with closing(open_store(database).store) as store:
        return [each.id for each in store.sessions()]


@pytest.mark.parametrize(
    ("arguments", "told", "remaining"),
    [
        ("2 --yes", "1 session deleted.", [1, 3]),
        ("1 3 1 --yes", "2 sessions deleted.", [2]),
        ("--all --yes", "3 sessions deleted.", []),
    ],
)
def test_sessions_are_deleted(
    worked: Path,
    arguments: str,
    told: str,
    remaining: list[int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Those that are named, or all, without a question where --yes says so."""
    assert Exit.DONE == status_of("delete", *arguments.split())
    assert told == the_only_sentence(capsys)
    assert remaining == left(worked)


@pytest.mark.parametrize(
    ("typed", "told", "remaining"),
    [
        ("Yes", "2 sessions deleted.", [3]),
        ("", "Nothing was deleted.", [1, 2, 3]),
        ("\x04", "Nothing was deleted.", [1, 2, 3]),
    ],
)
def test_a_person_is_asked_before_anything_is_deleted(
    worked: Path, typed: str, told: str, remaining: list[int]
) -> None:
    """Only a clear yes deletes; the end of input is no yes."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "tutor", "records", "delete", "1", "2"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        os.write(ours, f"{typed}\n".encode())
        output, errors = process.communicate(timeout=PATIENCE)
    os.close(ours)
    os.close(theirs)
    assert (0, b"") == (process.returncode, output)
    assert f"Delete 2 sessions? [y/N] {told}\n" == errors.decode()
    assert remaining == left(worked)


def test_nobody_is_asked_where_there_is_no_terminal(worked: Path) -> None:
    """A script must say --yes."""
    done = tutor("records", "delete", "--all", stdin=b"y\n")
    expected = "tutor: deleting 3 sessions must be confirmed at a terminal, or with --yes\n"
    assert (2, b"", expected) == (done.returncode, done.stdout, done.stderr.decode())
    assert [1, 2, 3] == left(worked)


# Bad input


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("show 7", "session 7: no such session; there are 1 to 3"),
        ("export 2 7", "session 7: no such session; there are 1 to 3"),
        ("delete 0 --yes", "session 0: no such session; there are 1 to 3"),
        ("delete", "say which sessions to delete: their numbers, or --all"),
        ("delete 1 --all", "say which sessions to delete: their numbers, or --all"),
        ("list --database nowhere.sqlite", "nowhere.sqlite: no such file"),
        ("list --database .", "it is a folder, but a file is needed"),
        ("list --database /dev/null", "it is a device or a pipe, but a file is needed"),
        ("list --database essay.md", "essay.md: it is no database"),
        ("export --output nowhere/out.json", "nowhere/out.json: cannot be written"),
    ],
)
def test_bad_input_is_told_in_one_sentence(
    worked: Path,
    arguments: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What, where, and what would be right; nothing is changed."""
    monkeypatch.chdir(worked.parent)
    Path("essay.md").write_text("All that I know.\n", "utf-8")
    assert Exit.BAD_INPUT == status_of(*arguments.split())
    sentence = the_only_sentence(capsys)
    assert sentence.startswith("tutor: ")
    assert told in sentence
    assert [1, 2, 3] == left(worked)


@pytest.mark.parametrize("arguments", [["show", "x"], ["export", "--format", "xml"], ["forget"]])
def test_bad_usage_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """As everywhere on the command line."""
    assert Exit.BAD_INPUT == status_of(*arguments)
    assert capsys.readouterr().err.startswith("usage: tutor")


def test_a_damaged_database_is_told_and_left(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Looking at records sets nothing aside."""
    database.write_bytes(b"\x00garbage" * 1000)
    assert Exit.BAD_INPUT == status_of("list")
    assert f"tutor: {database}: it is no database" == the_only_sentence(capsys)
    assert [database] == list(database.parent.iterdir())


@pytest.mark.usefixtures("worked")
def test_a_poor_terminal_gets_what_it_can_carry() -> None:
    """Where the output has no other signs than ASCII, nothing breaks."""
    done = tutor("records", "show", variables={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert (0, b"") == (done.returncode, done.stderr)
