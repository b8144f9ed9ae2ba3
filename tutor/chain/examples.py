"""Each example's part of a trace, made when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from tutor.chain.parts import ExampleTrace, LayerTrace
from tutor.engine.network import Passes


def example_of(passes: Passes, example: int) -> ExampleTrace:
    """Return what one example computed."""
    layers = tuple(
        LayerTrace(
            z=layer.z[example],
            a=layer.a[example],
            da_dz=layer.da_dz[example],
            dC_da=layer.dC_da[example],
            dC_dz=layer.dC_dz[example],
            dC_dw=passes.weight_gradient(example, number),
            dC_db=layer.dC_dz[example],
        )
        for number, layer in enumerate(passes.layers)
    )
    return ExampleTrace(cost=float(passes.costs[example]), layers=layers)


class Examples(Sequence[ExampleTrace]):
    """What each example computed."""

    def __init__(self, passes: Passes) -> None:
        self._passes = passes

    def __len__(self) -> int:
        return len(self._passes.x)

    @overload
    def __getitem__(self, index: int) -> ExampleTrace: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[ExampleTrace, ...]: ...
    def __getitem__(self, index: int | slice) -> ExampleTrace | tuple[ExampleTrace, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        return example_of(self._passes, range(len(self))[index])

    def __iter__(self) -> Iterator[ExampleTrace]:
        return (self[index] for index in range(len(self)))
