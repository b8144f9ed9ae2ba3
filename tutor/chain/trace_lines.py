"""The lines of a trace in JSON Lines, each as the document that it is."""

from __future__ import annotations

import re
from typing import Any

from tutor.chain.document_parts import only
from tutor.chain.faults import shown
from tutor.chain.files import parsed_json
from tutor.chain.problem import Problem
from tutor.chain.trace_reading import KEYS, check_head, read_check
from tutor.errors import DocumentError

_HEAD_KEYS = tuple(key for key in KEYS if key != "examples")
_PROBLEM_KEYS = tuple(key for key in Problem.model_fields if key != "examples")
_LINE_KEYS = ("example", "x", "y", "cost", "layers")


def head_of(line: bytes) -> dict[str, Any]:
    """Return what the first line holds, its keys checked.

    Raises:
        DocumentError: where it is none.

    """
    if not line.strip():
        raise DocumentError("empty, but a trace in JSON Lines is needed")
    head = _parsed(line, 1)
    if not isinstance(head, dict) or "format" not in head:
        raise DocumentError("not a trace document: it has no format")
    problem = head.get("problem")
    for place, part in (("examples", head), ("problem.examples", problem)):
        if isinstance(part, dict) and "examples" in part:
            raise DocumentError(f"{place}: in JSON Lines each example has a line of its own")
    check_head(head, _HEAD_KEYS)
    only(head, _PROBLEM_KEYS, "problem")
    read_check(head)
    return head


def numbered(line: bytes, number: int, expected: int) -> dict[str, Any]:
    """Return what a line holds: the example with the expected number.

    Raises:
        DocumentError: where it is another, or none.

    """
    document = _parsed(line, number)
    if not isinstance(document, dict):
        raise DocumentError(f"line {number}: an object is needed")
    found = document.get("example")
    if type(found) is not int:
        told = "missing" if "example" not in document else f"{shown(found)}, but a number is needed"
        raise DocumentError(f"line {number}: example: {told}")
    if found != expected:
        told = f"but {expected} is missing" if found > expected else "which stands there already"
        raise DocumentError(f"line {number}: example {found}, {told}")
    only({"examples": {found: document}}, _LINE_KEYS, "examples", found)
    return document


def _parsed(line: bytes, number: int) -> Any:  # noqa: ANN401 - whatever the line holds
    try:
        return parsed_json(line, f"line {number}")
    except DocumentError as error:
        cut = "" if line.endswith(b"\n") else "; the file is cut off there"
        told = str(error).replace(": line 1 column", ": column")
        raise DocumentError(f"{told}{cut}") from None


_SIGN = re.compile(rb"\S")


def is_lines(text: bytes) -> bool:
    """Return whether a text is JSON Lines: its first line is a whole object, and more follow."""
    end = text.find(b"\n")
    if end < 0:
        return False
    first = text[:end].strip()  # a copy of one line: a document may be large
    return first.startswith(b"{") and first.endswith(b"}") and _SIGN.search(text, end) is not None


def document_of(text: bytes, source: str) -> dict[str, Any]:
    """Return a trace in JSON Lines as the document that it is, to be checked like one.

    Raises:
        DocumentError: where a line is refused, or an example is missing.

    """
    try:
        first, *rest = text.splitlines(keepends=True)
        head = head_of(first)
        examples: list[dict[str, Any]] = []
        for number, line in enumerate(rest, start=2):
            if line.strip():
                examples.append(numbered(line, number, len(examples)))
    except DocumentError as error:
        raise DocumentError(f"{source}: {error}") from None
    inputs = [{key: each[key] for key in ("x", "y") if key in each} for each in examples]
    passed = [{key: each[key] for key in ("cost", "layers") if key in each} for each in examples]
    return {**head, "problem": {**head["problem"], "examples": inputs}, "examples": passed}
