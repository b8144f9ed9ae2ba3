"""Where everything of a network's picture stands, as much of it as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tutor.chain.addresses import Q
from tutor.faces.drawing.network_model import Column, Label

_TIGHT, _NARROW, _USUAL, _SPREAD = 2, 3, 5, 6
_SPREAD_OF = 16  # of a wide picture's columns such a part, where that is more
_MOST_AIR = 3
_VALUE = 6  # a value of 4 digits: 0.1234
_GIVEN = 4
_BOX = 3
_EDGES = 2


class Detail(NamedTuple):
    """How much is drawn.

    Attributes:
        boxed: whether a neuron is a box of three rows, else it has one row.
        named: whether labels have names.
        labelled: whether there are labels at all.
        gap: the least gap between two columns.
        stacked: whether the names of labels stand in rows of their own.
        whole: whether all weights and biases are written where several lead to a neuron.
        between: what parts the labels of one connection.

    """

    boxed: bool
    named: bool
    labelled: bool
    gap: int
    stacked: bool = False
    whole: bool = False
    between: str = "  "

    def texts(self, label: Label, *, crowded: bool = False) -> tuple[str, ...]:
        """Return what is written for a label, from its connection outwards.

        Among several at one connection only the chosen one has its name, or is in brackets; a bias
        says that it is one.
        """
        if self.stacked:
            return label.value, label.name
        is_among = self.whole and crowded
        if self.named and (label.chosen or not is_among):
            return (f"{label.name} {label.value}",)
        if is_among and label.chosen:
            return (f"[{label.value}]",)
        is_bias = self.boxed and is_among and label.address.quantity is Q.B
        return (f"b {label.value}" if is_bias else label.value,)

    def groups(self, column: Column, labels: Sequence[Label]) -> dict[int, list[Label]]:
        """Return the labels to write by the neuron that they lead to."""
        groups: dict[int, list[Label]] = {}
        for label in labels:
            if self.whole or label.chosen or not column.crowded:
                groups.setdefault(label.neuron, []).append(label)
        return groups

    @property
    def top(self) -> int:
        """How many rows are free above the first neuron, for a label's name."""
        return int(self.stacked)

    @property
    def pitch(self) -> int:
        """How many rows a neuron takes."""
        return _BOX if self.boxed else 1


_WHOLE = (
    Detail(boxed=True, named=True, labelled=True, gap=_NARROW, whole=True),
    Detail(boxed=True, named=False, labelled=True, gap=_NARROW, whole=True),
    Detail(boxed=True, named=False, labelled=True, gap=_NARROW, whole=True, between=" "),
    Detail(boxed=False, named=True, labelled=True, gap=_NARROW, whole=True),
    Detail(boxed=False, named=False, labelled=True, gap=_NARROW, whole=True),
)
"""Tried first where several connections lead to a neuron: to see all weights is worth most."""
_DETAILS = (
    Detail(boxed=True, named=True, labelled=True, gap=_USUAL),
    Detail(boxed=True, named=True, labelled=True, gap=_USUAL, stacked=True),
    Detail(boxed=True, named=False, labelled=True, gap=_USUAL),
    Detail(boxed=True, named=False, labelled=False, gap=_NARROW),
    Detail(boxed=True, named=False, labelled=False, gap=_TIGHT),
    Detail(boxed=False, named=True, labelled=True, gap=_USUAL),
    Detail(boxed=False, named=False, labelled=True, gap=_USUAL),
    Detail(boxed=False, named=False, labelled=False, gap=_NARROW),
    Detail(boxed=False, named=False, labelled=False, gap=_TIGHT),
)
"""From the most to the least."""
_LOW = [each for each in _DETAILS if not each.boxed]


class Placed(NamedTuple):
    """A column at its place.

    Attributes:
        column: what stands there.
        number: which column it is, the input being 0.
        start: its first column of characters.
        width: how many it takes.
        rows: the row of each neuron that is shown, by its number.
        breaks: the rows where neurons are left out.

    """

    column: Column
    number: int
    start: int
    width: int
    rows: dict[int, int]
    breaks: tuple[int, ...]

    @property
    def end(self) -> int:
        """The first column of characters behind it."""
        return self.start + self.width


Numbered = tuple[int, Column]


