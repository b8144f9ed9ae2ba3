"""Answers in tables, as spreadsheets write them: a column per question, or a row per answer."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from tutor.chain.faults import did_you_mean
from tutor.course.quiz.gathered import Gathered
from tutor.course.quiz.papers import Remark
from tutor.course.quiz.variants import name_of
from tutor.errors import DocumentError

STUDENT, QUIZ, SHEET = "student", "quiz", "sheet"
QUESTION, ANSWER = "question", "answer"
_OWN = (STUDENT, QUIZ, SHEET)
_SEPARATORS = {";": "semicolons", "\t": "tabs"}
_LONGEST = 100_000

Row = tuple[int, list[str]]
"""A row with its line."""


@dataclass
class Table:
    """A table that is read row by row.

    Attributes:
        file: its name.
        head: the names of its columns.
        rows: the others, each with its line; reading on may raise a DocumentError.
        remarks: what is to be said of how it is written.

    """

    file: str
    head: list[str]
    rows: Iterator[Row]
    remarks: tuple[Remark, ...] = ()

    @property
    def first(self) -> str:
        """The name of the first column, or the first of a list without one."""
        return self.head[0]

    def column(self, name: str) -> int:
        """Return the place of a column.

        Raises:
            DocumentError: where there is none of that name.

        """
        if name not in self.head:
            raise DocumentError(
                f"{self.file}:1: there is no column {name}; {did_you_mean(name, self.head)}"
            )
        return self.head.index(name)

    def cell(self, row: Sequence[str], name: str) -> str | None:
        """Return what stands in a column; None where there is nothing."""
        if name not in self.head or self.head.index(name) >= len(row):
            return None
        return row[self.head.index(name)].strip() or None


def read_table(lines: Iterable[str], file: str, remarks: Sequence[Remark] = ()) -> Table:
    """Return a table with commas, semicolons or tabs between its columns.

    Args:
        lines: the text, line by line.
        file: names it.
        remarks: what is to be said of it already.

    Raises:
        DocumentError: where it is no table, or names a column twice.

    """
    left = iter(lines)
    blank, first = [], ""
    for line in left:
        if line.strip("\r\n"):
            first = line
            break
        blank.append(line)
    separator = max(",;\t", key=first.count)
    rows = _rows(chain(blank, [first] if first else [], left), separator, file)
    number, names = next(rows, (0, []))
    if not number:
        raise DocumentError(f"{file}: empty, but a table is needed")
    head = [name.strip() for name in names]
    lowered = [name.lower() if name.lower() in (*_OWN, QUESTION, ANSWER) else name for name in head]
    for name in (each for each in lowered if each and lowered.count(each) > 1):
        raise DocumentError(f"{file}:{number}: two columns are named {name}")
    told = list(remarks)
    if separator in _SEPARATORS and len(head) > 1:
        between = f"{_SEPARATORS[separator]} stand between the columns; read so"
        told.append(Remark(file, number, between, is_fault=False))
    return Table(file, lowered, rows, tuple(told))


def _rows(lines: Iterable[str], separator: str, file: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise DocumentError(f"{file}:{reader.line_num}: not a table: {error}") from None


def table_papers(table: Table) -> Gathered:
    """Return the papers in a table, in the order in which students first come up in it.

    Raises:
        DocumentError: where it has no column for the students, or no answers.

    """
    table.column(STUDENT)
    first = next(table.rows, None)
    if first is None:
        raise DocumentError(f"{table.file}:1: only the names of columns, but answers are needed")
    by_answer = QUESTION in table.head or ANSWER in table.head
    if by_answer:
        table.column(QUESTION)
        table.column(ANSWER)
    gathered = Gathered(table.file)
    gathered.remarks += table.remarks
    take = _answer if by_answer else _student
    for line, row in chain([first], table.rows):
        if len(row) > len(table.head):
            told = f"{len(row)} cells, but there are {len(table.head)} columns"
            gathered.note(line, f"{told}; write quotes around an answer with a comma in it")
        elif (name := _begun(table, gathered, line, row)) is not None:
            take(table, gathered, name, (line, row))
    return gathered.checked()


def _answer(table: Table, gathered: Gathered, name: str, at: Row) -> None:
    """Take a row with one answer."""
    line, row = at
    question = table.cell(row, QUESTION)
    if question is None:
        gathered.note(line, "there is an answer, but no question beside it")
        return
    gathered.take(name, question, table.cell(row, ANSWER), line)


def _student(table: Table, gathered: Gathered, name: str, at: Row) -> None:
    """Take a row with all answers of a student."""
    line, row = at
    for place, question in enumerate(table.head):
        if question and question not in _OWN:
            gathered.take(name, question, table.cell(row, question), line)
        elif not question and place < len(row) and row[place].strip():
            gathered.note(line, f"{row[place]!r} stands in a column without a name")


def _begun(table: Table, gathered: Gathered, line: int, row: list[str]) -> str | None:
    """Return the student of a row, whose answers are gathered from now on."""
    try:
        name = name_of(table.cell(row, STUDENT) or "")
    except DocumentError:
        gathered.note(line, "there are answers, but no student beside them")
        return None
    gathered.begin(name, (table.cell(row, QUIZ), table.cell(row, SHEET)), line)
    return name
