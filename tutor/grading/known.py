"""What a learner may name in an answer, and which of the learner's own values count."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from tutor.chain.addresses import GIVEN, Address, Q, short_name
from tutor.chain.steps import Step
from tutor.chain.trace import Trace
from tutor.errors import AddressError
from tutor.grading.compare import is_within
from tutor.grading.ranges import Ranges, Visible, everything
from tutor.grading.reading import Reading, Unreadable, read

_WITHIN_LAYER = {
    Q.DC_DA: 0,
    Q.DA_DZ: 1,
    Q.TERM_Z: 2,
    Q.DC_DZ: 3,
    Q.DZ_DA: 4,
    Q.DZ_DW: 4,
    Q.DZ_DB: 4,
    Q.TERM_A: 5,
    Q.DC_DW: 6,
    Q.DC_DB: 6,
}
_AFTER = {Q.STEP_W: 4, Q.STEP_B: 4, Q.NEW_W: 5, Q.NEW_B: 5, Q.NEW_C: 6}


def rank(address: Address) -> tuple[int, int, int]:
    """Return a key that sorts quantities so that each comes after what it follows from."""
    quantity = address.quantity
    if quantity in (Q.Z, Q.A):
        return 0, address.layer, int(quantity is Q.A)
    if quantity in _AFTER:
        return _AFTER[quantity], 0, 0
    if quantity is Q.C or (address.example is None and quantity in (Q.DC_DW, Q.DC_DB)):
        return (1 if address.example is not None else 3), 0, 0
    return 2, -address.layer, _WITHIN_LAYER.get(quantity, 0)


class Known(NamedTuple):
    """The learner's own earlier values, sorted into accepted and wrong ones."""

    accepted: Mapping[Address, float]
    wrong: Mapping[Address, float]

    def value(self, address: Address) -> float | None:
        """Return the learner's own value of a quantity, if there is one."""
        return self.accepted.get(address, self.wrong.get(address))


NOTHING = Known({}, {})


def sorted_out(
    trace: Trace, earlier: Mapping[str, float | str], example: int | None, visible: Visible
) -> Known:
    """Return which of the learner's own values are right, judged from the ones before them.

    Raises:
        AddressError: where a name is no quantity of this trace.

    """
    values = {trace.address(name, example): value for name, value in earlier.items()}
    accepted: dict[Address, float] = {}
    wrong: dict[Address, float] = {}
    for address in sorted(values, key=rank):
        if address.quantity in GIVEN:
            continue
        reading = reading_of(values[address])
        if reading is None:
            continue
        right = Ranges(trace, visible, accepted).of(address)
        (accepted if is_within(reading, right) else wrong)[address] = reading.value
    return Known(accepted, wrong)


def reading_of(value: float | str) -> Reading | None:
    """Return a number as it was or would be typed; None where it is none."""
    if isinstance(value, str):
        try:
            return read(value, {})
        except Unreadable:
            return None
    number = float(value)
    written = repr(number).removesuffix(".0")  # a float does not tell -311 from -311.0
    return read(written, {}) if math.isfinite(number) else None


class NamesOnScreen(NamedTuple):
    """The quantities that an answer to a step may name: its own inputs and given numbers.

    Where inputs are hidden, as in a question for a result alone, what can be seen of the same
    example stands in for them.
    """

    step: Step
    known: Known = NOTHING
    visible: Visible = everything

    def value(self, name: str) -> float | None:
        """Return a quantity's value, the learner's own where there is one; None for no name.

        Raises:
            LookupError: where it exists but is not to be named here; the message says why.

        """
        trace = self.step.trace
        try:
            address = trace.address(name, self.step.example)
        except AddressError:
            if self._is_of_an_example(name):
                own_each = f"{name} cannot be used here: each example has its own"
                raise LookupError(f"{own_each}; there {self._there_is()}") from None
            return None
        if address.quantity in GIVEN or self._is_shown(address):
            own = self.known.value(address)
            return trace.settled(address) if own is None else own
        if address == self.step.place:
            raise LookupError(f"{name} is what is asked for")
        raise LookupError(f"{name} cannot be used here; there {self._there_is()}")

    def _is_of_an_example(self, name: str) -> bool:
        """Return whether a name says no example, and each of several has such a quantity."""
        try:
            self.step.trace.address(name, 0)
        except AddressError:
            return False
        return self.step.example is None

    def _is_shown(self, address: Address) -> bool:
        """Return whether a quantity is one that the question is answered from."""
        inputs = self.step.rule.inputs
        if not self.visible(address):
            return False
        return address in inputs or (
            address.example == self.step.example and not all(map(self.visible, inputs))
        )

    def _there_is(self) -> str:
        shape = self.step.trace.rules.shape
        inputs = [each for each in self.step.rule.inputs if self.visible(each)]
        names = [f"{short_name(each, shape)}{self._suffix(each)}" for each in inputs]
        shown = ", ".join(names[:4])
        if not shown and self.visible(Address(Q.C, example=self.step.example)):
            shown = "the values of the forward pass"
        return f"are {shown} and the given numbers" if shown else "are the given numbers"

    def _suffix(self, address: Address) -> str:
        """Return which example a quantity is of, where that is not the step's own."""
        own = address.example in (None, self.step.example)
        return "" if own else f"@{address.example}"
