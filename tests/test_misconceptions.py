"""Classic errors: each wrong number, worked without this program, is named by its error."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

from tests import slips
from tests.networks import problem_of, random_document, reference
from tutor import Problem, Trace, grade, trace
from tutor.chain.rules import Kind
from tutor.grading.misconceptions import BY_ID, CATALOGUE
from tutor.grading.way import site_of, slips_at

CODES = {
    "M01": "slope_is_value",
    "M02": "factor_two_dropped",
    "M02x": "factor_two_added",
    "M03": "sign_flipped",
    "M04": "one_path",
    "M05": "mean_over_paths",
    "M06": "wrong_layer_activation",
    "M07": "sum_for_activation",
    "M08": "slope_at_activation",
    "M08_z": "slope_of_z",
    "M08_wrongfn": "sigmoid_slope_elsewhere",
    "M08_half": "half_slope",
    "M09": "slope_forgotten",
    "M10": "stopped_early",
    "M11": "bias_factor_is_bias",
    "M12": "bias_is_constant",
    "M13": "bias_as_weight",
    "M14": "mean_forgotten",
    "M15": "mean_twice",
    "M16": "average_example",
    "M17": "one_example",
    "M20_wdz": "weight_for_activation",
    "M20_dza": "activation_for_weight",
    "M21_T": "indices_swapped",
    "M21_layer": "wrong_layer_weight",
    "M22": "updated_weight_used",
    "M23_one": "relu_slope_one",
    "M23_z": "relu_slope_value",
    "M24": "cost_for_slope",
    "M24_2a": "target_dropped",
    "M25": "mean_over_outputs",
    "M26": "divided",
    "M27": "factors_added",
    "U01": "gradient_added",
    "U02": "rate_forgotten",
    "U03": "step_for_value",
    "U04": "step_for_value",
    "U06": "rate_divides",
    "U07": "gradient_for_value",
}
OF_A_STEP = {
    "slope_after_fusing",
    "softmax_diagonal",
    "index_as_power",
    "bias_left_out",
    "sum_left_open",
    "not_squashed",
    "cost_unsquared",
}
"""Errors of the table that the reference has no numbers for."""
NETWORKS = {network["case"]: network for network in reference("misconceptions")["networks"]}


def error_of(code: str) -> str:
    """Return the id of a reference's code, which may say where the error was made as well."""
    while code not in CODES:
        code = code.rpartition("_")[0]
    return CODES[code]


def test_every_error_of_the_table_has_an_entry() -> None:
    """And no other has; ids are given once."""
    assert {*CODES.values(), *OF_A_STEP} == set(BY_ID)
    assert len(BY_ID) == len(CATALOGUE)


@pytest.mark.parametrize("entry", CATALOGUE, ids=BY_ID)
def test_what_is_said_blames_nobody(entry: Any) -> None:  # noqa: ANN401
    """What gives the number is a phrase, what to look at a sentence; never "you did"."""
    assert entry.look.startswith("Look at ")
    assert entry.look[-1] in ".?"
    assert not entry.by.endswith(".")
    assert "you did" not in f"{entry.by} {entry.look}".lower()


@pytest.mark.parametrize("case", NETWORKS)
def test_the_references_wrong_gradients_are_named(case: str) -> None:
    """Every wrong number outside the right range gets its error, or a tie that contains it."""
    traced, unnamed, named = trace(problem_of(case)), [], 0
    only = "@0" if traced.rules.shape.examples == 1 else ""
    for entry in NETWORKS[case]["parameters"]:
        index = ",".join(map(str, entry["index"]))
        step = traced.step(f"dC/d{entry['kind']}{entry['layer']}[{index}]{only}")
        for code, number in entry["wrong_gradients"].items():
            digits = (3, 4, 17)[named % 3]
            verdict = grade(step, f"{number:.{digits}g}", alone=True)
            ids = {each for errors in verdict.misconceptions for each in errors}
            named += error_of(code) in ids
            if verdict.kind not in ("correct", "too_coarse") and error_of(code) not in ids:
                unnamed.append((step.id, code, number, verdict.kind, verdict.misconceptions))
            if not math.isclose(number, step.value, rel_tol=0.02) and verdict.is_right:
                unnamed.append((step.id, code, number, verdict.kind, verdict.misconceptions))
    assert [] == unnamed
    assert named > 100


@pytest.mark.parametrize("case", NETWORKS)
@pytest.mark.parametrize("alone", [False, True])
def test_the_references_wrong_updates_are_named(case: str, alone: bool) -> None:  # noqa: FBT001
    """The same of the new values; an error that the table does not know is left out."""
    traced, unnamed = trace(problem_of(case)), []
    for entry in NETWORKS[case]["parameters"]:
        index = ",".join(map(str, entry["index"]))
        step = traced.step(f"{entry['kind']}{entry['layer']}[{index}]+")
        for code, number in entry["wrong_updates"].items():
            if code == "U05":
                continue
            verdict = grade(step, repr(number), alone=alone)
            ids = {each for errors in verdict.misconceptions for each in errors}
            if verdict.kind != "correct" and error_of(code) not in ids:
                unnamed.append((step.id, code, number, verdict.kind, verdict.misconceptions))
    assert [] == unnamed


