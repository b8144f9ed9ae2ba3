"""Opening a lesson: line by line, or in the terminal program."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.chain.trace import trace
from tutor.course.lesson_files import find_lesson, parse_lesson
from tutor.course.opening import Opened, open_store
from tutor.course.records import take_up
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a learner asks to work.

    Attributes:
        lesson: a name, a number or a file; None for the first lesson.
        practice: a seed instead of a lesson; "" for a new one, None for a lesson.
        parameter: the weight or bias to ask about; None for the lesson's own.
        database: where records are kept; None for the usual place.
        fresh: whether to begin anew although there is unfinished work.

    """

    lesson: str | None = None
    practice: str | None = None
    parameter: str | None = None
    database: Path | None = None
    fresh: bool = False


def learn(wanted: Wanted, *, plain: bool, ascii_only: bool) -> int:
    """Work a lesson to its end and return the exit status."""
    if not plain and needs_terminal():
        tell(_NO_TERMINAL)
        return Exit.BAD_INPUT
    notation = notation_for(sys.stdout.encoding, ascii_only=ascii_only)
    opened = open_store(wanted.database)
    try:
        session = opened_session(wanted, opened, notation)
        if plain:
            from tutor.faces.plain import work

            return work(session, sys.stdin, sys.stdout)
        from tutor.faces.tui.app import run_lesson

        return run_lesson(session)
    finally:
        opened.store.close()


def opened_session(wanted: Wanted, opened: Opened, notation: Notation) -> Session:
    """Return a session that goes on where unfinished work on the lesson was left.

    Raises:
        TutorError: where there is no such lesson or parameter, or the lesson is refused.

    """
    if wanted.practice is None:
        name, text = find_lesson(wanted.lesson)
    else:
        name, text = _practice(wanted.practice)
    _check(text, name, wanted.parameter)
    notices: list[str] = []
    work = take_up(opened.store, name, notices.append, afresh=wanted.fresh)
    pinned = work.lesson_text
    session = Session.of_lesson(
        text if pinned is None else pinned,
        name,
        notation=notation,
        keep=work.keeper,
        events=work.events,
    )
    if wanted.parameter is not None:
        session.choose(wanted.parameter)
    notices[:0] = [] if opened.trouble is None else [opened.trouble]
    if pinned is not None and session.view.done:
        notices.append(_going_on(work.last, changed=pinned != text))
    notices += session.notices  # what was said while the session began
    session.notices = notices
    return session


def _check(text: bytes, name: str, parameter: str | None) -> None:
    """Refuse a lesson or a parameter before anything is recorded of it."""
    lesson = parse_lesson(text, name)
    if parameter is not None:
        trace(lesson.problem).parameter_address(parameter)


def _going_on(last: str, *, changed: bool) -> str:
    when = last[:16].replace("T", " ")
    told = f"Going on where you left off ({when} UTC); with --fresh it begins anew."
    if changed:
        told += " The lesson has changed since: you go on with the one that you began."
    return told


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
