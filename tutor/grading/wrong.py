"""Wrong numbers: what a step gives when one rule on the way to it is replaced.

In a step by step question the step's own rule is replaced. In a question for a result alone the
chain is worked again with the replaced rule at one layer or in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast

from tutor.chain.addresses import Address, Q
from tutor.chain.steps import Step
from tutor.engine.expressions import Expression, Number, Product, Symbol, filled_in, symbols
from tutor.grading.intervals import Interval, hull
from tutor.grading.known import NOTHING, Known
from tutor.grading.misconceptions import DOUBLE, HALF, SIGN, Misconception
from tutor.grading.misconceptions.site import Site
from tutor.grading.ranges import Ranges, RightRange, Visible, everything
from tutor.grading.way import AS_IT_IS, Way, site_of, slips_at

MODIFIERS: tuple[tuple[str, float], ...] = ((SIGN, -1.0), (HALF, 0.5), (DOUBLE, 2.0))
"""What goes with every error: a sign, or a factor 2 too few or too many."""

_CANCELLED = 1e-12
"""A wrong number this much smaller than the right one has cancelled: by hand it is exactly 0."""
_UPDATED = (Q.NEW_W, Q.NEW_B)
_MOVES = (Q.STEP_W, Q.STEP_B, Q.DC_DW, Q.DC_DB)


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

    def like(
        self, ids: tuple[str, ...], value: float, ranges: WrongRanges, scale: float = 1.0
    ) -> WrongNumber:
        """Return the number that the same error gives with something besides."""
        return WrongNumber(
            ids, self.misconception, value, ranges, self.at, self.way, scale, self.is_whole
        )

    @property
    def is_alone(self) -> bool:
        """Whether a result was asked alone, so that the error may lie anywhere in its chain."""
        return self.ranges.visible is not everything

    @property
    def moved(self) -> float:
        """The number; of a new value how far it has moved."""
        if self.at.quantity not in _UPDATED:
            return self.value
        old = self.at.to(Q.W if self.at.quantity is Q.NEW_W else Q.B)
        return self.value - self.ranges.exact(old)

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
    way = Way(trace, [at], one_rule=visible is everything)
    for slip in slips_at(list(way.sites.values())):
        ranges = WrongRanges(trace, visible, known.accepted, trees=slip.trees)
        [value] = way.values(slip.trees)
        if abs(value) < _CANCELLED * abs(exact):
            value = 0.0
        ids = (slip.misconception.id,)
        yield WrongNumber(ids, slip.misconception, value, ranges, at, way, is_whole=slip.is_whole)


def _made(step: Step, visible: Visible, known: Known) -> Iterator[WrongNumber]:
    """Yield what every slip gives, alone and with a sign or a factor 2, then these alone."""
    if not step.rule.forms:
        return iter(())  # the new cost: a whole forward pass, shown and never asked
    exact = step.trace.values.value(step.place)
    ranges = WrongRanges(step.trace, visible, known.accepted)
    way = Way(step.trace, [step.place], one_rule=True)
    right = WrongNumber((), None, exact, ranges, step.place, way)
    numbers = (
        each
        for slipped in (*_slipped(step, visible, known), right)
        for each in (slipped, *_modified(slipped))
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


def _modified(number: WrongNumber) -> Iterator[WrongNumber]:
    """Yield a wrong number with a sign or a factor 2 too."""
    for name, factor in MODIFIERS:
        ids = None if name in number.ids else _in_order(number.ids, name)
        if ids is None:
            continue
        if number.at.quantity in _UPDATED:
            yield _with_another_slope(number, ids, factor)
        else:
            yield number.like(ids, number.value * factor, number.ranges, factor)


def _with_another_slope(number: WrongNumber, ids: tuple[str, ...], factor: float) -> WrongNumber:
    """Return a wrong new value with a sign or a factor 2 in the derivative: w is as it was."""
    tree = number.ranges.trees.get(number.at, number.way.sites[number.at].tree)
    slopes = {
        name: Product((Number(factor), Symbol(name)))
        for name in symbols(tree)
        if cast("Address", name).quantity in _MOVES
    }
    trees = {**number.ranges.trees, number.at: filled_in(tree, slopes)}
    ranges = replace(number.ranges, trees=trees)
    return number.like(ids, number.way.values(trees)[0], ranges)


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
