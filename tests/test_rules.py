"""The rules: each value follows from its inputs, by every form of its rule."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks import UNFUSED_SOFTMAX, problem_of, problems
from tests.test_order import some_parameter
from tutor import Problem, Trace, trace
from tutor.chain.addresses import Address
from tutor.chain.evaluation import divided, largest_term, value_of
from tutor.chain.steps import Step
from tutor.engine.expressions import (
    Difference,
    Expression,
    Mean,
    Negative,
    Number,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
    children,
    filled_in,
    rebuilt,
    symbols,
)

KINDS_OF_ADDRESSES = {
    "weighted_sum": r"z\d+\[\d+\]",
    "activation": r"a\d+\[\d+\]",
    "cost": r"C",
    "cost_slope": r"dC/da{last}\[\d+\]",
    "activation_slope": r"da(\d+)\[\d+\]/dz\1\[\d+\]",
    "weight_factor": r"dz\d+\[\d+\]/dw\d+\[\d+,\d+\]",
    "bias_factor": r"dz\d+\[\d+\]/db\d+\[\d+\]",
    "activation_factor": r"dz\d+\[\d+\]/da\d+\[\d+\]",
    "product": r"dC/d(w\d+\[\d+,\d+\]|b\d+\[\d+\]|a\d+\[\d+\])",
    "path_term": r"dC/d(a\d+\[\d+\]\|z\d+|z\d+\[\d+\]\|a\d+)\[\d+\]",
    "path_sum": r"dC/d(a\d+|z{last})\[\d+\]",
    "fused_slope": r"dC/dz{last}\[\d+\]",
    "average": r"dC/d(w\d+\[\d+,\d+\]|b\d+\[\d+\])",
    "step": r"step\((w\d+\[\d+,\d+\]|b\d+\[\d+\])\)",
    "update": r"(w\d+\[\d+,\d+\]|b\d+\[\d+\])\+",
    "new_cost": r"C\+",
}
"""The kinds of steps in interface.md, each with what it is."""


def exact(traced: Trace) -> Any:  # noqa: ANN401
    return lambda name: traced.values.value(cast("Address", name))


@given(problems(), st.data())
def test_kinds_are_those_of_the_interface(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """Each step has one of the kinds of the interface, and gives what that kind is."""
    traced, last = trace(problem), len(problem.layers)
    for step in traced.steps(some_parameter(traced, data)):
        pattern = KINDS_OF_ADDRESSES[step.kind].replace("{last}", str(last))
        assert re.fullmatch(pattern, step.address)


@given(problems(), st.data())
@settings(max_examples=100)
def test_each_value_follows_from_its_inputs(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """Every form of a step's rule, worked from the engine's values, gives the engine's value."""
    traced = trace(problem)
    for step in traced.steps(some_parameter(traced, data)):
        for form in step.rule.forms:
            worked = value_of(form, exact(traced))
            slack = 1e-14 * max(largest_term(form, exact(traced)), 1.0)
            assert math.isclose(step.value, worked, rel_tol=1e-9, abs_tol=slack)


