"""Problems drawn from a seed, redrawn until every classic error can be told apart.

The same seed and version give the same problem on every machine, for years: numbers come from
SHA-256, and a version freezes the errors that are tested and every limit below.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import Annotated, Any, NamedTuple, cast

import numpy as np
from pydantic import Field, model_validator

from tutor.chain.addresses import Address
from tutor.chain.arrays import FrozenModel
from tutor.chain.evaluation import largest_term
from tutor.chain.problem import ActivationName, CostName, Example, Layer, Problem
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.chain.trace import Trace, trace
from tutor.engine.activations import Array
from tutor.errors import TutorError
from tutor.grading.diagnosis import moved, questions_of, same_to_digits, single_errors
from tutor.grading.ranges import Visible

VERSION = 1
"""The newest version of the generator."""
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

MOST_DRAWS = 20_000
_CLEAR = 0.02  # how far, relatively, a wrong number keeps from the right one
_APART = 0.004  # and from another wrong number of a question asked step by step
_CANCELLED = 0.1  # a sum keeps at least this share of its largest term
_LEAST, _MOST = 0.002, 50.0  # sizes of every asked value
_SATURATED = 3.0  # the largest |z| of a neuron whose curve flattens
_KINK = 0.05  # the least |z| of a neuron with a kink
_CURVED = ("sigmoid", "tanh", "softplus", "softmax")


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

    sizes: Annotated[tuple[Annotated[int, Field(gt=0, le=8)], ...], Field(min_length=2)]
    activations: tuple[ActivationName, ...]
    cost: CostName = "squared_error"
    examples: Annotated[int, Field(gt=0, le=16)] = 4
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


class Draw:
    """Numbers from SHA-256 of a text: the same on every machine."""

    def __init__(self, text: str) -> None:
        self._numbers = self._stream(text)

    @staticmethod
    def _stream(text: str) -> Iterator[int]:
        block = 0
        while True:
            digest = hashlib.sha256(f"{text}/{block}".encode()).digest()
            yield from (int.from_bytes(digest[i : i + 4], "big") for i in range(0, 32, 4))
            block += 1

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to limit − 1."""
        return next(self._numbers) * limit >> 32

    def tenths(self, low: int, high: int) -> float:
        """Return a number of one decimal from low/10 to high/10, both included."""
        return (low + self.below(high - low + 1)) / 10

    def signed_tenths(self, low: int, high: int) -> float:
        """Return such a number with a random sign."""
        return self.tenths(low, high) * (1 if self.below(2) else -1)


def _targets(draw: Draw, request: Request) -> list[float]:
    outputs = request.sizes[-1]
    if request.activations[-1] == "softmax":
        hot = draw.below(outputs)
        return [float(place == hot) for place in range(outputs)]
    if request.cost == "binary_cross_entropy":
        return [float(draw.below(2)) for _ in range(outputs)]
    if request.activations[-1] == "sigmoid":
        return [draw.tenths(1, 10) for _ in range(outputs)]
    return [draw.signed_tenths(2, 15) for _ in range(outputs)]


def _drawn(draw: Draw, request: Request) -> Problem:
    layers = tuple(
        Layer(
            weights=[[draw.signed_tenths(2, 16) for _ in range(before)] for _ in range(size)],
            biases=[draw.signed_tenths(1, 12) for _ in range(size)],
            activation=activation,
        )
        for before, size, activation in zip(
            request.sizes, request.sizes[1:], request.activations, strict=False
        )
    )
    examples = tuple(
        Example(
            x=[draw.signed_tenths(2, 13) for _ in range(request.sizes[0])],
            y=_targets(draw, request),
        )
        for _ in range(request.examples)
    )
    rate = (0.2, 0.3, 0.4, 0.6, 0.7, 0.8)[draw.below(6)]
    return Problem(layers=layers, cost=request.cost, examples=examples, learning_rate=rate)


def _parameter(draw: Draw, request: Request) -> str:
    if request.parameter is not None:
        return request.parameter
    layer = 1 + draw.below(len(request.sizes) - 1)
    j, k = draw.below(request.sizes[layer]), draw.below(request.sizes[layer - 1] + 1)
    return f"b{layer}[{j}]" if k == request.sizes[layer - 1] else f"w{layer}[{j},{k}]"


def generate(seed: str | int, request: Request, version: int = VERSION) -> Generated:
    """Return a problem in which every classic error can be told apart.

    Raises:
        GenerationError: where no draw meets the request; the sentence says what stood in the way.

    """
    if version not in TESTED:
        raise GenerationError(f"version {version}: the generator has {', '.join(map(str, TESTED))}")
    reasons: Counter[str] = Counter()
    for number in range(MOST_DRAWS):
        draw = Draw(f"backprop-tutor/{version}/{seed}/{request.model_dump_json()}/{number}")
        problem, parameter = _drawn(draw, request), _parameter(draw, request)
        fault = _fault(problem, parameter, version)
        if fault is None:
            return Generated(problem, parameter, str(seed), version, number + 1)
        reasons[fault] += 1
    common = ", ".join(f"{reason} ({count})" for reason, count in reasons.most_common(3))
    raise GenerationError(f"no problem of this kind in {MOST_DRAWS} draws: {common}")


