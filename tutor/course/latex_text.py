r"""People's text for LaTeX: every sign is shown, none is acted on.

ASCII signs that LaTeX acts on are written by their commands. Of the others, pdfTeX knows the
accented letters of Latin scripts; mathematical signs are written by their commands, and what is
left goes through ``\sign``, which shows its number where the font has no such sign.
"""

from __future__ import annotations

import re
import unicodedata

from tutor.course.letters import SUBSCRIPTS, SUPERSCRIPTS, to_ascii
from tutor.course.symbols import SIGNS

PREAMBLE = r"""\DeclareRobustCommand{\sign}[2]{\ifdefined\pdftexversion[U+#2]\else
  \iffontchar\font"#2 #1\else[U+#2]\fi\fi}"""
"""Defines what :func:`escaped` uses: a sign, or its number where the font has no such sign."""

_ACTED_ON = {
    **{ord(sign): rf"\{sign}" for sign in "{}$&#%_"},
    ord("\\"): r"\textbackslash{}",
    ord("^"): r"\textasciicircum{}",
    ord("~"): r"\textasciitilde{}",
    ord("<"): r"\textless{}",
    ord(">"): r"\textgreater{}",
    ord("|"): r"\textbar{}",
    ord('"'): r"\textquotedbl{}",
    ord("`"): r"\textasciigrave{}",
}
_LIGATURE = re.compile("(?<=-)(?=-)|(?<=,)(?=,)|(?<=')(?=')")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_QUOTED = "‘’‚“”„‹›«»–—…•€™§©®°±µ¶·¿¡×÷ßÆæØøŒœÐðÞþŁłĐđıŊŋ"
_ACCENTS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328"
_LAST_LATIN = 0x17F
_RAISED = {chr(sign): chr(plain) for plain, sign in SUPERSCRIPTS.items()}
_LOWERED = {chr(sign): chr(plain) for plain, sign in SUBSCRIPTS.items() if sign != plain}
_MATHEMATICAL = {
    sign.unicode: name for name, sign in reversed(SIGNS.items()) if name[:1] == "\\"
} | {"√": r"\surd", "−": "-", "′": "'"}


def escaped(text: str, *, ascii_only: bool = False) -> str:
    """Return a text as LaTeX that shows it."""
    if ascii_only:
        text = to_ascii(text)
    safe = _LIGATURE.sub("\0", text).translate(_ACTED_ON).replace("\0", "{}")
    return with_known_signs(safe)


def with_known_signs(latex: str) -> str:
    """Return LaTeX in which each sign beyond ASCII is one that pdfTeX can show."""
    return _BEYOND.sub(lambda found: _known(found.group()), unicodedata.normalize("NFC", latex))


def _known(sign: str) -> str:
    """Return the LaTeX of a sign beyond ASCII."""
    if sign in _MATHEMATICAL:
        return rf"\ensuremath{{{_MATHEMATICAL[sign]}}}"
    if sign in _QUOTED or _is_accented(sign):
        return sign
    if sign in _RAISED:
        return rf"\textsuperscript{{{escaped(_RAISED[sign])}}}"
    if sign in _LOWERED:
        return rf"\ensuremath{{_{{\text{{{escaped(_LOWERED[sign])}}}}}}}"
    if sign.isspace():
        return "~"
    shown = sign if sign.isprintable() else ""
    return rf"\sign{{{shown}}}{{{ord(sign):04X}}}"


def _is_accented(sign: str) -> bool:
    """Return whether a sign is a letter of ASCII with an accent that the font encoding T1 has."""
    parts = unicodedata.normalize("NFD", sign)
    is_pair = len(parts) == len("a\u0300") and ord(sign) <= _LAST_LATIN
    return is_pair and parts[0].isascii() and parts[1] in _ACCENTS
