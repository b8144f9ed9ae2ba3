"""The network as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from textual import events
from textual.message import Message

from tutor.chain.addresses import Address, Q
from tutor.course.view import View
from tutor.faces.drawing.network import draw_network_for
from tutor.faces.drawing.picture import Picture
from tutor.faces.drawing.place import current_example
from tutor.faces.tui.widgets.panel import Panel


class NetworkPanel(Panel):
    """The network at the example that is worked."""

    _spots: Mapping[tuple[int, int], Address] = MappingProxyType({})

    @dataclass
    class Pointed(Message):
        """A weight or a bias was clicked on."""

        address: Address

    def show(self, view: View) -> None:
        """Draw another view, and say of which example."""
        several = len(view.trace.problem.examples) > 1
        self.border_title = f"network, example {current_example(view)}" if several else "network"
        super().show(view)

    def picture(self, view: View, width: int, height: int) -> Picture:
        """Return the network, in the middle of the room."""
        drawn, spots = draw_network_for(view, view.parameter, width, height)
        above = max(0, height - len(drawn)) // 2
        self._spots = {
            (row + above, column): at
            for (row, column), at in spots.items()
            if at.quantity in (Q.W, Q.B)
        }
        return ((),) * above + drawn

    def on_click(self, event: events.Click) -> None:
        """Tell which weight or bias was clicked on."""
        place = event.get_content_offset(self)
        if place is not None and (place.y, place.x) in self._spots:
            self.post_message(self.Pointed(self._spots[place.y, place.x]))
