"""The line at the top: the program, the lesson, the derivative, how far one is."""

from __future__ import annotations

from tutor.course.letters import to_ascii
from tutor.course.view import Phase, View
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.picture import Line, Span, Tone, cut, line, wide
from tutor.faces.drawing.place import slope

PROGRAM = "Backprop Tutor"
_SIGNS = {Tier.UNICODE: ("·", "━", "─"), Tier.ASCII: ("|", "=", "-")}
_BARS = (24, 16, 10, 6)


def draw_header(view: View, width: int) -> Line:
    """Return the line at the top, with as much as fits; how far one is, is always there."""
    dot, heavy, light = _SIGNS[Tier.of(view.notation)]
    title = view.exercise.title
    title = title if Tier.of(view.notation) is Tier.UNICODE else to_ascii(title)
    name = Span(view.trace.name(slope(view, None), view.notation, None), Tone.ACCENT)
    left = [Span(f" {PROGRAM}", Tone.STRONG), Span(f" {dot} ", Tone.DIM), Span(title)]
    left += [Span(f" {dot} ", Tone.DIM), name]
    shorter = [Span(f" {title}"), Span(f" {dot} ", Tone.DIM), name]
    where = Span(f"{_where(view)} ")
    for start, rooms in ((left, _BARS), (shorter, _BARS), ([Span(" "), name], (*_BARS, 0))):
        for room in rooms:
            full = round(room * view.done / view.total) if view.total else room
            bar = (Span(heavy * full, Tone.ACCENT), Span(light * (room - full), Tone.DIM))
            free = width - wide(start) - wide((where, *bar)) - 2
            if free >= 0:
                return line(*start, Span(" " * (free + 1)), where, *bar, Span(" "))
    return cut(line(where), width)


def _where(view: View) -> str:
    if view.phase is Phase.READING:
        return f"page {view.page + 1} of {len(view.exercise.pages)}"
    if view.phase is Phase.FINISHED:
        return "finished"
    return f"question {view.number} of {view.total}"
