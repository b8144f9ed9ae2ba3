"""Formulas of the lessons' prose in the program's own notation, in unicode or in ASCII.

Lessons are Markdown with formulas in a LaTeX subset between dollars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Literal, TypeAlias

from tutor.course.letters import SUBSCRIPTS, SUPERSCRIPTS, moved, power, to_ascii
from tutor.course.symbols import (
    Fenced,
    FormulaError,
    Fraction,
    Node,
    Row,
    Scripted,
    Sign,
    is_open,
    kind,
    read,
)

__all__ = ["FormulaError", "Tier", "formulas", "inline", "prose", "spans"]

Tier: TypeAlias = Literal["unicode", "ascii"]
_Pieces: TypeAlias = list[tuple[str, str]]
"""The texts of a row's nodes, each after what parts it from the one before."""

_BEFORE_SIGN = {"", "sign", "bin", "times", "rel", "punct", "slash", "word", "big", "open bar"}
_SHORT_PREFIXES = {"∂", "∂²", "d", "d²", "d^2", "Δ", "∇", "∀"}
_INDEXED = {"w", "b", "z", "a", "x", "y", "delta", "y_hat"}


def _wide(pieces: _Pieces) -> str:
    """Return a row's text with its blanks."""
    return "".join(gap + piece for gap, piece in pieces)


def _narrow(pieces: _Pieces) -> str:
    """Return a row's text with no more blanks than words need."""
    text = ""
    for gap, piece in pieces:
        parts_words = gap.isspace() and text[-1:].isalpha() and piece[0].isalpha()
        text += (gap if parts_words else gap.strip()) + piece
    return text


def _bare(pieces: _Pieces) -> str:
    """Return a row's text without anything between."""
    return "".join(piece for _, piece in pieces)


def _raised(pieces: _Pieces) -> str:
    """Return a row's text as a superscript."""
    text = _narrow(pieces)
    return moved(text.replace(" ", ""), SUPERSCRIPTS, f"^{power(text)}")


