"""A nudge: a weight, a bias or an input of one example is moved, and what follows moves with it.

Everything is worked out by the engine, run again with the moved number (3Blue1Brown,
"Backpropagation calculus": how sensitive the cost is to a tiny nudge).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from tutor.chain.addresses import Address, Q
from tutor.chain.trace import Trace
from tutor.chain.values import Values
from tutor.course.sight import slope_of
from tutor.engine.check import nudged
from tutor.engine.network import run
from tutor.errors import AddressError, DocumentError

MOVABLE = frozenset({Q.W, Q.B, Q.X})
"""What a learner may move: all that a network's output follows from."""
FIRST_STEP = Decimal("0.01")
"""The video's tiny nudge."""
LEAST_STEP, LARGEST_STEP = Decimal("1e-6"), Decimal(100)
FARTHEST = Decimal(10**6)
"""A number is moved no farther from where it began."""
REACH = 10
"""So many steps are shown on both sides of the beginning, and twice as many where needed."""
MOST_OF_A_LAYER = 8
"""Of a larger layer only so many neurons are shown."""
SMALLER = 4
"""So many steps, each a tenth of the one before, are compared with the derivative."""


class Shrunk(NamedTuple):
    """A step, the ratio of nudges ΔC/Δ that it gives, and how far that is from the derivative."""

    step: Decimal
    ratio: float
    difference: float


