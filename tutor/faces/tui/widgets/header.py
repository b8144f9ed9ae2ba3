"""The line at the top."""

from __future__ import annotations

from tutor.course.view import View
from tutor.faces.drawing.header import draw_header
from tutor.faces.drawing.picture import Picture
from tutor.faces.tui.widgets.panel import Panel


class HeaderLine(Panel):
    """The program, the lesson, the derivative, how far one is."""

    def picture(self, view: View, width: int, height: int) -> Picture:
        """Return the line, if there is room for one."""
        return (draw_header(view, width),)[:height]
