"""`tutor quiz new` and `tutor quiz check`."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from tutor.course.quiz.template import TEMPLATE
from tutor.faces.checking import check_files, write_new
from tutor.faces.exits import tell

_SEED_BYTES = 6


def start(file: str) -> None:
    """Write a quiz that works and explains itself, never over another file.

    Raises:
        DocumentError: where the file exists, or cannot be written.

    """
    from tutor.course.quiz.lint import is_sound

    text = _seeded()
    while not is_sound(text):  # some seeds draw numbers that make two answers look alike
        text = _seeded()
    write_new(file, text)
    tell(f"{file}: started. Check it: tutor quiz check {file}")


def _seeded() -> str:
    return TEMPLATE.replace("SEED", secrets.token_hex(_SEED_BYTES))


def check(files: Sequence[str], *, as_json: bool) -> int:
    """Print what is to be said about each quiz and return the exit status."""
    from tutor.course.quiz.lint import check_quiz

    return check_files(files, check_quiz, ("quiz", "quizzes"), as_json=as_json)
