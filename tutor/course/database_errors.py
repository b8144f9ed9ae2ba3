"""What SQLite says, told in one sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from tutor.course.records import RecordsError


class DamagedError(RecordsError):
    """A broken database."""


class NoDatabaseError(DamagedError):
    """A file that does not even begin as a database does."""


class ReplacedError(RecordsError):
    """A database whose file was taken away while it was open."""


_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written",
    sqlite3.SQLITE_READONLY: "it may not be written",
    sqlite3.SQLITE_PERM: "it may not be opened",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_BUSY: "another program has locked it",
    sqlite3.SQLITE_LOCKED: "another program has locked it",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
    sqlite3.SQLITE_NOTADB: "it is no database",
}
_BROKEN = {sqlite3.SQLITE_CORRUPT: DamagedError, sqlite3.SQLITE_NOTADB: NoDatabaseError}


def is_locked(error: sqlite3.Error) -> bool:
    """Return whether waiting may help."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _code(error: sqlite3.Error) -> int:
    """Return the kind of an error, without what SQLite adds to it."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn what SQLite says about a database into one sentence."""
    try:
        yield
    except sqlite3.Error as error:
        code = _code(error)
        kind = _BROKEN.get(code, RecordsError)
        raise kind(f"{name}: {_REASONS.get(code, str(error))}") from error
