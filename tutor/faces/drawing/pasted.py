"""What is copied from the screen, as one would type it."""

from __future__ import annotations

import re

from tutor.course.letters import SUBSCRIPTS, SUPERSCRIPTS

_PLAIN = {made: plain for table in (SUPERSCRIPTS, SUBSCRIPTS) for plain, made in table.items()}
_FRAMES = re.compile(r"[\u2500-\u257f]")
_LOW = "[₀-₉,]"
_QUANTITY = re.compile(rf"⁽([⁰¹²³⁴-⁹]+)⁾({_LOW}*)")
_INPUT = re.compile(rf"(?<![A-Za-z0-9])([xy])({_LOW}+)")
_COST = re.compile(r"(?<![A-Za-z0-9])(d?C)[₀-₉]+")
_OTHER = str.maketrans({"∂": "d", "η": "eta"})


def typed(text: str) -> str:
    """Return a copied text in one line: frames left out, and names as they can be typed."""
    text = " ".join(_FRAMES.sub(" ", text).split()).removeprefix("> ")
    text = _QUANTITY.sub(lambda found: _plain(found[1]) + _indices(found[2]), text)
    text = _INPUT.sub(lambda found: found[1] + _indices(found[2]), text.translate(_OTHER))
    return _COST.sub(r"\1", text)


def _plain(signs: str) -> str:
    return signs.translate(_PLAIN)


def _indices(signs: str) -> str:
    """Return lowered indices in brackets; two without a comma are of one digit each."""
    if not signs:
        return ""
    indices = _plain(signs).split(",") if "," in signs else list(_plain(signs))
    return f"[{','.join(indices)}]"
