"""Errors on the way forward: weighted sums, activations and the cost."""

from __future__ import annotations

from typing import cast

from tutor.chain.addresses import Address, Q
from tutor.chain.rules import Kind
from tutor.engine.expressions import (
    Expression,
    Product,
    Square,
    Sum,
    Symbol,
    children,
    filled_in,
    rebuilt,
)
from tutor.grading.misconceptions.entry import OFTEN, misconception
from tutor.grading.misconceptions.site import SQUARED, Site, Wrong, terms_of


def _powered(tree: Expression, power: int) -> Expression:
    return Product((tree,) * power)


@misconception(
    Kind.WEIGHTED_SUM,
    Kind.ACTIVATION,
    by="taking the number of the layer for a power",
    look="Look at the raised number in parentheses: it says where something is.",
)
def index_as_power(site: Site) -> Wrong:
    """Yield the rule with layer numbers taken as exponents: of each quantity, or of one kind."""
    layer = site.at.layer
    places: dict[object, Expression] = {}
    for address in site.rule.inputs:
        if address.layer > 1:
            places[address] = _powered(Symbol(address), address.layer)
    if places:
        yield "each", filled_in(site.tree, places)
    for quantity in (Q.W, Q.A):
        some = {at: tree for at, tree in places.items() if cast("Address", at).quantity is quantity}
        if some and len(some) < len(places):
            yield f"only {quantity}", filled_in(site.tree, some)
    if layer > 1 and site.at.quantity is Q.A:
        yield "result", _powered(site.tree, layer)


@misconception(
    Kind.WEIGHTED_SUM,
    by="leaving out the bias b",
    look="Look at all that goes into the weighted sum.",
    seen=OFTEN,
)
def bias_left_out(site: Site) -> Wrong:
    """Yield the weighted sum without the bias."""
    terms = terms_of(site)[:-1]
    yield "", terms[0] if len(terms) == 1 else Sum(terms)


@misconception(
    Kind.WEIGHTED_SUM,
    by="taking only one term of the sum over w·a",
    look="Look at how many neurons feed this one.",
)
def sum_left_open(site: Site) -> Wrong:
    """Yield one term of the weighted sum, with the bias or without."""
    *terms, bias = terms_of(site)
    if len(terms) > 1:
        for index, term in enumerate(terms):
            yield f"{index} with bias", Sum((term, bias))
            yield f"{index}", term


@misconception(
    Kind.ACTIVATION,
    by="giving z, the weighted sum itself",
    look="Look at what the weighted sum still has to go through.",
)
def not_squashed(site: Site) -> Wrong:
    """Yield z for a."""
    if site.activation != "identity":
        yield "", site.own(Q.Z)


def _unsquared(tree: Expression) -> Expression:
    """Return a tree with each square replaced by its base."""
    if isinstance(tree, Square):
        return tree.base
    return rebuilt(tree, tuple(map(_unsquared, children(tree))))


@misconception(
    Kind.COST,
    by="leaving out the square, a − y as it is",
    look="Look at what the cost does with the difference.",
)
def cost_unsquared(site: Site) -> Wrong:
    """Yield the cost with each difference as it is, not squared."""
    if site.cost in SQUARED:
        yield "", _unsquared(site.tree)
