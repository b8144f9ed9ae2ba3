"""An independent network: plain decimal arithmetic with many digits, one number at a time.

Derivatives come from moving a parameter a little, never from the rules of calculus.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext

from tutor import Problem

DIGITS = 60
NUDGE = Decimal("1e-20")

ONE, ZERO = Decimal(1), Decimal(0)


def sigmoid(z: Decimal) -> Decimal:
    """Return 1/(1 + e^−z)."""
    return ONE / (ONE + (-z).exp())


def tanh(z: Decimal) -> Decimal:
    """Return (e^z − e^−z)/(e^z + e^−z)."""
    return (z.exp() - (-z).exp()) / (z.exp() + (-z).exp())


def softplus(z: Decimal) -> Decimal:
    """Return ln(1 + e^z)."""
    return (ONE + z.exp()).ln()


ELEMENTWISE: dict[str, Callable[[Decimal], Decimal]] = {
    "sigmoid": sigmoid,
    "tanh": tanh,
    "softplus": softplus,
    "relu": lambda z: max(z, ZERO),
    "leaky_relu": lambda z: z * Decimal("0.01") if z < 0 else z,
    "identity": lambda z: z,
}


def softmax(z: Sequence[Decimal]) -> list[Decimal]:
    """Return e^z of each, divided by their sum."""
    powers = [each.exp() for each in z]
    return [each / sum(powers) for each in powers]


def activated(name: str, z: Sequence[Decimal]) -> list[Decimal]:
    """Return a layer's activations."""
    return softmax(z) if name == "softmax" else [ELEMENTWISE[name](each) for each in z]


def _times_ln(factor: Decimal, a: Decimal) -> Decimal:
    return factor * a.ln() if factor else ZERO


def cost(name: str, a: Sequence[Decimal], y: Sequence[Decimal]) -> Decimal:
    """Return the cost of one example."""
    pairs = list(zip(a, y, strict=True))
    squares = sum(((each - target) ** 2 for each, target in pairs), ZERO)
    if name == "binary_cross_entropy":
        return -sum((_times_ln(y, a) + _times_ln(1 - y, 1 - a) for a, y in pairs), ZERO)
    if name == "cross_entropy":
        return -sum((_times_ln(y, a) for a, y in pairs), ZERO)
    return squares / {"mean_squared_error": len(a), "half_squared_error": 2}.get(name, 1)


def cost_of(problem: Problem, example: int, moved: str = "", by: Decimal = ZERO) -> Decimal:
    """Return an example's cost, one parameter such as ``w1[0,0]`` moved."""
    a = [Decimal(float(x)) for x in problem.examples[example].x]
    for number, layer in enumerate(problem.layers, start=1):
        z = []
        for j, row in enumerate(layer.weights):
            weights = [
                Decimal(float(weight)) + by * (f"w{number}[{j},{k}]" == moved)
                for k, weight in enumerate(row)
            ]
            bias = Decimal(float(layer.biases[j])) + by * (f"b{number}[{j}]" == moved)
            z.append(sum((w * x for w, x in zip(weights, a, strict=True)), bias))
        a = activated(layer.activation, z)
    return cost(problem.cost, a, [Decimal(float(y)) for y in problem.examples[example].y])


def slope(problem: Problem, example: int, parameter: str) -> float:
    """Return the derivative of an example's cost by a parameter: a ratio of tiny nudges."""
    with localcontext(prec=DIGITS):
        above = cost_of(problem, example, parameter, NUDGE)
        below = cost_of(problem, example, parameter, -NUDGE)
        return float((above - below) / (2 * NUDGE))
