"""A piece of prose: Markdown with its formulas in the program's notation."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.course.marks import Mark, spans
from tutor.course.plain_text import laid_out
from tutor.course.view import View
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.picture import Picture, Span, Tone

_TONES = {Mark.NONE: Tone.PLAIN, Mark.EMPHASIS: Tone.STRONG, Mark.CODE: Tone.ACCENT}


def prose_picture(view: View, width: int) -> Picture:
    """Return the prose that belongs here, as high as it is; nothing is cut off."""
    text = laid_out(view.prose, Tier.of(view.notation).spelled, width)
    return tuple(
        tuple(Span(piece, _TONES[mark]) for piece, mark in spans(row))
        for line in text.splitlines()
        for row in _folded(line, max(1, width))
    )


def _folded(line: str, width: int) -> Iterator[str]:
    """Yield a line in pieces that fit: what has no blank to wrap at is too long for one."""
    for start in range(0, max(1, len(line)), width):
        yield line[start : start + width]
