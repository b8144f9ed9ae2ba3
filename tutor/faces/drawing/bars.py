"""Bars: how large a number is, and on which side of 0 it lies."""

from __future__ import annotations

import math

from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.picture import Line, Span, Tone

_SIGNS = {Tier.UNICODE: ("━", "─", "│"), Tier.ASCII: ("=", "-", "|")}


def bar(value: float, largest: float, width: int, tier: Tier) -> Line:
    """Return a bar from the left, its full length for the largest size."""
    heavy, light, _ = _SIGNS[tier]
    full = _filled(value, largest, width)
    return (Span(heavy * full, Tone.ACCENT), Span(light * (width - full), Tone.FAINT))


def signed_bar(value: float, largest: float, width: int, tier: Tier) -> Line:
    """Return a bar from the middle: to the left what is below 0, to the right what is above."""
    heavy, light, middle = _SIGNS[tier]
    half = max(0, (width - 1) // 2)
    full = _filled(value, largest, half)
    filled, rest = Span(heavy * full, Tone.ACCENT), Span(light * (half - full), Tone.FAINT)
    empty, zero = Span(light * half, Tone.FAINT), Span(middle, Tone.DIM)
    return (rest, filled, zero, empty) if value < 0 else (empty, zero, filled, rest)


def _filled(value: float, largest: float, width: int) -> int:
    """Return how many cells are filled: none for 0 alone, all of them for what is infinite."""
    if value == 0 or math.isnan(value) or width <= 0:
        return 0
    if math.isinf(value):
        return width
    share = abs(value) / largest if largest else 1.0
    return min(width, max(1, round(share * width)))
