"""The line of keys at the bottom: as many as there is room for, the way out always."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_GAP = 2
_LAST_TO_GO = ("Enter", "F1", "F10")


class Key(NamedTuple):
    """A key with what it does.

    Attributes:
        name: what is on it.
        does: a word or two.
        works: whether it does something now.
        code: how the screen library calls it.

    """

    name: str
    does: str
    works: bool
    code: str

    @property
    def wide(self) -> int:
        """How many characters it takes with the gap before it."""
        return _GAP + len(self.name) + 1 + len(self.does)


def keys_that_fit(keys: Sequence[Key], width: int) -> list[Key]:
    """Return the keys that fit in a line, in order."""
    kept = list(keys)
    while kept and sum(key.wide for key in kept) > width:
        dispensable = [key for key in kept if key.name not in _LAST_TO_GO] or kept
        kept.remove(dispensable[-1])
    return kept
