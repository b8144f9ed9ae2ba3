"""The problem document: a network, its cost, its examples and a learning rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import (
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from tutor.chain.arrays import FrozenModel, Matrix, Vector
from tutor.chain.faults import sentences
from tutor.chain.files import parsed, read_source, write_whole
from tutor.chain.notebook import ShownAsFormulas
from tutor.engine.activations import Array
from tutor.engine.costs import COSTS
from tutor.engine.network import LayerParameters, Network, frozen
from tutor.errors import DocumentError

ActivationName = Literal["sigmoid", "tanh", "relu", "leaky_relu", "identity", "softplus", "softmax"]
CostName = Literal[
    "squared_error",
    "mean_squared_error",
    "half_squared_error",
    "binary_cross_entropy",
    "cross_entropy",
]
DEFAULT_LEARNING_RATE = 0.5
TARGET_SUM_SLACK = 1e-9
"""How far the targets of a cross-entropy may be from summing to 1, for decimals such as 1/3."""


def _refuse_bool(value: object) -> object:
    if isinstance(value, bool | str):
        raise ValueError(f"{value!r}, but a number is needed")
    return value


class Layer(FrozenModel):
    """One layer: weights[j][k] leads to its neuron j from neuron k of the layer before.

    Attributes:
        weights: shape (neurons, neurons of the layer before).
        biases: shape (neurons,).
        activation: by name; softmax in the output layer only.

    """

    weights: Matrix
    biases: Vector
    activation: ActivationName


class Example(FrozenModel):
    """One training example.

    Attributes:
        x: the input, a number for each neuron of layer 0.
        y: the desired output, a number for each neuron of the last layer.

    """

    x: Vector
    y: Vector


_KEYS = {
    "": ("layers", "cost", "examples", "learning_rate"),
    "layers": tuple(Layer.model_fields),
    "examples": tuple(Example.model_fields),
}


class Problem(ShownAsFormulas, FrozenModel):
    """A network with its cost, training examples and a learning rate.

    Attributes:
        layers: the first one after the input first.
        cost: of one example, by name; the full cost is the average over the examples.
        examples: what the network is trained on.
        learning_rate: how far a step of descent goes, as a factor of the derivative.

    Raises:
        pydantic.ValidationError: a ValueError that names the first fault's place and the reason.

    """

    layers: Annotated[tuple[Layer, ...], Field(min_length=1)]
    cost: CostName
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]
    learning_rate: Annotated[
        float, BeforeValidator(_refuse_bool), Field(gt=0, allow_inf_nan=False)
    ] = DEFAULT_LEARNING_RATE

    @model_validator(mode="wrap")
    @classmethod
    def _check(cls, data: Any, handler: ModelWrapValidatorHandler[Problem]) -> Problem:  # noqa: ANN401
        """Refuse with the first fault as one sentence; the error's context has them all."""
        try:
            problem = handler(data)
        except ValidationError as error:
            faults = [*_shape_faults(data), *sentences(error, _KEYS)]
        else:
            faults = [*_shape_faults(problem), *_meaning_faults(problem)]
            if not faults:
                return problem
        told: dict[str, str] = {}
        for fault in faults:  # one for each place
            told.setdefault(fault.partition(": ")[0], fault)
        context = {"fault": faults[0], "faults": tuple(told.values())}
        raise PydanticCustomError("problem", "{fault}", context)

    @classmethod
    def load(cls, path: str | Path) -> Problem:
        """Return the problem in a JSON or TOML file; "-" is standard input.

        Raises:
            DocumentError: where it cannot be read or is refused; the sentence names the file.

        """
        return cls.parse(read_source(path), str(path))

    @classmethod
    def parse(cls, text: bytes, source: str) -> Problem:
        """Return the problem in a JSON or TOML text; `source` names it in messages."""
        return cls.of_document(parsed(text, source), source)

    @classmethod
    def of_document(cls, data: object, source: str) -> Problem:
        """Return the problem that parsed JSON or TOML holds; `source` names it in messages."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise DocumentError(f"{source}: {error.errors()[0]['msg']}") from None

    def save(self, path: str | Path) -> None:
        """Write the problem document to a JSON file, whole or not at all.

        Raises:
            DocumentError: where it cannot be written.

        """
        write_whole(path, self.model_dump_json(indent=1).encode() + b"\n")

    def _formulas(self) -> list[str]:
        from tutor.chain.statement import statement

        return statement(self)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """The number of neurons of layers 0 (the input) to L."""
        return (len(self.examples[0].x), *(len(layer.biases) for layer in self.layers))

    @cached_property
    def network(self) -> Network:
        """The network as the engine takes it."""
        return Network(
            tuple(LayerParameters(layer.weights, layer.biases) for layer in self.layers),
            tuple(layer.activation for layer in self.layers),
            self.cost,
        )

    @cached_property
    def inputs(self) -> Array:
        """Every example's input, shape (examples, inputs)."""
        return _rows([example.x for example in self.examples])

    @cached_property
    def targets(self) -> Array:
        """Every example's desired output, shape (examples, outputs)."""
        return _rows([example.y for example in self.examples])


