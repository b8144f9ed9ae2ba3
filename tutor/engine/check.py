"""A numerical check of a gradient: central differences of the cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from tutor.engine.activations import Array
from tutor.engine.costs import COSTS
from tutor.engine.network import LayerParameters, Network, forward

METHOD = "central differences"
NUDGE = 1e-5
"""How far a parameter is nudged, times the larger of 1 and its size."""
FLOOR = 1e-6
"""A derivative below this share of the largest is compared with that share."""
NOISE = 1e-3
"""Where rounding could make a larger relative error than this, the check says nothing."""
MOST_CHECKED = 200
_BUDGET = 2e7  # multiplications that one check may cost, or it would dominate saving
_KINKED = ("relu", "leaky_relu")


class CheckResult(NamedTuple):
    """How far analytic and numerical derivatives agree.

    Attributes:
        method: how the numerical ones are made.
        checked: how many parameters were compared.
        skipped: how many were not: beyond the sample, at a kink, or drowned in rounding.
        worst_relative_error: the worst of those compared, relative to the larger of analytic,
            numerical, and 1e-6 of the largest derivative.

    """

    method: str
    checked: int
    skipped: int
    worst_relative_error: float


def _parts(network: Network) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield every parameter as layer, 0 for weights and 1 for biases, and index."""
    for layer, pair in enumerate(network.parameters):
        for part, array in enumerate(pair):
            for index in np.ndindex(array.shape):
                yield layer, part, index


def _sampled(network: Network, examples: int) -> tuple[list[tuple[int, int, tuple[int, ...]]], int]:
    """Return the parameters to be checked, evenly spread, and how many there are in all."""
    everything = list(_parts(network))
    cost_of_one = 2 * examples * len(everything)
    count = int(min(MOST_CHECKED, len(everything), max(10, _BUDGET / cost_of_one)))
    places = np.linspace(0, len(everything) - 1, count).astype(int)
    return [everything[place] for place in places], len(everything)


def nudged(network: Network, layer: int, part: int, index: tuple[int, ...], by: float) -> Network:
    """Return the network with one weight (part 0) or bias (part 1) of a layer moved by so much."""
    arrays = list(network.parameters[layer])
    arrays[part] = arrays[part].copy()
    arrays[part][index] += by
    parameters = list(network.parameters)
    parameters[layer] = LayerParameters(*arrays)
    return network.with_parameters(parameters)


def _cost_and_signs(network: Network, x: Array, y: Array) -> tuple[Array, list[Array]]:
    """Return each example's cost and on which side of their kinks its neurons are."""
    states = forward(network, x)
    signs = [
        np.sign(z)
        for (z, _, _), name in zip(states, network.activations, strict=True)
        if name in _KINKED
    ]
    z, a, _ = states[-1]
    return COSTS[network.cost].value(a, y, z), signs


def check_gradient_numerically(
    network: Network, x: Array, y: Array, gradient: Sequence[LayerParameters]
) -> CheckResult:
    """Compare a gradient, averaged over the examples, with differences of the cost."""
    sample, total = _sampled(network, len(x))
    largest = max(float(np.max(np.abs(array))) for pair in gradient for array in pair)
    checked, worst = 0, 0.0
    with np.errstate(all="ignore"):  # a nudged network may overflow; then it is skipped
        for layer, part, index in sample:
            analytic = float(gradient[layer][part][index])
            value = float(network.parameters[layer][part][index])
            nudge = NUDGE * max(1.0, abs(value))
            above, signs_above = _cost_and_signs(nudged(network, layer, part, index, nudge), x, y)
            below, signs_below = _cost_and_signs(nudged(network, layer, part, index, -nudge), x, y)
            width = (value + nudge) - (value - nudge)
            numerical = float(np.mean(above - below)) / width
            scale = max(abs(analytic), abs(numerical), FLOOR * largest)
            size = float(np.mean(np.abs(above)))
            noise = 4 * np.finfo(np.float64).eps * (size + size**0.5) / width
            crossed = any(
                not np.array_equal(one, other)
                for one, other in zip(signs_above, signs_below, strict=True)
            )
            if analytic == numerical:
                checked += 1
            elif not crossed and noise <= NOISE * scale < np.inf:
                checked += 1
                worst = max(worst, abs(analytic - numerical) / scale)
    return CheckResult(METHOD, checked, total - checked, worst)
