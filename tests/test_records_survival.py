"""Records outlive what happens to programs, disks and files; each mishap really happens here."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import closed_in_the_end, filled, scrambled, works
from tests.running import CHECKOUT, PATIENCE, environment
from tests.writers import (
    ENDLESS,
    acknowledged,
    answer,
    ended,
    expected_texts,
    kill_one,
    lost,
    start,
    texts,
)
from tutor.course import database as database_module
from tutor.course.database import SqliteStore
from tutor.course.opening import Opened, open_store
from tutor.course.records import Keeper

KILLS, KILLS_AT_CREATION, KILLS_OF_LESSONS = 20, 10, 4
WRITERS, EVENTS = 8, 200
ASKED = re.compile(rb"Question (\d+) of ")


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


# kill -9


def killed_after(database: Path, count: int) -> list[str]:
    """Kill a writer that has written so many lines at least, and return all its lines."""
    with start(database, ENDLESS) as process:
        assert process.stdout is not None
        first = b"".join(process.stdout.readline() for _ in range(count))
        process.kill()
        return (first + process.stdout.read()).decode().split("\n")[:-1]


def test_nothing_acknowledged_is_lost_when_writers_are_killed(database: Path) -> None:
    """One database survives kills at random moments: all that was acknowledged is there."""
    chance = random.Random(4)  # noqa: S311 - drawn, not guarded
    killed = []
    for _ in range(KILLS):
        killed.append(kill_one(database, 0.05, chance))
        assert [] == lost(database, killed[-1:])
    assert [] == lost(database, killed)
    assert sum(each.events for each in killed) > KILLS  # so they were killed while they wrote


def test_a_database_whose_maker_is_killed_is_no_damaged_one(tmp_path: Path) -> None:
    """Whatever was there of a new database when its program was killed, the next one goes on."""
    chance = random.Random(5)  # noqa: S311 - drawn, not guarded
    for number in range(KILLS_AT_CREATION):
        database = tmp_path / str(number) / "records.sqlite"
        killed = kill_one(database, 0.015, chance)
        assert [] == lost(database, [killed])


def test_a_killed_lesson_goes_on_at_the_same_question(database: Path) -> None:
    """The program asks next time what it asked last, or what came after an unseen verdict."""
    chance = random.Random(6)  # noqa: S311 - drawn, not guarded
    asked = 1
    for _ in range(KILLS_OF_LESSONS):
        command = [sys.executable, "-m", "tutor", "learn", "--plain", "--database", str(database)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(b"show\n\n" * chance.randrange(1, 4))
            process.stdin.flush()
            output = b""
            while not ASKED.search(output):
                output += process.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.03))
            process.kill()
            output += process.stdout.read()
        questions = [int(each) for each in ASKED.findall(output)]
        assert questions[0] in (asked, asked + 1)
        asked = questions[-1]
    assert asked > 1


def test_what_the_log_still_holds_is_not_lost_by_damage(database: Path) -> None:
    """A killed program's events are in the write-ahead log: it repairs the file itself."""
    lines = killed_after(database, 40)
    database.write_bytes(scrambled(database.stat().st_size))
    assert [] == lost(database, [acknowledged(lines)])


# The disk


def test_a_disk_that_takes_no_more_is_told_and_the_lesson_goes_on(database: Path) -> None:
    """The operating system refuses to let a file grow; what was acknowledged before is there."""
    done = ended(start(database, 300, 400_000))
    told = json.loads(done[-1])
    session, events = acknowledged(done)
    assert re.fullmatch(r"What you do from here on is not kept: .*: the disk .*", told["trouble"])
    assert 0 < events < 300 == events + told["unkept"]
    with closing(open_store(database).store) as store:
        assert session is not None
        assert expected_texts(session, events) == texts(store, session)


def test_a_disk_that_takes_nothing_is_told_at_once(database: Path) -> None:
    """Where not even a database can be made, everything is in memory."""
    done = ended(start(database, 3, 0))
    assert acknowledged(done).session is None
    trouble = json.loads(done[-1])["trouble"]
    assert re.fullmatch(r"What you do is not kept: .*records.sqlite: the disk .*", trouble)


