"""A part that scrolls, and says in words where there is more of it below."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.widget import Widget

FURTHER = "PageDown: further"


class Further(VerticalScroll, can_focus=False):
    """A part that scrolls; the frame around it says by which key one comes further down."""

    _keeps_end = False
    """Whether its end is what is to be seen, until somebody scrolls."""

    @property
    def frame(self) -> Widget:
        """The widget whose frame says so."""
        return self

    @property
    def is_cut(self) -> bool:
        """Whether there is more below."""
        return self.scroll_offset.y < self.max_scroll_y

    def turn(self, lines: int) -> None:
        """Scroll by so many lines, at most by a page, so that no line is passed over."""
        self._keeps_end = False
        page = max(1, self.scrollable_content_region.height)
        self.scroll_relative(y=max(-page, min(lines, page)), animate=False)

    def go_to(self, *, end: bool = False) -> None:
        """Scroll to one end once what is new has its room, and say whether there is more."""
        self._keeps_end = end
        self.call_after_refresh(self._go_to, end=end)

    def _go_to(self, *, end: bool) -> None:
        if end:
            self.scroll_end(animate=False)
        else:
            self.scroll_home(animate=False)
        self._say_further()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say whether there is more below from there on."""
        super().watch_scroll_y(old_value, new_value)
        self._say_further()

    def on_resize(self) -> None:
        """Say whether there is more below in the room there is now; an end that is seen stays."""
        self.call_after_refresh(self._settle)

    def watch_virtual_size(self) -> None:
        """Do the same where what is in it has become longer or shorter."""
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        if self._keeps_end:
            self.scroll_end(animate=False)
        self._say_further()

    def _say_further(self) -> None:
        self.frame.border_subtitle = FURTHER if self.is_cut else ""
