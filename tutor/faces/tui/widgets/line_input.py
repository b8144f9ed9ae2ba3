"""A line to type into whose keys stand in the line of keys."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class LineInput(Input):
    """The line of a dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "go on", key_display="Enter"),
    ]


class NameInput(Input):
    """The line for the name of a weight or bias; arrow keys choose beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "ask about it", key_display="Enter"),
        Binding("up", "screen.move(0, -1)", "above", key_display="Up"),
        Binding("down", "screen.move(0, 1)", "below", key_display="Down"),
    ]
