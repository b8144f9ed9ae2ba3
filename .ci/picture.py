# ruff: noqa: INP001 - a script of the gate, in no package
"""Put the picture of the screen into README.md, as the program draws it: python .ci/picture.py."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from tutor.course.lesson_files import find_lesson
from tutor.course.session import Session
from tutor.faces.tui.app import TutorApp
from tutor.faces.tui.screens.lesson import LessonScreen

LESSON = "one-weight"
ANSWERS = ("0.23", "2*(0.2572-1)", "2", "0.257")
SIZE = (108, 26)
README = Path(__file__).resolve().parent.parent / "README.md"


def session() -> Session:
    """Return a session on a lesson, in the middle of which an answer was wrong."""
    name, text = find_lesson(LESSON)
    made = Session.of_lesson(text, name)
    for _ in made.exercise.pages:
        made.go_on()
    for answer in ANSWERS:
        made.go_on()
        made.submit(answer)
    return made


async def picture() -> str:
    """Return the screen's text."""
    app = TutorApp(LessonScreen(session()))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        strips = app.screen._compositor.render_strips()  # noqa: SLF001 - what is drawn, as text
        lines = ["".join(segment.text for segment in strip) for strip in strips]
    return "\n".join(line.rstrip() for line in lines)


def main() -> None:
    """Write the picture between the two marks."""
    text = README.read_text(encoding="utf-8")
    drawn = f"<!-- screen:begin -->\n```text\n{asyncio.run(picture())}\n```\n<!-- screen:end -->"
    marked = re.compile(r"<!-- screen:begin -->.*<!-- screen:end -->", re.DOTALL)
    README.write_text(marked.sub(lambda _: drawn, text), encoding="utf-8")


if __name__ == "__main__":
    main()
