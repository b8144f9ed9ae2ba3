"""The lint of quizzes: proves that variants can be drawn, are alike, and can be marked fairly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tutor.chain.faults import fault_of, place_of
from tutor.chain.files import STANDARD, parsed, read_source
from tutor.chain.trace import trace
from tutor.course.lint import Finding, unread
from tutor.course.plan import Plan
from tutor.course.positions import Positions
from tutor.course.problem_source import LARGEST, Place
from tutor.course.proof import proofs
from tutor.course.quiz.documents import TAGS, Assignment, Drawn
from tutor.course.quiz.quizzes import Quiz
from tutor.course.quiz.reading import keys_of
from tutor.course.quiz.sheets import sheet_of
from tutor.course.quiz.variants import MOST_QUESTIONS
from tutor.course.structure import Structure
from tutor.errors import DocumentError

SAMPLES = ("Ada", "Emmy", "Sofja")
"""Names whose variants are looked at."""


def check_quiz(path: str | Path) -> list[Finding]:
    """Return everything that is to be said about a quiz file, in its order.

    Raises:
        DocumentError: where the file cannot be read at all.

    """
    text = read_source(path, LARGEST + 1)
    if len(text) > LARGEST:
        raise DocumentError(f"{path}: more than {LARGEST} bytes, but a quiz has fewer")
    folder = None if str(path) == STANDARD else Path(path).parent
    return sorted(set(_Lint(str(path), text, folder).findings()))


def is_sound(text: str) -> bool:
    """Return whether a quiz that names no files has no faults."""
    return not any(each.is_fault for each in _Lint(STANDARD, text.encode(), None).findings())


class _Lint:
    """Looks at one quiz file."""

    def __init__(self, file: str, text: bytes, folder: Path | None) -> None:
        self._file = file
        self._text = text
        self._folder = folder
        self._positions = Positions(text.decode("utf-8-sig", "replace"))

    def findings(self) -> Iterator[Finding]:
        """Yield everything that is to be said; meaning is looked at where all fields are sound."""
        try:
            data = parsed(self._text, self._file)
            quiz = Quiz.model_validate(data, context={"folder": self._folder})
        except DocumentError as error:
            yield unread(self._file, error, self._positions)
        except ValidationError as error:
            yield from self._faults(error)
        else:
            for place, message, is_fault in _remarks(quiz):
                yield self._finding(place, message, is_fault=is_fault)

    def _finding(self, place: Place, message: str, *, is_fault: bool = True) -> Finding:
        at = self._positions.of(place)
        return Finding(self._file, at.line, at.column, message, is_fault)

    def _faults(self, error: ValidationError) -> Iterator[Finding]:
        for details in error.errors():
            details["loc"] = tuple(part for part in details["loc"] if part not in TAGS)
            if details["type"] == "problem":
                details["type"], details["ctx"] = "value_error", {"error": details["msg"]}
            place, reason = fault_of(details, keys_of(Quiz))
            if details["type"] == "too_short" and "after validation" in details["msg"]:
                continue  # the list is not empty: what is in it is at fault
            yield self._finding(details["loc"], f"{place}: {reason}" if place else reason)


Said = tuple[Place, str, bool]
"""A place, what is said of it, and whether it is a fault."""


def _remarks(quiz: Quiz) -> Iterator[Said]:
    try:
        sheets = [sheet_of(quiz, name) for name in SAMPLES]
    except DocumentError as error:
        yield _drawn_place(str(error)), str(error), True
        return
    for number, question in enumerate(quiz.questions):
        place: Place = ("questions", number)
        parts = [sheet.problems[number] for sheet in sheets]
        works = [part.assignment(quiz.title) for part in parts]
        if len({tuple(each.kind for each in part.questions) for part in parts}) > 1:
            yield place, f"{place_of(place)}: variants ask for other steps than each other", True
        if len(parts[0].questions) > MOST_QUESTIONS:
            count = len(parts[0].questions)
            told = f"{count} answers are asked for, but at most {MOST_QUESTIONS}; ask for less"
            yield place, f"{place_of(place)}: {told}", True
            continue
        is_drawn = isinstance(question.problem, Drawn)
        looked_at: dict[Any, Assignment] = {
            each.parameter if not is_drawn else name: each
            for each, name in zip(works, SAMPLES, strict=True)
        }
        for work in looked_at.values():
            yield from _proofs(place, work)


def _proofs(place: Place, work: Assignment) -> Iterator[Said]:
    """Yield what stands in the way of asking an assignment fairly."""
    made = trace(work.problem)
    plan = Plan(work, made, made.parameter_address(work.parameter))
    for complaint in proofs(plan, Structure(work.problem)):
        told = f"{place_of(place)}: {work.parameter}: {complaint.step}: {complaint.message}"
        yield place, told, complaint.is_fault


def _drawn_place(told: str) -> Place:
    found = re.match(r"questions\[(\d+)\]|q(\d+):", told)
    if found is None:
        return ()
    number = int(found[1]) if found[1] else int(found[2]) - 1
    return ("questions", number)
