"""Errors in the product of a chain's factors."""

from __future__ import annotations

from typing import cast

from tutor.chain.addresses import Address, Q
from tutor.chain.rules import Kind
from tutor.engine.expressions import Expression, Product, Quotient, Sum, Symbol
from tutor.grading.misconceptions.entry import OFTEN, RARE, misconception
from tutor.grading.misconceptions.site import Site, Wrong


def _without(site: Site, quantity: Q) -> Expression | None:
    kept = tuple(factor for factor in site.factors if _quantity(factor) is not quantity)
    if len(kept) == len(site.factors):
        return None
    return kept[0] if len(kept) == 1 else Product(kept)


def _quantity(factor: Expression) -> Q | None:
    return cast("Address", factor.name).quantity if isinstance(factor, Symbol) else None


@misconception(
    Kind.PRODUCT,
    Kind.PATH_TERM,
    Kind.PATH_SUM,
    by="leaving out f′(z), the derivative of the activation function",
    look="Look at the factors: does each link of the chain have one?",
    as_if="as if f′(z) had been left out",
    seen=OFTEN,
)
def slope_forgotten(site: Site) -> Wrong:
    """Yield the product without da/dz; of a softmax's sum over its outputs dC/da alone."""
    wrong = _without(site, Q.DA_DZ)
    if site.at.quantity is Q.DC_DZ:
        yield from site.beside_outputs("", site.own(Q.DC_DA))
    elif wrong is not None and site.at.quantity is not Q.TERM_Z:
        yield from site.beside_outputs("", wrong)


@misconception(
    Kind.PRODUCT,
    by="stopping one factor early, at ∂C/∂z",
    look="Look at the last link: from the weighted sum to what is nudged.",
    as_if="as if ∂C/∂z stood for ∂C/∂w",
)
def stopped_early(site: Site) -> Wrong:
    """Yield dC/dz for dC/dw."""
    wrong = _without(site, Q.DZ_DW)
    if wrong is not None:
        yield "", wrong


@misconception(
    Kind.PRODUCT,
    by="dividing by ∂z/∂w instead of multiplying",
    look="Look at how the factors are put together.",
    as_if="divided by ∂z/∂w instead of multiplied",
)
def divided(site: Site) -> Wrong:
    """Yield the product divided by a instead of multiplied by it."""
    wrong = _without(site, Q.DZ_DW)
    if wrong is not None:
        yield "", Quotient(wrong, site.factors[0])


@misconception(
    Kind.PRODUCT,
    by="adding up the factors",
    look="Look at how the chain rule puts its factors together.",
    as_if="as if the factors had been added up",
    seen=RARE,
)
def factors_added(site: Site) -> Wrong:
    """Yield the sum of the factors."""
    if len(site.factors) > 1:
        yield "", Sum(site.factors)
