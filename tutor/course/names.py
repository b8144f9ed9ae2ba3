"""The names of a network's quantities, to say which one was meant by a misspelt name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from itertools import islice

from tutor.chain.addresses import Address, Q, short_name
from tutor.chain.trace import Trace
from tutor.errors import AddressError

MOST_COMPARED = 100
"""In a larger network a misspelt name is compared to so many; each takes time."""


def parameter_names(trace: Trace) -> Iterator[str]:
    """Yield every weight and bias as one types it."""
    sizes = trace.problem.sizes
    for layer in range(1, len(sizes)):
        for j in range(sizes[layer]):
            weights = (Address(Q.W, layer, j, k) for k in range(sizes[layer - 1]))
            for each in (*weights, Address(Q.B, layer, j)):
                yield short_name(each, trace.rules.shape)


def moving_names(trace: Trace) -> Iterator[str]:
    """Yield C and every weighted sum and activation as one types it."""
    yield "C"
    for layer, size in enumerate(trace.problem.sizes[1:], start=1):
        for j in range(size):
            for quantity in (Q.Z, Q.A):
                yield short_name(Address(quantity, layer, j), trace.rules.shape)


def why_refused(name: str, error: AddressError, known: Iterable[str]) -> str:
    """Return why a name is refused: with the one that was meant, where it may be a slip."""
    if "no such quantity" in str(error):
        lowered = {each.lower(): each for each in islice(known, MOST_COMPARED)}
        close = difflib.get_close_matches(name.lower(), lowered, n=1)
        if close:
            return f"{name}: no such quantity; did you mean {lowered[close[0]]}?"
    return str(error)