class _Unicode:
    """Writes a tree in unicode signs, with raised and lowered characters where there are any."""

    tier: Tier = "unicode"
    around_times, root = " ", "√"
    rooted: tuple[list[str], ...] = (["number"], ["letter"], ["fenced"])

    def line(self, row: Row) -> str:
        """Return the text of a row."""
        return _wide(self.pieces(row))

    def pieces(self, row: Row) -> _Pieces:
        """Return the texts of a row's nodes with what parts them."""
        pieces: _Pieces = []
        left = blank = before = ""
        for node in row:
            group, text = kind(node), self.text(node)
            if group == "space":
                blank = max(blank, text, key=len)
            if group == "space" or not text:
                continue
            if group == "bin" and left in _BEFORE_SIGN:
                group = "sign"
            if group == "bar" and sum(text == "|" for _, text in pieces) % 2 == 0:
                group = "open bar"
            if group == "fraction" and (left in ("word", "prefix") or before in ("/", "÷")):
                group, text = "fenced", f"({text})"
            gap = self._gap(left, group, before, blank)
            has_blank = gap == " " and " " in (before[-1:], text[0])
            pieces.append(("" if has_blank else gap, text))
            left, before, blank = group, text, ""
        return pieces

    def _gap(self, left: str, right: str, before: str, blank: str) -> str:  # noqa: PLR0911
        """Return what parts two nodes of these kinds; `blank` is what the formula asks for."""
        pair = {left, right}
        if left in ("", "sign") or right == "punct":
            return ""
        if len(blank) > 1:
            return blank
        if "times" in pair:
            return self.around_times
        if pair & {"bin", "rel", "dots"} or left in ("punct", "big") or pair == {"number"}:
            return " "
        if pair & {"slash", "glue", "text", "bar", "open bar"}:
            return blank
        if left == "prefix":
            return "" if before in _SHORT_PREFIXES else " "
        if left == "word":
            return "" if right == "fenced" else " "
        return self.product(left, right)

    def product(self, left: str, right: str) -> str:
        """Return the sign between two factors of these kinds where the formula has none."""
        if "fraction" in (left, right):
            return " · "
        tight = right == "fenced" or (left == "number" and right in ("letter", "prefix"))
        return "" if tight else " · "

    def text(self, node: Node) -> str:
        """Return the text of a node."""
        match node:
            case Sign():
                return node.unicode if self.tier == "unicode" else node.ascii
            case Fraction():
                return self._quotient(*node)
            case Fenced("√", inside):
                text, kinds = self.line(inside), [kind(node) for node in inside]
                return self.root + (text if kinds in self.rooted else f"({text})")
            case Fenced(opening, inside, closing):
                return opening + self.line(inside) + closing
            case Scripted(Fenced("", _, "|"), _, (), below):
                return self.text(node.base) + self.line(below)
        return self._with_scripts(node)

    def _with_scripts(self, node: Scripted) -> str:
        """Return the text of what has scripts, its base in parentheses where it needs them."""
        base, text = node.base, self.text(node.base)
        if isinstance(base, Sign) and base.kind == "big":
            return self.summed(text, self.pieces(node.below), self.pieces(node.above))
        holds = isinstance(base, Sign) or (isinstance(base, Fenced) and base.closing) or not text
        return self.scripted(text if holds else f"({text})", node)

    def summed(self, sign: str, below: _Pieces, above: _Pieces) -> str:
        """Return a sum's sign with what it runs over."""
        if below and above:
            return f"{sign}({_wide(below)} … {_wide(above)})"
        return sign + moved(_bare(below), SUBSCRIPTS, f"({_wide(below)})") + _raised(above)

    def scripted(self, base: str, node: Scripted) -> str:
        """Return the text of what has primes or scripts."""
        below = self.pieces(node.below)
        index = _bare(below)
        lowered = f"_{index}" if index.isalnum() else f"_({_narrow(below)})"
        raised = _raised(self.pieces(node.above))
        return base + "′" * node.primes + raised + moved(index, SUBSCRIPTS, lowered)

    def _quotient(self, top: Row, bottom: Row) -> str:
        """Return a fraction; what does not hold together by itself is in parentheses."""
        upper, lower = self.pieces(top), self.pieces(bottom)
        is_loose = any(" " in gap for gap, _ in upper) and not _is_pair(top, upper)
        above = f"({_wide(upper)})" if is_loose or any(map(is_open, top)) else _wide(upper)
        is_one = (len(lower) == 1 or _is_pair(bottom, lower)) and not any(map(is_open, bottom))
        return f"{above}/{_wide(lower)}" if is_one else f"{above}/({_wide(lower)})"


def _is_pair(row: Row, pieces: _Pieces) -> bool:
    """Tell whether a row is ∂w or σ(z): two nodes that are one thing."""
    match [kind(node) for node in row]:
        case ["prefix", _] | ["word", "fenced"]:
            return len(pieces) == len(row)
    return False


class _Ascii(_Unicode):
    """Writes a tree in ASCII, quantities as one types them."""

    tier = "ascii"
    around_times, root, rooted = "", "sqrt", (["fenced"],)

    def product(self, left: str, right: str) -> str:  # noqa: ARG002 - the same for all kinds
        """Return the sign between two factors."""
        return "*"

    def summed(self, sign: str, below: _Pieces, above: _Pieces) -> str:
        """Return a sum's sign with what it runs over."""
        end = f"..{_narrow(above)}" if above else ""
        return f"{sign}({_wide(below)}{end})" if below or above else sign

    def scripted(self, base: str, node: Scripted) -> str:
        """Return the text of what has primes or scripts: w2[0,1], a^(L)[j], (a - y)^2."""
        text, above, is_layered = base, node.above, False
        match node.above:
            case [Fenced("(", layer, ")"), *rest] if kind(node.base) == "letter":
                number = _narrow(self.pieces(layer))
                text += number if number.isdecimal() else f"^({number})"
                above, is_layered = tuple(rest), True
        text += "'" * node.primes + self._index(base, node.below, is_layered=is_layered)
        exponent = _narrow(self.pieces(above))
        return text + (exponent if exponent in ("", "+") else f"^{power(exponent)}")

    def _index(self, base: str, row: Row, *, is_layered: bool) -> str:
        """Return a subscript: [0,1] of what has neurons, 0 or _k of all else."""
        pieces, kinds = self.pieces(row), {kind(node) for node in row}
        text = _bare(pieces)
        is_layer = text.isdecimal() and (base == "b" or (base == "w" and len(text) == 1))
        is_indexed = is_layered or (base in _INDEXED and not is_layer)
        if not text or (kinds == {"number"} and not is_indexed):
            return text
        if not is_indexed or not kinds <= {"letter", "number", "punct", "bin"}:
            return f"_{text}" if text.isalnum() else f"_({_narrow(pieces)})"
        if kinds <= {"letter", "number"}:
            indices = (list(t) if base == "w" and t.isdecimal() else [t] for _, t in pieces)
            text = ",".join(index for part in indices for index in part)
        return f"[{text}]"


