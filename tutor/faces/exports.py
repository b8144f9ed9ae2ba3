"""Commands that write data: traces, the list of lessons, schemas."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from tutor.chain.files import STANDARD, parsed, read_source, write_whole
from tutor.chain.problem import Problem
from tutor.chain.trace import Trace, trace
from tutor.errors import DocumentError

if TYPE_CHECKING:
    from tutor.course.lessons import Lesson


def write_output(path: str, content: bytes | Iterable[bytes]) -> None:
    """Write to a file whole or not at all, or to standard output; pieces one by one."""
    if path == STANDARD:
        sys.stdout.buffer.writelines([content] if isinstance(content, bytes) else content)
    else:
        write_whole(path, content)


def problem_of(source: str) -> Problem:
    """Return the problem of a lesson by name, of a problem file, or on standard input.

    Raises:
        DocumentError: where there is none, or it is refused.

    """
    found = lesson_or_problem(source)
    return found if isinstance(found, Problem) else found.problem


def lesson_or_problem(source: str) -> Lesson | Problem:
    """Return a lesson by name, or what a file or standard input holds: a lesson or a problem.

    Raises:
        DocumentError: where there is none, or it is refused.

    """
    if source != STANDARD and not Path(source).exists():
        from tutor.course.lesson_files import find_lesson, parse_lesson

        try:
            name, text = find_lesson(source)
        except DocumentError as error:
            raise DocumentError(f"{source}: no such file or lesson; {_after(error)}") from None
        return parse_lesson(text, name)
    shown = "standard input" if source == STANDARD else source
    text = read_source(source)
    data = parsed(text, shown)
    if isinstance(data, dict) and "title" in data:
        from tutor.course.lesson_files import parse_lesson

        folder = None if source == STANDARD else Path(source).parent
        return parse_lesson(text, shown, folder)
    return Problem.of_document(data, shown)


def _after(error: DocumentError) -> str:
    return str(error).rpartition("; ")[2]


def export_trace(
    source: str, parameter: str | None, output: str, *, compact: bool, lines: bool = False
) -> None:
    """Write the trace of a lesson or a problem as JSON, or as JSON Lines."""
    made: Trace = trace(problem_of(source)).for_parameter(parameter)
    if lines:
        write_output(output, made.to_json_lines(compact=compact))
    else:
        write_output(output, made.to_json(compact=compact))


def print_schema(name: str) -> None:
    """Print a document's JSON Schema."""
    from tutor.course.schemas import schema_of

    content = orjson.dumps(schema_of(name), option=orjson.OPT_INDENT_2)
    sys.stdout.buffer.write(content + b"\n")
