"""The sessions of the records as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from tutor.course.records import SessionSummary
from tutor.faces.drawing.home import shortened
from tutor.faces.drawing.picture import Line, Span, Tone, line

_NUMBER, _WHEN, _ENDING, _GAPS = 5, 16, 10, 6


def session_rows(
    sessions: Sequence[SessionSummary], titles: Mapping[str, str], width: int
) -> list[Line]:
    """Return a row for each session; `titles` are those of known lessons, by name."""
    room = max(10, width - _NUMBER - _WHEN - _ENDING - _GAPS)
    return [
        line(
            Span(f"{each.id:>{_NUMBER}}  ", Tone.DIM),
            Span(f"{local_time(each.last)}  ", Tone.DIM),
            Span("done        " if each.finished else "not done    "),
            Span(shortened(titles.get(each.lesson, each.lesson), room), Tone.STRONG),
        )
        for each in sessions
    ]


def local_time(moment: str) -> str:
    """Return a moment as a clock on this machine showed it."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return moment[:16]
