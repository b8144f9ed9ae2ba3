"""The desk: records, settings, and the sessions that are begun with them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tutor.chain.notation import Notation
from tutor.course.database import SqliteStore
from tutor.course.opening import Opened
from tutor.course.records import SessionSummary, Store
from tutor.course.session import Session
from tutor.errors import TutorError
from tutor.faces.learning import Wanted, notation_for, opened_session, resumed, session_on
from tutor.faces.settings import Settings, load_settings, save_settings

if TYPE_CHECKING:
    from tutor.faces.drawing.home import LeftOff


class Desk:
    """What a learner works at.

    Args:
        opened: the records.
        encoding: of the output, by which the notation goes where nothing else says it.
        ascii_only: whether the command line asks for ASCII, which is stronger than any setting.

    Attributes:
        settings: what is chosen for good.
        troubles: what is the matter with records or settings, in sentences, until it is told.

    """

    def __init__(self, opened: Opened, *, encoding: str | None, ascii_only: bool = False) -> None:
        self.settings, trouble = load_settings()
        self.troubles = [told for told in (opened.trouble, trouble) if told]
        self._opened, self._encoding, self._ascii_only = opened, encoding, ascii_only

    @property
    def store(self) -> Store:
        """The records."""
        return self._opened.store

    @property
    def notation(self) -> Notation:
        """The notation: by the flag, else the setting, else the encoding."""
        chosen = self.settings.notation
        return notation_for(self._encoding, ascii_only=self._ascii_only, setting=chosen)

    @property
    def is_ascii_fixed(self) -> bool:
        """Whether the command line asks for ASCII, so that no setting changes it."""
        return self._ascii_only

    def choose(self, settings: Settings) -> str:
        """Take on settings and keep them; return in a sentence why they are not kept, if so."""
        self.settings = settings
        return save_settings(settings)

    def begin(self, wanted: Wanted) -> Session:
        """Return a session that goes on where unfinished work on a lesson was left.

        Raises:
            TutorError: where there is no such lesson or parameter, or the lesson is refused.

        """
        return self._told(opened_session(wanted, self._opened, self.notation))

    def begin_text(self, name: str, text: bytes) -> Session:
        """Return such a session on a lesson's text.

        Raises:
            TutorError: where the lesson is refused.

        """
        return self._told(session_on(name, text, Wanted(), self._opened, self.notation))

    def resume(self, summary: SessionSummary) -> Session:
        """Return a session of the records to go on with.

        Raises:
            TutorError: where it cannot be read.

        """
        return self._told(resumed(self.store, summary, self.notation))

    def left_off(self, summary: SessionSummary) -> LeftOff:
        """Return what is told of work that was left off."""
        from tutor.faces.drawing.home import LeftOff

        when = f"{datetime.fromisoformat(summary.last).astimezone():%Y-%m-%d %H:%M}"
        try:
            events = self.store.events(summary.id)
            text = events[0].text.encode() if events else b""
            view = Session.of_lesson(text, summary.lesson, events=events).view
        except TutorError:
            return LeftOff(summary.lesson, "where you left off", when)
        where = f"question {min(view.done + 1, view.total)} of {view.total}"
        return LeftOff(view.exercise.title, where, when)

    def _told(self, session: Session) -> Session:
        """Say in a session, once, what is the matter with records or settings."""
        session.notices[:0] = [each for each in self.troubles if each not in session.notices]
        self.troubles.clear()
        return session


def lone_desk() -> Desk:
    """Return a desk whose records end with the program."""
    return Desk(Opened(SqliteStore(), None, None), encoding="utf-8")
