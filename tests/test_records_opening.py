"""Opening records: wherever they should be, and whatever is found there."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import closed_in_the_end, filled, scrambled, works
from tests.running import python
from tests.writers import expected_texts, texts
from tutor.course import database as database_module
from tutor.course.database import MIGRATIONS
from tutor.course.opening import Opened, existing_records
from tutor.course.records import RecordsError

ASIDE = re.compile(r"records\.damaged-\d{4}-\d\d-\d\dT\d{6}(-\d+)?\.sqlite")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return where a database may be made."""
    return tmp_path / "kept" / "records.sqlite"


@pytest.fixture
def kept(database: Path) -> Path:
    """Return a closed database with a session of 200 events."""
    database.parent.mkdir()
    database.write_bytes(filled())
    return database


@pytest.fixture
def opening(database: Path) -> Iterator[Callable[[], Opened]]:
    """Return a call that opens the database; each store is closed in the end."""
    with closed_in_the_end(database) as call:
        yield call


# Where nothing can be kept


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("file/records.sqlite", "{}/file: it is a file, but a folder is needed"),
        ("file/folder/records.sqlite", "{}/file/folder/records.sqlite: not a directory"),
    ],
)
def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, opening: Callable[[Path], Opened], place: str, told: str
) -> None:
    """Where a file has the folder's name, the lesson goes on in memory."""
    (tmp_path / "file").write_text("", "utf-8")
    opened = opening(tmp_path / place)
    assert f"What you do is not kept: {told.format(tmp_path)}" == opened.trouble
    assert opened.path is None
    assert works(opened)


def test_a_place_where_nobody_may_write_is_told(opening: Callable[[Path], Opened]) -> None:
    """Not even the superuser can make a file among the processes."""
    opened = opening(Path("/proc/records.sqlite"))
    assert opened.trouble is not None
    assert opened.trouble.startswith("What you do is not kept: /proc/records.sqlite: ")
    assert works(opened)


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_told(database: Path, opening: Callable[[], Opened], kind: str) -> None:
    """A folder and a pipe of the database's name are left as they are."""
    database.parent.mkdir()
    if kind == "folder":
        database.mkdir()
    else:
        os.mkfifo(database)
    opened = opening()
    assert opened.trouble is not None
    assert opened.trouble.endswith("but a file is needed")
    assert works(opened)
    assert not database.is_file()
    with pytest.raises(RecordsError, match="but a file is needed"):
        existing_records(database)


def test_a_device_is_never_taken_for_a_database(opening: Callable[[Path], Opened]) -> None:
    """Neither written to nor renamed."""
    opened = opening(Path("/dev/null"))
    assert "What you do is not kept: /dev/null: it is a device or a pipe, but a file is needed" == (
        opened.trouble
    )


def test_without_a_home_folder_it_is_told(
    opening: Callable[[None], Opened], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is put into a folder that happens to be the current one."""
    monkeypatch.chdir(tmp_path)
    for name in ("TUTOR_DATABASE", "HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    opened = opening(None)
    assert opened.trouble is not None
    assert "TUTOR_DATABASE can name a file" in opened.trouble
    assert [] == list(tmp_path.iterdir())


# Where it is kept


def test_the_database_is_in_the_users_data_folder(tmp_path: Path) -> None:
    """Without a name it is where the system wants a user's data, for the user's eyes only."""
    code = (
        "from tutor.course.opening import open_store as o; s = o(); print(s.path); s.store.close()"
    )
    home = {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path), "TUTOR_DATABASE": ""}
    done = python("-c", code, variables=home)
    path = Path(done.stdout.decode().strip())
    assert ("records.sqlite", "backprop-tutor", True) == (
        path.name,
        path.parent.name,
        path.is_relative_to(tmp_path),
    )
    assert 0o700 == path.parent.stat().st_mode & 0o777


def test_the_environment_names_another_place(
    tmp_path: Path, opening: Callable[[Path | None], Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    """TUTOR_DATABASE counts unless a file is named; a relative one stays where it was meant."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TUTOR_DATABASE", "mine.sqlite")
    assert tmp_path / "mine.sqlite" == opening(None).path
    assert tmp_path / "yours.sqlite" == opening(Path("yours.sqlite")).path


