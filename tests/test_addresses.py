"""Addresses: every quantity has one name, and a name that names nothing says what there is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks import UNFUSED_SOFTMAX, problem_of, problems
from tutor import Problem, Trace, TutorError, trace
from tutor.errors import AddressError


def all_addresses(problem: Problem) -> dict[str, str]:
    """Return each address that a problem has, as interface.md writes it, with its kind.

    Written out here a second time, by hand.
    """
    sizes, last = problem.sizes, len(problem.layers)
    softmax = problem.layers[-1].activation == "softmax"
    own = {f"x[{k}]": "example" for k in range(sizes[0])}
    own |= {f"y[{j}]": "example" for j in range(sizes[-1])} | {"C": "averaged"}
    shared = {"eta": "shared", "C+": "shared"}
    for layer in range(1, last + 1):
        size = sizes[layer]
        for j in range(size):
            z, b = f"z{layer}[{j}]", f"b{layer}[{j}]"
            own |= dict.fromkeys((z, f"a{layer}[{j}]", f"dC/da{layer}[{j}]", f"dC/d{z}"), "example")
            own[f"dC/d{b}"] = "averaged"
            shared |= dict.fromkeys((b, f"step({b})", f"{b}+", f"d{z}/d{b}"), "shared")
            for i in range(size) if softmax and layer == last else (j,):
                own[f"da{layer}[{i}]/d{z}"] = "example"
                if softmax and layer == last:
                    own[f"dC/d{z}|a{layer}[{i}]"] = "example"
            for k in range(sizes[layer - 1]):
                w, a = f"w{layer}[{j},{k}]", f"a{layer - 1}[{k}]"
                own |= {f"d{z}/d{w}": "example", f"dC/d{w}": "averaged"}
                shared |= dict.fromkeys((w, f"step({w})", f"{w}+"), "shared")
                if layer > 1:
                    own[f"dC/d{a}|{z}"] = "example"
                    shared[f"d{z}/d{a}"] = "shared"
    return own | shared


@given(problems())
@settings(max_examples=50)
def test_every_address_reads_back_as_written(problem: Problem) -> None:
    """Each address of a network, with its example, is read and written the same."""
    traced, examples = trace(problem), len(problem.examples)
    for bare, kind in all_addresses(problem).items():
        texts = [bare] if kind == "shared" else [f"{bare}@{k}" for k in range(examples)]
        texts += [bare] * (kind == "averaged" and examples > 1)
        for text in texts:
            address = traced.address(text)
            assert (text, bare) == (str(address), address.bare())


@given(problems(), st.integers(0, 3))
@settings(max_examples=50)
def test_an_address_without_example_means_the_own_one(problem: Problem, own: int) -> None:
    """In a step of an example, an address without @ is that example's."""
    traced, example = trace(problem), own % len(problem.examples)
    for bare, kind in all_addresses(problem).items():
        expected = bare if kind == "shared" else f"{bare}@{example}"
        assert expected == str(traced.address(bare, example))


@given(problems(examples=1))
@settings(max_examples=25)
def test_an_address_without_example_means_the_only_one(problem: Problem) -> None:
    """With one example, an address without @ is that example's."""
    traced = trace(problem)
    for bare, kind in all_addresses(problem).items():
        assert (bare if kind == "shared" else f"{bare}@0") == str(traced.address(bare))


@given(problems(examples=3))
@settings(max_examples=25)
def test_an_address_without_example_means_the_average_or_is_refused(problem: Problem) -> None:
    """With three examples, an address without @ is the average, or an error that says which."""
    traced = trace(problem)
    for bare, kind in all_addresses(problem).items():
        if kind == "example":
            with pytest.raises(AddressError, match="there are 3, so @0 to @2"):
                traced.address(bare)
        else:
            assert bare == str(traced.address(bare))


