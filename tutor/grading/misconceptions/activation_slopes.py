"""Errors in the derivative of an activation function."""

from __future__ import annotations

from tutor.chain.addresses import Q
from tutor.chain.rules import Kind
from tutor.engine.activations import ACTIVATIONS
from tutor.engine.expressions import Difference, Expression, Product, filled_in
from tutor.grading.misconceptions.entry import OFTEN, misconception
from tutor.grading.misconceptions.site import ONE, Site, Wrong

_WITHOUT_A_CURVE = ("softmax", "identity")


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="taking the activation function itself instead of its derivative",
    look="Look at how steep the curve is at this z, not how high it is.",
)
def slope_is_value(site: Site) -> Wrong:
    """Yield σ(z) for σ′(z)."""
    if site.activation not in _WITHOUT_A_CURVE:
        yield "", site.own(Q.A)


def _slope_of(site: Site, argument: Expression) -> Expression | None:
    """Return the first form of the activation's derivative at something else than z."""
    forms = ACTIVATIONS[site.activation].slope_forms
    return filled_in(forms[0], {"z": argument, "a": argument}) if forms else None


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="taking the derivative at a instead of at z",
    look="Look at where the derivative is taken: at what goes into the function.",
    seen=OFTEN,
)
def slope_at_activation(site: Site) -> Wrong:
    """Yield σ′(a) for σ′(z)."""
    if site.activation in ("sigmoid", "tanh", "softplus"):
        wrong = _slope_of(site, site.own(Q.A))
        if wrong is not None:
            yield "", wrong


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="working out z(1 - z)",
    look="Look at what stands in the handy form: the activation, not the weighted sum.",
)
def slope_of_z(site: Site) -> Wrong:
    """Yield z(1 − z) for a(1 − a), or for another function's derivative."""
    if site.activation not in _WITHOUT_A_CURVE:
        z = site.own(Q.Z)
        yield "", Product((z, Difference(ONE, z)))


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="working out a(1 - a), which is the derivative of the sigmoid",
    look="Look at which activation function this layer has.",
)
def sigmoid_slope_elsewhere(site: Site) -> Wrong:
    """Yield a(1 − a) for another function's derivative."""
    if site.activation not in ("sigmoid", "softmax"):
        a = site.own(Q.A)
        yield "", Product((a, Difference(ONE, a)))


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="working out 1 - a",
    look="Look at the whole of the derivative: something is still missing in it.",
)
def half_slope(site: Site) -> Wrong:
    """Yield 1 − a for a(1 − a), or for another function's derivative."""
    if site.activation not in _WITHOUT_A_CURVE:
        yield "", Difference(ONE, site.own(Q.A))


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="taking 1 although z is not above 0",
    look="Look at the sign of z: on which side of the kink is it?",
)
def relu_slope_one(site: Site) -> Wrong:
    """Yield 1 for relu's slope where z is not above 0."""
    if site.activation == "relu":
        yield "", ONE


@misconception(
    Kind.ACTIVATION_SLOPE,
    by="taking relu(z) itself instead of its derivative",
    look="Look at how steep relu is, not how high.",
)
def relu_slope_value(site: Site) -> Wrong:
    """Yield relu(z) for its slope."""
    if site.activation == "relu":
        yield "", site.own(Q.A)