SIZES = ((1, 1, 1, 1), (2, 3, 3), (2, 3, 3, 2), (2, 2, 2), (3, 2, 1))


@cache
def drawn(seed: int) -> dict[str, Any]:
    """Return a random problem with one decimal, of any activations and costs."""
    rng = random.Random(seed)  # noqa: S311  # no secret
    return random_document(rng, sizes=SIZES[seed % len(SIZES)], decimals=(1,), most=1.5)


def wrong_gradients(document: dict[str, Any]) -> Iterator[tuple[str, str, slips.Gradient]]:
    """Yield each error's averaged gradient, worked in plain numpy."""
    with np.errstate(all="ignore"):
        for name, where, instead in slips.errors_of_an_example(document):
            yield name, where, slips.average(document, **instead)
        yield from slips.errors_of_the_average(document)


def asked(rng: random.Random, traced: Trace, wrong: slips.Gradient) -> tuple[str, float]:
    """Return any weight's or bias's derivative, with the wrong number for it."""
    sizes = traced.problem.sizes
    layer = rng.randrange(1, len(sizes))
    j, k = rng.randrange(sizes[layer]), rng.randrange(sizes[layer - 1])
    only = "@0" if traced.rules.shape.examples == 1 else ""
    if rng.random() < 0.3:
        return f"dC/db{layer}[{j}]{only}", float(wrong[1][layer - 1][j])
    return f"dC/dw{layer}[{j},{k}]{only}", float(wrong[0][layer - 1][j, k])


@pytest.mark.parametrize("seed", range(20))
def test_every_error_in_a_whole_chain_is_named(seed: int) -> None:
    """A result alone, worked with one rule replaced in every example, gets its error or a tie."""
    document, rng = drawn(seed), random.Random(seed)  # noqa: S311  # no secret
    traced, unnamed = trace(Problem.model_validate(document)), []
    for name, where, wrong in wrong_gradients(document):
        at, number = asked(rng, traced, wrong)
        step = traced.step(at)
        nothing = 1e-12 * max(abs(step.value), 1e-3)
        if not math.isfinite(number) or abs(number - step.value) <= nothing or abs(number) < 1e-12:
            continue
        if name == "divided" and any(0.0 in example["x"] for example in document["examples"]):
            continue
        text = rng.choice((repr(number), f"{number:.4g}", f"{number:.3e}"))
        verdict = grade(step, text, alone=True)
        ids = {each for errors in verdict.misconceptions for each in errors}
        if verdict.kind not in ("correct", "too_coarse") and name not in ids:
            unnamed.append((at, name, where, text, verdict.misconceptions, json.dumps(document)))
    assert [] == unnamed


def named(traced: Trace, step: str, text: str) -> set[str]:
    """Return the single errors that explain an answer to a step."""
    errors = grade(traced.step(step), text).misconceptions
    return {each[0] for each in errors if len(each) == 1}


