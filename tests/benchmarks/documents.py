"""How fast traces are written and read: python -m tests.benchmarks.documents [--rounds 7].

A trace of 784-30-10 with 100 examples, 2.5 million numbers, against orjson on the bare arrays and
on the same text. Asserts nothing.
"""

from __future__ import annotations

import argparse

import orjson

from tests.benchmarks.engine import Case, problem_of
from tests.benchmarks.paired import paired, row
from tutor import Trace, trace
from tutor.chain.files import parsed_json
from tutor.engine.activations import Array

CASE = Case((784, 30, 10), 100)
_ARRAYS = orjson.OPT_SERIALIZE_NUMPY


def bare(made: Trace) -> list[list[list[Array]]]:
    """Return the arrays of every example and layer, dC/dw too."""
    passes = made.values.passes
    return [
        [
            [
                *(array[example] for array in (own.z, own.a, own.da_dz, own.dC_da, own.dC_dz)),
                passes.weight_gradient(example, layer),
            ]
            for layer, own in enumerate(passes.layers)
        ]
        for example in range(CASE.examples)
    ]


def main() -> None:
    """Print a row for writing and one for reading, checked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="readings of each")
    rounds = parser.parse_args().rounds
    made = trace(problem_of(CASE))
    arrays, text = bare(made), made.to_json()
    found = paired(made.to_json, lambda: orjson.dumps(arrays, option=_ARRAYS), rounds)
    print(row(f"writing {CASE} / orjson", found, "<= 1.3"))
    found = paired(
        lambda: Trace.model_validate(parsed_json(text, "trace")), lambda: orjson.loads(text), rounds
    )
    print(row(f"reading {CASE}, checked / orjson", found, "<= 2"))


if __name__ == "__main__":
    main()
