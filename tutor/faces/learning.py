"""Opening a lesson: line by line, or in the terminal program."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import NamedTuple

from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.chain.trace import trace
from tutor.course.exercises import Exercise
from tutor.course.lesson_files import find_lesson, parse_lesson
from tutor.course.opening import Opened, open_store
from tutor.course.records import Keeper, SessionSummary, Store, Work, take_up
from tutor.course.session import Session
from tutor.errors import TutorError
from tutor.faces.exits import Exit, needs_terminal, tell
from tutor.faces.garbage import let_garbage_be
from tutor.faces.settings import NotationChoice

_NO_TERMINAL = "tutor: a terminal is needed here; without one, use: tutor learn --plain"


def notation_for(
    encoding: str | None,
    *,
    ascii_only: bool,
    setting: NotationChoice = NotationChoice.AUTO,
) -> Notation:
    """Return the notation to use: by the flag, else the setting, else what an encoding carries."""
    if ascii_only or setting is NotationChoice.ASCII:
        return ASCII
    if setting is NotationChoice.UNICODE:
        return UNICODE
    try:
        "∂σ′·−⁽³⁾₀".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


class Wanted(NamedTuple):
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

    def text(self) -> tuple[str, bytes]:
        """Return the name and the text of the lesson that is meant.

        Raises:
            TutorError: where there is no such lesson.

        """
        if self.practice is None:
            return find_lesson(self.lesson)
        return _practice(self.practice, self.parameter)


def learn(wanted: Wanted, *, plain: bool, ascii_only: bool) -> int:
    """Work a lesson to its end and return the exit status."""
    if not plain and needs_terminal():
        tell(_NO_TERMINAL)
        return Exit.BAD_INPUT
    if not plain:
        let_garbage_be()
    opened = open_store(wanted.database)
    try:
        from tutor.faces.desk import Desk

        desk = Desk(opened, encoding=sys.stdout.encoding, ascii_only=ascii_only)
        session = desk.begin(wanted)
        if plain:
            from tutor.faces.plain import work

            return work(session, sys.stdin, sys.stdout)
        from tutor.faces.tui.app import run_lesson

        return run_lesson(session, desk)
    finally:
        opened.store.close()


def opened_session(wanted: Wanted, opened: Opened, notation: Notation) -> Session:
    """Return a session that goes on where unfinished work on the lesson was left.

    Raises:
        TutorError: where there is no such lesson or parameter, or the lesson is refused.

    """
    name, text = wanted.text()
    return session_on(name, text, wanted, opened, notation)


def session_on(
    name: str, text: bytes, wanted: Wanted, opened: Opened, notation: Notation
) -> Session:
    """Return a session on a lesson's text, or one that goes on with unfinished work on it.

    Raises:
        TutorError: where there is no such parameter, or the lesson is refused.

    """
    lesson = _checked(text, name, wanted.parameter)
    notices: list[str] = []
    plain_text = text.removeprefix(codecs.BOM_UTF8)
    work = take_up(opened.store, name, notices.append, afresh=wanted.fresh)
    if work.events and not work.has_progress and work.lesson_text != plain_text:
        work = take_up(opened.store, name, notices.append, afresh=True)
    try:
        if work.lesson_text is None or work.lesson_text == plain_text:
            session = _on(lesson, plain_text, name, work, notation)
        else:
            session = _at_work(work, name, work.lesson_text, notation)
    except TutorError as error:  # this version refuses what an earlier one took
        notices.append(f"What you did before cannot be gone on with: {error}")
        work = take_up(opened.store, name, notices.append, afresh=True)
        session = _on(lesson, plain_text, name, work, notation)
    if wanted.parameter is not None:
        session.choose(wanted.parameter)
    notices[:0] = [] if opened.trouble is None else [opened.trouble]
    if work.has_progress:
        notices.append(_going_on(work.last, changed=work.lesson_text != plain_text))
    notices += session.notices  # what was said while the session began
    session.notices = notices
    return session


def resumed(store: Store, summary: SessionSummary, notation: Notation) -> Session:
    """Return a session of the records to go on with, also where its lesson's file is gone.

    Raises:
        TutorError: where it cannot be read.

    """
    notices: list[str] = []
    keeper = Keeper(store, summary.id, notices.append)
    work = Work(keeper, tuple(store.events(summary.id)), summary.last)
    if work.lesson_text is None:
        raise TutorError(f"session {summary.id}: how it began is not kept")
    session = _at_work(work, summary.lesson, work.lesson_text, notation)
    notices += session.notices
    session.notices = notices
    return session


def _at_work(work: Work, name: str, text: bytes, notation: Notation) -> Session:
    return Session.of_lesson(text, name, notation=notation, keep=work.keeper, events=work.events)


def _on(lesson: Exercise, text: bytes, name: str, work: Work, notation: Notation) -> Session:
    keep, events = work.keeper, work.events
    return Session(lesson, text.decode(), name, notation=notation, keep=keep, events=events)


def _checked(text: bytes, name: str, parameter: str | None) -> Exercise:
    """Return the lesson of a text; refuse it, or a parameter, before anything is recorded of it."""
    lesson = parse_lesson(text, name)
    if parameter is not None:
        trace(lesson.problem).parameter_address(parameter)
    return lesson


def _going_on(last: str, *, changed: bool) -> str:
    when = last[:16].replace("T", " ")
    told = f"Going on where you left off ({when} UTC); with --fresh it begins anew."
    if changed:
        told += " The lesson has changed since: you go on with the one that you began."
    return told


def _practice(seed: str, parameter: str | None) -> tuple[str, bytes]:
    """Return a drawn lesson; for a parameter that is asked for, one that is fair for that."""
    from tutor.course.practice import DEFAULT, new_seed, practice_lesson

    chosen = seed or new_seed()
    if parameter is None:
        return f"practice {chosen}", practice_lesson(chosen)
    request = DEFAULT.model_copy(update={"parameter": parameter.replace(" ", "")})
    return f"practice {chosen} {request.parameter}", practice_lesson(chosen, request)


def open_home(*, ascii_only: bool) -> int:
    """Open the terminal program at home and return the exit status."""
    if needs_terminal():
        tell(_NO_TERMINAL)
        return Exit.BAD_INPUT
    let_garbage_be()
    from tutor.faces.desk import Desk
    from tutor.faces.tui.app import run_home

    opened = open_store()
    try:
        return run_home(Desk(opened, encoding=sys.stdout.encoding, ascii_only=ascii_only))
    finally:
        opened.store.close()
