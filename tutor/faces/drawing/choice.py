"""The choice of a weight or bias: what the chosen one is, and which others lead to its neuron."""

from __future__ import annotations

from textwrap import wrap
from typing import NamedTuple

from tutor.chain.addresses import Address, Q, short_name
from tutor.course.view import View
from tutor.faces.drawing.network_model import parameters_into, path_count
from tutor.faces.drawing.picture import Line, Picture, Span, Tone, line, wide

_BETWEEN = "   "


class Choice(NamedTuple):
    """A picture, and the weight or bias that is written in a cell, by row and column."""

    picture: Picture
    spots: dict[tuple[int, int], Address]


def draw_choice(view: View, chosen: Address, width: int) -> Choice:
    """Return what is chosen, and all that leads to the same neuron, wrapped to a width."""
    told = wrap(sentence_of(view, chosen), max(1, width))
    picture: list[Line] = [line(Span(each, Tone.STRONG)) for each in told]
    spots: dict[tuple[int, int], Address] = {}
    row: list[Span] = [Span("beside it  ", Tone.DIM)]
    for address in parameters_into(view, chosen.layer):
        if address.j != chosen.j:
            continue
        text = f"{short_name(address, view.trace.rules.shape)} {view.trace.shown(address)}"
        text = f"[{text}]" if address == chosen else f" {text} "
        if wide(row) + len(text) > width:
            picture.append(tuple(row))
            row = [Span(" " * len("beside it  "))]
        start = wide(row)
        spots |= {(len(picture), start + each): address for each in range(len(text))}
        tone = Tone.CHOSEN if address == chosen else Tone.PLAIN
        row += [Span(text, tone), Span(_BETWEEN)]
    return Choice((*picture, tuple(row)), spots)


def sentence_of(view: View, chosen: Address) -> str:
    """Return in a sentence where a weight or bias is, and how it reaches the cost."""
    name = short_name(chosen, view.trace.rules.shape)
    to = f"neuron {chosen.j} of layer {chosen.layer}"
    if chosen.quantity is Q.B:
        where = f"the bias of {to}"
    else:
        before = f"layer {chosen.layer - 1}" if chosen.layer > 1 else "the input"
        where = f"from neuron {chosen.k} of {before} to {to}"
    paths = path_count(view, chosen)
    ways = "one path leads" if paths == 1 else f"{paths} paths lead"
    return f"{name} = {view.trace.shown(chosen)}, {where}; {ways} to the cost."


def moved(view: View, chosen: Address, layers: int, places: int) -> Address:
    """Return the weight or bias so many layers to the right, or so many places further down."""
    sizes = view.trace.rules.shape.sizes
    layer = min(max(1, chosen.layer + layers), len(sizes) - 1)
    if layer != chosen.layer:
        j = min(chosen.j, sizes[layer] - 1)
        if chosen.quantity is Q.B:
            return Address(Q.B, layer, j)
        return Address(Q.W, layer, j, min(chosen.k, sizes[layer - 1] - 1))
    there = [each for number in range(1, len(sizes)) for each in parameters_into(view, number)]
    place = there.index(chosen) + places
    return there[min(max(0, place), len(there) - 1)]


def pointed(chosen: Address, at: Address) -> Address:
    """Return what is chosen when something in the picture is pointed at.

    A weight or a bias is itself. A neuron is where a weight leads to; a neuron of the layer
    before is then where it comes from.
    """
    if at.quantity in (Q.W, Q.B):
        return at
    if at.layer == chosen.layer - 1:
        return Address(Q.W, chosen.layer, chosen.j, at.j)
    if at.layer == 0:
        return Address(Q.W, 1, 0, at.j)
    return Address(Q.W, at.layer, at.j, 0)
