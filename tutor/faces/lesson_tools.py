"""Commands for those who write lessons: check them, start a new one."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.course.lint import check_lesson
from tutor.course.template import TEMPLATE
from tutor.faces.checking import check_files, write_new
from tutor.faces.exits import tell


def check(files: Sequence[str], *, as_json: bool) -> int:
    """Print what is to be said about each lesson and return the exit status."""
    return check_files(files, check_lesson, ("lesson", "lessons"), as_json=as_json)


def start(file: str) -> None:
    """Write a lesson file that works and explains itself, never over another file.

    Raises:
        DocumentError: where the file exists, or cannot be written.

    """
    write_new(file, TEMPLATE)
    tell(f"{file}: started. Work it: tutor learn {file}   Check it: tutor lessons check {file}")
