"""What is told at the end of an exercise: the table of examples, and the step of descent."""

from __future__ import annotations

from typing import NamedTuple

from tutor.chain.addresses import Address, Q
from tutor.chain.numbers import given_text
from tutor.course.view import View

UNKNOWN = "?"
"""What stands where a value is not yet worked out."""


def shown_or_unknown(view: View, address: Address) -> str:
    """Return a value as it is shown, or a question mark while it is asked for."""
    return view.trace.shown(address) if view.is_seen(address) else UNKNOWN


def slope_of(view: View, example: int | None) -> Address:
    """Return the address of the derivative by the chosen parameter."""
    quantity = Q.DC_DW if view.parameter.quantity is Q.W else Q.DC_DB
    return view.parameter.to(quantity).at(example)


class ExampleRow(NamedTuple):
    """One example in the table: all texts, with "?" for what is not yet worked out."""

    number: str
    x: str
    y: str
    output: str
    cost: str
    slope: str


def example_rows(view: View) -> list[ExampleRow]:
    """Return the table of examples, one row each."""
    problem, last = view.trace.problem, view.trace.rules.shape.last
    rows = []
    for index, example in enumerate(problem.examples):
        outputs = (
            shown_or_unknown(view, Address(Q.A, last, j, 0, index)) for j in range(len(example.y))
        )
        rows.append(
            ExampleRow(
                number=str(index),
                x=", ".join(given_text(float(value)) for value in example.x),
                y=", ".join(given_text(float(value)) for value in example.y),
                output=", ".join(outputs),
                cost=shown_or_unknown(view, Address(Q.C, example=index)),
                slope=shown_or_unknown(view, slope_of(view, index)),
            )
        )
    return rows


class DescentTexts(NamedTuple):
    """The step of descent: texts, with "?" for what is not yet worked out."""

    old: str
    gradient: str
    rate: str
    step: str
    new: str
    cost_before: str
    cost_after: str


def descent_texts(view: View) -> DescentTexts:
    """Return the step of descent of the chosen parameter, and the cost before and after it."""
    weight = view.parameter.quantity is Q.W
    several = len(view.trace.problem.examples) > 1
    cost = Address(Q.C, example=None if several else 0)
    finished = view.is_seen(Address(Q.NEW_C))
    return DescentTexts(
        old=view.trace.shown(view.parameter),
        gradient=shown_or_unknown(view, slope_of(view, None if several else 0)),
        rate=view.trace.shown(Address(Q.ETA)),
        step=shown_or_unknown(view, view.parameter.to(Q.STEP_W if weight else Q.STEP_B)),
        new=shown_or_unknown(view, view.parameter.to(Q.NEW_W if weight else Q.NEW_B)),
        cost_before=view.trace.shown(cost) if finished else UNKNOWN,
        cost_after=shown_or_unknown(view, Address(Q.NEW_C)),
    )
