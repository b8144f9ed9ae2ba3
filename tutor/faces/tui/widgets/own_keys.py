"""The keys of one picture, in a line of their own."""

from __future__ import annotations

from tutor.faces.drawing.keys import Key
from tutor.faces.tui.widgets.keys import KeyLine

OWN = "own."
"""How the ids of bindings begin whose keys stand here, not in the line at the bottom."""


class OwnKeys(KeyLine):
    """The keys that only one picture has; clicks press them."""

    def _keys(self) -> list[Key]:
        found: dict[str, Key] = {}
        for _, binding, works, _ in self.screen.active_bindings.values():
            if binding.id is not None and binding.id.startswith(OWN):
                name = binding.key_display or binding.key
                found.setdefault(binding.id, Key(name, binding.description, works, binding.key))
        return list(found.values())
