"""Number lines: each quantity a line with its mark, at every size, in both tiers."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from tests.beside import drawn, nudged, uncovered
from tests.networks import reference
from tests.screens import CHAIN, SEVERAL, SIX_BY_SIX, session
from tutor.chain.notation import ASCII, UNICODE
from tutor.faces.drawing.number_lines import NumberLines, draw_shrinking
from tutor.faces.drawing.picture import text_of_picture

WIDTHS = (56, 76, 116, 196)
"""Inside the frame of a screen of 60, 80, 120 and 200 columns."""
DEAD = reference("special_dead_relu")["problem"]


def marks(lines: list[str], mark: str = "●") -> list[int]:
    """Return the columns of the marks, top down."""
    return [line.index(mark) for line in lines if mark in line]


def test_the_whole_picture_at_80_columns() -> None:
    """The cause on top, then what moves: the mark, where it is now, how far, and the ratio.

    By hand: Δz = 0.03 · 0.6308 = 0.0189, a = σ(1.620 + 0.0189) = 0.8374, C = a² = 0.7012.
    """
    view = uncovered()
    assert [
        "               each to its own scale                now          Δ   Δ/Δw⁽³⁾",
        "a⁽²⁾  ━━━━━━━━━━━━━━━━━━━━━━━━━──────────────    0.6308      stays",
        "w⁽³⁾  ───────────────────┼─────●─────────────      1.33    +0.0300",
        "z⁽³⁾  ───────────────────┼─────●─────────────     1.639    +0.0189    0.6308",
        "a⁽³⁾  ───────────────────┼─────●─────────────    0.8374   +0.00259   0.08644",
        "C₀    ───────────────────┼─────●─────────────    0.7012   +0.00434    0.1446",
    ] == drawn(view, nudged(view, "w3", "0.03"), 76)


def test_the_same_in_ascii() -> None:
    """Every sign is one that any terminal has, and names are those that can be typed."""
    view = uncovered(notation=ASCII)
    lines = drawn(view, nudged(view, "w3", "-0.03"), 76)
    assert "".join(lines).isascii()
    assert "w3  --------------O-----+--------------------      1.27    -0.0300" == lines[2]
    assert lines[0].split() == ["each", "to", "its", "own", "scale", "now", "change", "ratio"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("notation", [UNICODE, ASCII])
@pytest.mark.parametrize("problem", [CHAIN, SEVERAL, SIX_BY_SIX, DEAD])
def test_it_fits_every_width(width: int, notation: object, problem: dict[str, object]) -> None:
    """A line for each quantity, none too long, no number cut."""
    view = uncovered(problem, "b1[0]", ASCII if notation is ASCII else UNICODE)
    nudge = nudged(view, "w1[0,0]", "0.05")
    lines = drawn(view, nudge, width)
    assert max(map(len, lines)) <= width
    assert 2 + len(nudge.lines) == len(lines)
    for row, line in zip(lines[2:], nudge.lines, strict=True):
        told = float(row.split()[-2 if line != nudge.moved else -1])
        assert math.isclose(nudge.change(line), told, rel_tol=6e-3)


def test_where_there_is_room_the_ends_are_written() -> None:
    """Ten steps to both sides; each line as far as its quantity moves then."""
    view = uncovered()
    lines = drawn(view, nudged(view, "w3", "0.03"), 116)
    assert "    -0.10 ─" in lines[2]
    assert "─ +0.10" in lines[2]
    assert "─ +0.063" in lines[3]
    assert "+0.10" not in drawn(view, nudged(view, "w3", "0.03"), 76)[2]


def test_each_step_moves_every_mark() -> None:
    """To its own scale each moves with the nudge, one that falls to the other side."""
    view = uncovered()
    before = marks(drawn(view, nudged(view, "w1"), 76))
    assert 1 == len(set(before))
    after = marks(drawn(view, nudged(view, "w1", "0.01"), 76))
    moved = [new - old for old, new in zip(before, after, strict=True)]
    assert [1, 1, 1, -1, -1, -1, -1, -1] == [math.copysign(1, each) for each in moved]
    assert 0 not in moved


def test_to_one_scale_the_changes_can_be_compared() -> None:
    """Δz is 0.63 of Δw, and so is the way of its mark; C hardly moves."""
    view = uncovered()
    lines = drawn(view, nudged(view, "w3", "0.1"), 116, one_scale=True)
    start = lines[2].index("┼")
    w, z, a, cost = (column - start for column in marks(lines))
    assert abs(0.63 * w - z) <= 1
    assert 0 < cost < a * 2 < z
    assert "one scale for all" in lines[0]


def test_a_far_nudge_makes_the_lines_longer() -> None:
    """The mark never leaves its line."""
    view = uncovered()
    for by in ("0.1", "0.11", "5", "-1000000"):
        lines = drawn(view, nudged(view, "w3", by), 76)
        assert 4 == len(marks(lines))


def test_what_stays_keeps_its_mark_in_the_middle() -> None:
    """Behind a dead neuron nothing moves."""
    view = uncovered(DEAD, "w1[0,0]")
    nudge = nudged(view, "w1[0,0]", "0.01")
    lines = drawn(view, nudge, 76)
    still = [line for line in nudge.lines if nudge.change(line) == 0]
    columns = marks(lines)
    middle = NumberLines(view, nudge, 76).track[len(NumberLines(view, nudge, 76).track) // 2]
    assert len(still) == columns.count(middle) > 0


def test_nothing_is_given_away() -> None:
    """What is not worked out is a question mark; changes and ratios are shown."""
    view = session(ask={"weighted_sum": "always", "activation": "always"}).view
    nudge = nudged(view, "w3", "0.01")
    lines = drawn(view, nudge, 76)
    assert [line.split()[2] for line in lines[3:]] == ["?", "?", "?"]
    assert "?      stays" in lines[1]
    assert "━" not in lines[1]
    assert "+0.00631" in lines[3]
    table = text_of_picture(draw_shrinking(view, nudge, 76, 9))
    assert 8 == table.count("?")
    assert "0.1450" in table


def test_the_table_of_smaller_steps() -> None:
    """By hand: (σ(z + h·a)² − σ(z)²)/h for h = 0.01, 0.001 and so on, against 2aσ′(z)a⁽²⁾."""

    def sigmoid(z: float) -> float:
        return 1 / (1 + math.exp(-z))

    before = sigmoid(-0.7 * sigmoid(-0.5 * 1.4 + 0.2) + 0.8)
    z = 1.3 * before + 0.8
    slope = 2 * sigmoid(z) * sigmoid(z) * (1 - sigmoid(z)) * before
    view = uncovered()
    heads, *rows = text_of_picture(draw_shrinking(view, nudged(view, "w3"), 76, 9)).splitlines()
    assert ["step", "ΔC₀/Δw⁽³⁾", "∂C₀/∂w⁽³⁾", "difference"] == heads.split()
    for row, step in zip(rows, ("0.01", "0.001", "0.0001", "0.00001"), strict=True):
        h = float(step)
        ratio = (sigmoid(z + h * before) ** 2 - sigmoid(z) ** 2) / h
        told = row.split()
        assert [step, f"{ratio:.4f}", f"{slope:.4f}"] == told[:3]
        assert math.isclose(ratio - slope, float(told[3]), rel_tol=0.03)


def test_a_click_moves_the_mark_there() -> None:
    """By whole steps, as far as the line goes; beside the line nothing happens."""
    view = uncovered()
    lines = NumberLines(view, nudged(view, "w3"), 116)
    track = lines.track
    assert Decimal("0.10") == lines.moved_to(track[-1])
    assert Decimal("-0.10") == lines.moved_to(track[0])
    assert Decimal(0) == lines.moved_to(track[len(track) // 2])
    assert lines.moved_to(track[0] - 1) is lines.moved_to(track[-1] + 1) is None


def test_large_layers_are_summarised() -> None:
    """Of 20 neurons eight are drawn, and the others are counted."""
    wide = {
        "layers": [
            {"weights": [[0.1, 0.2]] * 20, "biases": [0.0] * 20, "activation": "tanh"},
            {"weights": [[0.1] * 20], "biases": [0.0], "activation": "sigmoid"},
        ],
        "cost": "squared_error",
        "examples": [{"x": [1.0, -1.0], "y": [1.0]}],
    }
    view = uncovered(wide, "b1[0]")
    lines = drawn(view, nudged(view, "x[1]", "0.1"), 76)
    assert "and 12 more neurons of layer 1" in lines
    assert 1 + 1 + 16 + 1 + 2 + 1 == len(lines)


def test_beyond_all_numbers_there_is_no_mark_but_a_word() -> None:
    """An activation that overflows is infinite, and the picture still stands."""
    steep = {
        "layers": [
            {"weights": [[1e200]], "biases": [0.0], "activation": "identity"},
            {"weights": [[1e200]], "biases": [0.0], "activation": "identity"},
        ],
        "cost": "squared_error",
        "examples": [{"x": [0.0], "y": [0.0]}],
    }
    view = uncovered(steep, "b1[0]")
    lines = drawn(view, nudged(view, "x", "1"), 76)
    assert "infinity" in lines[-1]
    assert "●" not in lines[-1]
    assert "●" in lines[1]
