"""The way to entries of a gradient, worked for many examples at once.

What differs between examples in nothing but their numbers is one rule here, and its value an array
over the examples. So a diagnosis of a gradient costs hardly more for a thousand examples than for
one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from tutor.chain.addresses import Address, Q
from tutor.chain.rules import Kind
from tutor.chain.trace import Trace
from tutor.engine.activations import Array
from tutor.engine.expressions import (
    Apply,
    Difference,
    Expression,
    Mean,
    Negative,
    Number,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
    children,
)
from tutor.grading.misconceptions.site import Site
from tutor.grading.way import AS_IT_IS, site_of

_OF_LAYERS = {Q.Z: "z", Q.A: "a", Q.DC_DA: "dC_da", Q.DC_DZ: "dC_dz"}

Lookup = Callable[[Hashable], Array]


def array_of(tree: Expression, lookup: Lookup) -> Array:
    """Return a tree's value for arrays of values; a factor 0 makes 0, as for single numbers."""
    if isinstance(tree, Number):
        return np.asarray(tree.value)
    if isinstance(tree, Symbol):
        return lookup(tree.name)
    with np.errstate(all="ignore"):
        return np.asarray(_combined(tree, [array_of(part, lookup) for part in children(tree)]))


def _combined(tree: Expression, parts: list[Array]) -> Array:
    match tree:
        case Sum():
            return np.asarray(sum(parts))
        case Mean():
            return np.asarray(sum(parts) / np.float64(len(parts)))
        case Difference():
            return parts[0] - parts[1]
        case Negative():
            return -parts[0]
        case Square():
            return parts[0] * parts[0]
        case _:
            return _with_zeros(tree, parts)


def _with_zeros(tree: Expression, parts: list[Array]) -> Array:
    """Return a product, in which 0·∞ is 0, a quotient, in which 0/0 is 0, or a function."""
    match tree:
        case Product():
            product = np.asarray(np.multiply.reduce(np.broadcast_arrays(*parts)))
            none = np.logical_or.reduce(np.broadcast_arrays(*(part == 0.0 for part in parts)))
            return np.where(none, 0.0, product)
        case Quotient():
            return np.where(parts[0] == 0.0, 0.0, parts[0] / parts[1])
        case Apply(function, _):
            columns = np.broadcast_arrays(*parts)
            each = [function.evaluate(*at) for at in zip(*map(np.ravel, columns), strict=True)]
            return np.reshape(each, columns[0].shape)
        case _:
            raise TypeError(f"{tree!r} is no expression with parts")


class WideWay:
    """The rules on the way to some entries of a gradient, those of one example for all.

    Args:
        trace: what they belong to.
        targets: derivatives by parameters, all of one example or all averaged.

    Attributes:
        sites: the rules, each after its inputs; of the first example only.

    """

    def __init__(self, trace: Trace, targets: Sequence[Address]) -> None:
        self._trace = trace
        self._targets = tuple(targets)
        own = targets[0].example
        count = trace.rules.shape.examples
        self._examples = tuple(range(count)) if own is None else (own,)
        self._known: dict[Hashable, Array] = {}
        self.sites: dict[Address, Site] = {}
        for target in self._targets:
            self._visit(target)

    def _visit(self, address: Address) -> None:
        if address in self.sites:
            return
        site = replace(site_of(self._trace, address), is_wide=True)
        for each in site.rule.inputs:
            if each.quantity not in AS_IT_IS and each.example in (None, self._examples[0]):
                self._visit(each)
        self.sites[address] = site

    def _exact(self, address: Address) -> Array:
        """Return a quantity's values, over the examples where it is one example's."""
        if address not in self._known:
            self._known[address] = self._found(address)
        return self._known[address]

    def _found(self, address: Address) -> Array:
        look_up = self._trace.values.value
        if address.example is None:
            return np.asarray(look_up(address))
        name = _OF_LAYERS.get(address.quantity)
        if name is None:
            return np.array([look_up(address.at(example)) for example in self._examples])
        layer = self._trace.values.passes.layers[address.layer - 1]
        return np.asarray(getattr(layer, name)[list(self._examples), address.j])

    def values(self, trees: Mapping[Address, Expression]) -> Array:
        """Return the targets' values when wrong trees stand at some places, in every example."""
        changed: dict[Hashable, Array] = {}

        def look_up(name: Hashable) -> Array:
            value = changed.get(name)
            return self._exact(cast("Address", name)) if value is None else value

        for address, site in self.sites.items():
            if address in trees:
                over_all = site.rule.kind is Kind.AVERAGE
                looked_up = self._single(look_up) if over_all else look_up
                changed[address] = array_of(trees[address], looked_up)
            elif not changed.keys().isdisjoint(site.rule.inputs):
                changed[address] = self._right(site, look_up)
        first = [np.ravel(look_up(target))[0] for target in self._targets]
        return np.array(first, dtype=np.float64)

    def _right(self, site: Site, look_up: Lookup) -> Array:
        """Return what a right rule gives; the mean over the examples at once."""
        if site.rule.kind is Kind.AVERAGE:
            with np.errstate(all="ignore"):
                return np.asarray(look_up(site.rule.inputs[0]).mean())
        return array_of(site.tree, look_up)

    def _single(self, look_up: Lookup) -> Lookup:
        """Return a lookup in which a quantity of an example is that example's number."""

        def single(name: Hashable) -> Array:
            address = cast("Address", name)
            if address.example is None:
                return look_up(address)
            values = look_up(address.at(self._examples[0]))
            at = self._examples.index(address.example)
            return np.asarray(values if values.ndim == 0 else values[at])

        return single
