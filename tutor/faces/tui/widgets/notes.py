"""The prose that belongs here, and below it what is worked out so far."""

from __future__ import annotations

from textual.app import ComposeResult

from tutor.course.view import View
from tutor.faces.drawing.picture import Picture
from tutor.faces.drawing.place import look
from tutor.faces.drawing.worked import worked_steps
from tutor.faces.tui.widgets.further import Further
from tutor.faces.tui.widgets.panel import LongPanel
from tutor.faces.tui.widgets.prose import Prose


class WorkedSteps(LongPanel):
    """The equations so far, with numbers."""

    def picture(self, view: View, width: int, height: int) -> Picture:  # noqa: ARG002 - scrolled
        """Return the equations."""
        return worked_steps(view, width)


class NotesPanel(Further, can_focus=False):
    """One piece of prose, and the equations so far; it says so where there is more below."""

    BORDER_TITLE = "notes"
    _look: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Make the two parts."""
        yield Prose("", "prose")
        yield WorkedSteps("", "worked")

    def show(self, view: View) -> None:
        """Show another view: its prose from the start, without prose the newest equations.

        One that looks the same leaves it scrolled as it is.
        """
        before, self._look = self._look, look(view)
        if self._look == before:
            return
        self.query_one(WorkedSteps).set_class(not view.prose, "-alone")
        self.go_to(end=not view.prose)
