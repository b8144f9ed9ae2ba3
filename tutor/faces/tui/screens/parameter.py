"""Choosing the weight or bias that is asked about."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from tutor.chain.addresses import Address, Q, short_name
from tutor.course.session import Session
from tutor.errors import AddressError

_MOST = 500
"""A longer list helps nobody: the others are typed."""


class ParameterScreen(ModalScreen[None]):
    """A line to type a name in, and the list of names."""

    CSS_PATH = "../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("escape,f4,ctrl+o", "dismiss", "back"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._parameters = list(_parameters(session))[:_MOST]

    def compose(self) -> ComposeResult:
        """Lay out the line and the list."""
        with Vertical(id="dialog"):
            yield Static("Which weight or bias?", classes="title", markup=False)
            yield Input(id="name", compact=True, placeholder="w2[0,1]   w1   b3")
            yield Static(id="fault", markup=False)
            yield OptionList(*map(self._option, self._parameters), compact=True)
            yield Static(
                "Up and Down: the list.  Enter: choose.  F4: back.", classes="next", markup=False
            )

    def on_mount(self) -> None:
        """Let the keys go to the line, from which the list can be moved through."""
        names = self.query_one(OptionList)
        names.can_focus = False
        if self._session.view.parameter in self._parameters:
            names.highlighted = self._parameters.index(self._session.view.parameter)
        self.query_one(Input).focus()

    def _option(self, address: Address) -> Content:
        trace, view = self._session.trace, self._session.view
        name = short_name(address, trace.rules.shape)
        mark = "  now" if address == view.parameter else ""
        return Content(f"{name:<10} {trace.shown(address):>8}{mark}")

    def action_move(self, by: int) -> None:
        """Take the name further down or up the list into the line."""
        names = self.query_one(OptionList)
        before = names.highlighted
        start = -1 if before is None else before
        place = min(max(0, start + by), len(self._parameters) - 1)
        names.highlighted = place
        self._take(place)

    def _take(self, place: int) -> None:
        line = self.query_one(Input)
        line.value = short_name(self._parameters[place], self._session.trace.rules.shape)
        line.cursor_position = len(line.value)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_index)
        self._choose(self.query_one(Input).value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choose(event.value)

    def _choose(self, text: str) -> None:
        if not text.strip():
            self.dismiss()
            return
        try:
            self._session.choose(text)
        except AddressError as error:
            self.query_one("#fault", Static).update(Content(str(error)))
        else:
            self.dismiss()


def _parameters(session: Session) -> list[Address]:
    """Return all weights and biases, from the last layer on."""
    sizes = session.trace.rules.shape.sizes
    found = []
    for layer in range(len(sizes) - 1, 0, -1):
        for j in range(sizes[layer]):
            found += [Address(Q.W, layer, j, k) for k in range(sizes[layer - 1])]
        found += [Address(Q.B, layer, j) for j in range(sizes[layer])]
    return found
