"""Rosters: the students of a class, from a table or a list."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from tutor.chain.files import read_source
from tutor.course.quiz.papers import decoded
from tutor.course.quiz.tables import STUDENT, Table, read_table
from tutor.course.quiz.variants import name_of
from tutor.errors import DocumentError


def read_roster(path: str | Path) -> list[str]:
    """Return the students in a table with a column ``student``, or in a list of one column.

    Raises:
        DocumentError: where there are none, or one stands there twice.

    """
    file = str(path)
    table = read_table(StringIO(decoded(read_source(path), file)[0]), file)
    found: dict[str, int] = {}
    for line, text in _names(table):
        try:
            name = name_of(text)
        except DocumentError as error:
            raise DocumentError(f"{file}:{line}: {error}") from None
        if name in found:
            raise DocumentError(f"{file}:{line}: {name} stands on line {found[name]} already")
        found[name] = line
    if not found:
        raise DocumentError(f"{file}: no students are there")
    return list(found)


def _names(table: Table) -> list[tuple[int, str]]:
    if STUDENT in table.head:
        return [(line, table.cell(row, STUDENT) or "") for line, row in table.rows]
    if len(table.head) > 1:
        table.column(STUDENT)
    return [(1, table.first), *((line, row[0]) for line, row in table.rows)]
