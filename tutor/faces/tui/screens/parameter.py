"""Choosing the weight or bias that is asked about: in the picture, or by its name."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tutor.chain.addresses import Address, short_name
from tutor.chain.notation import ASCII
from tutor.course.session import Session
from tutor.errors import AddressError
from tutor.faces.drawing.choice import moved, pointed
from tutor.faces.tui.widgets.choice import ChoicePicture, ChoiceWords
from tutor.faces.tui.widgets.keys import KeyLine
from tutor.faces.tui.widgets.line_input import NameInput


class ParameterScreen(ModalScreen[None]):
    """The network, in which arrow keys and the mouse choose, and a line to type a name in."""

    CSS_PATH = "../styles/parameter.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1, 0)", "layer before", priority=True, key_display="Left"),
        Binding("right", "move(1, 0)", "after", priority=True, key_display="Right"),
        Binding("escape,f4,ctrl+o,f10", "dismiss", "back", key_display="Esc"),
    ]

    def __init__(self, session: Session, chosen: Address | None = None) -> None:
        super().__init__()
        self._session, self._view = session, session.view
        self._chosen = chosen or self._view.parameter

    def compose(self) -> ComposeResult:
        """Lay out the line, what is chosen in words, and the picture."""
        with Vertical(id="choice"):
            yield Static("Which weight or bias?", classes="title", markup=False)
            yield NameInput(id="name", compact=True, placeholder="w2[0,1]   w1   b3")
            yield Static(id="fault", markup=False)
            yield ChoicePicture(self._view, self._point, "choice-picture")
            yield ChoiceWords(self._view, self._point, "choice-words")
            yield KeyLine()

    def on_mount(self) -> None:
        """Let the keys go to the line."""
        self.set_class(self._view.notation is ASCII, "-ascii")
        self._show()
        self.query_one(Input).focus()

    def _show(self) -> None:
        for widget in (self.query_one(ChoicePicture), self.query_one(ChoiceWords)):
            widget.choose(self._chosen)

    def action_move(self, layers: int, places: int) -> None:
        """Move on in the picture."""
        self._take(moved(self._view, self._chosen, layers, places))

    def _point(self, at: Address) -> None:
        """Take what was clicked on; a second click chooses it."""
        chosen = pointed(self._chosen, at)
        if chosen == self._chosen and self.query_one(Input).value:
            self._choose(str(chosen))
        else:
            self._take(chosen)

    def _take(self, chosen: Address) -> None:
        self._chosen = chosen
        line = self.query_one(Input)
        line.value = short_name(chosen, self._view.trace.rules.shape)
        line.select_all()  # a name that is typed next takes its place
        self._tell("")
        self._show()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Show at once what is typed, as soon as it names something."""
        event.stop()
        try:
            chosen = self._view.trace.parameter_address(event.value)
        except AddressError:
            return
        if chosen != self._chosen:
            self._chosen = chosen
            self._tell("")
            self._show()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choose(event.value.strip() or str(self._chosen))

    def _choose(self, text: str) -> None:
        try:
            self._session.choose(text)
        except AddressError as error:
            self._tell(str(error))
        else:
            self.dismiss()

    def _tell(self, text: str) -> None:
        self.query_one("#fault", Static).update(Content(text))