def in_own_mounts(script: str, folder: Path) -> list[str]:
    """Run a script whose mounts end with it; return its lines, or skip where none are allowed."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no unshare here")
    how = [unshare, "--mount"] if os.geteuid() == 0 else [unshare, "--map-root-user", "--mount"]
    if subprocess.run([*how, "mount", "-t", "tmpfs", "none", folder], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    done = subprocess.run(
        [*how, "sh", "-ec", script],
        env=environment({"FOLDER": str(folder), "PYTHON": sys.executable}),
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        timeout=PATIENCE,
        check=True,
    )
    return done.stdout.decode().splitlines()


def test_a_full_disk_is_told_and_can_be_used_again(tmp_path: Path) -> None:
    """A small disk runs full; once there is room again, what was acknowledged is there."""
    script = """
        mount -t tmpfs -o size=600k none "$FOLDER"
        head -c 200000 /dev/zero > "$FOLDER/filler"
        "$PYTHON" -m tests.writers "$FOLDER/records.sqlite" 500
        rm "$FOLDER/filler"
        "$PYTHON" -m tutor records list --json --database "$FOLDER/records.sqlite"
    """
    lines = in_own_mounts(script, tmp_path)
    place = next(i for i, line in enumerate(lines) if line.startswith("{"))
    told = json.loads(lines[place])
    events = acknowledged(lines[:place]).events
    assert told["trouble"].endswith("records.sqlite: the disk is full")
    assert 0 < events == 500 - told["unkept"]
    assert [events] == [each["events"] for each in json.loads("".join(lines[place + 1 :]))]


def test_a_disk_that_may_only_be_read_is_told(kept: Path) -> None:
    """Nothing can be written, neither to a database that is there nor to a new one."""
    script = """
        mount --bind "$FOLDER" "$FOLDER"
        mount -o remount,bind,ro "$FOLDER"
        "$PYTHON" -m tests.writers "$FOLDER/records.sqlite" 2
        "$PYTHON" -m tests.writers "$FOLDER/new.sqlite" 2
        "$PYTHON" -m tests.writers "$FOLDER/new/records.sqlite" 2
    """
    before = kept.read_bytes()
    lines = in_own_mounts(script, kept.parent)
    told = [json.loads(line)["trouble"] for line in lines if line.startswith("{")]
    assert 3 == len(told)
    assert all(each.startswith("What you do is not kept: ") for each in told)
    assert not any(line.isdigit() for line in lines)
    assert [kept] == list(kept.parent.iterdir())
    assert before == kept.read_bytes()


# Several programs


def test_writers_at_once_are_never_refused(database: Path) -> None:
    """Eight programs make one database together and write hundreds of events: all are there."""
    writers = [start(database, EVENTS) for _ in range(WRITERS)]
    done = [acknowledged(ended(writer)) for writer in writers]
    assert [EVENTS] * WRITERS == [each.events for each in done]
    assert set(range(1, WRITERS + 1)) == {each.session for each in done}
    assert [] == lost(database, done)


def test_a_crash_is_recovered_from_by_many_at_once(database: Path) -> None:
    """A log without its index, torn at the end: whoever comes first recovers, nobody is refused."""
    lines = killed_after(database, 80)
    crashed = database.with_name("crashed.sqlite")
    shutil.copy(database, crashed)
    log = database.with_name(f"{database.name}-wal").read_bytes()
    crashed.with_name(f"{crashed.name}-wal").write_bytes(log + scrambled(3000))
    programs = [start(crashed, 3) for _ in range(WRITERS)]
    done = [acknowledged(ended(program)) for program in programs]
    assert [3] * WRITERS == [each.events for each in done]
    with closing(open_store(crashed).store) as store:
        found = texts(store, 1)
        assert expected_texts(1, len(found)) == found
        assert acknowledged(lines).events <= len(found)


def test_a_lock_that_is_never_released_is_told(
    kept: Path, opening: Callable[[], Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program holds the database for good: after some patience the lesson goes on."""
    opened = opening()
    keeper = Keeper.begun(opened.store, "x")
    monkeypatch.setattr(database_module, "PATIENCE", 0.1)
    with closing(sqlite3.connect(kept, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        keeper(answer(0))
    assert keeper.trouble is not None
    assert keeper.trouble.endswith("records.sqlite: another program has locked it")


def test_a_lock_that_is_released_is_waited_for(kept: Path, opening: Callable[[], Opened]) -> None:
    """A backup that takes half a second costs no event."""
    opened = opening()
    code = (
        "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "c.execute('BEGIN IMMEDIATE'); print(flush=True); time.sleep(0.5); c.close()"
    )
    with subprocess.Popen([sys.executable, "-c", code, kept], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert works(opened)


def test_two_programs_set_a_damaged_file_aside_once(kept: Path) -> None:
    """The second one finds the new database of the first, and leaves it where it is."""
    kept.write_bytes(scrambled(9000))
    writers = [start(kept, 5) for _ in range(4)]
    done = [acknowledged(ended(writer)) for writer in writers]
    assert [5] * 4 == [each.events for each in done]
    assert 2 == len([file for file in kept.parent.iterdir() if file.suffix == ".sqlite"])
    assert [] == lost(kept, done)


# Files taken away


def remove(database: Path) -> None:
    """Remove a database's file."""
    database.unlink()


def remove_all(database: Path) -> None:
    """Remove all files of a database."""
    for file in database.parent.iterdir():
        file.unlink()


def remove_log(database: Path) -> None:
    """Remove only the write-ahead log, where the last events are."""
    database.with_name(f"{database.name}-wal").unlink()


def replace(database: Path) -> None:
    """Put another database in a database's place."""
    other = database.with_name("other.sqlite")
    SqliteStore(other).close()
    other.replace(database)


def rename(database: Path) -> None:
    """Give a database another name."""
    database.rename(database.with_name("old.sqlite"))


@pytest.mark.parametrize("take_away", [remove, remove_all, remove_log, replace, rename])
def test_files_taken_away_while_the_program_runs_are_noticed(
    kept: Path, opening: Callable[[], Opened], take_away: Callable[[Path], None]
) -> None:
    """What would be written into a file that nobody finds is told to be in memory only."""
    opened = opening()
    keeper = Keeper.begun(opened.store, "x")
    keeper(answer(0))
    take_away(kept)
    keeper(answer(1))
    keeper(answer(2))
    assert keeper.trouble == (
        f"What you do from here on is not kept: {kept}: somebody has removed or replaced it"
    )
    assert [answer(1), answer(2)] == keeper.unkept


def test_what_another_program_keeps_in_a_new_file_stays(
    kept: Path, opening: Callable[[], Opened]
) -> None:
    """Who still has the removed database open does not tidy away the new one's log."""
    old = opening()
    remove_all(kept)
    keeper = Keeper.begun(opening().store, "x")
    keeper(answer(0))
    old.store.close()
    keeper(answer(1))
    assert keeper.trouble is None
    assert [answer(0), answer(1)] == opening().store.events(1)
