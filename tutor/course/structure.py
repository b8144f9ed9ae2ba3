"""What of a problem's wrong numbers comes from its numbers, and what from its sizes.

The same steps are looked at in a problem whose numbers are moved a little, so that none has to do
with another, and in one that has more neurons and examples as well.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from tutor.chain.problem import Example, Layer, Problem
from tutor.chain.steps import Step
from tutor.chain.trace import Trace, trace
from tutor.engine.activations import Array
from tutor.grading.diagnosis import same_to_digits
from tutor.grading.ranges import Visible
from tutor.grading.wrong import single_errors, wrong_numbers

_MOVED = 1e-3  # how far a number is moved at most
_MORE_NEURONS, _MORE_EXAMPLES = 2, 3  # of what there are several already
_EXACTLY = 1e-9


class Structure:
    """A problem's relatives: what holds in them as well is not due to the problem's numbers."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    @cached_property
    def _shaken(self) -> Trace:
        return trace(_Relative(self._problem).problem())

    @cached_property
    def _with_its_zeros(self) -> Trace:
        return trace(_Relative(self._problem, keeps_zeros=True).problem())

    @cached_property
    def _enlarged(self) -> Trace:
        relative = _Relative(self._problem, neurons=_MORE_NEURONS, examples=_MORE_EXAMPLES)
        return trace(relative.problem())

    def errors(self, step: Step, visible: Visible) -> frozenset[str]:
        """Return the ids of the errors that can be made at a step, whatever the numbers.

        What is 0 stays 0: who leaves out a target of 0 makes no error.
        """
        errors = single_errors(Step(step.place, self._with_its_zeros), visible)
        return frozenset(each.ids[0] for each in errors)

    def same_here(self, step: Step, visible: Visible, one: str, other: str) -> bool:
        """Return whether two errors give the same in every network of these sizes."""
        return _same(Step(step.place, self._shaken), visible, one, other)

    def same_everywhere(self, step: Step, visible: Visible, one: str, other: str) -> bool:
        """Return whether two errors give the same in networks of other sizes, too."""
        return _same(Step(step.place, self._enlarged), visible, one, other)


def _same(step: Step, visible: Visible, one: str, other: str) -> bool:
    """Return whether two errors give the same: every number of the one is one of the other's."""
    values = {
        name: [each.value for each in wrong_numbers(step, visible) if each.ids == (name,)]
        for name in (one, other)
    }
    return any(
        same_to_digits(this, that, _EXACTLY) for this in values[one] for that in values[other]
    )


class _Relative:
    """A problem with its numbers moved, and with more neurons and examples where it has several."""

    def __init__(
        self, problem: Problem, *, neurons: int = 0, examples: int = 0, keeps_zeros: bool = False
    ) -> None:
        self._given = problem
        self._sizes = tuple(size + neurons * (size > 1) for size in problem.sizes)
        count = len(problem.examples)
        self._count = count + examples * (count > 1)
        self._keeps_zeros = keeps_zeros
        self._random = np.random.default_rng(0)

    def problem(self) -> Problem:
        """Return the relative."""
        layers = []
        for number, layer in enumerate(self._given.layers, start=1):
            weights = self._moved(layer.weights, (self._sizes[number], self._sizes[number - 1]))
            biases = self._moved(layer.biases, (self._sizes[number],))
            layers.append(Layer(weights=weights, biases=biases, activation=layer.activation))
        return Problem(
            layers=tuple(layers),
            cost=self._given.cost,
            examples=tuple(self._example(number) for number in range(self._count)),
            learning_rate=self._given.learning_rate * (1 + _MOVED * self._random.uniform(0.5, 1)),
        )

    def _example(self, number: int) -> Example:
        given = self._given.examples[number % len(self._given.examples)]
        is_new = number >= len(self._given.examples)
        x = self._moved(given.x, (self._sizes[0],), share=0.3 if is_new else _MOVED)
        if self._given.cost in ("binary_cross_entropy", "cross_entropy"):
            y = np.zeros(self._sizes[-1])
            y[: len(given.y)] = given.y
            return Example(x=x, y=y)
        return Example(x=x, y=self._moved(given.y, (self._sizes[-1],)))

    def _moved(self, array: Array, shape: tuple[int, ...], share: float = _MOVED) -> Any:  # noqa: ANN401
        """Return an array's numbers moved a little, small ones beside them where it grows."""
        moved = self._random.uniform(0.01, 0.1, shape) * self._random.choice((-1.0, 1.0), shape)
        own = tuple(slice(0, size) for size in array.shape)
        moved[own] = array + share * self._random.uniform(0.5, 1.0, array.shape)
        if self._keeps_zeros:
            moved[own][array == 0.0] = 0.0
        return moved
