"""What a question says: in words, with the quantity that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from tutor.chain.addresses import Address, Q
from tutor.chain.notation import Notation, parts_of
from tutor.chain.rules import Kind
from tutor.course.plan import Planned, Role

_NUDGE = "How much does {of} move when {by} moves a little? {name} = ?"
_PROMPTS = {
    Kind.WEIGHTED_SUM: "What is the weighted sum? {name} = ?",
    Kind.ACTIVATION: "What is the activation? {name} = ?",
    Kind.COST: "How large is the cost of this example? {name} = ?",
    Kind.COST_SLOPE: _NUDGE,
    Kind.ACTIVATION_SLOPE: _NUDGE,
    Kind.WEIGHT_FACTOR: _NUDGE,
    Kind.BIAS_FACTOR: _NUDGE,
    Kind.ACTIVATION_FACTOR: _NUDGE,
    Kind.PRODUCT: "Put the factors together: {name} = ?",
    Kind.PATH_TERM: "How much goes along this one path? {name} = ?",
    Kind.PATH_SUM: "Put the paths together: {name} = ?",
    Kind.FUSED_SLOPE: _NUDGE,
    Kind.AVERAGE: "And over all examples? {name} = ?",
    Kind.STEP: "How large is the step of descent? {name} = ?",
    Kind.UPDATE: "What is the new value after the step? {name} = ?",
    Kind.NEW_COST: "What is the cost after the step? {name} = ?",
}


_RESULT = "Now example {example}, the whole chain at once: {name} = ?"
_ALONE = "The whole chain at once: {name} = ?"
_ALONE_OF_SEVERAL = "Example {example}, the whole chain at once: {name} = ?"


def prompt(planned: Planned, notation: Notation) -> str:
    """Return a question's text."""
    step = planned.step
    return "".join(
        step.trace.name(piece, notation, step.example) if isinstance(piece, Address) else piece
        for piece in prompt_pieces(planned)
    )


def prompt_pieces(planned: Planned) -> Iterator[str | Address]:
    """Yield a question's words, and the quantities between them."""
    step = planned.step
    of, by = parts_of(step.place) or (step.place, step.place)
    named = {"name": step.place, "of": of, "by": by}
    template = _result(planned) if planned.role is Role.RESULT else _PROMPTS[step.kind]
    for words, field, _, _ in Formatter().parse(template):
        yield words
        if field is not None:
            yield named.get(field, str(step.example))


def _result(planned: Planned) -> str:
    """Return what is said where a result is asked for alone."""
    if not planned.alone:
        return _RESULT
    return _ALONE_OF_SEVERAL if len(planned.step.trace.problem.examples) > 1 else _ALONE


def advice(planned: Planned) -> str:
    """Return what precision is asked for, where it is not the usual 3 digits."""
    step = planned.step
    if planned.role is Role.RESULT:
        return "Carry at least 5 digits on the way; answer with 3."
    if step.place.quantity in (Q.NEW_W, Q.NEW_B):
        return "Give it at least to the decimal place of the step's third digit."
    return ""
