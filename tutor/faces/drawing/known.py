"""The values that a question can be answered from, under the names that can be typed."""

from __future__ import annotations

from tutor.chain.addresses import Address, Q, short_name
from tutor.course.plan import Planned, Role
from tutor.course.view import View

_MOST = 40


def known_values(view: View) -> list[tuple[str, str]]:
    """Return the names and the values of what the question can be answered from."""
    question = view.question
    if not isinstance(question, Planned):
        return []
    example = question.step.example
    names: list[Address]
    if question.role is Role.RESULT:
        names = _of_example(view, example, question.step.place)
    else:
        names = list(question.step.rule.inputs)
    visible = [each for each in names if view.is_seen(each)]
    return [(_typed(view, each, example), view.trace.shown(each)) for each in visible[:_MOST]]


def _of_example(view: View, example: int | None, own: Address) -> list[Address]:
    """Return what can be seen of an example: input, activations, target; then all else."""
    sizes = view.trace.problem.sizes
    seen = [each for each in view.seen if each.example == example and each != own]
    seen.sort(key=lambda each: (each.layer, each.quantity.value, each.j, each.k))
    first = [Address(Q.X, 0, k, 0, example) for k in range(sizes[0])]
    first += [each for each in seen if each.quantity is Q.A]
    first += [Address(Q.Y, 0, j, 0, example) for j in range(sizes[-1])]
    return [*first, *(each for each in seen if each.quantity is not Q.A)]


def _typed(view: View, address: Address, example: int | None) -> str:
    name = short_name(address, view.trace.rules.shape)
    if address.example in (None, example):
        return name
    return f"{name}@{address.example}"
