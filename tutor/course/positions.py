"""Where in a TOML text a value stands: tomllib says what there is, this says where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

Path = tuple[int | str, ...]


class Position(NamedTuple):
    """A line and a column, both counted from 1, and the offset in the text."""

    line: int
    column: int
    offset: int


_HEADER = re.compile(r"[ \t]*(\[\[?)[ \t]*([^\]\n]+?)[ \t]*\]\]?")
_KEY = re.compile(r"[ \t]*([A-Za-z0-9_.\-\"' ]+?)[ \t]*=[ \t]*")
_PIECES = re.compile(
    r"'''.*?'''|\"\"\"(?:\\.|[^\\])*?\"\"\"|'[^'\n]*'|\"(?:\\.|[^\"\\\n])*\"|#[^\n]*|[\[\]{}]|.",
    re.DOTALL,
)


class Positions:
    """The places of a TOML text's keys; of what has none, the nearest key around it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._offsets: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        for path, offset in self._keys():
            self._offsets.setdefault(path, offset)

    def of(self, path: Path) -> Position:
        """Return where a value stands, or the nearest thing around it that has a place."""
        while path and path not in self._offsets:
            path = path[:-1]
        return self.at(self._offsets.get(path, 0))

    def inside(self, path: Path, piece: str) -> Position:
        """Return where a piece of text stands inside a value."""
        start = self.of(path).offset
        found = self._text.find(piece, start)
        return self.at(found if found >= 0 else start)

    def at(self, offset: int) -> Position:
        """Return the line and column of an offset."""
        line = sum(start <= offset for start in self._starts)
        return Position(line, offset - self._starts[line - 1] + 1, offset)

    def _keys(self) -> Iterator[tuple[Path, int]]:
        table: Path = ()
        offset = 0
        while offset < len(self._text):
            header, key = _HEADER.match(self._text, offset), _KEY.match(self._text, offset)
            if header:
                table = self._table(header.group(2), many=header.group(1) == "[[")
                yield table, header.start(1)
                offset = self._line_end(header.end())
            elif key:
                path = (*table, *_names(key.group(1)))
                yield path, key.start(1)
                offset = self._value_end(key.end())
            else:
                offset = self._line_end(offset)

    def _table(self, name: str, *, many: bool) -> Path:
        """Return a table's path; tables in a list are counted."""
        path: Path = ()
        *outer, last = _names(name)
        for part in outer:
            path = (*path, part)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        path = (*path, last)
        if many:
            self._counts[path] = self._counts.get(path, 0) + 1
            return (*path, self._counts[path] - 1)
        return path

    def _line_end(self, offset: int) -> int:
        end = self._text.find("\n", offset)
        return len(self._text) if end < 0 else end + 1

    def _value_end(self, offset: int) -> int:
        """Return where the line after a value begins, over strings and lists of many lines."""
        depth = 0
        for piece in _PIECES.finditer(self._text, offset):
            sign = piece.group()
            if sign in "[{":
                depth += 1
            elif sign in "]}":
                depth -= 1
            elif sign == "\n" and depth <= 0:
                return piece.end()
        return len(self._text)


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
