"""What comes out of a network in the course of a descent, beside what is desired."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tutor.chain.numbers import given_text, text_of
from tutor.course.descent import DescentRun
from tutor.course.view import View
from tutor.engine.activations import Array

_MOST = 12
"""So many outputs, those of all examples together, can be read at a glance."""


def output_words(view: View, run: DescentRun) -> Iterator[str]:
    """Yield the outputs at a descent's place, where they are few."""
    desired = view.trace.values.passes.y
    if desired.size <= _MOST:
        now = _listed(run.outputs(), text_of)
        yield f"Outputs, example by example: {now}. Desired: {_listed(desired, given_text)}."


def _listed(outputs: Array, text: Callable[[float], str]) -> str:
    """Return outputs of (n, n_L) as a list, several of one example in parentheses."""
    rows = [", ".join(text(float(each)) for each in row) for row in outputs]
    return ", ".join(f"({row})" for row in rows) if outputs.shape[1] > 1 else ", ".join(rows)
