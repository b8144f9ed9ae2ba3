r"""Formulas of the lessons' prose as LaTeX that every renderer takes.

The subset that is read is more tolerant than LaTeX: signs may stand for commands, and a prime may
follow a power.
"""

from __future__ import annotations

import unicodedata

from tutor.course.symbols import SIGNS, Fenced, Fraction, Node, Row, Scripted, Sign, kind, read

_COMMANDS = {sign.unicode: name for name, sign in reversed(SIGNS.items()) if name.startswith("\\")}
_FENCES = {"{": r"\{", "}": r"\}", "": "."}
_MARKS = {"\u0302": r"\hat", "\u20d7": r"\vec"}
_PLAIN_FENCES = ("(", "[", "{")
_TEXT_SIGNS = str.maketrans({sign: rf"\{sign}" for sign in "#$%&_{}"} | {"^": "", "~": " "})


def latex(formula: str) -> str:
    """Return a formula, without its dollars, as LaTeX.

    Raises:
        FormulaError: where it is not in the subset.

    """
    return _line(read(formula))


def _line(row: Row) -> str:
    return " ".join(map(_text, row))


def _text(node: Node) -> str:
    match node:
        case Sign():
            return _sign(node)
        case Fraction(top, bottom):
            return rf"\frac{{{_line(top)}}}{{{_line(bottom)}}}"
        case Fenced("√", inside):
            return rf"\sqrt{{{_line(inside)}}}"
        case Fenced("", inside, ""):
            return f"{{{_line(inside)}}}"
        case Fenced():
            return _fenced(node)
    return _with_scripts(node)


def _sign(sign: Sign) -> str:
    """Return a single sign, word or blank."""
    if sign.kind == "text":
        return rf"\text{{{sign.unicode.translate(_TEXT_SIGNS)}}}"
    if sign.kind == "bar":
        return "|"
    if sign.unicode in _COMMANDS:
        command = _COMMANDS[sign.unicode]
        return f"{{{command}}}" if sign.kind == "glue" and command[1:].isalpha() else command
    marked = unicodedata.normalize("NFD", sign.unicode)
    if len(marked) == len("y\u0302") and marked[1] in _MARKS:
        return f"{_MARKS[marked[1]]}{{{marked[0]}}}"
    if sign.kind == "glue":
        return f"{{{sign.unicode}}}"
    is_name = len(sign.unicode) > 1 and sign.unicode.isalpha()
    text = sign.unicode.replace("−", "-")
    return rf"\operatorname{{{text.translate(_TEXT_SIGNS)}}}" if is_name else text


def _fenced(node: Fenced) -> str:
    """Return what stands in delimiters, which grow only where there is something tall."""
    inside = _line(node.inside)
    opening, closing = (_FENCES.get(sign, sign) for sign in (node.opening, node.closing))
    is_tall = any(kind(each) in ("fraction", "big") for each in node.inside)
    if node.opening in _PLAIN_FENCES and node.closing and not is_tall:
        return f"{opening}{inside}{closing}"
    return rf"\left{opening} {inside} \right{closing}"


def _with_scripts(node: Scripted) -> str:
    """Return what has primes or scripts; LaTeX wants the primes first."""
    base = _text(node.base)
    is_one = isinstance(node.base, Sign) or (isinstance(node.base, Fenced) and node.base.closing)
    if not is_one and base != "{}":
        base = f"{{{base}}}"
    above = f"^{{{_line(node.above)}}}" if node.above else ""
    below = f"_{{{_line(node.below)}}}" if node.below else ""
    return f"{base}{chr(39) * node.primes}{above}{below}"
