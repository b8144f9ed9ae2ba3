"""What there is to be seen of a session: all that a face needs, and nothing to change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from tutor.chain.addresses import Address
from tutor.chain.notation import Notation
from tutor.chain.trace import Trace
from tutor.course.exercises import Exercise
from tutor.course.plan import Plan, Planned, Question, Role
from tutor.course.progress import Outcome
from tutor.grading.hints import hint
from tutor.grading.verdicts import Verdict


class Phase(Enum):
    """What the learner is doing."""

    READING = "reading"
    ASKING = "asking"
    SOLVED = "solved"
    FINISHED = "finished"


@dataclass(frozen=True)
class View:
    """A frozen picture of a session.

    Attributes:
        exercise: what is worked.
        plan: the chosen parameter's steps with their roles.
        phase: what the learner is doing.
        page: the page of the introduction, while reading.
        question: what is asked, or was just solved; a step or a question of the lesson's own.
        answer: what was typed last.
        verdict: what was said of it.
        scratch: the answer to a scratch calculation, which is not graded.
        hints: how many levels of hints were given for the question.
        revealed: whether the answer was shown.
        offers_help: whether a hint should be offered.
        can_take_back: whether there is an answer to take back.
        looking: an earlier step that is looked at again, the place being kept.
        outcomes: how each question so far ended, by id.
        notation: how quantities are written.
        notices: what the program has to say besides: of going on with earlier work, of records.
        uncovered: whether the learner wished to see what is not worked out yet.

    """

    exercise: Exercise
    plan: Plan
    phase: Phase
    page: int
    question: Question | None
    answer: str
    verdict: Verdict | None
    scratch: str
    hints: int
    revealed: bool
    offers_help: bool
    can_take_back: bool
    looking: Planned | None
    outcomes: dict[str, Outcome]
    notation: Notation
    notices: tuple[str, ...] = ()
    uncovered: bool = False

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
        return sum(each.id in self.outcomes for each in self.plan.questions)

    @property
    def number(self) -> int:
        """The question's number, counted from 1; the total when there is none."""
        if self.question is None:
            return self.total
        return self.plan.questions.index(self.question) + 1

    @property
    def prose(self) -> str:
        """The text that belongs here, in Markdown."""
        if self.phase is Phase.READING:
            return self.exercise.pages[self.page]
        if self.phase is Phase.FINISHED:
            return "\n\n".join((*self._told(), self.exercise.closing)).strip()
        return "\n\n".join(self._told())

    def _told(self) -> Iterator[str]:
        """Yield the pieces whose steps lie between the question before and this one."""
        questions = self.plan.questions
        if self.question is None:
            here = len(self.plan.steps)
            before = self._place_after(questions[-1]) if questions else 0
        else:
            index = questions.index(self.question)
            here = self._place_after(questions[index])
            before = self._place_after(questions[index - 1]) if index else 0
        for piece in self.exercise.prose:
            place = next(self.plan.matching(piece.before), None)
            if place is not None and before <= place < here:
                yield piece.text

    def _place_after(self, question: Question) -> int:
        place = self.plan.place_of(question)
        return place + 1 if isinstance(question, Planned) else place

    @cached_property
    def reached(self) -> int:
        """How many steps of the plan are behind: everything before the question."""
        if self.phase is Phase.READING and not self.outcomes:
            return 0
        if self.question is None:
            return len(self.plan.steps)
        place = self.plan.place_of(self.question)
        return place + (self.phase is Phase.SOLVED and isinstance(self.question, Planned))

    @property
    def behind(self) -> tuple[Planned, ...]:
        """The steps so far that can be looked at again."""
        steps = self.plan.steps[: self.reached]
        return tuple(each for each in steps if each.role is not Role.HIDDEN)

    @cached_property
    def seen(self) -> frozenset[Address]:
        """The quantities whose values the learner has worked out or been shown."""
        shown = {each.step.place for each in self.behind}
        solved = {
            each.step.place
            for each in self.plan.steps
            if each.is_question and each.id in self.outcomes
        }
        elsewhere = {
            self.trace.address(name) for name in self.outcomes if not name.startswith("question ")
        }
        return frozenset(shown | solved | elsewhere)

    def is_seen(self, address: Address) -> bool:
        """Return whether a value may be shown: given, worked out, told, or wished to be seen."""
        return self.uncovered or self.trace.is_given(address) or address in self.seen

    def hint_texts(self) -> tuple[str, ...]:
        """Return the hints that were given for the question."""
        if not isinstance(self.question, Planned):
            return ()
        step = self.question.step
        return tuple(hint(step, level, self.notation) for level in range(1, self.hints + 1))
