"""Sheets for paper: an exercise's questions, with room for answers or with the answers."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from tutor.chain.addresses import Address
from tutor.chain.numbers import text_of
from tutor.chain.steps import Step
from tutor.chain.trace import Trace, trace
from tutor.course.exercises import Exercise, OwnQuestion
from tutor.course.own_questions import answer_to, choices_of, number_of
from tutor.course.plan import Plan, Planned, Question, Role
from tutor.course.prompts import advice, prompt_pieces
from tutor.course.worked_blocks import Block, Blocks, Piece, Room, heading, literal, paragraph
from tutor.course.worked_question import name_of, problem, slope_of, valued
from tutor.course.worked_solution import OVER_ALL, equations


def sheet(exercise: Exercise, parameter: str, *, answers: bool) -> Blocks:
    """Return the problem of an exercise with its questions, for paper.

    Args:
        exercise: a lesson, or what a quiz is made of.
        parameter: the weight or the bias that is asked about.
        answers: whether each question is answered, or has room for an answer.

    Raises:
        AddressError: where the text names no weight or bias.

    """
    made = trace(exercise.problem)
    chosen = made.parameter_address(parameter)
    plan = Plan(exercise, made, chosen)
    kind = "answers" if answers else "questions"
    return (
        heading(1, f"{literal(exercise.title)}: {kind}"),
        paragraph("About ", name_of(made, slope_of(chosen)), "."),
        heading(2, "The problem"),
        *problem(made),
        heading(2, "Answers" if answers else "Questions"),
        *_questions(plan, answers=answers),
    )


def _questions(plan: Plan, *, answers: bool) -> Iterator[Block]:
    """Yield the questions with their numbers, those of one example together."""
    several, place, reached = len(plan.trace.problem.examples) > 1, "", 0
    told = _told(plan)
    for number, question in enumerate(plan.questions, start=1):
        before = plan.place_of(question)
        here = _place_of(plan.steps[min(before, len(plan.steps) - 1)].step) or place
        if several and here != place:
            yield heading(3, here)
        known = [each.step for each in plan.steps[reached:before] if each.id in told]
        if known:
            yield paragraph("Known: ", *_values(known), ".")
        place, reached = here, before
        yield from asked(plan.trace, question, number)
        if answers:
            yield from answered(plan, question)
        else:
            yield Room("Answer")


def _told(plan: Plan) -> frozenset[str]:
    """Return the ids of the steps that are shown and from which no answer can be read.

    What follows from something that is asked would tell it.
    """
    told: set[str] = set()
    telling: set[Address] = set()
    for each in plan.steps:
        if each.is_question or not telling.isdisjoint(each.step.rule.inputs):
            telling.add(each.step.place)
        elif each.role is Role.SHOWN:
            told.add(each.id)
    return frozenset(told)


def _values(steps: list[Step]) -> Iterator[Piece]:
    """Yield the values of steps as equations, with commas between."""
    for index, step in enumerate(steps):
        if index:
            yield ", "
        yield valued(step.trace, step.place, step.example)


def _place_of(step: Step) -> str:
    """Return the example that a step is of; empty for a factor that is the same for all."""
    if step.example is None:
        return "All examples" if step.kind in OVER_ALL else ""
    return f"Example {step.example}"


def asked(made: Trace, question: Question, number: int) -> Iterator[Block]:
    """Yield a question's text, with its number and what there is to choose from."""
    if isinstance(question, Planned):
        step = question.step
        pieces = (
            name_of(made, piece, step.example) if isinstance(piece, Address) else piece
            for piece in prompt_pieces(question)
        )
        told = advice(question)
        yield paragraph(f"**Question {number}.** ", *pieces, f" {told}" if told else "")
        return
    yield paragraph(f"**Question {number}.** {question.question.ask}")
    for letter, text in zip(ascii_lowercase, choices_of(question.question), strict=False):
        yield paragraph(f"({letter}) {text}")


def answered(plan: Plan, question: Question) -> Iterator[Block]:
    """Yield the right answer: the step in symbols and in numbers, or a choice and why."""
    if isinstance(question, Planned):
        yield from equations(question.step)
    else:
        own = question.question
        yield paragraph(f"**Answer:** {_own_answer(plan, own)}")
        why = next((each.answer for each in own.choices if each.right), "") or own.why
        if why.strip():
            yield paragraph(why.strip())


def _own_answer(plan: Plan, question: OwnQuestion) -> str:
    if question.form == "number":
        return text_of(number_of(question))
    answer = answer_to(question, plan.trace, str(plan.parameter))
    if question.form == "direction":
        return answer
    letter = ascii_lowercase[int(answer) - 1]
    return f"({letter}) {choices_of(question)[int(answer) - 1]}"