def inline(formula: str, tier: Tier) -> str:
    r"""Return a formula, without its dollars, in the program's notation on one line.

    Raises:
        FormulaError: where it is not in the subset.

    """
    if tier == "unicode":
        return _Unicode().line(read(formula)).strip()
    return to_ascii(_Ascii().line(read(formula))).strip()


_FORMULA = r"(?:\\.|(?!\n[ \t]*\n)[^\\$])+"
CODE = r"(?P<ticks>`++)(?P<code>(?:(?!\n[ \t]*\n).){1,999}?)(?<!`)(?P=ticks)(?!`)"
FENCED = r"""^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n`]*\n(?P<lines>.*?)
    (?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)"""
_SPAN = re.compile(
    rf"""{FENCED} | \\. | {CODE} | `+
    | \$\$(?P<display>{_FORMULA})\$\$(?P<tail>[ \t]*\n[ \t]*(?=[^\s\-*+\#>|`~\d]))?
    | \$(?P<inline>{_FORMULA})\$ | (?P<stray>\$)""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
ITEM = r"[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])"


def spans(markdown: str) -> Iterator[re.Match[str]]:
    """Give what a Markdown text has of formulas, code and escapes; refuse a stray dollar.

    Raises:
        FormulaError: where a dollar has no partner.

    """
    for span in _SPAN.finditer(markdown):
        if span["stray"]:
            message = r"This $ opens a formula that is not closed: write \$ for a dollar."
            raise FormulaError(message, span.start())
        yield span


def formulas(markdown: str) -> list[tuple[int, str]]:
    """Return every formula of a Markdown text, with the offset of its first character.

    Raises:
        FormulaError: where a dollar has no partner.

    """
    names = ("inline", "display")
    found = [(span, name) for span in spans(markdown) for name in names if span[name]]
    return [(span.start(name), span[name]) for span, name in found]


def prose(markdown: str, tier: Tier) -> str:
    r"""Return a Markdown text with its formulas replaced, so that Markdown shows them literally.

    A formula between double dollars that starts a line becomes a paragraph of its own.

    Raises:
        FormulaError: where a formula is not in the subset, or a dollar has no partner.

    """
    pieces, end = [], 0
    for span in spans(markdown):
        pieces.append(markdown[end : span.start()])
        end = span.end()
        if span["inline"]:
            pieces.append(_escaped(inline(span["inline"], tier)))
        elif span["display"]:
            pieces.append(_displayed(_escaped(inline(span["display"], tier)), span))
        else:
            pieces.append(span[0])
    return "".join([*pieces, markdown[end:]])


def _escaped(text: str) -> str:
    """Return a text as Markdown that shows it."""
    text = re.sub(r"[\\`*_\[\]<>|~&$]", r"\\\g<0>", text)
    return re.sub(r"^(\d*)([-+=#:]|[.)](?=\s|$))", r"\1\\\2", text)


def _displayed(text: str, span: re.Match[str]) -> str:
    """Return a formula as a paragraph of its own, inside the list item that it stands in."""
    tail = span["tail"] or ""
    *lines, own = span.string[: span.start()].rpartition("\n\n")[2].split("\n")
    if own.strip():
        return text + tail
    earlier = [*takewhile(str.strip, reversed(lines))][::-1]
    margins = [re.match(rf"[ ]*(?:(?:{ITEM})[ ]+)?", line) for line in earlier or [own]]
    texts = [margin[0] for margin in margins if margin]
    pad = " " * len(next((text for text in reversed(texts) if text.strip()), texts[0]))
    return (f"\n{pad}" if earlier else "") + text + (f"\n\n{pad}" if tail else "")
