"""The average and the gradient in words."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tutor.chain.addresses import Address
from tutor.chain.numbers import text_of
from tutor.course.gradient import Component, by_size, components
from tutor.course.sight import is_in_sight, slope_of
from tutor.course.view import View

_TOLD = 12
"""So many components of a gradient are told one by one."""


def pulls(view: View, parameter: Address) -> str:
    """Return which way the examples pull a weight or a bias, and which way the mean decides."""
    trace, count = view.trace, len(view.trace.problem.examples)
    name = trace.name(parameter, view.notation, None)
    places = [slope_of(parameter, k) for k in range(count)]
    mean = slope_of(parameter, None if count > 1 else 0)
    if not all(is_in_sight(view, place) for place in (*places, mean)):
        return f"Not everything about {name} is worked out yet."
    slopes = [trace.settled(place) for place in places]
    down, up = sum(each > 0 for each in slopes), sum(each < 0 for each in slopes)
    decided = _way(trace.settled(mean))
    if count == 1:
        return f"The one example wants {name} {decided}."
    still = count - down - up
    rest = f", {still} neither" if still else ""
    return (
        f"Of {count} examples {down} want{'s' if down == 1 else ''} {name} lower "
        f"(derivative above 0), {up} higher{rest}; the mean {trace.shown(mean)} says: {decided}."
    )


def _way(slope: float) -> str:
    if slope == 0 or math.isnan(slope):
        return "as it is"
    return "lower" if slope > 0 else "higher"


def gradient_words(view: View) -> list[str]:
    """Return the gradient in words: its components by size, and which matter most."""
    parts = components(view)
    known = [part for part in by_size(parts) if part.known]
    return [*_summary(view, parts, known), *_listed(view, known)]


def gradient_summary(view: View, parts: list[Component]) -> str:
    """Return which components of the gradient matter most."""
    return " ".join(_summary(view, parts, [part for part in by_size(parts) if part.known]))


def _summary(view: View, parts: list[Component], known: list[Component]) -> Iterator[str]:
    yield f"The gradient has {len(parts)} component{'' if len(parts) == 1 else 's'}."
    left = len(parts) - len(known)
    if left:
        yield f"{left} of them {'is' if left == 1 else 'are'} not worked out yet."
    if not known:
        return
    first = known[0]
    if first.value == 0:
        yield "All that is known of it is 0" + ("." if left else ": no nudge moves the cost.")
        return
    name = view.trace.name(first.parameter, view.notation, None)
    if left and len(known) == 1:
        yield f"So far only the derivative by {name} is known."
        return
    among = "Among those that are known the" if left else "The"
    yield f"{among} cost is most sensitive to {name}, {_times(known)}."


def _times(known: list[Component]) -> str:
    """Return how the largest component compares with the next."""
    if len(known) == 1 or known[1].value == 0:
        return "and to nothing else"
    times = abs(known[0].value / known[1].value)
    return f"{text_of(times, 2)} times as much as to the next" if times < math.inf else "beyond all"


def _listed(view: View, known: list[Component]) -> Iterator[str]:
    for part in known[:_TOLD]:
        name = view.trace.name(slope_of(part.parameter, None), view.notation, None)
        yield f"{name} = {text_of(part.value)}"
    if len(known) > _TOLD:
        yield f"and {len(known) - _TOLD} smaller ones"
