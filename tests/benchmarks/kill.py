"""How many kills the records survive, and how many events a second are made durable.

``python -m tests.benchmarks.kill [KILLS] [FOLDER]``: the folder says which disk is meant.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.writers import acknowledged, answer, ended, kill_one, lost, start
from tutor.course.opening import open_store

WRITERS, EVENTS, ALONE = 8, 300, 2000


def _kills(folder: Path, count: int) -> None:
    chance = random.Random(1)
    killed, faults = [], 0
    for number in range(count):
        fresh = number % 4 == 0  # every fourth one is killed around the making of a new database
        database = folder / f"{number if fresh else 'all'}.sqlite"
        killed.append(kill_one(database, 0.015 if fresh else 0.05, chance))
        found = lost(database, killed[-1:])
        faults += len(found)
        print(*found, sep="\n", end="\n" if found else "")
        if fresh:
            killed.pop()
    found = lost(folder / "all.sqlite", killed)
    events = sum(each.events for each in killed)
    unbegun = sum(each.session is None for each in killed)
    print(f"{count} kills, {faults + len(found)} faults; {events} events were acknowledged in one")
    print(f"database killed {len(killed)} times, {unbegun} times before a session had begun")


def _alone(folder: Path) -> None:
    with closing(open_store(folder / "alone.sqlite").store) as store:
        session = store.begin("x")
        before = time.perf_counter()
        for number in range(ALONE):
            store.append(session, answer(number, session))
        spent = time.perf_counter() - before
    print(f"one writer: {ALONE / spent:.0f} events a second, {1000 * spent / ALONE:.2f} ms each")


def _together(folder: Path) -> None:
    database = folder / "together.sqlite"
    before = time.perf_counter()
    writers = [start(database, EVENTS) for _ in range(WRITERS)]
    done = [acknowledged(ended(each)) for each in writers]
    spent = time.perf_counter() - before
    kept = sum(each.events for each in done)
    print(
        f"{WRITERS} writers: {kept} of {WRITERS * EVENTS} events kept, {kept / spent:.0f} a second"
    )
    print("with their start; lost:", lost(database, done) or "nothing")


def _main(count: str = "300", folder: str | None = None) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        for measure in (_alone, _together):
            measure(Path(place))
        _kills(Path(place), int(count))


if __name__ == "__main__":
    _main(*sys.argv[1:])
