"""Answers in tables, as spreadsheets write them: a column per question, or a row per answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tutor.chain.faults import did_you_mean
from tutor.course.quiz.papers import Answers, Paper, Remark, two_answers
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
    """A table that was read.

    Attributes:
        file: its name.
        head: the names of its columns.
        rows: the others, each with its line.
        remarks: what is to be said of it.

    """

    file: str
    head: list[str]
    rows: list[Row]
    remarks: list[Remark] = field(default_factory=list)

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

    def note(
        self, line: int, message: str, student: str | None = None, *, is_fault: bool = True
    ) -> None:
        """Keep something that is to be said."""
        self.remarks.append(Remark(self.file, line, message, is_fault, student))


def read_table(content: str, file: str, remarks: Sequence[Remark] = ()) -> Table:
    """Return a table with commas, semicolons or tabs between its columns.

    Raises:
        DocumentError: where it is no table, or names a column twice.

    """
    first = content.lstrip("\r\n").partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = list(_rows(content, separator, file))
    if not rows:
        raise DocumentError(f"{file}: empty, but a table is needed")
    head = [name.strip() for name in rows[0][1]]
    lowered = [name.lower() if name.lower() in (*_OWN, QUESTION, ANSWER) else name for name in head]
    table = Table(file, lowered, rows[1:], list(remarks))
    for name in {each for each in lowered if each and lowered.count(each) > 1}:
        raise DocumentError(f"{file}:{rows[0][0]}: two columns are named {name}")
    if separator in _SEPARATORS and len(head) > 1:
        told = f"{_SEPARATORS[separator]} stand between the columns; read so"
        table.note(rows[0][0], told, is_fault=False)
    return table


def _rows(content: str, separator: str, file: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(content), delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise DocumentError(f"{file}:{reader.line_num}: not a table: {error}") from None


def table_papers(table: Table) -> Iterator[Paper]:
    """Yield the papers in a table, in the order in which students first come up in it.

    Raises:
        DocumentError: where it has no column for the students.

    """
    table.column(STUDENT)
    if not table.rows:
        raise DocumentError(f"{table.file}:1: only the names of columns, but answers are needed")
    by_answer = QUESTION in table.head or ANSWER in table.head
    if by_answer:
        table.column(QUESTION)
        table.column(ANSWER)
    gathered = _Gathered(table)
    for line, row in table.rows:
        if len(row) > len(table.head):
            told = f"{len(row)} cells, but there are {len(table.head)} columns"
            table.note(line, f"{told}; write quotes around an answer with a comma in it")
        elif by_answer:
            gathered.answer(line, row)
        else:
            gathered.student(line, row)
    yield from gathered.papers()


class _Gathered:
    """The answers of each student, from however many rows."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._answers: dict[str, dict[str, str]] = {}
        self._lines: dict[str, dict[str, int]] = {}
        self._prints: dict[str, tuple[str | None, str | None]] = {}

    def answer(self, line: int, row: list[str]) -> None:
        """Take a row with one answer."""
        name, question = self._begun(line, row), self._table.cell(row, QUESTION)
        if name is None:
            return
        if question is None:
            self._table.note(line, "there is an answer, but no question beside it")
            return
        self._take(name, question, self._table.cell(row, ANSWER), line)

    def student(self, line: int, row: list[str]) -> None:
        """Take a row with all answers of a student."""
        name = self._begun(line, row)
        if name is None:
            return
        for question in self._table.head:
            if question and question not in _OWN:
                self._take(name, question, self._table.cell(row, question), line)
        for place, question in enumerate(self._table.head):
            if not question and place < len(row) and row[place].strip():
                self._table.note(line, f"{row[place]!r} stands in a column without a name")

    def _begun(self, line: int, row: list[str]) -> str | None:
        """Return the student of a row, whose answers are gathered from now on."""
        try:
            name = name_of(self._table.cell(row, STUDENT) or "")
        except DocumentError:
            self._table.note(line, "there are answers, but no student beside them")
            return None
        self._answers.setdefault(name, {})
        self._lines.setdefault(name, {})
        prints = self._table.cell(row, QUIZ), self._table.cell(row, SHEET)
        if self._prints.setdefault(name, prints) != prints:
            self._table.note(line, "another quiz or sheet than in the row before", name)
        return name

    def _take(self, name: str, question: str, answer: str | None, line: int) -> None:
        if answer is None:
            return
        answers = self._answers[name]
        if question in answers:
            first = answers[question]
            told = two_answers(question, first, answer)
            self._table.note(line, told, name, is_fault=first != answer)
            return
        answers[question] = answer
        self._lines[name][question] = line

    def papers(self) -> Iterator[Paper]:
        """Yield the papers, each with what is to be said of it; the first with all the rest."""
        table = self._table
        of_file = tuple(each for each in table.remarks if each.student not in self._answers)
        for name, answers in self._answers.items():
            quiz, sheet = self._prints[name]
            given = Answers(student=name, quiz=quiz, sheet=sheet, answers=answers)
            own = tuple(each for each in table.remarks if each.student == name)
            yield Paper(table.file, given, self._lines[name].get, (*of_file, *own))
            of_file = ()
        if of_file:
            faults = "; ".join(str(each) for each in of_file if each.is_fault)
            raise DocumentError(faults or f"{table.file}: no answers are there")
