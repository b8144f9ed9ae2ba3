"""Pictures: lines of text in tones. A face decides how a tone looks."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from textwrap import wrap
from typing import NamedTuple, TypeAlias

from tutor.chain.notation import Notation
from tutor.course.letters import in_tier


class Tone(Enum):
    """What a piece of text is to the reader; never the only thing that tells something."""

    PLAIN = "plain"
    DIM = "dim"
    FAINT = "faint"
    STRONG = "strong"
    ACCENT = "accent"
    HERE = "here"
    CHOSEN = "chosen"
    GOOD = "good"
    BAD = "bad"


class Span(NamedTuple):
    """A piece of a line."""

    text: str
    tone: Tone = Tone.PLAIN


Line: TypeAlias = tuple[Span, ...]
Picture: TypeAlias = tuple[Line, ...]


def line(*pieces: str | Span) -> Line:
    """Return a line of pieces; a bare text is plain."""
    return tuple(piece if isinstance(piece, Span) else Span(piece) for piece in pieces)


def shown_in(spans: Line, notation: Notation) -> Line:
    """Return a line with people's words in it as a notation can show them."""
    return tuple(Span(in_tier(span.text, notation), span.tone) for span in spans)


def wide(spans: Iterable[Span]) -> int:
    """Return how many columns spans take."""
    return sum(len(span.text) for span in spans)


def text_of_line(spans: Line) -> str:
    """Return a line's text without its tones."""
    return "".join(span.text for span in spans)


def text_of_picture(picture: Picture) -> str:
    """Return a picture's text without its tones, blanks at the ends of lines left out."""
    return "\n".join(text_of_line(each).rstrip() for each in picture)


def cut(spans: Line, width: int) -> Line:
    """Return as much of a line as fits."""
    kept, left = [], max(0, width)
    for span in spans:
        piece = span.text[:left]
        left -= len(piece)
        if piece:
            kept.append(Span(piece, span.tone))
    return tuple(kept)


def fitted(picture: Picture, width: int, height: int) -> Picture:
    """Return as much of a picture as fits."""
    return tuple(cut(each, width) for each in picture[: max(0, height)])


def indented(picture: Picture, columns: int) -> Picture:
    """Return a picture moved to the right."""
    return tuple((Span(" " * max(0, columns)), *each) for each in picture)


def rows(picture: Picture, width: int) -> int:
    """Return how many rows a picture takes where long lines are wrapped."""
    return sum(max(1, len(wrap(text_of_line(each), max(1, width)))) for each in picture)
