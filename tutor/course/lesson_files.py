"""Lesson files: finding them, reading them, and what they name beside themselves."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError

from tutor.chain.faults import did_you_mean, sentence
from tutor.chain.files import STANDARD, parsed, read_source
from tutor.chain.problem import Problem
from tutor.chain.trace import trace
from tutor.course.generator import VERSION, Request, generate
from tutor.course.lessons import Choice, Lesson, OwnQuestion, Prose
from tutor.errors import AddressError, DocumentError

LARGEST = 1_000_000
"""A lesson file, or a problem file beside it, has at most so many bytes."""
MOST_PARAMETERS = 2_000
"""A lesson's network has at most so many weights and biases; with its examples ten times that."""

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
        DocumentError: where it is not a lesson, or its parameter does not exist.

    """
    data = lesson_data(text, source, folder)
    try:
        lesson = Lesson.model_validate(data)
    except ValidationError as error:
        raise DocumentError(f"{source}: {sentence(error, KEYS)}") from None
    for place, name in _parameters(lesson):
        try:
            trace(lesson.problem).parameter_address(name)
        except AddressError as error:
            raise DocumentError(f"{source}: {place}: {error}") from None
    return lesson


def _parameters(lesson: Lesson) -> list[tuple[str, str]]:
    listed = [(f"parameters[{index}]", name) for index, name in enumerate(lesson.parameters)]
    return [("parameter", lesson.parameter), *listed]


def lesson_data(text: bytes, source: str, folder: Path | None) -> dict[str, Any]:
    """Return what a lesson's text holds, its problem put in place.

    Raises:
        DocumentError: where it is no document, too large, or its problem cannot be had.

    """
    if len(text) > LARGEST:
        raise DocumentError(f"{source}: {len(text)} bytes, but a lesson has at most {LARGEST}")
    data = parsed(text, source)
    if not isinstance(data, dict):
        raise DocumentError(f"{source}: a lesson is an object with a title and a problem")
    problem = data.get("problem")
    if isinstance(problem, dict) and "file" in problem:
        data = {**data, "problem": _beside(problem, source, folder)}
    elif isinstance(problem, dict) and "generate" in problem:
        data = {**data, **_generated(problem, data.get("parameter"), source)}
    _check_size(data.get("problem"), source)
    return data


def _beside(problem: dict[str, Any], source: str, folder: Path | None) -> Any:  # noqa: ANN401
    """Return the problem in a file beside the lesson, and in no other place."""
    name = problem["file"]
    if len(problem) > 1:
        raise DocumentError(f"{source}: problem: with file there is nothing else")
    if not isinstance(name, str) or Path(name).name != name or name in ("", ".", ".."):
        raise DocumentError(f"{source}: problem.file: {name!r}, but a file beside it is needed")
    if folder is None:
        raise DocumentError(f"{source}: problem.file: only a lesson in a file can name one")
    path = folder / name
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise DocumentError(f"{source}: problem.file: {name} is not a plain file")
    if path.exists() and path.stat().st_size > LARGEST:
        raise DocumentError(f"{source}: problem.file: {name} has more than {LARGEST} bytes")
    try:
        return parsed(read_source(path), name)
    except DocumentError as error:
        raise DocumentError(f"{source}: problem.file: {error}") from None


def _generated(problem: dict[str, Any], parameter: object, source: str) -> dict[str, Any]:
    """Return the problem that a seed gives, and its parameter where the lesson names none."""
    wanted = problem["generate"]
    if len(problem) > 1 or not isinstance(wanted, dict):
        raise DocumentError(f"{source}: problem.generate: an object with a seed is needed")
    options = dict(wanted)
    seed, version = options.pop("seed", None), options.pop("version", VERSION)
    if not isinstance(seed, str | int) or isinstance(seed, bool):
        raise DocumentError(f"{source}: problem.generate.seed: a text or a whole number is needed")
    if isinstance(parameter, str):
        options["parameter"] = parameter
    try:
        drawn = generate(seed, Request.model_validate(options), version)
    except ValidationError as error:
        told = sentence(error, {"": tuple(Request.model_fields)})
        raise DocumentError(f"{source}: problem.generate: {told}") from None
    return {"problem": drawn.problem.model_dump(mode="json"), "parameter": drawn.parameter}


def _check_size(problem: object, source: str) -> None:
    """Refuse a network that is too large to be worked by hand, before it costs time."""
    if isinstance(problem, Problem) or not isinstance(problem, dict):
        return
    numbers = _count(problem.get("layers"))
    examples = _count(problem.get("examples"))
    if numbers > MOST_PARAMETERS or examples > 10 * MOST_PARAMETERS:
        raise DocumentError(
            f"{source}: problem: {numbers} weights and biases and {examples} numbers in the "
            f"examples, but a lesson has at most {MOST_PARAMETERS} and {10 * MOST_PARAMETERS}"
        )


def _count(value: object) -> int:
    if isinstance(value, dict):
        return sum(map(_count, value.values()))
    if isinstance(value, list):
        return sum(map(_count, value))
    return 1


class LessonFile(NamedTuple):
    """A shipped lesson."""

    name: str
    path: Path

    def load(self) -> Lesson:
        """Return the lesson in the file."""
        return parse_lesson(self.path.read_bytes(), self.path.name, self.path.parent)


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

    The text stands for itself: a problem that the file only names is put in its place.

    Raises:
        DocumentError: where there is none of that name; the sentence says what there is.

    """
    lessons = shipped_lessons()
    if name is None:
        return lessons[0].name, _standing_alone(lessons[0].path.read_bytes(), lessons[0].path)
    for number, lesson in enumerate(lessons, start=1):
        if name in (lesson.name, str(number), lesson.name.partition("-")[2]):
            return lesson.name, _standing_alone(lesson.path.read_bytes(), lesson.path)
    if name == STANDARD:
        return "standard input", read_source(name)
    if name.endswith(".toml") or "/" in name or Path(name).is_file():
        return name, _standing_alone(read_source(name), Path(name))
    raise DocumentError(
        f"{name}: no such lesson; {did_you_mean(name, [each.name for each in lessons])}"
    )


def _standing_alone(text: bytes, path: Path) -> bytes:
    """Return the text as it is, or with the problem that it names put in its place."""
    if b"file" not in text and b"generate" not in text:
        return text
    data = lesson_data(text, str(path), path.parent)
    if parsed(text, str(path)).get("problem") == data.get("problem"):
        return text
    return orjson.dumps(data)
