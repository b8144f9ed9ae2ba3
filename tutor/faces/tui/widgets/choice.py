"""The picture of a network in which a weight or bias is chosen."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.widget import Widget

from tutor.chain.addresses import Address
from tutor.course.view import View
from tutor.faces.drawing.choice import draw_choice
from tutor.faces.drawing.network import draw_network_for
from tutor.faces.tui.theme import content

Point = Callable[[Address], None]
"""Is told what was clicked on."""


class _Pointed(Widget):
    """A picture of a view with something chosen in it."""

    ALLOW_SELECT = False

    def __init__(self, view: View, point: Point, identifier: str) -> None:
        super().__init__(id=identifier)
        self.view, self.chosen = view, view.parameter
        self._point = point
        self._spots: dict[tuple[int, int], Address] = {}

    def choose(self, chosen: Address) -> None:
        """Show what is chosen now."""
        self.chosen = chosen
        self.refresh(layout=True)

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked on."""
        place = event.get_content_offset(self)
        if place is not None and (place.y, place.x) in self._spots:
            self._point(self._spots[place.y, place.x])


class ChoicePicture(_Pointed):
    """The network, with the paths from what is chosen to the cost."""

    def render(self) -> Content:
        """Return the picture, in the middle of the room."""
        drawn = draw_network_for(self.view, self.chosen, *self.content_size)
        above = max(0, self.content_size.height - len(drawn.picture)) // 2
        self._spots = {(row + above, column): at for (row, column), at in drawn.spots.items()}
        return content(((),) * above + drawn.picture)


class ChoiceWords(_Pointed):
    """What is chosen in words, and what leads to the same neuron."""

    def render(self) -> Content:
        """Return the words."""
        drawn = draw_choice(self.view, self.chosen, self.content_size.width)
        self._spots = drawn.spots
        return content(drawn.picture)
