"""Lessons for the tests of the terminal program, sessions on them, and what a screen shows."""

from __future__ import annotations

import html
import json
import random
import re
from typing import Any, cast

from textual.pilot import Pilot

from tests.networks import random_document, reference
from tutor.chain.notation import UNICODE, Notation
from tutor.course.session import Session
from tutor.course.view import Phase, View
from tutor.faces.tui.app import TutorApp
from tutor.faces.tui.screens.lesson import LessonScreen

CHAIN: dict[str, Any] = {
    "layers": [
        {"weights": [[-0.5]], "biases": [0.2], "activation": "sigmoid"},
        {"weights": [[-0.7]], "biases": [0.8], "activation": "sigmoid"},
        {"weights": [[1.3]], "biases": [0.8], "activation": "sigmoid"},
    ],
    "cost": "squared_error",
    "examples": [{"x": [1.4], "y": [0.0]}, {"x": [0.3], "y": [1.0]}],
    "learning_rate": 0.5,
}
"""One neuron in each layer: a⁽³⁾ = 0.8348, C₀ = 0.6969."""
SEVERAL: dict[str, Any] = reference("recommended_2_3_3_four_examples")["problem"]
"""Two inputs, three neurons in each layer, four examples."""
SIX_BY_SIX: dict[str, Any] = random_document(
    random.Random(6),  # noqa: S311 - drawn, not guarded
    heads=(("sigmoid", "squared_error"),),
    sizes=(6,) * 6,
    examples=2,
    most=1.0,
)
"""Five layers of six neurons."""
PARTED = "First [page].\n\n---\n\nSecond page."


def session(
    problem: dict[str, Any] = CHAIN,
    parameter: str = "w3[0,0]",
    *,
    notation: Notation = UNICODE,
    solved: int = 0,
    **lesson: object,
) -> Session:
    """Return a session on a lesson, so many questions of which have been shown."""
    document = {"title": "A chain", "parameter": parameter, "problem": problem, **lesson}
    made = Session.of_lesson(json.dumps(document).encode(), "lesson", notation=notation)
    for _ in range(solved):
        made.reveal()
        made.go_on()
    return made


def until(made: Session, question: str) -> None:
    """Let everything be shown that comes before a question."""
    while made.view.question is None or made.view.question.id != question:
        made.reveal()
        made.go_on()


def finished(made: Session) -> View:
    """Return what there is to be seen when all is shown."""
    while made.view.phase is not Phase.FINISHED:
        made.reveal()
        made.go_on()
    return made.view


def app_on(made: Session) -> TutorApp:
    """Return the terminal program at one lesson."""
    return TutorApp(LessonScreen(made))


_SIGNS = re.compile(r'<text class="[^"]*" x="([0-9.]+)" y="([0-9.]+)"[^>]*>(.*?)</text>')
_WIDE = 12.2
"""How wide a character is in a screenshot."""


def shown(app: TutorApp) -> str:
    """Return the text on an app's screen, line by line."""
    lines: dict[float, str] = {}
    for across, down, text in _SIGNS.findall(app.export_screenshot(simplify=True)):
        row, column = float(down), round(float(across) / _WIDE)
        plain = html.unescape(text).replace("\xa0", " ")
        lines[row] = lines.get(row, "").ljust(column) + plain
    return "\n".join(lines[row].rstrip() for row in sorted(lines))


async def settled(pilot: Pilot[None]) -> str:
    """Wait until there is something on the screen and it stays: it scrolls once it has its room."""
    app = cast("TutorApp", pilot.app)
    before = ""
    while not (now := shown(app)).strip() or before != now:
        before = now
        await pilot.pause(0.1)
    return now


def place_on_screen(app: TutorApp, text: str) -> tuple[int, int]:
    """Return the column and the row at which a text begins on an app's screen."""
    strips = app.screen._compositor.render_strips()  # noqa: SLF001 - what is drawn, as text
    for row, strip in enumerate(strips):
        line = "".join(segment.text for segment in strip)
        if text in line:
            return line.index(text), row
    raise AssertionError(f"{text} is not on the screen")
