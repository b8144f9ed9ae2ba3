"""What is said of wrong answers: python -m tests.benchmarks.wrong_answers --problems 100.

Every classic error at every question of random and of generated problems, rounded to 3, 4 or 5
digits or typed in full: how many lie in the right range, are taken for right, or are named; and how
many random wrong numbers get a name. Asserts nothing.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tests.networks import random_document
from tutor import Problem, trace
from tutor.chain.steps import Step
from tutor.chain.trace import Trace
from tutor.course.generator import Request, generate
from tutor.grading.diagnosis import questions_of
from tutor.grading.grade import graded, right_range
from tutor.grading.ranges import Visible, everything
from tutor.grading.verdicts import Verdict, VerdictKind
from tutor.grading.wrong import WrongNumber, single_errors, wrong_numbers

REQUESTS = (
    Request(sizes=(1, 1, 1, 1), activations=("sigmoid",) * 3, examples=3),
    Request(sizes=(2, 3, 3), activations=("sigmoid",) * 2),
    Request(sizes=(2, 3, 3), activations=("tanh", "identity"), cost="half_squared_error"),
    Request(sizes=(2, 3, 3), activations=("relu", "softmax"), cost="cross_entropy"),
    Request(sizes=(2, 2, 2), activations=("tanh", "sigmoid"), cost="binary_cross_entropy"),
)
DIGITS = (3, 4, 5, 17)
SIZES, EXAMPLES = ((1, 1, 1, 1), (2, 3, 3), (2, 3, 3, 2), (2, 2, 2)), (1, 2, 3, 4)
EDGE = 1.001
"""A typed number lies outside when it is further off than one unit of its last digit."""


class Asked(NamedTuple):
    """A question, and what can be seen where it is asked."""

    step: Step
    visible: Visible

    def graded(self, text: str) -> Verdict:
        """Return what is said of an answer."""
        return graded(self.step, text, {}, self.visible)

    def is_outside(self, value: float, digits: int) -> bool:
        """Return whether no honest work can lead to a number written with so many digits."""
        right = right_range(self.step, visible=self.visible)
        exponent = int(f"{value:e}".partition("e")[2])
        unit = float(f"1e{exponent - digits + 1}")
        if right.place is not None:
            unit = min(unit, float(f"1e{right.place}"))
        return right.distance(value) > unit * EDGE


def random_problems(rng: random.Random, count: int) -> Iterator[tuple[Trace, str]]:
    """Yield the traces of random problems of one decimal, each with a parameter."""
    for _ in range(count):
        document = random_document(
            rng, sizes=rng.choice(SIZES), examples=rng.choice(EXAMPLES), decimals=(1,)
        )
        made = trace(Problem.model_validate(document))
        yield made, some_parameter(rng, made.problem)


def some_parameter(rng: random.Random, problem: Problem) -> str:
    """Return a weight or a bias, each layer as likely as the others."""
    layer = rng.randrange(1, len(problem.sizes))
    j, k = rng.randrange(problem.sizes[layer]), rng.randrange(-1, problem.sizes[layer - 1])
    return f"b{layer}[{j}]" if k < 0 else f"w{layer}[{j},{k}]"


def generated_problems(count: int) -> Iterator[tuple[Trace, str]]:
    """Yield the traces of generated problems, each with its parameter."""
    for number in range(count):
        drawn = generate(f"benchmark {number}", REQUESTS[number % len(REQUESTS)])
        yield trace(drawn.problem), drawn.parameter


def errors_of(asked: Asked) -> Iterator[tuple[str, WrongNumber]]:
    """Yield the errors of a question, single ones and those with a sign or a factor 2."""
    for error in single_errors(asked.step, asked.visible):
        yield "single", error
    for error in wrong_numbers(asked.step, asked.visible):
        if len(error.ids) > 1:
            yield "with a sign or a factor 2", error


def count_errors(rng: random.Random, made: Trace, parameter: str) -> Counter[tuple[str, str]]:
    """Return what became of every error at every question of a problem."""
    counts: Counter[tuple[str, str]] = Counter()
    for asked in (Asked(*each) for each in questions_of(made, parameter)):
        right = right_range(asked.step, visible=asked.visible)
        for form, error in errors_of(asked):
            if error.value == 0.0 or not math.isfinite(error.value):
                continue  # a bare 0 is read as itself, never as a rounded number
            digits = rng.choice(DIGITS)
            text = f"{error.value:.{digits - 1}e}"
            verdict = asked.graded(text)
            counts[form, "made"] += 1
            counts[form, "in the right range"] += right.distance(error.value) == 0.0
            if asked.is_outside(float(text), digits):
                counts[form, "outside"] += 1
                counts[form, "taken for right"] += verdict.kind is VerdictKind.CORRECT
            counts[form, "named"] += error.ids in verdict.misconceptions
    return counts


def count_named(rng: random.Random, made: Trace, parameter: str) -> Counter[tuple[str, str]]:
    """Return how many random wrong numbers get a name, by how they are asked."""
    counts: Counter[tuple[str, str]] = Counter()
    for asked in (Asked(*each) for each in questions_of(made, parameter)):
        exact = asked.step.value
        if not exact:
            continue
        way = "step by step" if asked.visible is everything else "result alone"
        for digits in (3, 4):
            value = exact * 10 ** rng.uniform(-1, 1) * rng.choice((1, -1))
            verdict = asked.graded(f"{value:.{digits - 1}e}")
            if verdict.kind in (VerdictKind.WRONG, VerdictKind.MISCONCEPTION):
                key = f"{way}, {digits} digits"
                counts[key, "random"] += 1
                counts[key, "named"] += verdict.kind is VerdictKind.MISCONCEPTION
    return counts


def main() -> None:
    """Print a table for random problems and one for generated ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--problems", type=int, default=100, help="how many of each sort")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    sorts = {
        "random problems": random_problems(rng, options.problems),
        "generated problems": generated_problems(options.problems),
    }
    for sort, problems in sorts.items():
        counts: Counter[tuple[str, str]] = Counter()
        for made, parameter in problems:
            counts += count_errors(rng, made, parameter) + count_named(rng, made, parameter)
        print(sort)
        for (form, what), count in sorted(counts.items()):
            whole = counts[form, "made"] or counts[form, "random"]
            print(f"  {form:28} {what:20} {count:8} {count / whole:8.2%}")


if __name__ == "__main__":
    main()
