"""The gradient as a whole: every weight's and bias's derivative, averaged over the examples."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tutor.chain.addresses import Address, Q
from tutor.course.sight import is_in_sight, slope_of
from tutor.course.view import View


@dataclass(frozen=True, slots=True)
class Component:
    """One component of the gradient.

    Attributes:
        parameter: the weight or the bias that it belongs to.
        value: the derivative of the full cost by it.
        known: whether the learner may see it: it is worked out, or its lesson is over.

    """

    parameter: Address
    value: float
    known: bool


def components(view: View) -> list[Component]:
    """Return the gradient in its order: layer by layer, the weights, then the biases."""
    only = 0 if len(view.trace.problem.examples) == 1 else None
    return [
        Component(address, value, is_in_sight(view, slope_of(address, only)))
        for address, value in _all(view)
    ]


def _all(view: View) -> Iterator[tuple[Address, float]]:
    for layer, (weights, biases) in enumerate(view.trace.values.average, start=1):
        for (j, k), value in np.ndenumerate(weights):
            yield Address(Q.W, layer, j, k), float(value)
        for j, value in enumerate(biases):
            yield Address(Q.B, layer, j), float(value)


def by_size(parts: list[Component]) -> list[Component]:
    """Return the components from the largest to the smallest, those not known at the end."""
    return sorted(parts, key=lambda each: -_size(each) if each.known else math.inf)


def _size(part: Component) -> float:
    return abs(part.value) if math.isfinite(part.value) else math.inf


def largest(parts: list[Component]) -> float:
    """Return the size of the largest known component that is a finite number; 0 without any."""
    sizes = (_size(each) for each in parts if each.known)
    return max((size for size in sizes if math.isfinite(size)), default=0.0)
