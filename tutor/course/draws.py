"""Numbers drawn from SHA-256, and a problem made of them, part by part."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from tutor.chain.problem import ActivationName, CostName, Example, Layer, Problem

_SMALL_RATES = (0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9)
RATES = (*_SMALL_RATES, 1.2, 1.5, 1.8, 2.4, 3.0, 3.6, 4.5, 6.0, 9.0, 12.0, 18.0)
"""Learning rates. Not 0.5, 1 or 2: beside these one left out is right, or a mere factor 2.

Large ones are for deep networks, whose derivatives are small.
"""
_USUAL_RATES = _SMALL_RATES[1:]


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


class Blueprint(NamedTuple):
    """What kind of problem there is: all but its numbers."""

    sizes: tuple[int, ...]
    activations: tuple[ActivationName, ...]
    cost: CostName
    examples: int


class Neuron(NamedTuple):
    """What comes into one neuron, its weights and its bias, as a part that can be drawn anew."""

    layer: int
    j: int


class OneExample(NamedTuple):
    """One example, as a part that can be drawn anew."""

    number: int


class Rate(NamedTuple):
    """The learning rate, as a part that can be put in the place of another."""

    value: float


Part: TypeAlias = Neuron | OneExample | Rate


class Sketch:
    """A problem that is being drawn: any of its parts can be drawn anew."""

    def __init__(self, draw: Draw, blueprint: Blueprint) -> None:
        self._draw = draw
        self._blueprint = blueprint
        self._neurons = {
            (layer, j): self._neuron(layer)
            for layer in range(1, len(blueprint.sizes))
            for j in range(blueprint.sizes[layer])
        }
        self._examples = [self._example() for _ in range(blueprint.examples)]
        self._rate = _USUAL_RATES[draw.below(len(_USUAL_RATES))]

    def mend(self, part: Part) -> None:
        """Draw one part of the problem anew, or take another learning rate."""
        match part:
            case Neuron(layer, j):
                self._neurons[layer, j] = self._neuron(layer)
            case OneExample(number):
                self._examples[number] = self._example()
            case Rate(value):
                self._rate = value

    def problem(self) -> Problem:
        """Return the problem as it is now."""
        blueprint = self._blueprint
        layers = []
        for layer, activation in enumerate(blueprint.activations, start=1):
            neurons = [self._neurons[layer, j] for j in range(blueprint.sizes[layer])]
            weights: Any = [weights for weights, _ in neurons]
            biases: Any = [bias for _, bias in neurons]
            layers.append(Layer(weights=weights, biases=biases, activation=activation))
        return Problem(
            layers=tuple(layers),
            cost=blueprint.cost,
            examples=tuple(self._examples),
            learning_rate=self._rate,
        )

    def _neuron(self, layer: int) -> tuple[list[float], float]:
        draw = self._draw
        weights = [draw.signed_tenths(2, 16) for _ in range(self._blueprint.sizes[layer - 1])]
        return weights, draw.signed_tenths(1, 12)

    def _example(self) -> Example:
        x: Any = [self._draw.signed_tenths(2, 13) for _ in range(self._blueprint.sizes[0])]
        y: Any = self._targets()
        return Example(x=x, y=y)

    def _targets(self) -> list[float]:
        draw, outputs, last = self._draw, self._blueprint.sizes[-1], self._blueprint.activations[-1]
        if last == "softmax":
            hot = draw.below(outputs)
            return [float(place == hot) for place in range(outputs)]
        if self._blueprint.cost == "binary_cross_entropy":
            return [float(draw.below(2)) for _ in range(outputs)]
        if last == "sigmoid":
            return [draw.tenths(1, 10) for _ in range(outputs)]
        if last == "tanh":
            return [draw.signed_tenths(1, 10) for _ in range(outputs)]
        if last in ("relu", "softplus"):
            return [draw.tenths(2, 20) for _ in range(outputs)]
        return [draw.signed_tenths(2, 15) for _ in range(outputs)]
