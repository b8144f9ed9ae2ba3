"""What a question says: in words, with the quantity that is asked for."""

from __future__ import annotations

from tutor.chain.addresses import Q
from tutor.chain.notation import Notation, parts_of
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
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
    Kind.PATH_TERM: "How much of it goes along this one path? {name} = ?",
    Kind.PATH_SUM: "Put the paths together: {name} = ?",
    Kind.FUSED_SLOPE: _NUDGE,
    Kind.AVERAGE: "And over all examples? {name} = ?",
    Kind.STEP: "How large is the step of descent? {name} = ?",
    Kind.UPDATE: "What is the new value after the step? {name} = ?",
    Kind.NEW_COST: "What is the cost after the step? {name} = ?",
}


def prompt(planned: Planned, notation: Notation) -> str:
    """Return a question's text."""
    step = planned.step
    name = step.name(notation)
    if planned.role is Role.RESULT:
        return f"{_where(planned)}he whole chain at once: {name} = ?"
    of, by = _nudged(step, notation)
    return _PROMPTS[step.kind].format(name=name, of=of, by=by)


def _where(planned: Planned) -> str:
    """Return how a question for a result alone begins."""
    if not planned.alone:
        return f"Now example {planned.step.example}, t"
    several = len(planned.step.trace.problem.examples) > 1
    return f"Example {planned.step.example}, t" if several else "T"


def _nudged(step: Step, notation: Notation) -> tuple[str, str]:
    """Return the texts of what a derivative is of and by."""
    parts = parts_of(step.place)
    if parts is None:
        return "", ""
    of, by = (step.trace.name(part, notation, step.example) for part in parts)
    return of, by


def advice(planned: Planned) -> str:
    """Return what precision is asked for, where it is not the usual 3 digits."""
    step = planned.step
    if planned.role is Role.RESULT:
        return "Carry at least 5 digits on the way; answer with 3."
    if step.place.quantity in (Q.NEW_W, Q.NEW_B):
        return "Give as many decimals as the step needs to show with 3 digits."
    return ""
