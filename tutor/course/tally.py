"""What records say of a learner: what was right at once, with what help, which errors came up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tutor.chain.trace import Trace, trace
from tutor.course.events import Event, Happened
from tutor.course.lesson_files import parse_lesson
from tutor.course.progress import Outcome, Progress
from tutor.errors import TutorError
from tutor.grading.verdicts import VerdictKind

OWN = "question"
"""What a lesson's own questions are counted under: they are no kind of step."""
_OWN_NAME = "lesson's own question"
_LESSONS = 16


@dataclass(slots=True)
class Count:
    """How questions of one kind went.

    Attributes:
        questions: how many were worked on.
        at_once: how many were right at once, without help.
        later: how many were right after wrong answers or hints.
        shown: how many had their answer shown.
        wrong: how many wrong answers were given.
        hints: how many levels of hints were taken.

    """

    questions: int = 0
    at_once: int = 0
    later: int = 0
    shown: int = 0
    wrong: int = 0
    hints: int = 0

    def add(self, outcome: Outcome | None, wrong: int, hints: int) -> None:
        """Count one question; without an outcome it is still open."""
        self.questions += 1
        self.wrong += wrong
        self.hints += hints
        if outcome is not None:
            self.shown += outcome.shown
            self.at_once += outcome.at_once
            self.later += not outcome.shown and not outcome.at_once


@dataclass
class Tally:
    """What one session or several come to.

    Attributes:
        total: how all questions went.
        kinds: how the questions of each kind of step went; where the lesson cannot be read any
            more, of each question's id.
        errors: how often each classic error explained a wrong answer, the likeliest where
            several do; what was taken back is not counted.
        errors_of: the same for each kind of step in which there were errors.

    """

    total: Count = field(default_factory=Count)
    kinds: dict[str, Count] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    errors_of: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, events: Sequence[Event]) -> None:
        """Count one session's events."""
        progress = Progress("")
        for event in events:
            progress.apply(event)
        for question in dict.fromkeys((*progress.hints, *progress.tries, *progress.outcomes)):
            outcome = progress.outcomes.get(question)
            wrong, hints = progress.tries.get(question, 0), progress.hints.get(question, 0)
            if outcome is None and not wrong and not hints:
                continue  # its only answer was taken back
            kind = self.kinds.setdefault(_kind(events, question), Count())
            for count in (kind, self.total):
                count.add(outcome, wrong, hints)
        for question, ids in _errors(events):
            self.errors.update(ids)
            if ids:
                self.errors_of.setdefault(_kind(events, question), Counter()).update(ids)

    def kinds_of(self, error: str) -> dict[str, int]:
        """Return how often an error came up in each kind of step where it did."""
        return {kind: errors[error] for kind, errors in self.errors_of.items() if errors[error]}


def kind_name(kind: str) -> str:
    """Return what people call that which questions are counted under."""
    return _OWN_NAME if kind == OWN else kind.replace("_", " ")


def tally(sessions: Iterable[Sequence[Event]]) -> Tally:
    """Return what sessions come to."""
    made = Tally()
    for events in sessions:
        made.add(events)
    return made


def _errors(events: Sequence[Event]) -> list[tuple[str, tuple[str, ...]]]:
    """Return what explains each answer that was not taken back, with its question."""
    answers: list[tuple[str, tuple[str, ...]]] = []
    for event in events:
        if event.happened is Happened.TAKEN_BACK and answers:
            answers.pop()
        verdict = event.verdict
        if verdict is not None and verdict.kind is not VerdictKind.UNREADABLE:
            ids = verdict.misconceptions[0] if verdict.misconceptions else ()
            answers.append((event.question, ids))
    return answers


def _kind(events: Sequence[Event], question: str) -> str:
    """Return the kind of step that a question asks for; else its id."""
    if question.startswith(f"{OWN} "):
        return OWN
    started = next((each for each in events if each.happened is Happened.STARTED), None)
    if started is None:
        return question
    try:
        return str(_trace(started.text).step(question).kind)
    except TutorError:
        return question


@lru_cache(maxsize=_LESSONS)
def _trace(lesson_text: str) -> Trace:
    return trace(parse_lesson(lesson_text.encode(), "the lesson as it was").problem)
