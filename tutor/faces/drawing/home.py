"""Home as lines: where one left off, the lessons with what is done of each, what else there is."""

from __future__ import annotations

from typing import NamedTuple

from tutor.course.catalogue import Entry
from tutor.course.standing import Stage, Standing
from tutor.faces.drawing.picture import Line, Span, Tone, line

_MARKS = {Stage.NEW: " ", Stage.BEGUN: "-", Stage.DONE: "*"}
_NUMBER, _MINUTES, _GAP = 5, 7, 2
_LONGEST_ROW = 100


class LeftOff(NamedTuple):
    """Work that was left off.

    Attributes:
        title: of the lesson.
        where: at which question of how many.
        when: the day and the hour, as a clock here showed it.

    """

    title: str
    where: str
    when: str


def go_on_row(left: LeftOff, width: int) -> Line:
    """Return the row that goes on where one left off."""
    told = f"{left.where}, {left.when}"
    room = max(10, width - len("Go on  ") - _GAP - len(told))
    title = Span(shortened(left.title, room), Tone.STRONG)
    return line(Span("Go on  ", Tone.ACCENT), title, Span(f"  {told}", Tone.DIM))


def lesson_rows(
    entries: tuple[Entry, ...], standings: dict[str, Standing], width: int
) -> list[Line]:
    """Return a row for each lesson, in columns: number, title, minutes, what is done."""
    told = [standing_text(standings.get(each.name, Standing())) for each in entries]
    last = max(map(len, told), default=0)
    longest = max((len(each.title) for each in entries), default=0)
    room = min(width, _LONGEST_ROW) - _NUMBER - _MINUTES - last - 2 * _GAP
    title = max(10, min(longest, room))
    return [
        _row(entry, standings.get(entry.name, Standing()), text, title)
        for entry, text in zip(entries, told, strict=True)
    ]


def _row(entry: Entry, standing: Standing, told: str, room: int) -> Line:
    gap = " " * _GAP
    is_done = standing.stage is Stage.DONE
    return line(
        Span(f"{_MARKS[standing.stage]} ", Tone.GOOD if is_done else Tone.ACCENT),
        Span(f"{entry.number:>2} "),
        Span(shortened(entry.title, room).ljust(room), Tone.STRONG),
        Span(f"{gap}{entry.minutes:>3} min{gap}", Tone.DIM),
        Span(told, Tone.GOOD if is_done else Tone.DIM),
    )


def standing_text(standing: Standing) -> str:
    """Return in words how far a lesson is."""
    if standing.stage is Stage.NEW:
        return ""
    if standing.stage is Stage.BEGUN:
        of = f" of {standing.total}" if standing.total else " done"
        shown = f", {standing.shown} shown" if standing.shown else ""
        return f"begun, {standing.answered}{of}{shown}"
    if not standing.answered:
        return "done"
    return f"done, {standing.at_once} of {standing.answered} at once"


def other_row(key: str, title: str, told: str, width: int) -> Line:
    """Return a row for what there is besides lessons, with the key that does the same."""
    first, second = f"{key:>4} ", f"{title:<16}"
    room = max(0, width - len(first) - len(second))
    return line(
        Span(first, Tone.ACCENT), Span(second, Tone.STRONG), Span(_told(told, room), Tone.DIM)
    )


def _told(text: str, room: int) -> str:
    """Return what something is, without its last parts where there is no room for them."""
    while len(text) > room and ", " in text:
        text = text.rpartition(", ")[0]
    return shortened(text, room)


def heading(text: str) -> Line:
    """Return a row that parts others."""
    return line(Span(text, Tone.DIM))


def shortened(text: str, room: int) -> str:
    """Return a text, its end left out where there is no room for it."""
    return text if len(text) <= room else f"{text[: max(0, room - 3)]}..."[: max(0, room)]
