"""The prose that belongs here, below it what is worked out so far: equations or a table."""

from __future__ import annotations

from textual.app import ComposeResult

from tutor.course.view import View
from tutor.faces.drawing.arrangement import extent
from tutor.faces.drawing.notes import draw_notes
from tutor.faces.drawing.picture import Picture
from tutor.faces.drawing.place import look
from tutor.faces.tui.widgets.further import Further
from tutor.faces.tui.widgets.panel import LongPanel


class NotesText(LongPanel):
    """What the notes say."""

    def picture(self, view: View, width: int, height: int) -> Picture:  # noqa: ARG002 - scrolled
        """Return the notes; of very many examples they say how many are left out."""
        return draw_notes(view, width, extent(*self.app.size))


class NotesPanel(Further, can_focus=False):
    """The notes, in a frame; it says so where there is more below."""

    BORDER_TITLE = "notes"
    _look: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Make the text."""
        yield NotesText("", "notes-text")

    def show(self, view: View) -> None:
        """Show another view: its prose from the start, without prose the newest equations.

        One that looks the same leaves it scrolled as it is.
        """
        before, self._look = self._look, look(view)
        if self._look != before:
            self.go_to(end=not view.prose)
