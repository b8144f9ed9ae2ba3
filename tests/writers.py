"""Programs that write records, as processes of their own that can be killed or starved.

``python -m tests.writers DATABASE COUNT [BYTES]`` works a new session of so many answers; where
BYTES is given, no file may grow beyond it. Standard output has a line when it is ready to open
the database, a line that names the session, and a line that acknowledges each event.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.running import PATIENCE, environment
from tutor.course.events import Event, Happened
from tutor.course.opening import open_store
from tutor.course.records import Keeper, Store
from tutor.grading.verdicts import Verdict, VerdictKind

LESSON = "written"
READY = "ready"
ENDLESS = 1_000_000


def answer(number: int, session: int | None = 0) -> Event:
    """Return an answered event that says which one it is."""
    verdict = Verdict(VerdictKind.CORRECT, number / 7, "Right.")
    return Event(Happened.ANSWERED, f"question {number}", f"{session}/{number}", verdict=verdict)


def texts(store: Store, session: int) -> list[str]:
    """Return what was typed in a session."""
    return [each.text for each in store.events(session)]


def expected_texts(session: int, count: int) -> list[str]:
    """Return what a writer typed in its first so many answers."""
    return [f"{session}/{number}" for number in range(count)]


def start(database: Path, count: int, *more: int) -> subprocess.Popen[bytes]:
    """Start a writer."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.writers", str(database), str(count), *map(str, more)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )


def ended(process: subprocess.Popen[bytes]) -> list[str]:
    """Return the lines that a writer wrote; one that was cut off is no acknowledgement."""
    output, errors = process.communicate(timeout=PATIENCE)
    assert b"" == errors, errors.decode()
    return output.decode().split("\n")[:-1]


class Acknowledged(NamedTuple):
    """What a writer had been told was kept.

    Attributes:
        session: its session; None where it had none yet.
        events: how many events were acknowledged.

    """

    session: int | None
    events: int


def acknowledged(lines: Sequence[str]) -> Acknowledged:
    """Return what the lines of a writer come to."""
    begun = [line for line in lines if line.startswith("session ")]
    session = int(begun[0].removeprefix("session ")) if begun else None
    return Acknowledged(session, sum(line.isdigit() for line in lines))


def kill_one(database: Path, longest: float, chance: random.Random) -> Acknowledged:
    """Start a writer, kill it at a random moment, and return what it had acknowledged.

    The moment is at most so many seconds after it set about opening the database.
    """
    with start(database, ENDLESS) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.0, longest))
        process.kill()
        return acknowledged(process.stdout.read().decode().split("\n")[:-1])


def lost(database: Path, killed: Sequence[Acknowledged]) -> list[str]:
    """Return what is not as it was acknowledged; of each writer one event more may be there."""
    opened = open_store(database)
    with closing(opened.store) as store:
        faults = [] if opened.trouble is None else [opened.trouble]
        for session, events in killed:
            if session is None:
                continue
            found = texts(store, session)
            if not events <= len(found) <= events + 1:
                faults.append(f"session {session}: {len(found)} events for {events}")
            if found != expected_texts(session, len(found)):
                faults.append(f"session {session}: other events than were written")
    return faults


def _work(database: Path, count: int) -> None:
    """Work a session, and say in the end what could not be kept, where something could not."""
    _say(READY)
    opened = open_store(database)
    with closing(opened.store) as store:
        keeper = Keeper.begun(store, LESSON)
        if opened.path is not None and keeper.session is not None:
            _say(f"session {keeper.session}")
        for number in range(count):
            keeper(answer(number, keeper.session))
            if opened.path is not None and keeper.trouble is None:
                _say(str(number))
    trouble = opened.trouble or keeper.trouble
    if trouble is not None:
        _say(json.dumps({"trouble": trouble, "unkept": len(keeper.unkept)}))


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())  # at once, whatever happens next


def _main(database: str, count: str, limit: str | None = None) -> None:
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    _work(Path(database), int(count))


if __name__ == "__main__":
    _main(*sys.argv[1:])
