"""Nudge: the video's number lines, moved by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from tutor.chain.numbers import signed
from tutor.course.beside import Beside
from tutor.course.nudge import LARGEST_STEP, LEAST_STEP, Nudge
from tutor.course.nudge_words import name_of, nudge_words
from tutor.faces.drawing.number_lines import NumberLines, draw_shrinking
from tutor.faces.drawing.picture import Picture
from tutor.faces.tui.screens.beside import BesideScreen, own_key
from tutor.faces.tui.widgets.drawn import Drawn, Scrolled

_TYPED = """\
A weight, a bias or an input, and how far: w2[0,1] 0.05   x[0] -0.1
or only one of the two: w1   0.05
step 0.001   example 1   reset"""
_USUAL_ROWS, _USUAL_COLUMNS = range(16, 32), 60
"""In a window of so many rows, and of so many columns at least, the words have what is left."""
_AROUND, _LEAST_BELOW = 5, 7
"""Rows for the title, the keys and the frame of the lines; for what is below them, at least."""


class NudgeScreen(BesideScreen, inherit_bindings=False):
    """One number is moved by steps; every mark that moves with it is seen to move."""

    NAME = "nudge"
    ABOUT = """\
Each quantity between what is moved and the cost is a line, with a
mark that shows how far it has moved from where it was. Above them the
neuron before: its strength is how far z moves for each unit of w. The
smaller the step, the nearer the ratio comes to the derivative. A click
on a line moves the mark there."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *BesideScreen.BINDINGS,
        Binding("f5,ctrl+n", "back", show=False),
        own_key("left", "move(-1)", "less", "Left", "One step down"),
        own_key("right", "move(1)", "more", "Right", "One step up"),
        own_key("down", "other(1)", "other", "Up/Down", "Move another number"),
        Binding("up", "other(-1)", show=False),
        own_key("s", "step('0.1')", "smaller", "s", "Steps a tenth as large"),
        own_key("l", "step('10')", "larger", "l", "Steps ten times as large"),
        own_key("r,home", "reset", "reset", "r", "Back to where it was"),
        own_key("e", "example", "example", "e", "Watch the next example"),
        own_key("o", "one_scale", "one scale", "o", "One scale for all lines, or each its own"),
        own_key("pagedown", "scroll(5)", "scroll", "PageDown", "Scroll the lines"),
        Binding("pageup", "scroll(-5)", show=False),
    ]

    def __init__(self, beside: Beside) -> None:
        super().__init__(beside)
        self._one_scale = False
        self._now: NumberLines | None = None

    def parts(self) -> ComposeResult:
        """Yield the number lines; below them ever smaller steps, and the sentences."""
        yield Scrolled("number lines", "lines", self._draw_lines, self._clicked)
        with Horizontal(id="below"):
            yield Drawn("ever smaller steps", "shrinking", self._draw_shrinking)
            yield Scrolled("in words", "words", self.told)

    @property
    def _nudge(self) -> Nudge:
        return self.beside.nudge

    def _lines(self, width: int) -> NumberLines:
        """Return the lines as they are now; they are asked for more than once."""
        if self._now is None or self._now.width != width:
            self._now = NumberLines(self.view, self._nudge, width, self._one_scale)
        return self._now

    def _draw_lines(self, width: int, _height: int) -> Picture:
        return self._lines(width).picture(self.query_one("#lines-box").size.height)

    def refresh_all(self) -> None:
        """Draw everything anew, and say how large a step is, and how far the cost has moved."""
        self._now = None
        self._share_out()
        super().refresh_all()
        box, nudge = self.query_one("#lines-box"), self._nudge
        box.border_title = f"number lines, a step is {nudge.step:f}"
        cost = nudge.lines[-1]
        box.border_subtitle = f"{name_of(self.view, nudge, cost)} {signed(nudge.change(cost))}"

    def on_resize(self) -> None:
        """Share out the rows that there are now."""
        self._share_out()

    def _share_out(self) -> None:
        """Give the sentences the rows that the number lines do not need."""
        below, (width, height) = self.query_one("#below").styles, self.size
        if height not in _USUAL_ROWS or width < _USUAL_COLUMNS:
            below.clear_rule("height")
            return
        lines = 1 + len(self._nudge.lines) + (self._nudge.cause is not None)
        below.height = max(_LEAST_BELOW, height - _AROUND - lines)

    def _draw_shrinking(self, width: int, height: int) -> Picture:
        return draw_shrinking(self.view, self._nudge, width, height)

    def words(self) -> list[str]:
        """Return what moves, in sentences."""
        return nudge_words(self.view, self._nudge)

    def _show(self, nudge: Nudge) -> None:
        self.beside.nudge = nudge
        self.refresh_all()

    def _clicked(self, column: int, _row: int) -> None:
        width = self.query_one("#lines", Drawn).content_size.width
        by = self._lines(width).moved_to(column)
        if by is not None:
            self._show(self._nudge.moved_by(by))

    def action_move(self, steps: int) -> None:
        """Move the number by steps."""
        self._show(self._nudge.by_steps(steps))

    def action_other(self, places: int) -> None:
        """Move another number instead."""
        self._show(self._nudge.beside(places))

    def action_step(self, factor: str) -> None:
        """Take steps so many times as large, within their bounds."""
        step = self._nudge.step * Decimal(factor)
        if LEAST_STEP <= step <= LARGEST_STEP:
            self._show(self._nudge.stepping(step.normalize()))

    def action_reset(self) -> None:
        """Move the number back to where it was."""
        self._show(self._nudge.moved_by(Decimal(0)))

    def action_example(self) -> None:
        """Watch the next example."""
        self._show(self._nudge.of_example(self._nudge.example + 1))

    def action_one_scale(self) -> None:
        """Draw all lines to one scale, or each to its own."""
        self._one_scale = not self._one_scale
        self.refresh_all()
        self.refresh_bindings()

    def turned(self, action: str) -> str:
        """Return what an action does now where that is another thing than at first; else ""."""
        return "own scales" if action == "one_scale" and self._one_scale else super().turned(action)

    def action_type(self) -> None:
        """Let the learner type what is moved, and how far."""
        self.ask("What is moved?", _TYPED, self.beside.nudge_by_words)

    def action_scroll(self, lines: int) -> None:
        """Scroll the number lines."""
        self.query_one("#lines-box").scroll_relative(y=lines, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key does something now: not where there is nothing else to be seen."""
        if action == "example" and len(self.view.trace.problem.examples) == 1:
            return False
        if action == "scroll" and not self.query_one("#lines-box").max_scroll_y:
            return False
        return super().check_action(action, parameters)
