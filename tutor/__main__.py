"""``python -m tutor`` and the command ``tutor``."""

from __future__ import annotations

import os
import sys

from tutor.faces.command_line import run

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> None:
    """Run the command and leave with its exit status.

    numpy is kept to one thread unless the user says otherwise: on matrices of this size two threads
    that share a busy machine wait for each other far longer than they work. pydantic does not look
    through all that is installed for plugins: none has anything to do with the tutor's documents.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
