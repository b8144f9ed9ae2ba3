"""Errors in the step of descent and the new value."""

from __future__ import annotations

from tutor.chain.addresses import Address, Q
from tutor.chain.rules import Kind
from tutor.engine.expressions import Difference, Negative, Quotient, Sum, Symbol
from tutor.grading.misconceptions.entry import OFTEN, RARE, misconception
from tutor.grading.misconceptions.site import Site, Wrong


def _step_and_slope(site: Site) -> tuple[Symbol, Symbol]:
    """Return the step η·∂C/∂w and the derivative, for an update or a step."""
    weight = site.at.quantity in (Q.NEW_W, Q.STEP_W)
    slope = site.at.to(Q.DC_DW if weight else Q.DC_DB)
    if site.trace.rules.shape.examples == 1:
        slope = slope.at(0)
    return Symbol(site.at.to(Q.STEP_W if weight else Q.STEP_B)), Symbol(slope)


def _old(site: Site) -> Symbol:
    return Symbol(site.at.to(Q.W if site.at.quantity is Q.NEW_W else Q.B))


def _updates(site: Site) -> bool:
    return site.at.quantity in (Q.NEW_W, Q.NEW_B)


@misconception(
    Kind.UPDATE,
    Kind.STEP,
    by="leaving out the learning rate η",
    look="Look at how far one goes: the learning rate scales the derivative.",
)
def rate_forgotten(site: Site) -> Wrong:
    """Yield w − g for w − ηg, g for ηg."""
    slope = _step_and_slope(site)[1]
    yield "", Difference(_old(site), slope) if _updates(site) else slope


@misconception(
    Kind.UPDATE,
    by="adding the step instead of taking it away",
    look="Look at which way is downhill.",
    seen=OFTEN,
)
def gradient_added(site: Site) -> Wrong:
    """Yield w + ηg for w − ηg."""
    yield "", Sum((_old(site), _step_and_slope(site)[0]))


@misconception(
    Kind.UPDATE,
    by="giving the step alone, η times the derivative",
    look="Look at what is asked: the new value, not how far it moves.",
)
def step_for_value(site: Site) -> Wrong:
    """Yield −ηg, or ηg, for w − ηg."""
    step = _step_and_slope(site)[0]
    yield "minus", Negative(step)
    yield "plus", step


@misconception(
    Kind.UPDATE,
    Kind.STEP,
    by="dividing by the learning rate η",
    look="Look at what the learning rate does: a small one makes a small step.",
    seen=RARE,
)
def rate_divides(site: Site) -> Wrong:
    """Yield w − g/η for w − ηg, g/η for ηg."""
    step = Quotient(_step_and_slope(site)[1], Symbol(Address(Q.ETA)))
    yield "", Difference(_old(site), step) if _updates(site) else step


@misconception(
    Kind.UPDATE,
    by="giving the derivative ∂C/∂w itself",
    look="Look at what is asked: the new value after the step.",
    seen=RARE,
)
def gradient_for_value(site: Site) -> Wrong:
    """Yield g for w − ηg."""
    yield "", _step_and_slope(site)[1]
