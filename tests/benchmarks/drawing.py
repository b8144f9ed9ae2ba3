"""How long drawing an exercise takes: python -m tests.benchmarks.drawing --exercises 50.

For several kinds of problem: draws and processor seconds, as quantiles. Asserts nothing.
"""

from __future__ import annotations

import argparse
import time
from statistics import quantiles

from tutor.course.generator import GenerationError, Request, generate

REQUESTS = {
    "1-1-1-1, 3 examples": Request(
        sizes=(1, 1, 1, 1), activations=("sigmoid", "sigmoid", "sigmoid"), examples=3
    ),
    "2-3-3, 4 examples": Request(sizes=(2, 3, 3), activations=("sigmoid", "sigmoid"), examples=4),
    "2-3-3, relu and softmax, 4 examples": Request(
        sizes=(2, 3, 3), activations=("relu", "softmax"), cost="cross_entropy", examples=4
    ),
    "2-3-3-2, 4 examples": Request(
        sizes=(2, 3, 3, 2), activations=("sigmoid", "sigmoid", "sigmoid"), examples=4
    ),
}


def measured(request: Request, count: int) -> tuple[list[int], list[float], int]:
    """Return the draws, the seconds, and how many requests were given up."""
    draws, seconds, given_up = [], [], 0
    for seed in range(count):
        start = time.process_time()
        try:
            draws.append(generate(f"benchmark {seed}", request).draws)
        except GenerationError:
            given_up += 1
        seconds.append(time.process_time() - start)
    return draws, seconds, given_up


def main() -> None:
    """Print a row for each kind of problem: tenths of the distribution, 10 % to 90 %."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exercises", type=int, default=50, help="how many of each kind")
    options = parser.parse_args()
    for name, request in REQUESTS.items():
        draws, seconds, given_up = measured(request, options.exercises)
        print(f"{name}: {options.exercises} exercises, {given_up} given up")
        print("  draws  ", *(f"{each:8.0f}" for each in quantiles(draws, n=10)))
        print("  seconds", *(f"{each:8.2f}" for each in quantiles(seconds, n=10)))


if __name__ == "__main__":
    main()
