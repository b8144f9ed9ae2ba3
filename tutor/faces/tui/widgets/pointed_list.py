"""A list in which the highlighted line has a mark, so that it is found without colours."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import OptionList

POINTER = ">"


class PointedList(OptionList):
    """A list whose options leave their first column to the mark."""

    def render_line(self, y: int) -> Strip:
        """Return a line of the list, with the mark where it is highlighted."""
        strip = super().render_line(y)
        first = next(iter(strip), None)
        style = None if first is None else first.style
        if self.highlighted is None or style is None or not style.meta:
            return strip
        if style.meta.get("option") != self.highlighted:
            return strip
        return Strip.join([Strip([Segment(POINTER, style)]), strip.crop(1)])
