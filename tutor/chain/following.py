"""One example of a trace, each value checked against the ones that were read before it.

So only what a single rule may round counts. Worked anew from the inputs, an example alone rounds
elsewhere than among others, and what a small a − y makes of that is not small.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tutor.chain.document_parts import numbers, only, part_of, refuse_wrong, sized
from tutor.chain.trace_reading import LAYER_KEYS, ExampleRows
from tutor.engine.activations import ACTIVATIONS, Array
from tutor.engine.costs import COSTS
from tutor.engine.network import Network

_ONE = np.newaxis  # an example alone is a row, as the engine's functions take it


class FollowingReader:
    """Reads one example of a document.

    Args:
        document: has it under "examples".
        example: its number.
        network: what is traced.
        x, y: its input and its desired output.

    """

    def __init__(
        self, document: dict[str, Any], example: int, network: Network, x: Array, y: Array
    ) -> None:
        self._document, self._path, self._network = document, ("examples", example), network
        self._x, self._y = x[_ONE], y[_ONE]
        self._rows: tuple[dict[str, Array], ...] = tuple({} for _ in network.parameters)

    @np.errstate(all="ignore")
    def read(self) -> ExampleRows:
        """Return the example's values.

        Raises:
            DocumentError: at the first value that does not follow, or is missing.

        """
        only(self._document, ("cost", "layers"), *self._path)
        sized(self._document, len(self._rows), *self._path, "layers")
        states = self._forward()
        z, a = states[-1]
        cost = COSTS[self._network.cost]
        place = (*self._path, "cost")
        found = numbers(self._document, (), *place)
        refuse_wrong(found, cost.value(a, self._y, z)[0], *place)
        self._backward(states, cost.slope(a, self._y, z))
        return ExampleRows(float(found), self._rows)

    def _take(self, number: int, name: str, own: Array, terms: Array | None = None) -> Array:
        """Return a layer's values as they were read, checked; `terms` are the sizes of a sum's."""
        place = (*self._path, "layers", number, name)
        found = numbers(self._document, own.shape[1:], *place)
        self._rows[number][name] = refuse_wrong(found, own[0], *place, terms=terms)
        return found[_ONE]

    def _forward(self) -> list[tuple[Array, Array]]:
        states, a = [], self._x
        for number, (weights, biases) in enumerate(self._network.parameters):
            only(self._document, LAYER_KEYS, *self._path, "layers", number)
            sizes = np.abs(a) @ np.abs(weights).T + np.abs(biases)
            z = self._take(number, "z", a @ weights.T + biases, sizes)
            function = ACTIVATIONS[self._network.activations[number]].function
            a = self._take(number, "a", function(z))
            states.append((z, a))
        return states

    def _backward(self, states: list[tuple[Array, Array]], dC_da: Array) -> None:
        sizes = None
        for number in reversed(range(len(states))):
            z, a = states[number]
            slope = ACTIVATIONS[self._network.activations[number]].slope
            da_dz = self._take(number, "da_dz", slope(z, a))
            dC_da = self._take(number, "dC_da", dC_da, sizes)
            own, sizes = self._slope_of_sum(number, states[number], da_dz, dC_da)
            dC_dz = self._take(number, "dC_dz", own, sizes)
            self._check_gradients(number, dC_dz[0], states[number - 1][1] if number else self._x)
            weights = self._network.parameters[number].weights
            dC_da, sizes = dC_dz @ weights, np.abs(dC_dz) @ np.abs(weights)

    def _slope_of_sum(
        self, number: int, state: tuple[Array, Array], da_dz: Array, dC_da: Array
    ) -> tuple[Array, Array | None]:
        """Return dC/dz of a layer, and the sizes of what was summed for it."""
        (z, a), fused = state, COSTS[self._network.cost].fused_slope
        if number == len(self._rows) - 1 and self._network.fused and fused is not None:
            return fused(a, self._y, z), None
        if da_dz.ndim > dC_da.ndim:
            sizes = np.einsum("ni,nij->nj", np.abs(dC_da), np.abs(da_dz))
            return np.einsum("ni,nij->nj", dC_da, da_dz), sizes
        return da_dz * dC_da, None

    def _check_gradients(self, number: int, dC_dz: Array, fed_by: Array) -> None:
        """Check dC/dw, where it is there, and dC/db; they follow from dC/dz and are not kept."""
        place = (*self._path, "layers", number)
        if "dC_dw" in part_of(self._document, *place):
            own = np.outer(dC_dz, fed_by[0])
            found = numbers(self._document, own.shape, *place, "dC_dw")
            refuse_wrong(found, own, *place, "dC_dw")
        found = numbers(self._document, dC_dz.shape, *place, "dC_db")
        refuse_wrong(found, dC_dz, *place, "dC_db")
