"""A piece of prose: Markdown with the formulas in the program's notation."""

from __future__ import annotations

from rich.console import RenderableType
from rich.markdown import Markdown
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tutor.chain.notation import UNICODE, Notation
from tutor.course.formulas import prose
from tutor.course.plain_text import plain


class Prose(Widget):
    """One piece of Markdown; in the ascii tier as plain text, which has no signs of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._markdown, self._notation = "", UNICODE

    def show(self, markdown: str, notation: Notation) -> None:
        """Show another piece."""
        self._markdown, self._notation = markdown, notation
        self.display = bool(markdown.strip())
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the text takes."""
        if self._notation is UNICODE:
            return super().get_content_height(container, viewport, width)
        return len(self._plain(width).splitlines())

    def _plain(self, width: int) -> str:
        return plain(self._markdown, "ascii", max(1, width))

    def render(self) -> RenderableType | Content:
        """Return the text."""
        if self._notation is UNICODE:
            return Markdown(prose(self._markdown, "unicode"))
        return Content(self._plain(self.content_size.width))
