"""The prose that belongs here, below it what is worked out so far: equations or a table."""

from __future__ import annotations

from textual.app import ComposeResult

from tutor.course.view import View
from tutor.faces.drawing.picture import Picture
from tutor.faces.drawing.place import look
from tutor.faces.drawing.worked import worked_examples, worked_steps
from tutor.faces.tui.widgets.further import Further
from tutor.faces.tui.widgets.panel import LongPanel
from tutor.faces.tui.widgets.prose import Prose


class WorkedSteps(LongPanel):
    """The equations so far, with numbers."""

    def picture(self, view: View, width: int, height: int) -> Picture:  # noqa: ARG002 - scrolled
        """Return the equations."""
        return worked_steps(view, width, is_alone=self.screen.has_class("-large"))


class WorkedExamples(LongPanel):
    """The examples as a table, where no panel of its own has room for it."""

    def picture(self, view: View, width: int, height: int) -> Picture:  # noqa: ARG002 - scrolled
        """Return the table; of very many examples it says how many are left out."""
        return worked_examples(view, width)


class NotesPanel(Further, can_focus=False):
    """One piece of prose, and what there is so far; it says so where there is more below."""

    BORDER_TITLE = "notes"
    _look: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Make the three parts."""
        yield Prose("", "prose")
        yield WorkedExamples("", "table")
        yield WorkedSteps("", "worked")

    def show(self, view: View) -> None:
        """Show another view: its prose from the start, without prose the newest equations.

        One that looks the same leaves it scrolled as it is.
        """
        before, self._look = self._look, look(view)
        if self._look == before:
            return
        self.set_class(not view.prose, "-bare")
        self.go_to(end=not view.prose)
