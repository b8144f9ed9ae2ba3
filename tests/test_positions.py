"""Positions: every key, item and character of a TOML text has a line and a column."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.positions import Path, Positions

TEXT = """\
# a comment with a = 1
title = "One"
"quoted key" = 'Two'   # and [a] bracket
numbers = [
    1, # first = one
    [22, 33],
]
inline = { x = [4.5], "y z" = { deep = true } }
dotted.key.path = 1979-05-27 07:32:00

[table]
text = '''
$a = b$
[not.a.table]
'''

[[many]]
name = "first"
[many.inside]
flag = false
[[many]]
name = "second"
items = [{ a = 1 }, { a = 2 }]
[[many.deeper]]
z = ""
[ spaced . 'out' ]
value = +1e-3"""

PLACES: list[tuple[Path, int, int]] = [
    (("title",), 2, 9),
    (("quoted key",), 3, 16),
    (("numbers",), 4, 11),
    (("numbers", 0), 5, 5),
    (("numbers", 1), 6, 5),
    (("numbers", 1, 1), 6, 10),
    (("inline", "x", 0), 8, 17),
    (("inline", "y z", "deep"), 8, 40),
    (("dotted",), 9, 19),
    (("dotted", "key", "path"), 9, 19),
    (("table",), 11, 1),
    (("table", "text"), 12, 8),
    (("many",), 17, 1),
    (("many", 0, "name"), 18, 8),
    (("many", 0, "inside", "flag"), 20, 8),
    (("many", 1), 21, 1),
    (("many", 1, "items", 1, "a"), 23, 27),
    (("many", 1, "deeper", 0, "z"), 25, 5),
    (("spaced", "out", "value"), 27, 9),
]


@pytest.mark.parametrize(("path", "line", "column"), PLACES)
def test_a_value_has_a_place(path: Path, line: int, column: int) -> None:
    """Lines and columns are counted from 1, over comments and texts of many lines."""
    assert (line, column) == Positions(TEXT).value(path)[:2]


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("title",), 2, 1),
        (("quoted key",), 3, 1),
        (("inline", "x"), 8, 12),
        (("dotted", "key"), 9, 1),
        (("table",), 11, 1),
        (("many", 1, "items", 1, "a"), 23, 23),
    ],
)
def test_a_key_has_a_place(path: Path, line: int, column: int) -> None:
    """A key stands at the first of its signs, a table at its bracket."""
    assert (line, column) == Positions(TEXT).of(path)[:2]


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("many", 1, "missing"), 21, 1),
        (("many", 7), 17, 1),
        (("inline", "x", 3, "y"), 8, 16),
        (("missing", "altogether"), 1, 1),
        ((), 1, 1),
    ],
)
def test_what_is_not_there_has_the_place_around_it(path: Path, line: int, column: int) -> None:
    """A missing key is told at the table that lacks it, at worst at the start."""
    assert (line, column) == Positions(TEXT).value(path)[:2]


@pytest.mark.parametrize(
    ("literal", "index", "column"),
    [
        ('"abc"', 2, 8),
        (r'"a\nb"', 2, 9),
        (r'"\u0041b"', 1, 12),
        (r'"\U0001F600b"', 1, 16),
        (r'"\\frac"', 1, 8),
        (r"'\frac'", 1, 7),
        ('"""ab"""', 1, 9),
        ("'''ab'''", 1, 9),
        ('"abc"', 3, 5),
    ],
)
def test_a_character_of_a_text_has_a_place(literal: str, index: int, column: int) -> None:
    """Escapes are one character each; past the end it is the start of the text."""
    assert (1, column) == Positions(f"k = {literal}").inside(("k",), index)[:2]


def test_a_character_is_found_in_a_text_of_many_lines() -> None:
    """The line end behind the quotes is no part of the text, nor is one behind a backslash."""
    positions = Positions('k = """\none \\\n   two\nthree"""')
    assert [(2, 1), (3, 4), (4, 1)] == [positions.inside(("k",), index)[:2] for index in (0, 4, 8)]


def test_a_place_inside_what_is_no_text_is_that_of_the_value() -> None:
    """Who asks for a character of a number gets the number."""
    assert (1, 5) == Positions("k = 123").inside(("k",), 2)[:2]


def test_line_ends_of_windows_count_as_one() -> None:
    """Lines and columns are as an editor counts them."""
    positions = Positions("a = 1\r\nb = [\r\n  2,\r\n  3 ]\r\n")
    assert [(2, 1), (4, 3)] == [positions.of(("b",))[:2], positions.of(("b", 1))[:2]]


def test_the_end_is_the_last_place() -> None:
    """Where a text stops too early, there is a place to tell of it."""
    assert (2, 4) == Positions("a = 1\nb =").end()[:2]


class _Writer:
    """Writes random TOML in which every key and every value occurs once."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._count = 100

    def _next(self) -> int:
        self._count += 1
        return self._count

    def document(self) -> str:
        lines = [self._pair() for _ in range(self._rng.randint(0, 4))]
        for _ in range(self._rng.randint(0, 4)):
            lines += self._rng.choice((self._table, self._tables))()
        return self._rng.choice(("\n", "\n\n", "\n# [no] = { table }\n")).join(lines) + "\n"

    def _key(self) -> str:
        name = f"k{self._next()}"
        return self._rng.choice((name, f'"{name}"', f"'{name}'", f'"{name} ]x"'))

    def _pair(self) -> str:
        key = self._key() if self._rng.random() < 0.8 else f"{self._key()} . {self._key()}"
        blank = self._rng.choice(("", " ", "\t "))
        return f"{blank}{key}{blank}={blank}{self._value(3)}{self._rng.choice(('', ' # = [ x'))}"

    def _value(self, depth: int) -> str:
        make = [self._number, self._text, self._text, self._text]
        if depth:
            make += [lambda: self._list(depth), lambda: self._inline(depth)]
        return self._rng.choice(make)()

    def _number(self) -> str:
        return self._rng.choice(("{}", "{}.5", "+{}", "{}e2", "0x{}")).format(self._next())

    def _text(self) -> str:
        name = f"t{self._next()}"
        return self._rng.choice(
            (
                f"'{name} \\ # ]'",
                f'"{name} \\" [ # \\u00e9 \\\\"',
                f"'''\n{name}\n\n[x]'' = ''''",
                f'"""{name} \\\n   ends\n"" \\t="""',
                '""',
            )
        )

    def _list(self, depth: int) -> str:
        gap = self._rng.choice(("", " ", "\n  ", " # a comment, ]\n"))
        items = [self._value(depth - 1) for _ in range(self._rng.randint(0, 3))]
        end = self._rng.choice((",", "")) if items else ""
        return f"[{gap}{f'{gap},{gap}'.join(items)}{end}{gap}]"

    def _inline(self, depth: int) -> str:
        pairs = [
            f"{self._key()} = {self._value(depth - 1)}" for _ in range(self._rng.randint(0, 3))
        ]
        return "{ " + ", ".join(pairs) + " }"

    def _table(self) -> list[str]:
        return [f"[{self._key()}]", *(self._pair() for _ in range(self._rng.randint(0, 3)))]

    def _tables(self) -> list[str]:
        name, inner, lines = self._key(), self._key(), []
        for _ in range(self._rng.randint(1, 3)):
            lines += [f"[[ {name} ]]", self._pair(), f"[{name}.{inner}]", self._pair()]
        return lines


