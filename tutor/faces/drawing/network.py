"""The network as a picture: neurons with their activations, and the way to the cost heavy."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from tutor.chain.addresses import Address, Q
from tutor.chain.trace import Trace
from tutor.course.view import View
from tutor.faces.drawing.canvas import Canvas, Tier, Weight
from tutor.faces.drawing.network_layout import Detail, Placed, placed, wide_row
from tutor.faces.drawing.network_model import Column, Label, Neuron, columns_of, is_heavy, label_of
from tutor.faces.drawing.picture import Picture, Tone, fitted
from tutor.faces.drawing.place import look

_TIGHT = 2
_LEAST_WEIGHT = 4
_KEPT = 4
_DOTS = {Tier.UNICODE: "···", Tier.ASCII: "..."}


class NetworkPicture(NamedTuple):
    """A network's picture, and what stands in a cell, by row and column.

    That is a weight, a bias, or the activation of a neuron.
    """

    picture: Picture
    spots: Mapping[tuple[int, int], Address]


def draw_network(view: View, width: int, height: int) -> Picture:
    """Return the network at the current example, as much of it as fits."""
    return draw_network_for(view, view.parameter, width, height).picture


def draw_network_for(view: View, chosen: Address, width: int, height: int) -> NetworkPicture:
    """Return the network with the ways of a weight or bias, asked about or not."""
    if width < 1 or height < 1:
        return NetworkPicture((), {})
    key = (*look(view), chosen, width, height)
    if key not in _drawn:
        while len(_drawn) >= _KEPT:
            _drawn.pop(next(iter(_drawn)))
        _drawn[key] = (view.trace, _draw(view, chosen, width, height))
    return _drawn[key][1]


def _draw(view: View, chosen: Address, width: int, height: int) -> NetworkPicture:
    is_whole = _may_be_whole(view, width)
    columns = columns_of(view, chosen, is_whole=is_whole)
    needed = [chosen.j] * len(columns)
    for number, column in enumerate(columns):
        if number == chosen.layer - 1:
            needed[number] = chosen.k
        elif number != chosen.layer:
            needed[number] = 0
        needed[number] = min(needed[number], len(column.neurons) - 1)
    detail, places = placed(columns, needed, width, height, is_whole=is_whole)
    painter = _Painter(view, chosen, detail)
    for before, after in pairwise(places):
        painter.gap(before, after)
    for each in places:
        painter.column(each)
    bottom = max(max((*each.rows.values(), *each.breaks)) for each in places)
    painter.titles(places, bottom + (2 if detail.boxed else 1))
    return NetworkPicture(fitted(painter.canvas.picture(), width, height), painter.spots)


def _may_be_whole(view: View, width: int) -> bool:
    """Return whether all weights could find room: what cannot be written need not be had."""
    sizes = view.trace.rules.shape.sizes
    fed = [before for before, size in pairwise(sizes) if max(before, size) > 1]
    return bool(fed) and sum(_LEAST_WEIGHT * before for before in fed) < width


_drawn: dict[tuple[object, ...], tuple[Trace, NetworkPicture]] = {}
"""The last pictures: most views look as the one before, and each is asked for more than once.

