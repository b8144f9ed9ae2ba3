"""The step of descent."""

from __future__ import annotations

from tutor.course.view import View
from tutor.faces.drawing.descent import draw_descent
from tutor.faces.drawing.picture import Picture
from tutor.faces.tui.widgets.panel import Panel


class DescentPanel(Panel):
    """The parameter before and after its step, and the cost as two bars."""

    def picture(self, view: View, width: int, height: int) -> Picture:
        """Return the step of descent."""
        return draw_descent(view, width, height)
