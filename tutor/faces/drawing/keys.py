"""The line of keys at the bottom: as many as there is room for, the way out always."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

_GAP, _NARROW_GAP = 2, 1
_LAST_TO_GO = ("Enter", "F1", "F10", "Esc")
_FIRST_TO_GO = ("Up", "F9", "F8", "F7")
"""What F12, which lists everything, makes up for; in this order."""
_ARROWS = ("Up", "Down", "Left", "Right")
_SHORT = {
    "answer": "ok",
    "show answer": "show",
    "other weight": "weight",
    "save the trace": "save trace",
    "what went wrong": "wrong",
    "smaller": "finer",
    "one scale": "1 scale",
    "own scales": "own",
}
"""Descriptions that can be said shorter where room is short."""


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
        """How many characters it takes, without a gap."""
        return len(self.name) + 1 + len(self.does)


class KeyRow(NamedTuple):
    """Keys in a line, with so many blanks before each."""

    keys: list[Key]
    gap: int


def in_order(keys: Iterable[Key]) -> list[Key]:
    """Return keys in the order in which they are read: Enter first, arrows last."""
    return sorted(keys, key=lambda key: (key.name != "Enter") + (key.name in _ARROWS))


def keys_that_fit(keys: Sequence[Key], width: int) -> KeyRow:
    """Return the keys that fit in a line, in order.

    First they move together, then they are said shorter; then those go that do nothing now, then
    looking back, the pictures and taking back, which F12 lists, and then the last ones.
    """
    kept = list(keys)
    for gap in (_GAP, _NARROW_GAP):
        if _wide(kept, gap) <= width:
            return KeyRow(kept, gap)
    kept = [key._replace(does=_SHORT.get(key.does, key.does)) for key in kept]
    while kept and _wide(kept, _NARROW_GAP) > width:
        dispensable = [key for key in kept if key.name not in _LAST_TO_GO] or kept
        idle = [key for key in dispensable if not key.works] or dispensable
        listed = sorted(
            (key for key in idle if key.name in _FIRST_TO_GO),
            key=lambda key: _FIRST_TO_GO.index(key.name),
        )
        kept.remove(listed[0] if listed else idle[-1])
    return KeyRow(kept, _NARROW_GAP)


def rows_of_keys(keys: Sequence[Key], width: int, lines: int) -> list[KeyRow]:
    """Return the keys in so many lines, in order: all but the last as full as they can be."""
    left, rows = list(keys), list[KeyRow]()
    while len(rows) < lines - 1:
        count = len(left)
        while count and _wide(left[:count], _GAP) > width:
            count -= 1
        rows.append(KeyRow(left[:count], _GAP))
        left = left[count:]
    return [*rows, keys_that_fit(left, width)]


def _wide(keys: Sequence[Key], gap: int) -> int:
    return sum(key.wide + gap for key in keys)
