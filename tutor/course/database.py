"""Records in one SQLite database: one table of events, each durable before it is acknowledged."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tutor.course.database_errors import DamagedError, ReplacedError, is_locked, told
from tutor.course.events import Event, Happened
from tutor.course.records import Kept, RecordsError, SessionSummary

APPLICATION = int.from_bytes(b"BpTu", "big")
"""Marks a database as this program's."""
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE events (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            session INTEGER NOT NULL,
            at TEXT NOT NULL,
            happened TEXT NOT NULL,
            record TEXT NOT NULL
        )""",
        "CREATE INDEX events_of_session ON events (session)",
        "INSERT INTO sqlite_sequence (name, seq) VALUES ('sessions', 0)",
    ),
)
"""What leads from each version of the database to the next; the first from an empty one."""
BEGUN = "begun"
"""What the first row of a session says: no event of its own, but the lesson's name."""
PATIENCE = 15.0
"""Seconds for which a lock of another program is waited for."""
_PAUSE = 0.005
_TAKEN_AWAY = "somebody has removed or replaced it"
_SETTINGS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",  # on a Mac only this reaches the disk itself
    "PRAGMA secure_delete = ON",
)
_LATEST = """
    SELECT first.session, first.record, first.at, latest.at, ends.events, latest.happened
    FROM (SELECT session, MIN(id) AS first, MAX(id) AS latest, COUNT(*) - 1 AS events
          FROM events GROUP BY session) AS ends
    JOIN events AS first ON first.id = ends.first
    JOIN events AS latest ON latest.id = ends.latest
    ORDER BY first.session
"""


