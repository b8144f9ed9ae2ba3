"""Hints, made from the rule itself: the idea in words, the formula, with numbers, the value."""

from __future__ import annotations

from collections.abc import Callable

from tutor.chain.addresses import Address, Q
from tutor.chain.notation import Notation
from tutor.chain.rules import Kind
from tutor.chain.steps import Step

LEVELS = ("idea", "formula", "numbers", "value")
"""What each level of hint tells."""


def hint(step: Step, level: int, notation: Notation) -> str:
    """Return the hint of a level, 1 to 4. The last one's text is a right answer.

    Raises:
        ValueError: for another level.

    """
    if level == 1:
        return _IDEAS[step.kind](step, notation)
    if level == 2:  # noqa: PLR2004 - the levels are counted in LEVELS
        return step.equation(notation)
    if level == 3:  # noqa: PLR2004
        return f"{step.name(notation)} = {step.filled_in(notation)}"
    if level == len(LEVELS):
        return step.trace.shown(step.place)
    raise ValueError(f"level {level}: hints have the levels 1 to {len(LEVELS)}")


def _idea(text: str) -> Callable[[Step, Notation], str]:
    return lambda _step, _notation: text


def _name(step: Step, notation: Notation, address: Address) -> str:
    return step.trace.name(address, notation, step.example)


def _product_idea(step: Step, notation: Notation) -> str:
    name = step.name(notation)
    if len(step.rule.inputs) == 2:  # noqa: PLR2004 - two factors
        return f"The chain rule: {name} is the product of the two factors just found."
    return f"The chain rule: {name} is the product of three factors, each a ratio of small nudges."


def _activation_slope_idea(step: Step, notation: Notation) -> str:
    activation = step.trace.problem.layers[step.place.layer - 1].activation
    at = _name(step, notation, step.place.to(Q.Z)._replace(k=0))
    if activation == "softmax":
        return "Every output of a softmax depends on every z; its slope needs outputs only."
    if activation == "identity":
        return "The identity changes nothing: a moves exactly as z does."
    return f"It is the derivative of {activation}, taken at {at}: how steep the curve is there."


def _cost_slope_idea(step: Step, notation: Notation) -> str:
    cost = step.trace.problem.cost.replace("_", " ")
    output = _name(step, notation, step.place.to(Q.A))
    return f"Differentiate the {cost} by {output}; the target is a constant."


_IDEAS: dict[Kind, Callable[[Step, Notation], str]] = {
    Kind.WEIGHTED_SUM: _idea(
        "Each weight times what comes in along it, all added up, and the bias."
    ),
    Kind.ACTIVATION: _idea("Put the weighted sum into the activation function."),
    Kind.COST: _idea("How far is the output from the desired one? The cost measures just that."),
    Kind.COST_SLOPE: _cost_slope_idea,
    Kind.ACTIVATION_SLOPE: _activation_slope_idea,
    Kind.WEIGHT_FACTOR: _idea(
        "In the weighted sum the weight is multiplied by what comes in along it; "
        "so a nudge to the weight counts as much as that is strong."
    ),
    Kind.BIAS_FACTOR: _idea("The bias is simply added: z moves exactly as much as the bias does."),
    Kind.ACTIVATION_FACTOR: _idea(
        "In the weighted sum the activation is multiplied by its weight; "
        "so a nudge to it counts as much as the weight is large."
    ),
    Kind.PRODUCT: _product_idea,
    Kind.PATH_TERM: _idea("Along one path the factors are multiplied, as ever."),
    Kind.PATH_SUM: _idea("The nudge reaches the cost along every path; their effects add up."),
    Kind.FUSED_SLOPE: _idea(
        "This cost and this activation belong together: "
        "the product of their slopes is the plain difference of output and target."
    ),
    Kind.AVERAGE: _idea("The full cost is the mean over the examples, and so is its derivative."),
    Kind.STEP: _idea("The step is the learning rate times the derivative."),
    Kind.UPDATE: _idea("Go downhill: take the step away from the old value."),
    Kind.NEW_COST: _idea("A forward pass with every parameter after its step gives the new cost."),
}
