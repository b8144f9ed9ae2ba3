"""The cost as a curve: axes, steps, the place, and what is beyond all numbers."""

from __future__ import annotations

import math
import time

import pytest

from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.curve import Curve
from tutor.faces.drawing.picture import text_of_picture

HALVED = [2.0**-n for n in range(9)]
SIZES = [(24, 9), (41, 18), (65, 33), (110, 50)]
"""Inside the frames of a screen of 60x16, 80x24, 120x40 and 200x60."""


def drawn(
    costs: list[float], here: int = 0, tier: Tier = Tier.UNICODE, size: tuple[int, int] = (41, 18)
) -> list[str]:
    """Return a curve as lines of text."""
    return text_of_picture(Curve(costs, here, tier, *size).picture()).splitlines()


def test_the_whole_picture() -> None:
    """From 1 the cost is halved eight times; the fourth step is looked at."""
    assert [
        "    1 ╷╺━┓",
        "      │  ┃",
        "      │  ┃",
        "      │  ┃",
        "0.500 │  ┗━━┓",
        "      │     ┗━━┓",
        "      │        ┗━┓",
        "    0 │          ●━━━━━━━━━╸",
        "      ╰────────────────────╴",
        "       0      steps        8",
    ] == drawn(HALVED, 4, size=(28, 10))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("tier", list(Tier))
def test_it_fits_every_size(size: tuple[int, int], tier: Tier) -> None:
    """With both ends of both axes, and the place."""
    lines = drawn(HALVED, 8, tier, size)
    assert max(map(len, lines)) <= size[0]
    assert size[1] == len(lines)
    assert lines[0].lstrip().startswith("1 ")
    assert lines[-3].lstrip().startswith("0 ")
    assert lines[-1].split() == ["0", "steps", "8"]
    mark = "●" if tier is Tier.UNICODE else "O"
    assert 1 == "".join(lines).count(mark)
    assert ("".join(lines).isascii()) == (tier is Tier.ASCII)


def test_where_there_is_no_room_there_is_no_curve() -> None:
    """A few cells would tell nothing."""
    assert [] == drawn(HALVED, size=(12, 20))
    assert [] == drawn(HALVED, size=(40, 4))


def test_the_row_is_the_cost() -> None:
    """The mark stands as high as the cost is between the ends of the axis."""
    for here, cost in enumerate(HALVED):
        lines = drawn(HALVED, here, size=(41, 102))
        row = next(row for row, line in enumerate(lines) if "●" in line)
        assert abs((1 - cost) * 99 - row) <= 0.5


def test_far_from_zero_the_axis_is_cut_and_says_so() -> None:
    """From 0.9 to 0.8 one would see nothing; the labels tell where it ends."""
    lines = drawn([0.9, 0.85, 0.8])
    assert ["0.900", "0.850", "0.800"] == [
        line.split()[0] for line in lines[:-2] if line.split()[0][0] == "0"
    ]
    assert lines[-3].lstrip().startswith("0.800 ")
    lines = drawn([0.9, 0.899, 0.898])
    assert lines[-3].lstrip().startswith("0 ")


@pytest.mark.parametrize("last", [math.inf, math.nan])
def test_what_is_beyond_all_numbers_leaves_at_the_top(last: float) -> None:
    """The axis ends at the largest number there is; above it a sign points up."""
    lines = drawn([1.0, 9.0, 81.0, last], 3)
    assert lines[0].startswith("81.0 ")
    assert lines[0].endswith("^")
    assert "●" not in "".join(lines)


def test_extreme_costs_are_drawn() -> None:
    """Neither the largest floats nor zeros break the scale."""
    assert drawn([1.7e308, 1e308, 1.6e308], 1)[0].startswith("1.70e308")
    assert drawn([0.0, 0.0], 1)[-3].lstrip().startswith("0 ")
    assert drawn([0.0], 0)
    assert drawn([math.inf], 0)
    assert drawn([5e-324, 0.0], 0)


def test_many_steps_share_columns_between_their_least_and_most() -> None:
    """A zigzag of 20000 steps is a band, drawn in no time."""
    costs = [1.0 + 0.5 * (-1) ** n for n in range(20_000)]
    began = time.perf_counter()
    lines = drawn(costs, 10_000)
    assert time.perf_counter() - began < 0.5
    rows = [row for row, line in enumerate(lines) if line.count("┃") > 10]
    assert rows
    assert lines[-1].split() == ["0", "steps", "19999"]


def test_a_click_goes_to_the_step_below_it() -> None:
    """Each step's own column leads back to it; beside the curve the nearest end."""
    curve = Curve(HALVED, 0, Tier.UNICODE, 41, 18)
    assert list(range(9)) == [curve.step(curve.column(step)) for step in range(9)]
    assert (0, 8) == (curve.step(0), curve.step(500))
