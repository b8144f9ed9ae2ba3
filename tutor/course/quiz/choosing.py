"""Whose sheet a paper answers: the student's own, another's, or one of an older quiz."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from tutor.chain.faults import did_you_mean
from tutor.course.quiz.documents import Drawn, QuizDocument
from tutor.course.quiz.marks import (
    NOTHING_CHANGED,
    Override,
    Plainly,
    marked,
    recalled,
    unmarked,
)
from tutor.course.quiz.names import file_name
from tutor.course.quiz.papers import Answers, Paper, Remark
from tutor.course.quiz.reports import StudentReport
from tutor.course.quiz.sheets import Sheet, Sheets, quiz_fingerprint
from tutor.errors import DocumentError, TutorError
from tutor.grading.grade import plainly_right

_TOLD = 4
_KEPT = 8  # sheets that are kept besides: papers come student by student


class Marker:
    """Marks papers against their sheets.

    Args:
        quiz: what was asked.
        sheets: the folder of the sheets that were handed out; None to draw them anew.
        changed: the teacher's own marks, by student and question.

    """

    def __init__(
        self,
        quiz: QuizDocument,
        sheets: Path | None = None,
        changed: dict[str, dict[str, Override]] | None = None,
    ) -> None:
        self._folder = sheets
        self._changed = changed or {}
        self._print = quiz_fingerprint(quiz)
        self._sheets = Sheets(quiz)
        all_drawn = all(isinstance(each.problem, Drawn) for each in quiz.questions)
        self._plainly: Plainly = plainly_right if all_drawn else recalled
        self.sheet = lru_cache(maxsize=_KEPT)(self._sheet)

    def _sheet(self, student: str) -> Sheet:
        """Return a student's sheet, as it was handed out or drawn anew.

        Raises:
            DocumentError: where it cannot be read or drawn.

        """
        if self._folder is None:
            return self._sheets.of(student)
        found = Sheet.load(self._folder / file_name(student, ".json"))
        if found.student != student:
            raise DocumentError(f"{self._folder}: the sheet of {student} is not there")
        return found

    def report(self, paper: Paper) -> tuple[StudentReport, tuple[Remark, ...]]:
        """Return the marks of a paper, and everything that is to be said of it.

        Raises:
            DocumentError: where there is no sheet to mark it against.

        """
        given = paper.given
        try:
            sheet = self.sheet(given.student)
        except TutorError as error:
            raise DocumentError(f"{paper.file}: {given.student}: {error}") from None
        changed = self._changed.get(given.student, NOTHING_CHANGED)
        remarks = [*paper.remarks]
        fault = self._not_its_sheet(paper, sheet)
        if fault is not None:
            remarks.append(fault)
            report = unmarked(sheet, given, changed)
        else:
            remarks += self._remarks(paper, sheet)
            report = marked(sheet, given, changed, self._plainly)
        told = tuple(each.message for each in remarks if each.student is not None)
        return report.model_copy(update={"file": paper.file, "remarks": told}), tuple(remarks)

    def _not_its_sheet(self, paper: Paper, sheet: Sheet) -> Remark | None:
        """Return what is to be said where the answers are to other questions."""
        given = paper.given
        if given.sheet == sheet.sheet or (given.sheet is None and given.quiz in (None, sheet.quiz)):
            return None
        if given.quiz not in (None, sheet.quiz):
            told = (
                f"answers to an older version of the quiz, or to another one ({given.quiz}, and "
                f"this is {sheet.quiz}); not marked: use the quiz of then, or its sheets"
            )
            return Remark(paper.file, paper.line_of("quiz"), told, student=given.student)
        whose = self._owners.get(given.sheet or "")
        told = f"answers to another student's sheet ({given.sheet}); not marked"
        detail = "" if whose is None else f"; it is {whose}'s"
        return Remark(paper.file, None, told, student=given.student, detail=detail)

    @cached_property
    def _owners(self) -> dict[str, str]:
        """Whose the sheets in the folder are, by fingerprint."""
        found = {}
        for path in sorted(self._folder.glob("*.json")) if self._folder else ():
            try:
                sheet = Sheet.load(path)
            except DocumentError:
                continue  # no sheet: whatever else lies there
            found[sheet.sheet] = sheet.student
        return found

    def _remarks(self, paper: Paper, sheet: Sheet) -> Iterator[Remark]:
        """Yield what is to be said of a paper that is marked."""
        given = paper.given
        for told in self._notes(given, sheet):
            yield Remark(paper.file, None, told, is_fault=False, student=given.student)
        for name in dict.fromkeys((*given.answers, *given.help)):
            if name not in sheet.questions:
                told = f"{name}: no such question; {_instead(name, sheet)}"
                yield Remark(paper.file, paper.line_of(name), told, student=given.student)

    def _notes(self, given: Answers, sheet: Sheet) -> Iterator[str]:
        lacking = [name for name in ("quiz", "sheet") if getattr(given, name) is None]
        if lacking:
            yield f"no fingerprint of {' and '.join(lacking)}; marked as this student's sheet"
        if sheet.quiz != self._print:
            yield "the sheet is of an older version of the quiz; marked as the sheet says"
        elif given.quiz not in (None, sheet.quiz):
            yield "answers to an older version of the quiz, with the same questions; marked"
        answered = {name for name, text in given.answers.items() if text.strip()}
        missing = [name for name in sheet.questions if name not in answered]
        if missing:
            more = f" and {len(missing) - _TOLD} more" if len(missing) > _TOLD else ""
            yield f"without an answer: {', '.join(missing[:_TOLD])}{more}"


def _instead(name: str, sheet: Sheet) -> str:
    names = list(sheet.questions)
    close = did_you_mean(name, names)
    return close if close.startswith("did") else f"there are {names[0]} to {names[-1]}"
