"""Sheets and keys for people: from the blocks of worked solutions, for every way of writing."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.chain.addresses import Address
from tutor.chain.notation import ASCII, LATEX
from tutor.chain.statement import Formula
from tutor.course.plan import Planned, Role
from tutor.course.prompts import prompt_pieces
from tutor.course.quiz.asked import SheetQuestion
from tutor.course.quiz.keys import key_of
from tutor.course.quiz.marks import step_of
from tutor.course.quiz.sheets import Sheet, SheetProblem
from tutor.course.worked_blocks import (
    Block,
    Blocks,
    Piece,
    Room,
    Table,
    heading,
    literal,
    paragraph,
)
from tutor.course.worked_question import name_of, problem, valued
from tutor.course.worked_solution import equations

_HOW = (
    "Answer with 3 significant digits, or with an expression such as `2*(0.66-1)`; where a "
    "question says more, with more. Use your own earlier answers."
)


def sheet_blocks(sheet: Sheet) -> Blocks:
    """Return a sheet as one is handed out, with room for answers."""
    return (*_opening(sheet, ""), paragraph(_HOW), *_problems(sheet), *_closing(sheet))


def _opening(sheet: Sheet, what: str) -> Iterator[Block]:
    yield heading(1, f"{what}{literal(sheet.title)}: {literal(sheet.student)}")
    count = len(sheet.questions)
    yield paragraph(
        f"{count} question{'' if count == 1 else 's'}, {sheet.total:g} "
        f"point{'' if sheet.total == 1 else 's'}; {sheet.pass_mark:.0%} are needed."
    )


def _closing(sheet: Sheet) -> Iterator[Block]:
    yield paragraph(f"Quiz {sheet.quiz}, sheet {sheet.sheet}.")


def _problems(sheet: Sheet) -> Iterator[Block]:
    for number, each in enumerate(sheet.problems, start=1):
        yield from _problem(each, number)
        for question in each.questions:
            yield _asked(each, question)
            if question.known:
                yield _known(each, question)
            yield Room("Answer")


def _problem(each: SheetProblem, number: int) -> Iterator[Block]:
    made = each.trace
    yield heading(2, f"Problem {number}")
    yield from problem(made)
    yield paragraph("Asked about: ", valued(made, made.parameter_address(each.parameter)), ".")


def _asked(each: SheetProblem, question: SheetQuestion) -> Block:
    """Return a question: its words, with quantities as formulas."""
    step = step_of(each, question)
    role = Role.ASKED if question.seen == "everything" else Role.RESULT
    pieces: list[Piece] = [f"**{question.id}** "]
    for piece in prompt_pieces(Planned(step, role, alone=question.seen == "nothing")):
        if isinstance(piece, Address):
            pieces.append(name_of(each.trace, piece, step.example))
        else:
            pieces.append(piece)
    several = len(each.problem.examples) > 1
    if several and step.example is not None and role is Role.ASKED:
        pieces.append(f" (example {step.example})")
    if question.advice:
        pieces.append(f" {question.advice}")
    if question.points != 1:
        pieces.append(f" ({question.points:g} points)")
    return paragraph(*pieces)


def _known(each: SheetProblem, question: SheetQuestion) -> Block:
    step = step_of(each, question)
    pieces: list[Piece] = ["Known: "]
    for number, known in enumerate(question.known):
        address = each.trace.address(known.name, step.example)
        name = each.trace.name(address, LATEX, step.example)
        latex = f"{name} = {LATEX.number(known.value)}"
        ascii_name = each.trace.name(address, ASCII, step.example)
        pieces += [", " if number else "", Formula(latex, f"{ascii_name} = {known.value}")]
    return paragraph(*pieces)


def key_blocks(sheet: Sheet) -> Blocks:
    """Return the key of a sheet: values, ranges, and how each is worked."""
    return (*_opening(sheet, "Key: "), *_ranges(sheet), *_worked(sheet), *_closing(sheet))


def _ranges(sheet: Sheet) -> Iterator[Block]:
    rows = []
    for name, entry in key_of(sheet).answers.items():
        asked, question = sheet.questions[name]
        step = step_of(asked, question)
        formula = name_of(asked.trace, step.place, None)
        row = (name, formula, entry.shown, f"{entry.low:.6g}", f"{entry.high:.6g}")
        rows.append(row)
    yield Table(("question", "asked", "value", "right from", "to"), tuple(rows))


def _worked(sheet: Sheet) -> Iterator[Block]:
    for number, each in enumerate(sheet.problems, start=1):
        yield from _problem(each, number)
        for question in each.questions:
            yield paragraph(f"**{question.id}**")
            yield from equations(step_of(each, question))
