"""The base of all panels: a titled box that draws a session's view."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tutor.course.view import View
from tutor.faces.drawing.picture import Picture
from tutor.faces.drawing.place import look
from tutor.faces.tui.theme import content

_ENDLESS = 10_000


class Panel(Widget):
    """A box around a picture of the view, drawn as large as there is room for."""

    ALLOW_SELECT = False

    def __init__(self, title: str, identifier: str) -> None:
        super().__init__(id=identifier)
        self.border_title = title
        self.view: View | None = None
        self._look: tuple[object, ...] = ()

    def show(self, view: View) -> None:
        """Draw another view, unless it looks the same."""
        before, self._look = self._look, look(view)
        self.view = view
        if self._look != before:
            self.refresh(layout=True)

    def picture(self, view: View, width: int, height: int) -> Picture:
        """Return what is drawn into so much room."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the picture's height at a width; at most a third of the screen."""
        if self.view is None:
            return 0
        return len(self.picture(self.view, width, viewport.height // 3))

    def render(self) -> Content:
        """Return the picture."""
        if self.view is None:
            return Content("")
        return content(self.picture(self.view, *self.content_size))


class LongPanel(Panel):
    """A picture as high as it is, inside of what scrolls."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return how many lines the picture has."""
        return 0 if self.view is None else len(self.picture(self.view, width, _ENDLESS))
