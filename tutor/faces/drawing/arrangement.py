"""How a small screen is shared out: rows for the picture at the top and the question below."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from tutor.course.plan import PlannedOwn
from tutor.course.view import Phase, View
from tutor.faces.drawing.dialogue import asked, enter, said
from tutor.faces.drawing.network import draw_network
from tutor.faces.drawing.picture import Picture, rows

_FRAME = 2
_SIDES = 4
_HEADER = 1
_KEYS_FROM = 24  # rows from which on a second line of keys is worth a row
_MIDDLE, _LEAST_MIDDLE = 7, 6
_QUESTION, _LEAST_QUESTION, _SHORT_QUESTION = 8, 7, 4
_LINE, _VERDICT = 1, 2  # what is typed, and most verdicts
_LARGE, _SMALL, _TINY = (110, 32), (60, 16), (24, 8)


class Extent(Enum):
    """How large a screen is: what is shown on it."""

    LARGE = "large"
    USUAL = "usual"
    SMALL = "small"
    TINY = "tiny"


def extent(width: int, height: int) -> Extent:
    """Return how large a screen is."""
    for limit, smaller in ((_TINY, Extent.TINY), (_SMALL, Extent.SMALL), (_LARGE, Extent.USUAL)):
        if width < limit[0] or height < limit[1]:
            return smaller
    return Extent.LARGE


class Arrangement(NamedTuple):
    """Heights, frames included; what is left is for the notes and the chain."""

    picture: int
    question: int


def key_lines(view: View, width: int, height: int) -> int:
    """Return how many lines the keys have: two where one is too short for all of them.

    Not where that would leave no room for all neurons, each in a row of its own.
    """
    is_usual = extent(width, height) is Extent.USUAL
    if not is_usual or width >= _LARGE[0] or height < _KEYS_FROM:
        return 1
    _, least = _question_rows(view, max(1, width - _SIDES), height)
    room = height - _HEADER - 2 - _FRAME - least - _LEAST_MIDDLE
    return 2 if _wanted(view) <= room else 1


def _question_rows(view: View, width: int, height: int) -> tuple[int, int]:
    """Return how many rows the question would need, and how many it gets at least."""
    needed = sum(rows(each, width) for each in _dialogue(view, width, height)) + _FRAME
    return needed, max(_LEAST_QUESTION, needed) if _is_own(view) else _LEAST_QUESTION


def arrangement(view: View, width: int, height: int, keys: int = 1) -> Arrangement:
    """Return how many rows the picture and the question get on a screen of one column.

    `keys` is how many rows the line of keys has.
    """
    inner = max(1, width - _SIDES)
    edges = _HEADER + keys
    room = height - edges - _FRAME
    needed, least = _question_rows(view, inner, height)
    crowded = min(_wanted(view), room - least - _LEAST_MIDDLE)
    most_empty = _QUESTION + 1 - keys  # a second line of keys has a row that is mostly empty
    below = _SHORT_QUESTION if view.phase is Phase.FINISHED else max(most_empty, least)
    picture = len(draw_network(view, inner, max(1, room - below - _MIDDLE, crowded))) + _FRAME
    most = height - edges - picture - _LEAST_MIDDLE
    if view.phase not in (Phase.ASKING, Phase.SOLVED):
        return Arrangement(picture, max(_SHORT_QUESTION, min(needed, most)))
    usual = max(min(most_empty, _to_begin_with(view, inner, height)), needed)
    return Arrangement(picture, max(_LEAST_QUESTION, min(usual, most)))


def _to_begin_with(view: View, width: int, height: int) -> int:
    """Return the rows that a question has from its first moment on, so that nothing jumps.

    Where there are notes to read they have the rows that neither question nor a verdict needs.
    """
    if not view.prose:
        return _QUESTION
    told = rows(asked(replace(view, phase=Phase.ASKING), width, known_rows(height)), width)
    return min(_QUESTION, _FRAME + told + _LINE + _VERDICT)


def known_rows(height: int) -> int:
    """Return how many lines the known values may take on a screen."""
    return max(2, height // 8)


def _dialogue(view: View, width: int, height: int) -> tuple[Picture, ...]:
    return asked(view, width, known_rows(height)), said(view), (enter(view, width),)


def _is_own(view: View) -> bool:
    """Return whether a question of the lesson's own is there, whose choices must all be seen."""
    return isinstance(view.question, PlannedOwn) and view.phase in (Phase.ASKING, Phase.SOLVED)


def _wanted(view: View) -> int:
    """Return how many rows the picture needs at least: a neuron a row."""
    return max(view.trace.problem.sizes) + 1
