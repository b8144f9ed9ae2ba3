"""One step of a descent: the parameter before and after it, how it follows, the cost as bars."""

from __future__ import annotations

import math

from tutor.chain.addresses import Address, Q
from tutor.chain.numbers import text_of
from tutor.course.descent import DescentRun, Stride
from tutor.course.descent_words import formula, new, old
from tutor.course.view import View
from tutor.faces.drawing.bars import bar
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.picture import Line, Picture, Span, Tone, fitted, line

_ARROWS = {Tier.UNICODE: "→", Tier.ASCII: "->"}
_LONGEST_BAR = 40


def draw_stride(
    view: View, run: DescentRun, parameter: Address, width: int, height: int
) -> Picture:
    """Return the step that led to a descent's place, and the rate of the steps to come."""
    tier = Tier.of(view.notation)
    name = view.trace.name(parameter, view.notation, None)
    stride = run.stride(parameter)
    place = line(Span(f"step {run.here} of {run.steps}", Tone.STRONG))
    if stride is None:
        cost = text_of(run.costs[0])
        body = [line(f"{name} = {view.trace.shown(parameter)}"), line(f"cost {cost}")]
    else:
        arrow = f"  {old(stride)} {_ARROWS[tier]} "
        body = [
            line(name, Span(arrow), Span(new(stride), Tone.STRONG)),
            *_formula(view, stride, width),
            *_costs(stride, width, tier),
        ]
    return fitted((place, *body, _rate(view, run)), width, height)


def _formula(view: View, stride: Stride, width: int) -> list[Line]:
    """Return how the step follows, in two lines where one is too long; no number is cut off."""
    text = formula(view, stride)
    if len(text) <= width:
        return [line(Span(text, Tone.DIM))]
    step, rule, numbers, value = text.split(" = ")
    lines = [f"{step} = {rule}", f"= {numbers} = {value}"]
    if len(lines[1]) > width:
        lines = [f"{step} = {numbers}", f"= {value}"]
    return [line(Span(each, Tone.DIM)) for each in lines]


def _rate(view: View, run: DescentRun) -> Line:
    eta = view.trace.name(Address(Q.ETA), view.notation, None)
    return line(Span("next steps: ", Tone.DIM), Span(f"{eta} = {run.rate:g}", Tone.ACCENT))


def _costs(stride: Stride, width: int, tier: Tier) -> list[Line]:
    """Return the cost before and after the step, as bars of these lengths."""
    pairs = (("before", stride.cost_before), ("after ", stride.cost_after))
    room = max(1, min(_LONGEST_BAR, width - len("cost before   ") - 10))
    largest = max((cost for _, cost in pairs if math.isfinite(cost)), default=1.0)
    lines = []
    for label, cost in pairs:
        drawn = bar(cost, largest, room, tier)
        lines.append(
            line(Span(f"cost {label} ", Tone.DIM), *drawn, Span(f" {text_of(cost)}", Tone.STRONG))
        )
    return lines
