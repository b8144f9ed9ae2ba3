"""Forward, backward, average and descent: whole arrays, every example at once.

Shapes: n examples, n_l neurons in layer l; z, a, dC/da, dC/dz and (but for softmax) da/dz are
(n, n_l), weights and dC/dw of layer l are (n_l, n_{l-1}), biases and dC/db (n_l,). Equations after
the video "Backpropagation calculus" and Nielsen, *Neural Networks and Deep Learning*, (BP1)-(BP4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from tutor.engine.activations import ACTIVATIONS, Array
from tutor.engine.costs import COSTS


class LayerParameters(NamedTuple):
    """The weights and biases of one layer, or what has their shapes, such as dC/dw and dC/db."""

    weights: Array
    biases: Array


@dataclass(frozen=True)
class Network:
    """A network with its cost, ready to be given examples.

    Attributes:
        parameters: weights and biases, layer by layer.
        activations: each layer's, by name.
        cost: by name.

    """

    parameters: tuple[LayerParameters, ...]
    activations: tuple[str, ...]
    cost: str

    @property
    def fused(self) -> bool:
        """Whether dC/dz at the outputs is a − y, without dC/da and da/dz."""
        return COSTS[self.cost].fused_with == self.activations[-1]

    def with_parameters(self, parameters: Sequence[LayerParameters]) -> Network:
        """Return the same network with other weights and biases."""
        return Network(tuple(parameters), self.activations, self.cost)


class LayerPass(NamedTuple):
    """What one layer computed for every example, forward and backward."""

    z: Array
    a: Array
    da_dz: Array
    dC_da: Array
    dC_dz: Array


@dataclass(frozen=True)
class Passes:
    """A forward and a backward pass over all examples.

    Attributes:
        network: the network that was run.
        x: inputs, (n, n_0).
        y: targets, (n, n_L).
        costs: the cost of each example, (n,).
        layers: one per layer, the first hidden layer first.

    """

    network: Network
    x: Array
    y: Array
    costs: Array
    layers: tuple[LayerPass, ...]

    def inputs_of(self, layer: int) -> Array:
        """Return what feeds layer 0, 1, … (counted as in `layers`): x or activations."""
        return self.layers[layer - 1].a if layer else self.x

    def weight_gradient(self, example: int, layer: int) -> Array:
        """Return one example's own dC/dw of a layer: an outer product, never stored."""
        return np.outer(self.layers[layer].dC_dz[example], self.inputs_of(layer)[example])

    @cached_property
    @np.errstate(over="ignore", invalid="ignore")
    def dC_dx(self) -> Array:
        """Return each example's dC/dx, (n, n_0): dC/dz of layer 1 through its weights."""
        return frozen(self.layers[0].dC_dz @ self.network.parameters[0].weights)

    @cached_property
    @np.errstate(over="ignore", invalid="ignore")
    def average(self) -> tuple[LayerParameters, ...]:
        """Return dC/dw and dC/db of each layer, averaged over the examples."""
        count = len(self.x)
        return tuple(
            LayerParameters(
                frozen(layer.dC_dz.T @ self.inputs_of(index) / count),
                frozen(layer.dC_dz.sum(axis=0) / count),
            )
            for index, layer in enumerate(self.layers)
        )

    @property
    def cost(self) -> float:
        """Return the full cost: the average over the examples."""
        return float(self.costs.sum() / len(self.costs))


def frozen(array: Array) -> Array:
    """Return the array, made read-only."""
    array.setflags(write=False)
    return array


def forward(network: Network, x: Array) -> list[tuple[Array, Array, Array]]:
    """Return z, a and da/dz of each layer, for inputs (n, n_0)."""
    results = []
    a = x
    for (weights, biases), activation in zip(network.parameters, network.activations, strict=True):
        z = a @ weights.T
        z += biases
        a, da_dz = ACTIVATIONS[activation].with_slope(z)
        results.append((z, a, da_dz))
    return results


@np.errstate(over="ignore", invalid="ignore")
def costs_of(network: Network, x: Array, y: Array) -> Array:
    """Return the cost of each example, (n,)."""
    z, a, _ = forward(network, x)[-1]
    return COSTS[network.cost].value(a, y, z)


@np.errstate(over="ignore", invalid="ignore")
def run(network: Network, x: Array, y: Array) -> Passes:
    """Run the network forward and backward over all examples and keep what it computed.

    What is beyond float64 becomes an infinity or NaN, without a warning.
    """
    states = forward(network, x)
    z, a, _ = states[-1]
    cost = COSTS[network.cost]
    costs = cost.value(a, y, z)
    dC_da = cost.slope(a, y, z)
    fused_slope = cost.fused_slope if network.fused else None
    layers: list[LayerPass] = []
    for index in range(len(states) - 1, -1, -1):
        z, a, da_dz = states[index]
        if fused_slope is not None:
            dC_dz, fused_slope = fused_slope(a, y, z), None
        elif da_dz.ndim > dC_da.ndim:
            dC_dz = np.einsum("ni,nij->nj", dC_da, da_dz)
        else:
            dC_dz = da_dz * dC_da
        layer = LayerPass(z, a, da_dz, dC_da, dC_dz)
        for array in layer:
            array.setflags(write=False)
        layers.append(layer)
        if index:
            dC_da = dC_dz @ network.parameters[index].weights
    return Passes(network, x, y, frozen(costs), tuple(layers[::-1]))


@np.errstate(over="ignore", invalid="ignore")
def descended(
    parameters: Sequence[LayerParameters], gradient: Sequence[LayerParameters], rate: float
) -> tuple[LayerParameters, ...]:
    """Return every parameter after one step of gradient descent: w − η ∂C/∂w."""
    return tuple(
        LayerParameters(
            frozen(layer.weights - rate * slope.weights), frozen(layer.biases - rate * slope.biases)
        )
        for layer, slope in zip(parameters, gradient, strict=True)
    )
