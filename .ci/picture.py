# ruff: noqa: INP001 - a script of the gate, in no package
"""Put pictures of the screens into README.md, as the program draws them: python .ci/picture.py."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path

from tutor.course.lesson_files import find_lesson
from tutor.course.session import Session
from tutor.course.view import Phase
from tutor.faces.tui.app import TutorApp
from tutor.faces.tui.screens.lesson import LessonScreen

LESSON = "one-weight"
ANSWERS = ("0.23", "2*(0.3252-1)", "2", "0.325")
SIZE = (108, 26)
README = Path(__file__).resolve().parent.parent / "README.md"


def begun() -> Session:
    """Return a session on a lesson, at its first question."""
    name, text = find_lesson(LESSON)
    made = Session.of_lesson(text, name)
    for _ in made.exercise.pages:
        made.go_on()
    return made


def answered() -> Session:
    """Return a session in the middle of which an answer was wrong."""
    made = begun()
    for answer in ANSWERS:
        made.go_on()
        made.submit(answer)
    return made


def finished() -> Session:
    """Return a session at its end."""
    made = begun()
    while made.view.phase is not Phase.FINISHED:
        made.reveal()
        made.go_on()
    return made


async def picture(made: Session, keys: Sequence[str], size: tuple[int, int]) -> str:
    """Return the screen's text after some keys."""
    app = TutorApp(LessonScreen(made))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await app.workers.wait_for_complete()
        await pilot.pause()
        strips = app.screen._compositor.render_strips()  # noqa: SLF001 - what is drawn, as text
        lines = ["".join(segment.text for segment in strip) for strip in strips]
    return "\n".join(line.rstrip() for line in lines)


def replaced(text: str, mark: str, drawn: str) -> str:
    """Return a text with a picture between its two marks."""
    marked = re.compile(rf"<!-- {mark}:begin -->.*<!-- {mark}:end -->", re.DOTALL)
    new = f"<!-- {mark}:begin -->\n```text\n{drawn}\n```\n<!-- {mark}:end -->"
    return marked.sub(lambda _: new, text)


def main() -> None:
    """Write each picture between its marks."""
    text = README.read_text(encoding="utf-8")
    for mark, made, keys, size in (
        ("screen", answered(), (), SIZE),
        ("nudge", finished(), ("f5", *["right"] * 4), (108, 18)),
        ("descent", finished(), ("f9", *["t"] * 3), (108, 22)),
    ):
        text = replaced(text, mark, asyncio.run(picture(made, keys, size)))
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
