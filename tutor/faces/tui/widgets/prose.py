"""The prose that belongs to where the session is."""

from __future__ import annotations

from tutor.course.view import View
from tutor.faces.drawing.picture import Picture
from tutor.faces.drawing.prose import prose_picture
from tutor.faces.tui.widgets.panel import LongPanel


class Prose(LongPanel):
    """One piece of prose, Markdown with formulas."""

    def picture(self, view: View, width: int, height: int) -> Picture:  # noqa: ARG002 - scrolled
        """Return the prose."""
        return prose_picture(view, width)
