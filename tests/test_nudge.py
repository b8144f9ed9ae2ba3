"""Nudges: what moves, how far, and how near the ratio comes to the derivative."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.networks import problems, random_document, reference
from tutor import Problem, trace
from tutor.chain.addresses import Address, Q
from tutor.course.nudge import FARTHEST, FIRST_STEP, Nudge, movable
from tutor.errors import AddressError, DocumentError

TABLES = reference("nudge_tables")


def video() -> Problem:
    """Return the problem of the reference tables."""
    layers = [
        {"weights": [[w]], "biases": [b], "activation": "sigmoid"}
        for w, b in zip(TABLES["w"], TABLES["b"], strict=True)
    ]
    examples = [{"x": [TABLES["x"]], "y": [TABLES["y"]]}]
    return Problem.model_validate({"layers": layers, "cost": "squared_error", "examples": examples})


def nudge(problem: Problem, name: str, by: str = "0", step: str = "0.01") -> Nudge:
    """Return a nudge of a weight, a bias or an input."""
    first = Nudge(trace(problem), Address(Q.B, 1), 0)
    return first.moving(name).stepping(Decimal(step)).moved_by(Decimal(by))


def named(changes: Nudge) -> dict[str, float]:
    """Return how far each quantity of a chain has moved, by the reference's names."""
    return {
        f"{line.quantity.value[0]}{line.layer}": changes.change(line)
        for line in changes.lines[1:-1]
    }


@pytest.mark.parametrize("row", TABLES["rows"])
def test_every_quantity_moves_as_in_the_independent_table(row: dict[str, Any]) -> None:
    """z, a and C move as somebody else's program says, and so does the ratio."""
    moved = nudge(video(), row["parameter"], by=repr(row["nudge"]), step="1e-6")
    expected = {name: by for name, by in row["deltas"].items() if name != "C0"}
    actual = named(moved)
    assert {name for name, by in expected.items() if by} == set(actual)
    for name, change in actual.items():
        assert math.isclose(expected[name], change, rel_tol=1e-9, abs_tol=1e-15)
    cost = moved.lines[-1]
    assert math.isclose(row["deltas"]["C0"], moved.change(cost), abs_tol=1e-15)
    ratio = moved.ratio(cost)
    assert ratio is not None
    assert math.isclose(row["ratio_dC_over_nudge"], ratio, abs_tol=1e-9)
    assert math.isclose(row["analytic"], moved.slope, rel_tol=1e-9)


@pytest.mark.parametrize("parameter", ["w1", "b2", "w3"])
def test_the_ratio_comes_nearer_as_the_step_shrinks(parameter: str) -> None:
    """A tenth of the step leaves a tenth of the difference, as the table says too."""
    rows = {row["nudge"]: row for row in TABLES["rows"] if row["parameter"] == parameter}
    shrunk = nudge(video(), parameter).shrinking
    assert [Decimal("0.01"), Decimal("0.001"), Decimal("1e-4"), Decimal("1e-5")] == [
        row.step for row in shrunk
    ]
    for row in shrunk[:2]:
        expected = rows[float(row.step)]
        assert math.isclose(expected["ratio_dC_over_nudge"], row.ratio, rel_tol=1e-9)
    for before, after in pairwise(shrunk):
        assert 8 < before.difference / after.difference < 12


def test_the_cause_is_the_neuron_before() -> None:
    """Δz/Δw is the activation that the weight weighs, whatever the size of the nudge."""
    moved = nudge(video(), "w3", by="0.5")
    assert moved.cause == Address(Q.A, 2, 0, 0, 0)
    ratio = moved.ratio(moved.lines[1])
    assert ratio is not None
    assert math.isclose(TABLES["base"]["a2"], ratio, rel_tol=1e-12)


def test_a_bias_moves_its_weighted_sum_as_far_as_itself() -> None:
    """There is nothing between: no cause, and a ratio of 1."""
    moved = nudge(video(), "b2", by="-0.25")
    assert moved.cause is None
    assert math.isclose(-0.25, moved.change(moved.lines[1]), rel_tol=1e-12)


def by_hand(document: dict[str, Any], name: str, by: float) -> float:
    """Return the first example's cost of a tanh network with one number moved, in plain numpy."""
    x = np.array(document["examples"][0]["x"])
    if name == "x[1]":
        x[1] += by
    a = x
    for number, layer in enumerate(document["layers"], start=1):
        weights, biases = np.array(layer["weights"]), np.array(layer["biases"])
        if name == f"w{number}[1,0]":
            weights[1, 0] += by
        if name == f"b{number}[1]":
            biases[1] += by
        a = np.tanh(weights @ a + biases)
    return float(((a - np.array(document["examples"][0]["y"])) ** 2).sum())


@pytest.mark.parametrize("name", ["x[1]", "w1[1,0]", "b1[1]", "w2[1,0]", "b2[1]"])
def test_any_parameter_and_any_input_can_be_moved(name: str) -> None:
    """The cost moves as plain numpy says; the derivative is what central differences give."""
    rng = random.Random(3)  # noqa: S311 - drawn, not guarded
    document = random_document(
        rng, heads=(("tanh", "squared_error"),), sizes=(2, 2, 2), decimals=(1,), most=1.0
    )
    document["layers"][0]["activation"] = "tanh"
    moved = nudge(Problem.model_validate(document), name, by="0.3")
    expected = by_hand(document, name, 0.3) - by_hand(document, name, 0)
    assert math.isclose(expected, moved.change(moved.lines[-1]), rel_tol=1e-9)
    central = (by_hand(document, name, 1e-5) - by_hand(document, name, -1e-5)) / 2e-5
    assert math.isclose(central, moved.slope, rel_tol=1e-6)


