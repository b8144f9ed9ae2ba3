"""Reading a trace document: every value is checked against the problem, its own floats kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from pydantic import ValidationError

from tutor.chain.faults import did_you_mean, place_of
from tutor.chain.nonfinite import read_numbers
from tutor.chain.parts import Check, StepRecord
from tutor.chain.problem import Problem
from tutor.chain.trace_document import FORMAT, VERSION
from tutor.chain.values import Values
from tutor.engine.activations import Array
from tutor.engine.network import (
    LayerParameters,
    LayerPass,
    Passes,
    costs_of,
    descended,
    frozen,
    run,
)
from tutor.errors import DocumentError, TutorError

if TYPE_CHECKING:
    from tutor.chain.trace import Trace

RELATIVE = 1e-10
"""How far a value may be from what follows from the problem: other machines round elsewhere."""
ABSOLUTE = 1e-13
"""The same for a value that has cancelled, as a share of the largest in its array."""

_KEYS = (
    *("format", "version", "problem", "examples", "average"),
    *("descent", "check", "parameter", "steps"),
)
_LAYER_KEYS = ("z", "a", "da_dz", "dC_da", "dC_dz", "dC_dw", "dC_db")
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
    _check_head(document)
    problem = Problem.of_document(document["problem"], "problem")
    own = run(problem.network, problem.inputs, problem.targets)
    passes = _read_passes(document, own)
    values = Values(problem, passes)
    _only(document, ("cost", "layers"), "average")
    _only(document, _DESCENT_KEYS, "descent")
    average = _read_layers(document, "average", ("dC_dw", "dC_db"), passes.average)
    new = descended(passes.network.parameters, average, problem.learning_rate)
    descent = _read_layers(document, "descent", ("weights", "biases"), new)
    cost = _read_number(document, "average.cost", values.cost)
    _read_number(document, "descent.learning_rate", problem.learning_rate)
    _read_number(document, "descent.cost_before", values.cost)
    after = float(costs_of(own.network.with_parameters(descent), own.x, own.y).mean())
    cost_after = _read_number(document, "descent.cost_after", after)
    try:
        check = Check.model_validate(document["check"])
    except ValidationError as error:
        place = ".".join(map(str, ("check", *error.errors()[0]["loc"])))
        raise DocumentError(f"{place}: {error.errors()[0]['msg'].lower()}") from None
    checked = Values(problem, passes, average, descent, (cost, cost_after))
    return Read(checked, check, document["parameter"])


def _check_head(document: dict[str, Any]) -> None:
    if document.get("format") != FORMAT:
        raise DocumentError(f"format: {document.get('format')!r}, but {FORMAT!r} is needed")
    if document.get("version") != VERSION or isinstance(document.get("version"), bool):
        raise DocumentError(f"version: {document.get('version')!r}, but {VERSION} is needed")
    _only(document, _KEYS)
    for key in _KEYS:
        if key not in document:
            raise DocumentError(f"{key}: missing")
    if not isinstance(document["parameter"], str | None):
        raise DocumentError("parameter: a text or null is needed")


def _only(document: Any, keys: tuple[str, ...], *path: str | int) -> None:  # noqa: ANN401
    """Refuse an object's unknown keys, and what is no object."""
    found = _get(document, *path)
    if not isinstance(found, dict):
        raise DocumentError(f"{place_of(path)}: an object is needed")
    for key in found:
        if key not in keys:
            raise DocumentError(f"{place_of((*path, key))}: unknown key; {did_you_mean(key, keys)}")


def _sized(document: Any, size: int, *path: str | int) -> None:  # noqa: ANN401
    """Refuse a list of another length."""
    found = _get(document, *path)
    if not isinstance(found, list) or len(found) != size:
        raise DocumentError(f"{place_of(path)}: a list of {size} is needed, as the problem has")


def _get(document: Any, *path: str | int) -> Any:  # noqa: ANN401 - what a document holds
    """Return a part of a document, or name the place where it ends."""
    for depth, key in enumerate(path):
        try:
            document = document[key]
        except (KeyError, IndexError, TypeError):
            raise DocumentError(f"{place_of(path[: depth + 1])}: missing") from None
    return document


def _numbers(document: Any, shape: tuple[int, ...], *path: str | int) -> Array:  # noqa: ANN401
    """Return an array of a document, or name the place where it has another shape."""
    value = _get(document, *path)
    try:
        array = read_numbers(value)
    except (ValueError, OverflowError):
        raise DocumentError(f"{place_of(path)}: numbers of shape {shape} are needed") from None
    if array.shape != shape:
        raise DocumentError(f"{place_of(path)}: shape {array.shape}, but {shape} is needed")
    return array


def _wrong(read_array: Array, own: Array) -> Array:
    """Return which entries do not follow: neither equal nor within rounding of the own value."""
    with np.errstate(invalid="ignore", over="ignore"):
        sizes = np.where(np.isfinite(own), np.abs(own), 0.0)
        slack = RELATIVE * sizes + ABSOLUTE * sizes.max(initial=0.0)
        close = np.abs(read_array - own) <= slack
    same = (read_array == own) | (np.isnan(read_array) & np.isnan(own))
    return np.asarray(~(close | same))


