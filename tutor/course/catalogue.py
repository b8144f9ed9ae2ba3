"""The list of lessons, read without their networks: a list must not cost what the lessons do."""

from __future__ import annotations

import tomllib
from typing import Any, NamedTuple

from tutor.chain.files import read_source
from tutor.course.lesson_files import LessonFile, shipped_lessons
from tutor.course.lessons import Lesson
from tutor.errors import DocumentError

_USUAL_MINUTES: int = Lesson.model_fields["minutes"].default


class Entry(NamedTuple):
    """A lesson as it stands in the list.

    Attributes:
        name: what opens it.
        number: its place in reading order, from 1.
        title, summary: as in its file; a file that cannot be read says so in the summary.
        minutes: about how long it takes.

    """

    name: str
    number: int
    title: str
    summary: str
    minutes: int


def catalogue() -> tuple[Entry, ...]:
    """Return the shipped lessons in reading order."""
    return tuple(_entry(file, number) for number, file in enumerate(shipped_lessons(), start=1))


def _entry(file: LessonFile, number: int) -> Entry:
    try:
        head = _head(read_source(file.path).decode("utf-8-sig"))
    except (DocumentError, ValueError) as error:
        return Entry(file.name, number, file.name, f"{file.path.name}: {error}", _USUAL_MINUTES)
    title, summary = str(head.get("title", file.name)), str(head.get("summary", ""))
    minutes = head.get("minutes", _USUAL_MINUTES)
    return Entry(file.name, number, title, summary, minutes if isinstance(minutes, int) else 0)


def _head(text: str) -> dict[str, Any]:
    """Return what stands before the first table, where titles stand; else everything."""
    head, table, _ = text.partition("\n[")
    try:
        return tomllib.loads(head + "\n")
    except tomllib.TOMLDecodeError:
        if not table:
            raise
        return tomllib.loads(text)  # the bracket stood within a text or a list
