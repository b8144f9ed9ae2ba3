"""Sheets: what a student gets. The problems and what is asked, no answers and no seed."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import orjson
from pydantic import Field, ValidatorFunctionWrapHandler, WrapValidator, model_validator

from tutor.chain.arrays import FrozenModel
from tutor.chain.problem import Problem
from tutor.chain.trace import Trace, trace
from tutor.course.exercises import Later
from tutor.course.letters import to_ascii
from tutor.course.quiz.asked import SheetQuestion, questions_of
from tutor.course.quiz.documents import (
    Asked,
    Assignment,
    Drawn,
    Kinds,
    QuizDocument,
    Share,
    Worth,
)
from tutor.course.quiz.reading import fingerprint, read_model
from tutor.course.quiz.variants import Variants, assignment, name_of

_TRACES: dict[str, Trace] = {}
_QUESTIONS: dict[bytes, tuple[SheetQuestion, ...]] = {}
_MOST_KEPT = 16  # of each: a class with one problem for all has one for each question of its quiz
_LONG = 100_000  # bytes of questions that are not worth keeping
_AS_JSON = (
    orjson.OPT_PASSTHROUGH_SUBCLASS
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
)


def _read_once(data: Any, handler: ValidatorFunctionWrapHandler) -> tuple[SheetQuestion, ...]:  # noqa: ANN401
    """Return the questions of a sheet; in a class most sheets have those of one read before."""
    try:
        text = orjson.dumps(data, option=_AS_JSON)
    except TypeError:  # records, or whatever else is no JSON
        return cast("tuple[SheetQuestion, ...]", handler(data))
    if text not in _QUESTIONS:
        questions: tuple[SheetQuestion, ...] = handler(data)
        if len(text) > _LONG:
            return questions
        if len(_QUESTIONS) >= _MOST_KEPT:
            _QUESTIONS.clear()
        _QUESTIONS[text] = questions
    return _QUESTIONS[text]


class SheetProblem(FrozenModel):
    """One problem of a sheet.

    Attributes:
        id: as in ``q1``.
        parameter: the weight or bias that is asked about.
        problem: the network with its examples; `tutor trace` takes it.
        ask, later_examples: what is asked, as the quiz says.
        questions: what is asked, in order.

    """

    id: str
    parameter: str
    problem: Problem
    ask: Asked | Kinds
    later_examples: Later
    questions: Annotated[tuple[SheetQuestion, ...], WrapValidator(_read_once)]

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of the problem and what is asked of it, in whatever words."""
        asked = [[each.id, each.address, each.seen] for each in self.questions]
        problem = self.problem.model_dump(mode="json")
        return fingerprint({"problem": problem, "parameter": self.parameter, "asked": asked})

    @property
    def trace(self) -> Trace:
        """The trace that answers are marked against; the same one for the same problem.

        A sheet does not hold it: in a class they would be as many as there are students.
        """
        found = _TRACES.get(self.fingerprint)
        if found is None:
            if len(_TRACES) >= _MOST_KEPT:
                _TRACES.clear()
            found = _TRACES[self.fingerprint] = trace(self.problem)
        return found

    def in_ascii(self) -> SheetProblem:
        """Return the same problem with the formulas of its questions in plain ASCII."""
        questions = (
            each.model_copy(
                update={"prompt": to_ascii(each.prompt), "advice": to_ascii(each.advice)}
            )
            for each in self.questions
        )
        return self.model_copy(update={"questions": tuple(questions)})

    def assignment(self, title: str) -> Assignment:
        """Return what a session works."""
        return assignment(title, self.problem, self.parameter, self.ask, self.later_examples)


