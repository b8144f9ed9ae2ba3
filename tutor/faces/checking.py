"""What the commands for files that people write have in common: starting one, and linting."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import orjson

from tutor.chain.files import reason_of
from tutor.course.lint import Finding
from tutor.errors import DocumentError, TutorError
from tutor.faces.exits import Exit, tell
from tutor.faces.safe_text import safe


def write_new(file: str, text: str) -> None:
    """Write a file, never over another one.

    Raises:
        DocumentError: where the file exists, or cannot be written.

    """
    try:
        with Path(file).open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        raise DocumentError(f"{file}: exists already; choose another name") from None
    except OSError as error:
        raise DocumentError(f"{file}: cannot be written: {reason_of(error)}") from None


def check_files(
    files: Sequence[str],
    lint: Callable[[str], Iterable[Finding]],
    what: tuple[str, str],
    *,
    as_json: bool,
) -> int:
    """Print what is to be said about each file; faults give status 1, unreadable files 2.

    Args:
        files: what to look at.
        lint: gives what is to be said about one.
        what: what they are called: one, and several.
        as_json: whether to print JSON.

    """
    findings: list[Finding] = []
    unreadable = False
    for file in files:
        try:
            findings += lint(file)
        except TutorError as error:
            unreadable = True
            tell(f"tutor: {error}")
    _print(findings, as_json=as_json)
    faults = sum(finding.is_fault for finding in findings)
    checked = f"{len(files)} {what[len(files) != 1]} checked"
    advice = len(findings) - faults
    tell(f"{checked}: {faults} fault{'' if faults == 1 else 's'}, {advice} of advice")
    if unreadable:
        return Exit.BAD_INPUT
    return Exit.FAILED if faults else Exit.DONE


def _print(findings: list[Finding], *, as_json: bool) -> None:
    if as_json:
        content = orjson.dumps([asdict(each) for each in findings], option=orjson.OPT_INDENT_2)
        sys.stdout.buffer.write(content + b"\n")
        return
    for finding in findings:
        sys.stdout.write(safe(f"{finding}\n", sys.stdout.encoding))
