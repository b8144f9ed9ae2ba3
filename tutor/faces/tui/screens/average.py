"""Average: each example's derivative, their mean, and the gradient as a whole."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from tutor.course.average_words import gradient_summary, pulls
from tutor.course.beside import Beside
from tutor.course.gradient import Component, by_size, components
from tutor.faces.drawing.average import draw_average, draw_gradient, first_row
from tutor.faces.drawing.picture import Picture
from tutor.faces.tui.screens.beside import UNCOVERS, BesideScreen, own_key
from tutor.faces.tui.widgets.drawn import Drawn, Scrolled


class AverageScreen(BesideScreen, inherit_bindings=False):
    """The table of examples for one parameter, beside every component of the gradient."""

    NAME = "average"
    ABOUT = """\
Each example has a wish of its own: its derivative, to the right what
is above 0, to the left what is below. The mean of them is a component
of the gradient; the longer its bar, the more that weight or bias
matters. A click on a component shows its examples."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *BesideScreen.BINDINGS,
        Binding("f8,ctrl+s", "back", show=False),
        own_key("down", "other(1)", "next", "Down", "Look at the next component"),
        own_key("up", "other(-1)", "before", "Up", "Look at the component before"),
        own_key("o", "by_size", "by size", "o", "The gradient by size, or in order"),
        own_key("home", "end(0)", "first", "Home", "Look at the first component"),
        own_key("end", "end(-1)", "last", "End", "Look at the last component"),
        own_key("pagedown", "rows(5)", "examples", "PageDown", "Further examples"),
        own_key("pageup", "rows(-5)", "back", "PageUp", "Examples before"),
    ]

    def __init__(self, beside: Beside) -> None:
        super().__init__(beside)
        self._by_size = False
        self._first = 0
        self._made: tuple[tuple[bool, bool], list[Component]] | None = None

    def parts(self) -> ComposeResult:
        """Yield the table and the gradient beside each other, the sentences below."""
        with Horizontal(id="above"):
            yield Drawn("examples", "table", self._draw_table)
            yield Drawn("gradient", "gradient", self._draw_gradient, self._clicked)
        yield Scrolled("in words", "words", self.told)

    @property
    def _parts(self) -> list[Component]:
        """The gradient in the order that is chosen."""
        wanted = (self.beside.uncovered, self._by_size)
        if self._made is None or self._made[0] != wanted:
            parts = components(self.view)
            self._made = wanted, by_size(parts) if self._by_size else parts
        return self._made[1]

    @property
    def _here(self) -> int:
        at = self.beside.parameter
        return next(n for n, part in enumerate(self._parts) if part.parameter == at)

    def _draw_table(self, width: int, height: int) -> Picture:
        return draw_average(self.view, self.beside.parameter, width, height, self._first)

    def _draw_gradient(self, width: int, height: int) -> Picture:
        return draw_gradient(self.view, self._parts, self._here, width, height)

    def words(self) -> list[str]:
        """Return which way the examples pull, and what matters most."""
        told = [pulls(self.view, self.beside.parameter), gradient_summary(self.view, self._parts)]
        return told if all(part.known for part in self._parts) else [*told, UNCOVERS]

    def _look_at(self, place: int) -> None:
        parts = self._parts
        self.beside.parameter = parts[min(max(0, place), len(parts) - 1)].parameter
        self.refresh_all()

    def _clicked(self, _column: int, row: int) -> None:
        height = self.query_one("#gradient", Drawn).content_size.height
        place = first_row(len(self._parts), self._here, height) + row
        if place < len(self._parts):
            self._look_at(place)

    def action_other(self, places: int) -> None:
        """Look at another component."""
        self._look_at(self._here + places)

    def action_rows(self, rows: int) -> None:
        """Show other examples."""
        count = len(self.view.trace.problem.examples)
        self._first = min(max(0, self._first + rows), count - 1)
        self.refresh_all()

    def action_by_size(self) -> None:
        """Show the gradient by size, from the largest component on, or in its order again."""
        self._by_size = not self._by_size
        self._look_at(0 if self._by_size else self._here)
        self.refresh_bindings()

    def turned(self, action: str) -> str:
        """Return what an action does now where that is another thing than at first; else ""."""
        return "in order" if action == "by_size" and self._by_size else super().turned(action)

    def action_end(self, place: int) -> None:
        """Look at the first component, or at the last."""
        self._look_at(place % len(self._parts))

    def action_type(self) -> None:
        """Let the learner type which weight or bias is looked at."""
        self.ask("Which weight or bias?", "Such as w2[0,1], b1 or w3.", self._take)

    def _take(self, text: str) -> None:
        if text.strip():
            self.beside.look_at(text)
