"""Lesson files: one TOML file each, everything in it data."""

from __future__ import annotations

from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, ValidationError

from tutor.chain.arrays import FrozenModel
from tutor.chain.faults import did_you_mean, sentence
from tutor.chain.files import parsed, read_source
from tutor.chain.problem import Problem
from tutor.chain.rules import Kind
from tutor.chain.trace import Trace, trace
from tutor.errors import AddressError, DocumentError


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
        before: the kind of step before whose first question it is told.
        text: Markdown, formulas between dollars.

    """

    before: Kind
    text: Annotated[str, Field(min_length=1)]


_DEFAULT_ASK = {
    Kind.WEIGHTED_SUM: Ask.NEVER,
    Kind.ACTIVATION: Ask.NEVER,
    Kind.COST: Ask.NEVER,
    Kind.NEW_COST: Ask.NEVER,
}


class Lesson(FrozenModel):
    """A lesson: prose, a problem, and what is asked of it.

    Attributes:
        title: a line.
        summary: what the learner will be able to do, a sentence.
        minutes: about how long it takes.
        intro: Markdown told first; a line ``---`` parts it into pages.
        closing: Markdown told at the end.
        parameter: the weight or bias that is asked about unless another is chosen.
        problem: the network with its examples.
        ask: for each kind of step, when it is asked.
        later_examples: how the examples after the first are worked.
        prose: pieces of text told when they are needed.

    """

    title: Annotated[str, Field(min_length=1, max_length=80)]
    summary: str = ""
    minutes: Annotated[int, Field(gt=0)] = 10
    intro: str = ""
    closing: str = ""
    parameter: str
    problem: Problem
    ask: dict[Kind, Ask] = Field(default_factory=dict)
    later_examples: Later = Later.RESULT
    prose: tuple[Prose, ...] = ()

    def asks(self, kind: Kind) -> Ask:
        """Return when a kind of step is asked; the new cost is always shown."""
        if kind is Kind.NEW_COST:
            return Ask.NEVER
        return self.ask.get(kind, _DEFAULT_ASK.get(kind, Ask.ALWAYS))

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages of the introduction."""
        return tuple(page.strip() for page in self.intro.split("\n---\n") if page.strip())

    def trace(self) -> Trace:
        """Return the trace of its problem with its parameter's chain."""
        return trace(self.problem).for_parameter(self.parameter)


_KEYS = {"": tuple(Lesson.model_fields), "prose": tuple(Prose.model_fields)}


def parse_lesson(text: bytes, source: str) -> Lesson:
    """Return the lesson in a TOML text; `source` names it in messages.

    Raises:
        DocumentError: where it is not TOML, not a lesson, or its parameter does not exist.

    """
    try:
        lesson = Lesson.model_validate(parsed(text, source))
    except ValidationError as error:
        raise DocumentError(f"{source}: {sentence(error, _KEYS)}") from None
    try:
        trace(lesson.problem).parameter_address(lesson.parameter)
    except AddressError as error:
        raise DocumentError(f"{source}: parameter: {error}") from None
    return lesson


class LessonFile(NamedTuple):
    """A shipped lesson."""

    name: str
    path: Path

    def load(self) -> Lesson:
        """Return the lesson in the file."""
        return parse_lesson(self.path.read_bytes(), self.path.name)


def lessons_folder() -> Path:
    """Return where the shipped lessons are: inside the package, in a checkout beside it."""
    package = Path(str(resources.files("tutor")))
    inside = package / "lessons"
    return inside if inside.is_dir() else package.parent / "lessons"


def shipped_lessons() -> tuple[LessonFile, ...]:
    """Return the shipped lessons in reading order."""
    files = sorted(lessons_folder().glob("*.toml"))
    return tuple(LessonFile(file.stem, file) for file in files)


def find_lesson(name: str | None) -> tuple[str, bytes]:
    """Return a lesson's name and text: the first one, one by name or number, or a file's.

    Raises:
        DocumentError: where there is none of that name; the sentence says what there is.

    """
    lessons = shipped_lessons()
    if name is None:
        return lessons[0].name, lessons[0].path.read_bytes()
    for number, lesson in enumerate(lessons, start=1):
        if name in (lesson.name, str(number), lesson.name.partition("-")[2]):
            return lesson.name, lesson.path.read_bytes()
    if name.endswith(".toml") or "/" in name or Path(name).is_file():
        return name, read_source(name)
    raise DocumentError(
        f"{name}: no such lesson; {did_you_mean(name, [each.name for each in lessons])}"
    )
