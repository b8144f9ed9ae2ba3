"""How fast a trace is made, beside numpy by hand, PyTorch and micrograd.

``python -m tests.benchmarks.engine [--rounds 30]``, with the group ``benchmarks`` installed; torch
and micrograd are left out where they are missing. One thread, paired, in shuffled order, medians of
the ratios. Asserts nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from typing import Any, NamedTuple  # noqa: E402 - numpy reads these when it is loaded

import numpy as np  # noqa: E402

from tests.benchmarks.paired import Work, paired, row  # noqa: E402
from tutor import Problem, trace  # noqa: E402
from tutor.chain.problem import ActivationName, Example, Layer  # noqa: E402
from tutor.engine.activations import Array  # noqa: E402


class Case(NamedTuple):
    """A network with so many neurons a layer, and so many examples."""

    sizes: tuple[int, ...]
    examples: int

    def __str__(self) -> str:
        if len(self.sizes) > 6:
            return f"{len(self.sizes) - 1} layers of {self.sizes[-1]}, {self.examples} examples"
        return f"{'-'.join(map(str, self.sizes))}, {self.examples} examples"


CASES = (
    Case((2, 3, 3, 2), 4),
    Case((10, 10, 10), 64),
    Case((784, 30, 10), 32),
    Case((784, 30, 10), 1000),
    Case((64,) * 101, 8),
)
GROWN = (
    *(Case((784, 30, 10), count) for count in (1, 10, 100, 1000, 10_000)),
    *(Case((size, size, size), 100) for size in (10, 100, 1000)),
    *(Case((30,) * (layers + 1), 100) for layers in (1, 10, 100)),
)
"""Ten times more of one thing after the other: examples, neurons, layers."""


def problem_of(case: Case, activation: ActivationName = "sigmoid") -> Problem:
    """Return a problem of one activation function with random numbers."""
    rng = np.random.default_rng(0)
    layers = tuple(
        Layer(
            weights=rng.normal(size=(size, before)) / np.sqrt(before),
            biases=rng.normal(size=size),
            activation=activation,
        )
        for before, size in zip(case.sizes[:-1], case.sizes[1:], strict=True)
    )
    examples = tuple(
        Example(x=rng.random(case.sizes[0]), y=rng.random(case.sizes[-1]))
        for _ in range(case.examples)
    )
    return Problem(layers=layers, cost="squared_error", examples=examples, learning_rate=0.1)


def traced(problem: Problem) -> Work:
    """Return the work of tracing a problem: every array of the passes, made anew."""
    _ = problem.network, problem.inputs, problem.targets  # the problem is ready
    return lambda: trace(problem).values.passes


def with_average(problem: Problem) -> Work:
    """Return the work of tracing a problem and of averaging its gradient."""
    _ = problem.network, problem.inputs, problem.targets
    return lambda: trace(problem).values.average


def by_hand(problem: Problem) -> Work:
    """Return a forward and a backward pass in plain numpy that keeps the same arrays."""
    x, y = problem.inputs, problem.targets
    weights = [layer.weights for layer in problem.layers]
    biases = [layer.biases for layer in problem.layers]

    def work() -> object:
        a, states = x, []
        for w, b in zip(weights, biases, strict=True):
            z = a @ w.T
            z += b
            a = _sigmoid(z)
            states.append((z, a))
        difference = a - y
        costs = np.einsum("ij,ij->i", difference, difference)
        dC_da, kept = 2.0 * difference, []
        for index in range(len(states) - 1, -1, -1):
            z, a = states[index]
            da_dz = a * (1.0 - a)
            dC_dz = da_dz * dC_da
            kept.append((z, a, da_dz, dC_da, dC_dz))
            if index:
                dC_da = dC_dz @ weights[index]
        return costs, kept

    return work


def _sigmoid(z: Array) -> Array:
    """Return σ(z) without an overflow, each side of 0 in its own form."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0.0, 1.0, e) / (1.0 + e)


