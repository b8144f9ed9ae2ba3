"""Whether a problem can be worked by hand and marked fairly: what is in the way, and where.

Stricter than marking itself: wrong numbers keep clear of the right one, and of each other, by more
than the 3 digits that are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from tutor.chain.addresses import Q
from tutor.chain.numbers import ASKED_DIGITS, exponent_of
from tutor.chain.problem import Example, Layer, Problem
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.chain.trace import Trace, trace
from tutor.course.draws import RATES, Draw, Neuron, OneExample, Part, Rate
from tutor.course.plan import forward_and_given
from tutor.engine.activations import Array
from tutor.grading.diagnosis import moved, same_to_digits, whole_pairs
from tutor.grading.grade import right_range
from tutor.grading.ranges import RightRange, Visible, everything
from tutor.grading.wrong import WrongNumber, scaled_range, single_errors

# Limits that no number of one decimal, nor a ratio of two, hits exactly: where a value lay on a
# limit, the last bit of a machine's arithmetic would decide.
_CLEAR = 0.0123  # how far, relatively, a wrong number keeps from the right one at least
_APART = 0.00423  # and from another wrong one at least
_NEAR = 0.09987  # wrong numbers further apart than this share cannot be taken for each other
_CANCELLED = 0.0487  # a sum keeps at least this share of its largest term
_LEAST, _MOST = 0.002017, 50.017  # sizes of every asked value
_SATURATED = 3.0017  # the largest |z| of a neuron whose curve flattens
_UPDATED = 0.0207  # the least share of a weight that its step is
_KINK = 0.0517  # the least |z| of a neuron with a kink
_EDGE = 1 + 1e-6  # a whole unit of the last digit away is not clear, on whatever machine
_CURVED = ("sigmoid", "tanh", "softplus", "softmax")


class Fault(NamedTuple):
    """What is in the way of an exercise, and the part to draw anew."""

    reason: str
    part: Part


def faults(
    problem: Problem, parameter: str, tested: frozenset[str], first: int = 0
) -> Iterator[Fault]:
    """Yield what is in the way, the cheapest to find first.

    Args:
        problem: what was drawn.
        parameter: the weight or bias that is asked about, in full.
        tested: the ids of the errors that are to be kept apart.
        first: the example that is looked at before the others.

    """
    made = trace(problem)
    yield from _neuron_faults(made)
    yield from _sum_faults(made)
    yield from _rate_faults(made, parameter, first)
    region = _region(made, parameter, tested)
    steps = [step for step in made.steps(parameter) if _visible(step)]
    for step in sorted(steps, key=lambda step: (step.example is None, step.example != first)):
        yield from _value_faults(step)
        for visible in _visible(step):
            yield from _error_faults(step, visible, region)


def _visible(step: Step) -> tuple[Visible, ...]:
    """Return what is visible where a step is asked; nothing where it is not asked.

    The first example is worked step by step; of each, and of their average, the result may be asked
    alone. The new cost is always shown.
    """
    if step.place.quantity in (Q.DC_DW, Q.DC_DB):
        return (forward_and_given,) if step.example else (everything, forward_and_given)
    return () if step.example or step.kind is Kind.NEW_COST else (everything,)


def _neuron_faults(made: Trace) -> Iterator[Fault]:
    passes = made.values.passes.layers
    for number, (layer, name) in enumerate(zip(passes, made.rules.activations, strict=True), 1):
        for j, z in enumerate(layer.z.T):
            if name in _CURVED and np.abs(z).max() > _SATURATED:
                yield Fault("a saturated neuron", Neuron(number, j))
            if name == "relu" and z.min() <= 0.0:
                yield Fault("a dead neuron", Neuron(number, j))
            if name in ("relu", "leaky_relu") and np.abs(z).min() < _KINK:
                yield Fault("a neuron at its kink", Neuron(number, j))


def _sum_faults(made: Trace) -> Iterator[Fault]:
    """Yield where a weighted sum, or an output's distance to its target, cancels in example 0."""
    passes = made.values.passes
    for number, (layer, own) in enumerate(zip(passes.layers, made.problem.layers, strict=True)):
        terms = np.abs(own.weights * passes.inputs_of(number)[0]).max(axis=1)
        cancelled = np.abs(layer.z[0]) < _CANCELLED * np.maximum(terms, np.abs(own.biases))
        yield from (
            Fault("a sum that cancels", Neuron(number + 1, int(j)))
            for j in np.flatnonzero(cancelled)
        )
    a, y = passes.layers[-1].a[0], passes.y[0]
    if (np.abs(a - y) < _CANCELLED * np.maximum(np.abs(a), np.abs(y))).any():
        yield Fault("a sum that cancels", OneExample(0))


