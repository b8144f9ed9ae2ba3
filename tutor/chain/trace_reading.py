"""Reading a trace document: every value is checked against the problem, its own floats kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from pydantic import ValidationError

from tutor.chain.document_parts import ABSOLUTE, numbers, only, part_of, refuse_wrong, sized
from tutor.chain.faults import place_of
from tutor.chain.nonfinite import read_numbers
from tutor.chain.parts import Check, StepRecord
from tutor.chain.problem import Problem
from tutor.chain.trace_document import FORMAT, VERSION
from tutor.chain.values import Values
from tutor.engine.activations import Array
from tutor.engine.costs import COSTS
from tutor.engine.network import (
    LayerParameters,
    LayerPass,
    Network,
    Passes,
    descended,
    forward,
    frozen,
    run,
)
from tutor.errors import DocumentError, TutorError

if TYPE_CHECKING:
    from tutor.chain.trace import Trace

KEYS = (
    *("format", "version", "problem", "examples", "average"),
    *("descent", "check", "parameter", "steps"),
)
LAYER_KEYS = ("z", "a", "da_dz", "dC_da", "dC_dz", "dC_dw", "dC_db")
_DESCENT_KEYS = ("learning_rate", "layers", "cost_before", "cost_after")
_STEP_KEYS = tuple(StepRecord.model_fields)
_TEXTS = ("symbols", "ascii", "latex", "numbers")


class Read(NamedTuple):
    """What a trace document held, checked."""

    values: Values
    check: Check
    parameter: str | None


def load(cls: type[Trace], data: object, source: str) -> Trace:
    """Return the trace that parsed JSON holds; `source` names it in messages."""
    if not isinstance(data, dict) or "format" not in data:
        raise DocumentError(f"{source}: not a trace document: it has no format")
    try:
        return cls.model_validate(data)
    except ValidationError as error:
        details = error.errors()[0]
        reason = details.get("ctx", {}).get("error", details["msg"])
        raise DocumentError(f"{source}: {reason}") from None
    except TutorError as error:
        raise DocumentError(f"{source}: {error}") from None


def read(document: dict[str, Any]) -> Read:
    """Return what a document holds.

    Raises:
        DocumentError: at the first value that does not follow from the problem, or is missing.

    """
    check_head(document, KEYS)
    problem = Problem.of_document(document["problem"], "problem")
    own = run(problem.network, problem.inputs, problem.targets)
    passes = _read_passes(document, problem, own)

    def cost_after(descent: tuple[LayerParameters, ...]) -> CostAfter:
        return cost_and_size(own.network.with_parameters(descent), own.x, own.y)

    found = read_over_all(document, problem, Totals(passes.cost, passes.average), cost_after)
    costs = (found.cost, found.cost_after)
    checked = Values(problem, passes, found.average, found.descent, costs)
    return Read(checked, found.check, document["parameter"])


class Totals(NamedTuple):
    """What the examples come to.

    Attributes:
        cost: the full cost.
        average: dC/dw and dC/db of each layer, averaged.
        sizes: the averages of their absolute values, where rounding is judged by them.

    """

    cost: float
    average: tuple[LayerParameters, ...]
    sizes: tuple[LayerParameters, ...] | None = None


class CostAfter(NamedTuple):
    """A full cost, and how large a change of it a relative change of the outputs by 1 could be."""

    cost: float
    size: float


@np.errstate(all="ignore")
def cost_and_size(network: Network, x: Array, y: Array) -> CostAfter:
    """Return the full cost of a network, with what its rounding is judged by: Σ|dC/da · a|."""
    cost, (z, a, _) = COSTS[network.cost], forward(network, x)[-1]
    sizes = np.abs(cost.slope(a, y, z) * a) + ABSOLUTE * a * a
    return CostAfter(float(cost.value(a, y, z).mean()), float(sizes.sum(axis=-1).mean()))


class OverAll(NamedTuple):
    """What a document says of all examples together, checked."""

    average: tuple[LayerParameters, ...]
    descent: tuple[LayerParameters, ...]
    cost: float
    cost_after: float
    check: Check


def read_over_all(
    document: dict[str, Any],
    problem: Problem,
    totals: Totals,
    cost_after: Callable[[tuple[LayerParameters, ...]], CostAfter],
) -> OverAll:
    """Return what a document says of all examples together.

    Args:
        document: what is read.
        problem: gives the network and the learning rate.
        totals: what the examples come to.
        cost_after: gives the full cost after a step of descent.

    Raises:
        DocumentError: at the first value that does not follow, or is missing.

    """
    only(document, ("cost", "layers"), "average")
    only(document, _DESCENT_KEYS, "descent")
    names = ("dC_dw", "dC_db")
    average = _read_layers(document, "average", names, totals.average, totals.sizes)
    new = descended(problem.network.parameters, average, problem.learning_rate)
    descent = _read_layers(document, "descent", ("weights", "biases"), new)
    cost = _read_number(document, "average.cost", totals.cost)
    _read_number(document, "descent.learning_rate", problem.learning_rate)
    _read_number(document, "descent.cost_before", totals.cost)
    value, sizes = cost_after(descent)
    after = _read_number(document, "descent.cost_after", value, sizes)
    return OverAll(average, descent, cost, after, read_check(document))


def read_check(document: dict[str, Any]) -> Check:
    """Return a document's numerical check, or name what is wrong with it."""
    try:
        return Check.model_validate(document["check"])
    except ValidationError as error:
        place = ".".join(map(str, ("check", *error.errors()[0]["loc"])))
        raise DocumentError(f"{place}: {error.errors()[0]['msg'].lower()}") from None


