"""Where in a TOML or JSON text a value stands: a parser says what there is, this says where."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

Path = tuple[int | str, ...]


class Position(NamedTuple):
    """A line and a column, both counted from 1, and the offset in the text."""

    line: int
    column: int
    offset: int


class _Place(NamedTuple):
    """Where something stands: its key, its table's header or itself, and where its value begins."""

    key: int
    value: int


_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_LINE = re.compile(r"[^\n]*\n?")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TEXT = re.compile(
    r"'''.*?'{3,5}|\"\"\"(?:\\.|[^\\])*?\"{3,5}|'[^'\n]*'|\"(?:\\.|[^\"\\\n])*\"", re.DOTALL
)
_PAIR = r"\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}"
"""How JSON writes a sign beyond the first 65,536."""
_SIGNS = re.compile(
    rf"\\[ \t]*\n\s*|{_PAIR}|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}}|\\.|.", re.DOTALL
)
_ESCAPES = dict(zip('btnfr"\\/', '\b\t\n\f\r"\\/', strict=True))
_TRIPLE = 3


class Positions:
    """The places in a TOML or JSON text; of what has none, of the nearest thing around it.

    The text is one that a parser reads; of any other only :meth:`at` makes sense.
    """

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._starts = [0, *(match.end() for match in re.finditer("\n", self._text))]

    def of(self, path: Path) -> Position:
        """Return where a key stands: the first of its signs, or of the brackets around it."""
        return self.at(self._place(path).key)

    def value(self, path: Path) -> Position:
        """Return where a value begins."""
        return self.at(self._place(path).value)

    def inside(self, path: Path, index: int) -> Position:
        """Return where the character of an index in a text value stands."""
        place = self._places.get(path)
        literal = None if place is None else _TEXT.match(self._text, place.value)
        if literal is None:
            return self.value(path)
        offsets = [literal.start() + offset for offset, _ in _signs(literal.group())]
        return self.at(offsets[index] if index < len(offsets) else literal.start())

    def at(self, offset: int) -> Position:
        """Return the line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1, offset)

    def end(self) -> Position:
        """Return the end of the text."""
        return self.at(len(self._text))

    def _place(self, path: Path) -> _Place:
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path, _Place(0, 0))

    @cached_property
    def _places(self) -> dict[Path, _Place]:
        places: dict[Path, _Place] = {}
        for path, place in _Scan(self._text).places():
            places.setdefault(path, place)
        return places


class _Scan:
    """Goes over a TOML or JSON text once, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._counts: dict[Path, int] = {}

    def places(self) -> Iterator[tuple[Path, _Place]]:
        """Yield every path with its place; a path that is named more than once comes again."""
        table: Path = ()
        self._skip(_GAP)
        if self._next() == "{":  # JSON; no TOML begins so
            yield from self._inline_table(())
            return
        while self._at < len(self._text):
            before = self._at
            if self._text[before] == "[":
                table = self._header()
                place = _Place(before, before)
                yield from ((table[:length], place) for length in range(1, len(table) + 1))
                self._skip(_LINE)
            else:
                yield from self._pair(table)
            self._skip(_GAP)
            if self._at == before:
                return

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._text, self._at)
        self._at = self._at if found is None else found.end()

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _header(self) -> Path:
        """Read a table's header and return its path; tables in a list are counted."""
        many = self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        *outer, last = self._key()
        path: Path = ()
        for part in outer:
            path = (*path, part)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        path = (*path, last)
        if many:
            self._counts[path] = self._counts.get(path, 0) + 1
            return (*path, self._counts[path] - 1)
        return path

    def _key(self) -> tuple[str, ...]:
        """Read a key, which may have parts between dots."""
        parts = []
        while True:
            self._skip(_BLANK)
            start = self._at
            if self._next() in ("'", '"'):
                self._skip(_TEXT)
                parts.append("".join(sign for _, sign in _signs(self._text[start : self._at])))
            else:
                self._skip(_BARE)
                parts.append(self._text[start : self._at])
            self._skip(_BLANK)
            if self._next() != ".":
                return tuple(parts)
            self._at += 1

    def _pair(self, table: Path) -> Iterator[tuple[Path, _Place]]:
        """Read a key, its value, and what that holds."""
        start = self._at
        names = self._key()
        self._skip(_GAP)
        self._at += self._next() in ("=", ":")
        self._skip(_GAP)
        place = _Place(start, self._at)
        for length in range(1, len(names) + 1):
            yield (*table, *names[:length]), place
        yield from self._value((*table, *names))

    def _value(self, path: Path) -> Iterator[tuple[Path, _Place]]:
        """Read a value and yield the places of what it holds."""
        sign = self._next()
        if sign in ("'", '"'):
            self._skip(_TEXT)
        elif sign == "[":
            yield from self._items(path)
        elif sign == "{":
            yield from self._inline_table(path)
        else:
            self._skip(_SCALAR)

    def _items(self, path: Path) -> Iterator[tuple[Path, _Place]]:
        self._at += 1
        self._skip(_GAP)
        number = 0
        while self._next() not in ("]", ""):
            item, start = (*path, number), self._at
            yield item, _Place(start, start)
            yield from self._value(item)
            number += 1
            self._separator(start)
        self._at += 1

    def _inline_table(self, path: Path) -> Iterator[tuple[Path, _Place]]:
        self._at += 1
        self._skip(_GAP)
        while self._next() not in ("}", ""):
            start = self._at
            yield from self._pair(path)
            self._separator(start)
        self._at += 1

    def _separator(self, start: int) -> None:
        self._skip(_GAP)
        self._at += self._next() == "," or self._at == start
        self._skip(_GAP)


def _signs(literal: str) -> Iterator[tuple[int, str]]:
    """Yield the characters of a text's value, each with where it stands in the literal."""
    quote = literal[:1]
    size = _TRIPLE if literal.startswith(quote * _TRIPLE) else 1
    start = size + literal.startswith("\n", size)
    inner = literal[: len(literal) - size]
    if quote == "'":
        yield from ((offset, inner[offset]) for offset in range(start, len(inner)))
        return
    for found in _SIGNS.finditer(inner, start):
        sign = found.group()
        if sign[0] != "\\":
            yield found.start(), sign
        elif not sign[1].isspace():
            yield found.start(), _ESCAPES.get(sign[1]) or _escaped(sign)


def _escaped(sign: str) -> str:
    r"""Return what \u or \U with its digits stands for."""
    if sign[1] == "u":
        return str(json.loads(f'"{sign}"'))
    return chr(int(f"0x{sign[2:]}", 0))
