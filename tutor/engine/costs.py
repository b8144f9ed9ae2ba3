"""The costs of one example: one entry each, with value, derivative, symbols and trees.

A cost is a scale times the sum over the outputs of a term in aⱼ and yⱼ; logarithms are natural.
Squared errors as in the video "Backpropagation calculus"; the cross-entropies after Bishop,
*Pattern Recognition and Machine Learning*, equations (4.90) and (4.108).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from tutor.engine.activations import LN, A, Array, sum_of_others
from tutor.engine.expressions import (
    Apply,
    Difference,
    Expression,
    Function,
    Negative,
    Number,
    Points,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
)

Y = Symbol("y")


class Cost(NamedTuple):
    """A cost of one example, as plain data.

    Attributes:
        name: as in a problem document.
        value: the cost of each example, from outputs a, targets y and weighted sums z, each of
            shape (examples, outputs).
        slope: dC/da at the outputs from the same, of the same shape.
        scale: what the sum over the outputs is multiplied by: 1, ½, 1/n or −1.
        term: the tree of one output's term, over a and y.
        slope_term: the tree of dC/da at one output without the factor `slope_scale`.
        slope_scale: what dC/da has as a factor of its own.
        fused_with: the activation with which dC/dz at the outputs is a − y, if any.
        fused_slope: that dC/dz from a, y and z, without cancellation at the target.

    """

    name: str
    value: Callable[[Array, Array, Array], Array]
    slope: Callable[[Array, Array, Array], Array]
    scale: Literal["1", "1/2", "1/n", "-1"]
    term: Expression
    slope_term: Expression
    slope_scale: Literal["1", "2", "2/n"]
    fused_with: str | None = None
    fused_slope: Callable[[Array, Array, Array], Array] | None = None


def _squared_error(a: Array, y: Array, _z: Array) -> Array:
    d = a - y
    return np.asarray(np.einsum("ij,ij->i", d, d))


def _binary_cross_entropy(_a: Array, y: Array, z: Array) -> Array:
    """−ln a = softplus(−z) and −ln(1 − a) = softplus(z); a term whose factor is 0 is 0."""
    tail = np.log1p(np.exp(-np.abs(z)))
    return np.asarray(
        np.sum(y * (np.maximum(-z, 0.0) + tail) + (1.0 - y) * (np.maximum(z, 0.0) + tail), axis=-1)
    )


def _binary_cross_entropy_slope(_a: Array, y: Array, z: Array) -> Array:
    """−y(1 + e^−z) + (1 − y)(1 + e^z), dropping terms whose factor is 0."""
    with np.errstate(over="ignore"):
        towards_one = np.multiply(y, 1.0 + np.exp(-z), out=np.zeros_like(z), where=y != 0.0)
        towards_zero = np.multiply(1.0 - y, 1.0 + np.exp(z), out=np.zeros_like(z), where=y != 1.0)
        return np.asarray(towards_zero - towards_one)


def _binary_fused_slope(a: Array, y: Array, z: Array) -> Array:
    """Return a − y, as −σ(−z) at y = 1: 1 − a is σ(−z)."""
    e = np.exp(-np.abs(z))
    one_minus_a = np.where(z >= 0.0, e, 1.0) / (1.0 + e)
    return np.where(y == 1.0, -one_minus_a, a - y)


def _cross_entropy(_a: Array, y: Array, z: Array) -> Array:
    """−Σ y (z − logsumexp z), with log1p of the other terms: nothing cancels at the target."""
    top = np.argmax(z, axis=-1)[..., None]
    highest = np.take_along_axis(z, top, axis=-1)
    powers = np.exp(z - highest)
    np.put_along_axis(powers, top, 0.0, axis=-1)
    minus_log = (highest - z) + np.log1p(powers.sum(axis=-1, keepdims=True))
    terms = np.multiply(y, minus_log, out=np.zeros_like(z), where=y != 0.0)
    return np.asarray(terms.sum(axis=-1))


def _cross_entropy_slope(a: Array, y: Array, _z: Array) -> Array:
    with np.errstate(divide="ignore", over="ignore"):
        return -np.divide(y, a, out=np.zeros_like(a), where=y != 0.0)


def _softmax_fused_slope(a: Array, y: Array, _z: Array) -> Array:
    """Return a − y, as minus the sum of the other outputs at y = 1."""
    return np.where(y == 1.0, -sum_of_others(a), a - y)


def _log_likelihood(a: float, y: float) -> float:
    """Return y ln a + (1 − y) ln(1 − a), a term whose factor is 0 being 0."""
    hit = y * (math.log(a) if a > 0.0 else -math.inf) if y != 0.0 else 0.0
    miss = (1.0 - y) * (math.log1p(-a) if a < 1.0 else -math.inf) if y != 1.0 else 0.0
    return hit + miss


def _log_likelihood_slope(a: float, y: float) -> float:
    """Return (a − y)/(a(1 − a)) as −y/a + (1 − y)/(1 − a), dropping terms whose factor is 0."""
    hit = (y / a if a > 0.0 else math.inf) if y != 0.0 else 0.0
    miss = ((1.0 - y) / (1.0 - a) if a < 1.0 else math.inf) if y != 1.0 else 0.0
    return miss - hit


def _greatest_likelihood(a: tuple[float, float], y: tuple[float, float]) -> Points:
    """Return the points a = y, where for a given y the likelihood is greatest."""
    return tuple((target, target) for target in y if a[0] < target < a[1])


_A, _Y, _ONE = Symbol(0), Symbol(1), Number(1.0)

LOG_LIKELIHOOD = Function(
    "y ln a + (1 - y) ln(1 - a)",
    _log_likelihood,
    written=Sum(
        (
            Product((_Y, Apply(LN, (_A,)))),
            Product((Difference(_ONE, _Y), Apply(LN, (Difference(_ONE, _A),)))),
        )
    ),
    extremes=_greatest_likelihood,
    domain=(0.0, 1.0),
)
LOG_LIKELIHOOD_SLOPE = Function(
    "(a - y)/(a(1 - a))",
    _log_likelihood_slope,
    written=Quotient(Difference(_A, _Y), Product((_A, Difference(_ONE, _A)))),
    directions=(1, -1),
    domain=(0.0, 1.0),
)

_ERROR = Difference(A, Y)

COSTS: dict[str, Cost] = {
    entry.name: entry
    for entry in (
        Cost(
            "squared_error",
            _squared_error,
            lambda a, y, _z: 2.0 * (a - y),
            "1",
            Square(_ERROR),
            _ERROR,
            "2",
        ),
        Cost(
            "mean_squared_error",
            lambda a, y, z: _squared_error(a, y, z) / a.shape[-1],
            lambda a, y, _z: 2.0 * (a - y) / a.shape[-1],
            "1/n",
            Square(_ERROR),
            _ERROR,
            "2/n",
        ),
        Cost(
            "half_squared_error",
            lambda a, y, z: 0.5 * _squared_error(a, y, z),
            lambda a, y, _z: a - y,
            "1/2",
            Square(_ERROR),
            _ERROR,
            "1",
        ),
        Cost(
            "binary_cross_entropy",
            _binary_cross_entropy,
            _binary_cross_entropy_slope,
            "-1",
            Apply(LOG_LIKELIHOOD, (A, Y)),
            Apply(LOG_LIKELIHOOD_SLOPE, (A, Y)),
            "1",
            "sigmoid",
            _binary_fused_slope,
        ),
        Cost(
            "cross_entropy",
            _cross_entropy,
            _cross_entropy_slope,
            "-1",
            Product((Y, Apply(LN, (A,)))),
            Negative(Quotient(Y, A)),
            "1",
            "softmax",
            _softmax_fused_slope,
        ),
    )
}
"""Every cost by its name in a problem document."""
