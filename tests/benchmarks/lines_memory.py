"""How much memory a trace in JSON Lines takes to write and to read, above what was there before.

``python -m tests.benchmarks.lines_memory [EXAMPLES …]``: of a 784-30-10 network, each measured in a
process of its own as the growth of its largest resident size, in MB.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np

from tutor import Problem, read_examples, trace

SIZES = (784, 30, 10)
MOST = 16
"""The goal, in MB."""


def _problem(examples: int) -> Problem:
    rng = np.random.default_rng(0)
    layers: list[dict[str, object]] = [
        {"weights": rng.normal(0, 0.1, (after, before)), "biases": rng.normal(size=after)}
        for before, after in pairwise(SIZES)
    ]
    for layer, activation in zip(layers, ("sigmoid", "softmax"), strict=True):
        layer["activation"] = activation
    targets = np.eye(SIZES[-1])
    inputs = [{"x": rng.random(SIZES[0]), "y": targets[k % 10]} for k in range(examples)]
    return Problem.model_validate({"layers": layers, "cost": "cross_entropy", "examples": inputs})


def _largest() -> float:
    """Return the largest resident size so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write(path: Path, examples: int) -> float:
    made = trace(_problem(examples))
    before = _largest()
    made.save(path)
    return _largest() - before


def _read(path: Path) -> float:
    before = _largest()
    for _ in read_examples(path):
        pass
    return _largest() - before


def _measured(what: str, path: Path, examples: int) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.lines_memory", what, str(path)]
    done = subprocess.run([*command, str(examples)], capture_output=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Print a row for each number of examples."""
    match sys.argv[1:]:
        case ["write", file, count]:
            print(_write(Path(file), int(count)))
        case ["read", file, _]:
            print(_read(Path(file)))
        case counts:
            print(f"{'examples':>8} {'write':>6} {'read':>6}   MB more than before; at most {MOST}")
            for examples in map(int, counts or ["10", "100", "1000"]):
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder) / "trace.jsonl"
                    grown = [_measured(what, path, examples) for what in ("write", "read")]
                print(f"{examples:>8} {grown[0]:>6.1f} {grown[1]:>6.1f}")


if __name__ == "__main__":
    main()
