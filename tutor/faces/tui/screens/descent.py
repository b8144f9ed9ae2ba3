"""Descent: as many steps as one likes, back and forth, at any learning rate."""

from __future__ import annotations

import asyncio
import time
from decimal import Decimal
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from tutor.course.beside import Beside
from tutor.course.descent_outputs import output_words
from tutor.course.descent_words import COVERED, curve_words, judgement, stride_words
from tutor.course.sight import is_descent_in_sight
from tutor.faces.drawing.bars import bar
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.curve import Curve
from tutor.faces.drawing.picture import Picture, Span, Tone, line
from tutor.faces.drawing.stride import draw_stride
from tutor.faces.tui.screens.beside import UNCOVERS, BesideScreen, own_key
from tutor.faces.tui.widgets.drawn import Drawn, Scrolled

_TYPED = """\
How many steps: 250   back 20   start   end
or the learning rate of the next steps: rate 0.1"""
_PORTION = 0.08
"""Seconds of steps at a time: between them keys are heard, and the screen is drawn."""
_BAR = 12


class DescentScreen(BesideScreen, inherit_bindings=False):
    """The step that led here, the cost as a curve, and both in words."""

    NAME = "descent"
    ABOUT = """\
Each step takes the learning rate times its derivative from every
weight and bias. The curve is the cost after each step; a click on it
goes to that step. Going back and choosing another rate makes the steps
from there on anew."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *BesideScreen.BINDINGS,
        Binding("f9,ctrl+b", "back", show=False),
        own_key("right,enter", "steps(1)", "step", "Right", "One step"),
        own_key("left", "steps(-1)", "back", "Left", "One step back"),
        own_key("t", "steps(10)", "ten", "t", "Ten steps"),
        own_key("h", "steps(100)", "hundred", "h", "A hundred steps"),
        own_key("k", "steps(1000)", "thousand", "k", "A thousand steps"),
        own_key("s", "rate('0.5')", "slower", "s", "Half the learning rate"),
        own_key("f", "rate('2')", "faster", "f", "Twice the learning rate"),
        own_key("home", "to('start')", "start", "Home", "Go to the start"),
        own_key("end", "to('end')", "end", "End", "Go to the last step"),
        own_key("pageup", "steps(-10)", "ten back", "PageUp", "Ten steps back"),
        own_key("space", "stop", "stop", "Space", "Stop the run"),
    ]

    def __init__(self, beside: Beside) -> None:
        super().__init__(beside)
        self._wanted, self._left = 0, 0

    def parts(self) -> ComposeResult:
        """Yield the step, the curve, and the sentences."""
        with Horizontal(id="above"):
            with Vertical(id="left"):
                yield Drawn("step of descent", "stride", self._draw_stride)
                yield Scrolled("in words", "words", self.told)
            yield Drawn("cost, step by step", "curve", self._draw_curve, self._clicked)

    @property
    def _is_covered(self) -> bool:
        return not is_descent_in_sight(self.view)

    def _draw_stride(self, width: int, height: int) -> Picture:
        if self._is_covered:
            return (line("?"),)
        drawn = draw_stride(self.view, self.beside.run, self.beside.parameter, width, height)
        return (self._progress(), *drawn[1:]) if self._left else drawn

    def _progress(self) -> tuple[Span, ...]:
        """Return how far a long run is."""
        done = self._wanted - self._left
        drawn = bar(done, self._wanted, _BAR, Tier.of(self.view.notation))
        return line(Span(f"{done} of {self._wanted} steps ", Tone.STRONG), *drawn)

    def _curve(self, width: int, height: int) -> Curve:
        run = self.beside.run
        return Curve(run.costs, run.here, Tier.of(self.view.notation), width, height)

    def _draw_curve(self, width: int, height: int) -> Picture:
        return () if self._is_covered else self._curve(width, height).picture()

    def refresh_all(self) -> None:
        """Draw everything anew, and say where the axis does not begin at 0."""
        super().refresh_all()
        panel = self.query_one("#curve", Drawn)
        cut = "" if self._is_covered else self._curve(*panel.content_size).beginning
        panel.border_subtitle = f"axis from {cut}" if cut else ""

    def words(self) -> list[str]:
        """Return the step, what became of the cost, and the curve, in sentences."""
        if self._is_covered:
            return [COVERED, UNCOVERS]
        run = self.beside.run
        moved = " ".join(stride_words(self.view, run, self.beside.parameter))
        return [judgement(run), " ".join(curve_words(run)), *output_words(self.view, run), moved]

    def _clicked(self, column: int, _row: int) -> None:
        if not self._is_covered and not self._left:
            curve = self._curve(*self.query_one("#curve", Drawn).content_size)
            self.beside.run.go_to(curve.step(column))
            self.refresh_all()

    def action_steps(self, count: int) -> None:
        """Make steps, or go back."""
        if count < 0:
            self.beside.run.go(count)
            self.refresh_all()
        else:
            self._start(count)

    def _start(self, count: int) -> None:
        """Make steps in portions; the screen stays alive between them."""
        self._wanted = self._left = count
        self.run_worker(self._run(), exclusive=True)

    async def _run(self) -> None:
        is_long = False
        while self._left and self._portion():
            if self._left:
                self.refresh_all()
                if not is_long:
                    self.refresh_bindings()
                is_long = True
            await asyncio.sleep(0)
        self._left = 0
        self.refresh_all()
        if is_long:
            self.refresh_bindings()

    def _portion(self) -> bool:
        """Make steps for a moment; return whether there are more to be made."""
        until = time.monotonic() + _PORTION
        while self._left and time.monotonic() < until:
            if not self.beside.run.go(1):
                return False
            self._left -= 1
        return True

    def action_stop(self) -> None:
        """Stop a long run where it is."""
        self._left = 0

    def action_to(self, end: str) -> None:
        """Go to the start, or to the last step."""
        self.beside.descend_by_words(end)
        self.refresh_all()

    def action_rate(self, factor: str) -> None:
        """Take a learning rate so many times as large."""
        self.beside.rate_times(Decimal(factor))
        self.refresh_all()

    def action_type(self) -> None:
        """Let the learner type how many steps, or a learning rate."""
        self.ask("How many steps?", _TYPED, self._take)

    def _take(self, text: str) -> None:
        steps = self.beside.descend_by_words(text) if text.strip() else 0
        if steps:
            self._start(steps)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key does something now: while a run is on, stopping; else the rest."""
        if action == "stop":
            return bool(self._left)
        if action in ("steps", "to", "rate", "type") and (self._left or self._is_covered):
            return None if self._is_covered else False
        return super().check_action(action, parameters)
