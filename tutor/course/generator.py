"""Problems drawn from a seed, redrawn until every classic error can be told apart.

The same seed and version give the same problem on every machine, for years: numbers come from
SHA-256, and a version freezes the errors that are tested and every limit below.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated, NamedTuple

from pydantic import Field, ValidationError, model_validator

from tutor.chain.arrays import FrozenModel
from tutor.chain.problem import ActivationName, CostName, Problem
from tutor.chain.trace import trace
from tutor.course import fairness
from tutor.course.draws import Blueprint, Draw, OneExample, Sketch
from tutor.course.fairness import faults
from tutor.errors import AddressError, TutorError

VERSION = 1
"""The newest version of the generator. It is frozen: what changes a draw makes a new one."""
TESTED: dict[int, frozenset[str]] = {
    1: frozenset(
        {
            "sign_flipped",
            "factor_two_dropped",
            "factor_two_added",
            "slope_is_value",
            "slope_at_activation",
            "slope_of_z",
            "sigmoid_slope_elsewhere",
            "half_slope",
            "relu_slope_one",
            "relu_slope_value",
            "wrong_layer_activation",
            "sum_for_activation",
            "weight_for_activation",
            "bias_factor_is_bias",
            "bias_is_constant",
            "bias_as_weight",
            "activation_for_weight",
            "wrong_layer_weight",
            "indices_swapped",
            "updated_weight_used",
            "slope_forgotten",
            "stopped_early",
            "divided",
            "factors_added",
            "one_path",
            "mean_over_paths",
            "softmax_diagonal",
            "slope_after_fusing",
            "cost_for_slope",
            "target_dropped",
            "mean_over_outputs",
            "mean_forgotten",
            "mean_twice",
            "average_example",
            "one_example",
            "rate_forgotten",
            "gradient_added",
            "step_for_value",
            "rate_divides",
            "gradient_for_value",
            "index_as_power",
            "bias_left_out",
            "sum_left_open",
            "not_squashed",
            "cost_unsquared",
        }
    )
}
"""The errors that each version keeps apart."""

MOST_DRAWS = 6_000
_PATIENCE = 150  # draws of parts, after which a problem is given up for another


class GenerationError(TutorError):
    """A request that no draw could meet."""


class Request(FrozenModel):
    """What kind of problem to draw.

    Attributes:
        sizes: the number of neurons of each layer, the input first.
        activations: of each layer after the input.
        cost: by name.
        examples: how many.
        parameter: the weight or bias that is asked about; None to draw one.

    """

    sizes: Annotated[
        tuple[Annotated[int, Field(gt=0, le=8, strict=True)], ...], Field(min_length=2)
    ]
    activations: tuple[ActivationName, ...]
    cost: CostName = "squared_error"
    examples: Annotated[int, Field(gt=0, le=16, strict=True)] = 4
    parameter: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Request:
        if len(self.activations) != len(self.sizes) - 1:
            raise ValueError(
                f"activations: {len(self.activations)}, but there are "
                f"{len(self.sizes) - 1} layers after the input"
            )
        return self


class Generated(NamedTuple):
    """A drawn problem.

    Attributes:
        problem: with parameters of one decimal.
        parameter: the weight or bias that is asked about.
        seed, version: what it was drawn from.
        draws: how many it took.

    """

    problem: Problem
    parameter: str
    seed: str
    version: int
    draws: int


def generate(seed: str | int, request: Request, version: int = VERSION) -> Generated:
    """Return a problem in which every classic error can be told apart.

    Raises:
        GenerationError: where no draw meets the request; the sentence says what stood in the way.

    """
    if version not in TESTED:
        raise GenerationError(f"version {version}: the generator has {', '.join(map(str, TESTED))}")
    blueprint = Blueprint(request.sizes, request.activations, request.cost, request.examples)
    draw = Draw(f"backprop-tutor/{version}/{seed}/{_text(request)}")
    sketch, parameter = _begun(draw, blueprint, request.parameter)
    reasons: Counter[str] = Counter()
    first = 0
    for number in range(1, MOST_DRAWS + 1):
        problem = sketch.problem()
        fault = next(faults(problem, parameter, TESTED[version], first), None)
        if fault is None:
            return Generated(problem, parameter, str(seed), version, number)
        reasons[fault.reason] += 1
        if number % _PATIENCE:
            sketch.mend(fault.part)
            first = fault.part.number if isinstance(fault.part, OneExample) else first
        else:
            sketch = Sketch(draw, blueprint)
    common = ", ".join(f"{reason} ({count})" for reason, count in reasons.most_common(3))
    raise GenerationError(f"no problem of this kind in {MOST_DRAWS} draws: {common}")


def _text(request: Request) -> str:
    """Return a request as a text that stays the same for years."""
    sizes, activations = "-".join(map(str, request.sizes)), "-".join(request.activations)
    return f"{sizes}/{activations}/{request.cost}/{request.examples}/{request.parameter or ''}"


def _begun(draw: Draw, blueprint: Blueprint, parameter: str | None) -> tuple[Sketch, str]:
    """Return a first sketch and the parameter in full, or refuse what can never be met."""
    outputs, last = blueprint.sizes[-1], blueprint.activations[-1]
    if last == "softmax" and outputs == 1:
        raise GenerationError("a softmax with one output is always 1: ask for two or more outputs")
    chosen = _drawn_parameter(draw, blueprint) if parameter is None else parameter
    sketch = Sketch(draw, blueprint)
    try:
        return sketch, str(trace(sketch.problem()).parameter_address(chosen))
    except ValidationError as error:
        raise GenerationError(str(error.errors()[0]["msg"])) from None
    except AddressError as error:
        raise GenerationError(str(error)) from None


def _drawn_parameter(draw: Draw, blueprint: Blueprint) -> str:
    """Return a weight or a bias, each layer as likely as the others."""
    sizes = blueprint.sizes
    layer = 1 + draw.below(len(sizes) - 1)
    j, k = draw.below(sizes[layer]), draw.below(sizes[layer - 1] + 1)
    return f"b{layer}[{j}]" if k == sizes[layer - 1] else f"w{layer}[{j},{k}]"


def inseparable(
    problem: Problem, parameter: str, version: int = VERSION
) -> frozenset[tuple[str, str, str]]:
    """Return the pairs of errors that no numbers separate, each with the address of the step."""
    return fairness.inseparable(problem, parameter, TESTED[version])
