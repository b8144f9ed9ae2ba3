"""A titled box around any picture, drawn as large as there is room for."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tutor.faces.drawing.picture import Picture, wide
from tutor.faces.tui.theme import content

_ENDLESS = 10_000
Draw = Callable[[int, int], Picture]
"""Returns a picture for so many columns and rows."""
Clicked = Callable[[int, int], None]
"""Is told the column and the row of a click."""


class Drawn(Widget):
    """A picture that is drawn anew whenever it is refreshed; a click tells where it was."""

    ALLOW_SELECT = False

    def __init__(
        self, title: str, identifier: str, draw: Draw, clicked: Clicked | None = None
    ) -> None:
        super().__init__(id=identifier)
        if title:
            self.border_title = title
        self._draw = draw
        self._clicked = clicked
        self._columns, self._rows = 0, 0

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """Return how many columns the whole picture has."""
        self._columns = self._all_columns()
        return self._columns

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return how many rows the whole picture has at a width."""
        self._rows = len(self._draw(width, _ENDLESS))
        return self._rows

    def _all_columns(self) -> int:
        return max(map(wide, self._draw(_ENDLESS, _ENDLESS)), default=0)

    def redraw(self) -> None:
        """Draw anew; the screen is laid out anew only where the picture grows or shrinks."""
        width, grows = self.content_size.width, False
        if self.styles.is_auto_width:
            grows = self._all_columns() != self._columns
        elif self.styles.is_auto_height:
            grows = len(self._draw(width, _ENDLESS)) != self._rows
        self.refresh(layout=grows)

    def render(self) -> Content:
        """Return the picture."""
        return content(self._draw(*self.content_size))

    def on_click(self, event: events.Click) -> None:
        """Tell where inside the box it was clicked."""
        place = event.get_content_offset(self)
        if place is not None and self._clicked is not None:
            self._clicked(place.x, place.y)


class Scrolled(VerticalScroll, can_focus=False):
    """A titled box around a picture that may be higher than the room there is."""

    def __init__(
        self, title: str, identifier: str, draw: Draw, clicked: Clicked | None = None
    ) -> None:
        super().__init__(id=f"{identifier}-box")
        self.border_title = title
        self._drawn = Drawn("", identifier, draw, clicked)

    def compose(self) -> ComposeResult:
        """Make the picture."""
        yield self._drawn
