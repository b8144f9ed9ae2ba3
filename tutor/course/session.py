"""A session: one learner works one lesson. It knows no screen, timer or focus.

Everything that happens is an event; what the learner sees follows from the events alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import cast

from tutor import __version__
from tutor.chain.addresses import Address
from tutor.chain.notation import UNICODE, Notation
from tutor.chain.trace import Trace, trace
from tutor.course.events import Event, Happened
from tutor.course.lessons import Lesson, parse_lesson
from tutor.course.plan import Plan, Planned
from tutor.grading.grade import graded
from tutor.grading.hints import LEVELS, hint
from tutor.grading.verdicts import Verdict, VerdictKind

TRIES_BEFORE_OFFER = 3
"""After so many wrong answers the session offers a hint; it never forces one."""

Keeper = Callable[[Event], None]
"""Keeps an event, durably, before its verdict is shown."""


class Phase(Enum):
    """What the learner is doing."""

    READING = "reading"
    ASKING = "asking"
    SOLVED = "solved"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a question ended.

    Attributes:
        value: the learner's own accepted value; None where the answer was shown.
        tries: wrong answers before it.
        hints: levels of hints before it.

    """

    value: float | None
    tries: int
    hints: int


@dataclass
class Progress:
    """What follows from the events so far."""

    parameter: str
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)
    finished: bool = False

    def apply(self, event: Event) -> None:
        """Take one event into account."""
        question = event.question
        if event.happened is Happened.PARAMETER_CHOSEN:
            self.parameter, self.finished = event.text, False
        elif event.happened is Happened.HINTED:
            self.hints[question] = max(event.level, self.hints.get(question, 0))
        elif event.happened is Happened.REVEALED:
            self.outcomes[question] = self._outcome(question, None)
        elif event.happened is Happened.ANSWERED and event.verdict is not None:
            if event.verdict.is_right:
                self.outcomes[question] = self._outcome(question, event.verdict.value)
            elif event.verdict.kind is not VerdictKind.UNREADABLE:
                self.tries[question] = self.tries.get(question, 0) + 1
        elif event.happened is Happened.FINISHED:
            self.finished = True

    def _outcome(self, question: str, value: float | None) -> Outcome:
        return Outcome(value, self.tries.get(question, 0), self.hints.get(question, 0))


@dataclass(frozen=True)
class View:
    """What there is to be seen now: all that a face needs, and nothing to change.

    Attributes:
        lesson: what is worked.
        plan: the chosen parameter's steps with their roles.
        phase: what the learner is doing.
        page: the page of the introduction, while reading.
        question: what is asked, or was just solved.
        answer: what was typed last.
        verdict: what was said of it.
        hints: how many levels of hints were given for the question.
        revealed: whether the answer was shown.
        offers_help: whether a hint should be offered.
        outcomes: how each question so far ended, by id.
        notation: how quantities are written.

    """

    lesson: Lesson
    plan: Plan
    phase: Phase
    page: int
    question: Planned | None
    answer: str
    verdict: Verdict | None
    hints: int
    revealed: bool
    offers_help: bool
    outcomes: dict[str, Outcome]
    notation: Notation

    @property
    def trace(self) -> Trace:
        """The trace that answers are graded against."""
        return self.plan.trace

    @property
    def parameter(self) -> Address:
        """The chosen weight or bias."""
        return self.plan.parameter

    @property
    def total(self) -> int:
        """How many questions there are for this parameter."""
        return len(self.plan.questions)

    @property
    def done(self) -> int:
        """How many of them are solved."""
        return sum(each.step.id in self.outcomes for each in self.plan.questions)

    @property
    def prose(self) -> str:
        """The text that belongs here, in Markdown."""
        if self.phase is Phase.READING:
            return self.lesson.pages[self.page]
        if self.phase is Phase.FINISHED:
            return self.lesson.closing
        return "\n\n".join(self._told_before_question())

    def _told_before_question(self) -> Iterable[str]:
        if self.question is None:
            return
        kind = self.question.step.kind
        first = next(each for each in self.plan.questions if each.step.kind is kind)
        if first == self.question:
            yield from (piece.text for piece in self.lesson.prose if piece.before is kind)

    @cached_property
    def reached(self) -> int:
        """How many steps of the plan are behind: everything before the question."""
        if self.phase is Phase.READING and not self.outcomes:
            return 0
        if self.question is None:
            return len(self.plan.steps)
        place = self.plan.steps.index(self.question)
        return place + (self.phase is Phase.SOLVED)

    @cached_property
    def seen(self) -> frozenset[Address]:
        """The quantities whose values the learner has worked out or been shown."""
        shown = {
            each.step.place
            for each in self.plan.steps[: self.reached]
            if each.role.value != "hidden"
        }
        solved = {self.trace.address(question) for question in self.outcomes}
        return frozenset(shown | solved)

    def is_seen(self, address: Address) -> bool:
        """Return whether a value may be shown: given, worked out, or told."""
        return self.trace.is_given(address) or address in self.seen

    def hint_texts(self) -> tuple[str, ...]:
        """Return the hints that were given for the question."""
        if self.question is None:
            return ()
        step = self.question.step
        return tuple(hint(step, level, self.notation) for level in range(1, self.hints + 1))


