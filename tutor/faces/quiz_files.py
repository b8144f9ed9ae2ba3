"""`tutor quiz new` and `tutor quiz check`."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import orjson

from tutor.chain.files import reason_of
from tutor.course.lint import Finding
from tutor.course.quiz.template import TEMPLATE
from tutor.errors import DocumentError, TutorError
from tutor.faces.exits import Exit, tell
from tutor.faces.safe_text import safe

_SEED_BYTES = 6


def start(file: str) -> None:
    """Write a quiz that works and explains itself, never over another file.

    Raises:
        DocumentError: where the file exists, or cannot be written.

    """
    text = TEMPLATE.replace("SEED", secrets.token_hex(_SEED_BYTES))
    try:
        with Path(file).open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        raise DocumentError(f"{file}: exists already; choose another name") from None
    except OSError as error:
        raise DocumentError(f"{file}: cannot be written: {reason_of(error)}") from None
    tell(f"{file}: started. Check it: tutor quiz check {file}")


def check(files: Sequence[str], *, as_json: bool) -> int:
    """Print what is to be said about each quiz; faults give status 1, unreadable files 2."""
    from tutor.course.quiz.lint import check_quiz

    findings: list[Finding] = []
    unreadable = False
    for file in files:
        try:
            findings += check_quiz(file)
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
    checked = f"{len(files)} quiz{'' if len(files) == 1 else 'zes'} checked"
    advice = len(findings) - faults
    tell(f"{checked}: {faults} fault{'' if faults == 1 else 's'}, {advice} of advice")
    if unreadable:
        return Exit.BAD_INPUT
    return Exit.FAILED if faults else Exit.DONE
