"""How long commands take to start: python -m tests.benchmarks.startup [--rounds 20].

Against the interpreter alone, and against importing numpy and pydantic. Asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.paired import Work, paired, row
from tests.running import environment

NOTHING = ("-c", "pass")
LIBRARIES = ("-c", "import numpy, pydantic")
PROBLEM = {
    "layers": [{"weights": [[-0.5]], "biases": [0.2], "activation": "sigmoid"}],
    "cost": "squared_error",
    "examples": [{"x": [1.4], "y": [0.0]}],
}


def started(*arguments: str) -> Work:
    """Return the work of running the interpreter once."""
    command = [sys.executable, *arguments]
    variables = environment()
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    return lambda: subprocess.run(command, check=True, capture_output=True, env=variables)


def main() -> None:
    """Print a row for each command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="starts of each")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        problem = Path(folder) / "problem.json"
        problem.write_text(json.dumps(PROBLEM), "utf-8")
        for name, arguments, baseline, goal in (
            ("tutor --help / python -c pass", ("--help",), NOTHING, "<= 5"),
            ("tutor lessons / python -c pass", ("lessons",), NOTHING, "<= 5"),
            (
                "tutor trace / import numpy, pydantic",
                ("trace", str(problem), "--parameter", "w1"),
                LIBRARIES,
                "<= 1.3",
            ),
        ):
            found = paired(started("-m", "tutor", *arguments), started(*baseline), rounds)
            print(row(name, found, goal))


if __name__ == "__main__":
    main()
