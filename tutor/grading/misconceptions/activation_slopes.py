"""Errors in the derivative of an activation function.

Where they stand in every layer of a network, a layer without a curve is taken with the others, or
is left as it is: both are one slip each, by their labels.
"""

from __future__ import annotations

from tutor.chain.addresses import Address, Q
from tutor.chain.rules import Kind
from tutor.engine.activations import ACTIVATIONS, SIGMOID_SLOPE, SIGMOID_SLOPE_OF_A
from tutor.engine.expressions import (
    Apply,
    Difference,
    Expression,
    Number,
    Product,
    Square,
    Symbol,
    filled_in,
)
from tutor.grading.misconceptions.entry import OFTEN, misconception
from tutor.grading.misconceptions.site import ONE, Site, Wrong

_STRAIGHT = "with straight ones"


def _of_curves(site: Site, wrong: Expression) -> Wrong:
    """Yield a wrong slope of a curve; of the identity only together with those of the others."""
    if site.activation not in ("softmax", "identity"):
        yield "", wrong
    if "identity" in site.trace.rules.activations and site.activation != "softmax":
        yield _STRAIGHT, wrong


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="taking f(z), the activation function itself, instead of its derivative",
    look="Look at how steep the curve is at this z, not how high it is.",
    as_if="as if f(z) stood for f′(z)",
)
def slope_is_value(site: Site) -> Wrong:
    """Yield σ(z) for σ′(z)."""
    if site.activation == "softmax":
        yield "softmax", Symbol(Address(Q.A, site.at.layer, site.at.k, 0, site.at.example))
    yield from _of_curves(site, site.own(Q.A))


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="taking f′(a), the derivative at a instead of at z",
    look="Look at where the derivative is taken: at what goes into the function.",
    as_if="as if f′(a) stood for f′(z)",
    seen=OFTEN,
)
def slope_at_activation(site: Site) -> Wrong:
    """Yield σ′(a) for σ′(z)."""
    if site.activation in ("sigmoid", "tanh", "softplus"):
        form = ACTIVATIONS[site.activation].slope_forms[0]
        yield "", filled_in(form, {"z": site.own(Q.A)})


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="putting z where a belongs in the handy form of the derivative, as in z(1 − z)",
    look="Look at what stands in the handy form: the activation, not the weighted sum.",
    as_if="as if z(1 − z) stood for f′(z)",
)
def slope_of_z(site: Site) -> Wrong:
    """Yield z(1 − z) for a(1 − a), or for another function's derivative; 1 − z² for 1 − a²."""
    z = site.own(Q.Z)
    if site.activation == "tanh":
        yield "own form", Difference(ONE, Square(z))
    yield from _of_curves(site, Product((z, Difference(ONE, z))))


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="working out a(1 − a), which is the derivative of another function: the sigmoid",
    look="Look at which activation function this layer has.",
    as_if="as if a(1 − a), the derivative of the sigmoid, stood for f′(z)",
)
def sigmoid_slope_elsewhere(site: Site) -> Wrong:
    """Yield a(1 − a), or σ′(z), for another function's derivative."""
    if site.activation not in ("sigmoid", "softmax"):
        a = site.own(Q.A)
        yield "", Product((a, Difference(ONE, a)))
        yield "at z", Apply(SIGMOID_SLOPE, (site.own(Q.Z),))


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="working out 1 − a",
    look="Look at the whole of the derivative: something is still missing in it.",
    as_if="as if 1 − a stood for f′(z)",
)
def half_slope(site: Site) -> Wrong:
    """Yield 1 − a for a(1 − a), or for another function's derivative."""
    yield from _of_curves(site, Difference(ONE, site.own(Q.A)))


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="taking 1 although z is not above 0",
    look="Look at the sign of z: on which side of the kink is it?",
    as_if="as if f′(z) were 1 for z below 0, too",
    seen=OFTEN,
)
def relu_slope_one(site: Site) -> Wrong:
    """Yield 1 for relu's slope where z is not above 0."""
    if site.activation in ("relu", "leaky_relu"):
        yield "", ONE


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="taking f(z), the activation function itself, instead of its derivative",
    look="Look at how steep the function is at this z, not how high.",
    as_if="as if f(z) stood for f′(z)",
)
def relu_slope_value(site: Site) -> Wrong:
    """Yield relu(z) for its slope."""
    if site.activation == "relu":
        yield "", site.own(Q.A)


@misconception(
    Kind.ACTIVATION_SLOPE,
    Kind.PATH_SUM,
    by="working out a(1 − a) alone, as if each output had its own z only",
    look="Look at how many outputs of a softmax one z moves.",
    as_if="as if each output of the softmax depended on its own z only",
)
def softmax_diagonal(site: Site) -> Wrong:
    """Yield aᵢ(1 − aᵢ), or nothing, beside the diagonal; of the sum the term with its own index."""
    at = site.at
    if at.quantity is Q.DC_DZ:
        yield "", Symbol(at.to(Q.TERM_Z)._replace(k=at.j))
    elif at.quantity is Q.DA_DZ and site.activation == "softmax" and at.j != at.k:
        yield "zero", Number(0.0)
        for neuron in (at.k, at.j):
            a = Symbol(Address(Q.A, at.layer, neuron, 0, at.example))
            yield f"of {neuron == at.k}", Apply(SIGMOID_SLOPE_OF_A, (a,))
