"""The network as a picture."""

from __future__ import annotations

from tutor.course.view import View
from tutor.faces.drawing.network import draw_network
from tutor.faces.drawing.picture import Picture
from tutor.faces.drawing.place import current_example
from tutor.faces.tui.widgets.panel import Panel


class NetworkPanel(Panel):
    """The network at the example that is worked."""

    def show(self, view: View) -> None:
        """Draw another view, and say of which example."""
        several = len(view.trace.problem.examples) > 1
        self.border_title = f"network, example {current_example(view)}" if several else "network"
        super().show(view)

    def picture(self, view: View, width: int, height: int) -> Picture:
        """Return the network, in the middle of the room."""
        drawn = draw_network(view, width, height)
        above = max(0, height - len(drawn)) // 2
        return ((),) * above + drawn
