"""The network as a picture: neurons with their activations, and the way to the cost heavy."""

from __future__ import annotations

from itertools import pairwise

from tutor.course.view import View
from tutor.faces.drawing.canvas import Canvas, Tier, Weight
from tutor.faces.drawing.network_layout import Detail, Placed, placed
from tutor.faces.drawing.network_model import Label, Neuron, columns_of, is_heavy
from tutor.faces.drawing.picture import Picture, Tone, fitted

_TIGHT = 2
_DOTS = {Tier.UNICODE: "···", Tier.ASCII: "..."}


def draw_network(view: View, width: int, height: int) -> Picture:
    """Return the network at the current example, as much of it as fits."""
    if width < 1 or height < 1:
        return ()
    columns = columns_of(view)
    chosen = view.parameter
    needed = [chosen.j] * len(columns)
    for number, column in enumerate(columns):
        if number == chosen.layer - 1:
            needed[number] = chosen.k
        elif number != chosen.layer:
            needed[number] = 0
        needed[number] = min(needed[number], len(column.neurons) - 1)
    detail, places = placed(columns, needed, width, height)
    painter = _Painter(view, detail)
    for before, after in pairwise(places):
        painter.gap(before, after)
    for each in places:
        painter.column(each)
    bottom = max(max((*each.rows.values(), *each.breaks)) for each in places)
    painter.titles(places, bottom + (2 if detail.boxed else 1))
    return fitted(painter.canvas.picture(), width, height)


class _Painter:
    """Paints placed columns on a canvas."""

    def __init__(self, view: View, detail: Detail) -> None:
        self.canvas = Canvas(Tier.of(view.notation))
        self._view = view
        self._detail = detail

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

    def titles(self, places: tuple[Placed, ...], row: int) -> None:
        """Write the layers' names below the columns."""
        for each in places:
            title = each.column.title
            start = each.start + (each.width - len(title) + 1) // 2
            self.canvas.put(row, start, title, Tone.HERE if each.column.here else Tone.DIM)

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
                heavy = is_heavy(self._view, after.number, source, target)
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
            for label in labels:
                if label.neuron in rows:
                    self._label(label, rows[label.neuron], offset, (start, end))

    def _label(self, label: Label, row: int, offset: int, span: tuple[int, int]) -> None:
        """Write a label beside its connection, or into it where there is one row a neuron."""
        texts = self._detail.texts(label)
        if not self._detail.boxed:
            if offset > 0 and label.name.startswith("b"):
                return
            texts, offset = tuple(f" {text} " for text in texts), 0
        start, end = span
        for number, text in enumerate(texts, start=1):
            place = start + max(0, end - start - len(text)) // 2
            tone = Tone.CHOSEN if label.chosen else Tone.DIM if number > 1 else Tone.PLAIN
            self.canvas.put(row + offset * number, place, text, tone)
