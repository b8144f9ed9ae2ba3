"""The line in which an answer is typed."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class AnswerInput(Input):
    """An input that shows in the footer what Enter does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "answer", key_display="Enter"),
    ]

    def __init__(self, identifier: str) -> None:
        super().__init__(id=identifier, compact=True, select_on_focus=False)
