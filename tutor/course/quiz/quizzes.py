"""Quizzes in Python: a sheet, a key and marks, without a file or a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tutor.course.quiz.choosing import Marker
from tutor.course.quiz.documents import QuizDocument
from tutor.course.quiz.keys import Key, key_of
from tutor.course.quiz.papers import Answers, Paper
from tutor.course.quiz.reading import parse_model, read_model, told
from tutor.course.quiz.reports import Report, report_of
from tutor.course.quiz.sheets import Sheet, quiz_fingerprint, sheet_of
from tutor.errors import DocumentError


class Quiz(QuizDocument):
    """A quiz: everybody gets a variant, the same kinds of questions with numbers of their own.

    It is made from a file by :meth:`load`, or from data by ``Quiz.model_validate({...})``.
    """

    @classmethod
    def load(cls, path: str | Path) -> Quiz:
        """Return the quiz in a TOML or JSON file; "-" is standard input.

        Raises:
            DocumentError: where it cannot be read or is refused; the sentence names the file.

        """
        return read_model(path, cls, "a quiz")

    @classmethod
    def parse(cls, text: bytes, source: str, folder: Path | None = None) -> Quiz:
        """Return the quiz in a TOML or JSON text; files that it names lie in `folder`."""
        return parse_model(text, source, cls, "a quiz", folder)

    @property
    def fingerprint(self) -> str:
        """What sheets and answers carry, to tell this quiz from others and from older versions."""
        return quiz_fingerprint(self)

    def sheet(self, student: str) -> Sheet:
        """Return a student's sheet, always the same.

        Raises:
            DocumentError: where a problem cannot be drawn.

        """
        return sheet_of(self, student)

    def key(self, student: str) -> Key:
        """Return what is right for a student's sheet."""
        return key_of(self.sheet(student))

    def grade(self, *answers: Answers | Mapping[str, Any]) -> Report:
        """Return the marks of some students' answers, each an answers document.

        Raises:
            DocumentError: where one is refused.

        """
        marker = Marker(self)
        papers = [Paper("answers", _read(each)) for each in answers]
        return report_of(
            self.title, self.fingerprint, (marker.report(paper)[0] for paper in papers)
        )


def _read(answers: Answers | Mapping[str, Any]) -> Answers:
    if isinstance(answers, Answers):
        return answers
    try:
        return Answers.model_validate(answers)
    except ValidationError as error:
        raise DocumentError(f"answers: {told(error, Answers)}") from None
