"""What a lesson's prose and questions stand before: steps that there are, rightly named."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from tutor.chain.addresses import Address, Q, short_name
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.chain.trace import trace
from tutor.course.exercises import END, START
from tutor.course.lessons import Lesson
from tutor.course.names import MOST_COMPARED
from tutor.course.plan import Plan
from tutor.course.repair import Remark, Repaired
from tutor.course.words import records
from tutor.errors import TutorError


def before_remarks(
    data: dict[str, Any], lesson: Lesson, plans: list[Plan], repaired: Repaired
) -> Iterator[Remark]:
    """Yield prose and questions that stand before steps which no chain here has.

    Args:
        data: the lesson as it stands in the file.
        lesson: what is sound of it.
        plans: of its default and its listed parameters.
        repaired: says what is the author's own.

    """
    steps = _Steps(lesson, plans)
    for key, others in (("prose", ()), ("questions", (START, END))):
        for number, record in records(data, key):
            before = record.get("before")
            if not isinstance(before, str) or before in others:
                continue
            if before in set(Kind) and not repaired.is_own("problem"):
                continue  # which kinds there are depends on what is faulty
            if not steps.have(before):
                told = f"{key}[{number}].before: {before}: {steps.instead(before, others)}"
                yield Remark((key, number, "before"), told)


class _Steps:
    """The steps of a lesson's network, whatever parameter is chosen."""

    def __init__(self, lesson: Lesson, plans: list[Plan]) -> None:
        self._lesson = lesson
        self._trace = trace(lesson.problem)
        self._plans = {plan.parameter: plan for plan in plans}

    def have(self, before: str) -> bool:
        """Return whether the chain of any parameter has such a step."""
        if any(plan.leads_past(before) for plan in self._plans.values()):
            return True
        if before in set(Kind):
            parameters = [Address(Q.W, 1), Address(Q.B, 1)]
        else:
            try:
                parameters = [_parameter_past(self._trace.address(before, 0))]
            except TutorError:
                return False
        return any(self._plan(each).leads_past(before) for each in parameters)

    def _plan(self, parameter: Address) -> Plan:
        if parameter not in self._plans:
            self._plans[parameter] = Plan(self._lesson, self._trace, parameter)
        return self._plans[parameter]

    @cached_property
    def _kinds(self) -> list[Kind]:
        """The kinds of steps that there are."""
        return [kind for kind in Kind if self.have(kind)]

    @cached_property
    def _names(self) -> list[str]:
        """The names of steps as one types them, of a large network the first ones."""
        shape = self._trace.rules.shape
        typed = dict.fromkeys(short_name(each.place, shape) for each in self._some())
        return list(islice(typed, MOST_COMPARED))

    def _some(self) -> Iterator[Step]:
        for plan in (*self._plans.values(), self._plan(Address(Q.B, 1))):
            yield from islice((each.step for each in plan.steps), MOST_COMPARED)

    def instead(self, before: str, others: tuple[str, ...]) -> str:
        """Return what was meant, or what there is."""
        if before in (START, END):
            return "prose stands before a step; the first and last texts are intro and closing"
        if before in set(Kind):
            return f"this network has no step of that kind; it has {', '.join(self._kinds)}"
        try:
            address = self._trace.address(before, 0)
        except TutorError as error:
            reason = str(error).removeprefix(f"{before}: ")
            known = [*self._kinds, *others, *self._names]
            close = difflib.get_close_matches(before, known, n=1)
            if close and reason.startswith("no such quantity"):
                return f"no such step; did you mean {close[0]}?"
            return f"no kind of step, such as cost_slope, and no step: {reason}"
        if self._trace.is_given(address):
            return "no step; it is given"
        return "no chain here has such a step; give a kind such as product, or another address"


def _parameter_past(address: Address) -> Address:
    """Return the parameter whose chain has a quantity, if any has it."""
    quantity, layer, j, k, _ = address
    if quantity in (Q.DZ_DW, Q.DC_DW, Q.STEP_W, Q.NEW_W):
        return Address(Q.W, layer, j, k)
    if quantity in (Q.DZ_DA, Q.TERM_A):
        return Address(Q.B, layer - 1, k)
    return Address(Q.B, max(layer, 1), j if layer else 0)
