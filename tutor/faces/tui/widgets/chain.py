"""The chain of factors as an equation."""

from __future__ import annotations

from tutor.course.view import View
from tutor.faces.drawing.equation import draw_equation
from tutor.faces.drawing.picture import Picture, indented, wide
from tutor.faces.tui.widgets.panel import Panel


class ChainPanel(Panel):
    """The equation that is worked at, filling in with numbers."""

    def picture(self, view: View, width: int, height: int) -> Picture:
        """Return the equation, in the middle of the room."""
        drawn = draw_equation(view, width, height)
        free = width - max(map(wide, drawn), default=0)
        above = max(0, height - len(drawn)) // 2
        return ((),) * above + indented(drawn, free // 2)
