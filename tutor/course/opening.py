"""Opening the records: whatever is the matter with them, there is a store to go on with."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tutor.chain.files import reason_of
from tutor.course.database import PATIENCE, SqliteStore
from tutor.course.database_errors import DamagedError, NoDatabaseError, ReplacedError
from tutor.course.records import RecordsError, Store

VARIABLE = "TUTOR_DATABASE"
"""The environment variable that names another database."""
_SUFFIXES = ("", ".sqlite", ".sqlite3", ".db", ".db3")
"""A file of another name that is no database at all is somebody's document, and stays there."""
_BESIDE = ("-wal", "-shm", "-journal")


class Opened(NamedTuple):
    """A store to work with.

    Attributes:
        store: the database, or one in memory where it cannot be used.
        trouble: what the learner must be told, in plain sentences; None where all is well.
        path: the database's file; None in memory.

    """

    store: Store
    trouble: str | None
    path: Path | None


def database_path(path: Path | None = None) -> Path:
    """Return the file that records are kept in: this one, the variable's, or the user's own.

    Raises:
        RecordsError: where the user has no folder for data.

    """
    if path is None and (named := os.environ.get(VARIABLE)):
        path = Path(named)
    if path is None:
        path = _data_folder() / "records.sqlite"
    return path.absolute()


def _data_folder() -> Path:
    from platformdirs import user_data_path

    try:
        folder = user_data_path("backprop-tutor", appauthor=False)
    except RuntimeError:  # so newer versions tell it, older ones give a relative path
        folder = Path()
    if not folder.is_absolute():
        raise RecordsError(f"there is no home folder; {VARIABLE} can name a file")
    return folder


def open_store(path: Path | None = None) -> Opened:
    """Return the records to write to, made where there are none; this never fails.

    What is damaged is set aside; what is newer or another program's is left untouched.
    """
    try:
        chosen = database_path(path)
        _make_file(chosen)
        return _open_or_replace(chosen)
    except RecordsError as error:
        return Opened(SqliteStore(), f"What you do is not kept: {error}", None)


def existing_records(path: Path | None = None) -> SqliteStore | None:
    """Return the records to look at, changing nothing; None where nothing was ever kept.

    Raises:
        RecordsError: where they cannot be read, or a file that was named is not there.

    """
    chosen = database_path(path)
    if _is_file(chosen):
        return SqliteStore(chosen)
    if path is not None:
        raise RecordsError(f"{path}: no such file")
    return None


def _make_file(path: Path) -> None:
    """Make an empty file where there is none, for the user's eyes only, with its folders."""
    with _refusing(path):
        if path.parent.is_file():
            raise RecordsError(f"{path.parent}: it is a file, but a folder is needed")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_file(path):
            path.touch(mode=0o600)


def _is_file(path: Path) -> bool:
    """Return whether there is a file.

    Raises:
        RecordsError: where something else has its name.

    """
    with _refusing(path):
        if path.is_dir():
            raise RecordsError(f"{path}: it is a folder, but a file is needed")
        if path.exists() and not path.is_file():
            raise RecordsError(f"{path}: it is a device or a pipe, but a file is needed")
        return path.exists()


@contextmanager
def _refusing(path: Path, why: str = "") -> Iterator[None]:
    """Tell in one sentence what the operating system refuses."""
    try:
        yield
    except OSError as error:
        raise RecordsError(f"{path}: {why}{reason_of(error)}") from None


def _open_or_replace(path: Path) -> Opened:
    try:
        return Opened(SqliteStore(path), None, path)
    except (DamagedError, ReplacedError) as error:
        if isinstance(error, NoDatabaseError) and path.suffix not in _SUFFIXES:
            raise
    with _only_one(path):
        try:  # another program may have set it aside meanwhile, but none does so now
            return Opened(SqliteStore(path), None, path)
        except DamagedError:
            aside = _set_aside(path)
        trouble = (
            f"The records in {path} are damaged. They are set aside as {aside.name} "
            "in the same folder, and new ones are begun."
        )
        return Opened(SqliteStore(path), trouble, path)


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Let one program at a time in; a lock of SQLite's ends with the program, also if killed."""
    file = path.with_name(f"{path.name}.lock")  # it stays: to remove it would let two in
    try:
        with closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            yield
    except sqlite3.Error as error:
        raise RecordsError(f"{path}: it is damaged and cannot be set aside: {error}") from None


def _set_aside(path: Path) -> Path:
    """Rename a database with the files beside it, to a name that nothing has; return that."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S")
    number, aside = 1, path.with_name(f"{path.stem}.damaged-{now}{path.suffix}")
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}.damaged-{now}-{number}{path.suffix}")
    with _refusing(path, "it is damaged and cannot be set aside: "):
        for beside in _BESIDE:
            with suppress(FileNotFoundError):
                path.with_name(f"{path.name}{beside}").rename(f"{aside}{beside}")
        path.rename(aside)
    return aside
