"""The table of examples with the mean, and the whole gradient, as pictures."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

from tests.beside import uncovered
from tests.networks import reference
from tests.screens import CHAIN, SEVERAL, SIX_BY_SIX, session, until
from tutor.chain.addresses import Address, Q
from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.course.gradient import by_size, components
from tutor.course.view import View
from tutor.faces.drawing.average import draw_average, draw_gradient, first_row
from tutor.faces.drawing.picture import text_of_picture

FOUR = reference("recommended_2_3_3_four_examples")
W2 = Address(Q.W, 2, 0, 1)


def table(view: View, width: int, height: int = 20, first: int = 0) -> list[str]:
    """Return the table for w2[0,1], or the first weight of layer 1, as lines of text."""
    parameter = W2 if view.trace.problem.sizes[1] > 1 else Address(Q.W, 1)
    return text_of_picture(draw_average(view, parameter, width, height, first)).splitlines()


def gradient(view: View, width: int, height: int = 40, here: int = 0) -> list[str]:
    """Return the gradient as lines of text."""
    return text_of_picture(draw_gradient(view, components(view), here, width, height)).splitlines()


def test_the_table_has_each_examples_derivative_and_the_mean() -> None:
    """The numbers are the reference's; the bars have its signs."""
    view = uncovered(SEVERAL, "w2[0,1]")
    lines = table(view, 64)
    expected = FOUR["expected"]
    slopes = [each["layers"][1]["dC_dw"][0][1] for each in expected["examples"]]
    mean = expected["average"]["layers"][1]["dC_dw"][0][1]
    assert lines[0].split() == ["k", "a⁽²⁾", "C", "∂C/∂w⁽²⁾₀₁"]
    assert set(lines[5]) == {"─"}
    for line, slope in zip([*lines[1:5], lines[6]], [*slopes, mean], strict=True):
        left, _, right = line.partition("│")
        told = float(re.findall(r"-?\d\.\d+", left)[-1])
        assert math.isclose(slope, told, rel_tol=6e-4)
        assert ("━" in left, "━" in right) == (slope < 0, slope > 0)
    assert lines[6].startswith("mean")


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (24, ["k", "∂C/∂w⁽²⁾₀₁"]),
        (34, ["k", "C", "∂C/∂w⁽²⁾₀₁"]),
        (64, ["k", "a⁽²⁾", "C", "∂C/∂w⁽²⁾₀₁"]),
        (96, ["k", "x", "y", "a⁽²⁾", "C", "∂C/∂w⁽²⁾₀₁"]),
    ],
)
def test_what_can_be_read_elsewhere_goes_first(width: int, columns: list[str]) -> None:
    """The derivative and the mean stay to the last."""
    lines = table(uncovered(SEVERAL, "w2[0,1]"), width)
    assert columns == lines[0].split()
    assert max(map(len, lines)) <= width
    assert 7 == len(lines)


def test_many_examples_are_scrolled_and_the_mean_stays() -> None:
    """As many as fit from one on; never past the last."""
    view = uncovered(SEVERAL, "w2[0,1]")
    assert ["0", "1"] == [each.split()[0] for each in table(view, 60, 5)[1:3]]
    assert ["1", "2"] == [each.split()[0] for each in table(view, 60, 5, first=1)[1:3]]
    assert ["2", "3"] == [each.split()[0] for each in table(view, 60, 5, first=9)[1:3]]
    assert table(view, 60, 5)[-1].startswith("mean")


def test_the_mean_of_the_costs_is_known_with_the_costs() -> None:
    """It is the same whichever weight is looked at, whether or not its derivative is known."""
    made = session(SEVERAL, "w2[1,0]")
    until(made, "dC/dw2[1,0]")
    costs = [each["cost"] for each in FOUR["expected"]["examples"]]
    mean = f"{sum(costs) / len(costs):.4g}"
    assert ["mean", mean, "?"] == table(made.view, 64)[-1].split()


def test_one_example_needs_no_mean() -> None:
    """Its derivative is the gradient's."""
    document = {**CHAIN, "examples": CHAIN["examples"][:1]}
    lines = table(uncovered(document), 60)
    assert 2 == len(lines)


def test_what_is_not_worked_out_is_a_question_mark_without_a_bar() -> None:
    """Neither a number nor a length gives it away."""
    view = session().view
    assert "│" not in "".join(table(view, 96) + gradient(view, 60))
    assert 6 == "".join(gradient(view, 60)).count("?")


def test_the_gradient_has_a_bar_for_every_component() -> None:
    """The largest is as long as can be; signs go left and right; the chosen one has a mark."""
    view = uncovered()
    lines = gradient(view, 76, here=4)
    parts = components(view)
    assert len(parts) == len(lines) == 6
    lengths = [line.count("━") for line in lines]
    sizes = [abs(part.value) for part in parts]
    half = max(lengths)
    for length, size in zip(lengths, sizes, strict=True):
        assert max(1, round(half * size / max(sizes))) == length
    assert [False] * 4 + [True, False] == [line.startswith("> ") for line in lines]
    assert "> ∂C/∂w⁽³⁾    0.05814" in lines[4]
    assert lines[0].index("━") < lines[0].index("│") < lines[4].index("━")


@pytest.mark.parametrize("notation", [UNICODE, ASCII])
@pytest.mark.parametrize("problem", [CHAIN, SEVERAL, SIX_BY_SIX])
@pytest.mark.parametrize(("width", "height"), [(29, 5), (36, 13), (56, 20), (96, 45)])
def test_the_gradient_fits_and_what_is_looked_at_is_there(
    notation: Notation, problem: dict[str, Any], width: int, height: int
) -> None:
    """Of many components those around the one that is looked at."""
    view = uncovered(problem, "b1[0]", notation)
    parts = components(view)
    for here in (0, len(parts) // 2, len(parts) - 1):
        lines = gradient(view, width, height, here)
        assert len(lines) == min(height, len(parts))
        assert max(map(len, lines)) <= width
        start = first_row(len(parts), here, height)
        assert lines[here - start].startswith("> ")
        if notation is ASCII:
            assert "".join(lines).isascii()


def test_in_little_room_names_are_those_of_the_weights() -> None:
    """A bar matters more than a derivative's full name."""
    view = uncovered(SEVERAL, "b1[0]", ASCII)
    assert gradient(view, 36)[0].split()[:2] == [">", "dC/dw1[0,0]"]
    assert gradient(view, 29)[0].split()[:2] == [">", "w1[0,0]"]
    assert "|" in gradient(view, 29)[0]


def test_by_size_bars_only_get_shorter() -> None:
    """So one sees which weights matter most."""
    view = uncovered(SEVERAL, "b1[0]")
    parts = by_size(components(view))
    lines = text_of_picture(draw_gradient(view, parts, 0, 76, 40)).splitlines()
    lengths = [line.count("━") for line in lines]
    assert sorted(lengths, reverse=True) == lengths
