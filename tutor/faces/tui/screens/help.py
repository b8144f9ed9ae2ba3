"""Help: the keys, and how to answer."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

KEYS = """\
Enter         answer; turn the page; go on
F1   Ctrl+G   this help
F2   Ctrl+T   a hint: the idea, the formula, then with numbers
F3   Ctrl+R   show the answer
F4   Ctrl+O   ask about another weight or bias
F6   Ctrl+L   the list of lessons, where you came from it
F7   Ctrl+Y   take the last answer back
F10  Ctrl+Q   leave (Ctrl+C too)
Up, Down, PageUp, PageDown   scroll the notes
Ctrl+U        empty the line"""

ANSWERS = """\
Type a number or an expression: 0.25, 3/4, 2*(0.66-1), sigmoid(0.8).
Names on the screen can be used: a3*(1-a3). 3 digits are asked for;
whoever rounds what is on the screen is right.
A line that begins with = is only worked out: = 2.3*0.44 - 1.8
"""

PICTURE = """\
Layers are counted from 1, neurons and examples from 0, from the top.
Heavy lines lead from the chosen weight or bias to the cost: along
them a nudge travels. A ? is not worked out yet."""


class HelpScreen(ModalScreen[None]):
    """What can be done, over the lesson."""

    CSS_PATH = "../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,f1,escape,ctrl+g,space", "dismiss", "back"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out three short texts."""
        with VerticalScroll(id="dialog"):
            for title, text in (("Keys", KEYS), ("Answers", ANSWERS), ("The picture", PICTURE)):
                yield Static(title, classes="title", markup=False)
                yield Static(text.rstrip(), classes="text", markup=False)
            yield Static("Enter: back", classes="next", markup=False)