def _fault(problem: Problem, parameter: str, version: int) -> str | None:
    """Return why a draw will not do, the cheapest reasons first."""
    made = trace(problem)
    name = str(made.parameter_address(parameter))
    fault = _network_fault(made) or _values_fault(made, name)
    if fault is not None:
        return fault
    separate = _inseparable(_signature(problem), name, version)
    for step, visible in questions_of(made, name):
        fault = _errors_fault(step, visible, version, separate)
        if fault is not None:
            return fault
    return None


def _network_fault(made: Trace) -> str | None:
    for layer, name in zip(made.values.passes.layers, made.rules.activations, strict=True):
        if name in _CURVED and np.abs(layer.z).max() > _SATURATED:
            return "a saturated neuron"
        if name in ("relu", "leaky_relu"):
            if np.abs(layer.z).min() < _KINK:
                return "a neuron at its kink"
            if not (layer.z > 0).any(axis=0).all():
                return "a dead neuron"
    if made.values.cost_after >= made.values.cost:
        return "a step that does not lower the cost"
    return None


def _values_fault(made: Trace, parameter: str) -> str | None:
    for step, _ in questions_of(made, parameter):
        size = abs(step.value)
        if step.kind is Kind.ACTIVATION_SLOPE and size == 0.0:
            continue  # a neuron that rests in this example
        if not _LEAST <= size <= _MOST:
            return "a vanishing value" if size < _LEAST else "a value out of bounds"
        terms = max(largest_term(form, _lookup(made)) for form in step.rule.forms)
        if size < _CANCELLED * terms and step.kind is not Kind.UPDATE:
            return "a sum that cancels"
    return None


def _lookup(made: Trace) -> Callable[[Hashable], float]:
    return lambda name: made.values.value(cast("Address", name))


def _tested_errors(step: Step, visible: Visible, version: int) -> list[tuple[str, float]]:
    """Return the errors that a version keeps apart, each with its number."""
    return [
        (wrong.ids[0], moved(step, wrong.value))
        for wrong in single_errors(step, visible)
        if wrong.ids[0] in TESTED[version]
    ]


_Pair = tuple[str, bool, str, str]


def _errors_fault(
    step: Step, visible: Visible, version: int, inseparable: frozenset[_Pair]
) -> str | None:
    errors = _tested_errors(step, visible, version)
    right = moved(step, step.value)
    for _, value in errors:
        if same_to_digits(value, right, _CLEAR):
            return "an error that looks right"
    for pair in _same_pairs(step, visible, errors, _APART):
        if pair not in inseparable:
            return "two errors that look the same"
    return None


def _same_pairs(
    step: Step, visible: Visible, errors: list[tuple[str, float]], share: float
) -> Iterator[_Pair]:
    alone = visible.__name__ == "only_given"
    for (one, value), (other, another) in combinations(errors, 2):
        if one != other and same_to_digits(value, another, share):
            yield step.address, alone, min(one, other), max(one, other)


_Signature = tuple[tuple[int, ...], tuple[ActivationName, ...], CostName, int]


def _signature(problem: Problem) -> _Signature:
    activations = tuple(layer.activation for layer in problem.layers)
    return problem.sizes, activations, problem.cost, len(problem.examples)


def inseparable(
    problem: Problem, parameter: str, version: int = VERSION
) -> frozenset[tuple[str, str, str]]:
    """Return the pairs of errors that no numbers separate, each with the address of the step."""
    pairs = _inseparable(_signature(problem), parameter, version)
    return frozenset((step, one, other) for step, _, one, other in pairs)


@lru_cache(maxsize=256)
def _inseparable(signature: _Signature, parameter: str, version: int) -> frozenset[_Pair]:
    """Return the pairs of errors that no numbers separate: the same in every generic problem."""
    sizes, activations, cost, examples = signature
    request = Request(
        sizes=sizes, activations=activations, cost=cost, examples=examples, parameter=parameter
    )
    common: frozenset[_Pair] | None = None
    for number in range(3):
        made = trace(_generic(Draw(f"generic/{number}"), request))
        pairs = frozenset(
            pair
            for step, visible in questions_of(made, parameter)
            for pair in _same_pairs(step, visible, _tested_errors(step, visible, version), 1e-9)
        )
        common = pairs if common is None else common & pairs
    return common or frozenset()


def _generic(draw: Draw, request: Request) -> Problem:
    """Return a problem whose numbers have no relation to each other."""
    problem = _drawn(draw, request)

    def shaken(array: Array) -> Any:  # noqa: ANN401 - nested lists
        noise = [draw.below(1 << 31) / (1 << 31) - 0.5 for _ in range(array.size)]
        return (array + 0.05 * np.reshape(noise, array.shape)).tolist()

    return Problem(
        layers=tuple(
            Layer(
                weights=shaken(layer.weights),
                biases=shaken(layer.biases),
                activation=layer.activation,
            )
            for layer in problem.layers
        ),
        cost=problem.cost,
        examples=tuple(Example(x=shaken(example.x), y=example.y) for example in problem.examples),
        learning_rate=problem.learning_rate + 0.0137,
    )
