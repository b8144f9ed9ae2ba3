"""The video's number lines: what a nudge moves, each quantity a line with its mark."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from tutor.chain.addresses import Address
from tutor.chain.notation import ASCII
from tutor.chain.numbers import signed, text_of
from tutor.course.nudge import Nudge
from tutor.course.nudge_words import is_slope_known, name_of, slope_name, value_now
from tutor.course.sight import in_sight, is_in_sight
from tutor.course.tables import UNKNOWN
from tutor.course.view import View
from tutor.faces.drawing.bars import bar
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.picture import Line, Picture, Span, Tone, fitted, line

_SIGNS = {Tier.UNICODE: ("─", "┼", "●"), Tier.ASCII: ("-", "+", "O")}
_GAP = 2
_LEAST_TRACK, _LONGEST_TRACK = 11, 121
_ENDS_FROM = 25
"""A track this long has its ends written beside it."""
_DIGITS = 3


class _Row(NamedTuple):
    """One quantity: its texts, and how far its line reaches on both sides of the start."""

    name: str
    now: str
    change: str
    ratio: str
    address: Address
    reach: float


@dataclass(frozen=True)
class NumberLines:
    """The number lines of a nudge at a width.

    Attributes:
        view: what may be seen, and how quantities are written.
        nudge: what is moved, by how much.
        width: how many columns there are.
        one_scale: whether all lines have the same scale, so that their changes can be compared.

    """

    view: View
    nudge: Nudge
    width: int
    one_scale: bool = False

    @cached_property
    def _tier(self) -> Tier:
        return Tier.of(self.view.notation)

    @cached_property
    def _rows(self) -> tuple[_Row, ...]:
        nudge, reaches = self.nudge, self.nudge.reaches
        finite = [reach for reach in reaches.values() if math.isfinite(reach)]
        widest = max(finite, default=0.0)
        return tuple(
            _Row(
                name_of(self.view, nudge, each),
                value_now(self.view, nudge, each),
                signed(nudge.change(each), _DIGITS),
                self._ratio(each),
                each,
                widest if self.one_scale else reaches[each],
            )
            for each in nudge.lines
        )

    def _ratio(self, address: Address) -> str:
        ratio = self.nudge.ratio(address)
        return "" if ratio is None or address == self.nudge.moved else text_of(ratio)

    @cached_property
    def _heads(self) -> tuple[str, str, str]:
        if self.view.notation is ASCII:
            return "now", "change", "ratio"
        return "now", "Δ", f"Δ/Δ{name_of(self.view, self.nudge, self.nudge.moved)}"

    @cached_property
    def _cause_name(self) -> str:
        cause = self.nudge.cause
        return "" if cause is None else name_of(self.view, self.nudge, cause)

    @cached_property
    def _widths(self) -> tuple[int, int, int, int]:
        """How wide the names, the values, the changes and the ratios are."""
        rows, (now, change, ratio) = self._rows, self._heads
        return (
            max(len(self._cause_name), *(len(row.name) for row in rows)),
            max(8, len(now), *(len(row.now) for row in rows)),
            max(9, len(change), *(len(row.change) for row in rows)),
            max(8, len(ratio), *(len(row.ratio) for row in rows)),
        )

    @cached_property
    def _room(self) -> int:
        """How many columns a track has, with its ends."""
        room = self.width - sum(self._widths) - _GAP * len(self._widths)
        return min(max(_LEAST_TRACK, room), _LONGEST_TRACK)

    @cached_property
    def _end(self) -> int:
        """How many columns the text at each end of a track has; 0 where there is no room."""
        longest = max(len(signed(row.reach, 2)) for row in self._rows) + 1
        return longest if self._room - 2 * (longest + 1) >= _ENDS_FROM else 0

    @cached_property
    def track(self) -> range:
        """The columns of the tracks: as many on both sides of the middle."""
        ends = 2 * (self._end + 1) if self._end else 0
        length = self._room - ends
        length -= 1 - length % 2
        start = self._widths[0] + _GAP + (self._end + 1 if self._end else 0)
        return range(start, start + length)

    def moved_to(self, column: int) -> Decimal | None:
        """Return how far the number is moved where its mark is put at a column of the track."""
        if column not in self.track:
            return None
        half = len(self.track) // 2
        reach = self.nudge.reach
        steps = round(reach * (column - self.track[half]) / half / self.nudge.step)
        return steps * self.nudge.step

    def picture(self, height: int = 0) -> Picture:
        """Return the heads, the cause, and a line for each quantity, cut to the width.

        All are there whatever the height; with room for it there is air between them.
        """
        lines: list[Line] = [self._head(), *self._cause()]
        for row, following in zip(self._rows, (*self._rows[1:], None), strict=True):
            lines.append(self._line(row))
            layer = row.address.layer
            more = self.nudge.left_out.get(layer, 0)
            if more and (following is None or following.address.layer != layer):
                lines.append(line(Span(f"and {more} more neurons of layer {layer}", Tone.DIM)))
        if height >= 2 * len(lines):
            lines = [each for pair in lines for each in (pair, ())]
        return fitted(tuple(lines), self.width, len(lines))

    def _laid(self, name: Span, middle: Line, cells: tuple[Span, Span, Span]) -> Line:
        wide, *widths = self._widths
        pieces = [Span(name.text.ljust(wide + _GAP), name.tone), *middle]
        for cell, room in zip(cells, widths, strict=True):
            pieces.append(Span(" " * _GAP + cell.text.rjust(room), cell.tone))
        return line(*pieces)

    def _head(self) -> Line:
        scales = (
            ("one scale for all",) if self.one_scale else ("each to its own scale", "own scales")
        )
        scale = next((each for each in scales if len(each) <= self._blank), "")
        middle = line(Span(scale.center(self._blank), Tone.FAINT))
        now, change, ratio = (Span(head, Tone.DIM) for head in self._heads)
        return self._laid(Span(""), middle, (now, change, ratio))

    @property
    def _blank(self) -> int:
        """How many columns the middle of a line has."""
        return len(self.track) + (2 * (self._end + 1) if self._end else 0)

    def _cause(self) -> Iterator[Line]:
        """Yield the neuron before as a bar: its strength is what a weight's nudge is times."""
        cause = self.nudge.cause
        if cause is None:
            return
        value, size = in_sight(self.view, cause), self.view.trace.values.value(cause)
        edge = Span(" " * (self._end + 1 if self._end else 0))
        room = len(self.track)
        strength: Line = (Span(" " * room),)
        if is_in_sight(self.view, cause):
            strength = bar(size, max(1.0, abs(size)), room, self._tier)
        cells = (Span(value, Tone.STRONG), Span("stays", Tone.DIM), Span(""))
        yield self._laid(Span(self._cause_name, Tone.STRONG), (edge, *strength, edge), cells)

    def _line(self, row: _Row) -> Line:
        is_moved = row.address == self.nudge.moved
        tone = Tone.CHOSEN if is_moved else Tone.PLAIN
        has_changed = row.change != "0"
        cells = (
            Span(row.now),
            Span(row.change, Tone.STRONG if has_changed else Tone.DIM),
            Span(row.ratio),
        )
        return self._laid(Span(row.name, tone), self._track(row), cells)

    def _track(self, row: _Row) -> Line:
        rail, start, mark = _SIGNS[self._tier]
        cells = [rail] * len(self.track)
        middle = len(cells) // 2
        cells[middle] = start
        place = self._place(row, middle)
        if place is None:
            spans = [Span("".join(cells), Tone.DIM)]
        else:
            before, after = "".join(cells[:place]), "".join(cells[place + 1 :])
            spans = [Span(before, Tone.DIM), Span(mark, Tone.ACCENT), Span(after, Tone.DIM)]
        if not self._end:
            return tuple(spans)
        left, right = (signed(sign * row.reach, 2) for sign in (-1, 1))
        lower = Span(left.rjust(self._end) + " ", Tone.FAINT)
        return (lower, *spans, Span(" " + right.ljust(self._end), Tone.FAINT))

    def _place(self, row: _Row, middle: int) -> int | None:
        """Return the cell of a mark; None where it is beyond all numbers.

        To its own scale, what has moved at all is seen to have moved.
        """
        change = self.nudge.change(row.address)
        if not math.isfinite(change):
            return None
        if change == 0 or not row.reach:
            return middle
        share = change / row.reach if math.isfinite(row.reach) else 0.0
        cells = round(abs(share) * middle)
        if not self.one_scale:
            cells = max(1, cells)
        return middle + int(math.copysign(min(cells, middle), change))


def draw_shrinking(view: View, nudge: Nudge, width: int, height: int) -> Picture:
    """Return the table of ever smaller steps: the ratio, the derivative, their difference."""
    cost = name_of(view, nudge, nudge.lines[-1])
    moved = name_of(view, nudge, nudge.moved)
    is_ascii = view.notation is ASCII
    ratio = "ratio" if is_ascii else f"Δ{cost}/Δ{moved}"
    known = is_slope_known(view, nudge)
    slope = text_of(nudge.slope) if known else UNKNOWN
    rows = [("step", ratio, slope_name(view, nudge), "difference")]
    for each in nudge.shrinking:
        difference = signed(each.difference, 2) if known else UNKNOWN
        rows.append((f"{each.step:f}", text_of(each.ratio), slope, difference))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    heads, *body = (
        (" " * _GAP).join(cell.rjust(wide) for cell, wide in zip(row, widths, strict=True))
        for row in rows
    )
    picture = (line(Span(heads, Tone.DIM)), *(line(each) for each in body))
    return fitted(picture, width, height)
