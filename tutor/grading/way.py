"""The way to a result: its rules in their order, and the slips that can be made there."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from tutor.chain.addresses import GIVEN, Address, Q
from tutor.chain.evaluation import value_of
from tutor.chain.trace import Trace
from tutor.engine.expressions import Expression, Symbol, filled_in
from tutor.grading.misconceptions import CATALOGUE, Misconception
from tutor.grading.misconceptions.site import Site

AS_IT_IS = frozenset(GIVEN | {Q.Z, Q.A, Q.C, Q.NEW_W, Q.NEW_B, Q.NEW_C})
"""What a wrong chain takes as it is: the errors of a result are looked for on the way back."""
_SHARED = (Q.DZ_DA, Q.DZ_DB)


class Slip(NamedTuple):
    """A classic error at certain places: the wrong trees that stand there.

    `label` says which variant it is. `layer` is the one layer where it was made; None where it is
    made in several. It `is_whole` where it is made wherever it can be.
    """

    misconception: Misconception
    label: str
    layer: int | None
    trees: Mapping[Address, Expression]
    is_whole: bool


def site_of(trace: Trace, address: Address) -> Site:
    """Return the rule at a place, kept; a factor that all examples share gets its example."""
    key = ("site", address)
    if key not in trace.memo:
        rule = trace.rules.of(address)
        shared: dict[Hashable, Expression] = {
            each: Symbol(each.at(address.example))
            for each in rule.inputs
            if each.quantity in _SHARED
        }
        if shared and address.example is not None:
            forms = tuple(filled_in(form, shared) for form in rule.forms)
            inputs = tuple(
                each.at(address.example) if each in shared else each for each in rule.inputs
            )
            rule = replace(rule, forms=forms, inputs=inputs)
        trace.memo[key] = Site(trace, rule)
    return cast("Site", trace.memo[key])


class Way:
    """The rules on the way from the given numbers to a result, each after its inputs."""

    def __init__(self, trace: Trace, target: Address, *, one_rule: bool = False) -> None:
        """Find the rules; with `one_rule` only the one that gives the result itself."""
        self.trace = trace
        self.target = target
        self._known: dict[Hashable, float] = {}
        self.sites: dict[Address, Site] = {}
        if one_rule:
            self.sites[target] = site_of(trace, target)
        else:
            self._visit(target)

    def _visit(self, address: Address) -> None:
        if address in self.sites:
            return
        site = site_of(self.trace, address)
        for each in site.rule.inputs:
            if each.quantity not in AS_IT_IS:
                self._visit(each)
        self.sites[address] = site

    def _exact(self, name: Hashable) -> float:
        if name not in self._known:
            self._known[name] = self.trace.values.value(cast("Address", name))
        return self._known[name]

    def value(self, trees: Mapping[Address, Expression]) -> float:
        """Return the result when wrong trees stand at some places, worked with exact values."""
        changed: dict[Hashable, float] = {}

        def look_up(name: Hashable) -> float:
            value = changed.get(name)
            return self._exact(name) if value is None else value

        for address, site in self.sites.items():
            if address in trees:
                changed[address] = value_of(trees[address], look_up)
            elif not changed.keys().isdisjoint(site.rule.inputs):
                changed[address] = value_of(site.tree, look_up)
        return look_up(self.target)


def slips_at(
    sites: Sequence[Site], catalogue: Sequence[Misconception] = CATALOGUE
) -> Iterator[Slip]:
    """Yield every slip that can be made at some sites: in one layer, and wherever it can be."""
    kinds = {site.rule.kind for site in sites}
    for misconception in catalogue:
        if kinds.isdisjoint(misconception.kinds):
            continue
        by_label: dict[str, dict[Address, tuple[int, Expression]]] = {}
        for site in sites:
            if site.rule.kind in misconception.kinds:
                for label, tree in misconception.rewrite(site):
                    by_label.setdefault(label, {})[site.at] = (site.layer, tree)
        for label, found in by_label.items():
            layers = sorted({layer for layer, _ in found.values()})
            if len(layers) > 1:
                everywhere = {at: tree for at, (_, tree) in found.items()}
                yield Slip(misconception, label, None, everywhere, is_whole=True)
            for layer in layers:
                trees = {at: tree for at, (own, tree) in found.items() if own == layer}
                yield Slip(misconception, label, layer, trees, is_whole=len(layers) == 1)
