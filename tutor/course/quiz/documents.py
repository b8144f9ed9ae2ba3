"""The quiz document: what is asked of everybody, and what an answer is worth."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo, model_validator

from tutor.chain.arrays import FrozenModel
from tutor.chain.faults import shown
from tutor.chain.problem import Problem
from tutor.chain.rules import Kind
from tutor.course.exercises import Exercise, Later, Line, Name
from tutor.course.generator import TESTED, VERSION, Request
from tutor.course.quiz.sources import in_place, parameter_fault

DRAWN = "drawn"
"""The parameter of a question that draws it for each student."""
TAGS = ("given", "drawn", "word", "list")
"""What tells apart the forms of a key in a place that pydantic names."""

Kinds = Annotated[tuple[Kind, ...], Field(min_length=1, max_length=len(Kind))]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
"""A part of a whole, from 0 to 1."""


class Asked(StrEnum):
    """What a question asks of its problem, where it does not list kinds of steps."""

    EVERY = "every"
    RESULTS = "results"


class Worth(FrozenModel):
    """What is left of an answer's points when it was not simply right.

    Attributes:
        hint: after a level of hints, and again after each further one.
        follow_through: where it is right from an own earlier value that was not.
        second_try: after a wrong try, and again after each further one.
        too_coarse: where it is right, with too few digits.

    """

    hint: Share = 0.8
    follow_through: Share = 1.0
    second_try: Share = 0.5
    too_coarse: Share = 0.5


class Drawn(FrozenModel):
    """A problem that is drawn for each student.

    Attributes:
        generate: what kind of problem.

    """

    generate: Request


def _listed(versions: Iterable[int]) -> str:
    return ", ".join(f"version {each}" for each in versions)


def _text_or_whole_number(seed: object) -> object:
    if isinstance(seed, str) or (isinstance(seed, int) and not isinstance(seed, bool)):
        return str(seed)
    raise ValueError(f"{shown(seed)}, but a text or a whole number is needed")


def _ask_form(ask: object) -> Literal["word", "list"]:
    return "word" if isinstance(ask, str) else "list"


def _form(problem: object) -> Literal["given", "drawn"]:
    is_drawn = isinstance(problem, Drawn) or (isinstance(problem, dict) and "generate" in problem)
    return "drawn" if is_drawn else "given"


class Question(FrozenModel):
    """One problem of a quiz, and what is asked of it.

    Attributes:
        problem: the network with its examples: in place, a file beside the quiz, or drawn.
        lesson: instead of a problem, a lesson by its name, or its file beside the quiz.
        parameter: the weight or bias that is asked about; "drawn" to draw one for each student.
        ask: "every" step, "results" alone, or a list of kinds of steps.
        later_examples: how the examples after the first are asked.
        points: for each answer.

    """

    problem: Annotated[
        Annotated[Problem, Tag("given")] | Annotated[Drawn, Tag("drawn")], Discriminator(_form)
    ]
    parameter: Name = DRAWN
    ask: Annotated[
        Annotated[Asked, Tag("word")] | Annotated[Kinds, Tag("list")], Discriminator(_ask_form)
    ] = Asked.EVERY
    later_examples: Later = Later.RESULT
    points: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 1.0

    @model_validator(mode="before")
    @classmethod
    def _in_place(cls, data: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - what was given
        """Put the problem in place that a lesson or a file holds."""
        return in_place(data, (info.context or {}).get("folder"))

    @model_validator(mode="after")
    def _check(self) -> Question:
        kind = self.problem.generate if isinstance(self.problem, Drawn) else self.problem
        if self.parameter != DRAWN and (fault := parameter_fault(kind, self.parameter)):
            raise ValueError(f"parameter: {fault}")
        return self


class QuizDocument(FrozenModel):
    """A quiz: everybody gets a variant, the same kinds of questions with numbers of their own.

    Attributes:
        title: a line.
        seed: what the variants are drawn from, together with the student's name.
        generator: the version of the generator that draws them.
        pass_mark: the share of all points that is needed.
        tries: how often an answer may be given.
        worth: what a hint, a follow-through or a second try leaves of the points.
        questions: the problems and what is asked of them.

    """

    title: Annotated[Line, Field(min_length=1, max_length=60)]
    seed: Annotated[str, Field(max_length=200), BeforeValidator(_text_or_whole_number)]
    generator: Annotated[int, Field(gt=0)] = VERSION
    pass_mark: Share = 0.6
    tries: Annotated[int, Field(gt=0, le=100)] = 1
    worth: Worth = Worth()
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _check(self) -> QuizDocument:
        if self.generator not in TESTED:
            raise ValueError(f"generator: {self.generator}, but there is {_listed(TESTED)}")
        return self


class Assignment(Exercise):
    """A question of a quiz in somebody's variant: what a session works.

    Attributes:
        results_only: whether only results are asked, nothing between being shown.

    """

    results_only: bool = False

    @property
    def alone(self) -> bool:
        """Whether only results are asked, nothing on the way to them being shown."""
        return self.results_only
