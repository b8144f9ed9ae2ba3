"""Help: the keys, what is asked for, and how quantities are written."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.faces.tui.screens.dialog import Dialog

KEYS = """\
Enter          answer; turn the page; go on
F1    Ctrl+G   this help
F2    Ctrl+T   a hint: the idea, the formula, then with numbers
F3    Ctrl+R   show the answer
F4    Ctrl+O   ask about another weight or bias, chosen in the network
F5    Ctrl+N   nudge: move a number, and see what moves with it
F6    Ctrl+L   home: lessons, practice, records, settings
F7    Ctrl+Y   take the last answer back
F8    Ctrl+S   average: what each example wants; the whole gradient
F9    Ctrl+B   descent: as many steps as you like
F12   Ctrl+P   all commands, found by typing
Esc            back from a picture or a dialog to the lesson
F10   Ctrl+Q   leave (Ctrl+C too); what you did is kept
Up, Down       look back at earlier steps, and forward again
PageUp, PageDown   scroll the notes
Ctrl+U         empty the line"""

ANSWERS = """\
Type a number or an expression: 0.25, 3/4, 2*(0.66-1), sigmoid(0.8).
Names on the screen can be used: a3*(1-a3). 3 digits are asked for;
whoever rounds what is on the screen is right.
A line that begins with = is only worked out: = 2.3*0.44 - 1.8
What is copied from the screen (in most terminals with Shift and the
mouse) can be pasted as an answer."""

WRITTEN = {
    UNICODE: """\
Superscripts are layers, not powers: a⁽²⁾ is the activation in layer 2.
Layers are counted from 1, the input is layer 0.
Subscripts are neurons, from 0, from the top: w⁽²⁾₀₁ leads to neuron 0
of layer 2 from neuron 1 of layer 1, and is typed w2[0,1].
A subscript of C is the example: C₀ is the cost of example 0, and C
the average over all. ∂C/∂w says how fast C moves when w moves.
Typed, ∂ is d: dC/da2[0], dz2[0]/dw2[0,1].""",
    ASCII: """\
Numbers behind letters are layers, not powers: a2 is the activation in
layer 2. Layers are counted from 1, the input is layer 0.
Numbers in brackets are neurons, from 0, from the top: w2[0,1] leads to
neuron 0 of layer 2 from neuron 1 of layer 1.
C is the cost, of one example or the average over all. dC/dw says how
fast C moves when w moves.""",
}

PICTURE = """\
Heavy lines lead from the chosen weight or bias to the cost: along
them a nudge travels. A ? is not worked out yet. Where there is room
the weights into a neuron stand at its left, its bias b below them."""


class HelpScreen(Dialog[None]):
    """What can be done, over the lesson."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,f1,escape,ctrl+g,space,f10", "dismiss", "back", key_display="Enter"),
        Binding("down", "scroll(1)", "scroll", key_display="Up/Down"),
        Binding("up", "scroll(-1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]

    def __init__(self, notation: Notation) -> None:
        super().__init__("Help", notation)

    def parts(self) -> ComposeResult:
        """Yield four short texts."""
        for title, text in (
            ("Keys", KEYS),
            ("What is asked for", ANSWERS),
            ("How it is written", WRITTEN.get(self.notation, WRITTEN[ASCII])),
            ("The picture", PICTURE),
        ):
            yield Static(title, classes="title", markup=False)
            yield Static(text, classes="text", markup=False)