def _refuse_wrong(read_array: Array, own: Array, *path: str | int) -> Array:
    """Return the array read-only, or name its first entry that does not follow."""
    wrong = _wrong(read_array, own)
    if wrong.any():
        index = tuple(int(i) for i in np.argwhere(wrong)[0])
        found, right = float(read_array[index]), float(own[index])
        raise DocumentError(
            f"{place_of((*path, *index))}: {found!r} does not follow from the problem, "
            f"which gives {right!r}"
        )
    return frozen(read_array)


def _read_passes(document: dict[str, Any], own: Passes) -> Passes:
    """Return the passes with a document's own floats, each checked, example by example."""
    _sized(document, len(own.x), "examples")
    stacks: list[dict[str, list[Array]]] = [
        {name: [] for name in _LAYER_KEYS[:5]} for _ in own.layers
    ]
    costs = []
    for example in range(len(own.x)):
        _only(document, ("cost", "layers"), "examples", example)
        _sized(document, len(own.layers), "examples", example, "layers")
        for number, layer in enumerate(own.layers):
            _only(document, _LAYER_KEYS, "examples", example, "layers", number)
            for name in ("z", "a"):
                array = _read_row(document, example, number, name, getattr(layer, name))
                stacks[number][name].append(array)
        path = ("examples", example, "cost")
        cost = _refuse_wrong(_numbers(document, (), *path), np.array(own.costs[example]), *path)
        costs.append(float(cost))
        for number in reversed(range(len(own.layers))):
            layer = own.layers[number]
            for name in ("da_dz", "dC_da", "dC_dz"):
                array = _read_row(document, example, number, name, getattr(layer, name))
                stacks[number][name].append(array)
            _check_gradients(document, example, number, own)
    layers = tuple(
        LayerPass(**{name: frozen(np.stack(rows)) for name, rows in stack.items()})
        for stack in stacks
    )
    return Passes(own.network, own.x, own.y, frozen(np.array(costs)), layers)


def _read_row(document: dict[str, Any], example: int, number: int, name: str, own: Array) -> Array:
    path = ("examples", example, "layers", number, name)
    return _refuse_wrong(_numbers(document, own[example].shape, *path), own[example], *path)


def _check_gradients(document: dict[str, Any], example: int, number: int, own: Passes) -> None:
    """Check an example's dC/dw and dC/db, which follow from dC/dz and are not kept."""
    path = ("examples", example, "layers", number)
    if "dC_dw" in _get(document, *path):
        gradient = own.weight_gradient(example, number)
        _refuse_wrong(_numbers(document, gradient.shape, *path, "dC_dw"), gradient, *path, "dC_dw")
    slope = own.layers[number].dC_dz[example]
    _refuse_wrong(_numbers(document, slope.shape, *path, "dC_db"), slope, *path, "dC_db")


def _read_layers(
    document: dict[str, Any],
    part: str,
    names: tuple[str, str],
    own: tuple[LayerParameters, ...],
) -> tuple[LayerParameters, ...]:
    read_layers = []
    _sized(document, len(own), part, "layers")
    for number, layer in enumerate(own):
        _only(document, names, part, "layers", number)
        arrays = []
        for name, array in zip(names, layer, strict=True):
            path = (part, "layers", number, name)
            arrays.append(_refuse_wrong(_numbers(document, array.shape, *path), array, *path))
        read_layers.append(LayerParameters(*arrays))
    return tuple(read_layers)


def _read_number(document: dict[str, Any], place: str, own: float) -> float:
    path = tuple(place.split("."))
    array = _refuse_wrong(_numbers(document, (), *path), np.array(own), *path)
    return float(array)


def check_steps(steps: object, trace: Trace) -> None:
    """Refuse steps that are not the chain of the trace's parameter."""
    expected = [] if trace.parameter is None else trace.steps(trace.parameter)
    if not isinstance(steps, list) or len(steps) != len(expected):
        raise DocumentError(f"steps: {len(expected)} are needed for {trace.parameter or 'none'}")
    document = {"steps": steps}
    for index, step in enumerate(expected):
        _only(document, _STEP_KEYS, "steps", index)
        _check_step(document, index, step.document())


def _check_step(document: dict[str, Any], index: int, own: dict[str, object]) -> None:
    """Refuse a step whose fields are not its own; its texts may be another version's."""
    for name in _STEP_KEYS:
        path = ("steps", index, name)
        found = _get(document, *path)
        if name == "value":
            _refuse_wrong(_numbers(document, (), *path), read_numbers(own[name]), *path)
        elif name in _TEXTS:
            if not isinstance(found, str):
                raise DocumentError(f"{place_of(path)}: a text is needed")
        elif found != own[name] or isinstance(found, bool):
            raise DocumentError(
                f"{place_of(path)}: {found!r} does not follow from the problem, "
                f"which gives {own[name]!r}"
            )