def placed(
    columns: Sequence[Column], needed: Sequence[int], width: int, height: int, *, is_whole: bool
) -> tuple[Detail, tuple[Placed, ...]]:
    """Return the columns at their places, in the best detail that fits.

    `needed` is for each column a neuron that is never left out, `is_whole` whether the columns
    have the labels of all weights and biases.
    """
    numbered = list(enumerate(columns))
    tallest = max(len(column.neurons) for column in columns)
    known = (*_WHOLE, *_DETAILS) if is_whole else _DETAILS
    low = [each for each in known if tallest * each.pitch + each.top < height] or _LOW
    unlabelled = next(each for each in low if not each.labelled)
    detail = next((each for each in low if _total(numbered, each) <= width), unlabelled)
    while _total(numbered, detail) > width and len(numbered) > 1:
        numbered = _without_one(numbered)
    starts = _starts(numbered, detail, width)
    pitch = detail.pitch + _air(tallest, detail, height)
    rows = [
        _rows(column, needed[number], (detail.pitch // 2, pitch), height - 1 - detail.top)
        for number, column in numbered
    ]
    deepest = max(max(*shown.values(), *breaks, 0) for shown, breaks in rows)
    return detail, tuple(
        Placed(column, number, start, _width(column, detail), *_centred(shown, deepest, detail.top))
        for (number, column), start, shown in zip(numbered, starts, rows, strict=True)
    )


def _air(tallest: int, detail: Detail, height: int) -> int:
    """Return how many rows lie between two neurons where a third of the height stays free."""
    if not detail.boxed or tallest == 1:
        return 0
    free = 2 * height // 3 - tallest * detail.pitch
    return min(_MOST_AIR, max(0, free // (tallest - 1)))


def _width(column: Column, detail: Detail) -> int:
    numbered = column.indexed and not detail.boxed and detail.labelled
    longest = max(len(neuron.value) for neuron in column.neurons)
    least = _GIVEN if column.given else _VALUE
    return max(least, longest) + _EDGES + (2 if numbered else 0)


def _gap(before: Numbered, after: Numbered, detail: Detail) -> int:
    """Return how wide the gap between two columns must be."""
    column = after[1]
    if after[0] - before[0] > 1:
        return _USUAL
    if not detail.labelled:
        return detail.gap
    longest = max(_longest(column, column.above, detail), _longest(column, column.below, detail))
    if not detail.boxed:
        return max(detail.gap, longest + 4)
    single = len(column.neurons) == len(before[1].neurons) == 1
    return max(detail.gap, longest + (2 if single else 3))


def _longest(column: Column, labels: Sequence[Label], detail: Detail) -> int:
    """Return how wide the widest row of labels at one connection is."""
    return max(
        (wide_row(column, group, detail) for group in detail.groups(column, labels).values()),
        default=0,
    )


def wide_row(column: Column, group: Sequence[Label], detail: Detail) -> int:
    """Return how many columns the labels of one connection take."""
    rows = zip(*(detail.texts(each, crowded=column.crowded) for each in group), strict=True)
    return max(len(detail.between.join(row)) for row in rows)


def _total(numbered: Sequence[Numbered], detail: Detail) -> int:
    gaps = (_gap(before, after, detail) for before, after in pairwise(numbered))
    return sum(_width(column, detail) for _, column in numbered) + sum(gaps)


def _without_one(numbered: list[Numbered]) -> list[Numbered]:
    """Leave out the layer in the middle that says least: not in question, far from the cost."""
    inner = numbered[1:-1] or numbered[:-1]
    dispensable = [each for each in inner if not _is_wanted(each[1])] or inner
    return [each for each in numbered if each != dispensable[0]]


def _is_wanted(column: Column) -> bool:
    return (
        column.here
        or column.source
        or any(label.chosen for label in (*column.above, *column.below))
    )


def _starts(numbered: Sequence[Numbered], detail: Detail, width: int) -> list[int]:
    """Return where each column starts; room that is left goes into the gaps, then outside."""
    gaps = [_gap(before, after, detail) for before, after in pairwise(numbered)]
    free = max(0, width - _total(numbered, detail))
    more = min(max(_SPREAD, width // _SPREAD_OF), free // (len(gaps) + 1))
    place = max(0, free - more * len(gaps)) // 2
    starts = [place]
    for (_, column), gap in zip(numbered, gaps, strict=False):
        place += _width(column, detail) + gap + more
        starts.append(place)
    return starts


def _rows(
    column: Column, needed: int, spacing: tuple[int, int], height: int
) -> tuple[dict[int, int], tuple[int, ...]]:
    """Return the middle row of each neuron that is shown, and the rows of what is left out.

    `spacing` is the first neuron's middle row, and how many rows further the next one's is.
    """
    (half, pitch), count = spacing, len(column.neurons)
    if (count - 1) * pitch + 2 * half + 1 <= height:
        return {index: index * pitch + half for index in range(count)}, ()
    kept = {needed}
    for index in range(count):
        if len(_lines({*kept, index}, count)) <= height:
            kept.add(index)
    lines = _lines(kept, count)
    rows = {index: row for row, index in enumerate(lines) if index is not None}
    return rows, tuple(row for row, index in enumerate(lines) if index is None)


def _lines(kept: set[int], count: int) -> list[int | None]:
    """Return the neurons line by line, None where some are left out."""
    lines: list[int | None] = []
    for index in range(count):
        if index in kept:
            lines.append(index)
        elif not lines or lines[-1] is not None:
            lines.append(None)
    return lines


def _centred(
    shown: tuple[dict[int, int], tuple[int, ...]], deepest: int, above: int
) -> tuple[dict[int, int], tuple[int, ...]]:
    """Return rows moved down so that a smaller column stands in the middle."""
    rows, breaks = shown
    own = max((*rows.values(), *breaks))
    top = above + (deepest - own) // 2
    return {index: row + top for index, row in rows.items()}, tuple(row + top for row in breaks)