class SqliteStore:
    """A store in a database file, or in memory where there is no path.

    Raises:
        DamagedError: where the file is a broken database, or none at all.
        ReplacedError: where another file took its name while it was opened.
        RecordsError: where it cannot be opened, or is not a database that this version knows.

    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        before = None if path is None else _file(path)
        with told(self._name):
            self._connection = sqlite3.connect(
                ":memory:" if path is None else path, timeout=0.25, isolation_level=None
            )
        try:
            with told(self._name):
                self._examine()
                self._refuse_replaced(before)
                self._prepare()
                self._files = self._identity()
        except BaseException:
            self._connection.close()
            raise

    @property
    def _name(self) -> str:
        return "memory" if self.path is None else str(self.path)

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        """Execute one statement, waiting for other programs; interruptible, unlike SQLite's wait.

        SQLite's own waiting does not cover the moment at which a database goes over to WAL.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self._connection.execute(statement, values)
            except sqlite3.OperationalError as error:
                if not is_locked(error) or time.monotonic() > deadline:
                    raise
            time.sleep(_PAUSE)

    def _number(self, statement: str) -> int:
        return int(self._run(statement).fetchone()[0])

    @contextmanager
    def _transaction(self, kind: str = "IMMEDIATE") -> Iterator[None]:
        """Do all of it or nothing. A deferred one that reads and then writes may be refused."""
        self._run(f"BEGIN {kind}")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _examine(self) -> None:
        """Refuse what is damaged, newer or another program's, before anything is written."""
        with self._transaction("DEFERRED"):
            application = self._number("PRAGMA application_id")
            version = self._number("PRAGMA user_version")
            is_empty = not self._number("SELECT COUNT(*) FROM sqlite_master")
            found = self._run("PRAGMA quick_check(1)").fetchone()[0]
        if application != APPLICATION and not (is_empty and version == application == 0):
            raise RecordsError(f"{self._name}: it is another program's database")
        if version > len(MIGRATIONS):
            raise RecordsError(
                f"{self._name}: it is of a newer version of this program "
                f"(format {version}, this one knows {len(MIGRATIONS)})"
            )
        if found != "ok":
            raise DamagedError(f"{self._name}: it is damaged")

    def _refuse_replaced(self, before: tuple[int, int] | None) -> None:
        """Refuse a file whose name another one has got: its log would be taken for this one's."""
        if self.path is not None and before not in (None, _file(self.path)):
            raise ReplacedError(f"{self._name}: {_TAKEN_AWAY}")

    def _prepare(self) -> None:
        """Set what makes a commit durable, and bring an older or empty database up to date."""
        for setting in _SETTINGS:
            self._run(setting)
        self._run("PRAGMA journal_mode = WAL").fetchone()
        if self._number("PRAGMA user_version") == len(MIGRATIONS):
            return
        with self._transaction():
            for migration in MIGRATIONS[self._number("PRAGMA user_version") :]:
                for statement in migration:
                    self._run(statement)
            self._run(f"PRAGMA application_id = {APPLICATION}")
            self._run(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _identity(self) -> tuple[tuple[int, int] | None, ...]:
        """Return which files the database is in, to see when somebody takes them away."""
        if self.path is None:
            return ()
        return tuple(map(_file, (self.path, self.path.with_name(f"{self.path.name}-wal"))))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Write all of it or nothing; on disk when this is left, in the file of that name."""
        with told(self._name):
            with self._transaction():
                yield
            if self._identity() != self._files:
                raise ReplacedError(f"{self._name}: {_TAKEN_AWAY}")

    def begin(self, lesson: str) -> int:
        """Return the number of a new session, also after deletions never an old one."""
        with self._writing():
            self._run("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'sessions'")
            session = self._number("SELECT seq FROM sqlite_sequence WHERE name = 'sessions'")
            self._run(
                "INSERT INTO events (session, at, happened, record) VALUES (?, ?, ?, ?)",
                session,
                _now(),
                BEGUN,
                json.dumps({"lesson": lesson}),
            )
        return session

    def append(self, session: int, event: Event) -> None:
        """Keep an event; it is on disk when this returns."""
        record = json.dumps(event.record())
        with self._writing():
            added = self._run(
                "INSERT INTO events (session, at, happened, record) SELECT ?, ?, ?, ? "
                "WHERE EXISTS (SELECT 1 FROM events WHERE session = ?)",
                session,
                _now(),
                str(event.happened),
                record,
                session,
            )
            if not added.rowcount:
                raise RecordsError(f"{self._name}: session {session} was deleted meanwhile")

    def sessions(self) -> list[SessionSummary]:
        """Return all sessions in the order in which they began."""
        with told(self._name):
            rows = self._run(_LATEST).fetchall()
        return [
            SessionSummary(
                number,
                str((_object(record) or {}).get("lesson", "")),
                begun,
                last,
                events,
                happened == Happened.FINISHED,
            )
            for number, record, begun, last, events, happened in rows
        ]

    def kept(self, session: int) -> list[Kept]:
        """Return what is kept of a session, in order."""
        with told(self._name):
            rows = self._run(
                "SELECT at, record FROM events WHERE session = ? AND happened <> ? ORDER BY id",
                session,
                BEGUN,
            ).fetchall()
        return [Kept(at, self._read(session, record)) for at, record in rows]

    def _read(self, session: int, record: str) -> dict[str, Any]:
        read = _object(record)
        if read is None:
            raise RecordsError(f"{self._name}: session {session}: an event in it is damaged")
        return read

    def events(self, session: int) -> list[Event]:
        """Return a session's events in order."""
        kept = self.kept(session)
        try:
            return [each.event() for each in kept]
        except RecordsError as error:
            raise RecordsError(f"{self._name}: session {session}: {error}") from None

    def delete(self, sessions: Iterable[int]) -> int:
        """Delete sessions for good, overwriting them, and return how many there were."""
        with self._writing():
            there = {row[0] for row in self._run("SELECT DISTINCT session FROM events")}
            gone = sorted(there.intersection(sessions))
            for session in gone:
                self._run("DELETE FROM events WHERE session = ?", session)
        with told(self._name):
            self._run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return len(gone)

    def close(self) -> None:
        """Close the database; the last one to do so tidies its files."""
        self._connection.close()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _object(record: object) -> dict[str, Any] | None:
    """Return the JSON object in a column; None where it is something else."""
    try:
        read = json.loads(str(record))
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def _file(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - the same for a path, in half the time
    except OSError:
        return None
    return found.st_dev, found.st_ino
