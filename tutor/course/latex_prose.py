"""A lesson's Markdown as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tutor.chain.statement import Formula
from tutor.course.formula_latex import latex
from tutor.course.formulas import spans
from tutor.course.latex_text import escaped, with_known_signs
from tutor.course.plain_text import BLOCK, EMPHASIS, LINK, LITERAL
from tutor.course.worked_blocks import Piece

_FIRST_KEPT, _KEPT = 0xF0000, re.compile("[\U000f0000-\U000ffffd]")
_BREAK = re.compile(r"(?: {2,}|\\)\n")
_STYLES = {1: r"\emph{", 2: r"\textbf{", 3: r"\textbf{\emph{"}


def formula_text(formula: str, *, ascii_only: bool) -> str:
    """Return a formula in LaTeX with no sign that pdfTeX does not know."""
    return formula.encode("ascii", "replace").decode() if ascii_only else with_known_signs(formula)


def displayed(formula: str) -> str:
    r"""Return a formula on a line of its own, made smaller where the line is too short."""
    return rf"\[\fit{{$\displaystyle {formula}$}}\]"


@dataclass
class LatexProse:
    """One text on its way to LaTeX.

    What is finished is kept aside, a sign for private use in its place, so that no later rule
    looks at it.

    Attributes:
        ascii_only: whether the LaTeX is in plain ASCII.

    """

    ascii_only: bool = False
    _kept: list[str] = field(default_factory=list)
    _alone: dict[str, str] = field(default_factory=dict)

    def inline(self, pieces: Sequence[Piece]) -> str:
        """Return the pieces of a line as LaTeX."""
        return self._restored(self._inline(self._joined(pieces)))

    def blocks(self, pieces: Sequence[Piece]) -> str:
        """Return pieces that may hold any number of blocks as LaTeX.

        Raises:
            FormulaError: where a formula is not in the subset, or a dollar has no partner.

        """
        parts: list[str] = []
        items: list[str] = []
        for block in BLOCK.finditer(self._joined(pieces).expandtabs(4)):
            if not block[0].strip():
                continue
            if block["mark"] not in (None, ">") or (items and block["indent"]):
                items.append(self._item(block))
                continue
            parts += [*_lists(items), self._block(block)]
            items = []
        return self._restored("\n\n".join([*parts, *_lists(items)]))

    def _joined(self, pieces: Sequence[Piece]) -> str:
        """Return pieces as one text, their formulas kept aside."""
        return "".join(
            self._formula(piece.latex)
            if isinstance(piece, Formula)
            else self._with_formulas(_KEPT.sub("\ufffd", piece))
            for piece in pieces
        )

    def _formula(self, formula: str) -> str:
        """Return what stands for a formula in LaTeX; alone in its paragraph it is displayed."""
        shown = formula_text(formula, ascii_only=self.ascii_only)
        place = self._keep(f"${shown}$")
        self._alone[place] = displayed(shown)
        return place

    def _keep(self, finished: str) -> str:
        self._kept.append(finished)
        return chr(_FIRST_KEPT + len(self._kept) - 1)

    def _restored(self, text: str) -> str:
        while _KEPT.search(text):
            text = _KEPT.sub(lambda found: self._kept[ord(found.group()) - _FIRST_KEPT], text)
        return text

    def _with_formulas(self, markdown: str) -> str:
        """Return the text with each formula kept aside."""
        pieces, end = [], 0
        for span in spans(markdown):
            pieces.append(markdown[end : span.start()])
            end = span.end()
            if span["inline"]:
                pieces.append(self._formula(latex(span["inline"])))
            elif span["display"]:
                shown = self._formula(latex(span["display"]))
                pieces.append(self._keep(self._alone[shown]) + (span["tail"] or ""))
            else:
                pieces.append(span[0])
        return "".join([*pieces, markdown[end:]])

    def _block(self, block: re.Match[str]) -> str:
        if block["fence"]:
            return self._code(block["lines"])
        if block["table"]:
            return self._table(block["table"])
        if block["level"]:
            return rf"\textbf{{{self._inline(block['title'].rstrip('# '))}}}"
        if block["rule"]:
            return r"\hrulefill"
        text = block["text"].strip()
        if text in self._alone:
            return self._alone[text]
        shown = self._inline(block["text"])
        return _environment("quote", shown) if block["mark"] == ">" else shown

    def _item(self, block: re.Match[str]) -> str:
        """Return an item of a list, or a further paragraph of one."""
        if not block["mark"]:
            return self._block(block)
        label = block["mark"] if block["mark"][0].isdigit() else r"\textbullet"
        return rf"\item[{label}] {self._inline(block['text'])}"

    def _code(self, lines: str) -> str:
        shown = "\n\n".join(
            rf"\texttt{{{self._escaped(line).replace(' ', '~')}}}" for line in lines.splitlines()
        )
        return _environment("flushleft", shown)

    def _table(self, markdown: str) -> str:
        rows = [re.split(r"(?<!\\)\|", line.strip()[1:]) for line in markdown.strip().splitlines()]
        texts = [
            [self._inline(cell.strip()) for cell in (row if row[-1].strip() else row[:-1])]
            for row in rows
            if not all(re.fullmatch(r"\s*(:?-+:?\s*)?", cell) for cell in row)
        ]
        return tabular(texts) if texts else ""

    def _inline(self, markdown: str) -> str:
        text = LITERAL.sub(self._literal, _BREAK.sub(self._keep("\\newline\n"), markdown))
        text = LINK.sub(lambda link: f"{link['text']} ({self._typed(link['url'])})", text)
        for _ in range(3):
            text = EMPHASIS.sub(self._emphasis, text)
        return "".join(
            part if _KEPT.match(part) else self._escaped(part)
            for part in re.split(f"({_KEPT.pattern})", text)
        )

    def _escaped(self, text: str) -> str:
        return escaped(text, ascii_only=self.ascii_only)

    def _typed(self, text: str) -> str:
        return self._keep(rf"\texttt{{{self._escaped(text)}}}")

    def _literal(self, found: re.Match[str]) -> str:
        if found["sign"]:
            return self._keep(self._escaped(found["sign"]))
        return self._typed(found["code"] or found["url"])

    def _emphasis(self, found: re.Match[str]) -> str:
        text = found[2] or found[4]
        if not text:
            return found[6]
        style = _STYLES[len(found[1] or found[3])]
        return self._keep(style) + text + self._keep("}" * style.count("{"))


def tabular(rows: list[list[str]], *, has_foot: bool = False) -> str:
    """Return a table of finished cells, made smaller where the line is too short."""
    columns = max(map(len, rows))
    lines = [" & ".join([*row, *[""] * (columns - len(row))]) for row in rows]
    lines.insert(1, r"\hline")
    if has_foot:
        lines.insert(-1, r"\hline")
    body = "\n".join(line if line == r"\hline" else rf"{line} \tabularnewline" for line in lines)
    return rf"\fit{{\begin{{tabular}}{{{'l' * columns}}}" + f"\n{body}\n" + r"\end{tabular}}"


def _environment(name: str, inside: str) -> str:
    return f"\\begin{{{name}}}\n{inside}\n\\end{{{name}}}"


def _lists(items: list[str]) -> list[str]:
    return [_environment("itemize", "\n".join(items))] if items else []
