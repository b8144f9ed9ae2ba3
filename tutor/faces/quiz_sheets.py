"""`tutor quiz sheet` and `tutor quiz key`: for one student, or for a class."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tutor.chain.files import STANDARD, reason_of
from tutor.course.quiz.keys import key_of
from tutor.course.quiz.names import file_name
from tutor.course.quiz.processes import processors, shared_over
from tutor.course.quiz.quizzes import Quiz
from tutor.course.quiz.rosters import read_roster
from tutor.course.quiz.sheet_texts import key_blocks, sheet_blocks
from tutor.course.quiz.sheets import Sheet, sheet_of
from tutor.errors import DocumentError
from tutor.faces.exits import tell
from tutor.faces.exports import write_output
from tutor.faces.progress import Progress

_MARKS = re.compile(r"^#+ |(?<!\\)\*\*|(?<!\\)`", re.MULTILINE)
_ESCAPED = re.compile(r"\\([^\w\s]|_)")
_ENDINGS = {"json": ".json", "markdown": ".md", "latex": ".tex", "plain": ".txt"}


@dataclass(frozen=True)
class Wanted:
    """What is to be written.

    Attributes:
        quiz: its file.
        student: for whom; None for a class.
        students: the file with the class; None for one student.
        form: the format.
        output: a file or a folder.
        is_key: whether the key is wanted, else the sheet.
        ascii_only: whether formulas are in plain ASCII.

    """

    quiz: str
    student: str | None
    students: str | None
    form: str
    output: str
    is_key: bool
    ascii_only: bool

    @classmethod
    def of(cls, options: argparse.Namespace, *, is_key: bool) -> Wanted:
        """Return what a command line asks for."""
        return cls(
            options.quiz,
            options.student,
            options.students,
            options.format,
            options.output,
            is_key,
            options.ascii,
        )

    def text(self, sheet: Sheet) -> bytes:
        """Return a sheet, or its key, in the format that is wanted."""
        if self.form == "json":
            made = key_of(sheet) if self.is_key else sheet
            return (made.in_ascii() if self.ascii_only else made).to_json()
        blocks = key_blocks(sheet) if self.is_key else sheet_blocks(sheet)
        if self.form == "latex":
            from tutor.course.worked_latex import LatexWriter

            return LatexWriter().write(blocks).encode()
        from tutor.course.worked_markdown import MarkdownWriter

        is_plain = self.form == "plain"
        text = MarkdownWriter(ascii_only=is_plain or self.ascii_only).write(blocks)
        return (_unmarked(text) if is_plain else text).encode()


def _unmarked(text: str) -> str:
    """Return Markdown without what marks headings and strong words, and signs as they are."""
    return _ESCAPED.sub(r"\1", _MARKS.sub("", text))


def write(wanted: Wanted) -> None:
    """Write one student's sheet or key, or those of a class to a folder.

    Raises:
        DocumentError: where something cannot be read, drawn or written.

    """
    quiz = Quiz.load(wanted.quiz)
    if wanted.student is not None:
        write_output(wanted.output, wanted.text(quiz.sheet(wanted.student)))
        return
    if wanted.output == STANDARD:
        raise DocumentError("--students: a folder is needed for their files: --output FOLDER")
    students, folder = read_roster(wanted.students or ""), folder_at(wanted.output)
    written = 0
    with Progress(sys.stderr, "sheets") as progress:
        progress(0, len(students))
        for name, text in _texts(wanted, quiz, students):
            write_output(str(folder / file_name(name, _ENDINGS[wanted.form])), text)
            written += 1
            progress(written, len(students))
    what = "key" if wanted.is_key else "sheet"
    tell(f"{folder}: {written} {what}{'' if written == 1 else 's'} written")


def folder_at(path: str) -> Path:
    """Return a folder, made where there is none.

    Raises:
        DocumentError: where it cannot be made.

    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DocumentError(f"{path}: no folder can be made: {reason_of(error)}") from None
    return folder


def _texts(wanted: Wanted, quiz: Quiz, students: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each student's text, drawn over the processors, in the order of the roster."""
    processes = min(processors(), len(students))
    if processes == 1:
        yield from ((name, _text(wanted, quiz, name)) for name in students)
        return
    with shared_over(processes) as pool:
        many = len(students)
        yield from zip(
            students, pool.map(_text, [wanted] * many, [quiz] * many, students), strict=True
        )


def _text(wanted: Wanted, quiz: Quiz, student: str) -> bytes:
    try:
        return wanted.text(sheet_of(quiz, student))
    except DocumentError as error:
        raise DocumentError(f"{student}: {error}") from None
