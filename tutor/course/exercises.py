"""Exercises: what a session works: a problem, what is asked of it, and what is told on the way."""

from __future__ import annotations

import math
import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    WithJsonSchema,
    model_validator,
)

from tutor.chain.arrays import FrozenModel
from tutor.chain.faults import shown
from tutor.chain.problem import Problem
from tutor.chain.rules import Kind
from tutor.grading.reading import Unreadable, read

START, END = "start", "end"
"""Where a question of the lesson's own may stand besides before a step."""
MOST_QUESTIONS = 25
"""No lesson asks more by default."""

_LARGEST = 10**300
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal would act on instead of showing it, such as a turn of the direction of writing;
lines may end, and tabs may part."""


def _shown_as_it_is(text: str) -> str:
    """Refuse control characters: a lesson from a stranger must not work a terminal."""
    if found := _CONTROL.search(text):
        place = f"control character U+{ord(found.group()):04X} at character {found.start() + 1}"
        raise ValueError(f"{place}; leave it out")
    return text


def _one_line(text: str) -> str:
    if "\n" in text or not text.strip():
        raise ValueError(f"{text!r}, but one line of text is needed")
    return text


def _something(text: str) -> str:
    if not text.strip():
        raise ValueError("empty, but a text is needed")
    return text


def _number_or_expression(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("a number, or an expression between quotes, is needed")
    if isinstance(value, str):
        try:
            value_of_text = read(value, {}).value
        except Unreadable as error:
            raise ValueError(f"{shown(value)}: {error.reason}") from None
        return value if math.isfinite(value_of_text) else _number_or_expression(value_of_text)
    if abs(value) > _LARGEST or not math.isfinite(value):
        raise ValueError(f"{shown(value)}, but a finite number below 1e300 is needed")
    return value


Told = Annotated[str, AfterValidator(_shown_as_it_is)]
"""Markdown that may be empty."""
Text = Annotated[Told, AfterValidator(_something), Field(min_length=1, max_length=4000)]
"""Markdown that says something."""
Line = Annotated[Told, AfterValidator(_one_line)]
Name = Annotated[Line, Field(min_length=1, max_length=60)]
Value = Annotated[
    str | float,
    BeforeValidator(_number_or_expression),
    WithJsonSchema({"type": ["number", "string"], "maxLength": 200}),
]


class Ask(StrEnum):
    """When a kind of step is asked: each time, the first time and then shown, or only shown."""

    ALWAYS = "always"
    FIRST = "first"
    NEVER = "never"


class Later(StrEnum):
    """How the examples after the first are worked: like it, for the result alone, or shown."""

    FULL = "full"
    RESULT = "result"
    SHOWN = "shown"


class Prose(FrozenModel):
    """A piece of text that is told when it is needed.

    Attributes:
        before: a kind of step, before whose first step it is told, or the address of one step.
        text: Markdown, formulas between dollars.

    """

    before: Name
    text: Text


class Choice(FrozenModel):
    """One of the answers to choose from.

    Attributes:
        text: what it says, Markdown.
        right: whether it is right.
        answer: what is said to somebody who chooses it; a wrong one needs it.

    """

    text: Text
    right: StrictBool = False
    answer: Annotated[Told, Field(max_length=4000)] = ""

    @model_validator(mode="after")
    def _check(self) -> Choice:
        if not self.right and not self.answer.strip():
            raise ValueError("it is wrong and needs an answer, which says why")
        return self


class OwnQuestion(FrozenModel):
    """A question of the lesson's own: a choice, a number, or a direction.

    Attributes:
        before: a kind of step, the address of one step, "start" or "end".
        ask: what is asked, Markdown.
        choices: for a choice: the answers, exactly one of them right.
        value: for a number: the right one, as a number or an expression.
        of, by: for a direction: which way does `of` move when `by` goes up?
        why: what is said when the answer was right.

    """

    before: Name
    ask: Text
    choices: Annotated[tuple[Choice, ...], Field(max_length=9)] = ()
    value: Value | None = None
    of: Name | None = None
    by: Name | None = None
    why: Annotated[Told, Field(max_length=4000)] = ""

    @property
    def form(self) -> Literal["choice", "number", "direction"]:
        """Which kind of question it is."""
        if self.choices:
            return "choice"
        return "number" if self.value is not None else "direction"

    @model_validator(mode="after")
    def _check(self) -> OwnQuestion:
        given = [bool(self.choices), self.value is not None, self.of is not None]
        if sum(given) != 1 or (self.of is None) != (self.by is None):
            raise ValueError("give either choices, or value, or both of and by")
        right = sum(choice.right for choice in self.choices)
        if self.choices and right != 1:
            raise ValueError(f"{right} choices are right, but exactly one must be")
        if len(self.choices) == 1:
            raise ValueError("one choice alone is none: at least one wrong one is needed")
        return self


_DEFAULT_ASK = {
    Kind.WEIGHTED_SUM: Ask.NEVER,
    Kind.ACTIVATION: Ask.NEVER,
    Kind.COST: Ask.NEVER,
    Kind.NEW_COST: Ask.NEVER,
}


class Exercise(FrozenModel):
    """A problem, what is asked of it, and what is told on the way: all that a session works.

    Attributes:
        title: a line.
        intro: Markdown told first; a line ``---`` parts it into pages.
        closing: Markdown told at the end.
        parameter: the weight or bias that is asked about unless another is chosen.
        problem: the network with its examples.
        ask: for each kind of step, when it is asked.
        later_examples: how the examples after the first are worked.
        shorten: whether a kind that was right at once twice is shown from then on.
        most_questions: how many may be asked of a parameter. Where it would be more, kinds that
            `ask` does not name are asked the first time only.
        prose: pieces of text told when they are needed.
        questions: questions of its own.

    """

    title: Annotated[Line, Field(min_length=1, max_length=60)]
    intro: Annotated[Told, Field(max_length=20_000)] = ""
    closing: Annotated[Told, Field(max_length=20_000)] = ""
    parameter: Name
    problem: Problem
    ask: dict[Kind, Ask] = Field(default_factory=dict)
    later_examples: Later = Later.RESULT
    shorten: StrictBool = False
    most_questions: Annotated[int, Field(gt=0, le=100, strict=True)] = MOST_QUESTIONS
    prose: Annotated[tuple[Prose, ...], Field(max_length=200)] = ()
    questions: Annotated[tuple[OwnQuestion, ...], Field(max_length=50)] = ()

    def asks(self, kind: Kind) -> Ask:
        """Return when a kind of step is asked; the new cost is always shown."""
        if kind is Kind.NEW_COST:
            return Ask.NEVER
        return self.ask.get(kind, _DEFAULT_ASK.get(kind, Ask.ALWAYS))

    @property
    def alone(self) -> bool:
        """Whether only results are asked, nothing on the way to them being shown."""
        return False

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages of the introduction."""
        return tuple(page.strip() for page in self.intro.split("\n---\n") if page.strip())
