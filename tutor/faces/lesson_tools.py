"""Commands for those who write lessons: check them, start a new one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import orjson

from tutor.chain.files import reason_of
from tutor.course.lint import Finding, check_lesson
from tutor.course.template import TEMPLATE
from tutor.errors import DocumentError, TutorError
from tutor.faces.exits import Exit, tell
from tutor.faces.safe_text import safe


def check(files: Sequence[str], *, as_json: bool) -> int:
    """Print what is to be said about each file; faults give status 1, unreadable files 2."""
    findings: list[Finding] = []
    unreadable = False
    for file in files:
        try:
            findings += check_lesson(file)
        except TutorError as error:
            unreadable = True
            tell(f"tutor: {error}")
    if as_json:
        content = orjson.dumps([asdict(each) for each in findings], option=orjson.OPT_INDENT_2)
        sys.stdout.buffer.write(content + b"\n")
    else:
        for finding in findings:
            sys.stdout.write(safe(f"{finding}\n", sys.stdout.encoding))
    faults = sum(finding.is_fault for finding in findings)
    _summary(len(files), faults, len(findings) - faults)
    if unreadable:
        return Exit.BAD_INPUT
    return Exit.FAILED if faults else Exit.DONE


def _summary(files: int, faults: int, advice: int) -> None:
    checked = f"{files} lesson{'' if files == 1 else 's'} checked"
    tell(f"{checked}: {faults} fault{'' if faults == 1 else 's'}, {advice} of advice")


def start(file: str) -> None:
    """Write a lesson file that works and explains itself, never over another file.

    Raises:
        DocumentError: where the file exists, or cannot be written.

    """
    try:
        with Path(file).open("x", encoding="utf-8") as target:
            target.write(TEMPLATE)
    except FileExistsError:
        raise DocumentError(f"{file}: exists already; choose another name") from None
    except OSError as error:
        raise DocumentError(f"{file}: cannot be written: {reason_of(error)}") from None
    tell(f"{file}: started. Work it: tutor learn {file}   Check it: tutor lessons check {file}")