def _rate_faults(made: Trace, parameter: str, first: int) -> Iterator[Fault]:
    """Yield a learning rate with which updates hardly show, or which raises the cost."""
    own, least = made.problem.learning_rate, _least_rate(made, parameter)
    if own < least:
        greater = [Rate(rate) for rate in RATES if rate >= least]
        yield Fault("an update that hardly shows", greater[0] if greater else OneExample(first))
    if made.values.cost_after >= made.values.cost:
        less = [Rate(rate) for rate in RATES if least <= rate < own]
        yield Fault("a step that raises the cost", less[-1] if less else OneExample(first))


def _least_rate(made: Trace, parameter: str) -> float:
    """Return the rate from which on the update of each weight on the way back shows."""
    place = made.address(parameter)
    least = 0.0
    for number in range(place.layer, len(made.problem.layers)):
        used = np.s_[:, place.j] if number == place.layer else np.s_[:, :]
        weights, slopes = made.problem.layers[number].weights, made.values.average[number].weights
        shares = np.abs(slopes[used]) / np.abs(weights[used])
        least = max(least, _UPDATED / max(float(shares.min()), 1e-9))
    return least


def _value_faults(step: Step) -> Iterator[Fault]:
    size = abs(step.value)
    if size < _LEAST:
        yield Fault("a vanishing value", _part(step))
    if size > _MOST:
        yield Fault("a value out of bounds", _part(step))
    if step.kind in (Kind.AVERAGE, Kind.PATH_SUM):
        terms = max(abs(step.trace.values.value(each)) for each in step.rule.inputs)
        share = len(step.rule.inputs) if step.kind is Kind.AVERAGE else 1
        if size < _CANCELLED * terms / share:
            yield Fault("a sum that cancels", _part(step))


def _part(step: Step) -> Part:
    """Return the part of the problem that a fault of a step is mended with."""
    at = step.place
    if at.quantity in (Q.Z, Q.A, Q.DA_DZ, Q.DZ_DA, Q.DZ_DB, Q.TERM_A):
        return Neuron(at.layer, at.j)
    if at.example is not None:
        return OneExample(at.example)
    return OneExample(step.trace.rules.shape.examples - 1)


def _error_faults(step: Step, visible: Visible, region: _Region) -> Iterator[Fault]:
    errors = [each for each in single_errors(step, visible) if each.ids[0] in region.tested]
    right = right_range(step, visible=visible)
    if any(_looks_right(error, step, right) for error in errors):
        yield Fault("an error that looks right", _part(step))
    for one, other in whole_pairs(errors):
        same = _look_the_same(one, other, step, right, visible)
        if same and _pair(step, one, other) not in _inseparable(region):
            yield Fault("two errors that look the same", _part(step))


def _looks_right(error: WrongNumber, step: Step, right: RightRange) -> bool:
    if same_to_digits(moved(step, error.value), moved(step, step.value), _CLEAR):
        return True
    return right.distance(error.value) <= _unit(error.value, right)


