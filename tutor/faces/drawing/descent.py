"""The step of descent: the parameter before and after it, and the cost as two bars."""

from __future__ import annotations

from tutor.chain.addresses import Address, Q
from tutor.course.tables import DescentTexts, descent_texts
from tutor.course.view import View
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.picture import Picture, Span, Tone, fitted, line

_BARS = {Tier.UNICODE: ("━", "─", "→"), Tier.ASCII: ("=", "-", "->")}
_LONGEST_BAR = 40


def draw_descent(view: View, width: int, height: int) -> Picture:
    """Return the step of descent, as much of it as fits."""
    texts, tier = descent_texts(view), Tier.of(view.notation)
    name = view.trace.name(view.parameter, view.notation, None)
    rate = view.trace.name(Address(Q.ETA), view.notation, None)
    arrow = _BARS[tier][2]
    picture = (
        line(Span(f"{name}  {texts.old} {arrow} "), Span(texts.new, Tone.STRONG)),
        line(Span(f"{rate} = {texts.rate}, step {texts.step}", Tone.DIM)),
        (),
        *_cost(view, texts, tier, width),
    )
    if height < len(picture):
        picture = tuple(each for each in picture if each)
    return fitted(picture, width, height)


def _cost(view: View, texts: DescentTexts, tier: Tier, width: int) -> Picture:
    """Return the cost before and after the step, as bars of these lengths."""
    heading = line(Span("cost, every weight and bias moved", Tone.DIM))
    if not view.is_seen(Address(Q.NEW_C)):
        return ()
    before, after = view.trace.values.cost, view.trace.values.cost_after
    room = max(1, min(_LONGEST_BAR, width - len("before  ") - 11))
    largest = max(before, after) or 1.0
    rows = []
    for label, value, text in (
        ("before", before, texts.cost_before),
        ("after ", after, texts.cost_after),
    ):
        share = value / largest
        full = round(room * share) if 0 <= share <= 1 else room
        full = min(full, room - 1) if share < 1 else full  # a smaller cost is seen to be smaller
        heavy, light, _ = _BARS[tier]
        bar = (Span(heavy * full, Tone.ACCENT), Span(light * (room - full), Tone.DIM))
        rows.append(line(Span(f"{label}  ", Tone.DIM), *bar, Span(f" {text}", Tone.STRONG)))
    return heading, *rows
