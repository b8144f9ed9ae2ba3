"""The plan of an exercise: which steps of a parameter's chain are asked, shown or hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from tutor.chain.addresses import GIVEN, Address, Q
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.chain.trace import Trace
from tutor.course.lessons import Ask, Later, Lesson
from tutor.grading.ranges import everything


class Role(Enum):
    """What becomes of a step."""

    ASKED = "asked"
    RESULT = "asked for the result alone"
    SHOWN = "shown"
    HIDDEN = "hidden"


FORWARD = frozenset({Q.Z, Q.A, Q.C})


def forward_and_given(address: Address) -> bool:
    """Return whether a value is visible where only a result is asked of an example."""
    return address.quantity in FORWARD or address.quantity in GIVEN


@dataclass(frozen=True)
class Planned:
    """A step with its role."""

    step: Step
    role: Role

    @property
    def is_question(self) -> bool:
        """Whether the learner is asked for it."""
        return self.role in (Role.ASKED, Role.RESULT)

    @property
    def visible(self) -> Callable[[Address], bool]:
        """What can be seen where it is asked."""
        return forward_and_given if self.role is Role.RESULT else everything


@dataclass(frozen=True)
class Plan:
    """The steps of one parameter's chain with their roles, in order."""

    lesson: Lesson
    trace: Trace
    parameter: Address

    @cached_property
    def steps(self) -> tuple[Planned, ...]:
        """All steps in order."""
        seen: set[Kind] = set()
        return tuple(
            Planned(step, self._role(step, seen)) for step in self.trace.steps(str(self.parameter))
        )

    @cached_property
    def questions(self) -> tuple[Planned, ...]:
        """The steps that are asked."""
        return tuple(each for each in self.steps if each.is_question)

    def _role(self, step: Step, seen: set[Kind]) -> Role:
        later = self.lesson.later_examples
        if step.example and later is Later.SHOWN:
            return Role.SHOWN
        if step.example and later is Later.RESULT:
            if step.place.quantity in (Q.DC_DW, Q.DC_DB):
                return Role.RESULT
            return Role.SHOWN if step.place.quantity in FORWARD else Role.HIDDEN
        when = self.lesson.asks(step.kind)
        first = step.kind not in seen
        seen.add(step.kind)
        asked = when is Ask.ALWAYS or (when is Ask.FIRST and first)
        return Role.ASKED if asked else Role.SHOWN
