"""Commands that write for people on paper: worked solutions and sheets of questions."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Literal

from tutor.chain.files import STANDARD
from tutor.chain.trace import trace
from tutor.course.lessons import Lesson
from tutor.course.worked_blocks import Blocks, literal
from tutor.course.worked_latex import LatexWriter
from tutor.course.worked_markdown import MarkdownWriter
from tutor.course.worked_sheet import sheet
from tutor.course.worked_solution import worked_solution
from tutor.errors import TutorError
from tutor.faces.exports import lesson_or_problem, write_output

_WRITERS: dict[str, type[MarkdownWriter | LatexWriter]] = {
    "markdown": MarkdownWriter,
    "latex": LatexWriter,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written.

    Attributes:
        source: a lesson's name, or a file; "-" is standard input.
        parameter: the weight or bias; None for a lesson's own.
        sheet: a sheet of a lesson's questions, without or with answers; None for the whole chain.

    """

    source: str
    parameter: str | None
    sheet: Literal["questions", "answers"] | None


def export_paper(
    wanted: Wanted, language: Literal["markdown", "latex"], output: str, *, ascii_only: bool
) -> None:
    """Write a worked solution, or a sheet, as Markdown or LaTeX.

    Formulas are in plain ASCII where it is wished, or where standard output carries nothing else.

    Raises:
        TutorError: where the source is refused, or more must be told.

    """
    poor = output == STANDARD and not _carries_unicode(sys.stdout.encoding)
    writer = _WRITERS[language](ascii_only=ascii_only or poor)
    write_output(output, writer.write(_blocks(wanted)).encode())


def _carries_unicode(encoding: str | None) -> bool:
    return (encoding or "ascii").lower().replace("-", "").startswith("utf")


def _blocks(wanted: Wanted) -> Blocks:
    source = lesson_or_problem(wanted.source)
    if isinstance(source, Lesson):
        parameter = wanted.parameter or source.parameter
        if wanted.sheet is not None:
            return sheet(source, parameter, answers=wanted.sheet == "answers")
        return worked_solution(trace(source.problem), parameter, literal(source.title))
    if wanted.sheet is not None:
        raise TutorError(f"--sheet: {wanted.source} is a problem, but a lesson has questions")
    if wanted.parameter is None:
        raise TutorError("--parameter: which weight or bias is worked? such as --parameter w1[0,0]")
    return worked_solution(trace(source), wanted.parameter)
