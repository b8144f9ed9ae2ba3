"""Letters that carry a mark: emphasis and code travel with each letter through wrapped lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum
from itertools import groupby

_STEP = 0x40000
"""What a mark adds to a letter's number: there are no letters from here to 0xE0000."""


class Mark(IntEnum):
    """How a letter stands out."""

    NONE = 0
    EMPHASIS = 1
    CODE = 2


def marked(text: str, mark: Mark) -> str:
    """Return a text whose letters carry a mark, unless they carry one; blanks stay blanks."""
    return "".join(
        chr(ord(each) + mark * _STEP) if ord(each) < _STEP and not each.isspace() else each
        for each in text
    )


def spans(text: str) -> Iterator[tuple[str, Mark]]:
    """Yield the pieces of a text that carry one mark each, as they are read, with their mark."""
    for mark, letters in groupby(text, _mark):
        yield "".join(chr(ord(each) - mark * _STEP) for each in letters), mark


def unmarked(text: str) -> str:
    """Return a text as it is read."""
    return "".join(piece for piece, _ in spans(text))


def rewritten(text: str, write: Callable[[str], str]) -> str:
    """Return a text whose pieces are written anew and keep their marks."""
    return "".join(marked(write(piece), mark) for piece, mark in spans(text))


def _mark(letter: str) -> Mark:
    number = ord(letter) // _STEP
    return Mark(number) if number in (Mark.EMPHASIS, Mark.CODE) else Mark.NONE
