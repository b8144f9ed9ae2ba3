"""Which numbers are right: what honest rounding of the known values can make of a step.

A question has a frontier: what the learner can see and has had accepted. The right range is what
the step's rule, composed down to that frontier, gives when each value there lies anywhere between
its exact value, the value shown and the learner's own accepted value, each to 3 digits or better.
Hidden values between are carried with at least 5 digits.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, cast

from tutor.chain.addresses import GIVEN, Address, Q
from tutor.chain.evaluation import largest_term
from tutor.chain.numbers import (
    ASKED_DIGITS,
    as_shown,
    cut_off,
    exponent_of,
    is_exact,
    rounded,
    rounded_by_hand,
)
from tutor.chain.trace import CANCELLED, Trace
from tutor.engine.expressions import Expression
from tutor.grading.intervals import Interval, hull, pieces_of, range_of

HIDDEN_DIGITS = 5
"""Digits that values between must carry in a question for a result alone."""
RELATIVE_SLACK = 1e-12
"""What floating-point arithmetic, in whatever order, may add to a value."""
_FURTHER_DIGITS = 3  # rounding to more digits than this beyond the asked ones is padded for

Visible = Callable[[Address], bool]


def everything(_address: Address) -> bool:
    """Return that a value is visible: a step by step question."""
    return True


def only_given(address: Address) -> bool:
    """Return whether a value is visible in a question for a result alone."""
    return address.quantity in GIVEN


@lru_cache(maxsize=4096)
def carried(value: float, digits: int) -> Interval:
    """Return between which numbers a value lies, written with at least so many digits.

    Rounded or cut off, to any number of digits from `digits` on.
    """
    if value == 0.0 or is_exact(value, digits):
        return value, value
    nearby = (rounded_by_hand(value, digits + more) for more in range(_FURTHER_DIGITS))
    low, high = hull((value, cut_off(value, digits), rounded(value, digits), *nearby))
    pad = 0.0 if is_exact(value, digits + _FURTHER_DIGITS - 1) else _half_unit(value, digits)
    return min(low, value - pad), max(high, value + pad)


def _half_unit(value: float, digits: int) -> float:
    """Return half a unit of the first digit that `carried` does not round to itself."""
    return float(f"5e{exponent_of(value) - digits - _FURTHER_DIGITS}")


class RightRange(NamedTuple):
    """The numbers that are right for a step.

    Attributes:
        pieces: intervals, more than one only where a function jumps.
        slack: what floating-point arithmetic may add.
        zero: whether the value is exactly 0, so that only 0 is right.
        place: for a new value, the decimal place (a power of ten) that it is asked to.

    """

    pieces: tuple[Interval, ...]
    slack: float
    zero: bool
    place: int | None

    @property
    def low(self) -> float:
        """The least right number."""
        return self.pieces[0][0]

    @property
    def high(self) -> float:
        """The greatest right number."""
        return self.pieces[-1][1]

    def distance(self, value: float) -> float:
        """Return how far a number lies outside; 0 inside."""
        if self.zero:
            return max(0.0, abs(value) - self.slack)
        return min(
            max(low - self.slack - value, value - high - self.slack, 0.0)
            for low, high in self.pieces
        )

    def meets(self, ends: Interval) -> bool:
        """Return whether any right number lies between two ends."""
        return any(
            low - self.slack <= ends[1] and ends[0] <= high + self.slack
            for low, high in self.pieces
        )


@dataclass
class Ranges:
    """The right ranges of a trace's steps, for one frontier.

    Attributes:
        trace: what is asked about.
        visible: whether a value is on screen; given numbers always are.
        own: the learner's own values, by address, that count as accepted.
        instead: own values that stand in the place of the exact ones: wrong ones, followed through.

    """

    trace: Trace
    visible: Visible = everything
    own: Mapping[Address, float] = field(default_factory=dict)
    instead: Mapping[Address, float] = field(default_factory=dict)
    _known: dict[Address, Interval] = field(default_factory=dict)

    def of(self, address: Address) -> RightRange:
        """Return the range that is right for a step's value."""
        forms = self._forms(address)
        value = self.trace.settled(address)
        followed = bool(self.instead)
        pieces = [] if followed or not forms else list(self.pieces(address))
        if followed:
            pieces = list(self.pieces(address))
        elif not any(low <= value <= high for low, high in pieces):
            pieces = self._with_value(pieces, value)
        size = max((largest_term(form, self.exact) for form in forms), default=0.0)
        low, high = min(piece[0] for piece in pieces), max(piece[1] for piece in pieces)
        slack = max(RELATIVE_SLACK * max(abs(low), abs(high)), CANCELLED * size)
        return RightRange(
            tuple(sorted(pieces)),
            slack if slack < float("inf") else 0.0,
            zero=value == 0.0 and not followed and not self._widened(address, pieces),
            place=asked_place(self.trace, address),
        )

    def _widened(self, address: Address, pieces: list[Interval]) -> bool:
        """Return whether the learner's own values, accepted, lead away from an exact 0."""
        inputs = self.trace.rules.of(address).inputs
        return any(each in self.own for each in inputs) and any(map(any, pieces))

    def _with_value(self, pieces: list[Interval], value: float) -> list[Interval]:
        """Return the pieces widened to the engine's value: a saturated neuron is shown as 1.000."""
        if len(pieces) == 1:
            return [hull((*pieces[0], value))]
        return [*pieces, (value, value)]

    def exact(self, name: Hashable) -> float:
        """Return the exact value of an address."""
        return self.trace.values.value(cast("Address", name))

    def _forms(self, address: Address) -> tuple[Expression, ...]:
        return self.trace.rules.of(address).forms

    def pieces(self, address: Address) -> tuple[Interval, ...]:
        """Return the range of a step's rule over what is known, all its forms joined."""
        found = [pieces_of(form, self._box) for form in self._forms(address)]
        if len(found) == 1:
            return found[0]
        return (hull(end for pieces in found for piece in pieces for end in piece),)

    def _box(self, name: Hashable) -> Interval:
        address = cast("Address", name)
        if address not in self._known:
            self._known[address] = self._worked(address)
        return self._known[address]

    def _worked(self, address: Address) -> Interval:
        if address in self.instead:
            return carried(self.instead[address], ASKED_DIGITS)
        exact, settled = self.trace.values.value(address), self.trace.settled(address)
        if address.quantity in GIVEN:
            ends = [exact]
            if not is_exact(exact):
                digits = ASKED_DIGITS if self.visible is everything else HIDDEN_DIGITS
                ends += [*carried(exact, digits), *carried(as_shown(exact), digits)]
        elif self.trace.is_given(address):
            ends = [*self._factor(address)]
        elif self.visible(address):
            ends = [exact, *carried(settled, ASKED_DIGITS)]
            ends += carried(as_shown(settled), ASKED_DIGITS)
        else:
            ends = [exact, settled, *self._hidden(address)]
        if address in self.own:
            ends += carried(self.own[address], ASKED_DIGITS)
        return hull(ends)

    def _factor(self, address: Address) -> Interval:
        """Return the box of a factor that is a given number: that number's."""
        return range_of(self.trace.rules.of(address).forms[0], self._box)

    def _hidden(self, address: Address) -> Interval:
        """Return the range of a value that is worked out on the way and carried on."""
        pieces = self.pieces(address)
        low, high = min(piece[0] for piece in pieces), max(piece[1] for piece in pieces)
        return hull((*carried(low, HIDDEN_DIGITS), *carried(high, HIDDEN_DIGITS)))


def asked_place(trace: Trace, address: Address) -> int | None:
    """Return the decimal place of the third digit of a new value's step; None of other values."""
    if address.quantity not in (Q.NEW_W, Q.NEW_B):
        return None
    step = address.to(Q.STEP_W if address.quantity is Q.NEW_W else Q.STEP_B)
    size = trace.values.value(step)
    return exponent_of(size) - ASKED_DIGITS + 1 if size else None
