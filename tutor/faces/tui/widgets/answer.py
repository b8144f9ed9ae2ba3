"""The line for the answer. It has the keys whatever there is to do, so that none is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

_EDITS: dict[str, Callable[[Input], None]] = {
    "ctrl+u": Input.clear,
    "backspace": Input.action_delete_left,
    "delete": Input.action_delete_right,
    "left": Input.action_cursor_left,
    "right": Input.action_cursor_right,
    "home": Input.action_home,
    "end": Input.action_end,
}
"""Done at once: a binding would wait until what is typed after it stands in the line already."""


class AnswerInput(Input):
    """An input that tells at once what Enter was pressed on.

    Where a message would come after keys that were typed meanwhile, a call comes before them: what
    is typed ahead goes to the next question.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer", "answer", key_display="Enter"),
        Binding("enter", "go_on", "go on", key_display="Enter"),
        Binding("up", "screen.look(-1)", "earlier", key_display="Up"),
    ]

    def __init__(self, identifier: str, enter: Callable[[str], None]) -> None:
        super().__init__(id=identifier, compact=True, select_on_focus=False)
        self._enter = enter
        self.is_resting = False
        self.is_again = False
        """Whether Enter was pressed on the same line before, and nothing was typed since."""
        self._is_sent = False

    def rest(self, *, is_resting: bool) -> None:
        """Take nothing but Enter while nothing is asked."""
        self.is_resting = is_resting
        self.set_class(is_resting, "-resting")

    def on_key(self, event: events.Key) -> None:
        """Call what Enter does; while nothing is asked, drop what would be typed."""
        self._is_sent &= not event.is_printable and event.key not in _EDITS
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.is_again, self._is_sent = self._is_sent, True
            self._enter(self.value)
        elif event.key in _EDITS:
            event.stop()
            event.prevent_default()
            _EDITS[event.key](self)
        elif self.is_resting and event.is_printable:
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted as one would type it, lines and the screen's own signs and all."""
        event.stop()
        event.prevent_default()
        from tutor.faces.drawing.pasted import typed

        self._is_sent = False
        if not self.is_resting:
            self.replace(typed(event.text), *self.selection)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key does something now: Enter is told as what it does."""
        if action in ("answer", "go_on"):
            return self.is_resting == (action == "go_on")
        return super().check_action(action, parameters)
