"""What a document for paper is made of, before it is written as Markdown or as LaTeX.

A piece of text is Markdown in a lesson's own dialect, formulas between dollars, or a formula that
knows both of its texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from tutor.chain.statement import Formula

Piece: TypeAlias = str | Formula
"""Markdown, or a formula."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title."""

    level: int
    text: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces that follow one another; a single one may hold several blocks of Markdown."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """A formula that stands by itself: its sides, with equals signs between."""

    sides: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the last row may be set apart, as a mean is."""

    head: tuple[Piece, ...]
    rows: tuple[tuple[Piece, ...], ...]
    foot: tuple[Piece, ...] | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """Room for an answer that is written by hand."""

    label: str


Block: TypeAlias = Heading | Paragraph | Equation | Table | Room
Blocks: TypeAlias = tuple[Block, ...]


def literal(text: str) -> str:
    """Return a line of a person's text as Markdown that shows it as it is."""
    text = re.sub(r"[\\`*_\[\]{}<>|~&$#]", r"\\\g<0>", text)
    return re.sub(r"^(\s*\d*)([-+=:]|[.)](?=\s|$))", r"\1\\\2", text)


def paragraph(*pieces: Piece) -> Paragraph:
    """Return a paragraph of these pieces."""
    return Paragraph(pieces)


def heading(level: int, *pieces: Piece) -> Heading:
    """Return a heading of these pieces."""
    return Heading(level, pieces)
