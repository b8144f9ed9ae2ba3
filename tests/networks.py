"""Problems for the tests: the reference cases, and random ones of every kind."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tutor import Problem

REFERENCE = Path(__file__).parent / "reference"
"""Numbers that this project did not compute; a copy, byte by byte."""

ELEMENTWISE = ("sigmoid", "tanh", "relu", "leaky_relu", "identity", "softplus")
SQUARED = ("squared_error", "mean_squared_error", "half_squared_error")
HEADS = (
    *((activation, cost) for activation in (*ELEMENTWISE, "softmax") for cost in SQUARED),
    *[("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")] * 3,
)
"""Output activations with the costs that go with them; the fused pairs come up more often."""
UNFUSED_SOFTMAX = tuple(("softmax", cost) for cost in SQUARED)
RATES = (0.05, 0.1, 0.5, 1.0, 0.3125)


def reference(name: str) -> dict[str, Any]:
    """Return a reference file by its name without the ending."""
    document: dict[str, Any] = json.loads((REFERENCE / f"{name}.json").read_text("utf-8"))
    return document


CASES = tuple(
    path.stem for path in sorted(REFERENCE.glob("*.json")) if "expected" in reference(path.stem)
)
"""The names of the reference files that hold a problem and what follows from it."""


def problem_of(case: str) -> Problem:
    """Return a reference case's problem."""
    return Problem.model_validate(reference(case)["problem"])


def _number(rng: random.Random, decimals: int | None, least: float, most: float) -> float:
    if decimals is None:
        return round(rng.uniform(least, most), 12)
    unit = 10**decimals
    whole = int(rng.randint(round(least * unit), round(most * unit)))
    return float(whole / unit)


def _target(rng: random.Random, cost: str, count: int, decimals: int | None) -> list[float]:
    if cost == "cross_entropy":
        if rng.random() < 0.7:
            hit = rng.randrange(count)
            return [float(j == hit) for j in range(count)]
        cuts = sorted(rng.randint(0, 10) for _ in range(count - 1))
        return [(high - low) / 10 for low, high in zip([0, *cuts], [*cuts, 10], strict=True)]
    if cost == "binary_cross_entropy" and rng.random() < 0.7:
        return [float(rng.randint(0, 1)) for _ in range(count)]
    return [_number(rng, decimals, 0, 1) for _ in range(count)]


def random_document(  # noqa: PLR0913  # each has a default
    rng: random.Random,
    *,
    heads: tuple[tuple[str, str], ...] = HEADS,
    decimals: tuple[int | None, ...] = (1, 1, 4, None),
    sizes: tuple[int, ...] | None = None,
    examples: int | None = None,
    most: float = 2.0,
) -> dict[str, Any]:
    """Return a problem document: 1 to 4 layers of 1 to 4 neurons, unless it is said otherwise.

    `decimals` are those of its numbers, None for 12; one is chosen.
    `most` is the largest size of a weight, a bias or an input.
    """
    places = rng.choice(decimals)
    if sizes is None:
        sizes = tuple(rng.randint(1, 4) for _ in range(rng.randint(1, 4) + 1))
    last, cost = rng.choice(heads)
    names = [rng.choice(ELEMENTWISE) for _ in sizes[2:]] + [last]
    layers = [
        {
            "weights": [
                [_number(rng, places, -most, most) for _ in range(before)] for _ in range(count)
            ],
            "biases": [_number(rng, places, -most, most) for _ in range(count)],
            "activation": name,
        }
        for before, count, name in zip(sizes, sizes[1:], names, strict=False)
    ]
    return {
        "layers": layers,
        "cost": cost,
        "examples": [
            {
                "x": [_number(rng, places, -most, most) for _ in range(sizes[0])],
                "y": _target(rng, cost, sizes[-1], places),
            }
            for _ in range(examples or rng.randint(1, 4))
        ],
        "learning_rate": rng.choice(RATES),
    }


def problems(**options: Any) -> st.SearchStrategy[Problem]:  # noqa: ANN401 - of random_document
    """Return a strategy for random problems, with the options of :func:`random_document`."""
    return st.randoms(use_true_random=False).map(
        lambda rng: Problem.model_validate(random_document(rng, **options))
    )
