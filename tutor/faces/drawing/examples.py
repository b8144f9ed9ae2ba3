"""The table of examples: one row each with its derivative, the mean below."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.course.tables import UNKNOWN, descent_texts, example_rows
from tutor.course.view import View
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.network_model import layer_title
from tutor.faces.drawing.picture import Line, Picture, Span, Tone, fitted, line
from tutor.faces.drawing.place import current_example, is_after_examples, slope

_RULES = {Tier.UNICODE: "─", Tier.ASCII: "-"}
_GAP = 2
_X, _Y, _OUTPUT, _COST = 1, 2, 3, 4
_LONGEST = 24
_FRAME = 3
"""Rows besides those of the examples: the heads, a rule, the mean."""
Row = tuple[str, ...]


def draw_examples(view: View, width: int, height: int) -> Picture:
    """Return the table, with as many columns and rows as fit; the mean is always there."""
    heads, rows, mean = _table(view)
    kept = _columns_that_fit([heads, *rows, mean], width)
    widths = [max(len(row[column]) for row in (heads, *rows, mean)) for column in kept]
    across = min(width, sum(widths) + _GAP * len(widths))
    here = -1 if is_after_examples(view) else current_example(view)

    def laid(row: Row, tone: Tone, mark: str = " ") -> Line:
        cells = (row[column].rjust(wide) for column, wide in zip(kept, widths, strict=True))
        return line(Span(f"{mark} {(' ' * _GAP).join(cells)}", tone))

    body = [
        laid(row, Tone.STRONG if index == here else Tone.PLAIN, ">" if index == here else " ")
        for index, row in enumerate(rows)
    ]
    if len(body) == 1:
        return fitted((laid(heads, Tone.DIM), *body), width, height)
    shown = _around(body, max(0, here), height - _FRAME)
    tone = Tone.STRONG if is_after_examples(view) else Tone.PLAIN
    rule = _rule(view, across, len(body) - len(shown))
    picture = (laid(heads, Tone.DIM), *shown, line(Span(rule, Tone.DIM)), laid(mean, tone))
    return fitted(picture, width, height)


def _rule(view: View, across: int, hidden: int) -> str:
    """Return the rule above the mean; it says how many examples there was no room for."""
    more = f" {hidden} more" if hidden else ""
    return (_RULES[Tier.of(view.notation)] * max(0, across - len(more)) + more)[-across:]


def _table(view: View) -> tuple[Row, list[Row], Row]:
    """Return the heads, a row for each example, and the mean."""
    by = view.trace.name(slope(view, None), view.notation, None)
    output = layer_title(view, view.trace.rules.shape.last)
    heads = ("example", "x", "y", output, "C", by)
    rows = [
        (row.number, *map(_short, (row.x, row.y, row.output)), row.cost, row.slope)
        for row in example_rows(view)
    ]
    texts = descent_texts(view)
    cost = "" if texts.cost_before == UNKNOWN else texts.cost_before
    return heads, rows, ("mean", "", "", "", cost, texts.gradient)


def _short(text: str) -> str:
    """Return a list of numbers, its end left out where it is long."""
    if len(text) <= _LONGEST:
        return text
    return text[: _LONGEST - 3].rpartition(",")[0] + ", ..."


def _columns_that_fit(rows: Sequence[Row], width: int) -> list[int]:
    """Return the columns that fit; what can be read elsewhere goes first."""
    kept = list(range(len(rows[0])))
    for dispensable in (_X, _Y, _OUTPUT, _COST):
        wide = sum(max(len(row[column]) for row in rows) + _GAP for column in kept)
        if wide <= width:
            break
        kept.remove(dispensable)
    return kept


def _around(body: list[Line], here: int, room: int) -> list[Line]:
    """Return the rows around the current one, as many as there is room for."""
    if len(body) <= room:
        return body
    start = min(max(0, here - room // 2), len(body) - max(0, room))
    return body[start : start + max(0, room)]
