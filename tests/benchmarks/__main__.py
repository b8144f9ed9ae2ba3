"""Every measurement of speed and memory, one after the other: python -m tests.benchmarks.

Each is a process of its own, so that none warms the others' caches; nothing else should run.
"""

from __future__ import annotations

import subprocess
import sys

TIMED = (
    "engine",
    "chain",
    "documents",
    "lines_memory",
    "startup",
    "screen",
    "reading",
    "drawing",
    "quiz",
)


def main() -> None:
    """Print the tables, each under the name of what prints it by itself."""
    for name in sys.argv[1:] or TIMED:
        print(f"== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=False)


if __name__ == "__main__":
    main()
