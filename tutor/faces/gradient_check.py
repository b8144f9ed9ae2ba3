"""The command check-gradient: somebody's own gradient, diagnosed."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

import orjson

from tutor.chain.files import STANDARD, parsed_json, read_source
from tutor.chain.nonfinite import read_numbers, without_nonfinite
from tutor.course.letters import to_ascii
from tutor.engine.activations import Array
from tutor.errors import DocumentError
from tutor.faces.exits import Exit
from tutor.faces.exports import problem_of
from tutor.grading.gradients import check_gradient

_KEYS = {"dC_dw", "dC_db", "example"}


def check(problem: str, gradients: str, *, as_json: bool, ascii_only: bool = False) -> int:
    """Print the diagnosis; the exit status is 1 where an entry is wrong."""
    if problem == gradients == STANDARD:
        raise DocumentError("-: only one of the two can come from standard input")
    of = problem_of(problem)
    shown = "standard input" if gradients == STANDARD else gradients
    document = _read(parsed_json(read_source(gradients), shown), shown)
    try:
        report = check_gradient(of, document["dC_dw"], document["dC_db"], document.get("example"))
    except DocumentError as error:
        raise DocumentError(f"{shown}: {error}") from None
    if as_json:
        wrong = without_nonfinite([asdict(entry) for entry in report.wrong])
        content = {"is_right": report.is_right, **asdict(report), "wrong": wrong}
        sys.stdout.buffer.write(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")
    else:
        sys.stdout.write(_written(f"{report}\n", ascii_only=ascii_only))
    return Exit.DONE if report.is_right else Exit.FAILED


def _read(document: Any, source: str) -> dict[str, Any]:  # noqa: ANN401 - what the file holds
    """Return the gradient document, or refuse what is not one."""
    if not isinstance(document, dict) or not {"dC_dw", "dC_db"} <= document.keys():
        raise DocumentError(f'{source}: an object with "dC_dw" and "dC_db" is needed')
    for key in document.keys() - _KEYS:
        raise DocumentError(f"{source}: {key}: unknown key; there are dC_dw, dC_db, example")
    for key in ("dC_dw", "dC_db"):
        if not isinstance(document[key], list):
            raise DocumentError(f"{source}: {key}: a list with an array per layer is needed")
        document[key] = [
            _array(each, f"{source}: {key}[{n}]") for n, each in enumerate(document[key])
        ]
    example = document.get("example")
    if example is not None and type(example) is not int:
        raise DocumentError(f"{source}: example: a whole number or null is needed")
    return document


def _array(value: Any, place: str) -> Array:  # noqa: ANN401 - what the file holds
    """Return an array, the strings that stand for infinities and NaN read."""
    try:
        return read_numbers(value)
    except ValueError:
        raise DocumentError(f"{place}: an array of numbers is needed") from None


def _written(text: str, *, ascii_only: bool) -> str:
    """Return a text as standard output can carry it."""
    try:
        text.encode("ascii" if ascii_only else sys.stdout.encoding)
    except UnicodeEncodeError:
        return to_ascii(text)
    return text
