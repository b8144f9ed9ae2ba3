"""Help over a picture: its keys, and why there may be question marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tutor.chain.notation import Notation
from tutor.faces.drawing.keys import Key
from tutor.faces.tui.screens.dialog import Dialog

_COVERED = """\
What the lesson has not come to yet is a ?, so that nothing is given
away; changes and their ratios are always shown. F3 shows everything.
Nothing here is graded, and the lesson stays where it is."""


class PictureHelp(Dialog[None]):
    """The keys of a picture, each with what it does.

    Args:
        about: what the picture shows.
        keys: its keys, in order.
        notation: how the lesson is written.

    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,f1,escape,ctrl+g,space,f10", "dismiss", "back", key_display="Enter"),
        Binding("down", "scroll(1)", "scroll", key_display="Up/Down"),
        Binding("up", "scroll(-1)", show=False),
    ]

    def __init__(self, about: str, keys: Sequence[Key], notation: Notation) -> None:
        super().__init__("Help", notation)
        self._about, self._keys = about, keys

    def parts(self) -> ComposeResult:
        """Yield three short texts."""
        room = max(len(key.name) for key in self._keys) + 3
        keys = "\n".join(f"{key.name:<{room}}{key.does}" for key in self._keys)
        texts = (("The picture", self._about), ("Keys", keys), ("Question marks", _COVERED))
        for title, text in texts:
            yield Static(title, classes="title", markup=False)
            yield Static(text, classes="text", markup=False)