def _look_the_same(
    one: WrongNumber, other: WrongNumber, step: Step, right: RightRange, visible: Visible
) -> bool:
    """Return whether one of two errors could be taken for the other."""
    if one.ids == other.ids or not same_to_digits(one.value, other.value, _NEAR):
        return False
    if same_to_digits(moved(step, one.value), moved(step, other.value), _APART):
        return True
    unit = max(_unit(one.value, right), _unit(other.value, right))
    if visible is not everything:  # hidden values are carried with more digits than are asked for
        return abs(one.value - other.value) <= unit
    return any(
        scaled_range(this, right).distance(that.value) <= unit
        for this, that in ((one, other), (other, one))
    )


def _unit(value: float, right: RightRange) -> float:
    """Return one unit of the last digit that is asked for, and a little."""
    if right.place is not None:
        return float(f"1e{right.place}") * _EDGE
    return float(f"1e{exponent_of(value) - ASKED_DIGITS + 1}") * _EDGE if value else 0.0


_Pair = tuple[str, str, str]
"""An address and the ids of two errors there, in alphabetical order."""


def _pair(step: Step, one: WrongNumber, other: WrongNumber) -> _Pair:
    return step.address, min(one.ids[0], other.ids[0]), max(one.ids[0], other.ids[0])


@dataclass(frozen=True)
class _Region:
    """All problems of one kind that lie on the same sides of every kink."""

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    cost: str
    examples: int
    active: bytes
    parameter: str
    tested: frozenset[str]
    problem: Problem = field(compare=False)


def inseparable(problem: Problem, parameter: str, tested: frozenset[str]) -> frozenset[_Pair]:
    """Return the pairs of errors that no numbers separate.

    They give the same in this problem however its numbers are moved a little.
    """
    return _inseparable(_region(trace(problem), parameter, tested))


def _region(made: Trace, parameter: str, tested: frozenset[str]) -> _Region:
    layers = zip(made.values.passes.layers, made.rules.activations, strict=True)
    active = [layer.z > 0 for layer, name in layers if name in ("relu", "leaky_relu")]
    return _Region(
        sizes=made.problem.sizes,
        activations=made.rules.activations,
        cost=made.problem.cost,
        examples=len(made.problem.examples),
        active=b"".join(each.tobytes() for each in active),
        parameter=parameter,
        tested=tested,
        problem=made.problem,
    )


@lru_cache(maxsize=1024)
def _inseparable(region: _Region) -> frozenset[_Pair]:
    return frozenset.intersection(
        *(
            frozenset(_equal_pairs(_shaken(region.problem, Draw(f"shaken/{number}")), region))
            for number in range(3)
        )
    )


def _equal_pairs(problem: Problem, region: _Region) -> Iterator[_Pair]:
    for step in trace(problem).steps(region.parameter):
        for visible in _visible(step):
            errors = single_errors(step, visible)
            for one, other in whole_pairs(errors):
                if one.ids != other.ids and same_to_digits(one.value, other.value, 1e-9):
                    yield _pair(step, one, other)


def _shaken(problem: Problem, draw: Draw) -> Problem:
    """Return a problem with all numbers moved a little, so that none has to do with another."""

    def noise(array: Array) -> Array:
        return np.reshape([draw.below(1 << 30) / (1 << 30) for _ in range(array.size)], array.shape)

    def shaken(array: Array) -> Any:  # noqa: ANN401 - nested lists
        return (array + 1e-3 * noise(array)).tolist()

    def target(array: Array) -> Any:  # noqa: ANN401 - a list
        inside = 0.1 + 0.7 * noise(array)
        if problem.layers[-1].activation == "softmax":
            return (inside / inside.sum()).tolist()
        return inside.tolist() if problem.cost == "binary_cross_entropy" else shaken(array)

    return Problem(
        layers=tuple(
            Layer(
                weights=shaken(layer.weights),
                biases=shaken(layer.biases),
                activation=layer.activation,
            )
            for layer in problem.layers
        ),
        cost=problem.cost,
        examples=tuple(Example(x=shaken(each.x), y=target(each.y)) for each in problem.examples),
        learning_rate=problem.learning_rate * 1.000137,
    )
