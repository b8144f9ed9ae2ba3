"""A nudge in words: what the picture of number lines shows, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from tutor.chain.addresses import Address, Q
from tutor.chain.notation import ASCII
from tutor.chain.numbers import signed, text_of
from tutor.course.nudge import Nudge
from tutor.course.sight import in_sight, is_in_sight
from tutor.course.tables import UNKNOWN
from tutor.course.view import View

_SAME = 1e-6
"""A difference that is a smaller part of the derivative cannot be seen."""
_ROUNDING = 2.0**-50
"""A cost is rounded to about so large a part of itself, and its change by as much."""
_LONGEST = 10
"""What was moved is written exactly where it takes no more signs than this."""


def name_of(view: View, nudge: Nudge, address: Address) -> str:
    """Return a quantity's name among those of the watched example."""
    return view.trace.name(address, view.notation, nudge.example)


def ratio_name(view: View, nudge: Nudge, address: Address) -> str:
    """Return the name of a ratio of nudges, as in ΔC₀/Δw⁽³⁾."""
    of, by = name_of(view, nudge, address), name_of(view, nudge, nudge.moved)
    return f"change of {of} / change of {by}" if view.notation is ASCII else f"Δ{of}/Δ{by}"


def slope_name(view: View, nudge: Nudge) -> str:
    """Return the name of the derivative of the cost by what is moved."""
    if nudge.slope_address is not None:
        return name_of(view, nudge, nudge.slope_address)
    cost, moved = name_of(view, nudge, nudge.lines[-1]), name_of(view, nudge, nudge.moved)
    return f"dC/d{moved}" if view.notation is ASCII else f"∂{cost}/∂{moved}"


def is_slope_known(view: View, nudge: Nudge) -> bool:
    """Return whether the derivative may be shown; an input's is never asked for in a lesson."""
    return nudge.slope_address is None or is_in_sight(view, nudge.slope_address)


def value_now(view: View, nudge: Nudge, address: Address) -> str:
    """Return what a quantity is now, "?" while it is not known what it was before."""
    if not is_in_sight(view, address):
        return UNKNOWN
    if not nudge.by:
        return view.trace.shown(address)
    if address == nudge.moved:
        exact = f"{Decimal(repr(view.trace.values.value(address))) + nudge.by:f}"
        return exact if len(exact) <= _LONGEST else text_of(nudge.value(address))
    return text_of(nudge.value(address))


def nudge_words(view: View, nudge: Nudge) -> list[str]:
    """Return the sentences: what was moved, what moved with it, why, and the ratio."""
    return [*_moves(view, nudge), cause_words(view, nudge), *ratio_words(view, nudge)]


def _moves(view: View, nudge: Nudge) -> Iterator[str]:
    moved, *others = nudge.lines
    name = name_of(view, nudge, moved)
    if not nudge.by:
        yield f"{name} = {view.trace.shown(moved)} is where it was; a step is {nudge.step:f}."
        return
    start, now = view.trace.shown(moved), value_now(view, nudge, moved)
    yield f"{name} is moved by {nudge.by:+f}, from {start} to {now}."
    for layer, places in groupby(others, key=lambda each: each.layer):
        told = ", ".join(_move(view, nudge, each) for each in places)
        more = nudge.left_out.get(layer, 0)
        yield f"{told}{f', and {more} more neurons of layer {layer}' if more else ''}."


def _move(view: View, nudge: Nudge, address: Address) -> str:
    name, change = name_of(view, nudge, address), nudge.change(address)
    if change == 0:
        return f"{name} stays"
    now = value_now(view, nudge, address)
    told = "" if now == UNKNOWN else f" to {now}"
    return f"{name} moves by {signed(change)}{told}"


def cause_words(view: View, nudge: Nudge) -> str:
    """Return why the first weighted sum moves as far as it does."""
    name = name_of(view, nudge, nudge.moved)
    if nudge.moved.quantity is Q.X:
        return f"Each weighted sum of layer 1 moves as far as {name}, times the weight between."
    z = name_of(view, nudge, nudge.lines[1])
    if nudge.cause is None:
        return f"{z} moves exactly as far as {name}: a bias is added as it is."
    cause, value = name_of(view, nudge, nudge.cause), in_sight(view, nudge.cause)
    strength = "" if value == UNKNOWN else f" = {value}"
    return (
        f"{z} moves {cause}{strength} times as far as {name}: "
        f"the stronger the {'input' if nudge.cause.quantity is Q.X else 'neuron'} before, "
        "the more its weight counts."
    )


def ratio_words(view: View, nudge: Nudge) -> Iterator[str]:
    """Yield the ratio of nudges, and how near it comes to the derivative as the step shrinks."""
    cost = nudge.lines[-1]
    ratio = nudge.ratio(cost)
    if ratio is not None:
        yield f"{ratio_name(view, nudge, cost)} = {text_of(ratio)}."
    name, is_known = slope_name(view, nudge), is_slope_known(view, nudge)
    rows = nudge.shrinking
    told = ", ".join(f"{text_of(row.ratio)} with a step of {row.step:f}" for row in rows)
    yield f"The ratio is {told}."
    if not is_known:
        yield f"{name} = {UNKNOWN}: not worked out yet. It is what the ratio comes near to."
        return
    yield f"The derivative {name} is {text_of(nudge.slope)}: {_nearness(nudge)}."


def _nearness(nudge: Nudge) -> str:
    """Return how the ratio comes near to the derivative as the step shrinks."""
    rows, slope = nudge.shrinking, nudge.slope
    first, last = abs(rows[0].difference), abs(rows[-1].difference)
    if max(abs(row.difference) for row in rows) <= _SAME * abs(slope):
        return "the ratio is just that, whatever the step"
    if last < first:
        return "the ratio comes nearer and nearer to it"
    cost = nudge.trace.values.value(nudge.lines[-1])
    if last <= _ROUNDING * abs(cost) / float(rows[-1].step):
        return "the ratio comes near to it, until so small a step drowns in rounding"
    return "the ratio does not come nearer to it here"
