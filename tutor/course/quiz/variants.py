"""Variants: what a quiz asks of one student. They follow from its seed and the name alone."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator

import orjson

from tutor.chain.addresses import Address, Q, parse
from tutor.chain.problem import Problem
from tutor.chain.rules import Kind
from tutor.course.draws import Draw
from tutor.course.exercises import Ask, Later
from tutor.course.fairness import faults
from tutor.course.generator import TESTED, GenerationError, Request, generate
from tutor.course.quiz.documents import DRAWN, Asked, Assignment, Drawn, QuizDocument
from tutor.course.quiz.sources import shape_of
from tutor.errors import DocumentError

_OVER_ALL = (Kind.AVERAGE, Kind.STEP, Kind.UPDATE)
MOST_QUESTIONS = 100
"""No problem of a quiz asks for more answers."""


def name_of(student: str) -> str:
    """Return a student's name as it is compared: composed letters, single blanks.

    Raises:
        DocumentError: where it is no name.

    """
    name = " ".join(unicodedata.normalize("NFC", student).split())
    if not name or not name.isprintable():
        raise DocumentError(f"{student!r}: a student's name is one line of text")
    return name


class Variants:
    """What a quiz asks of its students, one at a time.

    What does not depend on the student is worked out once.
    """

    def __init__(self, quiz: QuizDocument) -> None:
        self._quiz = quiz
        self._alike: dict[int, list[str]] = {}

    def of(self, student: str) -> Iterator[tuple[Problem, str]]:
        """Yield each question's problem and parameter, drawn where they are.

        Raises:
            DocumentError: where a problem cannot be drawn.

        """
        name = name_of(student)
        return (self._drawn(number, name) for number in range(len(self._quiz.questions)))

    def _drawn(self, number: int, student: str) -> tuple[Problem, str]:
        question, version = self._quiz.questions[number], self._quiz.generator
        ours = seed_of(self._quiz.seed, number)
        own = seed_of(self._quiz.seed, number, student)
        if isinstance(question.problem, Drawn):
            request = _asking(question.problem.generate, question.parameter, ours, own)
            try:
                made = generate(own, request, version)
            except GenerationError as error:
                raise DocumentError(f"questions[{number}].problem.generate: {error}") from None
            return made.problem, made.parameter
        if number not in self._alike:
            self._alike[number] = (
                _alike(question.problem, Draw(ours), version)
                if question.parameter == DRAWN
                else [_full(question.problem, question.parameter)]
            )
        candidates = self._alike[number]
        return question.problem, candidates[Draw(own).below(len(candidates))]


def assignment(
    title: str, problem: Problem, parameter: str, ask: Asked | tuple[Kind, ...], later: Later
) -> Assignment:
    """Return a problem with what a quiz asks of it."""
    return Assignment(
        title=title,
        parameter=parameter,
        problem=problem,
        ask={kind: Ask.ALWAYS if kind in _kinds(ask) else Ask.NEVER for kind in Kind},
        later_examples=later,
        most_questions=MOST_QUESTIONS,
        results_only=ask is Asked.RESULTS,
    )


def _kinds(ask: Asked | tuple[Kind, ...]) -> tuple[Kind, ...]:
    if ask is Asked.EVERY:
        return tuple(Kind)
    return _OVER_ALL if isinstance(ask, Asked) else ask


def _asking(request: Request, parameter: str, ours: str, own: str) -> Request:
    """Return what to draw, with the parameter that is asked about."""
    if parameter == DRAWN:
        places = _one_kind(request, Draw(ours))
        parameter = str(places[Draw(f"{own}/parameter").below(len(places))])
    return request.model_copy(update={"parameter": _full(request, parameter)})


def seed_of(seed: str, number: int, student: str | None = None) -> str:
    """Return what a question is drawn from: of one student, or what all have in common.

    SHA-256 of the JSON list of the quiz's seed, the question's number and the name.
    """
    return hashlib.sha256(orjson.dumps([seed, number, student])).hexdigest()


def _full(problem: Problem | Request, parameter: str) -> str:
    return str(parse(parameter, shape_of(problem)))


def _one_kind(problem: Problem | Request, draw: Draw) -> list[Address]:
    """Return all weights of one layer, or all its biases: as hard to work as one another.

    Where any layer has several, of such a one, so that not everybody gets the same.
    """
    sizes, groups = problem.sizes, []
    for layer in range(1, len(sizes)):
        neurons, feeding = range(sizes[layer]), range(sizes[layer - 1])
        groups.append([Address(Q.W, layer, j, k) for j in neurons for k in feeding])
        groups.append([Address(Q.B, layer, j) for j in neurons])
    several = [group for group in groups if len(group) > 1] or groups
    return several[draw.below(len(several))]


def _alike(problem: Problem, draw: Draw, version: int) -> list[str]:
    """Return parameters of a given problem that are as hard: the same steps, all told apart.

    Where errors cannot be told apart in any of them, all of them.
    """
    alike = [str(each) for each in _one_kind(problem, draw)]
    tested = TESTED[version]
    clear = [each for each in alike if next(faults(problem, each, tested), None) is None]
    return clear or alike
