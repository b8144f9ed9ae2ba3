"""The keys of one picture, in a line of their own."""

from __future__ import annotations

from textual.geometry import Size

from tutor.faces.drawing.keys import Key, keys_that_fit
from tutor.faces.tui.widgets.keys import KeyLine

OWN = "own."
"""How the ids of bindings begin whose keys stand here, not in the line at the bottom."""

_TWO_LINES_FROM = 24


class OwnKeys(KeyLine):
    """The keys that only one picture has; clicks press them."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return how many lines the keys take: two where one is too short and there are rows."""
        keys = list(self._keys())
        is_short = len(keys_that_fit(keys, width).keys) < len(keys)
        return 2 if is_short and viewport.height >= _TWO_LINES_FROM else 1

    def _keys(self) -> list[Key]:
        found: dict[str, Key] = {}
        for _, binding, works, _ in self.screen.active_bindings.values():
            if binding.id is not None and binding.id.startswith(OWN):
                name = binding.key_display or binding.key
                found.setdefault(binding.id, Key(name, binding.description, works, binding.key))
        return list(found.values())
