"""Wrong numbers: what a step gives when one rule on the way to it is replaced.

In a step by step question the step's own rule is replaced. In a question for a result alone the
chain is worked again with the replaced rule at one layer or in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple, cast

from tutor.chain.addresses import Address, Q
from tutor.chain.steps import Step
from tutor.engine.expressions import Expression, Number, Product, Symbol, filled_in, symbols
from tutor.grading.intervals import Interval, hull
from tutor.grading.known import NOTHING, Known
from tutor.grading.misconceptions import CATALOGUE, DOUBLE, HALF, SIGN, Misconception
from tutor.grading.misconceptions.site import Site
from tutor.grading.ranges import Ranges, RightRange, Visible, everything
from tutor.grading.way import AS_IT_IS, Slip, Way, site_of, slips_at

MODIFIERS: tuple[tuple[str, float], ...] = ((SIGN, -1.0), (HALF, 0.5), (DOUBLE, 2.0))
"""What goes with every error: a sign, or a factor 2 too few or too many."""

_CANCELLED = 1e-12
"""A wrong number this much smaller than the right one has cancelled: by hand it is exactly 0."""
_GENEROUS = 1 + 1e-8
"""More than what arithmetic leaves, so that what is passed over as far can be no answer's."""
_UPDATED = (Q.NEW_W, Q.NEW_B)
_MOVES = (Q.STEP_W, Q.STEP_B, Q.DC_DW, Q.DC_DB)
_FEW, _MOST_KEPT = 64, 1024  # rules on a way whose slips are kept, and how many ways' are


@dataclass
class WrongRanges(Ranges):
    """Ranges of a chain in which wrong trees stand at some places."""

    trees: Mapping[Address, Expression] = field(default_factory=dict)

    def _forms(self, address: Address) -> tuple[Expression, ...]:
        wrong = self.trees.get(address)
        return site_of(self.trace, address).rule.forms if wrong is None else (wrong,)

    def _worked(self, address: Address) -> Interval:
        if address.quantity in AS_IT_IS or self.visible(address):
            return super()._worked(address)
        return self._hidden(address)


@dataclass(frozen=True)
class WrongNumber:
    """A wrong number of a step, with what gives it.

    Attributes:
        ids: the errors made together.
        misconception: the main one.
        value: the number, worked with exact values.
        ranges, at: how its range is worked out, when it is needed.
        way: the rules that it was worked with.
        scale: the sign or factor 2 that goes with it.
        is_whole: whether the error was made wherever it can be, not in one layer of several.

    """

    ids: tuple[str, ...]
    misconception: Misconception | None
    value: float
    ranges: WrongRanges
    at: Address
    way: Way
    scale: float = 1.0
    is_whole: bool = True

    @property
    def is_alone(self) -> bool:
        """Whether a result was asked alone, so that the error may lie anywhere in its chain."""
        return self.ranges.visible is not everything

    @property
    def moved(self) -> float:
        """The number; of a new value how far it has moved."""
        if self.at.quantity not in _UPDATED:
            return self.value
        return self.value - self.ranges.exact(_before(self.at))

    @property
    def sites(self) -> list[Site]:
        """Where the wrong trees stand."""
        return [self.way.sites[at] for at in self.ranges.trees if at in self.way.sites]

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


def _before(at: Address) -> Address:
    """Return the weight or bias that a new value was."""
    return at.to(Q.W if at.quantity is Q.NEW_W else Q.B)


_Told = tuple[tuple[str, ...], float]
"""Errors, and the number that they give."""


class _Variant(NamedTuple):
    """What a slip is called with a sign or a factor 2 besides, and what then stands where."""

    ids: tuple[str, ...]
    factor: float
    trees: Mapping[Address, Expression]


class _Slipped(NamedTuple):
    """A slip, None where the right rule is worked, and what may go with it.

    Attributes:
        slip: what is made wrong.
        scaled: the slip alone, and with what only multiplies its number.
        sloped: with a sign or a factor 2 in the derivative of a new value: w is as it was.

    """

    slip: Slip | None
    scaled: tuple[_Variant, ...]
    sloped: tuple[_Variant, ...]


_Candidate = tuple[float, float, _Variant, _Slipped]
"""A wrong number's value, how far it is from what a new value was, and what gives it."""


def wrong_numbers(step: Step, visible: Visible = everything) -> list[WrongNumber]:
    """Return the wrong numbers of a step, without those that are right all the same."""
    key = ("wrong", step.place, visible)
    memo: dict[object, list[WrongNumber]] = step.trace.memo
    if key not in memo:
        way, candidates = _candidates(step, visible)
        memo[key] = [_number(each, way, visible, NOTHING) for each in candidates]
    return memo[key]


class Around(NamedTuple):
    """An answer, and how near to it a wrong number has to be.

    Attributes:
        value: the answer.
        share: of a wrong number, or of how far it has moved where it is a new value.
        unit: what is granted besides.

    """

    value: float
    share: float
    unit: float


def numbers_near(step: Step, visible: Visible, known: Known, around: Around) -> list[WrongNumber]:
    """Return those wrong numbers of a step that are near an answer: most are far from most.

    0 is near to all. A little more may be returned.
    """
    way, candidates = _candidates(step, visible)
    value, share, unit = around
    share, unit = share * _GENEROUS, unit * _GENEROUS + _CANCELLED * abs(value)
    near = [
        each
        for each in candidates
        if each[0] == 0.0 or abs(each[0] - value) <= share * abs(each[1]) + unit
    ]
    return [_number(each, way, visible, known) for each in near]


