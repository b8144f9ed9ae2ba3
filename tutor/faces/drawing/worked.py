"""What is worked out so far, as equations with numbers; at the end what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.course.view import Phase, View
from tutor.faces.drawing.descent import draw_descent
from tutor.faces.drawing.examples import draw_examples
from tutor.faces.drawing.picture import Picture, Span, Tone, line, wide
from tutor.faces.drawing.place import OVER_ALL, current_example, is_after_examples

_MOST = 60
_TO_BE_READ = OVER_ALL - {Kind.AVERAGE}  # the mean stands below the examples


def worked_steps(view: View, width: int, *, is_alone: bool = False) -> Picture:
    """Return the steps behind, of the current example or of what comes after the examples.

    Where nothing has come after them yet and it stands alone, without the table, these are the
    last example's, which the network shows, too.
    """
    if view.phase in (Phase.READING, Phase.FINISHED):
        return ()
    after = is_after_examples(view)
    steps = list(_steps(view, after=after)) or list(_steps(view, after=after and not is_alone))
    steps = steps[-_MOST:]
    lines = [line(Span(_written(view, step, width))) for step in steps]
    if not lines:
        return ()
    return (line(Span(_heading(view, steps[0].example), Tone.DIM)), *lines)


def worked_examples(view: View, width: int) -> Picture:
    """Return the examples as a table; at the end of everything the step of descent beside it."""
    if view.phase is not Phase.FINISHED:
        return draw_examples(view, width, _MOST)
    half = width // 2
    table, descent = draw_examples(view, half - 1, _MOST), draw_descent(view, width - half, _MOST)
    return tuple(
        (*left, Span(" " * (half - wide(left))), *right)
        for left, right in zip_longest(table, descent, fillvalue=())
    )


def _written(view: View, step: Step, width: int) -> str:
    """Return a step's equation, or its value alone where the equation is too long."""
    text = step.with_numbers(view.notation)
    if step.kind is Kind.NEW_COST:
        text += " (all have moved)"
    if len(text) <= width:
        return text
    return f"{step.name(view.notation)} = {view.trace.shown(step.place)}"


def _heading(view: View, example: int | None) -> str:
    if example is None or len(view.trace.problem.examples) == 1:
        return "so far"
    return f"so far, example {example}"


def _steps(view: View, *, after: bool) -> Iterator[Step]:
    """Yield the steps that come after the examples, else those of the current example."""
    example = current_example(view)
    for planned in view.behind:
        step = planned.step
        if step.kind in _TO_BE_READ if after else step.example in (example, None):
            yield step
