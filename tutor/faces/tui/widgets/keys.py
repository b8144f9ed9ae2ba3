"""The line of keys at the bottom."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from tutor.faces.drawing.keys import Key, KeyRow, in_order, rows_of_keys
from tutor.faces.drawing.picture import Tone
from tutor.faces.tui.theme import STYLES

_PRESSES = "presses"
"""What a key's style says besides how it looks."""


class KeyLine(Widget):
    """The screen's keys as text, which costs less than a widget for each; clicks press them."""

    def on_mount(self) -> None:
        """Follow the screen's keys."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def render(self) -> Content:
        """Return the keys, those that do nothing now dim, in as many lines as there is room for."""
        rows = rows_of_keys(list(self._keys()), self.size.width, max(1, self.size.height))
        return Content("\n").join(map(_line, rows))

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked on."""
        if code := event.style.meta.get(_PRESSES):
            self.app.simulate_key(code)

    def _keys(self) -> list[Key]:
        found: dict[str, Key] = {}
        for _, binding, works, _ in self.screen.active_bindings.values():
            if binding.show and binding.action not in found:
                name = binding.key_display or binding.key
                found[binding.action] = Key(name, binding.description, works, binding.key)
        return in_order(found.values())


def _line(row: KeyRow) -> Content:
    parts: list[Content] = []
    for key in row.keys:
        press = Style.from_meta({_PRESSES: key.code})
        tone = Tone.ACCENT if key.works else Tone.FAINT
        name = Content.styled(f"{key.name} ", f"bold {STYLES[tone]}")
        does = Content.styled(key.does, STYLES[Tone.DIM if key.works else Tone.FAINT])
        parts += [
            Content(" " * (row.gap if parts else 1)),
            Content.assemble(name, does).stylize(press),
        ]
    return Content.assemble(*parts)
