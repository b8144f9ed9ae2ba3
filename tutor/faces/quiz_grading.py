"""`tutor quiz grade`: marks with reasons, for one student or a class."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tutor.chain.files import STANDARD, write_whole
from tutor.course.letters import to_ascii
from tutor.course.quiz.classes import ClassRun, Orders, spool
from tutor.course.quiz.names import file_name
from tutor.course.quiz.overrides import Changed, read_overrides
from tutor.course.quiz.papers import Remark
from tutor.course.quiz.quizzes import Quiz
from tutor.course.quiz.report_texts import FORMATS, Format
from tutor.errors import DocumentError
from tutor.faces.exits import Exit, tell
from tutor.faces.progress import Progress
from tutor.faces.quiz_sheets import folder_at
from tutor.faces.safe_text import safe

_ENDINGS = (".json", ".csv")


def grade(options: argparse.Namespace) -> int:
    """Mark answers, write the report and return the exit status."""
    if options.quiz == STANDARD and STANDARD in options.answers:
        raise DocumentError("-: the quiz and the answers cannot both be standard input")
    quiz = Quiz.load(options.quiz)
    changed = read_overrides(options.overrides) if options.overrides else {}
    orders = Orders(
        quiz,
        options.sheets,
        changed,
        options.format,
        options.anonymous,
        alone=options.output is not None,
    )
    found = list(_files(options.answers))
    files = [each for each in found if isinstance(each, str)]
    faults = [each for each in found if isinstance(each, Remark)]
    if not files:
        raise DocumentError("; ".join(map(str, faults)))
    with spool() as file:
        run = ClassRun(orders, file)
        with Progress(sys.stderr, "papers") as progress:
            run.run(files, progress)
        remarks = [*faults, *run.remarks, *_without_a_paper(run, changed, options.overrides)]
        for remark in remarks:
            tell(str(remark))
        if options.output is None:
            _print(run.text(), options)
        else:
            _write(run, folder_at(options.output), FORMATS[options.format])
    if any(remark.is_fault for remark in remarks):
        return Exit.BAD_INPUT
    return Exit.DONE if run.tally.passed == run.tally.students else Exit.FAILED


def _files(named: list[str]) -> Iterator[str | Remark]:
    """Yield the files of answers, each once; a folder stands for those in it. Tell what is none."""
    seen = set()
    for name in named:
        if not name:  # Path takes it for the folder one is in
            yield Remark("''", None, "no name of a file")
            continue
        found = [name]
        if name != STANDARD and Path(name).is_dir():
            found = [str(each) for each in sorted(Path(name).iterdir()) if each.suffix in _ENDINGS]
            if not found:
                yield Remark(name, None, "no .json or .csv file is in this folder")
        for each in found:
            if each not in seen:
                seen.add(each)
                yield each


def _without_a_paper(run: ClassRun, changed: Changed, file: str | None) -> Iterator[Remark]:
    """Yield the changed marks of students or questions that there are not."""
    asked, students = run.tally.asked, run.students
    for student, marks in changed.items():
        if student not in students:
            yield Remark(file or "", None, "changed, but there is no paper", student=student)
            continue
        for question in marks:
            if question not in asked:
                told = f"{question}: changed, but there is no such question"
                yield Remark(file or "", None, told, student=student)


def _print(pieces: Iterator[str], options: argparse.Namespace) -> None:
    if options.format == "table":
        for piece in pieces:
            text = to_ascii(piece) if options.ascii else piece
            sys.stdout.write(safe(text, sys.stdout.encoding))
    else:
        sys.stdout.buffer.writelines(piece.encode() for piece in pieces)


def _write(run: ClassRun, folder: Path, form: Format) -> None:
    """Write the report and one for each student, each file whole or not at all."""
    for name, _, alone in run.parts():
        write_whole(folder / file_name(name, form.ending), alone.encode())
    write_whole(folder / f"report{form.ending}", (piece.encode() for piece in run.text()))
    tell(f"{folder}: a report on {run.tally.students} students, and one for each")