def by_torch(problem: Problem) -> Work:
    """Return PyTorch's gradient of the average cost, float64, by autograd."""
    import torch

    torch.set_num_threads(1)
    x, y = torch.tensor(problem.inputs), torch.tensor(problem.targets)
    pairs = [
        (
            torch.tensor(layer.weights, requires_grad=True),
            torch.tensor(layer.biases, requires_grad=True),
        )
        for layer in problem.layers
    ]
    parameters = [each for pair in pairs for each in pair]

    def work() -> object:
        a = x
        for w, b in pairs:
            a = torch.sigmoid(torch.nn.functional.linear(a, w, b))
        return torch.autograd.grad(((a - y) ** 2).sum() / len(x), parameters)

    return work


def by_vmap(problem: Problem) -> Work:
    """Return PyTorch's gradient of every example by itself, vmap over grad."""
    import torch

    torch.set_num_threads(1)
    x, y = torch.tensor(problem.inputs), torch.tensor(problem.targets)
    pairs = [(torch.tensor(layer.weights), torch.tensor(layer.biases)) for layer in problem.layers]

    def cost(pairs: Any, x: Any, y: Any) -> Any:  # noqa: ANN401 - torch's tensors
        a = x
        for w, b in pairs:
            a = torch.sigmoid(torch.nn.functional.linear(a, w, b))
        return ((a - y) ** 2).sum()

    each = torch.func.vmap(torch.func.grad(cost), in_dims=(None, 0, 0))
    return lambda: each(pairs, x, y)


def by_micrograd(problem: Problem) -> Work:
    """Return micrograd's gradient of the average cost of relus, one number at a time."""
    from micrograd.engine import Value

    def work() -> object:
        layers = [
            (
                [[Value(each) for each in row] for row in layer.weights.tolist()],
                [Value(each) for each in layer.biases.tolist()],
            )
            for layer in problem.layers
        ]
        total = Value(0.0)
        for example in problem.examples:
            a = example.x.tolist()
            for rows, biases in layers:
                a = [
                    sum((w * k for w, k in zip(weights, a, strict=True)), bias).relu()
                    for weights, bias in zip(rows, biases, strict=True)
                ]
            for output, target in zip(a, example.y.tolist(), strict=True):
                total = total + (output - target) ** 2
        (total * (1 / len(problem.examples))).backward()
        return layers

    return work


def _has(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _compare(rounds: int) -> None:
    goals = ("<= 1.8", "<= 1.8", "<= 1.2", "<= 1.2", "<= 1.2")
    for case, goal in zip(CASES, goals, strict=True):
        problem = problem_of(case)
        print(
            row(f"numpy by hand: {case}", paired(traced(problem), by_hand(problem), rounds), goal)
        )
    if _has("torch"):
        for case, goal in zip(CASES, ("<= 0.33", "", "<= 0.5", "<= 0.83", ""), strict=True):
            problem = problem_of(case)
            found = paired(traced(problem), by_torch(problem), rounds)
            print(row(f"PyTorch autograd: {case}", found, goal))
            found = paired(with_average(problem), by_torch(problem), rounds)
            print(row("  with the average, too", found))
        problem = problem_of(CASES[3])
        found = paired(traced(problem), by_vmap(problem), max(3, rounds // 6))
        print(row(f"PyTorch vmap(grad): {CASES[3]}", found, "<= 0.067"))
    if _has("micrograd"):
        problem = problem_of(CASES[0], "relu")
        found = paired(traced(problem), by_micrograd(problem), rounds)
        print(row(f"micrograd: {CASES[0]}", found, "<= 0.125"))
        found = paired(with_average(problem), by_micrograd(problem), rounds)
        print(row("  with the average, too", found))


def _grow(rounds: int) -> None:
    for case in GROWN:
        problem = problem_of(case)
        print(row(f"numpy by hand: {case}", paired(traced(problem), by_hand(problem), rounds)))


def main() -> None:
    """Print a row for each comparison, then how a trace grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="readings of each work")
    options = parser.parse_args()
    print(f"{'against what':52} {'own':>13} {'baseline':>13} {'ratio':>8}  goal")
    _compare(options.rounds)
    _grow(max(3, options.rounds // 6))


if __name__ == "__main__":
    main()
