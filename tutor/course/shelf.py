"""Where the shipped lessons lie, in reading order; nothing is read yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tutor.course.lessons import Lesson

USUAL_MINUTES = 10
"""How long a lesson takes that does not say so."""


class LessonFile(NamedTuple):
    """A shipped lesson."""

    name: str
    path: Path

    def load(self) -> Lesson:
        """Return the lesson in the file."""
        from tutor.course.lesson_files import parse_lesson  # a list of names needs no engine

        return parse_lesson(self.path.read_bytes(), self.path.name, self.path.parent)


def lessons_folder() -> Path:
    """Return where the shipped lessons are: inside the package, in a checkout beside it."""
    package = Path(__file__).parents[1]
    inside = package / "lessons"
    return inside if inside.is_dir() else package.parent / "lessons"


def shipped_lessons() -> tuple[LessonFile, ...]:
    """Return the shipped lessons in reading order."""
    files = sorted(lessons_folder().glob("*.toml"))
    return tuple(LessonFile(file.stem, file) for file in files)
