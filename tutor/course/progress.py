"""What follows from a session's events: the fold, which never grades anything anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from tutor.course.events import Event, Happened
from tutor.grading.verdicts import VerdictKind

TWICE = 2
"""So often right at once, and a kind of step may be shown from then on."""


class Outcome(NamedTuple):
    """How a question ended.

    Attributes:
        value: the learner's own accepted value; None where the answer was shown, or is no number.
        shown: whether the answer was shown.
        tries: wrong answers before it.
        hints: levels of hints before it.

    """

    value: float | None
    shown: bool
    tries: int
    hints: int

    @property
    def at_once(self) -> bool:
        """Whether it was right at once, without help."""
        return not self.shown and self.tries == 0 and self.hints == 0


class _Before(NamedTuple):
    """How a question stood before its last answer, so that it can be taken back."""

    question: str
    outcome: Outcome | None
    tries: int


@dataclass
class Progress:
    """What follows from the events so far.

    Attributes:
        parameter: the chosen weight or bias.
        outcomes: how each question ended, by id.
        tries: wrong answers to each question so far.
        hints: levels of hints given for each question.
        finished: whether the end was reached.

    """

    parameter: str
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)
    finished: bool = False
    _answers: list[_Before] = field(default_factory=list)

    @property
    def last_answered(self) -> str | None:
        """The question whose last answer can be taken back."""
        return self._answers[-1].question if self._answers else None

    def apply(self, event: Event) -> None:
        """Take one event into account."""
        question = event.question
        if event.happened is Happened.PARAMETER_CHOSEN:
            self.parameter, self.finished = event.text, False
        elif event.happened is Happened.HINTED:
            self.hints[question] = max(event.level, self.hints.get(question, 0))
        elif event.happened is Happened.REVEALED:
            self.outcomes[question] = self._outcome(question, None, shown=True)
        elif event.happened is Happened.ANSWERED:
            self._answered(event)
        elif event.happened is Happened.TAKEN_BACK and self._answers:
            self._take_back()
        elif event.happened is Happened.FINISHED:
            self.finished = True

    def _answered(self, event: Event) -> None:
        question, verdict = event.question, event.verdict
        if verdict is None or verdict.kind is VerdictKind.UNREADABLE:
            return  # costs nothing
        tries = self.tries.get(question, 0)
        self._answers.append(_Before(question, self.outcomes.get(question), tries))
        if verdict.is_right:
            self.outcomes[question] = self._outcome(question, verdict.value, shown=False)
        elif verdict.kind is not VerdictKind.TOO_COARSE:
            self.tries[question] = tries + 1

    def _take_back(self) -> None:
        before = self._answers.pop()
        self.tries[before.question] = before.tries
        self.finished = False
        if before.outcome is None:
            self.outcomes.pop(before.question, None)
        else:
            self.outcomes[before.question] = before.outcome

    def _outcome(self, question: str, value: float | None, *, shown: bool) -> Outcome:
        return Outcome(value, shown, self.tries.get(question, 0), self.hints.get(question, 0))
