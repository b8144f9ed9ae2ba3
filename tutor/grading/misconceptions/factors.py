"""Errors in what a weighted sum depends on: dz/dw, dz/db, dz/da."""

from __future__ import annotations

from tutor.chain.addresses import Address, Q
from tutor.chain.rules import Kind
from tutor.engine.expressions import Expression, Number, Symbol, filled_in
from tutor.grading.misconceptions.entry import OFTEN, RARE, misconception
from tutor.grading.misconceptions.site import ONE, Site, Wrong

_MOST = 12  # neurons of a layer that are mistaken for another; nobody works a wider one by hand


@misconception(
    Kind.WEIGHT_FACTOR,
    by="taking a of another layer",
    look="Look at which neuron this weight comes from.",
    as_if="as if a of another layer came in along the weights",
    seen=OFTEN,
)
def wrong_layer_activation(site: Site) -> Wrong:
    """Yield the activation of the layer itself, or of two layers before."""
    layer, j, example = site.at.layer, site.at.j, site.at.example
    yield "own", Symbol(Address(Q.A, layer, j, 0, example))
    if layer > 1:
        quantity = Q.X if layer == 2 else Q.A  # noqa: PLR2004 - the input is layer 0
        for neuron in range(min(site.sizes[layer - 2], _MOST)):
            back = 0 if quantity is Q.X else layer - 2
            yield f"back {neuron}", Symbol(Address(quantity, back, neuron, 0, example))


@misconception(
    Kind.WEIGHT_FACTOR,
    by="taking z of the layer before, its weighted sum, instead of its activation",
    look="Look at what the weight is multiplied by: z has gone through something since.",
    as_if="as if z of the layer before came in along the weights, instead of a",
)
def sum_for_activation(site: Site) -> Wrong:
    """Yield z of the layer before for its a."""
    at = site.at
    if at.layer > 1:
        yield "", Symbol(Address(Q.Z, at.layer - 1, at.k, 0, at.example))


@misconception(
    Kind.WEIGHT_FACTOR,
    by="taking w, the weight itself",
    look="Look at what z is differentiated by: the weight is what is nudged.",
    as_if="as if the weight itself stood for ∂z/∂w",
)
def weight_for_activation(site: Site) -> Wrong:
    """Yield the weight for dz/dw."""
    yield "", Symbol(Address(Q.W, site.at.layer, site.at.j, site.at.k))


@misconception(
    Kind.BIAS_FACTOR,
    by="taking b, the bias itself",
    look="Look at how z moves when the bias moves, not at how large the bias is.",
    as_if="as if the bias itself stood for ∂z/∂b",
)
def bias_factor_is_bias(site: Site) -> Wrong:
    """Yield the bias for dz/db."""
    yield "", Symbol(site.at.to(Q.B))


@misconception(
    Kind.BIAS_FACTOR,
    by="taking the bias for a constant, whose derivative is 0",
    look="Look at what is nudged here: it is the bias that moves.",
    as_if="as if the bias were a constant",
)
def bias_is_constant(_site: Site) -> Wrong:
    """Yield 0 for dz/db."""
    yield "", Number(0.0)


@misconception(
    Kind.BIAS_FACTOR,
    by="treating the bias like a weight, with an a before it",
    look="Look at what the bias is multiplied by in the weighted sum.",
    as_if="as if the bias had an a before it, like a weight",
    seen=RARE,
)
def bias_as_weight(site: Site) -> Wrong:
    """Yield what feeds the layer for dz/db."""
    for k in range(min(site.sizes[site.at.layer - 1], _MOST)):
        yield f"{k}", Symbol(site.trace.rules.fed_by(site.at.layer, k, site.example))


@misconception(
    Kind.ACTIVATION_FACTOR,
    Kind.PRODUCT,
    Kind.PATH_TERM,
    by="having a, or 1, where the weight belongs",
    look="Look at what the activation is multiplied by in the weighted sum.",
    as_if="as if a, or 1, stood where the weight belongs",
)
def activation_for_weight(site: Site) -> Wrong:
    """Yield a, or 1, for dz/da, in itself or where it is multiplied."""
    wrong: dict[str, Expression] = {
        "one": ONE,
        "a": Symbol(Address(Q.A, site.layer - 1, site.back_to, 0, site.example)),
    }
    if site.at.quantity is Q.DZ_DA:
        yield from wrong.items()
        return
    for address in site.rule.inputs:
        if address.quantity is Q.DZ_DA:
            for label, instead in wrong.items():
                yield label, filled_in(site.tree, {address: instead})


@misconception(
    Kind.ACTIVATION_FACTOR,
    by="taking the weight of another layer",
    look="Look at which weights lead away from this activation.",
    as_if="as if the weights of another layer stood there",
)
def wrong_layer_weight(site: Site) -> Wrong:
    """Yield the weights with the same indices one layer before, and one behind."""
    j, k = site.at.j, site.at.k
    for label, layer in (("", site.at.layer - 1), ("above", site.at.layer + 1)):
        is_there = 0 < layer < len(site.sizes)
        if is_there and j < site.sizes[layer] and k < site.sizes[layer - 1]:
            yield label, Symbol(Address(Q.W, layer, j, k))
