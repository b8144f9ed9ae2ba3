"""Lesson files: finding them, reading them, and what they name beside themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tutor.chain.faults import did_you_mean, place_of, sentence
from tutor.chain.files import STANDARD, parsed, read_source
from tutor.chain.trace import Trace, trace
from tutor.course.exercises import Choice, OwnQuestion, Prose
from tutor.course.lessons import Lesson
from tutor.course.names import parameter_names, why_refused
from tutor.course.own_questions import direction_faults
from tutor.course.problem_source import LARGEST, Fault, SourceError, with_problem
from tutor.course.shelf import lessons_folder, shipped_lessons
from tutor.errors import AddressError, DocumentError

MOST_STEPS = 20_000
"""The longest chain of a lesson has at most so many steps, all examples together."""
KEYS = {
    "": tuple(Lesson.model_fields),
    "prose": tuple(Prose.model_fields),
    "questions": tuple(OwnQuestion.model_fields),
    "choices": tuple(Choice.model_fields),
}
"""The keys that the records of a lesson have, by the list that they stand in."""


def parse_lesson(text: bytes, source: str, folder: Path | None = None) -> Lesson:
    """Return the lesson in a TOML text, or in the JSON that a session keeps.

    Args:
        text: the file's bytes.
        source: names it in messages.
        folder: where the file lies, for a problem in a file beside it; None where it has none.

    Raises:
        DocumentError: where it is not a lesson, or names what its network does not have.

    """
    data = lesson_data(text, source, folder)
    try:
        lesson = Lesson.model_validate(data)
    except ValidationError as error:
        raise DocumentError(f"{source}: {sentence(error, KEYS)}") from None
    for place, reason in (*size_faults(trace(lesson.problem)), *name_faults(lesson)):
        raise DocumentError(f"{source}: {place_of(place)}: {reason}")
    return lesson


def size_faults(made: Trace) -> Iterator[Fault]:
    """Yield that a chain is too long: the one of the first weight is the longest."""
    steps = len(made.steps("w1[0,0]"))
    if steps > MOST_STEPS:
        reason = f"a chain of {steps} steps, but a lesson has at most {MOST_STEPS}"
        yield ("problem",), f"{reason}; fewer examples, layers or neurons are needed"


def name_faults(lesson: Lesson) -> Iterator[Fault]:
    """Yield the parameters, and the derivatives that are asked about, that there are not."""
    made = trace(lesson.problem)
    listed = [(("parameters", index), name) for index, name in enumerate(lesson.parameters)]
    for place, name in [(("parameter",), lesson.parameter), *listed]:
        try:
            made.parameter_address(name)
        except AddressError as error:
            yield place, why_refused(name, error, parameter_names(made))
    for number, question in enumerate(lesson.questions):
        for key, reason in direction_faults(question, made):
            yield ("questions", number, key), reason


def lesson_data(text: bytes, source: str, folder: Path | None) -> dict[str, Any]:
    """Return what a lesson's text holds, its problem put in place.

    Raises:
        DocumentError: where it is no document, too large, or its problem cannot be had.

    """
    data = read_lesson(text, source)
    try:
        return with_problem(data, folder)
    except SourceError as error:
        raise DocumentError(f"{source}: {error}") from None


def read_lesson(text: bytes, source: str) -> dict[str, Any]:
    """Return what a lesson's text holds, as it stands.

    Raises:
        DocumentError: where it is no document, or too large.

    """
    if len(text) > LARGEST:
        raise DocumentError(
            f"{source}: {len(text)} bytes or more, but a lesson has at most {LARGEST}"
        )
    data = parsed(text, source)
    if not isinstance(data, dict):
        raise DocumentError(f"{source}: a lesson is an object with a title and a problem")
    return data


def find_lesson(name: str | None) -> tuple[str, bytes]:
    """Return a lesson's name and text: the first one, one by name or number, or a file's.

    The name of one in a file is its whole path: the same name elsewhere is another lesson. The
    text stands for itself: a problem that the file only names is put in its place.

    Raises:
        DocumentError: where there is none of that name; the sentence says what there is.

    """
    lessons = shipped_lessons()
    for number, lesson in enumerate(lessons, start=1):
        if name in (None, lesson.name, str(number), lesson.name.partition("-")[2]):
            text = lesson.path.read_bytes()
            return lesson.name, _standing_alone(text, lesson.path.name, lesson.path.parent)
    if name is None:
        raise DocumentError(f"{lessons_folder()}: no lessons are there")
    if name == STANDARD:
        return "standard input", _standing_alone(read_source(name, LARGEST + 1), name, None)
    if name.endswith(".toml") or "/" in name or Path(name).is_file():
        text = read_source(name, LARGEST + 1)
        return str(Path(name).absolute()), _standing_alone(text, name, Path(name).parent)
    raise DocumentError(
        f"{name}: no such lesson; {did_you_mean(name, [each.name for each in lessons])}"
    )


def _standing_alone(text: bytes, source: str, folder: Path | None) -> bytes:
    """Return the text as it is, or with the problem that it names put in its place."""
    problem = read_lesson(text, source).get("problem")
    if isinstance(problem, dict) and ("file" in problem or "generate" in problem):
        return parse_lesson(text, source, folder).model_dump_json().encode()
    return text
