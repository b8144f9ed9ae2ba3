"""Marks: what an answer gets, with what reason, and what help takes away."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quizzes import drawn, perfect, quiz
from tutor import grade, trace
from tutor.course.quiz.marks import SEEN, Override, marked, recalled, step_of
from tutor.course.quiz.papers import Answers, Help
from tutor.course.quiz.reports import Mark
from tutor.grading.grade import plainly_right

Z = 0.8 * 1.7 - 0.3
A = 1 / (1 + math.exp(-Z))
SLOPE = 1.7 * A * (1 - A) * 2 * (A - 0.2)
"""∂C/∂w of the one neuron, by hand."""
IDS = {
    "q1.1": Z,
    "q1.2": A,
    "q1.3": (A - 0.2) ** 2,
    "q1.4": 2 * (A - 0.2),
    "q1.5": A * (1 - A),
    "q1.6": 1.7,
    "q1.7": SLOPE,
    "q1.8": 0.4 * SLOPE,
    "q1.9": 0.8 - 0.4 * SLOPE,
}
"""What every step of the one neuron gives."""


def mark(
    name: str,
    text: str,
    help_: Help | None = None,
    **keys: Any,  # noqa: ANN401 - a quiz's keys
) -> Mark:
    """Return the mark of one answer, all others being right."""
    made = quiz(**keys)
    answers = perfect(made, **{name: text})
    if help_ is not None:
        answers = answers.model_copy(update={"help": {name: help_}})
    report = marked(made.sheet("ada"), answers)
    return next(each for each in report.answers if each.id == name)


def test_the_key_is_what_one_works_out_by_hand() -> None:
    """Every value of the one neuron follows from its four numbers."""
    key = quiz().key("ada").answers
    assert list(IDS) == list(key)
    assert pytest.approx(list(IDS.values())) == [entry.value for entry in key.values()]
    assert all(entry.low <= entry.value <= entry.high for entry in key.values())


def test_what_the_key_says_gets_all_points() -> None:
    """Values and both ends of each range are right."""
    made = drawn()
    key = made.key("ada").answers
    for texts in (
        {name: repr(entry.value) for name, entry in key.items()},
        {name: repr(entry.low) for name, entry in key.items()},
        {name: repr(entry.high) for name, entry in key.items()},
    ):
        report = made.grade({"student": "ada", "answers": texts}).students[0]
        assert (report.of, True) == (report.total, report.passed)


def test_points_are_added_up_and_compared_with_the_pass_mark() -> None:
    """Two of nine answers wrong leave 7 points of 9, which is 78 %."""
    answers = {"q1.1": "7", "q1.6": "9"}
    for pass_mark, passed in ((0.77, True), (7 / 9, True), (0.78, False)):
        made = quiz(pass_mark=pass_mark)
        report = made.grade(perfect(made, **answers)).students[0]
        assert (7.0, 9.0, passed) == (report.total, report.of, report.passed)


def test_points_of_a_question_are_those_of_each_answer() -> None:
    """Three points for each of nine answers are 27."""
    made = quiz(questions=[{**quiz().questions[0].model_dump(), "points": 3}])
    assert 27.0 == made.grade(perfect(made)).students[0].total


@pytest.mark.parametrize(
    ("name", "text", "verdict", "points"),
    [
        ("q1.4", "2*(0.743-0.2)", "correct", 1.0),
        ("q1.4", "-1.085", "misconception", 0.0),
        ("q1.4", "12.7", "wrong", 0.0),
        ("q1.4", "1.1", "too_coarse", 0.5),
        ("q1.4", "2*(", "unreadable", 0.0),
        ("q1.4", "   ", "missing", 0.0),
    ],
)
def test_each_verdict_has_its_points(name: str, text: str, verdict: str, points: float) -> None:
    """Right is worth all, right with too few digits half, and what is not right nothing."""
    made = mark(name, text)
    assert (verdict, points) == (made.verdict, made.points)


def test_a_sign_error_is_named_and_what_follows_from_it_is_right() -> None:
    """Who turns one sign round loses that answer, and no other."""
    wrong = {"q1.4": "-1.085", "q1.7": "-0.3525", "q1.8": "-0.1410", "q1.9": "0.9410"}
    made = quiz()
    answers = made.grade(perfect(made, **wrong)).students[0].answers
    found = {each.id: each.verdict for each in answers if each.verdict != "correct"}
    assert {
        "q1.4": "misconception",
        "q1.7": "follow_through",
        "q1.8": "follow_through",
        "q1.9": "follow_through",
    } == found
    assert (("sign_flipped",),) == answers[3].misconceptions


def test_the_quiz_says_what_is_worth_how_much() -> None:
    """A hint, a second try, too few digits and a follow-through take what the quiz says."""
    worth = {"hint": 0.7, "follow_through": 0.4, "second_try": 0.6, "too_coarse": 0.3}
    keys: dict[str, Any] = {"worth": worth, "tries": 3}
    assert pytest.approx(0.49) == mark("q1.2", "0.743", Help(hints=2), **keys).points
    assert pytest.approx(0.6) == mark("q1.2", "0.743", Help(before=("9",)), **keys).points
    assert pytest.approx(0.36) == mark("q1.2", "0.743", Help(before=("9", "8")), **keys).points
    assert pytest.approx(0.3) == mark("q1.2", "0.7", **keys).points
    made = quiz(**keys)
    report = made.grade(perfect(made, **{"q1.7": "9.99", "q1.8": "3.996"})).students[0]
    assert pytest.approx(0.4) == report.answers[7].points


@pytest.mark.parametrize(
    ("help_", "points"),
    [
        (Help(before=("9",)), 0.0),
        (Help(before=("(",)), 1.0),
        (Help(before=("0.7",)), 1.0),
        (Help(shown=True), 0.0),
    ],
)
def test_tries_that_cost_nothing_and_those_that_cost_all(help_: Help, points: float) -> None:
    """With one try a wrong one is the last; what was unreadable or too coarse is none."""
    assert points == mark("q1.2", "0.743", help_).points


def test_a_teacher_changes_a_mark_with_a_reason() -> None:
    """The verdict stays, the points and the total change, the reason stands beside them."""
    made = quiz()
    changed = {"q1.1": Override(0.75, "read 1.06 as 1.6")}
    report = marked(made.sheet("ada"), perfect(made, **{"q1.1": "1.6"}), changed)
    first = report.answers[0]
    assert ("wrong", 0.75, "read 1.06 as 1.6") == (first.verdict, first.points, first.reason)
    assert 8.75 == report.total


@given(
    st.dictionaries(
        st.sampled_from(sorted(IDS)),
        st.sampled_from(
            [
                "1.06",
                "-1.06",
                "0.743",
                "0.25",
                "1.09",
                "-1.09",
                "0.191",
                "0.3525",
                "-0.3525",
                "a1",
                "2*a1",
            ]
        ),
    )
)
def test_verdicts_are_those_of_grade_with_all_earlier_values(answers: dict[str, str]) -> None:
    """What is worked out once for a paper is what `grade` says of each answer by itself."""
    made = quiz()
    sheet = made.sheet("ada")
    t = trace(sheet.problems[0].problem)
    earlier: dict[str, float | str] = {}
    for each in marked(sheet, Answers(student="ada", answers=answers)).answers:
        if each.given is None:
            continue
        verdict = grade(t.step(each.address), each.given, earlier=earlier)
        assert (verdict.kind, verdict.value) == (each.verdict, each.read_as)
        assert (verdict.message, verdict.misconceptions) == (each.message, each.misconceptions)
        if verdict.value is not None:
            is_number = each.given.lstrip("-").replace(".", "").isdigit()
            earlier[each.address] = each.given if is_number else verdict.value


@given(st.text("0123456789.-e+*(ab ", max_size=8), st.sampled_from(sorted(SEEN)))
def test_what_many_answer_alike_is_judged_once_and_as_for_one(text: str, seen: str) -> None:
    """A class gets the verdicts that each of its students would get alone."""
    [problem] = drawn().sheet("ada").problems
    for question in problem.questions:
        step = step_of(problem, question)
        first = recalled(step, text, SEEN[seen])
        assert first == plainly_right(step, text, SEEN[seen])
        assert recalled(step, text, SEEN[seen]) is first


def test_a_class_with_one_problem_gets_the_marks_of_each_alone() -> None:
    """Also where the same is answered to another question, or after other answers."""
    one = quiz()
    texts = ["1.06", "0.7427", "-0.7427", "0.743"]
    papers = [
        perfect(one, f"s{number}", **{f"q1.{1 + number % 3}": text})
        for number, text in enumerate(texts * 3)
    ]
    together = one.grade(*papers).students
    alone = [marked(one.sheet(paper.student), paper) for paper in papers]
    by_name = {each.student: each.answers for each in alone}
    assert len(together) == len(papers)
    assert all(each.answers == by_name[each.student] for each in together)
