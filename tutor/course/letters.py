"""Raised and lowered letters, and what stands for typographic signs in ASCII."""

from __future__ import annotations

import re
import unicodedata

from tutor.chain.notation import ASCII, Notation
from tutor.course.symbols import SIGNS

SUPERSCRIPTS = str.maketrans(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ",
)
SUBSCRIPTS = str.maketrans("0123456789+−=(),aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎,ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_RAISED = {sign: chr(plain) for plain, sign in SUPERSCRIPTS.items()} | {ord("ᵀ"): "T"}
_TYPED: dict[int, int | str] = {
    **{ord(sign): made.ascii for sign, made in SIGNS.items() if not sign.isascii()},
    **str.maketrans("×–‐‑‘’“”„«»′•⁄↑↓─│", 'x---\'\'"""""\'-/^v-|'),
    **{ord(sign): text for sign, text in {"—": "--", "″": "''", "√": "sqrt", "↔": "<->"}.items()},
}


def moved(text: str, table: dict[int, int], otherwise: str) -> str:
    """Return a text raised or lowered by a table, or else what stands for it."""
    is_whole = all(ord(character) in table for character in text)
    return text.translate(table) if is_whole else otherwise


def power(text: str) -> str:
    """Return an exponent, in parentheses unless it is one sign, a number or has them already."""
    is_one = len(text) == 1 or text.isdecimal() or re.fullmatch(r"\([^()]*\)", text)
    return text if is_one else f"({text})"


def to_ascii(text: str) -> str:
    """Return a text in pure ASCII: formulas as one types them, signs by their names."""
    text = re.sub(r"σ(?=[(′'])", "sigmoid", text)
    text = re.sub(f"[{''.join(map(chr, _RAISED))}]+", _lowered, text)
    text = unicodedata.normalize("NFKD", text.translate(_TYPED)).translate(_TYPED)
    marks = (character for character in text if not unicodedata.combining(character))
    return "".join(character if character.isascii() else "?" for character in marks)


def in_tier(text: str, notation: Notation) -> str:
    """Return a text as it stands, or in ASCII where that is the notation."""
    return to_ascii(text) if notation is ASCII else text


def _lowered(raised: re.Match[str]) -> str:
    """Return raised characters as one types them: a layer's number, a plus, or a power."""
    text = raised[0].translate(_RAISED)
    layer = re.fullmatch(r"(?:\((\d+)\))?(\+?)", text)
    return "".join(filter(None, layer.groups())) if layer else f"^{power(text)}"
