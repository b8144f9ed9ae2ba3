"""Gradient descent, step after step: forward, back, at any learning rate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tutor.chain.addresses import Address, Q
from tutor.chain.trace import Trace
from tutor.engine.activations import Array
from tutor.engine.network import LayerParameters, Passes, costs_of, descended, forward, run
from tutor.errors import DocumentError

MOST_STEPS = 100_000
"""A descent is no longer than this: its costs are kept, and drawn."""
_EVERY = 64
"""Every so many steps the weights and biases are kept; those between are worked out again."""
_MOST_KEPT, _LEAST_KEPT = 256, 8
"""When so many are kept, every other one is let go; of large networks fewer are kept."""
_MOST_NUMBERS = 10_000_000
"""So many weights and biases are kept in all."""
_Parameters = tuple[LayerParameters, ...]


class Stride(NamedTuple):
    """One step of descent, seen from one weight or bias.

    Attributes:
        old, new: its value before and after.
        slope: the derivative of the full cost by it, before the step.
        rate: the learning rate.
        cost_before, cost_after: the full cost, every parameter moved.

    """

    old: float
    new: float
    slope: float
    rate: float
    cost_before: float
    cost_after: float

    @property
    def step(self) -> float:
        """How far it goes against the slope: η times the derivative."""
        return self.rate * self.slope


class DescentRun:
    """Any number of steps of descent from where a trace stands, and a place among them.

    Attributes:
        here: the place: so many steps from the start.
        costs: the full cost at the start and after each step so far.
        rate: the learning rate of the steps to come.

    """

    def __init__(self, trace: Trace) -> None:
        values = trace.values
        self._trace = trace
        self.here = 0
        self.rate = trace.problem.learning_rate
        self.costs = [values.cost]
        self._rates: list[float] = []
        numbers = sum(array.size for pair in values.passes.network.parameters for array in pair)
        self._most_kept = min(_MOST_KEPT, max(_LEAST_KEPT, _MOST_NUMBERS // numbers))
        self._every = _EVERY
        self._kept: dict[int, _Parameters] = {0: values.passes.network.parameters}
        self._seen: tuple[tuple[int, Address], Stride] | None = None
        self._last = values.passes.network.parameters

    @property
    def steps(self) -> int:
        """How many steps there are so far."""
        return len(self._rates)

    @property
    def is_over(self) -> bool:
        """Whether the cost has left the numbers: from there no step leads on."""
        return not math.isfinite(self.costs[-1])

    def set_rate(self, rate: float) -> None:
        """Choose the learning rate of the steps to come; those behind keep theirs.

        Raises:
            DocumentError: where it is not a finite number above 0.

        """
        if not (math.isfinite(rate) and rate > 0):
            raise DocumentError(f"a learning rate of {rate:g}: it must be a finite number above 0")
        self.rate = rate

    def go(self, count: int) -> int:
        """Go so many steps on (below 0: back) among those there are; return how many it went.

        Forward, steps that were made are gone again only if their learning rate is the chosen one;
        else they are dropped and made anew.
        """
        target = max(0, self.here + count)
        before = self.here
        while self.here < target and self._step():
            pass
        self.here = min(self.here, target)
        return self.here - before

    def go_to(self, step: int) -> None:
        """Go to a step that was made; nearest to it where there is none."""
        self.here = min(max(0, step), self.steps)

    def _step(self) -> bool:
        """Go one step on; return whether there was one."""
        if self.here < self.steps:
            if self._rates[self.here] == self.rate:
                self.here += 1
                return True
            self._drop()
        if self.is_over or self.here >= MOST_STEPS:
            return False
        passes = self._passes(self._last)
        self._last = descended(self._last, passes.average, self.rate)
        self._rates.append(self.rate)
        self.costs.append(self._cost(self._last))
        self.here += 1
        self._keep()
        return True

    def _keep(self) -> None:
        """Keep the weights and biases of this place, if it is one of those that are kept."""
        if self.here % self._every == 0:
            self._kept[self.here] = self._last
        if len(self._kept) > self._most_kept:
            self._every *= 2
            self._kept = {at: kept for at, kept in self._kept.items() if at % self._every == 0}

    def _drop(self) -> None:
        """Forget the steps beyond this place."""
        self._last, self._seen = self.parameters(self.here), None
        del self._rates[self.here :], self.costs[self.here + 1 :]
        self._kept = {step: kept for step, kept in self._kept.items() if step <= self.here}

    def parameters(self, step: int) -> _Parameters:
        """Return every weight and bias after so many steps."""
        if step == self.steps:
            return self._last
        start = step - step % self._every
        found = self._kept[start]
        for rate in self._rates[start:step]:
            found = descended(found, self._passes(found).average, rate)
        return found

    def _passes(self, parameters: Sequence[LayerParameters]) -> Passes:
        given = self._trace.values.passes
        return run(given.network.with_parameters(parameters), given.x, given.y)

    def _cost(self, parameters: Sequence[LayerParameters]) -> float:
        given = self._trace.values.passes
        costs = costs_of(given.network.with_parameters(parameters), given.x, given.y)
        with np.errstate(over="ignore", invalid="ignore"):
            return float(costs.mean())

    def outputs(self) -> Array:
        """Return what comes out at this place for each example, (n, n_L)."""
        given = self._trace.values.passes
        network = given.network.with_parameters(self.parameters(self.here))
        with np.errstate(over="ignore", invalid="ignore"):
            _, a, _ = forward(network, given.x)[-1]
        return a

    def stands_still(self) -> bool:
        """Return whether the gradient is 0 at this place: no step leads away from it."""
        slopes = self._passes(self.parameters(self.here)).average
        return not any(array.any() for pair in slopes for array in pair)

    def value(self, parameter: Address) -> float:
        """Return a weight or a bias at this place."""
        return _at(self.parameters(self.here), parameter)

    def stride(self, parameter: Address) -> Stride | None:
        """Return the step that led to this place; None at the start."""
        if self.here == 0:
            return None
        place = (self.here, parameter)
        if self._seen is None or self._seen[0] != place:
            self._seen = place, self._stride(self.here - 1, parameter)
        return self._seen[1]

    def _stride(self, start: int, parameter: Address) -> Stride:
        before, rate = self.parameters(start), self._rates[start]
        slopes = self._passes(before).average
        old, slope = _at(before, parameter), _at(slopes, parameter)
        new = _at(descended(before, slopes, rate), parameter)
        return Stride(old, new, slope, rate, *self.costs[start : start + 2])


def _at(parameters: Sequence[LayerParameters], place: Address) -> float:
    layer = parameters[place.layer - 1]
    if place.quantity is Q.W:
        return float(layer.weights[place.j, place.k])
    return float(layer.biases[place.j])
