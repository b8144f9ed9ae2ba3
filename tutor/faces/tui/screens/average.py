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
from tutor.faces.tui.screens.beside import UNCOVERS, BesideScreen
from tutor.faces.tui.widgets.drawn import Drawn, Scrolled


class AverageScreen(BesideScreen):
    """The table of examples for one parameter, beside every component of the gradient."""

    NAME = "average"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "other(1)", "next", show=False, key_display="Down", id="own.next"),
        Binding("up", "other(-1)", "before", show=False, key_display="Up", id="own.before"),
        Binding("o", "by_size", "by size", show=False, key_display="o", id="own.order"),
        Binding(
            "pagedown", "rows(5)", "examples", show=False, key_display="PageDown", id="own.rows"
        ),
        Binding("pageup", "rows(-5)", "back", show=False, key_display="PageUp", id="own.rows_back"),
    ]

    def __init__(self, beside: Beside) -> None:
        super().__init__(beside)
        self._by_size = False
        self._first = 0
        self._made: tuple[bool, list[Component]] | None = None

    def parts(self) -> ComposeResult:
        """Yield the table and the gradient beside each other, the sentences below."""
        with Horizontal(id="above"):
            yield Drawn("examples", "table", self._draw_table)
            yield Drawn("gradient", "gradient", self._draw_gradient, self._clicked)
        yield Scrolled("in words", "words", self.told)

    @property
    def _parts(self) -> list[Component]:
        """The gradient in the order that is chosen."""
        if self._made is None or self._made[0] != self.beside.uncovered:
            self._made = (self.beside.uncovered, components(self.view))
        parts = self._made[1]
        return by_size(parts) if self._by_size else parts

    @property
    def _here(self) -> int:
        places = [part.parameter for part in self._parts]
        return places.index(self.beside.parameter)

    def _draw_table(self, width: int, height: int) -> Picture:
        return draw_average(self.view, self.beside.parameter, width, height, self._first)

    def _draw_gradient(self, width: int, height: int) -> Picture:
        return draw_gradient(self.view, self._parts, self._here, width, height)

    def words(self) -> list[str]:
        """Return which way the examples pull, and what matters most."""
        told = [pulls(self.view, self.beside.parameter), gradient_summary(self.view)]
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
        """Show the gradient by size, or in its order again."""
        self._by_size = not self._by_size
        self.refresh_all()

    def action_type(self) -> None:
        """Let the learner type which weight or bias is looked at."""
        self.ask("Which weight or bias?", "Such as w2[0,1], b1 or w3.", self._take)

    def _take(self, text: str) -> None:
        if text.strip():
            self.beside.look_at(text)
