"""How many honest answers are refused: python -m tests.benchmarks.honest_answers --answers 100000.

Counts verdicts by kind of step: on single steps, along whole chains with all earlier answers, and
for results alone. Asserts nothing. Every refusal is printed so that it can be worked again.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter

from tests.learners import Answer, simulated
from tests.networks import random_document

DECIMALS = (1, 1, 0, 4, None)
SIZES = (1.0, 2.0, 2.0, 2.0, 8.0, 30.0)
EXAMPLES_PRINTED = 3


def way_of(answer: Answer) -> str:
    """Return how an answer came about."""
    return "alone" if answer.alone else "with earlier" if answer.earlier else "step"


def main() -> None:
    """Simulate answers and print what was said of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=100_000, help="how many at least")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    options = parser.parse_args()
    counts: Counter[tuple[str, str, str]] = Counter()
    number = 0
    while counts.total() < options.answers:
        rng = random.Random(f"{options.seed}:{number}")  # no secret
        number += 1
        document = random_document(rng, decimals=(rng.choice(DECIMALS),), most=rng.choice(SIZES))
        for answer, verdict in simulated(rng, document):
            said = "exactly 0" if answer.left_of_nothing else str(verdict.kind)
            key = (str(answer.step.kind), way_of(answer), said)
            counts[key] += 1
            if said not in ("correct", "exactly 0") and counts[key] <= EXAMPLES_PRINTED:
                print(f"{said}: {answer}", file=sys.stderr)
    print(f"{counts.total()} answers to {number} problems")
    for (kind, way, said), count in sorted(counts.items()):
        print(f"{kind:18} {way:12} {said:14} {count:8}")


if __name__ == "__main__":
    main()
