"""A dialog that asks for one line: a seed, a file, a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from tutor.chain.notation import Notation
from tutor.course.letters import in_tier
from tutor.errors import TutorError
from tutor.faces.tui.screens.dialog import Dialog
from tutor.faces.tui.widgets.line_input import LineInput

Take = Callable[[str], str]
"""Does something with the line; returns a sentence for the person, or nothing."""


class LineScreen(Dialog[str]):
    """One line to type; it closes once what is typed is taken, and gives the sentence back.

    Args:
        title: what is asked.
        text: what is to be known before it is typed.
        take: is called with the line. A :class:`TutorError` is told, and the line can be mended.
        notation: how what is told is written.
        start: what stands there at the beginning.
        busy: what is said while `take` works, where that may last; it then runs beside the screen.

    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f4,ctrl+o,f10,ctrl+g", "dismiss", "back", key_display="Esc"),
    ]

    def __init__(  # noqa: PLR0913 - what is asked, told and done is one thing each
        self,
        title: str,
        text: str,
        take: Take,
        notation: Notation,
        *,
        start: str = "",
        busy: str = "",
    ) -> None:
        super().__init__(title, notation)
        self._text, self._take = text, take
        self._start, self._busy = start, busy

    def parts(self) -> ComposeResult:
        """Yield the text and the line."""
        yield Static(self._text, markup=False)
        yield LineInput(self._start, id="name", compact=True)
        yield Static(id="fault", markup=False)

    def on_mount(self) -> None:
        """Let the keys go to the line."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._busy:
            self._try(event.value)
            return
        self._tell(self._busy)
        self.query_one(Input).disabled = True
        self.run_worker(lambda: self._try_beside(event.value), thread=True, exclusive=True)

    def _try_beside(self, text: str) -> None:
        """Take the line while the screen lives on."""
        try:
            said = self._take(text)
        except TutorError as error:
            self.app.call_from_thread(self._mend, str(error))
        else:
            self.app.call_from_thread(self._close, said)

    def _try(self, text: str) -> None:
        try:
            said = self._take(text)
        except TutorError as error:
            self._mend(str(error))
        else:
            self._close(said)

    def _close(self, said: str) -> None:
        if self.is_current:  # somebody may have gone back meanwhile
            self.dismiss(said)

    def _mend(self, fault: str) -> None:
        line = self.query_one(Input)
        line.disabled = False
        line.focus()
        self._tell(fault)

    def _tell(self, text: str) -> None:
        self.query_one("#fault", Static).update(Content(in_tier(text, self.notation)))
