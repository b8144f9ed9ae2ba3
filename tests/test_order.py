"""The chain of a parameter: which steps lead to it, in which order, and how many."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks import problem_of, problems
from tutor import Problem, Trace, trace
from tutor.chain.steps import Step, Steps

FORWARD = ("weighted_sum", "activation", "cost")
GIVEN = ("x", "y", "w", "b", "eta")


def some_parameter(traced: Trace, data: Any) -> str:  # noqa: ANN401
    """Return any weight or bias of a network."""
    sizes = traced.problem.sizes
    layer = data.draw(st.integers(1, len(sizes) - 1))
    j = data.draw(st.integers(0, sizes[layer] - 1))
    k = data.draw(st.integers(-1, sizes[layer - 1] - 1))
    return f"b{layer}[{j}]" if k < 0 else f"w{layer}[{j},{k}]"


def is_given(identifier: str) -> bool:
    """Return whether an id is that of a number of the problem."""
    name = identifier.partition("[")[0].rstrip("0123456789")
    return name in GIVEN and not identifier.endswith("+")


@given(problems(), st.data())
def test_each_step_comes_after_what_it_follows_from(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """Every input of a step is a given number or the id of an earlier step."""
    traced = trace(problem)
    before: set[str] = set()
    for step in traced.steps(some_parameter(traced, data))[:-1]:
        assert [each for each in step.inputs if not is_given(each) and each not in before] == []
        before.add(step.id)


@given(problems(), st.data())
def test_ids_are_one_of_a_kind(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """No two steps of a chain have the same id, and each is found again by its id."""
    traced = trace(problem)
    steps = traced.steps(some_parameter(traced, data))
    ids = [step.id for step in steps]
    assert len(set(ids)) == len(ids)
    assert [traced.step(each) for each in ids] == list(steps)


@given(problems(), st.data())
def test_a_chain_ends_with_the_update(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """At the end stand the average, if there are several examples, step, update and new cost."""
    traced = trace(problem)
    parameter = some_parameter(traced, data)
    steps = traced.steps(parameter)
    several = len(problem.examples) > 1
    expected = [("step", f"step({parameter})"), ("update", f"{parameter}+"), ("new_cost", "C+")]
    if several:
        expected.insert(0, ("average", f"dC/d{parameter}"))
    tail = steps[-len(expected) :]
    assert expected == [(step.kind, step.id) for step in tail]
    assert [None] * len(expected) == [step.example for step in tail]
    assert several == any(step.kind == "average" for step in steps)


@given(problems(), st.data())
def test_a_chain_goes_example_by_example(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """Each example is worked forward and then back to its own derivative, one after another."""
    traced = trace(problem)
    parameter = some_parameter(traced, data)
    own = [step for step in traced.steps(parameter) if step.example is not None]
    order = [step.example for step in own]
    assert order == sorted(order, key=lambda example: example or 0)
    for example in range(len(problem.examples)):
        part = [step for step in own if step.example == example]
        forward = [step.kind in FORWARD for step in part]
        assert forward == sorted(forward, reverse=True)
        assert f"dC/d{parameter}@{example}" == part[-1].id


@given(problems(examples=3), st.data())
def test_a_factor_of_all_examples_is_one_step(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """The factors dz/da and dz/db are made once, at their first use, and are of no example."""
    traced = trace(problem)
    steps = list(traced.steps(some_parameter(traced, data)))
    first_end = next(i for i, step in enumerate(steps) if step.example == 1)
    for place, step in enumerate(steps):
        if step.kind in ("activation_factor", "bias_factor"):
            assert (None, step.address) == (step.example, step.id)
            assert place < first_end


def leads_to(steps: Steps, end: Step) -> set[str]:
    """Return the ids of all that a step follows from, directly or not."""
    inputs = {step.id: step.inputs for step in steps}
    found, waiting = set(), [end.id]
    while waiting:
        identifier = waiting.pop()
        if identifier not in found:
            found.add(identifier)
            waiting += inputs.get(identifier, ())
    return found


@given(problems(), st.data())
def test_nothing_is_worked_back_in_vain(problem: Problem, data: Any) -> None:  # noqa: ANN401
    """Every step on the way back from the cost leads to the new value."""
    traced = trace(problem)
    steps = traced.steps(some_parameter(traced, data))
    needed = leads_to(steps, steps[-2])
    assert [step.id for step in steps[:-1] if step.kind not in FORWARD] == [
        step.id for step in steps[:-1] if step.kind not in FORWARD and step.id in needed
    ]


@given(problems())
@settings(max_examples=30)
def test_the_whole_forward_pass_is_shown(problem: Problem) -> None:
    """Every weighted sum, every activation and every example's cost is a step."""
    steps = trace(problem).steps("b1[0]")
    kinds = [step.kind for step in steps]
    neurons, examples = sum(problem.sizes[1:]), len(problem.examples)
    expected = [neurons * examples, neurons * examples, examples]
    assert expected == [kinds.count(kind) for kind in FORWARD]  # type: ignore[arg-type]


