"""The activations: one entry each, with function, derivative, symbols and trees.

Formulas after Goodfellow, Bengio, Courville, *Deep Learning*, sections 3.10 and 6.3; the derivative
is written so that nothing cancels where a neuron is saturated.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tutor.engine.expressions import (
    Apply,
    Difference,
    Expression,
    Function,
    Number,
    Points,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
)

Array: TypeAlias = NDArray[np.float64]

LEAK = 0.01
"""The slope of leaky_relu for z < 0, and its derivative at 0."""

Z, A = Symbol("z"), Symbol("a")


class Activation(NamedTuple):
    """An activation function, as plain data.

    Attributes:
        name: as in a problem document.
        function: a of z, elementwise; softmax along the last axis.
        slope: da/dz of (z, a), elementwise; for softmax the Jacobian, with two neuron axes.
        forms: trees over z for the value; none for softmax, which takes every z of its layer.
        slope_forms: trees over z or a for the derivative, the first as the formula says it, the
            last as one works it by hand; none for softmax.
        together: a and da/dz of z, where they have work in common; else each is worked by itself.

    """

    name: str
    function: Callable[[Array], Array]
    slope: Callable[[Array, Array], Array]
    forms: tuple[Expression, ...]
    slope_forms: tuple[Expression, ...]
    together: Callable[[Array], tuple[Array, Array]] | None = None

    def with_slope(self, z: Array) -> tuple[Array, Array]:
        """Return a and da/dz of z."""
        if self.together is not None:
            return self.together(z)
        a = self.function(z)
        return a, self.slope(z, a)


def _sigmoid_with_slope(z: Array) -> tuple[Array, Array]:
    """σ(z), and σ′(z) = e/(1 + e)² with e = exp(−|z|): a(1 − a) is 0 from z = 37."""
    e = np.abs(z)
    np.exp(np.negative(e, out=e), out=e)
    whole = 1.0 + e
    a = np.where(z >= 0.0, 1.0, e)
    a /= whole
    e /= whole
    e /= whole
    return a, e


def _sigmoid(z: Array) -> Array:
    return _sigmoid_with_slope(z)[0]


def _sigmoid_slope(z: Array, _a: Array) -> Array:
    return _sigmoid_with_slope(z)[1]


def _tanh_slope(z: Array, _a: Array) -> Array:
    """tanh′(z) = 4e/(1 + e)² with e = exp(−2|z|): 1 − a² cancels."""
    e = np.exp(-2.0 * np.abs(z))
    return 4.0 * e / np.square(1.0 + e)


def _relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def _relu_slope(z: Array, _a: Array) -> Array:
    return (z > 0.0).astype(np.float64)


def _leaky_relu(z: Array) -> Array:
    return np.where(z < 0.0, LEAK * z, z)


def _leaky_relu_slope(z: Array, _a: Array) -> Array:
    return np.where(z > 0.0, 1.0, LEAK)


def _softplus(z: Array) -> Array:
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def _softmax(z: Array) -> Array:
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def _softmax_slope(_z: Array, a: Array) -> Array:
    """∂aᵢ/∂zⱼ = aᵢ(δᵢⱼ − aⱼ); on the diagonal 1 − aᵢ is the sum of the others."""
    jacobian = -a[..., :, None] * a[..., None, :]
    diagonal = np.arange(a.shape[-1])
    jacobian[..., diagonal, diagonal] = a * sum_of_others(a)
    return jacobian


def sum_of_others(a: Array) -> Array:
    """Return for each entry the sum of the others along the last axis, without cancelling.

    Prefix and suffix sums, so that 1 − a keeps its digits where a is close to 1.
    """
    before = np.zeros_like(a)
    after = np.zeros_like(a)
    np.cumsum(a[..., :-1], axis=-1, out=before[..., 1:])
    after[..., :-1] = np.cumsum(a[..., :0:-1], axis=-1)[..., ::-1]
    return before + after


def exp(z: float) -> float:
    """Return e to the power z, infinity where that is too large for a float64."""
    try:
        return math.exp(z)
    except OverflowError:
        return math.inf


def ln(a: float) -> float:
    """Return the natural logarithm, its limit -infinity at 0."""
    return math.log(a) if a > 0.0 else -math.inf


def _sigmoid_at(z: float) -> float:
    e = math.exp(-abs(z))
    return (1.0 if z >= 0 else e) / (1.0 + e)


def _sigmoid_slope_at(z: float) -> float:
    e = math.exp(-abs(z))
    return e / (1.0 + e) ** 2


def _tanh_slope_at(z: float) -> float:
    e = math.exp(-2.0 * abs(z))
    return 4.0 * e / (1.0 + e) ** 2


def _at(point: float) -> Callable[..., Points]:
    """Return extreme points for a function of one argument whose extreme lies at `point`."""

    def extremes(ends: tuple[float, float]) -> Points:
        return ((point,),) if ends[0] < point < ends[1] else ()

    return extremes


_FIRST, _ONE = Symbol(0), Number(1.0)

SIGMOID = Function("sigmoid", _sigmoid_at, "σ({0})", "sigmoid({0})", r"\sigma({0})", None, (1,))
SIGMOID_SLOPE = Function(
    "the slope of sigmoid",
    _sigmoid_slope_at,
    "σ′({0})",
    "sigmoid'({0})",
    r"\sigma'({0})",
    extremes=_at(0.0),
)
SIGMOID_SLOPE_OF_A = Function(
    "a(1 - a)",
    lambda a: a * (1.0 - a),
    written=Product((_FIRST, Difference(_ONE, _FIRST))),
    extremes=_at(0.5),
    domain=(0.0, 1.0),
)
TANH = Function("tanh", math.tanh, "tanh({0})", "tanh({0})", r"\tanh({0})", None, (1,))
TANH_SLOPE = Function(
    "the slope of tanh",
    _tanh_slope_at,
    "tanh′({0})",
    "tanh'({0})",
    r"\tanh'({0})",
    extremes=_at(0.0),
)
TANH_SLOPE_OF_A = Function(
    "1 - a^2",
    lambda a: 1.0 - a * a,
    written=Difference(_ONE, Square(_FIRST)),
    extremes=_at(0.0),
    domain=(-1.0, 1.0),
)
RELU = Function(
    "relu",
    lambda z: max(z, 0.0),
    "ReLU({0})",
    "relu({0})",
    r"\operatorname{{ReLU}}({0})",
    None,
    (1,),
)
RELU_SLOPE = Function(
    "the slope of relu",
    lambda z: 1.0 if z > 0.0 else 0.0,
    "ReLU′({0})",
    "relu'({0})",
    r"\operatorname{{ReLU}}'({0})",
    levels=(0.0, 0.0, 0.0, 1.0),
)
LEAKY_RELU = Function(
    "leaky_relu",
    lambda z: LEAK * z if z < 0.0 else z,
    "leaky_relu({0})",
    "leaky_relu({0})",
    r"\operatorname{{LeakyReLU}}({0})",
    None,
    (1,),
)
LEAKY_RELU_SLOPE = Function(
    "the slope of leaky_relu",
    lambda z: 1.0 if z > 0.0 else LEAK,
    "leaky_relu′({0})",
    "leaky_relu'({0})",
    r"\operatorname{{LeakyReLU}}'({0})",
    levels=(0.0, LEAK, LEAK, 1.0),
)
EXP = Function("exp", exp, "exp({0})", "exp({0})", r"e^{{{0}}}", None, (1,))
LN = Function("ln", ln, "ln({0})", "ln({0})", r"\ln({0})", None, (1,), domain=(0.0, math.inf))
SOFTPLUS = Function(
    "softplus",
    lambda z: max(z, 0.0) + math.log1p(math.exp(-abs(z))),
    written=Apply(LN, (Sum((_ONE, Apply(EXP, (_FIRST,)))),)),
    directions=(1,),
)


@cache
def softmax(own: int, count: int) -> Function:
    """Return the function of z₀, … that gives one output of a softmax of `count` neurons."""
    powers = tuple(Apply(EXP, (Symbol(i),)) for i in range(count))
    return Function(
        "softmax",
        lambda *z: 1.0 / math.fsum(exp(other - z[own]) for other in z),
        written=Quotient(powers[own], Sum(powers)),
        directions=tuple(1 if i == own else -1 for i in range(count)),
    )


ACTIVATIONS: dict[str, Activation] = {
    entry.name: entry
    for entry in (
        Activation(
            "sigmoid",
            _sigmoid,
            _sigmoid_slope,
            (Apply(SIGMOID, (Z,)),),
            (Apply(SIGMOID_SLOPE, (Z,)), Apply(SIGMOID_SLOPE_OF_A, (A,))),
            _sigmoid_with_slope,
        ),
        Activation(
            "tanh",
            np.tanh,
            _tanh_slope,
            (Apply(TANH, (Z,)),),
            (Apply(TANH_SLOPE, (Z,)), Apply(TANH_SLOPE_OF_A, (A,))),
        ),
        Activation("relu", _relu, _relu_slope, (Apply(RELU, (Z,)),), (Apply(RELU_SLOPE, (Z,)),)),
        Activation(
            "leaky_relu",
            _leaky_relu,
            _leaky_relu_slope,
            (Apply(LEAKY_RELU, (Z,)),),
            (Apply(LEAKY_RELU_SLOPE, (Z,)),),
        ),
        Activation("identity", np.copy, lambda z, _a: np.ones_like(z), (Z,), (Number(1.0),)),
        Activation(
            "softplus",
            _softplus,
            lambda z, _a: _sigmoid(z),
            (Apply(SOFTPLUS, (Z,)),),
            (Apply(SIGMOID, (Z,)),),
        ),
        Activation("softmax", _softmax, _softmax_slope, (), ()),
    )
}
"""Every activation by its name in a problem document."""