BY_STEP = [
    ("dC/da2[0]@0", "sign_flipped", lambda v: -2 * (v("a2[0]@0") - v("y[0]@0"))),
    ("dC/da2[0]@0", "factor_two_dropped", lambda v: v("a2[0]@0") - v("y[0]@0")),
    ("dC/da2[0]@0", "cost_for_slope", lambda v: (v("a2[0]@0") - v("y[0]@0")) ** 2),
    ("dC/da2[1]@0", "target_dropped", lambda v: 2 * v("a2[1]@0")),
    ("dC/da2[0]@0", "mean_over_outputs", lambda v: 2 * (v("a2[0]@0") - v("y[0]@0")) / 3),
    ("da2[0]/dz2[0]@0", "slope_is_value", lambda v: v("a2[0]@0")),
    ("da2[0]/dz2[0]@0", "half_slope", lambda v: 1 - v("a2[0]@0")),
    ("da2[0]/dz2[0]@0", "slope_of_z", lambda v: v("z2[0]@0") * (1 - v("z2[0]@0"))),
    ("dz2[0]/dw2[0,1]@0", "wrong_layer_activation", lambda v: v("a2[0]@0")),
    ("dz2[0]/dw2[0,1]@0", "wrong_layer_activation", lambda v: v("x[0]@0")),
    ("dz2[0]/dw2[0,1]@0", "sum_for_activation", lambda v: v("z1[1]@0")),
    ("dz2[0]/dw2[0,1]@0", "weight_for_activation", lambda v: v("w2[0,1]")),
    ("dz2[0]/db2[0]", "bias_factor_is_bias", lambda v: v("b2[0]")),
    ("dz2[0]/db2[0]", "bias_is_constant", lambda _v: 0.0),
    ("dz2[0]/db2[0]", "bias_as_weight", lambda v: v("a1[2]@0")),
    ("dz2[0]/da1[1]", "activation_for_weight", lambda v: v("a1[1]@0")),
    ("dz2[0]/da1[1]", "activation_for_weight", lambda _v: 1.0),
    ("dz2[0]/da1[2]", "indices_swapped", lambda v: v("w2[2,0]")),
    ("dz2[0]/da1[1]", "wrong_layer_weight", lambda v: v("w1[0,1]")),
    ("dz2[0]/da1[1]", "updated_weight_used", lambda v: v("w2[0,1]+")),
    (
        "dC/da1[2]|z2[0]@0",
        "indices_swapped",
        lambda v: v("w2[2,0]") * v("dC/dz2[0]@0"),
    ),
    ("dC/da1[1]|z2[0]@0", "slope_forgotten", lambda v: v("w2[0,1]") * v("dC/da2[0]@0")),
    ("dC/da1[1]@0", "one_path", lambda v: v("dC/da1[1]|z2[2]@0")),
    ("dC/da1[1]@0", "mean_over_paths", lambda v: v("dC/da1[1]@0") / 3),
    ("dC/dw2[0,1]@0", "stopped_early", lambda v: v("dC/dz2[0]@0")),
    ("dC/dw2[0,1]@0", "slope_forgotten", lambda v: v("a1[1]@0") * v("dC/da2[0]@0")),
    ("dC/dw2[0,1]@0", "divided", lambda v: v("dC/dz2[0]@0") / v("a1[1]@0")),
    (
        "dC/dw2[0,1]@0",
        "factors_added",
        lambda v: v("a1[1]@0") + v("da2[0]/dz2[0]@0") + v("dC/da2[0]@0"),
    ),
    ("dC/dw2[0,1]", "mean_forgotten", lambda v: 4 * v("dC/dw2[0,1]")),
    ("dC/dw2[0,1]", "mean_twice", lambda v: v("dC/dw2[0,1]") / 4),
    ("dC/dw2[0,1]", "one_example", lambda v: v("dC/dw2[0,1]@3")),
    ("step(w2[0,1])", "rate_forgotten", lambda v: v("dC/dw2[0,1]")),
    ("step(w2[0,1])", "rate_divides", lambda v: v("dC/dw2[0,1]") / v("eta")),
    ("w2[0,1]+", "gradient_added", lambda v: v("w2[0,1]") + v("step(w2[0,1])")),
    ("w2[0,1]+", "rate_forgotten", lambda v: v("w2[0,1]") - v("dC/dw2[0,1]")),
    ("w2[0,1]+", "step_for_value", lambda v: -v("step(w2[0,1])")),
    ("w2[0,1]+", "gradient_for_value", lambda v: v("dC/dw2[0,1]")),
    ("z2[0]@0", "bias_left_out", lambda v: v("z2[0]@0") - v("b2[0]")),
    ("z2[0]@0", "sum_left_open", lambda v: v("w2[0,1]") * v("a1[1]@0") + v("b2[0]")),
    ("z2[0]@0", "sum_left_open", lambda v: v("w2[0,1]") * v("a1[1]@0")),
    (
        "z2[0]@0",
        "index_as_power",
        lambda v: sum(v(f"w2[0,{k}]") ** 2 * v(f"a1[{k}]@0") for k in range(3)) + v("b2[0]") ** 2,
    ),
    ("a2[0]@0", "index_as_power", lambda v: v("a2[0]@0") ** 2),
    ("a2[0]@0", "not_squashed", lambda v: v("z2[0]@0")),
    ("C@0", "cost_unsquared", lambda v: sum(v(f"a2[{j}]@0") - v(f"y[{j}]@0") for j in range(3))),
]


@pytest.mark.parametrize(("step", "error", "number"), BY_STEP)
def test_an_error_in_a_step_is_named(step: str, error: str, number: Any) -> None:  # noqa: ANN401
    """Worked by hand from the values on the screen: the wrong formula, with 5 digits."""
    traced = trace(problem_of("recommended_2_3_3_four_examples"))
    assert error in named(traced, step, f"{number(traced.value):#.5g}")


def one_layer(activation: str, cost: str, y: list[float]) -> Trace:
    """Return the trace of a layer of two neurons with z = 0.6 and −0.8."""
    document = {
        "layers": [{"weights": [[1.0], [-2.0]], "biases": [-0.1, 0.6], "activation": activation}],
        "cost": cost,
        "examples": [{"x": [0.7], "y": y}],
    }
    return trace(Problem.model_validate(document))


