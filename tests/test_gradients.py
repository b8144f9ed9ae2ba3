"""Somebody's own gradient: which entries are wrong, and which classic error explains them."""

from __future__ import annotations

import itertools
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests import slips
from tests.networks import random_document
from tests.running import tutor
from tutor import Problem, assert_gradient, check_gradient
from tutor.errors import DocumentError


def network(seed: int, sizes: tuple[int, ...] = (2, 3, 3, 2), examples: int = 3) -> dict[str, Any]:
    """Return a problem document with sigmoids and squared errors, whose errors all differ."""
    rng = random.Random(seed)  # noqa: S311  # no secret
    document = random_document(
        rng,
        sizes=sizes,
        examples=examples,
        decimals=(2,),
        most=1.5,
        heads=(("sigmoid", "squared_error"),),
    )
    for layer in document["layers"]:
        layer["activation"] = "sigmoid"
    return document


def problem(document: dict[str, Any]) -> Problem:
    """Return the problem of a document."""
    return Problem.model_validate(document)


def lines(document: dict[str, Any], gradient: slips.Gradient) -> list[str]:
    """Return what is found in an average, each finding in its words."""
    return [str(each) for each in check_gradient(problem(document), *gradient).findings]


def only_in(layer: int, wrong: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a slope that is wrong in one layer."""
    return {"slope": lambda run, n: wrong(run, n) if n == layer else slips.right_slope(run, n)}


def without(run: slips.Pass, layer: int) -> slips.Array:
    """Return 1 for a slope."""
    return np.ones_like(run.z[layer])


@pytest.mark.parametrize("example", [None, 0, 2])
def test_a_right_gradient_is_right(example: int | None) -> None:
    """Worked in plain numpy, of one example or of the average, nothing is found."""
    document = network(1)
    right = slips.average(document)
    if example is not None:
        right = slips.worked(document, document["examples"][example])
    report = check_gradient(problem(document), *right, example)
    assert report.is_right
    assert 29 == report.checked
    assert "All 29 entries are right" in str(report)
    assert_gradient(problem(document), *right, example)


@given(st.integers(0, 10**6), st.sampled_from([(2, 3, 3, 2), (4, 6, 5), (3, 1), (1, 1, 1, 1)]))
@settings(max_examples=40, deadline=None)
def test_own_code_in_32_bits_is_right(seed: int, sizes: tuple[int, ...]) -> None:
    """What float32 loses is no error, whatever the network."""
    document = network(seed, sizes, examples=4)
    dw, db = slips.average(document)
    as_floats = [each.astype(np.float32) for each in dw], [each.astype(np.float32) for each in db]
    assert check_gradient(problem(document), *as_floats).is_right


class Tensor:
    """What is no array but can be made one, as in other libraries."""

    def __init__(self, array: slips.Array) -> None:
        self._array = array

    def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray[Any]:  # noqa: ANN401
        return np.array(self._array, dtype=dtype, copy=True if copy is None else copy)


@pytest.mark.parametrize(
    "made",
    [np.asarray, np.ndarray.tolist, Tensor, lambda array: array.astype(np.float32)],
    ids=["arrays", "lists", "tensors", "floats"],
)
def test_anything_with_numbers_will_do(made: Any) -> None:  # noqa: ANN401
    """Lists, arrays of any precision, and what has __array__."""
    document = network(2)
    dw, db = slips.average(document)
    given_as = [made(each) for each in dw], [made(each) for each in db]
    assert check_gradient(problem(document), *given_as).is_right
    doubled = [made(2 * each) for each in dw], [made(2 * each) for each in db]
    assert not check_gradient(problem(document), *doubled).is_right


def test_a_slope_left_out_in_layer_1_is_told_in_the_fewest_words() -> None:
    """It shows in layer 1 only."""
    document = network(3)
    wrong = slips.average(document, **only_in(1, without))
    assert ["layer 1, all entries: as if σ′(z) had been left out"] == lines(document, wrong)


def test_a_slope_left_out_everywhere_is_one_error() -> None:
    """One sentence for the whole gradient."""
    document = network(3)
    wrong = slips.average(document, slope=without)
    assert ["every entry: as if σ′(z) had been left out"] == lines(document, wrong)


def test_a_sum_over_the_examples_is_told() -> None:
    """Every entry is as many times too large as there are examples."""
    document = network(4)
    dw, db = slips.average(document)
    summed = [3 * each for each in dw], [3 * each for each in db]
    assert ["every entry: not divided by the number of examples"] == lines(document, summed)


@pytest.mark.parametrize("layer", [1, 2])
def test_a_transposed_array_is_told(layer: int) -> None:
    """By its shape, or where that is square, as in layer 2, by its numbers."""
    document = network(5)
    dw, db = slips.average(document)
    dw[layer - 1] = dw[layer - 1].T
    assert [f"layer {layer}: transposed"] == lines(document, (dw, db))


def test_several_errors_in_different_layers_are_told_one_by_one() -> None:
    """The last layer's transposed weights, biases of the second taken for constants."""
    document = network(6, (2, 3, 3, 2))
    dw, db = slips.average(document)
    dw[2] = dw[2].T
    db[1] = 0 * db[1]
    told = lines(document, (dw, db))
    assert ["layer 3: transposed", "layer 2, all biases: as if the bias were a constant"] == told


def test_an_error_on_top_of_another_is_found() -> None:
    """σ′ is left out in layer 3, which shows in all layers; in layer 2 z stands for a besides."""
    document = network(7)

    def factor(run: slips.Pass, n: int, d: slips.Array) -> slips.Array:
        return np.outer(d, run.z[1]) if n == 2 else slips.right_factor(run, n, d)

    wrong = slips.average(document, **only_in(3, without), factor=factor)
    found = check_gradient(problem(document), *wrong).findings
    ids = {each for finding in found for errors in finding.errors for each in errors}
    assert {"slope_forgotten", "sum_for_activation"} <= ids
    assert all(finding.errors for finding in found)


@pytest.mark.parametrize("factor", [-2.0, -0.5])
def test_a_sign_and_a_factor_two_together_are_told(factor: float) -> None:
    """Who writes y − a for 2(a − y) makes both."""
    document = network(4)
    dw, db = slips.average(document)
    [told] = lines(document, ([factor * each for each in dw], [factor * each for each in db]))
    size = "large" if abs(factor) > 1 else "small"
    sign = "as if y − a stood for a − y: the sign is turned round"
    assert f"every entry: {sign}, and a factor 2 too {size}" == told


def test_what_an_error_comes_on_top_of_is_told_there_too() -> None:
    """Nothing is divided by the number of examples; in layer 1 σ′ is left out besides."""
    document = network(4)
    dw, db = slips.average(document, **only_in(1, without))
    told = lines(document, ([3 * each for each in dw], [3 * each for each in db]))
    assert [
        "every entry: not divided by the number of examples",
        "layer 1, all entries: as if σ′(z) had been left out",
    ] == told


def test_numbers_out_of_the_blue_are_named_by_nothing() -> None:
    """It says where they are, what is given and what is right, and that nothing explains them."""
    document = network(8)
    dw, db = slips.average(document)
    dw[1] = dw[1] + np.arange(9).reshape(3, 3) * 0.137
    report = check_gradient(problem(document), dw, db)
    assert 8 == len(report.wrong)
    assert () == report.findings[0].errors
    assert "layer 2, all weights: 8 of 9 wrong" in str(report)
    assert "dC/dw2[0,1]" in str(report)


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_wrong(hole: float) -> None:
    """NaN and infinities are counted, and no classic error is blamed."""
    document = network(9)
    dw, db = slips.average(document)
    dw[0][1, 1] = hole
    report = check_gradient(problem(document), dw, db)
    assert ["dC/dw1[1,1]"] == [entry.address for entry in report.wrong]
    assert ["layer 1, all weights: 1 of 6 NaN or infinite"] == list(map(str, report.findings))


@pytest.mark.parametrize(
    ("dw", "db", "told"),
    [
        ([[[1.0, 2.0]]], [[0.0], [0.0]], "dC_dw: 1 array, but there are 2 layers"),
        ([[[1.0]], [[1.0]]], [[0.0, 0.0], [0.0]], r"dC_dw\[0\] \(layer 1\): shape \(1, 1\)"),
        ([[[1, 2], [3, "x"]], [[1, 2]]], [[0.0, 0.0], [0.0]], "an array of numbers is needed"),
        ([[[1, 2], [3]], [[1, 2]]], [[0.0, 0.0], [0.0]], "an array of numbers is needed"),
        ([[[1, 2], [3, None]], [[1, 2]]], [[0.0, 0.0], [0.0]], "an array of numbers is needed"),
        ([[[1, 2], [3, 4]], [[1, 2]]], [[0.0], [0.0]], r"dC_db\[0\] \(layer 1\): shape \(1,\)"),
        (7, [[0.0], [0.0]], "dC_dw: an array for each of the 2 layers is needed"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(dw: Any, db: Any, told: str) -> None:  # noqa: ANN401
    """It says what, where, and what would be right."""
    with pytest.raises(DocumentError, match=told):
        check_gradient(problem(network(1, (2, 2, 1))), dw, db)


def test_an_example_that_is_not_there_is_refused() -> None:
    """Examples are counted from 0."""
    document = network(1)
    with pytest.raises(DocumentError, match="example 3: there are 3, counted from 0"):
        check_gradient(problem(document), *slips.average(document), 3)


def test_assert_gradient_fails_with_the_diagnosis() -> None:
    """A test that uses it tells what is wrong, with both numbers."""
    document = network(3)
    wrong = slips.average(document, slope=without)
    with pytest.raises(AssertionError, match="as if σ′") as failed:
        assert_gradient(problem(document), *wrong)
    assert "is right" in str(failed.value)


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize(
    ("sizes", "example"), [((1, 1, 1, 1), 0), ((2, 3, 3), None), ((2, 2, 2, 2), None)]
)
def test_every_classic_error_is_found_in_whole_gradients(
    sizes: tuple[int, ...], example: int | None, part: int
) -> None:
    """Worked in plain numpy with one error in it, one finding explains all, by that error."""
    document = network(100 + len(sizes), sizes)
    unexplained = []
    for name, where, instead in [*slips.errors_of_an_example(document)][part::8]:
        wrong = slips.average(document, **instead)
        if example is not None:
            wrong = slips.worked(document, document["examples"][example], **instead)
        report = check_gradient(problem(document), *wrong, example)
        named = [name in ids for finding in report.findings for ids in finding.errors]
        if not report.is_right and (len(report.findings) > 1 or not any(named)):
            unexplained.append((name, where, list(map(str, report.findings))))
    assert [] == unexplained


def test_a_large_network_is_diagnosed_at_once() -> None:
    """100 examples through 80-30-10 take about a second."""
    rng = np.random.default_rng(0)
    sizes = (80, 30, 10)
    document = {
        "layers": [
            {
                "weights": rng.normal(size=(after, before)).tolist(),
                "biases": rng.normal(size=after).tolist(),
                "activation": "sigmoid",
            }
            for before, after in itertools.pairwise(sizes)
        ],
        "cost": "squared_error",
        "examples": [
            {"x": rng.random(80).tolist(), "y": rng.random(10).tolist()} for _ in range(100)
        ],
    }
    wrong = slips.average(document, slope=without)
    began = time.process_time()
    assert ["every entry: as if σ′(z) had been left out"] == lines(document, wrong)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("change", "status", "told"),
    [
        (1.0, 0, "All 29 entries are right (of the average)."),
        (3.0, 1, "every entry: not divided by the number of examples"),
    ],
)
def test_the_command_tells_and_its_exit_status_too(
    tmp_path: Path, change: float, status: int, told: str
) -> None:
    """0 where every entry is right, 1 where one is wrong."""
    document = network(4)
    dw, db = slips.average(document)
    gradient = {
        "dC_dw": [(change * each).tolist() for each in dw],
        "dC_db": [(change * each).tolist() for each in db],
    }
    (tmp_path / "p.json").write_text(json.dumps(document), "utf-8")
    (tmp_path / "g.json").write_text(json.dumps(gradient), "utf-8")
    done = tutor("check-gradient", str(tmp_path / "p.json"), str(tmp_path / "g.json"))
    assert status == done.returncode
    assert told in done.stdout.decode()


def test_the_command_writes_ascii_where_that_is_asked(tmp_path: Path) -> None:
    """By a flag, or where the encoding carries nothing else; and NaN may stand as a string."""
    document = network(3)
    dw, db = slips.average(document, slope=without)
    gradient = {"dC_dw": [each.tolist() for each in dw], "dC_db": [each.tolist() for each in db]}
    (tmp_path / "p.json").write_text(json.dumps(document), "utf-8")
    (tmp_path / "g.json").write_text(json.dumps(gradient), "utf-8")
    command = ("check-gradient", "p.json", "g.json")
    for options, variables in (("--ascii",), {}), ((), {"PYTHONIOENCODING": "ascii"}):
        done = tutor(*command, *options, folder=tmp_path, variables=variables)
        assert 1 == done.returncode
        assert "every entry: as if sigmoid'(z) had been left out" in done.stdout.decode("ascii")
    gradient["dC_db"][0][0] = "NaN"
    (tmp_path / "g.json").write_text(json.dumps(gradient), "utf-8")
    told = json.loads(tutor(*command, "--json", folder=tmp_path).stdout)
    assert ["layer 1, all biases", "1 of 3 NaN or infinite"] == [
        told["findings"][-1]["where"],
        told["findings"][-1]["what"],
    ]
    assert "NaN" == told["wrong"][6]["given"]


@pytest.mark.parametrize("text", ["[1, 2]", "{}", '{"dC_dw": [[["x"]]], "dC_db": [[0]]}', "{"])
def test_the_command_refuses_what_is_no_gradient(tmp_path: Path, text: str) -> None:
    """With exit status 2 and one sentence."""
    (tmp_path / "p.json").write_text(json.dumps(network(3)), "utf-8")
    (tmp_path / "g.json").write_text(text, "utf-8")
    done = tutor("check-gradient", "p.json", "g.json", folder=tmp_path)
    assert (2, b"") == (done.returncode, done.stdout)
    assert b"g.json" in done.stderr
    assert b"Traceback" not in done.stderr