@given(problems(), st.data())
def test_inputs_are_what_the_forms_are_made_of(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """The inputs are the quantities in the forms, each once; C+ follows from all that is new."""
    traced = trace(problem)
    steps = traced.steps(some_parameter(traced, data))
    for step in steps[:-1]:
        named = {str(name) for form in step.rule.forms for name in symbols(form)}
        assert (named, len(named)) == (set(step.inputs), len(step.inputs))
    sizes = problem.sizes
    parameters = sum(after * (before + 1) for before, after in itertools.pairwise(sizes))
    assert parameters == len({each for each in steps[-1].inputs if each.endswith("+")})


@given(problems())
def test_new_cost_is_that_of_the_new_network(problem: Problem) -> None:
    """C+ is the cost of the problem with every weight and bias replaced by its new value."""
    traced = trace(problem)
    document = problem.model_dump()
    for layer, new in zip(document["layers"], traced.descent.layers, strict=True):
        layer |= {"weights": new.weights, "biases": new.biases}
    expected = trace(Problem.model_validate(document)).value("C")
    assert math.isclose(expected, traced.value("C+"), rel_tol=1e-12, abs_tol=1e-25)


def step_of(case: str, address: str) -> Step:
    return trace(problem_of(case)).step(address)


@pytest.mark.parametrize(
    ("case", "address", "kind", "inputs"),
    [
        ("recommended_chain_1_1_1_1", "z2", "weighted_sum", "w2[0,0] a1[0]@0 b2[0]"),
        ("recommended_chain_1_1_1_1", "z1", "weighted_sum", "w1[0,0] x[0]@0 b1[0]"),
        ("recommended_chain_1_1_1_1", "C", "cost", "a3[0]@0 y[0]@0"),
        ("recommended_chain_1_1_1_1", "dC/da3", "cost_slope", "a3[0]@0 y[0]@0"),
        ("recommended_chain_1_1_1_1", "dz3/dw3", "weight_factor", "a2[0]@0"),
        ("recommended_chain_1_1_1_1", "dz1/dw1", "weight_factor", "x[0]@0"),
        ("recommended_chain_1_1_1_1", "dz3/db3", "bias_factor", ""),
        ("recommended_chain_1_1_1_1", "dz3/da2", "activation_factor", "w3[0,0]"),
        (
            "recommended_chain_1_1_1_1",
            "dC/dw3",
            "product",
            "dz3[0]/dw3[0,0]@0 da3[0]/dz3[0]@0 dC/da3[0]@0",
        ),
        (
            "recommended_chain_1_1_1_1",
            "dC/db2",
            "product",
            "dz2[0]/db2[0] da2[0]/dz2[0]@0 dC/da2[0]@0",
        ),
        (
            "recommended_chain_1_1_1_1",
            "dC/da2",
            "product",
            "dz3[0]/da2[0] da3[0]/dz3[0]@0 dC/da3[0]@0",
        ),
        (
            "recommended_2_3_3_four_examples",
            "dC/da1[1]|z2[2]@3",
            "path_term",
            "dz2[2]/da1[1] da2[2]/dz2[2]@3 dC/da2[2]@3",
        ),
        (
            "recommended_2_3_3_four_examples",
            "dC/da1[1]@3",
            "path_sum",
            "dC/da1[1]|z2[0]@3 dC/da1[1]|z2[1]@3 dC/da1[1]|z2[2]@3",
        ),
        (
            "recommended_2_3_3_four_examples",
            "dC/dw1[1,0]",
            "average",
            "dC/dw1[1,0]@0 dC/dw1[1,0]@1 dC/dw1[1,0]@2 dC/dw1[1,0]@3",
        ),
        ("recommended_2_3_3_four_examples", "step(b1[2])", "step", "eta dC/db1[2]"),
        ("recommended_chain_1_1_1_1", "step(w3)", "step", "eta dC/dw3[0,0]@0"),
        ("recommended_chain_1_1_1_1", "b1+", "update", "b1[0] step(b1[0])"),
        ("mlp_random_07", "dC/dz3[2]@1", "fused_slope", "a3[2]@1 y[2]@1"),
        ("mlp_random_07", "dC/dw3[2,0]@1", "product", "dz3[2]/dw3[2,0]@1 dC/dz3[2]@1"),
        ("mlp_random_08", "dC/dz3[1]@4", "fused_slope", "a3[1]@4 y[1]@4"),
        ("mlp_random_08", "dC/da2|z3[1]@4", "path_term", "dz3[1]/da2[0] dC/dz3[1]@4"),
    ],
)
def test_a_step_follows_from_these(case: str, address: str, kind: str, inputs: str) -> None:
    """Kind and inputs of a step are those of the video, its factors in the video's order."""
    step = step_of(case, address)
    assert (kind, inputs) == (step.kind, " ".join(step.inputs))


@given(problems(heads=UNFUSED_SOFTMAX, sizes=(2, 2, 3)))
@settings(max_examples=15)
def test_an_unfused_softmax_has_a_path_through_each_output(problem: Problem) -> None:
    """With squared errors a softmax's dC/dz is a sum of da_i/dz_j · dC/da_i over its outputs."""
    traced = trace(problem)
    slope = traced.step("dC/dz2[1]@0")
    assert tuple(f"dC/dz2[1]|a2[{i}]@0" for i in range(3)) == slope.inputs
    outputs = traced.examples[0].layers[1]
    for i in range(3):
        term = traced.step(f"dC/dz2[1]|a2[{i}]@0")
        assert (f"da2[{i}]/dz2[1]@0", f"dC/da2[{i}]@0") == term.inputs
        expected = float(outputs.da_dz[i, 1] * outputs.dC_da[i])
        assert math.isclose(expected, term.value, rel_tol=1e-12)
    kinds = [step.kind for step in traced.steps("w2[1,0]")]
    assert "fused_slope" not in kinds
    assert math.isclose(
        float(outputs.da_dz[:, 1] @ outputs.dC_da), slope.value, rel_tol=1e-9, abs_tol=1e-14
    )


@pytest.mark.parametrize("case", ["mlp_random_02", "mlp_random_03", "mlp_random_07"])
def test_a_fused_output_needs_no_slope_of_the_cost(case: str) -> None:
    """With cross-entropies the chain has a − y, and neither dC/da nor da/dz at the outputs."""
    traced = trace(problem_of(case))
    last = len(traced.problem.layers)
    steps = list(traced.steps(f"b{last}[0]"))
    kinds = {step.kind for step in steps}
    assert "fused_slope" in kinds
    assert not kinds & {"cost_slope", "activation_slope"}
    for step in steps:
        if step.kind == "fused_slope":
            a, y = (traced.value(each) for each in step.inputs)
            assert math.isclose(a - y, step.value, rel_tol=1e-12)


def test_a_softmax_of_one_output_has_no_paths() -> None:
    """A softmax of one output is 1 whatever z is, so its slope and the gradient are 0."""
    document = {
        "layers": [{"weights": [[2.0]], "biases": [0.5], "activation": "softmax"}],
        "cost": "squared_error",
        "examples": [{"x": [1.0], "y": [0.25]}],
    }
    traced = trace(Problem.model_validate(document))
    values = [traced.value(name) for name in ("a1", "da1/dz1", "dC/da1", "dC/dw1")]
    assert np.array_equal([1.0, 0.0, 1.5, 0.0], values)
    assert "path_sum" not in {step.kind for step in traced.steps("w1")}


X, Y = Symbol("x"), Symbol("y")
NAMES = {"x": 3.0, "y": -0.5, "zero": 0.0, "big": math.inf}


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (Number(2.5), 2.5),
        (X, 3.0),
        (Sum((X, Y, Number(1.0))), 3.5),
        (Difference(X, Y), 3.5),
        (Negative(X), -3.0),
        (Product((X, Y, Number(4.0))), -6.0),
        (Quotient(Y, X), -1 / 6),
        (Square(Y), 0.25),
        (Mean((X, Y)), 1.25),
        (Product((Symbol("zero"), Symbol("big"))), 0.0),
        (Quotient(X, Symbol("zero")), math.inf),
        (Quotient(Y, Symbol("zero")), -math.inf),
        (Quotient(Symbol("zero"), Symbol("zero")), 0.0),
        (Sum((X, Symbol("big"))), math.inf),
        (Sum((Number(1e16), Number(1.0), Number(-1e16))), 1.0),
    ],
)
def test_a_tree_has_its_value(tree: Expression, expected: float) -> None:
    """A tree is worked as it is read; a factor 0 makes a product 0, and so does a numerator."""
    assert expected == value_of(tree, lambda name: NAMES[str(name)])


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (Sum((X, Y)), 3.0),
        (Difference(X, Y), 3.0),
        (Mean((X, Y)), 1.5),
        (Product((Number(2.0), Difference(X, X))), 6.0),
        (Negative(Difference(X, X)), 3.0),
        (X, 0.0),
        (Product((X, Y)), 0.0),
    ],
)
def test_the_largest_term_is_that_of_a_sum(tree: Expression, expected: float) -> None:
    """What may cancel is judged beside its largest term; a product has none."""
    assert expected == largest_term(tree, lambda name: NAMES[str(name)])


def test_division_by_nothing_is_infinite() -> None:
    """A quotient by 0 is an infinity with the numerator's sign, 0 by 0 is 0."""
    assert [math.inf, -math.inf, 0.0] == [divided(1.0, 0.0), divided(-1.0, 0.0), divided(0.0, 0.0)]


@pytest.mark.parametrize(
    "tree",
    [
        Sum((X, Y)),
        Difference(X, Y),
        Negative(X),
        Product((X, Y)),
        Quotient(X, Y),
        Square(X),
        Mean((X, Y)),
        X,
        Number(1.0),
    ],
)
def test_a_tree_is_rebuilt_of_its_parts(tree: Expression) -> None:
    """A tree made again of its own parts is the same tree, and filling in replaces symbols."""
    assert tree == rebuilt(tree, children(tree))
    swapped = filled_in(filled_in(tree, {"x": Y, "y": X}), {"x": Y, "y": X})
    assert tree == swapped