class Sheet(FrozenModel):
    """What a student gets: a variant of a quiz.

    Attributes:
        format, version: of this document.
        title: the quiz's.
        student: whose it is.
        quiz, sheet: the fingerprints of the quiz and of this sheet.
        pass_mark: the share of all points that is needed.
        tries: how often an answer may be given.
        worth: what a hint, a follow-through or a second try leaves of the points.
        problems: what is asked.

    """

    format: Literal["backprop-sheet"] = "backprop-sheet"
    version: Literal[1] = 1
    title: str
    student: str
    quiz: str
    sheet: str = ""
    pass_mark: Share
    tries: Annotated[int, Field(gt=0)]
    worth: Worth
    problems: tuple[SheetProblem, ...]

    @model_validator(mode="after")
    def _fits(self) -> Sheet:
        """Refuse a sheet whose fingerprint is not its own."""
        if self.sheet and self.sheet != (own := self.fingerprint()):
            told = f"sheet: {self.sheet}, but what it holds gives {own}: it has been changed"
            raise ValueError(told)
        return self

    def fingerprint(self) -> str:
        """Return the fingerprint of whose it is and what it asks, whatever it is worth."""
        return _fingerprint(self.student, [each.fingerprint for each in self.problems])

    @cached_property
    def questions(self) -> dict[str, tuple[SheetProblem, SheetQuestion]]:
        """Everything that is asked, by id, in order."""
        return {each.id: (part, each) for part in self.problems for each in part.questions}

    @property
    def total(self) -> float:
        """All points."""
        return sum(question.points for _, question in self.questions.values())

    @classmethod
    def load(cls, path: str | Path) -> Sheet:
        """Return the sheet in a JSON file; "-" is standard input.

        Raises:
            DocumentError: where it cannot be read, is refused, or has been changed.

        """
        return read_model(path, cls, "a sheet")

    def in_ascii(self) -> Sheet:
        """Return the same sheet with the formulas of its questions in plain ASCII."""
        return self.model_copy(
            update={"problems": tuple(each.in_ascii() for each in self.problems)}
        )

    def to_json(self) -> bytes:
        """Return the sheet as JSON."""
        return self.model_dump_json(indent=1).encode() + b"\n"


def _fingerprint(student: str, problems: list[str]) -> str:
    return fingerprint({"student": student, "problems": problems})


def quiz_fingerprint(quiz: QuizDocument) -> str:
    """Return the fingerprint of a quiz, its problems in place, without keys that are not set."""
    return fingerprint(quiz.model_dump(mode="json", exclude_defaults=True))


class Sheets:
    """The sheets of a quiz, one at a time; what students have in common is made once."""

    def __init__(self, quiz: QuizDocument) -> None:
        self._quiz = quiz
        self._print = quiz_fingerprint(quiz)
        self._variants = Variants(quiz)
        self._shared: dict[tuple[int, str], SheetProblem] = {}

    def of(self, student: str) -> Sheet:
        """Return a student's sheet.

        Raises:
            DocumentError: where a problem cannot be drawn, or nothing is asked of it.

        """
        quiz, name = self._quiz, name_of(student)
        drawn = enumerate(self._variants.of(name))
        problems = tuple(self._problem(number, *given) for number, given in drawn)
        return Sheet.model_construct(
            title=quiz.title,
            student=name,
            quiz=self._print,
            sheet=_fingerprint(name, [each.fingerprint for each in problems]),
            pass_mark=quiz.pass_mark,
            tries=quiz.tries,
            worth=quiz.worth,
            problems=problems,
        )

    def _problem(self, number: int, problem: Problem, parameter: str) -> SheetProblem:
        question = self._quiz.questions[number]
        key = number, parameter
        if key in self._shared:
            return self._shared[key]
        work = assignment(
            self._quiz.title, problem, parameter, question.ask, question.later_examples
        )
        name = f"q{number + 1}"
        made = SheetProblem(
            id=name,
            parameter=parameter,
            problem=problem,
            ask=question.ask,
            later_examples=question.later_examples,
            questions=tuple(questions_of(name, work, question.points)),
        )
        if not isinstance(question.problem, Drawn):
            self._shared[key] = made
        return made


def sheet_of(quiz: QuizDocument, student: str) -> Sheet:
    """Return a student's sheet.

    Raises:
        DocumentError: where a problem cannot be drawn, or nothing is asked of it.

    """
    return Sheets(quiz).of(student)
