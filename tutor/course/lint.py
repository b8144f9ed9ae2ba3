"""The lint of lesson files: proves that a lesson can be worked and marked fairly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tutor.chain.addresses import PARAMETERS
from tutor.chain.faults import fault_of
from tutor.chain.files import parsed, read_source
from tutor.chain.trace import Trace, trace
from tutor.course.formulas import FormulaError, formulas, inline
from tutor.course.lesson_files import KEYS, lesson_data
from tutor.course.lessons import END, MOST_QUESTIONS, START, Expected, Lesson
from tutor.course.own_questions import answer_to, grade_own, number_of
from tutor.course.plan import Plan
from tutor.course.positions import Position, Positions
from tutor.course.proof import Complaint, proofs
from tutor.errors import TutorError
from tutor.grading.verdicts import VerdictKind

COLUMNS = 80
"""A formula must fit into a terminal so wide."""
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_END_OF_DOCUMENT = "(at end of document)"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to be said about a lesson file.

    Attributes:
        file, line, column: where; lines and columns are counted from 1.
        message: what is wrong and what would be right.
        is_fault: whether it must be put right; else it is advice.

    """

    file: str
    line: int
    column: int
    message: str
    is_fault: bool = True

    def __str__(self) -> str:
        word = "fault" if self.is_fault else "advice"
        return f"{self.file}:{self.line}:{self.column}: {word}: {self.message}"


def check_lesson(path: str | Path) -> list[Finding]:
    """Return everything that is to be said about a lesson file, in its order.

    Raises:
        DocumentError: where the file cannot be read at all.

    """
    text = read_source(path)
    return sorted(set(_Lint(str(path), text, Path(path).parent).findings()))