class Session:
    """One learner's work on one lesson.

    Args:
        lesson_text: the lesson file's bytes: pinned, so that it may change meanwhile.
        source: names the lesson in messages.
        notation: how quantities are written.
        keep: keeps each event durably.
        events: what happened before: the session goes on where these end.

    Raises:
        DocumentError: where the lesson is refused.

    """

    def __init__(
        self,
        lesson_text: bytes,
        source: str,
        *,
        notation: Notation = UNICODE,
        keep: Keeper | None = None,
        events: Iterable[Event] = (),
    ) -> None:
        self.lesson = parse_lesson(lesson_text, source)
        self._trace = trace(self.lesson.problem)
        self._notation = notation
        self._keep = keep
        self.events: list[Event] = []
        self._page = 0
        self._shown: Planned | None = None
        self._answer, self._verdict = "", cast("Verdict | None", None)
        self._progress = Progress(self._full(self.lesson.parameter))
        for event in events:
            self._apply(event)
        if not self.events:
            text = lesson_text.decode("utf-8-sig")
            self._happen(Event(Happened.STARTED, source, text, version=__version__))

    def _full(self, parameter: str) -> str:
        return str(self._trace.parameter_address(parameter))

    def _happen(self, event: Event) -> None:
        if self._keep is not None:
            self._keep(event)
        self._apply(event)

    def _apply(self, event: Event) -> None:
        self.events.append(event)
        self._progress.apply(event)

    @property
    def _next(self) -> Planned | None:
        """The first question that is not solved."""
        outcomes = self._progress.outcomes
        return next((q for q in self.plan.questions if q.step.id not in outcomes), None)

    @cached_property
    def _plans(self) -> dict[str, Plan]:
        return {}

    @property
    def plan(self) -> Plan:
        """The chosen parameter's plan."""
        parameter = self._progress.parameter
        if parameter not in self._plans:
            self._plans[parameter] = Plan(self.lesson, self._trace, self._trace.address(parameter))
        return self._plans[parameter]

    @property
    def _phase(self) -> Phase:
        if self._page < len(self.lesson.pages) and not self._progress.outcomes:
            return Phase.READING
        if self._shown is not None:
            return Phase.SOLVED
        return Phase.ASKING if self._next is not None else Phase.FINISHED

    @property
    def view(self) -> View:
        """What there is to be seen now."""
        phase = self._phase
        question = None if phase is Phase.READING else self._shown or self._next
        name = "" if question is None else question.step.id
        outcome = self._progress.outcomes.get(name)
        tries = self._progress.tries.get(name, 0)
        return View(
            lesson=self.lesson,
            plan=self.plan,
            phase=phase,
            page=min(self._page, max(0, len(self.lesson.pages) - 1)),
            question=question,
            answer=self._answer,
            verdict=self._verdict,
            hints=self._progress.hints.get(name, 0),
            revealed=outcome is not None and outcome.value is None,
            offers_help=phase is Phase.ASKING and tries >= TRIES_BEFORE_OFFER,
            outcomes=dict(self._progress.outcomes),
            notation=self._notation,
        )

    def go_on(self) -> View:
        """Turn the page, or leave a solved question for the next one."""
        if self._phase is Phase.READING:
            self._page += 1
        elif self._phase is Phase.SOLVED:
            self._forget()
        if self._phase is Phase.FINISHED and not self._progress.finished:
            self._happen(Event(Happened.FINISHED))
        return self.view

    def _forget(self) -> None:
        self._shown, self._answer, self._verdict = None, "", None

    def submit(self, text: str) -> View:
        """Grade an answer to the question; where nothing is asked, go on."""
        if self._phase is not Phase.ASKING or self._next is None:
            return self.go_on()
        question = self._next
        verdict = graded(question.step, text, self._own_values(), question.visible)
        self._happen(Event(Happened.ANSWERED, question.step.id, text, verdict=verdict))
        self._answer, self._verdict = text, verdict
        if verdict.is_right:
            self._shown = question
        return self.view

    def _own_values(self) -> dict[str, float]:
        """Return the learner's own accepted values, by id."""
        outcomes = self._progress.outcomes.items()
        return {name: each.value for name, each in outcomes if each.value is not None}

    def hint(self) -> View:
        """Give the next level of hint; the last one is the answer, which :meth:`reveal` shows."""
        question = self._next
        if self._phase is Phase.ASKING and question is not None:
            level = self._progress.hints.get(question.step.id, 0) + 1
            if level >= len(LEVELS):
                return self.reveal()
            self._happen(Event(Happened.HINTED, question.step.id, level=level))
        return self.view

    def reveal(self) -> View:
        """Show the answer, which is recorded, and count the question as shown."""
        question = self._next
        if self._phase is Phase.ASKING and question is not None:
            self._happen(Event(Happened.REVEALED, question.step.id))
            self._shown, self._answer, self._verdict = question, "", None
        return self.view

    def choose(self, parameter: str) -> View:
        """Ask about another weight or bias; what is worked already stays.

        Raises:
            AddressError: where the text names none.

        """
        chosen = self._full(parameter)
        if chosen != self._progress.parameter:
            self._happen(Event(Happened.PARAMETER_CHOSEN, text=chosen))
            self._forget()
        return self.view
