"""The list of lessons, read without their networks: a list must not cost what the lessons do."""

from __future__ import annotations

import tomllib
from typing import Any, NamedTuple

from tutor.course.shelf import USUAL_MINUTES, LessonFile, shipped_lessons


class Entry(NamedTuple):
    """A lesson as it stands in the list.

    Attributes:
        name: what opens it.
        number: its place in reading order, from 1.
        title, summary: as in its file; a file that cannot be read says so in the summary.
        minutes: about how long it takes.
        parameter: what it asks about.
        file: where it lies.

    """

    name: str
    number: int
    title: str
    summary: str
    minutes: int
    parameter: str
    file: str


def catalogue() -> tuple[Entry, ...]:
    """Return the shipped lessons in reading order."""
    return tuple(_entry(file, number) for number, file in enumerate(shipped_lessons(), start=1))


def _entry(file: LessonFile, number: int) -> Entry:
    try:
        head = _head(file.path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        head = {"summary": f"{file.path.name}: {error}"}
    title, summary = str(head.get("title", file.name)), str(head.get("summary", ""))
    minutes = head.get("minutes", USUAL_MINUTES)
    return Entry(
        name=file.name,
        number=number,
        title=title,
        summary=summary,
        minutes=minutes if isinstance(minutes, int) else USUAL_MINUTES,
        parameter=str(head.get("parameter", "")),
        file=str(file.path),
    )


def _head(text: str) -> dict[str, Any]:
    """Return what stands before the first table, where titles stand; else everything."""
    head, table, _ = text.partition("\n[")
    try:
        return tomllib.loads(head + "\n")
    except tomllib.TOMLDecodeError:
        if not table:
            raise
        return tomllib.loads(text)  # the bracket stood within a text or a list
