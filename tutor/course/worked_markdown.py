"""Blocks as Markdown with formulas between dollars, or with formulas in plain ASCII."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.chain.statement import Formula
from tutor.course.formula_latex import latex
from tutor.course.formulas import prose, spans
from tutor.course.letters import to_ascii
from tutor.course.worked_blocks import (
    Block,
    Blocks,
    Equation,
    Heading,
    Paragraph,
    Piece,
    Room,
    Table,
    literal,
)

_TAG = re.compile(r"<(?![a-z]+:[^>\s]+>)")
_ROOM = "\\_" * 30


@dataclass(frozen=True, slots=True)
class MarkdownWriter:
    """Writes blocks as Markdown.

    Attributes:
        ascii_only: whether formulas, and all text, are in plain ASCII.

    """

    ascii_only: bool = False

    def write(self, blocks: Blocks) -> str:
        """Return a whole document.

        Raises:
            FormulaError: where a formula in a person's text cannot be read.

        """
        text = "\n\n".join(map(self._block, blocks)) + "\n"
        return to_ascii(text) if self.ascii_only else text

    def _block(self, block: Block) -> str:
        match block:
            case Heading(level, pieces):
                return f"{'#' * level} {self._pieces(pieces)}"
            case Paragraph(pieces):
                return self._pieces(pieces)
            case Equation(sides):
                return self._equation(sides)
            case Table():
                return "\n".join(self._table(block))
            case Room(label):
                return f"{label}: {_ROOM}"

    def _pieces(self, pieces: Sequence[Piece]) -> str:
        return "".join(map(self._piece, pieces))

    def _piece(self, piece: Piece) -> str:
        if isinstance(piece, Formula):
            return literal(piece.ascii) if self.ascii_only else f"${piece.latex}$"
        if self.ascii_only:
            return prose(_without_tags(piece), "ascii")
        return _with_latex(piece)

    def _equation(self, sides: tuple[Formula, ...]) -> str:
        if self.ascii_only:
            return "    " + " = ".join(side.ascii for side in sides)
        return "$$\n" + " = ".join(side.latex for side in sides) + "\n$$"

    def _table(self, table: Table) -> Iterator[str]:
        yield self._row(table.head)
        yield "|" + " --- |" * len(table.head)
        yield from map(self._row, table.rows)
        if table.foot is not None:
            yield self._row(table.foot)

    def _row(self, cells: Sequence[Piece]) -> str:
        return "".join(f"| {self._piece(cell)} " for cell in cells) + "|"


def _with_latex(markdown: str) -> str:
    """Return a Markdown text whose formulas are in the LaTeX that every renderer takes."""
    pieces, end = [], 0
    for span in spans(markdown):
        pieces.append(_without_tags(markdown[end : span.start()]))
        end = span.end()
        if span["inline"]:
            pieces.append(f"${latex(span['inline'])}$")
        elif span["display"]:
            pieces.append(f"$${latex(span['display'])}$${span['tail'] or ''}")
        else:
            pieces.append(span[0])
    return "".join([*pieces, _without_tags(markdown[end:])])


def _without_tags(markdown: str) -> str:
    r"""Return a Markdown text in which a < is a sign: a lesson's Markdown has no HTML."""
    return _TAG.sub(r"\\<", markdown)
