"""Ratios against a baseline in the same run: paired, in shuffled order, medians."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

Work = Callable[[], object]
_LEAST = 2e-3  # seconds that one reading takes at least, so that the clock does not show


class Ratio(NamedTuple):
    """How long two works took: medians in seconds, and the median of the ratios."""

    own: float
    baseline: float
    ratio: float


def paired(own: Work, baseline: Work, rounds: int = 30) -> Ratio:
    """Return how long a work takes beside its baseline; both are warmed up first."""
    rng = random.Random(0)
    calls = {work: _calls(work) for work in (own, baseline)}
    readings: dict[Work, list[float]] = {own: [], baseline: []}
    for _ in range(rounds):
        for work in rng.sample((own, baseline), 2):
            readings[work].append(_seconds(work, calls[work]))
    ratios = [one / other for one, other in zip(readings[own], readings[baseline], strict=True)]
    return Ratio(median(readings[own]), median(readings[baseline]), median(ratios))


def _calls(work: Work) -> int:
    """Return how often a work is done for one reading."""
    work()
    return max(1, round(_LEAST / max(_seconds(work, 1), 1e-9)))


def _seconds(work: Work, calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - start) / calls


def row(name: str, found: Ratio, goal: str = "") -> str:
    """Return a row of a table: what it is, both times in milliseconds, the ratio, the goal."""
    times = f"{found.own * 1e3:10.3f} ms {found.baseline * 1e3:10.3f} ms"
    return f"{name:52} {times} {found.ratio:8.2f}  {goal}"
