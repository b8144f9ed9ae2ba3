"""How fast steps are made and answers graded: python -m tests.benchmarks.chain [--rounds 10].

The chain of a first-layer weight in 20 layers of 20, against a bare validated pydantic record for
each step; and mixed answers against prepared steps, beside `float()` and `isclose`. Asserts
nothing.
"""

from __future__ import annotations

import argparse
import math
import random
from contextlib import suppress

from pydantic import BaseModel, ConfigDict

from tests.benchmarks.engine import Case, problem_of
from tests.benchmarks.paired import Work, paired, row
from tutor import grade, trace
from tutor.chain.steps import Step

DEEP = Case((20,) * 21, 2)
PARAMETER = "w1[0,0]"
ANSWERS = 100_000


class Record(BaseModel):
    """What a bare record of a step would hold."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    address: str
    example: int | None
    value: float
    inputs: tuple[str, ...]


def chain_made() -> Work:
    """Return the work of making a chain, every step of it, on a trace that is ready."""
    made = trace(problem_of(DEEP))
    return lambda: list(made.steps(PARAMETER))


def records_made() -> tuple[Work, int]:
    """Return the work of making as many records, and how many."""
    steps = list(trace(problem_of(DEEP)).steps(PARAMETER))
    fields = [
        {
            "id": step.id,
            "kind": str(step.kind),
            "address": step.address,
            "example": step.example,
            "value": step.value,
            "inputs": step.inputs,
        }
        for step in steps
    ]
    return lambda: [Record(**each) for each in fields], len(steps)


def answers(rng: random.Random) -> list[tuple[Step, str]]:
    """Return steps with answers: right, coarse, wrong by an error, wrong by chance, expressions."""
    made = trace(problem_of(Case((2, 3, 3, 2), 4)))
    steps = [step for step in made.steps(PARAMETER) if step.kind != "new_cost"]
    found = []
    for _ in range(ANSWERS):
        step = rng.choice(steps)
        value = step.value
        text = rng.choice(
            (
                f"{value:.2e}",
                f"{value:.4g}",
                repr(value),
                f"{-value:.3g}",
                f"{2 * value:.3g}",
                f"{value * rng.uniform(0.2, 5):.3g}",
                f"2*{value / 2:.5g}",
            )
        )
        found.append((step, text))
    return found


def main() -> None:
    """Print a row for the chain and one for grading."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="readings of each")
    rounds = parser.parse_args().rounds
    records, count = records_made()
    print(
        row(
            f"chain of {count} steps / pydantic records",
            paired(chain_made(), records, rounds),
            "<= 6",
        )
    )
    typed = answers(random.Random(0))

    def graded() -> None:
        for step, text in typed:
            grade(step, text)

    def compared() -> None:
        for step, text in typed:
            with suppress(ValueError):
                math.isclose(float(text), step.value, rel_tol=0.005)

    found = paired(graded, compared, max(3, rounds // 3))
    print(row(f"grading {ANSWERS} answers / float and isclose", found))
    print(f"{ANSWERS / found.own:,.0f} answers a second (goal 50,000)")


if __name__ == "__main__":
    main()
