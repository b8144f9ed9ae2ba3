"""The notes: the prose that belongs here, below it what is worked out so far."""

from __future__ import annotations

from tutor.course.view import View
from tutor.faces.drawing.arrangement import Extent
from tutor.faces.drawing.picture import Picture
from tutor.faces.drawing.place import is_after_examples
from tutor.faces.drawing.prose import prose_picture
from tutor.faces.drawing.worked import worked_examples, worked_steps

_LONGEST_LINE = 88
"""Longer lines of prose are hard to read."""


def draw_notes(view: View, width: int, size: Extent) -> Picture:
    """Return the notes, as high as they are.

    Of a usual screen the examples' table, which has no panel of its own there, is part.
    """
    has_table = size is Extent.USUAL and is_after_examples(view)
    parts = (
        prose_picture(view, min(width, _LONGEST_LINE)),
        worked_examples(view, width) if has_table else (),
        worked_steps(view, width, is_alone=size is Extent.LARGE),
    )
    drawn: Picture = ()
    for part in parts:
        drawn += ((), *part) if drawn and part else part
    return drawn
