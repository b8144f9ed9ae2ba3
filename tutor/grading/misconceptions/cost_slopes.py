"""Errors in the derivative of the cost by an output."""

from __future__ import annotations

from tutor.chain.addresses import Q
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
    filled_in,
)
from tutor.grading.misconceptions.entry import OFTEN, misconception
from tutor.grading.misconceptions.site import SQUARED, Site, Wrong


@misconception(
    Kind.COST_SLOPE,
    Kind.FUSED_SLOPE,
    by="taking target minus output, with the sign turned round",
    look="Look at which of the two is subtracted from which.",
    seen=OFTEN,
)
def sign_flipped(site: Site) -> Wrong:
    """Yield 2(y − a) for 2(a − y)."""
    yield "", Negative(site.tree)


@misconception(
    Kind.COST_SLOPE,
    by="leaving out the factor 2",
    look="Look at what the derivative of a square has in front.",
    seen=OFTEN,
)
def factor_two_dropped(site: Site) -> Wrong:
    """Yield a − y for 2(a − y)."""
    if site.cost in ("squared_error", "mean_squared_error"):
        yield "", Quotient(site.tree, Number(2.0))


@misconception(
    Kind.COST_SLOPE,
    by="having a factor 2 too many",
    look="Look at whether this cost has a 1/2 that takes the 2 away.",
)
def factor_two_added(site: Site) -> Wrong:
    """Yield twice the slope, as where ½ or the 2 is counted wrongly."""
    if site.cost in SQUARED:
        yield "", Product((Number(2.0), site.tree))


@misconception(
    Kind.COST_SLOPE,
    by="taking the cost itself instead of its derivative",
    look="Look at what is asked: how fast the cost moves, not how large it is.",
)
def cost_for_slope(site: Site) -> Wrong:
    """Yield this output's own term of the cost."""
    if site.cost in SQUARED:
        yield "", Square(Difference(site.own(Q.A), site.target))


@misconception(
    Kind.COST_SLOPE,
    by="leaving out the desired output",
    look="Look at what is squared: the distance from the desired output.",
)
def target_dropped(site: Site) -> Wrong:
    """Yield the slope as if the target were 0."""
    if site.cost in SQUARED:
        yield "", filled_in(site.tree, {site.target.name: Number(0.0)})


@misconception(
    Kind.COST_SLOPE,
    by="dividing by the number of outputs",
    look="Look at whether this cost is a mean or a sum over its outputs.",
)
def mean_over_outputs(site: Site) -> Wrong:
    """Yield the slope divided by the number of outputs, for a cost that is a sum."""
    if site.sizes[-1] > 1 and site.cost in ("squared_error", "half_squared_error"):
        yield "", Quotient(site.tree, Number(float(site.sizes[-1])))


@misconception(
    Kind.FUSED_SLOPE,
    by="multiplying by the derivative of the activation function once more",
    look="Look at what is already inside: here the two slopes are taken together.",
)
def slope_after_fusing(site: Site) -> Wrong:
    """Yield (a − y)·σ′(z) for a − y."""
    slope = Apply(SIGMOID_SLOPE_OF_A, (site.own(Q.A),))
    yield "", Product((site.tree, slope))
