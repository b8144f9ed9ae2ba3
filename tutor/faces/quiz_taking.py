"""`tutor quiz take`: a sheet is worked on the screen, line by line, or by another program."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tutor.chain.files import STANDARD, write_whole
from tutor.course.opening import Opened, open_store
from tutor.course.quiz.sheets import Sheet
from tutor.course.quiz.taking import Part, Taking
from tutor.errors import DocumentError
from tutor.faces.exits import Exit, needs_terminal, tell
from tutor.faces.learning import notation_for

Work = Callable[[Taking, Part], int]
"""Works one problem, as far as the student likes, and gives an exit status."""
_NO_TERMINAL = "tutor: a terminal is needed here; without one, use: tutor quiz take --plain"


def take(options: argparse.Namespace) -> int:
    """Work a sheet and return the exit status: whether it was finished and passed."""
    is_screen = not (options.plain or options.json_lines)
    if is_screen and needs_terminal():
        tell(_NO_TERMINAL)
        return Exit.BAD_INPUT
    if options.sheet == STANDARD:
        raise DocumentError("-: a sheet in a file is needed: answers come by standard input")
    sheet = Sheet.load(options.sheet)
    opened = open_store(options.database)
    said = [] if opened.trouble is None else [opened.trouble]
    try:
        notation = notation_for(sys.stdout.encoding, ascii_only=options.ascii)
        taking = Taking(
            sheet, opened.store, say=said.append, notation=notation, afresh=options.fresh
        )
        for sentence in said:
            tell(sentence)
        file = output_for(options.sheet, options.output)
        if options.json_lines:
            from tutor.faces.quiz_lines import work

            return work(taking, file)
        if options.plain:
            return _by_hand(taking, file, _line_by_line)
        return _by_hand(taking, file, _on_screen(opened, ascii_only=options.ascii))
    finally:
        opened.store.close()


def output_for(sheet: str, named: str | None) -> Path:
    """Return the file for the answers: the one that was named, else one beside the sheet."""
    if named is not None:
        return Path(named)
    path = Path(sheet)
    return path.with_name(f"{path.stem}.answers.json")


def write_answers(taking: Taking, file: Path) -> Path:
    """Write the answers, not over others that were there before, and return where.

    Raises:
        DocumentError: where they cannot be written.

    """
    content = taking.answers().to_json()
    number, chosen = 1, file
    while chosen.is_file() and chosen.read_bytes() != content:
        number += 1
        chosen = file.with_name(f"{file.stem}-{number}{file.suffix}")
    write_whole(chosen, content)
    return chosen


def _by_hand(taking: Taking, file: Path, work: Work) -> int:
    """Work the problems one after another; what was left is gone on with the next time."""
    if taking.number:
        tell("Going on where you left off; with --fresh it begins anew.")
    while (part := taking.part) is not None:
        status = work(taking, part)
        if status:
            return status
        if not part.is_done:
            tell("Not finished. What you did is kept: the same command goes on with it.")
            return Exit.FAILED
    written = write_answers(taking, file)
    report = taking.report()
    result = "passed" if report.passed else "not passed"
    tell(f"{report.total:g} of {report.of:g} points: {result}. Your answers: {written}")
    return Exit.DONE if report.passed else Exit.FAILED


def _line_by_line(taking: Taking, _part: Part) -> int:
    from tutor.faces.quiz_plain import PlainQuiz

    return PlainQuiz(taking, sys.stdin, sys.stdout).work()


def _on_screen(opened: Opened, *, ascii_only: bool) -> Work:
    from tutor.faces.desk import Desk
    from tutor.faces.tui.app import run_lesson

    desk = Desk(opened, encoding=sys.stdout.encoding, ascii_only=ascii_only)
    return lambda _taking, part: run_lesson(part.session, desk)
