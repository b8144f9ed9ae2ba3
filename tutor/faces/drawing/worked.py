"""What is worked out so far, as equations with numbers."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.chain.addresses import Q
from tutor.chain.steps import Step
from tutor.course.view import Phase, View
from tutor.faces.drawing.picture import Picture, Span, Tone, line
from tutor.faces.drawing.place import OVER_ALL, current_example, is_after_examples

_MOST = 60
_SLOPES = (Q.DC_DW, Q.DC_DB)


def worked_steps(view: View, width: int) -> Picture:
    """Return the steps behind, of the current example or of what comes after the examples."""
    if view.phase in (Phase.READING, Phase.FINISHED):
        return ()
    steps = list(_steps(view))[-_MOST:]
    lines = [line(Span(_written(view, step, width))) for step in steps]
    if not lines:
        return ()
    return (line(Span(_heading(view), Tone.DIM)), *lines)


def _written(view: View, step: Step, width: int) -> str:
    """Return a step's equation, or its value alone where the equation is too long.

    Among those of several examples its name says of which it is.
    """
    example = None if is_after_examples(view) else step.example
    name = view.trace.name(step.place, view.notation, example)
    text = name + step.with_numbers(view.notation).removeprefix(step.name(view.notation))
    return text if len(text) <= width else f"{name} = {view.trace.shown(step.place)}"


def _heading(view: View) -> str:
    if is_after_examples(view) or len(view.trace.problem.examples) == 1:
        return "so far"
    return f"so far, example {current_example(view)}"


def _steps(view: View) -> Iterator[Step]:
    after, example = is_after_examples(view), current_example(view)
    for planned in view.behind:
        step = planned.step
        if after:
            wanted = step.place.quantity in _SLOPES or step.kind in OVER_ALL
        else:
            wanted = step.example in (example, None)
        if wanted:
            yield step
