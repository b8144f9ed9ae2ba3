"""The value of every address: looked up in the engine's arrays, never worked out twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import cast

from tutor.chain.addresses import Address, Q
from tutor.chain.problem import Problem
from tutor.engine.network import LayerParameters, Passes, costs_of, descended


@dataclass(frozen=True)
class Values:
    """All the numbers of one trace.

    Attributes:
        problem: what was given.
        passes: what the engine computed.
        read_average, read_descent, read_cost_after: what a document said, where it was read.

    """

    problem: Problem
    passes: Passes
    read_average: tuple[LayerParameters, ...] | None = None
    read_descent: tuple[LayerParameters, ...] | None = None
    read_costs: tuple[float, float] | None = None

    @cached_property
    def average(self) -> tuple[LayerParameters, ...]:
        """dC/dw and dC/db of each layer, averaged over the examples."""
        return self.passes.average if self.read_average is None else self.read_average

    @cached_property
    def descent(self) -> tuple[LayerParameters, ...]:
        """Every parameter after one step of descent."""
        if self.read_descent is not None:
            return self.read_descent
        return descended(self.passes.network.parameters, self.average, self.problem.learning_rate)

    @cached_property
    def cost(self) -> float:
        """The full cost before the step."""
        return self.passes.cost if self.read_costs is None else self.read_costs[0]

    @cached_property
    def cost_after(self) -> float:
        """The full cost after the step."""
        if self.read_costs is not None:
            return self.read_costs[1]
        passes = self.passes
        network = passes.network.with_parameters(self.descent)
        return float(costs_of(network, passes.x, passes.y).mean())

    def value(self, address: Address) -> float:
        """Return the value of a quantity that exists."""
        return float(_LOOKUPS[address.quantity](self, address))

    def _fed_by(self, at: Address) -> float:
        return float(self.passes.inputs_of(at.layer - 1)[at.example, at.k])

    def _slope(self, at: Address) -> float:
        return float(self.passes.layers[at.layer - 1].dC_dz[at.example, at.j])

    def _activation_slope(self, at: Address) -> float:
        slopes = self.passes.layers[at.layer - 1].da_dz
        own = slopes[at.example, at.j] if slopes.ndim == 2 else slopes[at.example, at.k, at.j]  # noqa: PLR2004
        return float(own)

    def _weight_slope(self, at: Address) -> float:
        if at.example is None:
            return float(self.average[at.layer - 1].weights[at.j, at.k])
        return self._slope(at) * self._fed_by(at)

    def _bias_slope(self, at: Address) -> float:
        if at.example is None:
            return float(self.average[at.layer - 1].biases[at.j])
        return self._slope(at)

    def _through_output(self, at: Address) -> float:
        layer = self.passes.layers[at.layer - 1]
        return self._activation_slope(at) * float(layer.dC_da[at.example, at.k])

    def _weight(self, at: Address) -> float:
        return float(self.problem.layers[at.layer - 1].weights[at.j, at.k])


def _of_layer(name: str) -> Callable[[Values, Address], float]:
    array_of = attrgetter(name)

    def look_up(values: Values, at: Address) -> float:
        return cast("float", array_of(values.passes.layers[at.layer - 1])[at.example, at.j])

    return look_up


_LOOKUPS: dict[Q, Callable[[Values, Address], float]] = {
    Q.X: lambda values, at: float(values.passes.x[at.example, at.j]),
    Q.Y: lambda values, at: float(values.passes.y[at.example, at.j]),
    Q.W: Values._weight,  # noqa: SLF001 - the table belongs to the class
    Q.B: lambda values, at: values.problem.layers[at.layer - 1].biases[at.j],
    Q.ETA: lambda values, _at: values.problem.learning_rate,
    Q.Z: _of_layer("z"),
    Q.A: _of_layer("a"),
    Q.C: lambda values, at: values.cost if at.example is None else values.passes.costs[at.example],
    Q.DC_DA: _of_layer("dC_da"),
    Q.DA_DZ: Values._activation_slope,  # noqa: SLF001
    Q.DC_DZ: Values._slope,  # noqa: SLF001
    Q.DZ_DW: Values._fed_by,  # noqa: SLF001
    Q.DZ_DB: lambda _values, _at: 1.0,
    Q.DZ_DA: Values._weight,  # noqa: SLF001
    Q.TERM_A: lambda values, at: values._weight(at) * values._slope(at),  # noqa: SLF001
    Q.TERM_Z: Values._through_output,  # noqa: SLF001
    Q.DC_DW: Values._weight_slope,  # noqa: SLF001
    Q.DC_DB: Values._bias_slope,  # noqa: SLF001
    Q.STEP_W: lambda values, at: (
        values.problem.learning_rate * values.average[at.layer - 1].weights[at.j, at.k]
    ),
    Q.STEP_B: lambda values, at: (
        values.problem.learning_rate * values.average[at.layer - 1].biases[at.j]
    ),
    Q.NEW_W: lambda values, at: values.descent[at.layer - 1].weights[at.j, at.k],
    Q.NEW_B: lambda values, at: values.descent[at.layer - 1].biases[at.j],
    Q.NEW_C: lambda values, _at: values.cost_after,
}
