"""A session: one learner works one exercise. It knows no screen, timer or focus.

Everything that happens is an event; what the learner sees follows from the events alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import cast

from tutor import __version__
from tutor.chain.notation import UNICODE, Notation
from tutor.chain.rules import Kind
from tutor.chain.trace import trace
from tutor.course.events import Event, Happened
from tutor.course.exercises import Exercise
from tutor.course.lesson_files import parse_lesson
from tutor.course.own_questions import grade_own
from tutor.course.plan import Plan, PlannedOwn, Question
from tutor.course.progress import TWICE, Outcome, Progress
from tutor.course.scratch import calculated
from tutor.course.view import Phase, View
from tutor.grading.grade import graded
from tutor.grading.hints import LEVELS
from tutor.grading.verdicts import Verdict

TRIES_BEFORE_OFFER = 3
"""After so many wrong answers the session offers a hint; it never forces one."""
SCRATCH = "="
_NO_HINT = "There is no hint for this question: try it, or have the answer shown."
"""What a scratch calculation begins with: it is answered and not graded."""

Keeper = Callable[[Event], None]
"""Keeps an event, durably, before its verdict is shown."""


class Session:
    """One learner's work on one exercise.

    Args:
        exercise: what is worked.
        text: the document that it was read from: pinned, so that its file may change meanwhile.
        source: its name.
        notation: how quantities are written.
        keep: keeps each event durably.
        events: what happened before: the session goes on where these end.

    Attributes:
        exercise: what is worked.
        trace: what answers are graded against.
        events: everything that happened.
        notices: what the program has to say to the learner besides.

    """

    is_free = True
    """Whether the nudge, the gradient and the descent may be looked at beside it, another weight be
    asked about, an answer be taken back."""

    def __init__(  # noqa: PLR0913 - what it goes on with is one thing each
        self,
        exercise: Exercise,
        text: str,
        source: str,
        *,
        notation: Notation = UNICODE,
        keep: Keeper | None = None,
        events: Iterable[Event] = (),
    ) -> None:
        self.exercise = exercise
        self.trace = trace(exercise.problem)
        self.events: list[Event] = []
        self.notices: list[str] = []
        self._notation = notation
        self._keep = keep
        self._page = 0
        self._looking: int | None = None
        self._plans: dict[tuple[str, frozenset[Kind]], Plan] = {}
        self._progress = Progress(self._full(self.exercise.parameter))
        self._forget()
        for event in events:
            self._apply(event)
        if not self.events:
            self._happen(Event(Happened.STARTED, source, text, version=__version__))

    @classmethod
    def of_lesson(
        cls,
        text: bytes,
        source: str,
        *,
        notation: Notation = UNICODE,
        keep: Keeper | None = None,
        events: Iterable[Event] = (),
    ) -> Session:
        """Return a session on the lesson of a text.

        Raises:
            DocumentError: where the lesson is refused.

        """
        lesson, pinned = parse_lesson(text, source), text.decode("utf-8-sig")
        return cls(lesson, pinned, source, notation=notation, keep=keep, events=events)

    def _full(self, parameter: str) -> str:
        return str(self.trace.parameter_address(parameter))

    def _happen(self, event: Event) -> None:
        if self._keep is not None:
            self._keep(event)
        self._apply(event)

    def _apply(self, event: Event) -> None:
        self.events.append(event)
        self._progress.apply(event)

    def _forget(self) -> None:
        self._shown: Question | None = None
        self._answer, self._scratch = "", ""
        self._verdict = cast("Verdict | None", None)

    @property
    def plan(self) -> Plan:
        """The chosen parameter's plan; the same one until something is mastered."""
        key = (self._progress.parameter, self._mastered())
        if key not in self._plans:
            parameter, mastered = key
            self._plans[key] = Plan(
                self.exercise,
                self.trace,
                self.trace.address(parameter),
                mastered,
                frozenset(self._progress.outcomes) if mastered else frozenset(),
            )
        return self._plans[key]

    def _mastered(self) -> frozenset[Kind]:
        """Return the kinds that were right at once twice, where these are shown from then on."""
        if not self.exercise.shorten:
            return frozenset()
        at_once: dict[Kind, int] = {}
        for name, outcome in self._progress.outcomes.items():
            if outcome.at_once and not name.startswith("question "):
                kind = self.trace.step(name).kind
                at_once[kind] = at_once.get(kind, 0) + 1
        return frozenset(kind for kind, count in at_once.items() if count >= TWICE)

    @property
    def _next(self) -> Question | None:
        """The first question that is not solved."""
        outcomes = self._progress.outcomes
        return next((each for each in self.plan.questions if each.id not in outcomes), None)

    @property
    def _phase(self) -> Phase:
        if self._page < len(self.exercise.pages) and not self._progress.outcomes:
            return Phase.READING
        if self._shown is not None:
            return Phase.SOLVED
        return Phase.ASKING if self._next is not None else Phase.FINISHED

    @property
    def view(self) -> View:
        """What there is to be seen now."""
        phase = self._phase
        question = None if phase is Phase.READING else self._shown or self._next
        name = "" if question is None else question.id
        progress = self._progress
        outcome = progress.outcomes.get(name)
        view = View(
            exercise=self.exercise,
            plan=self._plan_of(question),
            phase=phase,
            page=min(self._page, max(0, len(self.exercise.pages) - 1)),
            question=question,
            answer=self._answer,
            verdict=self._verdict,
            scratch=self._scratch,
            hints=progress.hints.get(name, 0),
            revealed=outcome is not None and outcome.shown,
            offers_help=phase is Phase.ASKING and progress.tries.get(name, 0) >= TRIES_BEFORE_OFFER,
            can_take_back=progress.last_answered is not None,
            looking=None,
            outcomes=dict(progress.outcomes),
            notation=self._notation,
            notices=tuple(self.notices),
        )
        return self._with_look(view)

    def _plan_of(self, question: Question | None) -> Plan:
        """Return the plan that holds the question: a kind just mastered changes the next one."""
        if question is None or question in self.plan.questions:
            return self.plan
        return next(plan for plan in self._plans.values() if question in plan.questions)

    def _with_look(self, view: View) -> View:
        if self._looking is None or not view.behind:
            return view
        place = min(self._looking, len(view.behind) - 1)
        return replace(view, looking=view.behind[place])

    def write_in(self, notation: Notation) -> View:
        """Write quantities in another notation from now on."""
        self._notation = notation
        return self.view

    def go_on(self) -> View:
        """Turn the page, or leave a solved question for the next one."""
        self._looking = None
        if self._phase is Phase.READING:
            self._page += 1
        elif self._phase is Phase.SOLVED:
            self._forget()
        if self._phase is Phase.FINISHED and not self._progress.finished:
            self._happen(Event(Happened.FINISHED))
        return self.view

    def submit(self, text: str) -> View:
        """Grade an answer; where nothing is asked, go on; a text after "=" is only worked out."""
        self._looking = None
        if text.strip().startswith(SCRATCH):
            return self.calculate(text.strip().removeprefix(SCRATCH))
        if self._phase is not Phase.ASKING or self._next is None:
            return self.go_on()
        question = self._next
        _ = self.view  # the plan that holds the question is kept
        if isinstance(question, PlannedOwn):
            verdict = grade_own(question.question, text, self.trace, self._progress.parameter)
        else:
            verdict = graded(question.step, text, self._own_values(), question.visible)
        self._happen(Event(Happened.ANSWERED, question.id, text, verdict=verdict))
        self._answer, self._verdict, self._scratch = text, verdict, ""
        if verdict.is_right:
            self._shown = question
        return self.view

    def _own_values(self) -> Mapping[str, float]:
        """Return the learner's own accepted values, by id."""
        outcomes = self._progress.outcomes.items()
        return {
            name: each.value
            for name, each in outcomes
            if each.value is not None and not name.startswith("question ")
        }

    def calculate(self, text: str) -> View:
        """Answer a scratch calculation, in which everything on the screen may be named."""
        self._scratch = calculated(text, self.view)
        return self.view

    def hint(self) -> View:
        """Give the next level of hint; the last one is the answer, which :meth:`reveal` shows."""
        question = self._next
        if self._phase is Phase.ASKING and isinstance(question, PlannedOwn):
            self.notices.append(_NO_HINT)
        elif self._phase is Phase.ASKING and question is not None:
            level = self._progress.hints.get(question.id, 0) + 1
            if level >= len(LEVELS):
                return self.reveal()
            self._happen(Event(Happened.HINTED, question.id, level=level))
        return self.view

    def reveal(self) -> View:
        """Show the answer, which is recorded, and count the question as shown."""
        question = self._next
        if self._phase is Phase.ASKING and question is not None:
            _ = self.view  # the plan that holds the question is kept
            self._happen(Event(Happened.REVEALED, question.id))
            self._forget()
            self._shown = question
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
            self._looking = None
        return self.view

    def take_back(self) -> View:
        """Take the last answer back, as if it had not been given; its question is asked again."""
        question = self._progress.last_answered
        if question is not None:
            self._happen(Event(Happened.TAKEN_BACK, question))
            self._forget()
        return self.view

    def look_back(self) -> View:
        """Look at the step before, without losing the place."""
        behind = len(self.view.behind)
        if behind:
            here = behind if self._looking is None else self._looking
            self._looking = max(0, here - 1)
        return self.view

    def look_forward(self) -> View:
        """Look at the step after, up to the place where one is."""
        if self._looking is not None:
            following = self._looking + 1
            self._looking = following if following < len(self.view.behind) else None
        return self.view


__all__ = ["Outcome", "Phase", "Session", "View"]