A picture keeps its trace, for by that it is found.
"""


class _Painter:
    """Paints placed columns on a canvas."""

    def __init__(self, view: View, chosen: Address, detail: Detail) -> None:
        self.canvas = Canvas(Tier.of(view.notation))
        self.spots: dict[tuple[int, int], Address] = {}
        self._view, self._chosen, self._detail = view, chosen, detail
        self._target: int | None = None

    def column(self, at: Placed) -> None:
        """Paint a column's neurons."""
        for index, row in at.rows.items():
            self._neuron(at, at.column.neurons[index], row)
        for row in at.breaks:
            self.canvas.put(row, at.start + at.width // 2 - 1, " : ", Tone.DIM)

    def _neuron(self, at: Placed, neuron: Neuron, row: int) -> None:
        weight = Weight.HEAVY if neuron.on_path else Weight.LIGHT
        if self._detail.boxed:
            self.canvas.box(row - 1, at.start, at.width, weight)
        else:
            for side in (at.start, at.end - 1):
                self.canvas.post(side, row, weight)
        value, room = neuron.value, at.width - 2
        tone = Tone.HERE if at.column.here and value == "?" else Tone.PLAIN
        tone = Tone.STRONG if neuron.on_path and tone is Tone.PLAIN else tone
        if at.column.indexed and self._detail.boxed:
            self.canvas.put(row - 1, at.start + 1, str(neuron.index), Tone.DIM)
        elif at.column.indexed and self._detail.labelled:
            self.canvas.put(row, at.start + 1, str(neuron.index), Tone.DIM)
            room -= 2
        self.canvas.put(row, at.end - 1 - room, value.center(room), tone)
        if at.number < len(self._view.trace.rules.shape.sizes):
            quantity = Q.A if at.number else Q.X
            address = Address(quantity, at.number, neuron.index)
            self.spots |= {(row, column): address for column in range(at.start, at.end)}

    def titles(self, places: tuple[Placed, ...], row: int) -> None:
        """Write the layers' names below the columns, and between them what has no room above."""
        taken = [(0, -1)]
        for each in places:
            title = each.column.title
            start = each.start + (each.width - len(title) + 1) // 2
            self.canvas.put(row, start, title, Tone.HERE if each.column.here else Tone.DIM)
            taken.append((start, start + len(title)))
        if self._target is not None:
            self.canvas.put(row, self._target, "y", Tone.DIM)
            taken.insert(-1, (self._target, self._target + 1))
        if self._chosen.quantity is Q.B and not (self._detail.boxed and self._detail.labelled):
            for place, each in enumerate(places, start=1):
                if each.number == self._chosen.layer:
                    self._chosen_bias(taken[place - 1 : place + 2], row)

    def _chosen_bias(self, titles: list[tuple[int, int]], row: int) -> None:
        """Write the bias that is asked about beside its layer's title, the middle one of three."""
        label = label_of(self._view, self._chosen, self._chosen)
        (_, before), (start, end), (after, _) = titles
        for text in (f"{label.name} {label.value}", label.name):
            if before + len(text) + 1 < start:
                self._label(label, row, start - len(text) - 1, text, Tone.CHOSEN)
                return
            if end + len(text) + 1 < after:
                self._label(label, row, end + 1, text, Tone.CHOSEN)
                return

    def gap(self, before: Placed, after: Placed) -> None:
        """Paint the connections between two columns."""
        if after.number - before.number > 1:
            dots = _DOTS[self.canvas.tier]
            middle = (min(after.rows.values()) + max(after.rows.values())) // 2
            self.canvas.put(middle, before.end + 1, dots, Tone.DIM)
            return
        is_cost = after.number == len(self._view.trace.rules.shape.sizes)
        inset = int(self._detail.gap > _TIGHT)
        bus = after.start - 1 - inset if is_cost else before.end + inset
        for source, row in before.rows.items():
            for target, end in after.rows.items():
                heavy = is_heavy(self._view, self._chosen, after.number, source, target)
                weight = Weight.HEAVY if heavy else Weight.LIGHT
                self.canvas.across(row, before.end - 1, bus, weight)
                self.canvas.down(bus, row, end, weight)
                self.canvas.across(end, bus, after.start, weight)
        self._labels(before, after, bus, is_cost=is_cost)

    def _labels(self, before: Placed, after: Placed, bus: int, *, is_cost: bool) -> None:
        if not self._detail.labelled:
            return
        rows = before.rows if is_cost else after.rows
        single = len(before.rows) == len(after.rows) == 1
        start, end = before.end, after.start
        if not single:
            start, end = (start, bus) if is_cost else (bus + 1, end)
        for labels, offset in ((after.column.above, -1), (after.column.below, 1)):
            for neuron, group in self._detail.groups(after.column, labels).items():
                if neuron in rows:
                    self._group(after.column, group, (rows[neuron], offset), (start, end))

    def _group(
        self, column: Column, group: list[Label], where: tuple[int, int], span: tuple[int, int]
    ) -> None:
        """Write labels beside their connection, or into it where there is one row a neuron."""
        row, offset = where
        if not self._detail.boxed:
            if offset > 0 and group[0].address.quantity is Q.B:
                return
            offset = 0
        start, end = span
        taken = wide_row(column, group, self._detail)
        place = start + max(0, end - start - taken) // 2
        if not self._detail.boxed:
            self.canvas.put(row, place - 1, " " * (taken + 2))
        if group[0].address.quantity is Q.Y and not (self._detail.boxed or self._detail.named):
            self._target = place + taken // 2
        for label in group:
            texts = self._detail.texts(label, crowded=column.crowded)
            wide = max(map(len, texts))
            for number, text in enumerate(texts, start=1):
                tone = Tone.CHOSEN if label.chosen else Tone.DIM if number > 1 else Tone.PLAIN
                aside = (wide - len(text)) // 2
                self._label(label, row + offset * number, place + aside, text, tone)
            place += wide + len(self._detail.between)

    def _label(self, label: Label, row: int, column: int, text: str, tone: Tone) -> None:
        """Write a label's text, and remember what it is."""
        self.canvas.put(row, column, text, tone)
        if label.address.quantity in (Q.W, Q.B):
            self.spots |= {(row, column + each): label.address for each in range(len(text))}
