"""Opening a lesson: line by line, or in the terminal program."""

from __future__ import annotations

import sys

from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.course.lesson_files import find_lesson
from tutor.course.session import Session
from tutor.faces.exits import Exit, needs_terminal, tell

_NO_TERMINAL = "tutor: a terminal is needed here; without one, use: tutor learn --plain"


def notation_for(encoding: str | None, *, ascii_only: bool) -> Notation:
    """Return the notation that an output's encoding can carry."""
    if ascii_only:
        return ASCII
    try:
        "∂σ′·−⁽³⁾₀".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


def learn(
    lesson: str | None,
    parameter: str | None,
    *,
    practice: str | None = None,
    plain: bool,
    ascii_only: bool,
) -> int:
    """Work a lesson, or practise with a seed ("" for a new one), and return the exit status."""
    if not plain and needs_terminal():
        tell(_NO_TERMINAL)
        return Exit.BAD_INPUT
    name, text = find_lesson(lesson) if practice is None else _practice(practice)
    notation = notation_for(sys.stdout.encoding, ascii_only=ascii_only)
    session = Session(text, name, notation=notation)
    if parameter is not None:
        session.choose(parameter)
    if plain:
        from tutor.faces.plain import work

        return work(session, sys.stdin, sys.stdout)
    from tutor.faces.tui.app import run_lesson

    return run_lesson(session)


def _practice(seed: str) -> tuple[str, bytes]:
    from tutor.course.practice import new_seed, practice_lesson

    chosen = seed or new_seed()
    return f"practice {chosen}", practice_lesson(chosen)


def open_home(*, ascii_only: bool) -> int:
    """Open the terminal program at home and return the exit status."""
    if needs_terminal():
        tell(_NO_TERMINAL)
        return Exit.BAD_INPUT
    from tutor.faces.tui.app import run_home

    return run_home(notation_for(sys.stdout.encoding, ascii_only=ascii_only))