@dataclass(frozen=True)
class Nudge:
    """One number of one example's way to the cost, moved by so much.

    Attributes:
        trace: where everything stands before it is moved.
        moved: the weight, the bias, or the example's input.
        example: the example that is watched.
        step: how far one step goes.
        by: how far the number is moved now.

    """

    trace: Trace
    moved: Address
    example: int
    step: Decimal = FIRST_STEP
    by: Decimal = Decimal(0)

    def moving(self, name: str) -> Nudge:
        """Return a nudge of another weight, bias or input, which has not moved yet.

        Raises:
            AddressError: where the text names none of these.

        """
        address = self.trace.address(name, self.example)
        if address.quantity not in MOVABLE:
            raise AddressError(
                f"{name.strip()}: only a weight, a bias or an input can be moved, "
                "such as w1[0,0], b1[0] or x[0]; everything else follows from them"
            )
        example = self.example if address.example is None else address.example
        return replace(self, moved=address, example=example, by=Decimal(0))

    def of_example(self, example: int) -> Nudge:
        """Return the same nudge, watched in another example; beyond the last comes the first."""
        example %= len(self.trace.problem.examples)
        moved = self.moved.at(example) if self.moved.quantity is Q.X else self.moved
        return replace(self, moved=moved, example=example)

    def beside(self, places: int) -> Nudge:
        """Return a nudge of the number so many places further on, in the order of :func:`movable`.

        It stays at the first and at the last.
        """
        all_of_them = list(movable(self.trace, self.example))
        place = min(max(0, all_of_them.index(self.moved) + places), len(all_of_them) - 1)
        return replace(self, moved=all_of_them[place], by=Decimal(0))

    def by_steps(self, count: int) -> Nudge:
        """Return the nudge so many steps further, forward or back."""
        return self.moved_by(self.by + count * self.step)

    def moved_by(self, by: Decimal) -> Nudge:
        """Return the nudge with the number moved by so much in all; the farthest is the end."""
        return replace(self, by=min(max(-FARTHEST, by), FARTHEST))

    def stepping(self, step: Decimal) -> Nudge:
        """Return the nudge with another size of step.

        Raises:
            DocumentError: where it is not above 0, too small to tell from rounding, or too large.

        """
        if not (step.is_finite() and LEAST_STEP <= step <= LARGEST_STEP):
            raise DocumentError(
                f"a step of {step}: it must lie between {LEAST_STEP} and {LARGEST_STEP}; "
                "a smaller one drowns in rounding"
            )
        return replace(self, step=step)

    @cached_property
    def lines(self) -> tuple[Address, ...]:
        """What moves, from the number itself to the cost, as far as it is shown."""
        return (self.moved, *self._between(), Address(Q.C, example=self.example))

    def _between(self) -> Iterator[Address]:
        """Yield the weighted sums and the activations on the way."""
        shape, own = self.trace.rules.shape, self.moved.quantity is not Q.X
        first = self.moved.layer if own else 1
        for layer in range(first, shape.last + 1):
            spreads = shape.softmax and layer == shape.last
            shown = range(min(shape.sizes[layer], MOST_OF_A_LAYER))
            mine = [self.moved.j] if own and layer == first else shown
            yield from (Address(Q.Z, layer, j, 0, self.example) for j in mine)
            yield from (
                Address(Q.A, layer, j, 0, self.example) for j in (shown if spreads else mine)
            )

    @cached_property
    def left_out(self) -> dict[int, int]:
        """How many neurons of a layer move that are not shown, by layer."""
        shape, own = self.trace.rules.shape, self.moved.quantity is not Q.X
        first = self.moved.layer + 1 if own else 1
        beyond = {n: shape.sizes[n] - MOST_OF_A_LAYER for n in range(first, shape.last + 1)}
        return {layer: count for layer, count in beyond.items() if count > 0}

    @cached_property
    def cause(self) -> Address | None:
        """What makes a weight move its weighted sum: the neuron before, or the input, it weighs."""
        if self.moved.quantity is not Q.W:
            return None
        layer, k = self.moved.layer - 1, self.moved.k
        return Address(Q.A if layer else Q.X, layer, k, 0, self.example)

    @cached_property
    def _start(self) -> Values:
        """Every value of the watched example before it moved, rounded as those after it."""
        return self._values(Decimal(0))

    @cached_property
    def now(self) -> Values:
        """Every value of the watched example as it is now."""
        return self._values(self.by)

    def value(self, address: Address) -> float:
        """Return a quantity of the watched example as it is now; it must be one of `lines`."""
        if address == self.moved:
            return self.trace.values.value(address) + float(self.by)
        return self.now.value(address.at(0))

    def change(self, address: Address) -> float:
        """Return how far one of `lines` has moved."""
        return self._change(address, self.now, self.by)

    def ratio(self, address: Address) -> float | None:
        """Return how far one of `lines` has moved per unit of the nudge; None before any nudge."""
        return self.change(address) / float(self.by) if self.by else None

    @cached_property
    def slope(self) -> float:
        """The derivative of the example's cost by what is moved, where it began."""
        values, moved = self.trace.values, self.moved
        if moved.quantity is Q.X:
            return float(values.passes.dC_dx[self.example, moved.j])
        return values.value(self.slope_address or moved)

    @property
    def slope_address(self) -> Address | None:
        """The address of that derivative; an input's has none."""
        if self.moved.quantity is Q.X:
            return None
        return slope_of(self.moved, self.example)

    @cached_property
    def shrinking(self) -> tuple[Shrunk, ...]:
        """The ratio ΔC/Δ for this step, a tenth of it, and so on."""
        cost, rows = Address(Q.C, example=self.example), []
        for power in range(SMALLER):
            step = self.step.scaleb(-power)
            ratio = self._change(cost, self._values(step), step) / float(step)
            rows.append(Shrunk(step, ratio, ratio - self.slope))
        return tuple(rows)

    @property
    def reach(self) -> Decimal:
        """How far the number lines go on both sides of where the number began."""
        reach = self.step * REACH
        while reach < abs(self.by):
            reach *= 2
        return reach

    @cached_property
    def reaches(self) -> dict[Address, float]:
        """How far each of `lines` moves at most, while the number goes from end to end."""
        at = [self.reach * quarter / 4 for quarter in (-4, -2, -1, 1, 2, 4)]
        seen = [(by, self._values(by)) for by in (*at, self.by)]
        return {
            line: max(abs(self._change(line, values, by)) for by, values in seen)
            for line in self.lines
        }

    def _change(self, address: Address, values: Values, by: Decimal) -> float:
        if address == self.moved:
            return float(by)
        return values.value(address.at(0)) - self._start.value(address.at(0))

    def _values(self, by: Decimal) -> Values:
        """Return the values of the watched example, as example 0, with the number moved."""
        passes, moved = self.trace.values.passes, self.moved
        x, y = passes.x[[self.example]], passes.y[[self.example]]
        network = passes.network
        if moved.quantity is Q.X:
            x[0, moved.j] += float(by)
        elif moved.quantity is Q.W:
            network = nudged(network, moved.layer - 1, 0, (moved.j, moved.k), float(by))
        else:
            network = nudged(network, moved.layer - 1, 1, (moved.j,), float(by))
        return Values(self.trace.problem, run(network, x, y))


def movable(trace: Trace, example: int) -> Iterator[Address]:
    """Yield what can be moved: the example's inputs, then each layer's weights and biases."""
    sizes = trace.problem.sizes
    yield from (Address(Q.X, 0, k, 0, example) for k in range(sizes[0]))
    for layer in range(1, len(sizes)):
        neurons, feeding = range(sizes[layer]), range(sizes[layer - 1])
        yield from (Address(Q.W, layer, j, k) for j in neurons for k in feeding)
        yield from (Address(Q.B, layer, j) for j in neurons)
