"""How far a learner is: with each lesson, and where work was left off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from tutor.course.events import Event, Happened
from tutor.course.progress import Progress
from tutor.course.records import QUIZ, RecordsError, SessionSummary, Store
from tutor.course.session import Session
from tutor.errors import TutorError


class Stage(Enum):
    """How far a lesson is."""

    NEW = "not begun"
    BEGUN = "begun"
    DONE = "done"


class Standing(NamedTuple):
    """How far a learner is with a lesson.

    Attributes:
        stage: how far it is; once done it stays so.
        answered: how many questions are behind, of the last session that says so.
        at_once: how many of them were right at once, without help.
        total: how many questions there are, where one is under way; 0 where that is not known.
        shown: how many of those behind were shown, where one is under way.

    """

    stage: Stage = Stage.NEW
    answered: int = 0
    at_once: int = 0
    total: int = 0
    shown: int = 0


def standings(store: Store, lessons: Iterable[str]) -> dict[str, Standing]:
    """Return how far each lesson is; what cannot be read counts as not begun."""
    try:
        sessions = store.sessions()
    except RecordsError:
        sessions = []
    return {lesson: _standing(store, sessions, lesson) for lesson in lessons}


def _standing(store: Store, sessions: Sequence[SessionSummary], lesson: str) -> Standing:
    own = [each for each in sessions if each.lesson == lesson and each.events > 1]
    done = [each for each in own if each.finished]
    if not own:
        return Standing()
    told = max(done or own, key=lambda each: (each.last, each.id))
    try:
        events = store.events(told.id)
    except RecordsError:
        return Standing(Stage.DONE if done else Stage.BEGUN)
    outcomes = folded(events).outcomes.values()
    at_once = sum(each.at_once for each in outcomes)
    # after its end another weight can be asked about, or the last answer be taken back
    is_done = bool(done) or any(each.happened is Happened.FINISHED for each in events)
    if is_done:
        return Standing(Stage.DONE, len(outcomes), at_once)
    return _under_way(events, lesson) or Standing(Stage.BEGUN, len(outcomes), at_once)


def _under_way(events: Sequence[Event], lesson: str) -> Standing | None:
    """Return how far a session is with its own questions; None where it cannot be opened."""
    text = events[0].text.encode() if events else b""
    try:
        view = Session.of_lesson(text, lesson, events=events).view
    except TutorError:
        return None
    behind = [view.outcomes[each.id] for each in view.plan.questions if each.id in view.outcomes]
    at_once = sum(each.at_once for each in behind)
    shown = sum(each.shown for each in behind)
    return Standing(Stage.BEGUN, len(behind), at_once, view.total, shown)


def up_next(lessons: Sequence[str], standings: Mapping[str, Standing]) -> str | None:
    """Return the first lesson that is not done behind the last one that is, in reading order."""
    done = [standings.get(each, Standing()).stage is Stage.DONE for each in lessons]
    last = max((place for place, is_done in enumerate(done) if is_done), default=-1)
    return next(iter(lessons[last + 1 :]), None)


def folded(events: Iterable[Event]) -> Progress:
    """Return what follows from a session's events."""
    progress = Progress("")
    for event in events:
        progress.apply(event)
    return progress


def left_off(store: Store) -> SessionSummary | None:
    """Return the session that something happened in last, unless that was its end.

    A quiz is gone on with by its sheet alone.
    """
    try:
        begun = [
            each
            for each in store.sessions()
            if each.events > 1 and not each.lesson.startswith(QUIZ)
        ]
    except RecordsError:
        return None
    latest = max(begun, key=lambda each: (each.last, each.id), default=None)
    return None if latest is None or latest.finished else latest
