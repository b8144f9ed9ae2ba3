"""Blocks as a LaTeX document of its own, which pdfTeX and LuaTeX compile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tutor.course.latex_prose import LatexProse, displayed, formula_text, tabular
from tutor.course.latex_text import PREAMBLE
from tutor.course.worked_blocks import (
    Block,
    Blocks,
    Equation,
    Heading,
    Paragraph,
    Room,
    Table,
)

_HEADINGS = ("section*", "subsection*", "subsubsection*")
MOST_ROWS = 35
"""A longer table is written as several, each with its head, so that it fits on a page."""
_BEGIN = rf"""\documentclass[11pt,a4paper]{{article}}
\ifdefined\pdftexversion
  \usepackage[T1]{{fontenc}}
  \IfFileExists{{lmodern.sty}}{{\usepackage{{lmodern}}}}{{}}
\fi
\usepackage{{amsmath}}
\usepackage{{graphicx}}
\usepackage[margin=22mm]{{geometry}}
% What is wider than the line is made smaller.
\newcommand{{\fit}}[1]{{\sbox0{{#1}}\ifdim\wd0>\linewidth
  \resizebox{{\linewidth}}{{!}}{{\usebox0}}\else\usebox0\fi}}
{PREAMBLE}
\setlength{{\parindent}}{{0pt}}
\setlength{{\parskip}}{{4pt plus 2pt}}
\setlength{{\emergencystretch}}{{3em}}
\sloppy
\begin{{document}}"""
_END = r"\end{document}"


@dataclass(frozen=True, slots=True)
class LatexWriter:
    """Writes blocks as LaTeX.

    Attributes:
        ascii_only: whether the LaTeX is in plain ASCII.

    """

    ascii_only: bool = False

    def write(self, blocks: Blocks) -> str:
        """Return a whole document.

        Raises:
            FormulaError: where a formula in a person's text cannot be read.

        """
        return "\n\n".join([_BEGIN, *map(self._block, blocks), _END]) + "\n"

    def _block(self, block: Block) -> str:
        prose = LatexProse(self.ascii_only)
        match block:
            case Heading(level, pieces):
                name = _HEADINGS[min(level, len(_HEADINGS)) - 1]
                return rf"\{name}{{{prose.inline(pieces)}}}"
            case Paragraph(pieces):
                return prose.blocks(pieces)
            case Equation(sides):
                formula = " = ".join(side.latex for side in sides)
                return displayed(formula_text(formula, ascii_only=self.ascii_only))
            case Table():
                return "\n\n".join(_tables(block, prose))
            case Room(label):
                return rf"{prose.inline((label,))}: \hrulefill"


def _tables(table: Table, prose: LatexProse) -> Iterator[str]:
    """Yield a table, in parts of so many rows."""
    head, *rows = [[prose.inline((cell,)) for cell in row] for row in (table.head, *table.rows)]
    for start in range(0, len(rows), MOST_ROWS):
        part = [head, *rows[start : start + MOST_ROWS]]
        is_last = start + MOST_ROWS >= len(rows)
        has_foot = is_last and table.foot is not None
        if has_foot and table.foot is not None:
            part.append([prose.inline((cell,)) for cell in table.foot])
        yield tabular(part, has_foot=has_foot)