class _Lint:
    """Looks at one lesson file."""

    def __init__(self, file: str, text: bytes, folder: Path) -> None:
        self._file = file
        self._bytes = text
        self._folder = folder
        self._positions = Positions(text.decode("utf-8-sig", "replace"))

    def _finding(self, at: Position, message: str, *, is_fault: bool = True) -> Finding:
        return Finding(self._file, at.line, at.column, message, is_fault)

    def findings(self) -> Iterator[Finding]:
        """Yield what is to be said: what keeps it from being read, else what keeps it from use."""
        try:
            data = parsed(self._bytes, self._file)
        except TutorError as error:
            yield self._unparsed(str(error))
            return
        try:
            resolved = lesson_data(self._bytes, self._file, self._folder)
        except TutorError as error:
            yield self._finding(self._positions.of(("problem",)), self._stripped(str(error)))
            return
        try:
            lesson = Lesson.model_validate(resolved)
        except ValidationError as refusal:
            yield from self._refused(refusal, data)
        else:
            yield from self._meaning(lesson)

    def _refused(self, refusal: ValidationError, data: object) -> Iterator[Finding]:
        for error in refusal.errors():
            place, reason = fault_of(error, KEYS)
            at = self._positions.of(_own_place(error["loc"], data))
            yield self._finding(at, f"{place}: {reason}")

    def _stripped(self, message: str) -> str:
        return message.removeprefix(f"{self._file}: ")

    def _unparsed(self, message: str) -> Finding:
        told = self._stripped(message)
        place = _TOML_PLACE.search(told)
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        if _END_OF_DOCUMENT in told:
            last = self._positions.at(len(self._bytes.decode("utf-8-sig", "replace")))
            line, column = last.line, last.column
        told = _TOML_PLACE.sub("", told).replace(_END_OF_DOCUMENT, "at the end").strip()
        return Finding(self._file, line, column, told)

    def _meaning(self, lesson: Lesson) -> Iterator[Finding]:
        faults = list(self._parameters(lesson))
        yield from faults
        if faults:
            return
        yield from self._prose(lesson)
        plans = [Plan(lesson, made, made.address(name)) for made, name in _asked(lesson)]
        yield from self._places(lesson, plans)
        yield from self._own_questions(lesson, plans[0])
        yield from self._counts(plans)
        yield from self._proved(lesson, plans)

    def _parameters(self, lesson: Lesson) -> Iterator[Finding]:
        made = trace(lesson.problem)
        listed = [(("parameters", n), name) for n, name in enumerate(lesson.parameters)]
        for path, name in [(("parameter",), lesson.parameter), *listed]:
            try:
                made.parameter_address(name)
            except TutorError as error:
                yield self._finding(self._positions.of(path), str(error))

    def _texts(self, lesson: Lesson) -> Iterator[tuple[tuple[int | str, ...], str]]:
        yield ("intro",), lesson.intro
        yield ("closing",), lesson.closing
        for number, piece in enumerate(lesson.prose):
            yield ("prose", number, "text"), piece.text
        for number, question in enumerate(lesson.questions):
            yield ("questions", number, "ask"), question.ask
            yield ("questions", number, "why"), question.why
            for choice in question.choices:
                yield ("questions", number, "choices"), choice.text
                yield ("questions", number, "choices"), choice.answer

    def _prose(self, lesson: Lesson) -> Iterator[Finding]:
        """Yield formulas that do not render in every notation, or are too wide."""
        for path, text in self._texts(lesson):
            for _, formula in formulas(text):
                at = self._positions.inside(path, formula)
                try:
                    widest = max(len(inline(formula, "unicode")), len(inline(formula, "ascii")))
                except FormulaError as error:
                    yield self._finding(at, f"formula: {error}")
                    continue
                if widest > COLUMNS:
                    yield self._finding(
                        at,
                        f"formula: {widest} columns wide, but at most {COLUMNS} fit; break it up",
                    )

    def _places(self, lesson: Lesson, plans: list[Plan]) -> Iterator[Finding]:
        """Yield prose and questions that point at steps which no chain here has."""
        named = [(("prose", n, "before"), piece.before) for n, piece in enumerate(lesson.prose)]
        named += [
            (("questions", n, "before"), each.before)
            for n, each in enumerate(lesson.questions)
            if each.before not in (START, END)
        ]
        for path, before in named:
            if not any(
                True for plan in self._all_plans(lesson, plans) for _ in plan.matching(before)
            ):
                yield self._finding(
                    self._positions.of(path),
                    f"before: {before}: no such step here; give a kind such as cost_slope, "
                    "or an address such as dC/da1[0]",
                )

    def _all_plans(self, lesson: Lesson, plans: list[Plan]) -> Iterator[Plan]:
        """Yield the plans of the listed parameters, then of every other."""
        yield from plans
        made = plans[0].trace
        listed = {plan.parameter for plan in plans}
        for each in made.rules.of(made.address("C+")).inputs:
            bare = str(each).rstrip("+")
            address = made.address(bare)
            if address.quantity in PARAMETERS and address not in listed:
                yield Plan(lesson, made, address)

    def _own_questions(self, lesson: Lesson, plan: Plan) -> Iterator[Finding]:
        for number, question in enumerate(lesson.questions):
            at = self._positions.of(("questions", number))
            try:
                number_of(question)
                right = answer_to(question, plan.trace, str(plan.parameter))
                verdict = grade_own(question, right, plan.trace, str(plan.parameter))
            except TutorError as error:
                yield self._finding(at, str(error))
                continue
            if verdict.kind is not VerdictKind.CORRECT:
                yield self._finding(at, f"its right answer {right} is graded {verdict.kind}")

    def _counts(self, plans: list[Plan]) -> Iterator[Finding]:
        for plan in plans:
            if len(plan.questions) > MOST_QUESTIONS:
                yield self._finding(
                    self._positions.of(("ask",)),
                    f"{plan.parameter}: {len(plan.questions)} questions, but at most "
                    f"{MOST_QUESTIONS} should be asked; set kinds in [ask] to first or never",
                )
            if not plan.questions:
                at = self._positions.of(("ask",))
                yield self._finding(at, f"{plan.parameter}: nothing is asked")

    def _proved(self, lesson: Lesson, plans: list[Plan]) -> Iterator[Finding]:
        """Yield what the proofs complain of, and what is expected but not there."""
        met: set[Expected] = set()
        at = self._positions.of(("problem",))
        for plan in plans:
            for complaint in proofs(plan):
                if complaint.expected in lesson.expects and complaint.expected is not None:
                    met.add(complaint.expected)
                    continue
                yield self._complaint(at, plan, complaint)
        for number, expected in enumerate(lesson.expects):
            if expected not in met:
                place = self._positions.of(("expects", number))
                yield self._finding(place, f"expects: {expected}, but nothing of the kind is there")

    def _complaint(self, at: Position, plan: Plan, complaint: Complaint) -> Finding:
        hint = (
            f' (if that is meant: expects = ["{complaint.expected}"])' if complaint.expected else ""
        )
        message = f"{plan.parameter}: {complaint.step}: {complaint.message}{hint}"
        return self._finding(at, message, is_fault=complaint.is_fault)


def _asked(lesson: Lesson) -> list[tuple[Trace, str]]:
    made = trace(lesson.problem)
    names = dict.fromkeys((lesson.parameter, *lesson.parameters))
    return [(made, name) for name in names]


def _own_place(location: tuple[int | str, ...], data: Any) -> tuple[int | str, ...]:  # noqa: ANN401
    """Return the part of a fault's place that the file itself holds."""
    kept: list[int | str] = []
    for part in location:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            break
        kept.append(part)
    return tuple(kept)
