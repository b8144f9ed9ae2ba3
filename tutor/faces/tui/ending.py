"""However it ends: the terminal is restored, and the exit status says what ended it."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.faces.exits import Exit

if TYPE_CHECKING:
    from textual.app import App

_LOOK = 1.0
"""Seconds between two looks at whether the terminal is still there."""
_PATIENCE = 3.0
"""Seconds for restoring the terminal: one that is gone may never take what is written."""


def run(app: App[None]) -> int:
    """Run an app to its end and return the exit status."""
    asyncio.run(_run(app))
    return app.return_code or Exit.DONE


async def _run(app: App[None]) -> None:
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            loop.add_signal_handler(number, _end, app, number)
    watch = asyncio.create_task(_watch(app))
    await app.run_async()
    watch.cancel()


async def _watch(app: App[None]) -> None:
    """Leave when the terminal is gone: not every terminal that goes sends a signal."""
    if not hasattr(select, "poll"):
        return
    terminal = select.poll()
    terminal.register(sys.stdin.fileno(), 0)
    while not any(event & select.POLLHUP for _, event in terminal.poll(0)):  # noqa: ASYNC110
        await asyncio.sleep(_LOOK)  # nothing else tells when a terminal goes
    _end(app, signal.SIGHUP)


def _end(app: App[None], number: int) -> None:
    """Leave because of a signal, in any case within a few seconds."""
    status = 128 + number
    timer = threading.Timer(_PATIENCE, os._exit, [status])
    timer.daemon = True
    timer.start()
    app.exit(return_code=status)


def sentence(error: BaseException | None) -> str:
    """Return what is said of a crash."""
    where = ""
    if error is not None and error.__traceback__ is not None:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f" in {Path(last.filename).name}, line {last.lineno}"
    what = type(error).__name__ if error is not None else "a fault"
    return f"tutor: the program had to stop: {what}{where} ({error}). Please report this."
