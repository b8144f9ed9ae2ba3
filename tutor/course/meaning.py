"""What a lesson's parts mean: whether names, questions and numbers hold together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tutor.chain.faults import place_of
from tutor.chain.numbers import ASKED_DIGITS, exponent_of
from tutor.chain.rules import Kind
from tutor.chain.trace import Trace, trace
from tutor.course.befores import before_remarks
from tutor.course.exercises import OwnQuestion
from tutor.course.lesson_files import name_faults, size_faults
from tutor.course.lessons import Expected, Lesson
from tutor.course.own_questions import choices_of, grade_own, number_of, picked, right_answers
from tutor.course.plan import Plan, Planned, Role
from tutor.course.problem_source import Place
from tutor.course.proof import Complaint, proofs
from tutor.course.repair import Remark, Repaired
from tutor.course.structure import Structure

_MOST_PROVED = 100
"""Of a parameter with more questions only their number is told."""
_MOST_WORK = 8.0
"""So much is proved, all parameters together, in about as many seconds."""
_MOST_STEPS = 60_000
"""So many steps are looked at, all parameters together: a few seconds."""
_OUTSIDE = 3  # units of the third digit beside the right number


def meaning_remarks(data: dict[str, Any], repaired: Repaired) -> Iterator[Remark]:
    """Yield what is to be said of a lesson whose fields are sound, or were mended.

    Args:
        data: the lesson as it stands in the file.
        repaired: what is sound of it.

    """
    lesson = repaired.lesson
    if lesson is None or not repaired.has_names:
        return
    made = trace(lesson.problem)
    sizes = [Remark(place, f"{place_of(place)}: {told}") for place, told in size_faults(made)]
    yield from sizes
    if sizes:
        return  # a chain so long would take a minute to look at
    names = [Remark(place, f"{place_of(place)}: {told}") for place, told in name_faults(lesson)]
    yield from (each for each in names if repaired.is_own(*each.place))
    wrong = {each.place for each in names}
    plans = _plans(lesson, made, wrong | repaired.mended)
    while sum(len(made.steps(str(plan.parameter))) for plan in plans) > _MOST_STEPS:
        yield _too_much(plans.pop())
    yield from before_remarks(data, lesson, plans, repaired)
    yield from _ask_remarks(lesson)
    if not repaired.is_own("problem"):
        return
    for plan in plans:
        yield from _own_remarks(lesson, plan, wrong)
        yield from _count_remarks(plan, repaired)
    yield from _proved(lesson, plans, repaired)


def _plans(lesson: Lesson, made: Trace, wrong: set[Place]) -> list[Plan]:
    """Return the plans of the default and the listed parameters, each once."""
    listed = [(("parameters", index), name) for index, name in enumerate(lesson.parameters)]
    named = [(("parameter",), lesson.parameter), *listed]
    sound = [made.address(name) for place, name in named if place not in wrong]
    return [Plan(lesson, made, address) for address in dict.fromkeys(sound)]


def _too_much(plan: Plan) -> Remark:
    """Say that a parameter is not looked at."""
    told = f"{plan.parameter}: too much to prove in all; list fewer parameters, or ask less"
    listed = plan.parameter != plan.trace.parameter_address(str(plan.exercise.parameter))
    return Remark(("parameters" if listed else "parameter",), told)


# Questions of the lesson's own


def _own_remarks(lesson: Lesson, plan: Plan, wrong: set[Place]) -> Iterator[Remark]:
    """Yield questions whose right answer is not graded as right, or whose wrong ones are."""
    for number, question in enumerate(lesson.questions):
        place: Place = ("questions", number)
        if all(each[:2] != place for each in wrong):
            yield from (
                Remark((*place, *inside), f"{place_of((*place, *inside))}: {told}")
                for inside, told in _own_faults(question, plan)
            )


def _own_faults(question: OwnQuestion, plan: Plan) -> Iterator[tuple[Place, str]]:
    parameter = str(plan.parameter)
    for text in right_answers(question, plan.trace, parameter):
        verdict = grade_own(question, text, plan.trace, parameter)
        if not verdict.is_right:
            yield (), f"its right answer {text!r} is graded {verdict.kind}"
    if question.form == "choice":
        for index, text in enumerate(choices_of(question)):
            if picked(question, text) != index:
                told = f"who types {text!r} is taken to choose another; word it differently"
                yield ("choices", index, "text"), told
    elif question.form == "number":
        yield from _beside(question, plan)


def _beside(question: OwnQuestion, plan: Plan) -> Iterator[tuple[Place, str]]:
    """Yield numbers beside the right one that are graded as right."""
    value = number_of(question)
    unit = float(f"1e{exponent_of(value) - ASKED_DIGITS + 1}") if value else 1.0
    for text in (repr(value - _OUTSIDE * unit), repr(value + _OUTSIDE * unit)):
        if grade_own(question, text, plan.trace, str(plan.parameter)).is_right:
            yield ("value",), f"{text} is not right and graded correct"


# How much is asked


def _count_remarks(plan: Plan, repaired: Repaired) -> Iterator[Remark]:
    count, most, name = len(plan.questions), plan.exercise.most_questions, str(plan.parameter)
    if not repaired.is_own("ask") or any(place[0] == "ask" for place in repaired.mended):
        return
    if count > most:
        told = (
            f"{name}: {count} questions, but at most {most} should be asked; set kinds in [ask] "
            "to first or never, or most_questions"
        )
        yield Remark(("ask",), told)
    elif plan.shortened:
        kinds = ", ".join(sorted(plan.shortened))
        told = (
            f"{name}: it would be {plan.asked_in_full} questions, more than {most}; so these are "
            f"asked the first time only, for [ask] does not name them: {kinds}"
        )
        yield Remark(("ask",), told, is_fault=False)
    if not any(isinstance(each, Planned) for each in plan.questions):
        yield Remark(
            ("ask",), f"{name}: no step of its chain is asked; set kinds to always or first"
        )


def _ask_remarks(lesson: Lesson) -> Iterator[Remark]:
    if Kind.NEW_COST in lesson.ask:
        told = "ask.new_cost: it is always shown and never asked; leave it out"
        yield Remark(("ask", "new_cost"), told, is_key=True)


# What the numbers prove


def _proved(lesson: Lesson, plans: list[Plan], repaired: Repaired) -> Iterator[Remark]:
    """Yield what the proofs complain of, and what is expected but not there."""
    met: set[Expected] = set()
    structure = Structure(lesson.problem)
    knows = all(place[0] != "expects" for place in repaired.mended)
    work = 0.0
    for plan in plans:
        if len(plan.questions) > _MOST_PROVED:
            continue
        work += _work(plan)
        if work > _MOST_WORK:
            yield _too_much(plan)
            return
        for complaint in proofs(plan, structure):
            expected = complaint.expected
            if expected is None or (expected not in lesson.expects and knows):
                yield _complaint(plan, complaint)
            else:
                met.add(expected)
    if not knows or not plans:
        return
    for number, expected in enumerate(lesson.expects):
        if expected not in met:
            told = f"expects: {expected}, but nothing of the kind is there; leave it out"
            yield Remark(("expects", number), told)


def _work(plan: Plan) -> float:
    """Return about how many seconds a plan's proofs take: results cost most, deep ones more."""
    made, count = plan.trace, len(plan.trace.problem.examples)
    result = made.rules.shape.last * (0.04 + 0.0015 * len(plan.steps) / count)
    roles = [each.role for each in plan.steps if each.is_question]
    return sum(result if role is Role.RESULT else 0.01 for role in roles)


def _complaint(plan: Plan, complaint: Complaint) -> Remark:
    expected = complaint.expected
    hint = f' (if that is meant: expects = ["{expected}"])' if expected else ""
    told = f"{plan.parameter}: {complaint.step}: {complaint.message}{hint}"
    return Remark(("problem",), told, is_fault=complaint.is_fault)
