"""What a sheet asks of one problem: the questions with their words, and what is known for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tutor.chain.addresses import Address, Q, short_name
from tutor.chain.arrays import FrozenModel
from tutor.chain.notation import UNICODE
from tutor.chain.trace import trace
from tutor.course.plan import FORWARD, Plan, Planned, Role
from tutor.course.prompts import advice, prompt
from tutor.course.quiz.documents import Assignment
from tutor.errors import DocumentError

NO_LAYER = 1_000
"""Sorts after every layer."""


class Known(FrozenModel):
    """A value that is known besides the problem's own numbers.

    Attributes:
        name: as it can be typed.
        value: with 4 significant digits.

    """

    name: str
    value: str


class SheetQuestion(FrozenModel):
    """One thing that is asked.

    Attributes:
        id: what an answer is given under, as in ``q1.3``.
        address: the quantity, with its example.
        kind: of step.
        prompt: the question.
        advice: what precision is asked for, where it is not the usual 3 digits.
        seen: what can be seen where it is asked: everything, the forward values or nothing.
        known: the values that it can be answered from, besides the problem's and one's own.
        points: what the answer is worth.

    """

    id: str
    address: str
    kind: str
    prompt: str
    advice: str = ""
    seen: Literal["everything", "forward", "nothing"] = "everything"
    known: tuple[Known, ...] = ()
    points: float


def questions_of(part: str, work: Assignment, points: float) -> Iterator[SheetQuestion]:
    """Yield what is asked of a problem, in order.

    Raises:
        DocumentError: where nothing is.

    """
    made = trace(work.problem)
    plan = Plan(work, made, made.parameter_address(work.parameter))
    asked = [each for each in plan.questions if isinstance(each, Planned)]
    if not asked:
        raise DocumentError(f"{part}: nothing is asked about {work.parameter}; ask for other kinds")
    hidden = _following(plan)
    for number, planned in enumerate(asked, start=1):
        yield SheetQuestion(
            id=f"{part}.{number}",
            address=planned.id,
            kind=planned.step.kind,
            prompt=prompt(planned, UNICODE),
            advice=advice(planned),
            seen=_seen(planned),
            known=tuple(_known(plan, planned, hidden)),
            points=points,
        )


def _seen(planned: Planned) -> Literal["everything", "forward", "nothing"]:
    if planned.role is not Role.RESULT:
        return "everything"
    return "nothing" if planned.alone else "forward"


def _following(plan: Plan) -> frozenset[Address]:
    """Return what is asked, and all that follows from it or equals it: it would tell answers."""
    made = plan.trace
    found: set[Address] = {each.step.place for each in plan.steps if each.is_question}
    values = {made.values.value(each) for each in found}
    for planned in plan.steps:
        step = planned.step
        inside = any(name in found for name in step.rule.inputs)
        if not made.is_given(step.place) and (inside or step.value in values):
            found.add(step.place)
    return frozenset(found)


def _known(plan: Plan, planned: Planned, hidden: frozenset[Address]) -> Iterator[Known]:
    """Yield the shown values that a question is answered from, where they tell no answer."""
    made, step = plan.trace, planned.step
    shown = {each.step.place for each in plan.steps if each.role is Role.SHOWN}
    names = step.rule.inputs
    if planned.role is Role.RESULT:
        names = tuple(
            each for each in shown if each.example == step.example and each.quantity in FORWARD
        )
        names = tuple(sorted(names, key=_in_order))
    for each in names:
        if each in shown and each not in hidden:
            typed = short_name(each, made.rules.shape)
            if each.example not in (None, step.example):
                typed = f"{typed}@{each.example}"
            yield Known(name=typed, value=made.shown(each))


def _in_order(address: Address) -> tuple[int, bool, int]:
    """Return a key that sorts forward values as they are worked; the cost has no layer."""
    return address.layer or NO_LAYER, address.quantity is Q.A, address.j
