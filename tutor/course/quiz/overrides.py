"""The teacher's own marks: a file that changes points, each with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator

from tutor.chain.arrays import FrozenModel
from tutor.chain.files import parsed, read_source
from tutor.course.exercises import Line
from tutor.course.quiz.marks import Override
from tutor.course.quiz.papers import decoded
from tutor.course.quiz.reading import model_of, told
from tutor.course.quiz.tables import read_table
from tutor.course.quiz.variants import name_of
from tutor.errors import DocumentError

_COLUMNS = ("student", "question", "points", "reason")


class Change(FrozenModel):
    """One mark that the teacher changes.

    Attributes:
        student: whose.
        question: which, by its id.
        points: what it gets.
        reason: why, a line.

    """

    student: str
    question: str
    points: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
    reason: Line

    @field_validator("student")
    @classmethod
    def _name(cls, student: str) -> str:
        return name_of(student)


class Overrides(FrozenModel):
    """Marks that the teacher changes.

    Attributes:
        overrides: one each.

    """

    overrides: tuple[Change, ...]


Changed = dict[str, dict[str, Override]]
"""The changed marks, by student and question."""


def read_overrides(path: str | Path) -> Changed:
    """Return the changes in a TOML or JSON file, or in a table.

    Raises:
        DocumentError: where it cannot be read or is refused, or changes a mark twice.

    """
    text, file = read_source(path), str(path)
    if file.endswith(".csv"):
        return _by_student(_of_table(text, file), file)
    made = model_of(parsed(text, file), file, Overrides, "a document of overrides")
    return _by_student(made.overrides, file)


def _of_table(text: bytes, file: str) -> Iterable[Change]:
    table = read_table(StringIO(decoded(text, file)[0]), file)
    for name in _COLUMNS:
        table.column(name)
    for line, row in table.rows:
        record = {name: table.cell(row, name) for name in _COLUMNS}
        try:
            yield Change.model_validate(record)
        except ValidationError as error:
            raise DocumentError(f"{file}:{line}: {told(error, Change)}") from None


def _by_student(changes: Iterable[Change], file: str) -> Changed:
    found: Changed = {}
    for change in changes:
        marks = found.setdefault(change.student, {})
        if change.question in marks:
            raise DocumentError(f"{file}: {change.student}: {change.question} is changed twice")
        marks[change.question] = Override(change.points, change.reason)
    return found
