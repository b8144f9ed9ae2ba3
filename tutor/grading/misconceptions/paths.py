"""Errors where one quantity reaches the cost along several paths, and in their weights."""

from __future__ import annotations

from typing import cast

from tutor.chain.addresses import Address, Q
from tutor.chain.rules import Kind
from tutor.engine.expressions import Apply, Expression, Function, Mean, Symbol, filled_in
from tutor.grading.misconceptions.entry import OFTEN, RARE, misconception
from tutor.grading.misconceptions.site import Site, Wrong, terms_of


@misconception(
    Kind.PATH_TERM,
    Kind.ACTIVATION_FACTOR,
    Kind.WEIGHTED_SUM,
    by="swapping the two indices of the weight, w_kj for w_jk",
    look="Look at the order: first the neuron it leads to, then the one it comes from.",
    as_if="as if the weights had been transposed on the way back",
    seen=OFTEN,
)
def indices_swapped(site: Site) -> Wrong:
    """Yield the rule with w_kj for w_jk, where there is such a weight."""
    rows, columns = site.sizes[site.layer], site.sizes[site.layer - 1]
    places: dict[object, Expression] = {}
    for address in site.rule.inputs:
        if address.quantity not in (Q.W, Q.DZ_DA):
            continue
        if address.k >= rows or address.j >= columns:
            return
        places[address] = Symbol(Address(Q.W, address.layer, address.k, address.j))
    if places:
        yield "", filled_in(site.tree, places)


@misconception(
    Kind.PATH_TERM,
    Kind.PRODUCT,
    Kind.ACTIVATION_FACTOR,
    by="using w⁺, the weight after its update",
    look="Look at when weights are updated: only after all derivatives are known.",
    as_if="as if the weights had been updated already",
)
def updated_weight_used(site: Site) -> Wrong:
    """Yield the rule with the weight after its update on the way back."""
    places: dict[object, Expression] = {
        address: Symbol(Address(Q.NEW_W, address.layer, address.j, address.k))
        for address in site.rule.inputs
        if address.quantity in (Q.DZ_DA, Q.W)
    }
    if places:
        yield "", filled_in(site.tree, places)


_LARGEST = Function("the largest", lambda *terms: max(terms, key=abs))


def _exact(site: Site, term: Expression) -> float:
    return site.trace.values.value(cast("Address", cast("Symbol", term).name))


@misconception(
    Kind.PATH_SUM,
    by="following only one of the paths",
    look="Look at how many ways lead from here to the cost.",
    as_if="as if only one of the paths had been followed",
    seen=OFTEN,
    by_numbers=True,
)
def one_path(site: Site) -> Wrong:
    """Yield one term of the sum over paths: the first, the last, the largest, any other."""
    terms = terms_of(site)
    if len(terms) > 1:
        largest: Expression = Apply(_LARGEST, terms)
        if not site.is_wide:
            largest = max(terms, key=lambda term: abs(_exact(site, term)))
        labelled = {"first": terms[0], "last": terms[-1], "largest": largest}
        labelled |= {f"path {index}": terms[index] for index in range(1, len(terms) - 1)}
        for label, term in labelled.items():
            yield from site.beside_outputs(label, term)


@misconception(
    Kind.PATH_SUM,
    by="dividing by the number of paths",
    look="Look at what the effects along several paths do: is it a mean?",
    as_if="divided by the number of paths",
    seen=RARE,
)
def mean_over_paths(site: Site) -> Wrong:
    """Yield the sum over paths divided by their number."""
    if len(terms_of(site)) > 1:
        yield from site.beside_outputs("", Mean(terms_of(site)))
