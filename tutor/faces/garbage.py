"""Garbage collection, put off while the program starts.

Nearly all that is made then stays. To look through it again and again costs a tenth of the start.
"""

from __future__ import annotations

import gc


def let_garbage_be() -> None:
    """Collect nothing for now."""
    gc.disable()


def collect_garbage() -> None:
    """Collect again where that was put off, and pass over what is there by now: it stays."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
