"""Descent in words: a step, what became of the cost, and why."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from tutor.chain.addresses import Address, Q
from tutor.chain.notation import ASCII
from tutor.chain.numbers import (
    SHOWN_DIGITS,
    exponent_of,
    given_text,
    is_exact,
    text_of,
    text_to_place,
)
from tutor.course.descent import MOST_STEPS, DescentRun, Stride
from tutor.course.view import View

COVERED = "Descent comes after the step that you work; the lesson is not there yet."
_GONE = (
    "The cost is beyond what a number can hold: the steps are too long. Each one jumped over the "
    "valley and up its other side, farther than the one before. Go back and choose a smaller "
    "learning rate."
)
_GONE_BEFORE = "The cost is beyond what a number can hold already at the start: no step leads on."
_LONGEST = "This descent is as long as one can be."
_ROSE = (
    "The cost rose: the step was too long. The slope holds only nearby; so far along it the cost "
    "is on its way up again. A smaller learning rate makes shorter steps."
)
_STANDS = "The slope by every weight and bias is 0 here: descent stands still."
_HARDLY = "The cost fell, but hardly: the slopes are small here, or the steps short."
_SEEN = 1e-4
"""A cost that falls by a smaller part of itself looks the same, to 4 digits."""
_STAYED = "The cost stayed: the step was too short to be seen in it."
_OFTEN = 0.2
"""Where the cost rises in so large a part of the steps, they are too long for the valley."""
_WRONG_WAY = 3
"""After so many rising steps in a row, and above where it began, a descent diverges."""


def descent_words(view: View, run: DescentRun, parameter: Address) -> list[str]:
    """Return the sentences: the step that led here, its judgement, and the curve so far."""
    return [*stride_words(view, run, parameter), judgement(run), *curve_words(run)]


def stride_words(view: View, run: DescentRun, parameter: Address) -> Iterator[str]:
    """Yield where one is, and the step that led here, seen from one weight or bias."""
    name = view.trace.name(parameter, view.notation, None)
    stride = run.stride(parameter)
    if stride is None:
        value, cost = view.trace.shown(parameter), text_of(run.costs[0])
        yield f"At the start {name} = {value} and the cost is {cost}."
        yield f"The learning rate is {run.rate:g}."
        return
    place = f"Step {run.here} of {run.steps}"
    yield f"{place}: {name} goes from {old(stride)} to {new(stride)}."
    yield f"{formula(view, stride)}, which is taken away."
    before, after = text_of(stride.cost_before), text_of(stride.cost_after)
    yield f"With every weight and bias moved so, the cost goes from {before} to {after}."


def old(stride: Stride) -> str:
    """Return the value before the step, to the same place as the new one unless it is short."""
    return given_text(stride.old) if is_exact(stride.old) else _beside_step(stride.old, stride)


def new(stride: Stride) -> str:
    """Return the new value with as many decimals as show the step."""
    return _beside_step(stride.new, stride)


def _beside_step(value: float, stride: Stride) -> str:
    step = stride.step
    if math.isfinite(value) and 0 < abs(step) < abs(value):
        return text_to_place(value, exponent_of(step) - SHOWN_DIGITS + 1)
    return text_of(value)


def formula(view: View, stride: Stride) -> str:
    """Return how the step's size follows: the learning rate times the derivative."""
    rate = view.trace.name(Address(Q.ETA), view.notation, None)
    slope = text_of(stride.slope)
    slope = f"({slope})" if slope.startswith("-") else slope
    times = "*" if view.notation is ASCII else "·"
    return f"step = {rate} {times} slope = {stride.rate:g} {times} {slope} = {text_of(stride.step)}"


def judgement(run: DescentRun) -> str:
    """Return what became of the cost in the step that led here, and why."""
    if run.here == 0 and run.is_over and not run.steps:
        return _GONE_BEFORE
    if run.here == 0:
        return "No step is made yet." if not run.steps else "This is the start."
    before, after = run.costs[run.here - 1 : run.here + 1]
    if not math.isfinite(after):
        return _GONE
    if after > before:
        return f"{_ROSE}{_diverging(run.costs[: run.here + 1])}"
    if after == before:
        return _STANDS if run.stands_still() else _STAYED
    return _HARDLY if before - after < _SEEN * before else "The cost fell."


def _diverging(costs: list[float]) -> str:
    recent = costs[-_WRONG_WAY - 1 :]
    rising = len(recent) > _WRONG_WAY and all(one < other for one, other in pairwise(recent))
    if rising and costs[-1] > costs[0]:
        return f" It has risen {_WRONG_WAY} times in a row: the descent diverges."
    return ""


def curve_words(run: DescentRun) -> Iterator[str]:
    """Yield the whole curve in words."""
    if not run.steps:
        return
    costs = run.costs
    many = f"{run.steps} step{'' if run.steps == 1 else 's'}"
    yield f"In {many} the cost went from {text_of(costs[0])} to {text_of(costs[-1])}."
    finite = [cost for cost in costs if math.isfinite(cost)]
    if finite:
        least = min(finite)
        yield f"It was lowest after step {costs.index(least)}: {text_of(least)}."
    rose = sum(not after <= before for before, after in pairwise(costs))
    if rose:
        zigzag = rose >= max(2, _OFTEN * run.steps) and not run.is_over
        why = ": steps as long as these jump to and fro across the valley" if zigzag else ""
        yield f"It rose in {rose} of them{why}." if run.steps > 1 else "It rose."
    if run.steps >= MOST_STEPS:
        yield _LONGEST
