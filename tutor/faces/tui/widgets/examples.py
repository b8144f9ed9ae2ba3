"""The table of examples."""

from __future__ import annotations

from tutor.course.view import View
from tutor.faces.drawing.examples import draw_examples
from tutor.faces.drawing.picture import Picture
from tutor.faces.tui.widgets.panel import Panel


class ExamplesPanel(Panel):
    """One row for each example with its derivative, the mean below."""

    def picture(self, view: View, width: int, height: int) -> Picture:
        """Return the table."""
        return draw_examples(view, width, height)