def deep(layers: int, width: int, examples: int = 1) -> Trace:
    """Return the trace of a network of sigmoids, all layers of one width."""
    layer = {
        "weights": [[0.1 * (j - k) for k in range(width)] for j in range(width)],
        "biases": [0.1] * width,
        "activation": "sigmoid",
    }
    document = {
        "layers": [layer] * layers,
        "cost": "squared_error",
        "examples": [{"x": [0.5] * width, "y": [1.0] * width}] * examples,
    }
    return trace(Problem.model_validate(document))


def test_twelve_layers_of_three_have_as_many_steps_as_counted_by_hand() -> None:
    """The chain of a first weight grows with pairs of neurons, not with the 3^10 paths."""
    forward = 12 * (3 + 3) + 1
    outputs = 3 + 3
    between = 10 * (9 + 9 + 3 + 3)
    first_layer = 3 + 3 + 1 + 1
    end = 2 + 3
    expected = forward + outputs + between + first_layer + end
    steps = deep(12, 3).steps("w1[0,0]")
    assert expected == len(steps)
    assert expected == len(list(steps))


@pytest.mark.parametrize("width", [1, 2, 4])
def test_each_further_layer_adds_the_same_number_of_steps(width: int) -> None:
    """With each layer a chain grows by two steps a neuron forward, and by those of one pair back.

    Back there are dz/da and a path term for each pair of neurons, dC/da and da/dz for each neuron;
    where one neuron is fed there is no path term.
    """
    pairs = width * width
    back = (2 * pairs if width > 1 else pairs) + 2 * width
    lengths = [len(deep(layers, width).steps("w1[0,0]")) for layers in range(3, 9)]
    added = {after - before for before, after in itertools.pairwise(lengths)}
    assert {2 * width + back} == added


def test_each_further_example_adds_what_is_its_own() -> None:
    """A further example adds its own steps, without the factors that all examples share."""
    steps = deep(3, 2).steps("w1[0,0]")
    shared = sum(step.example is None for step in steps)
    own = len(steps) - shared
    for examples in (2, 3, 5):
        average = 1
        assert shared + examples * own + average == len(deep(3, 2, examples).steps("w1[0,0]"))


def test_steps_are_a_sequence() -> None:
    """Steps are counted, indexed from both ends, sliced and refused beyond the end."""
    steps = trace(problem_of("recommended_chain_three_examples")).steps("w2")
    everything = list(steps)
    assert len(steps) == len(everything)
    assert everything == [steps[i] for i in range(len(steps))]
    assert everything[::-1] == [steps[~i] for i in range(len(steps))]
    assert tuple(everything[3:11:2]) == steps[3:11:2]
    assert everything[7] in steps
    for index in (len(steps), -len(steps) - 1):
        with pytest.raises(IndexError):
            steps[index]
