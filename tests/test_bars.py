"""Bars: how large a number is, and on which side of 0."""

from __future__ import annotations

import math

import pytest

from tutor.faces.drawing.bars import bar, signed_bar
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.picture import text_of_line


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2.0, "─────│━━━━━"),
        (-2.0, "━━━━━│─────"),
        (0.8, "─────│━━───"),
        (-0.01, "────━│─────"),
        (0.0, "─────│─────"),
        (math.inf, "─────│━━━━━"),
        (math.nan, "─────│─────"),
    ],
)
def test_a_signed_bar_goes_left_below_zero_and_right_above(value: float, expected: str) -> None:
    """Its length is its share of the largest; what is not 0 is seen not to be."""
    assert expected == text_of_line(signed_bar(value, 2.0, 11, Tier.UNICODE))
    ascii_text = expected.translate({ord("─"): "-", ord("━"): "=", ord("│"): "|"})
    assert ascii_text == text_of_line(signed_bar(value, 2.0, 11, Tier.ASCII))


@pytest.mark.parametrize("width", [0, 1, 2, 3, 8])
def test_a_bar_is_never_wider_than_its_room(width: int) -> None:
    """Also where there is next to none."""
    assert width == len(text_of_line(bar(3.0, 4.0, width, Tier.ASCII)))
    assert max(1, width - 1) >= len(text_of_line(signed_bar(3.0, 4.0, width, Tier.ASCII))) - 1


def test_a_bar_from_the_left_is_its_share_of_the_largest() -> None:
    """Three of four are three quarters."""
    assert "======--" == text_of_line(bar(3.0, 4.0, 8, Tier.ASCII))
    assert "========" == text_of_line(bar(4.0, 4.0, 8, Tier.ASCII))
