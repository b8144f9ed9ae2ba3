"""Errors in the derivative of the cost by an output."""

from __future__ import annotations

from tutor.chain.addresses import Address, Q
from tutor.chain.rules import Kind
from tutor.engine.activations import SIGMOID_SLOPE_OF_A
from tutor.engine.expressions import (
    Apply,
    Difference,
    Negative,
    Number,
    Product,
    Quotient,
    Square,
    Symbol,
    filled_in,
)
from tutor.grading.misconceptions.entry import OFTEN, misconception
from tutor.grading.misconceptions.site import SQUARED, Site, Wrong


@misconception(
    Kind.COST_SLOPE,
    Kind.FUSED_SLOPE,
    by="taking y − a, with the sign turned round",
    look="Look at which of the two is subtracted from which: should the cost rise with a here?",
    as_if="as if y − a stood for a − y: the sign is turned round",
    seen=OFTEN,
)
def sign_flipped(site: Site) -> Wrong:
    """Yield 2(y − a) for 2(a − y)."""
    yield "", Negative(site.tree)


@misconception(
    Kind.COST_SLOPE,
    by="leaving out the factor 2",
    look="Look at what the derivative of a square has in front.",
    as_if="as if a factor 2 had been left out",
    seen=OFTEN,
)
def factor_two_dropped(site: Site) -> Wrong:
    """Yield a − y for 2(a − y)."""
    if site.cost in ("squared_error", "mean_squared_error"):
        yield "", Quotient(site.tree, Number(2.0))


@misconception(
    Kind.COST_SLOPE,
    by="having a factor 2 too many",
    look="Look at what this cost has before its square, and what becomes of it.",
    as_if="as if there were a factor 2 too many",
)
def factor_two_added(site: Site) -> Wrong:
    """Yield twice the slope, as where ½ or the 2 is counted wrongly."""
    if site.cost in SQUARED:
        yield "", Product((Number(2.0), site.tree))


@misconception(
    Kind.COST_SLOPE,
    by="taking the cost itself instead of its derivative",
    look="Look at what is asked: how fast the cost moves with a, not how large it is.",
    as_if="as if the cost itself stood for its derivative",
)
def cost_for_slope(site: Site) -> Wrong:
    """Yield this output's own term of the cost, (a − y)², or the cost of the example."""
    if site.cost in SQUARED:
        yield "", Square(Difference(site.own(Q.A), site.target))
    if site.sizes[-1] > 1 or site.cost != "squared_error":
        yield "whole", Symbol(Address(Q.C, example=site.at.example))


@misconception(
    Kind.COST_SLOPE,
    Kind.FUSED_SLOPE,
    by="leaving out the desired output y",
    look="Look at what the cost compares the output with.",
    as_if="as if y had been left out",
)
def target_dropped(site: Site) -> Wrong:
    """Yield the slope as if the target were 0."""
    if site.at.quantity is Q.DC_DZ or site.cost in SQUARED:
        yield "", filled_in(site.tree, {site.target.name: Number(0.0)})


@misconception(
    Kind.COST,
    Kind.COST_SLOPE,
    Kind.FUSED_SLOPE,
    by="mixing up the sum over the outputs and their mean",
    look="Look at whether this cost is a mean or a sum over its outputs.",
    as_if="as if the sum over the outputs and their mean were mixed up",
)
def mean_over_outputs(site: Site) -> Wrong:
    """Yield a sum over the outputs divided by their number, a mean over them not divided."""
    outputs = Number(float(site.sizes[-1]))
    if site.sizes[-1] > 1 and site.cost == "mean_squared_error":
        yield "", Product((outputs, site.tree))
    elif site.sizes[-1] > 1:
        yield "", Quotient(site.tree, outputs)


@misconception(
    Kind.FUSED_SLOPE,
    by="multiplying by f′(z) once more",
    look="Look at what is already inside: here the two slopes are taken together.",
    as_if="as if f′(z) came once more",
)
def slope_after_fusing(site: Site) -> Wrong:
    """Yield (a − y)·σ′(z) for a − y."""
    slope = Apply(SIGMOID_SLOPE_OF_A, (site.own(Q.A),))
    yield "", Product((site.tree, slope))
