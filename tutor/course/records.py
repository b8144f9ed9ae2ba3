"""Records of what learners did: what a store offers, and how a session is kept in one.

A store keeps sessions, each a list of events. It knows no screen, and nothing of what the events
mean beyond what a list of sessions needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol

from tutor.course.events import Event, Happened
from tutor.errors import TutorError

QUIZ = "quiz "
"""What the names of sessions on a quiz begin with; the sheet's fingerprint follows."""


class RecordsError(TutorError):
    """Records that cannot be opened, read or written."""


class SessionSummary(NamedTuple):
    """A session as it stands in a list.

    Attributes:
        id: its number, never given to another session.
        lesson: the lesson's name.
        begun: when it began, ISO 8601 in UTC.
        last: when the last thing happened.
        events: how many events there are.
        finished: whether the last of them is that the lesson was finished.

    """

    id: int
    lesson: str
    begun: str
    last: str
    events: int
    finished: bool


class Kept(NamedTuple):
    """One event as it was kept: when, and its record, also of a kind not known here."""

    at: str
    record: dict[str, Any]

    def event(self) -> Event:
        """Return the event.

        Raises:
            RecordsError: where this version of the program cannot read it.

        """
        try:
            return Event.of_record(self.record)
        except (KeyError, TypeError, ValueError):
            raise RecordsError(
                "an event in it cannot be read: it is damaged, or of a newer version"
            ) from None


class Store(Protocol):
    """Where sessions are kept. Every call may raise :class:`RecordsError`, one sentence."""

    def begin(self, lesson: str) -> int:
        """Return the number of a new session, which nobody else gets."""

    def append(self, session: int, event: Event) -> None:
        """Keep an event; it is durable when this returns."""

    def sessions(self) -> list[SessionSummary]:
        """Return all sessions in the order in which they began."""

    def kept(self, session: int) -> list[Kept]:
        """Return what is kept of a session, in order; of an unknown one nothing."""

    def events(self, session: int) -> list[Event]:
        """Return a session's events in order."""

    def delete(self, sessions: Iterable[int]) -> int:
        """Delete sessions for good and return how many there were."""

    def close(self) -> None:
        """Let go of it; nothing may be asked of it afterwards."""


Said = Callable[[str], None]
"""Says a sentence to the learner."""


def _unsaid(_sentence: str) -> None:
    """Say nothing: whoever shows `trouble` needs no call."""


class Keeper:
    """Keeps one session's events: what a session is given as `keep`.

    Once something cannot be kept, that event and all later ones stay in memory, so that what is
    on disk is always a beginning of what happened, and the lesson goes on.

    Args:
        store: where they are kept.
        session: the session's number there; None where it could not even begin.
        say: is told the trouble, once, when it comes.

    Attributes:
        trouble: the sentence that says what is not kept and why; None while all is well.
        unkept: the events that are only in memory.

    """

    def __init__(self, store: Store, session: int | None, say: Said = _unsaid) -> None:
        self.session = session
        self.trouble: str | None = None
        self.unkept: list[Event] = []
        self._store = store
        self._say = say

    @classmethod
    def begun(cls, store: Store, lesson: str, say: Said = _unsaid) -> Keeper:
        """Return the keeper of a new session; it never fails, it says what is the matter."""
        try:
            return cls(store, store.begin(lesson), say)
        except RecordsError as error:
            keeper = cls(store, None, say)
            keeper._give_up(error)
            return keeper

    def __call__(self, event: Event) -> None:
        """Keep an event; when this returns, it is durable or the trouble has been said."""
        if self.trouble is None and self.session is not None:
            try:
                self._store.append(self.session, event)
            except RecordsError as error:
                self._give_up(error)
            else:
                return
        self.unkept.append(event)

    def _give_up(self, error: RecordsError) -> None:
        self.trouble = f"What you do from here on is not kept: {error}"
        self._say(self.trouble)


def latest_unfinished(store: Store, lesson: str) -> SessionSummary | None:
    """Return the session of a lesson that something happened in last and that is not finished.

    Raises:
        RecordsError: where the store cannot be read.

    """
    of_lesson = (each for each in store.sessions() if each.lesson == lesson and each.events)
    unfinished = [each for each in of_lesson if not each.finished]
    return max(unfinished, key=lambda each: (each.last, each.id), default=None)


class Work(NamedTuple):
    """A session to work in.

    Attributes:
        keeper: keeps what happens.
        events: what happened before; none where it is a new session.
        last: when the last of them happened.

    """

    keeper: Keeper
    events: tuple[Event, ...] = ()
    last: str = ""

    @property
    def has_progress(self) -> bool:
        """Whether anything happened before, besides that the lesson was opened."""
        return any(each.happened is not Happened.STARTED for each in self.events)

    @property
    def lesson_text(self) -> bytes | None:
        """The lesson as it was when the session began; None where it is a new session."""
        first = next(iter(self.events), None)
        if first is None or first.happened is not Happened.STARTED:
            return None
        return first.text.encode()


def take_up(store: Store, lesson: str, say: Said = _unsaid, *, afresh: bool = False) -> Work:
    """Return a lesson's unfinished session to go on with, else a new one; it never fails.

    A session that cannot be read is left as it is, and a new one is begun.
    """
    try:
        found = None if afresh else latest_unfinished(store, lesson)
        events = () if found is None else tuple(store.events(found.id))
    except RecordsError as error:
        say(f"What you did before cannot be gone on with: {error}")
        found, events = None, ()
    if found is None:
        return Work(Keeper.begun(store, lesson, say))
    return Work(Keeper(store, found.id, say), events, found.last)
