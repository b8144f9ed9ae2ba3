"""Help over a picture: its keys, and why there may be question marks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tutor.faces.drawing.keys import Key

_COVERED = """\
What the lesson has not come to yet is a ?, so that nothing is given
away; changes and their ratios are always shown. F3 shows everything.
Nothing here is graded, and the lesson stays where it is."""


class PictureHelp(ModalScreen[None]):
    """The keys of a picture, each with what it does.

    Args:
        about: what the picture shows.
        keys: its keys, in order.

    """

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../styles/dialogs.tcss", "../styles/beside.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,f1,escape,ctrl+g,space,f10", "dismiss", "back"),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self, about: str, keys: Sequence[Key]) -> None:
        super().__init__()
        self._about, self._keys = about, keys

    def compose(self) -> ComposeResult:
        """Lay out three short texts; the way back stays in view."""
        room = max(len(key.name) for key in self._keys) + 3
        keys = "\n".join(f"{key.name:<{room}}{key.does}" for key in self._keys)
        with VerticalScroll(id="dialog", can_focus=False):
            yield Static("Enter: back.  Down: further.", classes="back", markup=False)
            texts = (("The picture", self._about), ("Keys", keys), ("Question marks", _COVERED))
            for title, text in texts:
                yield Static(title, classes="title", markup=False)
                yield Static(text, classes="text", markup=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll the texts."""
        self.query_one("#dialog").scroll_relative(y=lines, animate=False)