def _leaves(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:  # noqa: ANN401
    """Yield every value that holds no others, with its path."""
    inside: list[tuple[int | str, Any]] = []
    if isinstance(data, dict):
        inside = list(data.items())
    elif isinstance(data, list):
        inside = list(enumerate(data))
    else:
        yield path, data
    for key, value in inside:
        yield from _leaves(value, (*path, key))


@given(st.randoms(use_true_random=False))
def test_every_value_of_any_toml_is_found(rng: random.Random) -> None:
    """What stands at a value's place, read on its own, is the value."""
    text = _Writer(rng).document()
    positions = Positions(text)
    for path, value in _leaves(tomllib.loads(text)):
        place = positions.value(path)
        rest = text[place.offset :]
        assert text.split("\n")[place.line - 1][place.column - 1 :] == rest.split("\n")[0]
        assert value == tomllib.loads(f"v = {_first_value(rest)}")["v"]
        if isinstance(path[-1], str):
            assert path[-1] in text[positions.of(path).offset : place.offset]


def _first_value(text: str) -> str:
    """Return the longest beginning of a text that is one TOML value, and what may follow it."""
    longest = ""
    for end in range(1, min(len(text), 60) + 1):
        try:
            found = tomllib.loads(f"v = {text[:end]}")
        except tomllib.TOMLDecodeError:
            continue
        longest = text[:end] if found.keys() == {"v"} else longest
    return longest


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40))
def test_any_text_has_lines_and_columns(text: str) -> None:
    """Every offset lies in the line and column that are told of it."""
    positions = Positions(text)
    for offset in range(len(text) + 1):
        line, column, _ = positions.at(offset)
        before = text[:offset].rpartition("\n")[2]
        assert before == text.split("\n")[line - 1][: column - 1]


@given(st.text(alphabet="[]{}=.,'\"\\#ab \n1", max_size=60))
def test_any_junk_is_gone_over_to_its_end(text: str) -> None:
    """What is no TOML has places, too, if not the right ones."""
    line, column, offset = Positions(text).of(("a", 0, "b"))
    assert line >= 1
    assert column >= 1
    assert 0 <= offset <= len(text)