def _rows(vectors: list[Array]) -> Array:
    """Return a matrix with a row for each vector; `np.stack` takes five times as long for a few."""
    return frozen(np.concatenate(vectors).reshape(len(vectors), -1))


def _part(whole: Any, name: str) -> Any:  # noqa: ANN401 - a document before or after validation
    return whole[name] if isinstance(whole, dict) else getattr(whole, name)


def _shape_faults(problem: Any) -> Iterator[str]:  # noqa: ANN401 - before or after validation
    """Yield the shapes that do not fit, in a document before or after validation."""
    with suppress(TypeError, KeyError, IndexError, AttributeError):  # pydantic's own errors
        examples: Sequence[Any] = _part(problem, "examples")
        width, feeder = len(_part(examples[0], "x")), "the examples have {} in x"
        layers: Sequence[Any] = _part(problem, "layers")
        for index, layer in enumerate(layers):
            place = f"layers[{index}]"
            rows, biases = _part(layer, "weights"), _part(layer, "biases")
            for row, weights in enumerate(rows):
                if len(weights) != width:
                    yield (
                        f"{place}.weights[{row}] (layer {index + 1}): "
                        f"{_numbers(len(weights))}, but {feeder.format(width)}"
                    )
            if len(biases) != len(rows):
                yield (
                    f"{place}.biases (layer {index + 1}): {_numbers(len(biases))}, "
                    f"but its weights have {_count(len(rows), 'row')}"
                )
            width = len(rows)
            feeder = f"layer {index + 1} has {{}} neuron{'' if width == 1 else 's'}"
        yield from _example_faults(examples, width)


def _example_faults(examples: Sequence[Any], outputs: int) -> Iterator[str]:
    inputs = len(_part(examples[0], "x"))
    for index, example in enumerate(examples):
        x, y = _part(example, "x"), _part(example, "y")
        if len(x) != inputs:
            yield f"examples[{index}].x: {_numbers(len(x))}, but examples[0] has {inputs}"
        if len(y) != outputs:
            yield (
                f"examples[{index}].y: {_numbers(len(y))}, "
                f"but the output layer has {_count(outputs, 'neuron')}"
            )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _numbers(number: int) -> str:
    return _count(number, "number")


def _meaning_faults(problem: Problem) -> Iterator[str]:
    """Yield where activations, cost and targets do not go together."""
    if not problem.sizes[0]:
        yield "examples[0].x: empty, but a network needs at least one input"
    last = len(problem.layers) - 1
    for index, layer in enumerate(problem.layers[:last]):
        if layer.activation == "softmax":
            yield (
                f"layers[{index}].activation (layer {index + 1}): softmax, but it is for the "
                f"output layer only, which is layer {last + 1}"
            )
    needed = COSTS[problem.cost].fused_with
    activation = problem.layers[last].activation
    if needed is not None and activation != needed:
        yield f"cost: {problem.cost} needs {needed} outputs, but layer {last + 1} has {activation}"
    for index, example in enumerate(problem.examples):
        fault = _target_fault(problem.cost, example.y)
        if fault is not None:
            yield f"examples[{index}].y{fault}"


def _target_fault(cost: CostName, y: Array) -> str | None:
    if cost == "binary_cross_entropy" and not ((y >= 0) & (y <= 1)).all():
        place = int(np.argmin((y >= 0) & (y <= 1)))
        return f"[{place}]: {y[place]:g}, but {cost} needs 0 to 1"
    if cost == "cross_entropy":
        if (y < 0).any():
            place = int(np.argmax(y < 0))
            return f"[{place}]: {y[place]:g}, but it must not be below 0"
        if abs(float(y.sum()) - 1.0) > TARGET_SUM_SLACK:
            return f": sums to {y.sum():g}, but {cost} needs 1"
    return None
