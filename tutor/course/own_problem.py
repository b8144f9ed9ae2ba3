"""A lesson around somebody's own problem file, as the text of a lesson file."""

from __future__ import annotations

from pathlib import Path

import orjson

from tutor.chain.files import parsed, read_source
from tutor.chain.problem import Problem
from tutor.course.lesson_files import parse_lesson
from tutor.course.problem_source import LARGEST
from tutor.errors import DocumentError

_LONGEST_TITLE = 60
_INTRO = "Your own network. You are asked about {name}; another weight or bias can be chosen."


def lesson_of_file(path: str) -> bytes:
    """Return the text of a lesson from a lesson file, or around the problem in a problem file.

    Raises:
        DocumentError: where the file cannot be read, or is neither; the sentence says what.

    """
    text = read_source(path, LARGEST + 1)
    if len(text) > LARGEST:
        raise DocumentError(f"{path}: more than {LARGEST} bytes, but a lesson has at most so many")
    data = parsed(text, path)
    if isinstance(data, dict) and ("title" in data or "problem" in data):
        return parse_lesson(text, path, Path(path).parent).model_dump_json().encode()
    return lesson_around(Problem.of_document(data, path), Path(path).name)


def lesson_around(problem: Problem, title: str) -> bytes:
    """Return a lesson that asks about the first weight of a problem's last layer."""
    name = f"w{len(problem.layers)}[0,0]"
    shown = "".join(sign if sign.isprintable() else "?" for sign in title)[:_LONGEST_TITLE]
    document = {
        "title": shown.strip() or "Your own network",
        "parameter": name,
        "intro": _INTRO.format(name=name),
        "later_examples": "result",
        "problem": orjson.loads(problem.model_dump_json()),
    }
    return orjson.dumps(document)