# Damage


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "random bytes": lambda whole: scrambled(len(whole)),
    "a good header and garbage": lambda whole: whole[:100] + scrambled(len(whole) - 100),
    "a good first page and garbage": lambda whole: whole[:4096] + scrambled(len(whole) - 4096),
    "one page of garbage": lambda whole: whole[:8192] + scrambled(4096) + whole[12288:],
    "one page of zeros": lambda whole: whole[:8192] + bytes(4096) + whole[12288:],
    "a first page of zeros": lambda whole: bytes(4096) + whole[4096:],
    "cut off in the middle": lambda whole: whole[: len(whole) // 2],
    "cut off in a page": lambda whole: whole[:10_000],
    "cut off in the header": lambda whole: whole[:50],
    "a text": lambda _whole: b"Dear diary,\n" * 1000,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_set_aside(
    kept: Path, opening: Callable[[], Opened], damage: Callable[[bytes], bytes]
) -> None:
    """Under another name, byte for byte; that is told, and new records are begun."""
    damaged = damage(kept.read_bytes())
    kept.write_bytes(damaged)
    opened = opening()
    (aside,) = (file for file in kept.parent.iterdir() if ASIDE.fullmatch(file.name))
    assert damaged == aside.read_bytes()
    expected = (
        f"The records in {kept} are damaged. They are set aside as {aside.name} "
        "in the same folder, and new ones are begun."
    )
    assert (expected, kept) == (opened.trouble, opened.path)
    assert works(opened)
    opened.store.close()
    assert (None, ["new"]) == (
        opening().trouble,
        [each.lesson for each in opening().store.sessions()],
    )


def test_nothing_set_aside_is_overwritten(kept: Path, opening: Callable[[], Opened]) -> None:
    """Several damaged files in one second get names of their own."""
    contents = [bytes([65 + number]) * 5000 for number in range(4)]
    for content in contents:
        kept.write_bytes(content)
        opening().store.close()
    asides = [file for file in kept.parent.iterdir() if ASIDE.fullmatch(file.name)]
    assert sorted(contents) == sorted(file.read_bytes() for file in asides)


def test_what_stands_beside_a_damaged_file_goes_with_it(
    kept: Path, opening: Callable[[], Opened]
) -> None:
    """A journal may hold what can still be saved; nothing else is left behind."""
    kept.write_bytes(scrambled(9000))
    journal = kept.with_name("records.sqlite-journal")
    journal.write_bytes(b"\0the last words")
    opening().store.close()
    (aside,) = kept.parent.glob("*-journal")
    assert ASIDE.fullmatch(aside.name.removesuffix("-journal"))
    assert b"\0the last words" == aside.read_bytes()
    beside = {file.name for file in kept.parent.iterdir()} - {aside.name}
    assert {kept.name, f"{kept.name}.lock", aside.name.removesuffix("-journal")} == beside


def test_a_document_is_not_taken_for_a_damaged_database(
    tmp_path: Path, opening: Callable[[Path], Opened]
) -> None:
    """Who names an essay by mistake finds it where it was."""
    essay = tmp_path / "essay.md"
    essay.write_text("All that I know.\n", "utf-8")
    opened = opening(essay)
    assert f"What you do is not kept: {essay}: it is no database" == opened.trouble
    assert works(opened)
    assert ([essay], "All that I know.\n") == (list(tmp_path.iterdir()), essay.read_text("utf-8"))


def test_looking_at_damaged_records_moves_nothing(kept: Path) -> None:
    """Only who goes on to write sets a file aside."""
    kept.write_bytes(scrambled(9000))
    with pytest.raises(RecordsError, match="it is no database"):
        existing_records(kept)
    assert [kept] == list(kept.parent.iterdir())


# Versions


def test_a_newer_database_is_left_untouched(kept: Path, opening: Callable[[], Opened]) -> None:
    """Not a byte changes; that it is newer is told."""
    with closing(sqlite3.connect(kept)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = kept.read_bytes()
    opened = opening()
    assert opened.trouble is not None
    assert "it is of a newer version of this program (format 2, this one knows 1)" in opened.trouble
    assert works(opened)
    assert before == kept.read_bytes()
    assert [kept] == list(kept.parent.iterdir())


@pytest.mark.parametrize("statement", ["CREATE TABLE bookmarks (url)", "PRAGMA user_version = 3"])
def test_another_programs_database_is_left_untouched(
    database: Path, opening: Callable[[], Opened], statement: str
) -> None:
    """A browser's database, say, is neither written to nor set aside."""
    database.parent.mkdir()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(statement)
    before = database.read_bytes()
    opened = opening()
    assert f"What you do is not kept: {database}: it is another program's database" == (
        opened.trouble
    )
    assert before == database.read_bytes()


def test_an_older_database_is_brought_up_to_date(
    kept: Path, opening: Callable[[], Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program with one more step of migration takes it, once, and everything is there."""
    step = ("ALTER TABLE events ADD COLUMN learner TEXT NOT NULL DEFAULT ''",)
    monkeypatch.setattr(database_module, "MIGRATIONS", (*MIGRATIONS, step))
    for _ in range(2):
        opened = opening()
        assert opened.trouble is None
        assert expected_texts(1, 200) == texts(opened.store, 1)
    assert works(opened)
    with closing(sqlite3.connect(kept)) as connection:
        assert (2,) == connection.execute("PRAGMA user_version").fetchone()


def test_an_empty_file_becomes_a_database(database: Path, opening: Callable[[], Opened]) -> None:
    """What a program left that was killed at once is no damage."""
    database.parent.mkdir()
    database.touch()
    opened = opening()
    assert opened.trouble is None
    assert works(opened)
