"""The chain of a parameter: which quantities lead to it, in the order in which a person works.

Example by example, forward, then from the cost back; then the average, the step, the update. The
number of its steps grows with the layers' sizes, never with the number of paths.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from tutor.chain.addresses import Address, Q
from tutor.chain.rules import Rules


def _forward(rules: Rules) -> Iterator[Address]:
    for layer in range(1, rules.shape.last + 1):
        neurons = range(rules.shape.sizes[layer])
        yield from (Address(Q.Z, layer, j, 0, 0) for j in neurons)
        yield from (Address(Q.A, layer, j, 0, 0) for j in neurons)
    yield Address(Q.C, example=0)


def _from_the_cost(rules: Rules, needed: Sequence[int]) -> Iterator[Address]:
    """Yield what gives the slopes of the output layer's neurons: dC/da and da/dz, or dC/dz."""
    last = rules.shape.last
    if rules.fused:
        yield from (Address(Q.DC_DZ, last, j, 0, 0) for j in needed)
        return
    summed = rules.sums_outputs(last)
    outputs = range(rules.shape.sizes[last]) if summed else needed
    yield from (Address(Q.DC_DA, last, j, 0, 0) for j in outputs)
    for j in needed:
        if summed:
            yield from (Address(Q.DA_DZ, last, j, i, 0) for i in outputs)
            yield from (Address(Q.TERM_Z, last, j, i, 0) for i in outputs)
            yield Address(Q.DC_DZ, last, j, 0, 0)
        else:
            yield Address(Q.DA_DZ, last, j, j, 0)


def _down_to(rules: Rules, layer: int, needed: Sequence[int]) -> Iterator[Address]:
    """Yield what gives dC/da and da/dz of a hidden layer's neurons, the layer above known."""
    above = layer + 1
    paths = range(rules.shape.sizes[above])
    for k in needed:
        for j in paths:
            yield Address(Q.DZ_DA, above, j, k)
            if len(paths) > 1:
                yield Address(Q.TERM_A, above, j, k, 0)
        yield Address(Q.DC_DA, layer, k, 0, 0)
    yield from (Address(Q.DA_DZ, layer, k, k, 0) for k in needed)


def _of_example_0(rules: Rules, parameter: Address) -> Iterator[Address]:
    """Yield example 0's part of the chain."""
    yield from _forward(rules)
    last, layer = rules.shape.last, parameter.layer
    yield from _from_the_cost(
        rules, [parameter.j] if layer == last else range(rules.shape.sizes[last])
    )
    for below in range(last - 1, layer - 1, -1):
        own = below == layer
        yield from _down_to(rules, below, [parameter.j] if own else range(rules.shape.sizes[below]))
    if parameter.quantity is Q.W:
        yield parameter.to(Q.DZ_DW).at(0)
        yield parameter.to(Q.DC_DW).at(0)
    else:
        yield parameter.to(Q.DZ_DB)
        yield parameter.to(Q.DC_DB).at(0)


def _after_the_examples(rules: Rules, parameter: Address) -> Iterator[Address]:
    weight = parameter.quantity is Q.W
    if rules.shape.examples > 1:
        yield parameter.to(Q.DC_DW if weight else Q.DC_DB)
    yield parameter.to(Q.STEP_W if weight else Q.STEP_B)
    yield parameter.to(Q.NEW_W if weight else Q.NEW_B)
    yield Address(Q.NEW_C)


class Chain(Sequence[Address]):
    """The addresses of a parameter's chain; one example's part is kept and serves for all."""

    def __init__(self, rules: Rules, parameter: Address) -> None:
        self._first = tuple(_of_example_0(rules, parameter))
        self._further = tuple(each for each in self._first if each.example is not None)
        self._tail = tuple(_after_the_examples(rules, parameter))
        self._examples = rules.shape.examples

    def __len__(self) -> int:
        return len(self._first) + (self._examples - 1) * len(self._further) + len(self._tail)

    @overload
    def __getitem__(self, index: int) -> Address: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Address, ...]: ...
    def __getitem__(self, index: int | slice) -> Address | tuple[Address, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(f"step {index}, but the chain has {len(self)}")
        if place < len(self._first):
            return self._first[place]
        further, within = divmod(place - len(self._first), max(1, len(self._further)))
        if further < self._examples - 1:
            return self._further[within].at(further + 1)
        return self._tail[place - len(self) + len(self._tail)]
