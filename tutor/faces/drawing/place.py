"""Where a view is: at which step, which example, which layer."""

from __future__ import annotations

from tutor.chain.addresses import Address, Q
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.course.plan import Planned
from tutor.course.view import Phase, View

OVER_ALL = frozenset({Kind.AVERAGE, Kind.STEP, Kind.UPDATE, Kind.NEW_COST})
"""The kinds of steps that come after the examples."""
FORWARD = frozenset({Kind.WEIGHTED_SUM, Kind.ACTIVATION, Kind.COST})
"""The kinds of steps that come before there is anything to go back from."""
DESCENT = frozenset({Kind.STEP, Kind.UPDATE, Kind.NEW_COST})
"""The kinds of steps that make up the step of descent."""


def look(view: View) -> tuple[object, ...]:
    """Return all that the pictures of a view depend on; what was said of an answer is not in it."""
    question = None if view.question is None else view.question.id
    outcomes = tuple(view.outcomes.items())
    where = (view.parameter, view.phase, view.page, question, view.notation.name)
    return (id(view.trace), *where, outcomes)


def asked_step(view: View) -> Step | None:
    """Return the step in question, where a step is in question."""
    return view.question.step if isinstance(view.question, Planned) else None


def is_after_examples(view: View) -> bool:
    """Return whether the examples are worked, and the average or the descent is next."""
    step = asked_step(view)
    if step is not None:
        return step.kind in OVER_ALL
    if view.phase is Phase.FINISHED:
        return True
    return view.reached > 0 and view.plan.steps[view.reached - 1].step.kind in OVER_ALL


def is_descent(view: View) -> bool:
    """Return whether the step of descent is worked, or was."""
    step = asked_step(view)
    return view.phase is Phase.FINISHED or (step is not None and step.kind in DESCENT)


def current_example(view: View) -> int:
    """Return the example that is worked, after all of them the last one."""
    step = asked_step(view)
    if step is not None and step.example is not None:
        return step.example
    if is_after_examples(view):
        return len(view.trace.problem.examples) - 1
    before = (each.step.example for each in reversed(view.plan.steps[: view.reached]))
    return next((example for example in before if example is not None), 0)


def current_layer(view: View) -> int | None:
    """Return the layer in question; one more than the last for the cost, None for no layer."""
    step = asked_step(view)
    if step is None or step.kind in OVER_ALL:
        return None
    if step.place.quantity is Q.C:
        return view.trace.rules.shape.last + 1
    return step.place.layer


def slope(view: View, example: int | None) -> Address:
    """Return the address of the derivative by the chosen parameter."""
    quantity = Q.DC_DW if view.parameter.quantity is Q.W else Q.DC_DB
    return view.parameter.to(quantity).at(example)


def goal(view: View) -> Address:
    """Return the derivative that the current example's factors lead to."""
    return slope(view, current_example(view))