@given(
    problems(sizes=(1, 1, 1, 1), heads=(("sigmoid", "squared_error"), ("tanh", "squared_error")))
)
@settings(max_examples=10)
def test_a_layer_of_one_neuron_needs_no_indices(problem: Problem) -> None:
    """In a chain every address may be written without its indices; output has the full form."""
    traced = trace(problem)
    for bare, kind in all_addresses(problem).items():
        short = re.sub(r"\[[0-9,]+\]", "", bare)
        expected = bare if kind == "shared" else f"{bare}@0"
        assert expected == str(traced.address(short if kind == "shared" else f"{short}@0"))


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("w3", "w3[0,0]"),
        ("b3", "b3[0]"),
        ("z3", "z3[0]@0"),
        ("a3", "a3[0]@0"),
        ("x", "x[0]@0"),
        ("a0", "x[0]@0"),
        ("a0[0]", "x[0]@0"),
        ("dC/da2|z3", "dC/da2[0]|z3[0]@0"),
        ("da3/dz3", "da3[0]/dz3[0]@0"),
        ("step(w3)", "step(w3[0,0])"),
        ("w3+", "w3[0,0]+"),
        (" w2[ 0 , 0 ] ", "w2[0,0]"),
        ("∂C/∂w3", "dC/dw3[0,0]@0"),
        ("η", "eta"),
    ],
)
def test_short_forms_mean_the_full_ones(short: str, full: str) -> None:
    """Short and typographic forms are read, and written in full."""
    assert full == str(trace(problem_of("recommended_chain_1_1_1_1")).address(short))


@pytest.mark.parametrize("short", ["w2", "b1", "z1", "a1", "x", "y", "dC/da1", "dz2/da1[0]"])
def test_short_forms_are_refused_where_there_are_several(short: str) -> None:
    """Where a layer has several neurons an index is asked for, with their number."""
    traced = trace(problem_of("recommended_2_3_3_tanh_sigmoid_one_example"))
    with pytest.raises(AddressError, match=r"which one\? .* has [23], so an index"):
        traced.address(short)


@pytest.fixture(scope="module")
def four() -> Trace:
    """Return the trace of a 2-3-3 network with four examples."""
    return trace(problem_of("recommended_2_3_3_four_examples"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("w3[0,0]", "there is no layer 3; layers are 1 to 2"),
        ("w0[0,0]", "there is no layer 0; layers are 1 to 2"),
        ("a2[3]@0", "there is no 3 in layer 2, which has indices 0 to 2"),
        ("w1[0,2]", "there is no 2 in the input, which has indices 0 to 1"),
        ("w2[0,3]", "there is no 3 in layer 1, which has indices 0 to 2"),
        ("x[2]@0", "there is no 2 in the input, which has indices 0 to 1"),
        ("y[3]@0", "there is no 3 in layer 2, which has indices 0 to 2"),
        ("a2[0]@4", "there is no example 4; there is @0 to @3"),
        ("w1[0,0]@1", "same for all examples, so without @1"),
        ("eta@0", "same for all examples, so without @0"),
        ("z2[0]", "of which example? there are 4, so @0 to @3"),
        ("dz1[0]/da0[0]", "layer 1 is fed by the input, which is given"),
        ("dz2[0]/da2[0]@0", "layer 2 is fed by the one before"),
        ("dz2[0]/dw2[1,0]@0", "its parts do not belong together"),
        ("da2[0]/dz2[1]@0", "a2[0] comes from z2[0]"),
        ("dC/dz2[0]|a2[1]@0", "only a softmax has several paths from z"),
        ("q", "there are x[k], y[j], and for layers 1 to 2 such as w2[0,0]"),
        ("", "there are x[k], y[j]"),
        ("w2[0,0]++", "no such quantity"),
        ("a2[-1]@0", "no such quantity"),
        ("a2[٣]@0", "no such quantity"),
        ("a" * 100, "too long for an address"),
        ("a2[0]@99999999999", "no such quantity"),
        ("a99999999999[0]@0", "no such quantity"),
    ],
)
def test_an_address_of_nothing_says_what_there_is(four: Trace, text: str, says: str) -> None:
    """An address that names nothing is refused with what there is instead."""
    with pytest.raises(AddressError, match=re.escape(says)):
        four.address(text)


def test_errors_are_bad_values_and_failed_lookups() -> None:
    """An AddressError is a TutorError, a ValueError and a LookupError."""
    assert issubclass(AddressError, TutorError)
    assert issubclass(AddressError, ValueError)
    assert issubclass(AddressError, LookupError)


@given(problems(heads=UNFUSED_SOFTMAX, sizes=(2, 3)))
@settings(max_examples=5)
def test_softmax_slopes_have_output_and_sum(problem: Problem) -> None:
    """For softmax da2[i]/dz2[j] exists for every i and j, in this order."""
    jacobian = trace(problem).examples[0].layers[0].da_dz
    traced = trace(problem)
    for i in range(3):
        for j in range(3):
            assert jacobian[i, j] == traced.value(f"da1[{i}]/dz1[{j}]@0")
