"""The base of all dialogs: a framed box over a screen, with its keys at its foot."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from tutor.chain.notation import ASCII, Notation
from tutor.faces.tui.widgets.keys import KeyLine

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A box with a title in its frame; its keys can be pressed and clicked.

    Args:
        title: what stands in the frame.
        notation: how what is told is written; frames are of the same letters.

    """

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../styles/dialogs.tcss"]

    def __init__(self, title: str, notation: Notation) -> None:
        super().__init__()
        self._title, self.notation = title, notation

    def compose(self) -> ComposeResult:
        """Lay out the frame, what is in it, and the keys, which stay in view."""
        self.set_class(self.notation is ASCII, "-ascii")
        with VerticalScroll(id="dialog", can_focus=False) as box:
            box.border_title = self._title
            yield from self.parts()
            yield KeyLine()

    def parts(self) -> ComposeResult:
        """Yield what is in the frame."""
        raise NotImplementedError

    def action_scroll(self, lines: int) -> None:
        """Scroll what is in the frame."""
        self.query_one("#dialog").scroll_relative(y=lines, animate=False)
