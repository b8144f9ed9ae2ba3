"""The cost as a curve over the steps of descent, with axes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from tutor.chain.numbers import text_of
from tutor.faces.drawing.canvas import Canvas, Tier, Weight
from tutor.faces.drawing.picture import Picture, Tone, fitted

_MARKS = {Tier.UNICODE: "●", Tier.ASCII: "O"}
BEYOND = "^"
"""What stands at the top where the cost is beyond what a number can hold."""
_LEAST = (16, 5)
_DIGITS = 3
_CORNERS = 4
_SEEN = 0.01
"""A smaller part of the cost is rounding to the eye: no axis is cut for it."""


def _ends(costs: Sequence[float]) -> tuple[float, float]:
    """Return the top and the bottom of the axis: 0, or the least cost where that is far from 0."""
    top, least = max(costs, default=0.0), min(costs, default=0.0)
    if least > top / 2 and top - least > _SEEN * top:
        return top, least
    return top or 1.0, 0.0


class Curve:
    """Costs, one for each step, drawn into a room of so many columns and rows.

    Args:
        costs: the cost at the start and after each step.
        here: the step that is looked at.
        tier: which characters are used.
        width, height: the room there is.

    """

    def __init__(
        self, costs: Sequence[float], here: int, tier: Tier, width: int, height: int
    ) -> None:
        self._costs = costs
        self._here = here
        self._canvas = Canvas(tier)
        self._tier = tier
        finite = [cost for cost in costs if math.isfinite(cost)]
        self._top, self._bottom = _ends(finite)
        labels = [text_of(value, _DIGITS) for value in self._ticks(height)]
        self._margin = max(map(len, labels)) + 1
        self._columns = max(2, width - self._margin - 1)
        self._rows = max(2, height - 2)
        self._size = width, height

    @property
    def beginning(self) -> str:
        """Where the axis begins, as it is written there; nothing where that is 0."""
        return text_of(self._bottom, _DIGITS) if self._bottom else ""

    def _ticks(self, height: int) -> list[float]:
        """Return the costs that are written beside the axis."""
        middle = (self._top + self._bottom) / 2 if math.isfinite(self._top + self._bottom) else None
        return [self._top, *([middle] if middle is not None and height > 7 else []), self._bottom]  # noqa: PLR2004

    def column(self, step: int) -> int:
        """Return the column of a step."""
        last = max(1, len(self._costs) - 1)
        return self._margin + 1 + round(step * (self._columns - 1) / last)

    def step(self, column: int) -> int:
        """Return the step that is nearest to a column."""
        last = len(self._costs) - 1
        share = (column - self._margin - 1) / max(1, self._columns - 1)
        return min(max(0, round(share * last)), last)

    def _row(self, cost: float) -> int:
        """Return the row of a cost; what is beyond all numbers is at the top."""
        if not math.isfinite(cost):
            return 0
        low = self._bottom / self._top
        share = (cost / self._top - low) / (1 - low)
        return round((1 - share) * (self._rows - 1))

    def picture(self) -> Picture:
        """Return the curve; nothing where there is no room for it."""
        width, height = self._size
        if width < _LEAST[0] or height < _LEAST[1]:
            return ()
        self._axes(height)
        self._draw()
        return fitted(self._canvas.picture(), width, height)

    def _axes(self, height: int) -> None:
        canvas, right = self._canvas, self._margin + self._columns
        canvas.down(self._margin, 0, self._rows, Weight.LIGHT)
        canvas.across(self._rows, self._margin, right, Weight.LIGHT)
        for value in self._ticks(height):
            label = text_of(value, _DIGITS)
            canvas.put(self._row(value), self._margin - 1 - len(label), label, Tone.DIM)
        last, below = str(len(self._costs) - 1), self._rows + 1
        canvas.put(below, self._margin + 1, "0", Tone.DIM)
        if last != "0":
            canvas.put(below, max(self._margin + 3, right + 1 - len(last)), last, Tone.DIM)
        canvas.put(below, self._margin + self._columns // 2 - 2, "steps", Tone.DIM)

    def _draw(self) -> None:
        """Draw from step to step; where many share a column, between their least and most."""
        column, row = self.column(0), self._row(self._costs[0])
        for step, cost in self._corners():
            after, below = self.column(step), self._row(cost)
            self._canvas.across(row, column, after, Weight.HEAVY)
            self._canvas.down(after, row, below, Weight.HEAVY)
            column, row = after, below
        if not math.isfinite(self._costs[-1]):
            self._canvas.put(0, self.column(len(self._costs) - 1), BEYOND, Tone.BAD)
        here = self._costs[self._here]
        if math.isfinite(here):
            mark = _MARKS[self._tier]
            self._canvas.put(self._row(here), self.column(self._here), mark, Tone.HERE)

    def _corners(self) -> Iterator[tuple[int, float]]:
        """Yield the steps to draw to, with their costs: at most four for each column."""
        count = len(self._costs)
        if count <= _CORNERS * self._columns:
            yield from ((step, self._costs[step]) for step in range(1, count))
            return
        stride = -(-count // self._columns)
        for start in range(0, count, stride):
            costs = self._costs[start : start + stride]
            for cost in (costs[0], min(costs), max(costs), costs[-1]):
                yield start, cost
