"""The answers of a table, student by student, from however many rows; memory stays as it is.

A student's rows may stand anywhere in a table, so all are kept before the first paper is whole: in
a database that is a temporary file, which goes when it is closed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby

from tutor.course.quiz.papers import Answers, Paper, Remark, two_answers
from tutor.errors import DocumentError

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE answers (
    place INTEGER PRIMARY KEY, student INTEGER, question TEXT, answer TEXT, line INTEGER,
    UNIQUE (student, question)
);
"""
_ADD = "INSERT OR IGNORE INTO answers (student, question, answer, line) VALUES (?, ?, ?, ?)"
_FIRST = "SELECT answer FROM answers WHERE student = ? AND question = ?"
_ALL = "SELECT student, question, answer, line FROM answers ORDER BY student, place"

Prints = tuple[str | None, str | None]
"""The fingerprints of quiz and sheet that stand beside an answer."""


class Gathered:
    """The papers of one table, in the order in which students first come up in it.

    Args:
        file: the table's name.

    Attributes:
        remarks: what is to be said of the table and of single students.

    """

    def __init__(self, file: str) -> None:
        self.remarks: list[Remark] = []
        self._file = file
        self._numbers: dict[str, int] = {}
        self._prints: list[Prints] = []
        self._database = sqlite3.connect("")
        self._database.executescript(_TABLES)

    def __del__(self) -> None:
        self._database.close()

    def __len__(self) -> int:
        return len(self._numbers)

    def note(
        self, line: int, message: str, student: str | None = None, *, is_fault: bool = True
    ) -> None:
        """Keep something that is to be said."""
        self.remarks.append(Remark(self._file, line, message, is_fault, student))

    def begin(self, student: str, prints: Prints, line: int) -> None:
        """Take note of a student of whom there is a row."""
        number = self._numbers.setdefault(student, len(self._numbers))
        if number == len(self._prints):
            self._prints.append(prints)
        elif self._prints[number] != prints:
            self.note(line, "another quiz or sheet than in the row before", student)

    def take(self, student: str, question: str, answer: str | None, line: int) -> None:
        """Keep an answer of a student that was begun; of two to one question the first counts."""
        if answer is None:
            return
        number = self._numbers[student]
        if self._database.execute(_ADD, (number, question, answer, line)).rowcount:
            return
        [(first,)] = self._database.execute(_FIRST, (number, question))
        told = two_answers(question, first, answer)
        self.note(line, told, student, is_fault=first != answer)

    def checked(self) -> Gathered:
        """Return these papers.

        Raises:
            DocumentError: where there are none.

        """
        if not self._numbers:
            faults = "; ".join(str(each) for each in self.remarks if each.is_fault)
            raise DocumentError(faults or f"{self._file}: no answers are there")
        return self

    def __iter__(self) -> Iterator[Paper]:
        """Yield the papers, each with what is to be said of it; the first with all the rest."""
        of_file = [each for each in self.remarks if each.student not in self._numbers]
        own: dict[str | None, list[Remark]] = {}
        for each in self.remarks:
            own.setdefault(each.student, []).append(each)
        rows = groupby(self._database.execute(_ALL), key=lambda row: row[0])
        following = next(rows, None)
        for number, (name, (quiz, sheet)) in enumerate(
            zip(self._numbers, self._prints, strict=True)
        ):
            answers, lines = dict[str, str](), dict[str, int]()
            if following is not None and following[0] == number:
                for _, question, answer, line in following[1]:
                    answers[question], lines[question] = answer, line
                following = next(rows, None)
            given = Answers(student=name, quiz=quiz, sheet=sheet, answers=answers)
            remarks = (*(of_file if number == 0 else ()), *own.get(name, ()))
            yield Paper(self._file, given, lines.get, remarks)
