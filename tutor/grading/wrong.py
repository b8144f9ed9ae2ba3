"""Wrong numbers: what a step gives when one rule on the way to it is replaced.

In a step by step question the step's own rule is replaced. In a question for a result alone the
chain is worked again with the replaced rule at one layer or in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import NamedTuple, cast

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


def numbers_near(
    step: Step, visible: Visible, known: Known, is_near: Callable[[float, float], bool]
) -> list[WrongNumber]:
    """Return those wrong numbers of a step that are near: most are far from most answers.

    `is_near` is asked with a number's value, and with how far it has moved where it is a new value.
    """
    return list(_made(step, visible, known, is_near))


def single_errors(step: Step, visible: Visible = everything) -> list[WrongNumber]:
    """Return the wrong numbers of a step that one classic error alone gives."""
    key = ("single", step.place, visible)
    memo: dict[object, list[WrongNumber]] = step.trace.memo
    if key not in memo:
        exact, seen = step.trace.values.value(step.place), set[_Told]()
        numbers = (slipped.number() for slipped in _slipped(step, visible, NOTHING))
        memo[key] = [each for each in numbers if _is_new(each.ids, each.value, exact, seen)]
    return memo[key]


class _Slipped(NamedTuple):
    """What a slip gives, before anybody asks for more than its value."""

    ids: tuple[str, ...]
    misconception: Misconception | None
    value: float
    trees: Mapping[Address, Expression]
    is_whole: bool
    at: Address
    way: Way
    visible: Visible
    known: Known

    def number(
        self, ids: tuple[str, ...] | None = None, value: float | None = None, scale: float = 1.0
    ) -> WrongNumber:
        """Return the wrong number, or what it is with a sign or a factor 2 besides."""
        return WrongNumber(
            self.ids if ids is None else ids,
            self.misconception,
            self.value if value is None else value,
            WrongRanges(self.way.trace, self.visible, self.known.accepted, trees=self.trees),
            self.at,
            self.way,
            scale,
            self.is_whole,
        )


def _slipped(step: Step, visible: Visible, known: Known) -> Iterator[_Slipped]:
    """Yield what every slip gives, the right number too where it does not show."""
    trace, at = step.trace, step.place
    exact = trace.values.value(at)
    way = Way(trace, [at], one_rule=visible is everything)
    for slip in slips_at(list(way.sites.values())):
        [value] = way.values(slip.trees)
        if abs(value) < _CANCELLED * abs(exact):
            value = 0.0
        ids = (slip.misconception.id,)
        yield _Slipped(
            ids, slip.misconception, value, slip.trees, slip.is_whole, at, way, visible, known
        )


def _made(
    step: Step,
    visible: Visible,
    known: Known,
    is_near: Callable[[float, float], bool] = lambda _value, _moved: True,
) -> Iterator[WrongNumber]:
    """Yield what every slip gives, alone and with a sign or a factor 2, then these alone."""
    if not step.rule.forms:
        return  # the new cost: a whole forward pass, shown and never asked
    at, exact = step.place, step.trace.values.value(step.place)
    old = step.trace.values.value(_before(at)) if at.quantity in _UPDATED else 0.0
    way = Way(step.trace, [at], one_rule=True)
    right = _Slipped((), None, exact, {}, True, at, way, visible, known)  # noqa: FBT003 - as it is
    seen: set[_Told] = set()
    for slipped in (*_slipped(step, visible, known), right):
        for ids, factor in _variants(slipped.ids):
            if factor != 1.0 and at.quantity in _UPDATED:
                number = _with_another_slope(slipped.number(), ids, factor)
                if _is_new(ids, number.value, exact, seen) and is_near(
                    number.value, number.value - old
                ):
                    yield number
                continue
            value = slipped.value * factor
            if _is_new(ids, value, exact, seen) and is_near(value, value - old):
                yield slipped.number(ids, value, factor)


def _is_new(ids: tuple[str, ...], value: float, exact: float, seen: set[_Told]) -> bool:
    """Return whether a number is not right, and is told of these errors for the first time."""
    key = ids, value
    if key in seen or _same(value, exact):
        return False
    seen.add(key)
    return True


def _same(one: float, other: float) -> bool:
    return one == other or abs(one - other) <= 1e-12 * max(abs(one), abs(other))


@lru_cache
def _variants(ids: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], float], ...]:
    """Return errors alone, where there are any, and with a sign or a factor 2 too."""
    found = [(ids, 1.0)]
    for name, factor in MODIFIERS:
        both = None if name in ids else _in_order(ids, name)
        if both is not None:
            found.append((both, factor))
    return tuple(found)


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
