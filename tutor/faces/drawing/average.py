"""The average: each example's derivative as a bar, the mean below; and the whole gradient."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tutor.chain.addresses import Address, Q
from tutor.chain.numbers import given_text, text_of
from tutor.course.gradient import Component, largest
from tutor.course.sight import in_sight, is_in_sight, slope_of
from tutor.course.tables import UNKNOWN
from tutor.course.view import View
from tutor.faces.drawing.bars import signed_bar
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.network_model import layer_title
from tutor.faces.drawing.picture import Line, Picture, Span, Tone, fitted, line

_RULES = {Tier.UNICODE: "─", Tier.ASCII: "-"}
_GAP = 2
_LEAST_BAR, _GOOD_BAR, _LONGEST_BAR = 7, 15, 61
_FRAME = 3
"""Rows besides those of the examples: the heads, a rule, the mean."""
_LONGEST = 20
_X, _Y, _OUTPUT, _COST = 1, 2, 3, 4
Cells = tuple[str, ...]


class _Row(NamedTuple):
    """A row's texts, and the derivative that its bar shows; None while it is not known."""

    cells: Cells
    slope: float | None


def draw_average(
    view: View, parameter: Address, width: int, height: int, first: int = 0
) -> Picture:
    """Return the table of examples from one on, with a bar for each derivative, the mean below."""
    count = len(view.trace.problem.examples)
    room = max(1, height - _FRAME) if count > 1 else 1
    first = min(max(0, first), max(0, count - room))
    shown = [_row(view, parameter, k) for k in range(first, min(count, first + room))]
    mean = _mean(view, parameter) if count > 1 else None
    rows = [*shown, *([mean] if mean else [])]
    heads = _heads(view, parameter)
    kept = _columns_that_fit([heads, *(row.cells for row in rows)], width)
    widths = [max(len(cells[c]) for cells in (heads, *(r.cells for r in rows))) for c in kept]
    scale = _largest(rows)
    bar = min(_LONGEST_BAR, max(0, width - sum(widths) - _GAP * len(widths)))

    def laid(row: _Row, tone: Tone = Tone.PLAIN) -> Line:
        cells = (row.cells[c].rjust(wide) for c, wide in zip(kept, widths, strict=True))
        text = Span((" " * _GAP).join(cells) + " " * _GAP, tone)
        return line(text, *_bar(row.slope, scale, bar, Tier.of(view.notation)))

    head = line(Span(laid(_Row(heads, None))[0].text, Tone.DIM))
    body = [laid(row) for row in shown]
    if mean is None:
        return fitted((head, *body), width, height)
    rule = _RULES[Tier.of(view.notation)] * min(width, sum(widths) + _GAP * len(widths) + bar)
    end = (line(Span(rule, Tone.DIM)), laid(mean, Tone.STRONG))
    return fitted((head, *body[: max(0, height - _FRAME)], *end), width, height)


def _heads(view: View, parameter: Address) -> Cells:
    output = layer_title(view, view.trace.rules.shape.last)
    slope = view.trace.name(slope_of(parameter, None), view.notation, None)
    return ("k", "x", "y", output, "C", slope)


def _row(view: View, parameter: Address, example: int) -> _Row:
    given = view.trace.problem.examples[example]
    outputs = (
        in_sight(view, Address(Q.A, view.trace.rules.shape.last, j, 0, example))
        for j in range(len(given.y))
    )
    place = slope_of(parameter, example)
    cells = (
        str(example),
        _short(given_text(float(value)) for value in given.x),
        _short(given_text(float(value)) for value in given.y),
        _short(outputs),
        in_sight(view, Address(Q.C, example=example)),
        in_sight(view, place),
    )
    return _Row(cells, view.trace.settled(place) if is_in_sight(view, place) else None)


def _mean(view: View, parameter: Address) -> _Row:
    place = slope_of(parameter, None)
    is_known = is_in_sight(view, place)
    examples = range(len(view.trace.problem.examples))
    costs = all(is_in_sight(view, Address(Q.C, example=each)) for each in examples)
    cost = view.trace.shown(Address(Q.C)) if is_known or costs else UNKNOWN
    cells = ("mean", "", "", "", cost, in_sight(view, place))
    return _Row(cells, view.trace.settled(place) if is_known else None)


def _short(texts: Iterable[str]) -> str:
    """Return numbers as a list, its end left out where it is long."""
    text = ", ".join(texts)
    if len(text) <= _LONGEST:
        return text
    return text[: _LONGEST - 3].rpartition(",")[0] + ", ..."


def _columns_that_fit(rows: Sequence[Cells], width: int) -> list[int]:
    """Return the columns that fit beside a bar; what can be read elsewhere goes first."""
    kept = list(range(len(rows[0])))
    for dispensable in (_X, _Y, _OUTPUT, _COST):
        bar = _LEAST_BAR if dispensable == _COST else _GOOD_BAR
        if sum(max(len(row[c]) for row in rows) + _GAP for c in kept) + bar <= width:
            break
        kept.remove(dispensable)
    return kept


def _largest(rows: Sequence[_Row]) -> float:
    sizes = (abs(row.slope) for row in rows if row.slope is not None)
    return max((size for size in sizes if math.isfinite(size)), default=0.0)


def _bar(slope: float | None, scale: float, width: int, tier: Tier) -> Line:
    if slope is None or width < _LEAST_BAR:
        return ()
    return signed_bar(slope, scale, width, tier)


def draw_gradient(
    view: View, parts: Sequence[Component], here: int, width: int, height: int
) -> Picture:
    """Return the gradient around one component, each with its size as a bar.

    Args:
        view: what may be seen, and how quantities are written.
        parts: the components in the order to be shown.
        here: the number of the one that is looked at.
        width, height: the room there is.

    """
    start = first_row(len(parts), here, height)
    shown = parts[start : start + height]
    values = [text_of(part.value) if part.known else UNKNOWN for part in shown]
    names = _names(view, [slope_of(part.parameter, None) for part in shown])
    taken = max(map(len, values), default=0) + 2 * _GAP + 2
    if width - taken - max(map(len, names), default=0) < _LEAST_BAR:
        names = _names(view, [part.parameter for part in shown])
    wide = max(map(len, names), default=0), max(map(len, values), default=0)
    scale, tier = largest(list(parts)), Tier.of(view.notation)
    room = min(_LONGEST_BAR, width - sum(wide) - 2 * _GAP - 2)
    lines = []
    for number, (part, name, value) in enumerate(zip(shown, names, values, strict=True), start):
        is_here = number == here
        text = f"{'>' if is_here else ' '} {name.ljust(wide[0])}{' ' * _GAP}{value.rjust(wide[1])}"
        known = part.value if part.known else None
        tone = Tone.STRONG if is_here else Tone.PLAIN
        lines.append(line(Span(text + " " * _GAP, tone), *_bar(known, scale, room, tier)))
    return fitted(tuple(lines), width, height)


def _names(view: View, places: Sequence[Address]) -> list[str]:
    return [view.trace.name(place, view.notation, None) for place in places]


def first_row(count: int, here: int, height: int) -> int:
    """Return the number of the first component that is shown, so that one is in the middle."""
    return min(max(0, here - height // 2), max(0, count - height))
