"""Where the shipped lessons tell of a kind of step."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tutor.chain.rules import Kind
from tutor.chain.trace import trace
from tutor.course.lessons import Lesson
from tutor.course.shelf import shipped_lessons


@cache
def told_in(kind: str) -> str:
    """Return the lesson whose notes first tell of a kind of step, and where; empty if none does."""
    for number, file in enumerate(shipped_lessons(), start=1):
        lesson = file.load()
        if kind in _kinds(lesson):
            return f"lesson {number}, {lesson.title}, before the {kind.replace('_', ' ')}"
    return ""


def _kinds(lesson: Lesson) -> Iterator[str]:
    """Yield the kinds of steps that a lesson's notes stand before; some name a step of it."""
    made = trace(lesson.problem)
    for note in lesson.prose:
        if note.before in set(Kind):
            yield note.before
        else:
            of_example = note.before if "@" in note.before else f"{note.before}@0"
            yield made.step(of_example).kind
