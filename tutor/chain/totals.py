"""Averages over examples that are read one at a time."""

from __future__ import annotations

import numpy as np

from tutor.chain.trace_reading import CostAfter, Totals, cost_and_size
from tutor.engine.activations import Array
from tutor.engine.network import LayerParameters, Network, Passes


class RunningTotals:
    """What the examples so far come to; it grows with the network, not with their number.

    Args:
        before: the network that is traced.
        after: the same after its step of descent.

    """

    def __init__(self, before: Network, after: Network) -> None:
        self._after = after
        self._count = 0
        self._cost = self._cost_after = self._size_after = 0.0
        self._sums = [_zeros(layer) for layer in before.parameters]
        self._sizes = [_zeros(layer) for layer in before.parameters]

    @np.errstate(over="ignore", invalid="ignore")
    def add(self, passes: Passes) -> None:
        """Add the passes of one more example."""
        self._count += 1
        self._cost += passes.cost
        after = cost_and_size(self._after, passes.x, passes.y)
        self._cost_after += after.cost
        self._size_after += after.size
        for number, layer in enumerate(passes.layers):
            terms = LayerParameters(passes.weight_gradient(0, number), layer.dC_dz[0])
            for part, own in enumerate(terms):
                self._sums[number][part][...] += own
                self._sizes[number][part][...] += np.abs(own)

    def totals(self) -> Totals:
        """Return the averages."""
        return Totals(self._cost / self._count, self._mean(self._sums), self._mean(self._sizes))

    def cost_after(self) -> CostAfter:
        """Return the full cost after the step of descent."""
        return CostAfter(self._cost_after / self._count, self._size_after / self._count)

    def _mean(self, sums: list[LayerParameters]) -> tuple[LayerParameters, ...]:
        return tuple(
            LayerParameters(layer.weights / self._count, layer.biases / self._count)
            for layer in sums
        )


def _zeros(layer: LayerParameters) -> LayerParameters:
    weights: Array = np.zeros_like(layer.weights)
    return LayerParameters(weights, np.zeros_like(layer.biases))
