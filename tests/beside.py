"""Sessions for the tests of what stands beside a lesson, and a nudge of each."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.screens import CHAIN, session
from tutor.chain.notation import UNICODE, Notation
from tutor.course.nudge import Nudge
from tutor.course.view import View
from tutor.faces.drawing.number_lines import NumberLines
from tutor.faces.drawing.picture import text_of_picture


def uncovered(
    problem: dict[str, Any] = CHAIN, parameter: str = "w3[0,0]", notation: Notation = UNICODE
) -> View:
    """Return a session's view with everything in sight."""
    return replace(session(problem, parameter, notation=notation).view, uncovered=True)


def nudged(view: View, name: str, by: str = "0", step: str = "0.01") -> Nudge:
    """Return a nudge of a number of a view's network, of example 0."""
    return Nudge(view.trace, view.parameter, 0, Decimal(step)).moving(name).moved_by(Decimal(by))


def drawn(view: View, nudge: Nudge, width: int, *, one_scale: bool = False) -> list[str]:
    """Return the number lines as lines of text."""
    return text_of_picture(NumberLines(view, nudge, width, one_scale).picture()).splitlines()
