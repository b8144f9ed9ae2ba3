"""The plan of an exercise: what is asked, shown or hidden of a parameter's chain, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple, TypeAlias

from tutor.chain.addresses import GIVEN, Address, Q
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.chain.trace import Trace
from tutor.course.exercises import END, START, Ask, Exercise, Later, OwnQuestion
from tutor.errors import AddressError
from tutor.grading.ranges import everything, only_given


class Role(Enum):
    """What becomes of a step."""

    ASKED = "asked"
    RESULT = "asked for the result alone"
    SHOWN = "shown"
    HIDDEN = "hidden"


_QUESTIONS = (Role.ASKED, Role.RESULT)
_AFTER_THE_CHAIN = frozenset({Kind.AVERAGE, Kind.STEP, Kind.UPDATE, Kind.NEW_COST})

FORWARD = frozenset({Q.Z, Q.A, Q.C})


def forward_and_given(address: Address) -> bool:
    """Return whether a value is visible where only a result is asked of an example."""
    return address.quantity in FORWARD or address.quantity in GIVEN


class Planned(NamedTuple):
    """A step with its role; `alone` where nothing on the way to a result is shown."""

    step: Step
    role: Role
    alone: bool = False

    @property
    def id(self) -> str:
        """What names it in a session's events: the step's id."""
        return self.step.id

    @property
    def is_question(self) -> bool:
        """Whether the learner is asked for it."""
        return self.role in _QUESTIONS

    @property
    def visible(self) -> Callable[[Address], bool]:
        """What can be seen where it is asked."""
        if self.role is not Role.RESULT:
            return everything
        return only_given if self.alone else forward_and_given


class PlannedOwn(NamedTuple):
    """A question of the exercise's own, at its place."""

    question: OwnQuestion
    number: int

    @property
    def id(self) -> str:
        """What names it in a session's events."""
        return f"question {self.number}"


Question: TypeAlias = Planned | PlannedOwn
"""Something that the learner is asked."""


@dataclass(frozen=True)
class Plan:
    """What is asked, shown and hidden of one parameter's chain, in order.

    Attributes:
        exercise: what says so.
        trace: what answers are graded against.
        parameter: the chosen weight or bias.
        mastered: kinds that are shown from now on.
        solved: ids of steps that stay questions, because they have been solved as such.

    """

    exercise: Exercise
    trace: Trace
    parameter: Address
    mastered: frozenset[Kind] = frozenset()
    solved: frozenset[str] = frozenset()

    @cached_property
    def steps(self) -> tuple[Planned, ...]:
        """All steps in order."""
        seen: set[Kind] = set()
        alone = self.exercise.alone
        return tuple(Planned(step, self._role(step, seen), alone) for step in self._chain)

    @cached_property
    def _chain(self) -> tuple[Step, ...]:
        return tuple(self.trace.steps(str(self.parameter)))

    @cached_property
    def asked_in_full(self) -> int:
        """How many questions there would be if no kind were shortened to its first time."""
        own = sum(self._place(each.before) is not None for each in self.exercise.questions)
        return own + self._roles_in_full.total()

    @cached_property
    def _roles_in_full(self) -> Counter[tuple[Role, Kind]]:
        """How often each kind of step would be asked."""
        seen: set[Kind] = set()
        roles = (
            (self._when(each, self.exercise.asks(each.kind), seen), each) for each in self._chain
        )
        return Counter((role, each.kind) for role, each in roles if role in _QUESTIONS)

    @cached_property
    def shortened(self) -> frozenset[Kind]:
        """The kinds that are asked the first time only, for there would be too many questions.

        Only kinds that the exercise says nothing of, the most frequent first.
        """
        shortened: set[Kind] = set()
        total = self.asked_in_full
        for (role, kind), count in self._roles_in_full.most_common():
            if total <= self.exercise.most_questions:
                break
            if role is Role.ASKED and kind not in self.exercise.ask:
                shortened.add(kind)
                total -= count - 1
        return frozenset(shortened)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What is asked, in order."""
        return tuple(question for question, _ in self._placed)

    def place_of(self, question: Question) -> int:
        """Return how many steps come before a question."""
        return next(place for each, place in self._placed if each == question)

    @cached_property
    def _placed(self) -> tuple[tuple[Question, int], ...]:
        return tuple(self._in_order())

    def _in_order(self) -> Iterator[tuple[Question, int]]:
        own = [PlannedOwn(each, number) for number, each in enumerate(self.exercise.questions)]
        places = {each.id: self._place(each.question.before) for each in own}
        for index, planned in enumerate(self.steps):
            yield from ((each, index) for each in own if places[each.id] == index)
            if planned.is_question:
                yield planned, index
        last = len(self.steps)
        yield from ((each, last) for each in own if places[each.id] == last)

    def _place(self, before: str) -> int | None:
        """Return the index of the step before which something stands; None for no such step."""
        if before == START:
            return 0
        if before == END:
            return len(self._chain)
        return next(self.matching(before), None)

    def matching(self, before: str) -> Iterator[int]:
        """Yield the indices of the steps that a kind or an address means, if it means any here."""
        if before in self._of_kinds:
            yield from self._of_kinds[Kind(before)]
            return
        try:
            meant = self.trace.address(before, 0)
        except AddressError:
            return
        average = self.trace.address(before) if self._is_averaged(before) else meant
        found = (self._of_places.get(each) for each in (meant, average))
        yield from sorted({index for index in found if index is not None})

    @cached_property
    def _of_kinds(self) -> dict[Kind, list[int]]:
        """The indices of the steps of each kind, also of those that are not here."""
        indices: dict[Kind, list[int]] = {kind: [] for kind in Kind}
        for index, step in enumerate(self._chain):
            indices[step.kind].append(index)
        return indices

    @cached_property
    def _of_places(self) -> dict[Address, int]:
        return {step.place: index for index, step in enumerate(self._chain)}

    def leads_past(self, before: str) -> bool:
        """Return whether a kind or an address means any step here."""
        return next(self.matching(before), None) is not None

    def _is_averaged(self, before: str) -> bool:
        try:
            return self.trace.address(before).example is None
        except AddressError:
            return False

    def _role(self, step: Step, seen: set[Kind]) -> Role:
        when = Ask.FIRST if step.kind in self.shortened else self.exercise.asks(step.kind)
        role = self._when(step, when, seen)
        is_mastered = step.kind in self.mastered and step.id not in self.solved
        return Role.SHOWN if role is Role.ASKED and is_mastered else role

    def _when(self, step: Step, when: Ask, seen: set[Kind]) -> Role:
        """Return the role of a step of a kind that is asked so; the kinds seen so far grow."""
        if self.exercise.alone and step.kind not in _AFTER_THE_CHAIN:
            return Role.RESULT if step.place == self._result(step) else Role.HIDDEN
        later = self.exercise.later_examples
        if step.example and later is Later.SHOWN:
            return Role.SHOWN
        if step.example and later is Later.RESULT:
            if step.place.quantity in (Q.DC_DW, Q.DC_DB):
                return Role.RESULT
            return Role.SHOWN if step.place.quantity in FORWARD else Role.HIDDEN
        is_first = step.kind not in seen
        seen.add(step.kind)
        asked = when is Ask.ALWAYS or (when is Ask.FIRST and is_first)
        return Role.ASKED if asked else Role.SHOWN

    def _result(self, step: Step) -> Address:
        """Return the derivative by the parameter in a step's example."""
        quantity = Q.DC_DW if self.parameter.quantity is Q.W else Q.DC_DB
        return self.parameter.to(quantity)._replace(example=step.example)
