"""The processes that a class is spread over. However the program ends, they end with it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any

from tutor.errors import TutorError

_ENDED = (
    "one of the processes that share the work was ended from outside, as happens where memory runs "
    "out; give the command again"
)
_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


def processors() -> int:
    """Return how many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def shared_over(
    processes: int, begin: Callable[..., None] | None = None, *arguments: object
) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool; each of its processes calls `begin` first. What breaks off ends them at once.

    Raises:
        TutorError: where one of them was ended from outside.

    """
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(processes, initializer=_ready, initargs=(begin, arguments))
    try:
        with _signals_held():  # a signal would find them before they know what to do with it
            pool.submit(os.getpid)
        yield pool
    except BaseException as error:
        for each in set(multiprocessing.active_children()) - others:
            each.terminate()
        pool.shutdown(wait=False, cancel_futures=True)
        if isinstance(error, BrokenProcessPool):
            raise TutorError(_ENDED) from None
        raise
    pool.shutdown(wait=False)  # they end while the report is written


@contextmanager
def _signals_held() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ready(begin: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    """Leave Ctrl+C to the process that started this one, and end when that one has ended."""
    for each in _SIGNALS:
        signal.signal(each, signal.SIG_IGN if each == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if begin is not None:
        begin(*arguments)
    gc.freeze()  # what is there by now stays, and what the processes share stays shared


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 - a pool's process has one
    wait([parent.sentinel])
    os._exit(1)
