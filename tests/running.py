"""The program as a user starts it: another process, with its own input, output and locale."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
"""The top of the checkout."""
PATIENCE = 60
"""Seconds after which a process hangs."""


NO_VARIABLES: Mapping[str, str] = {}


def environment(changes: Mapping[str, str] = NO_VARIABLES) -> dict[str, str]:
    """Return the variables under which this checkout's package is found from any folder."""
    return {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1", **changes}


def python(
    *arguments: str,
    stdin: bytes = b"",
    folder: Path | None = None,
    variables: Mapping[str, str] = NO_VARIABLES,
) -> subprocess.CompletedProcess[bytes]:
    """Run Python with arguments to its end; `variables` change its environment."""
    return subprocess.run(
        [sys.executable, *arguments],
        input=stdin,
        capture_output=True,
        cwd=folder,
        env=environment(variables),
        timeout=PATIENCE,
        check=False,
    )


def tutor(
    *arguments: str,
    stdin: bytes = b"",
    folder: Path | None = None,
    variables: Mapping[str, str] = NO_VARIABLES,
) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end; `variables` change its environment."""
    return python("-m", "tutor", *arguments, stdin=stdin, folder=folder, variables=variables)
