"""Wrong numbers: what a step gives when one rule on the way to it is replaced.

In a step by step question the step's own rule is replaced. In a question for a result alone the
chain is worked again with the replaced rule at one layer or in all of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast

from tutor.chain.addresses import GIVEN, Address, Q
from tutor.chain.evaluation import value_of
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.chain.trace import Trace
from tutor.engine.expressions import Expression, Symbol, filled_in
from tutor.grading.intervals import Interval, hull
from tutor.grading.known import NOTHING, Known
from tutor.grading.misconceptions import CATALOGUE, DOUBLE, HALF, SIGN, Misconception
from tutor.grading.misconceptions.site import Site
from tutor.grading.ranges import Ranges, RightRange, Visible, everything

MODIFIERS: tuple[tuple[str, float], ...] = ((SIGN, -1.0), (HALF, 0.5), (DOUBLE, 2.0))
"""What goes with every error: a sign, or a factor 2 too few or too many."""

_AS_IT_IS = frozenset(GIVEN | {Q.Z, Q.A, Q.C, Q.NEW_W, Q.NEW_B, Q.NEW_C})
"""What a wrong chain takes as it is: the errors of a result are looked for on the way back."""
_CANCELLED = 1e-12
"""A wrong number this much smaller than the right one has cancelled: by hand it is exactly 0."""
_SHARED = (Q.DZ_DA, Q.DZ_DB)


@dataclass(frozen=True, slots=True)
class Slip:
    """A classic error at certain places: the wrong trees that stand there.

    `layer` is the one layer where it was made; None where it is made wherever it can be.
    """

    misconception: Misconception
    layer: int | None
    trees: Mapping[Address, Expression]


@dataclass
class WrongRanges(Ranges):
    """Ranges of a chain in which wrong trees stand at some places."""

    trees: Mapping[Address, Expression] = field(default_factory=dict)

    def _forms(self, address: Address) -> tuple[Expression, ...]:
        wrong = self.trees.get(address)
        return _site(self.trace, address).rule.forms if wrong is None else (wrong,)

    def _worked(self, address: Address) -> Interval:
        if address.quantity in _AS_IT_IS or self.visible(address):
            return super()._worked(address)
        return self._hidden(address)


def _site(trace: Trace, address: Address) -> Site:
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


@dataclass(frozen=True)
class WrongNumber:
    """A wrong number of a step, with what gives it.

    Attributes:
        ids: the errors made together.
        misconception: the main one.
        layer: where, if a result was asked alone and the error was made in one layer only.
        value: the number, worked with exact values.
        ranges, at: how its range is worked out, when it is needed.
        scale: the sign or factor 2 that goes with it.

    """

    ids: tuple[str, ...]
    misconception: Misconception | None
    layer: int | None
    value: float
    ranges: WrongRanges
    at: Address
    scale: float = 1.0

    @cached_property
    def pieces(self) -> tuple[Interval, ...]:
        """The range that rounding the known values allows for the wrong number."""
        pieces = self.ranges.pieces(self.at)
        scaled = tuple(hull(self.scale * end for end in piece) for piece in pieces)
        return tuple(sorted(scaled))

    @property
    def rank(self) -> tuple[int, int, tuple[str, ...]]:
        """A key that sorts the likeliest first."""
        seen = 2 if self.misconception is None else self.misconception.seen
        return len(self.ids), -seen, self.ids


class Way:
    """The rules on the way from the given numbers to some results, each after its inputs."""

    def __init__(self, trace: Trace, targets: Iterable[Address]) -> None:
        self._trace = trace
        self._targets = tuple(targets)
        self._known: dict[Hashable, float] = {}
        self.sites: dict[Address, Site] = {}
        for target in self._targets:
            self._visit(target)

    def _visit(self, address: Address) -> None:
        if address in self.sites:
            return
        site = _site(self._trace, address)
        for each in site.rule.inputs:
            if each.quantity not in _AS_IT_IS:
                self._visit(each)
        self.sites[address] = site

    def _exact(self, name: Hashable) -> float:
        if name not in self._known:
            self._known[name] = self._trace.values.value(cast("Address", name))
        return self._known[name]

    def values(self, trees: Mapping[Address, Expression]) -> list[float]:
        """Return the results when wrong trees stand at some places, worked with exact values."""
        changed: dict[Hashable, float] = {}

        def look_up(name: Hashable) -> float:
            value = changed.get(name)
            return self._exact(name) if value is None else value

        for address, site in self.sites.items():
            if address in trees:
                changed[address] = value_of(trees[address], look_up)
            elif not changed.keys().isdisjoint(site.rule.inputs):
                changed[address] = value_of(site.tree, look_up)
        return [look_up(target) for target in self._targets]


def slips_at(sites: Sequence[Site]) -> Iterator[Slip]:
    """Yield every slip that can be made at some sites: in one layer, and wherever it can be."""
    kinds = {site.rule.kind for site in sites}
    for misconception in CATALOGUE:
        if kinds.isdisjoint(misconception.kinds):
            continue
        by_label: dict[str, dict[Address, tuple[int, Expression]]] = {}
        for site in sites:
            if site.rule.kind in misconception.kinds:
                for label, tree in misconception.rewrite(site):
                    by_label.setdefault(label, {})[site.at] = (site.layer, tree)
        for found in by_label.values():
            layers = sorted({layer for layer, _ in found.values()})
            if len(layers) > 1:
                yield Slip(misconception, None, {at: tree for at, (_, tree) in found.items()})
            for layer in layers:
                trees = {at: tree for at, (own, tree) in found.items() if own == layer}
                yield Slip(misconception, layer, trees)


def wrong_numbers(
    step: Step, visible: Visible = everything, known: Known = NOTHING
) -> list[WrongNumber]:
    """Return the wrong numbers of a step, without those that are right all the same."""
    if known.accepted:
        return list(_made(step, visible, known))
    key = ("wrong", step.place, visible)
    memo: dict[object, list[WrongNumber]] = step.trace.memo
    if key not in memo:
        memo[key] = list(_made(step, visible, known))
    return memo[key]


def single_errors(step: Step, visible: Visible = everything) -> list[WrongNumber]:
    """Return the wrong numbers of a step that one classic error alone gives."""
    key = ("single", step.place, visible)
    memo: dict[object, list[WrongNumber]] = step.trace.memo
    if key not in memo:
        numbers = _slipped(step, visible, NOTHING)
        memo[key] = list(_told_once(numbers, step.trace.values.value(step.place)))
    return memo[key]


def _slipped(step: Step, visible: Visible, known: Known) -> Iterator[WrongNumber]:
    """Yield what every slip gives, the right number too where it does not show."""
    trace, at = step.trace, step.place
    exact = trace.values.value(at)
    way = None if visible is everything else Way(trace, [at])
    sites = [_site(trace, at)] if way is None else list(way.sites.values())
    for slip in slips_at(sites):
        ranges = WrongRanges(trace, visible, known.accepted, trees=slip.trees)
        [value] = way.values(slip.trees) if way else [value_of(slip.trees[at], ranges.exact)]
        if abs(value) < _CANCELLED * abs(exact):
            value = 0.0
        layer = None if way is None else slip.layer
        yield WrongNumber((slip.misconception.id,), slip.misconception, layer, value, ranges, at)


def _made(step: Step, visible: Visible, known: Known) -> Iterator[WrongNumber]:
    """Yield what every slip gives, alone and with a sign or a factor 2, then these alone."""
    exact = step.trace.values.value(step.place)
    ranges = WrongRanges(step.trace, visible, known.accepted)
    right = WrongNumber((), None, None, exact, ranges, step.place)
    numbers = (
        each
        for slipped in (*_slipped(step, visible, known), right)
        for each in (slipped, *_modified(slipped, step))
    )
    return _told_once(numbers, exact)


def _told_once(numbers: Iterable[WrongNumber], exact: float) -> Iterator[WrongNumber]:
    """Yield the numbers that are not right, each once for the same errors."""
    seen: set[tuple[tuple[str, ...], float]] = set()
    for number in numbers:
        key = number.ids, number.value
        if key not in seen and not _same(number.value, exact):
            seen.add(key)
            yield number


def _same(one: float, other: float) -> bool:
    return one == other or abs(one - other) <= 1e-12 * max(abs(one), abs(other))


def _modified(number: WrongNumber, step: Step) -> Iterator[WrongNumber]:
    """Yield a wrong number with a sign or a factor 2 too."""
    for name, factor in MODIFIERS:
        if name in number.ids:
            continue
        if step.kind is Kind.UPDATE:
            continue  # a new value times 2 is nobody's slip; its step's are the gradient's
        ids = _in_order(number.ids, name)
        if ids is not None:
            yield WrongNumber(
                ids,
                number.misconception,
                number.layer,
                number.value * factor,
                number.ranges,
                number.at,
                factor,
            )


def _in_order(ids: tuple[str, ...], modifier: str) -> tuple[str, ...] | None:
    """Return ids with the modifier, one order for each pair; None where they undo each other."""
    if not ids:
        return (modifier,)
    if ids[0] in (HALF, DOUBLE):
        return (SIGN, ids[0]) if modifier == SIGN else None
    return (*ids, modifier)


def scaled_range(wrong: WrongNumber, right: RightRange) -> RightRange:
    """Return a wrong number's range, to be compared with as if it were right."""
    pieces = wrong.pieces
    low, high = pieces[0][0], pieces[-1][1]
    slack = 1e-9 * max(abs(low), abs(high))
    return RightRange(pieces, max(slack, right.slack), zero=False, place=right.place)