def check_head(document: dict[str, Any], keys: tuple[str, ...]) -> None:
    """Refuse another format or version, and keys that are missing or unknown."""
    if document.get("format") != FORMAT:
        raise DocumentError(f"format: {document.get('format')!r}, but {FORMAT!r} is needed")
    if document.get("version") != VERSION or isinstance(document.get("version"), bool):
        raise DocumentError(f"version: {document.get('version')!r}, but {VERSION} is needed")
    only(document, keys)
    for key in keys:
        if key not in document:
            raise DocumentError(f"{key}: missing")
    if not isinstance(document["parameter"], str | None):
        raise DocumentError("parameter: a text or null is needed")


def _read_passes(document: dict[str, Any], problem: Problem, own: Passes) -> Passes:
    """Return the passes with a document's own floats, each checked, example by example."""
    sized(document, len(own.x), "examples")
    return passes_of(problem, [_read_example(document, k, own) for k in range(len(own.x))])


class ExampleRows(NamedTuple):
    """One example's cost, and each layer's arrays by name, as a document has them."""

    cost: float
    layers: tuple[dict[str, Array], ...]


def passes_of(problem: Problem, examples: Sequence[ExampleRows]) -> Passes:
    """Return the passes over a problem's examples with the floats that were read."""
    layers = tuple(
        LayerPass(
            **{
                name: frozen(np.stack([each.layers[number][name] for each in examples]))
                for name in LAYER_KEYS[:5]
            }
        )
        for number in range(len(problem.layers))
    )
    costs = frozen(np.array([each.cost for each in examples]))
    return Passes(problem.network, problem.inputs, problem.targets, costs, layers)


def _read_example(document: dict[str, Any], example: int, own: Passes) -> ExampleRows:
    """Return one example of a document, each value checked in the order of working."""
    path = ("examples", example)
    only(document, ("cost", "layers"), *path)
    sized(document, len(own.layers), *path, "layers")
    rows: tuple[dict[str, Array], ...] = tuple({} for _ in own.layers)

    def take(number: int, *names: str) -> None:
        for name in names:
            right = getattr(own.layers[number], name)[example]
            place = (*path, "layers", number, name)
            rows[number][name] = refuse_wrong(numbers(document, right.shape, *place), right, *place)

    for number in range(len(own.layers)):
        only(document, LAYER_KEYS, *path, "layers", number)
        take(number, "z", "a")
    place = (*path, "cost")
    cost = refuse_wrong(numbers(document, (), *place), np.array(own.costs[example]), *place)
    for number in reversed(range(len(own.layers))):
        take(number, "da_dz", "dC_da", "dC_dz")
        _check_gradients(document, example, number, own)
    return ExampleRows(float(cost), rows)


def _check_gradients(document: dict[str, Any], example: int, number: int, own: Passes) -> None:
    """Check an example's dC/dw and dC/db, which follow from dC/dz and are not kept."""
    path = ("examples", example, "layers", number)
    if "dC_dw" in part_of(document, *path):
        gradient = own.weight_gradient(example, number)
        found = numbers(document, gradient.shape, *path, "dC_dw")
        refuse_wrong(found, gradient, *path, "dC_dw")
    slope = own.layers[number].dC_dz[example]
    refuse_wrong(numbers(document, slope.shape, *path, "dC_db"), slope, *path, "dC_db")


def _read_layers(
    document: dict[str, Any],
    part: str,
    names: tuple[str, str],
    own: tuple[LayerParameters, ...],
    sizes: tuple[LayerParameters, ...] | None = None,
) -> tuple[LayerParameters, ...]:
    read_layers = []
    sized(document, len(own), part, "layers")
    for number, layer in enumerate(own):
        only(document, names, part, "layers", number)
        arrays = []
        for index, (name, array) in enumerate(zip(names, layer, strict=True)):
            path = (part, "layers", number, name)
            terms = None if sizes is None else sizes[number][index]
            found = numbers(document, array.shape, *path)
            arrays.append(refuse_wrong(found, array, *path, terms=terms))
        read_layers.append(LayerParameters(*arrays))
    return tuple(read_layers)


def _read_number(document: dict[str, Any], place: str, own: float, size: float = 0.0) -> float:
    path = tuple(place.split("."))
    found, terms = numbers(document, (), *path), np.array(size)
    return float(refuse_wrong(found, np.array(own), *path, terms=terms))


def check_steps(steps: object, trace: Trace) -> None:
    """Refuse steps that are not the chain of the trace's parameter."""
    expected = [] if trace.parameter is None else trace.steps(trace.parameter)
    if not isinstance(steps, list) or len(steps) != len(expected):
        raise DocumentError(f"steps: {len(expected)} are needed for {trace.parameter or 'none'}")
    document = {"steps": steps}
    for index, step in enumerate(expected):
        only(document, _STEP_KEYS, "steps", index)
        _check_step(document, index, step.document())


def _check_step(document: dict[str, Any], index: int, own: dict[str, object]) -> None:
    """Refuse a step whose fields are not its own; its texts may be another version's."""
    for name in _STEP_KEYS:
        path = ("steps", index, name)
        found = part_of(document, *path)
        if name == "value":
            refuse_wrong(numbers(document, (), *path), read_numbers(own[name]), *path)
        elif name in _TEXTS:
            if not isinstance(found, str):
                raise DocumentError(f"{place_of(path)}: a text is needed")
        elif found != own[name] or isinstance(found, bool):
            raise DocumentError(
                f"{place_of(path)}: {found!r} does not follow from the problem, "
                f"which gives {own[name]!r}"
            )