def test_only_what_the_nudge_reaches_is_among_the_lines() -> None:
    """Of the first layer one neuron moves, of the next all; an input moves everything."""
    problem = Problem.model_validate(reference("recommended_2_3_3_four_examples")["problem"])
    moved = nudge(problem, "w1[1,0]")
    assert ["z1[1]@0", "a1[1]@0", *(f"{q}2[{j}]@0" for q in "za" for j in range(3)), "C@0"] == [
        str(line) for line in moved.lines[1:]
    ]
    assert 1 + 6 + 6 + 1 == len(nudge(problem, "x[0]").lines)


def test_in_a_softmax_one_sum_moves_every_output() -> None:
    """The outputs share their sum, so all of them are on the way."""
    problem = Problem.model_validate(reference("special_saturated_softmax_pm40")["problem"])
    last = len(problem.sizes) - 1
    moved = nudge(problem, f"b{last}[0]")
    outputs = problem.sizes[-1]
    assert [(Q.Z, 0), *((Q.A, j) for j in range(outputs))] == [
        (line.quantity, line.j) for line in moved.lines[1:-1]
    ]


def test_of_a_large_layer_some_are_shown_and_the_others_counted() -> None:
    """Eight neurons of a layer are enough to look at; the layer of the nudge has one."""
    rng = random.Random(1)  # noqa: S311 - drawn, not guarded
    wide = Problem.model_validate(
        random_document(rng, heads=(("sigmoid", "squared_error"),), sizes=(2, 12, 20, 1))
    )
    assert {2: 12} == nudge(wide, "w1[11,0]").left_out
    assert {1: 4, 2: 12} == nudge(wide, "x[0]").left_out
    assert 3 + 16 + 2 + 1 == len(nudge(wide, "w1[11,0]").lines)


def test_steps_add_up_without_rounding() -> None:
    """Ten steps of 0.01 are 0.1, and back again is exactly where it began."""
    moved = nudge(video(), "w1").by_steps(10)
    assert Decimal("0.1") == moved.by
    assert Decimal(0) == moved.by_steps(-10).by
    assert Decimal("0.11") == moved.by_steps(1).by


def test_another_number_begins_where_it_is_given() -> None:
    """What is moved next has not moved yet; the step stays as large as it was."""
    moved = nudge(video(), "w1", by="0.5", step="0.1")
    other = moved.moving("b3")
    assert (Decimal(0), Decimal("0.1")) == (other.by, other.step)
    assert [str(each) for each in movable(moved.trace, 0)] == [
        str(moved.moving("x").beside(places).moved) for places in range(7)
    ]
    assert moved.moving("x").beside(-1).moved == moved.moving("x").moved


def test_each_example_can_be_watched() -> None:
    """The nudge stays; an input is the other example's own; after the last comes the first."""
    problem = Problem.model_validate(reference("video_chain_four_examples")["problem"])
    moved = nudge(problem, "x", by="0.5")
    assert Address(Q.X, 0, 0, 0, 3) == moved.of_example(3).moved
    assert 0 == moved.of_example(4).example
    assert moved.of_example(2).lines[-1] == Address(Q.C, example=2)
    assert Decimal("0.5") == moved.of_example(2).by


@pytest.mark.parametrize("name", ["z1", "C", "a3", "eta", "dC/dw1"])
def test_what_follows_from_others_cannot_be_moved(name: str) -> None:
    """A sentence says what can."""
    with pytest.raises(AddressError, match=r"only a weight, a bias or an input can be moved"):
        nudge(video(), name)


@pytest.mark.parametrize("step", ["0", "-0.1", "1e-9", "1000", "NaN", "Infinity"])
def test_a_step_has_limits(step: str) -> None:
    """A smaller one drowns in rounding; the sentence says between what it must lie."""
    with pytest.raises(DocumentError, match=r"must lie between 0.000001 and 100"):
        nudge(video(), "w1", step=step)


def test_a_number_is_moved_only_so_far() -> None:
    """The farthest is the end, on both sides; the values there are still told."""
    moved = nudge(video(), "w1", step="100").moved_by(Decimal("1e9"))
    assert FARTHEST == moved.by
    assert -FARTHEST == moved.moved_by(Decimal("-1e9")).by
    assert math.isfinite(moved.change(moved.lines[-1]))


@given(problems(), st.data())
def test_no_line_ends_before_its_mark(problem: Problem, data: st.DataObject) -> None:
    """However far the number is moved, each line reaches as far as its quantity moved."""
    made = trace(problem)
    moved = data.draw(st.sampled_from(list(movable(made, 0))))
    count = data.draw(st.integers(-50, 50))
    shifted = Nudge(made, moved, 0, FIRST_STEP).by_steps(count)
    assert shifted.reach >= abs(shifted.by)
    for line in shifted.lines:
        assert abs(shifted.change(line)) <= shifted.reaches[line]
