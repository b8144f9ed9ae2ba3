"""Databases of records to try things with."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path

from tests.writers import answer
from tutor.course.opening import Opened, open_store

EVENTS = 200
LESSON = {
    "title": "A single neuron",
    "parameter": "w1",
    "problem": {
        "layers": [{"weights": [[0.5]], "biases": [-1.6], "activation": "sigmoid"}],
        "cost": "squared_error",
        "learning_rate": 2.0,
        "examples": [{"x": [1.6], "y": [1.0]}],
    },
}
TEXT = json.dumps(LESSON).encode()
"""A lesson of six questions, the first for a slope of the cost."""


@cache
def filled() -> bytes:
    """Return what is in the file of a closed database with one session."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.sqlite"
        with closing(open_store(file).store) as store:
            session = store.begin("x")
            for number in range(EVENTS):
                store.append(session, answer(number, session))
        return file.read_bytes()


def scrambled(size: int) -> bytes:
    """Return random bytes, always the same."""
    return random.Random(7).randbytes(size)  # noqa: S311 - drawn, not guarded


@contextmanager
def closed_in_the_end(database: Path) -> Iterator[Callable[..., Opened]]:
    """Give a call that opens a database, this one unless another is named, and close each."""
    with ExitStack() as stack:

        def call(path: Path | None = database) -> Opened:
            opened = open_store(path)
            stack.callback(opened.store.close)
            return opened

        yield call


def works(opened: Opened) -> bool:
    """Return whether a store keeps a new session."""
    session = opened.store.begin("new")
    opened.store.append(session, answer(0))
    return [answer(0)] == opened.store.events(session)
