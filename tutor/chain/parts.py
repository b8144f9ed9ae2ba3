"""The parts of a trace document, as frozen records that hold whole arrays."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field, PlainSerializer, WithJsonSchema

from tutor.chain.arrays import FrozenModel
from tutor.chain.nonfinite import in_json
from tutor.chain.problem import Problem
from tutor.engine.activations import Array

_NUMBER = {"anyOf": [{"type": "number"}, {"enum": ["Infinity", "-Infinity", "NaN"]}]}
_LIST = {"type": "array", "items": _NUMBER}
_ROWS = {"type": "array", "items": _LIST}


Numbers = Annotated[Array, PlainSerializer(in_json), WithJsonSchema(_LIST)]
"""A computed vector: like a given one, but infinities are possible, as strings in JSON."""
Rows = Annotated[Array, PlainSerializer(in_json), WithJsonSchema(_ROWS)]
"""A computed matrix."""
Slopes = Annotated[Array, PlainSerializer(in_json), WithJsonSchema({"anyOf": [_LIST, _ROWS]})]
"""da/dz: a vector, for softmax the Jacobian with rows [i][j]."""
Real = Annotated[float, PlainSerializer(in_json), WithJsonSchema(_NUMBER)]


class LayerTrace(FrozenModel):
    """What one layer computed for one example; shapes (neurons,), dC_dw (neurons, before)."""

    z: Numbers
    a: Numbers
    da_dz: Slopes
    dC_da: Numbers
    dC_dz: Numbers
    dC_dw: Rows
    dC_db: Numbers


class ExampleTrace(FrozenModel):
    """The forward and the backward pass of one example."""

    cost: Real
    layers: tuple[LayerTrace, ...]


class ExampleLine(ExampleTrace):
    """One example of a trace in JSON Lines, with its number, its input and its desired output."""

    example: int
    x: Numbers
    y: Numbers


class LayerGradient(FrozenModel):
    """One layer's derivatives, averaged over the examples."""

    dC_dw: Rows
    dC_db: Numbers


class Average(FrozenModel):
    """The full cost and its gradient: averages over the examples."""

    cost: Real
    layers: tuple[LayerGradient, ...]


class LayerValues(FrozenModel):
    """One layer's weights and biases after a step of descent."""

    weights: Rows
    biases: Numbers


class Descent(FrozenModel):
    """One step of gradient descent, every parameter at once: w − η ∂C/∂w."""

    learning_rate: Real
    layers: tuple[LayerValues, ...]
    cost_before: Real
    cost_after: Real


class Check(FrozenModel):
    """How far the gradient agrees with differences of the cost."""

    method: str
    checked: int
    skipped: int
    worst_relative_error: Real


class StepRecord(FrozenModel):
    """One step of a chain, as a trace document holds it."""

    id: str
    kind: str
    address: str
    example: int | None
    symbols: str
    ascii: str
    latex: str
    numbers: str
    value: Real
    inputs: tuple[str, ...]


class CompactLayerTrace(FrozenModel):
    """A layer's part of an example; dC_dw is missing where the document is compact."""

    z: Numbers
    a: Numbers
    da_dz: Slopes
    dC_da: Numbers
    dC_dz: Numbers
    dC_dw: Rows = Field(default_factory=lambda: np.empty((0, 0)))
    dC_db: Numbers


class ExampleDocument(FrozenModel):
    """One example in a trace document."""

    cost: Real
    layers: tuple[CompactLayerTrace, ...]


class TraceDocument(FrozenModel):
    """A trace document: everything that one backward pass computed, for other programs."""

    format: Literal["backprop-trace"]
    version: Literal[1]
    problem: Problem
    examples: tuple[ExampleDocument, ...]
    average: Average
    descent: Descent
    check: Check
    parameter: str | None
    steps: tuple[StepRecord, ...]