def single_errors(step: Step, visible: Visible = everything) -> list[WrongNumber]:
    """Return the wrong numbers of a step that one classic error alone gives."""
    key = ("single", step.place, visible)
    memo: dict[object, list[WrongNumber]] = step.trace.memo
    if key not in memo:
        way = Way(step.trace, step.place, one_rule=visible is everything)
        memo[key] = [_number(each, way, visible, NOTHING) for each in _alone(way)]
    return memo[key]


def _number(candidate: _Candidate, way: Way, visible: Visible, known: Known) -> WrongNumber:
    value, _, variant, (slip, _, _) = candidate
    return WrongNumber(
        variant.ids,
        None if slip is None else slip.misconception,
        value,
        WrongRanges(way.trace, visible, known.accepted, trees=variant.trees),
        way.target,
        way,
        variant.factor,
        slip is None or slip.is_whole,
    )


def _candidates(step: Step, visible: Visible) -> tuple[Way, list[_Candidate]]:
    """Return what every slip gives, alone and with a sign or a factor 2, then these alone."""
    key = ("candidates", step.place, visible)
    memo: dict[object, tuple[Way, list[_Candidate]]] = step.trace.memo
    if key not in memo:
        way = Way(step.trace, step.place, one_rule=visible is everything)
        # The new cost is a whole forward pass, shown and never asked.
        memo[key] = way, list(_worked(way)) if step.rule.forms else []
    return memo[key]


def _alone(way: Way) -> Iterator[_Candidate]:
    """Yield what every slip gives alone."""
    exact, seen = way.trace.values.value(way.target), set[_Told]()
    for slipped in _slipped(way):
        if slipped.slip is not None:
            value, alone = _value(slipped.slip, way, exact), slipped.scaled[0]
            if _is_new(alone.ids, value, exact, seen):
                yield value, value, alone, slipped


def _worked(way: Way) -> Iterator[_Candidate]:
    """Yield what every slip gives, and the right rule, with all that may go with it."""
    at, exact = way.target, way.trace.values.value(way.target)
    old = way.trace.values.value(_before(at)) if at.quantity in _UPDATED else 0.0
    seen: set[_Told] = set()
    for slipped in _slipped(way):
        value = exact if slipped.slip is None else _value(slipped.slip, way, exact)
        for variant in slipped.scaled:
            scaled = value * variant.factor
            if _is_new(variant.ids, scaled, exact, seen):
                yield scaled, scaled - old, variant, slipped
        for variant in slipped.sloped:
            sloped = way.value(variant.trees)
            if _is_new(variant.ids, sloped, exact, seen):
                yield sloped, sloped - old, variant, slipped


def _value(slip: Slip, way: Way, exact: float) -> float:
    """Return what a slip gives; 0 where next to nothing is left of the right number."""
    value = way.value(slip.trees)
    return 0.0 if abs(value) < _CANCELLED * abs(exact) else value


def _slipped(way: Way) -> Iterator[_Slipped]:
    """Yield every slip on a way, then none.

    Most follow from the rules alone: they are made once for all traces that have these rules.
    """
    sites = list(way.sites.values())
    memo: dict[object, list[_Slipped | Misconception]] = way.trace.rules.memo
    key = ("slips", way.target, len(sites))
    parts = memo.get(key)
    if parts is None:
        parts = list(_parts(sites, way))
        if len(sites) <= _FEW:
            if len(memo) >= _MOST_KEPT:
                memo.clear()
            memo[key] = parts
    for part in parts:
        if isinstance(part, _Slipped):
            yield part
        else:
            yield from _slips_of(part, sites, way)


def _parts(sites: Sequence[Site], way: Way) -> Iterator[_Slipped | Misconception]:
    """Yield the slips, or the error itself where its slips depend on a trace's numbers."""
    for misconception in CATALOGUE:
        if misconception.by_numbers:
            yield misconception
        else:
            yield from _slips_of(misconception, sites, way)
    yield _with_variants(None, way)


def _slips_of(misconception: Misconception, sites: Sequence[Site], way: Way) -> Iterator[_Slipped]:
    for slip in slips_at(sites, [misconception]):
        yield _with_variants(slip, way)


def _with_variants(slip: Slip | None, way: Way) -> _Slipped:
    at = way.target
    trees: Mapping[Address, Expression] = {} if slip is None else slip.trees
    ids = () if slip is None else (slip.misconception.id,)
    scaled, sloped = list[_Variant](), list[_Variant]()
    for both, factor in _variants(ids):
        if factor != 1.0 and at.quantity in _UPDATED:
            tree = _with_another_slope(trees.get(at, way.sites[at].tree), factor)
            sloped.append(_Variant(both, 1.0, {**trees, at: tree}))
        else:
            scaled.append(_Variant(both, factor, trees))
    return _Slipped(slip, tuple(scaled), tuple(sloped))


def _is_new(ids: tuple[str, ...], value: float, exact: float, seen: set[_Told]) -> bool:
    """Return whether a number is not right, and is told of these errors for the first time."""
    if value == exact or abs(value - exact) <= 1e-12 * max(abs(value), abs(exact)):
        return False
    count = len(seen)
    seen.add((ids, value))
    return len(seen) > count


@lru_cache
def _variants(ids: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], float], ...]:
    """Return errors alone, where there are any, and with a sign or a factor 2 too."""
    found = [(ids, 1.0)]
    for name, factor in MODIFIERS:
        both = None if name in ids else _in_order(ids, name)
        if both is not None:
            found.append((both, factor))
    return tuple(found)


def _with_another_slope(tree: Expression, factor: float) -> Expression:
    """Return the tree of a new value with a sign or a factor 2 in the derivative."""
    slopes = {
        name: Product((Number(factor), Symbol(name)))
        for name in symbols(tree)
        if cast("Address", name).quantity in _MOVES
    }
    return filled_in(tree, slopes)


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