@pytest.mark.parametrize(
    ("activation", "cost", "step", "error", "number"),
    [
        ("relu", "squared_error", "da1[1]/dz1[1]", "relu_slope_one", 1.0),
        ("relu", "squared_error", "da1[0]/dz1[0]", "relu_slope_value", 0.6),
        ("tanh", "squared_error", "da1[0]/dz1[0]", "half_slope", 1 - math.tanh(0.6)),
        ("tanh", "squared_error", "da1[0]/dz1[0]", "slope_of_z", 1 - 0.36),
        (
            "tanh",
            "squared_error",
            "da1[0]/dz1[0]",
            "sigmoid_slope_elsewhere",
            math.tanh(0.6) * (1 - math.tanh(0.6)),
        ),
        (
            "tanh",
            "squared_error",
            "da1[0]/dz1[0]",
            "slope_at_activation",
            1 - math.tanh(math.tanh(0.6)) ** 2,
        ),
        ("softplus", "squared_error", "da1[0]/dz1[0]", "slope_is_value", math.log(1 + math.e**0.6)),
        ("identity", "half_squared_error", "dC/da1[0]", "factor_two_added", 2 * (0.6 - 0.2)),
        ("identity", "half_squared_error", "dC/da1[0]", "target_dropped", 0.6),
        ("identity", "mean_squared_error", "dC/da1[0]", "mean_over_outputs", 2 * (0.6 - 0.2)),
        ("identity", "mean_squared_error", "C", "mean_over_outputs", 0.4**2 + 1.7**2),
        ("identity", "squared_error", "C", "mean_over_outputs", (0.4**2 + 1.7**2) / 2),
    ],
)
def test_an_error_of_another_function_is_named(
    activation: str, cost: str, step: str, error: str, number: float
) -> None:
    """Each activation and cost has its own wrong numbers."""
    assert error in named(one_layer(activation, cost, [0.2, 0.9]), step, f"{number:.5g}")


def test_errors_at_fused_slopes_are_named() -> None:
    """A − y is not multiplied by σ′(z) once more."""
    traced = one_layer("sigmoid", "binary_cross_entropy", [1.0, 0.0])
    a = 1 / (1 + math.exp(-0.6))
    assert {"slope_after_fusing"} == named(traced, "dC/dz1[0]", f"{(a - 1) * a * (1 - a):.5g}")
    assert {"sign_flipped"} == named(traced, "dC/dz1[0]", f"{1 - a:.5g}")


def test_a_softmax_is_no_row_of_sigmoids() -> None:
    """Beside the Jacobian's diagonal there is no a(1 − a), nor 0; and dC/dz is a sum."""
    traced = one_layer("softmax", "squared_error", [1.0, 0.0])
    a = 1 / (1 + math.exp(-1.4))
    assert "softmax_diagonal" in named(traced, "da1[0]/dz1[1]", f"{a * (1 - a):.5g}") | {
        *named(traced, "da1[0]/dz1[1]", "0")
    }
    assert "softmax_diagonal" in named(traced, "dC/dz1[0]", f"{a * (1 - a) * 2 * (a - 1):.5g}")


def test_where_an_error_cannot_be_made_it_is_none() -> None:
    """One example has no mean to forget, one path no sum to leave open, identity no curve."""
    traced = trace(problem_of("recommended_chain_1_1_1_1"))
    made = {
        each
        for step in traced.steps("w1[0,0]")
        for factor in (2, 0.5, -1, 3)
        for errors in grade(step, repr(factor * step.value)).misconceptions
        for each in errors
    }
    never = {"mean_forgotten", "mean_twice", "one_example", "average_example", "one_path"}
    assert made.isdisjoint(never | {"mean_over_paths", "mean_over_outputs", "sum_left_open"})
    assert Kind.AVERAGE not in {step.kind for step in traced.steps("w1[0,0]")}


@pytest.mark.parametrize("seed", range(12))
def test_only_what_says_so_depends_on_a_traces_numbers(seed: int) -> None:
    """The others' wrong trees are kept for every network of the same kind: they are the same."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    document, other = (random_document(rng, sizes=(2, 3, 2), examples=2) for _ in range(2))
    other = {
        **document,
        "layers": [
            {**mine, "weights": theirs["weights"], "biases": theirs["biases"]}
            for mine, theirs in zip(document["layers"], other["layers"], strict=True)
        ],
    }
    one, two = (trace(Problem.model_validate(each)) for each in (document, other))
    assert one.rules is two.rules
    count = 0
    for step in one.steps("w1[0,0]"):
        sites = [[site_of(each, step.place)] for each in (one, two)]
        for entry in CATALOGUE:
            if not entry.by_numbers:
                found, same = ([*slips_at(each, [entry])] for each in sites)
                assert found == same
                count += len(found)
    assert count > 20
