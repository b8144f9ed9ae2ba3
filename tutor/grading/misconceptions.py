"""The classic errors: one entry each, a rewriting of a rule at a place.

An entry is plain data: its id, the kinds of steps in which it is made, how it rewrites the rule,
and two phrases: what gives the wrong number, and what to look at. Verdicts say "this is the number
one gets by …", never "you did …".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from tutor.chain.rules import Kind
from tutor.engine.expressions import Expression
from tutor.grading import rewritings as wrong
from tutor.grading.rewritings import Site

Variants: TypeAlias = Iterable[tuple[str, Expression]]
"""Wrong trees for a site, each with a label: the same label at several sites is the same slip."""

SIGN = "sign_flipped"
HALF = "factor_two_dropped"
DOUBLE = "factor_two_added"
OFTEN, SEEN, RARE = 3, 2, 1
"""How often an error has been seen: what fits is told in this order."""


@dataclass(frozen=True, slots=True)
class Misconception:
    """A classic error.

    Attributes:
        id: what a verdict names.
        kinds: the kinds of steps whose rule it rewrites.
        rewrite: wrong trees at a site; none where the error cannot be made there.
        by: "one gets this number by …": what gives it, never the right answer.
        look: a sentence that says what to look at.
        seen: how often it is made.

    """

    id: str
    kinds: tuple[Kind, ...]
    rewrite: Callable[[Site], Variants]
    by: str
    look: str
    seen: int = SEEN


_PRODUCTS = (Kind.PRODUCT, Kind.PATH_TERM)

CATALOGUE: tuple[Misconception, ...] = (
    Misconception(
        SIGN,
        (Kind.COST_SLOPE, Kind.FUSED_SLOPE),
        wrong.sign_flipped,
        "taking target minus output, with the sign turned round",
        "Look at which of the two is subtracted from which.",
        OFTEN,
    ),
    Misconception(
        HALF,
        (Kind.COST_SLOPE,),
        wrong.factor_two_dropped,
        "leaving out the factor 2",
        "Look at what the derivative of a square has in front.",
        OFTEN,
    ),
    Misconception(
        DOUBLE,
        (Kind.COST_SLOPE,),
        wrong.factor_two_added,
        "having a factor 2 too many",
        "Look at whether this cost has a 1/2 that takes the 2 away.",
        SEEN,
    ),
    Misconception(
        "slope_is_value",
        (Kind.ACTIVATION_SLOPE,),
        wrong.slope_is_value,
        "taking the activation function itself instead of its derivative",
        "Look at how steep the curve is at this z, not how high it is.",
    ),
    Misconception(
        "slope_at_activation",
        (Kind.ACTIVATION_SLOPE,),
        wrong.slope_at_activation,
        "taking the derivative at a instead of at z",
        "Look at where the derivative is taken: at what goes into the function.",
        OFTEN,
    ),
    Misconception(
        "slope_of_z",
        (Kind.ACTIVATION_SLOPE,),
        wrong.slope_of_z,
        "working out z(1 - z)",
        "Look at what stands in the handy form: the activation, not the weighted sum.",
    ),
    Misconception(
        "sigmoid_slope_elsewhere",
        (Kind.ACTIVATION_SLOPE,),
        wrong.sigmoid_slope_elsewhere,
        "working out a(1 - a), which is the derivative of the sigmoid",
        "Look at which activation function this layer has.",
    ),
    Misconception(
        "half_slope",
        (Kind.ACTIVATION_SLOPE,),
        wrong.half_slope,
        "working out 1 - a",
        "Look at the whole of the derivative: something is still missing in it.",
    ),
    Misconception(
        "relu_slope_one",
        (Kind.ACTIVATION_SLOPE,),
        wrong.relu_slope_one,
        "taking 1 although z is not above 0",
        "Look at the sign of z: on which side of the kink is it?",
    ),
    Misconception(
        "relu_slope_value",
        (Kind.ACTIVATION_SLOPE,),
        wrong.relu_slope_value,
        "taking relu(z) itself instead of its derivative",
        "Look at how steep relu is, not how high.",
    ),
    Misconception(
        "wrong_layer_activation",
        (Kind.WEIGHT_FACTOR,),
        wrong.wrong_layer_activation,
        "taking the activation of another layer",
        "Look at which neuron this weight comes from.",
        OFTEN,
    ),
    Misconception(
        "sum_for_activation",
        (Kind.WEIGHT_FACTOR,),
        wrong.sum_for_activation,
        "taking the weighted sum of the layer before instead of its activation",
        "Look at what the weight is multiplied by: z has gone through the activation function.",
    ),
    Misconception(
        "weight_for_activation",
        (Kind.WEIGHT_FACTOR,),
        wrong.weight_for_activation,
        "taking the weight itself",
        "Look at what z is differentiated by: the weight is what is nudged.",
    ),
    Misconception(
        "bias_factor_is_bias",
        (Kind.BIAS_FACTOR,),
        wrong.bias_factor_is_bias,
        "taking the bias itself",
        "Look at how z moves when the bias moves, not at how large the bias is.",
    ),
    Misconception(
        "bias_is_constant",
        (Kind.BIAS_FACTOR,),
        wrong.bias_is_constant,
        "taking the bias for a constant",
        "Look at what is nudged here: it is the bias that moves.",
    ),
    Misconception(
        "bias_as_weight",
        (Kind.BIAS_FACTOR,),
        wrong.bias_as_weight,
        "treating the bias like a weight",
        "Look at what the bias is multiplied by in the weighted sum.",
        RARE,
    ),
    Misconception(
        "activation_for_weight",
        (Kind.ACTIVATION_FACTOR,),
        wrong.activation_for_weight,
        "leaving the weight out on the way back through the layer",
        "Look at what the activation is multiplied by in the weighted sum.",
    ),
    Misconception(
        "wrong_layer_weight",
        (Kind.ACTIVATION_FACTOR,),
        wrong.wrong_layer_weight,
        "taking a weight of another layer",
        "Look at which weights lead away from this activation.",
    ),
    Misconception(
        "indices_swapped",
        (Kind.PATH_TERM, Kind.WEIGHTED_SUM),
        wrong.indices_swapped,
        "swapping the two indices of the weight",
        "Look at the order: first the neuron it leads to, then the one it comes from.",
        OFTEN,
    ),
    Misconception(
        "updated_weight_used",
        (Kind.PATH_TERM, Kind.PRODUCT),
        wrong.updated_weight_used,
        "using the weight after its update",
        "Look at when weights are updated: only after all derivatives are known.",
    ),
    Misconception(
        "slope_forgotten",
        _PRODUCTS,
        wrong.slope_forgotten,
        "leaving out the derivative of the activation function",
        "Look at the factors: does each link of the chain have one?",
        OFTEN,
    ),
    Misconception(
        "stopped_early",
        (Kind.PRODUCT,),
        wrong.stopped_early,
        "stopping one factor early, at the derivative by z",
        "Look at the last link: from the weighted sum to what is nudged.",
    ),
    Misconception(
        "divided",
        (Kind.PRODUCT,),
        wrong.divided,
        "dividing by the first factor instead of multiplying",
        "Look at how the factors are put together.",
    ),
    Misconception(
        "factors_added",
        (Kind.PRODUCT,),
        wrong.factors_added,
        "adding the factors",
        "Look at how the chain rule puts its factors together.",
        RARE,
    ),
    Misconception(
        "one_path",
        (Kind.PATH_SUM,),
        wrong.one_path,
        "following only one of the paths",
        "Look at how many ways lead from here to the cost.",
        OFTEN,
    ),
    Misconception(
        "mean_over_paths",
        (Kind.PATH_SUM,),
        wrong.mean_over_paths,
        "dividing by the number of paths",
        "Look at what the effects along several paths do: is it a mean?",
        RARE,
    ),
    Misconception(
        "softmax_diagonal",
        (Kind.PATH_SUM,),
        wrong.softmax_diagonal,
        "taking only the output with the same index",
        "Look at how many outputs of a softmax one z moves.",
    ),
    Misconception(
        "slope_after_fusing",
        (Kind.FUSED_SLOPE,),
        wrong.slope_after_fusing,
        "multiplying by the derivative of the activation function once more",
        "Look at what is already inside: here the two slopes are taken together.",
    ),
    Misconception(
        "cost_for_slope",
        (Kind.COST_SLOPE,),
        wrong.cost_for_slope,
        "taking the cost itself instead of its derivative",
        "Look at what is asked: how fast the cost moves, not how large it is.",
    ),
    Misconception(
        "target_dropped",
        (Kind.COST_SLOPE,),
        wrong.target_dropped,
        "leaving out the desired output",
        "Look at what is squared: the distance from the desired output.",
    ),
    Misconception(
        "mean_over_outputs",
        (Kind.COST_SLOPE,),
        wrong.mean_over_outputs,
        "dividing by the number of outputs",
        "Look at whether this cost is a mean or a sum over its outputs.",
    ),
    Misconception(
        "mean_forgotten",
        (Kind.AVERAGE,),
        wrong.mean_forgotten,
        "adding up the examples without dividing",
        "Look at what an average does after the sum.",
        OFTEN,
    ),
    Misconception(
        "mean_twice",
        (Kind.AVERAGE,),
        wrong.mean_twice,
        "dividing by the number of examples twice",
        "Look at how often you divide.",
    ),
    Misconception(
        "average_example",
        (Kind.AVERAGE,),
        wrong.average_example,
        "averaging the examples first and taking the derivative there",
        "Look at what is averaged: the derivatives, not the examples.",
    ),
    Misconception(
        "one_example",
        (Kind.AVERAGE,),
        wrong.one_example,
        "taking one example only",
        "Look at how many examples there are.",
    ),
    Misconception(
        "rate_forgotten",
        (Kind.UPDATE, Kind.STEP),
        wrong.rate_forgotten,
        "leaving out the learning rate",
        "Look at how far one goes: the learning rate scales the derivative.",
    ),
    Misconception(
        "gradient_added",
        (Kind.UPDATE,),
        wrong.gradient_added,
        "adding the step",
        "Look at which way is downhill.",
        OFTEN,
    ),
    Misconception(
        "step_for_value",
        (Kind.UPDATE,),
        wrong.step_for_value,
        "giving the step alone",
        "Look at what is asked: the new value, not how far it moves.",
    ),
    Misconception(
        "rate_divides",
        (Kind.UPDATE, Kind.STEP),
        wrong.rate_divides,
        "dividing by the learning rate",
        "Look at what the learning rate does: a small one makes a small step.",
        RARE,
    ),
    Misconception(
        "gradient_for_value",
        (Kind.UPDATE,),
        wrong.gradient_for_value,
        "giving the derivative",
        "Look at what is asked: the new value after the step.",
        RARE,
    ),
    Misconception(
        "index_as_power",
        (Kind.WEIGHTED_SUM, Kind.ACTIVATION),
        wrong.index_as_power,
        "taking the number of the layer for a power",
        "Look at the raised number in parentheses: it says where something is.",
    ),
    Misconception(
        "bias_left_out",
        (Kind.WEIGHTED_SUM,),
        wrong.bias_left_out,
        "leaving out the bias",
        "Look at all that goes into the weighted sum.",
        OFTEN,
    ),
    Misconception(
        "sum_left_open",
        (Kind.WEIGHTED_SUM,),
        wrong.sum_left_open,
        "taking only one term of the sum",
        "Look at how many neurons feed this one.",
    ),
    Misconception(
        "not_squashed",
        (Kind.ACTIVATION,),
        wrong.not_squashed,
        "giving the weighted sum itself",
        "Look at what the weighted sum still has to go through.",
    ),
    Misconception(
        "cost_unsquared",
        (Kind.COST,),
        wrong.cost_unsquared,
        "leaving out the square",
        "Look at what the cost does with the difference.",
    ),
)
"""Every classic error."""

BY_ID: dict[str, Misconception] = {entry.id: entry for entry in CATALOGUE}
