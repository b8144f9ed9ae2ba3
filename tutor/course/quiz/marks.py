"""Marking: a sheet and somebody's answers in, marks out. Nothing else is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from tutor.chain.addresses import Address, Shape, parse
from tutor.chain.steps import Step
from tutor.chain.trace import Trace
from tutor.course.plan import forward_and_given
from tutor.course.quiz.asked import SheetQuestion
from tutor.course.quiz.papers import Answers, Help
from tutor.course.quiz.reports import MISSING, NOT_MARKED, StudentReport, reaches
from tutor.course.quiz.sheets import Sheet, SheetProblem
from tutor.grading.compare import is_within
from tutor.grading.grade import judged, plainly_right
from tutor.grading.known import Known, reading_of
from tutor.grading.ranges import Ranges, Visible, everything, only_given
from tutor.grading.verdicts import Verdict, VerdictKind

SEEN: Mapping[str, Visible] = {
    "everything": everything,
    "forward": forward_and_given,
    "nothing": only_given,
}
"""What can be seen where something is asked, by the name that a sheet has for it."""
_COSTS_A_TRY = (VerdictKind.FOLLOW_THROUGH, VerdictKind.MISCONCEPTION, VerdictKind.WRONG)
_NO_HELP = Help()


class Override(NamedTuple):
    """A mark that the teacher has changed: the points, and why."""

    points: float
    reason: str


NOTHING_CHANGED: Mapping[str, Override] = {}
Fields: TypeAlias = dict[str, Any]
"""The fields of a mark: a report makes all its marks of them at once."""
Plainly: TypeAlias = Callable[[Step, str, Visible], Verdict | None]
_MOST_RECALLED = 10_000  # verdicts for each problem


def recalled(step: Step, text: str, visible: Visible) -> Verdict | None:
    """Return what :func:`plainly_right` says, once for all who answer the same to the same."""
    memo: dict[object, Verdict | None] = step.trace.memo
    key = step.place, visible, text
    if key not in memo:
        verdict = plainly_right(step, text, visible)
        if len(memo) >= _MOST_RECALLED:
            return verdict
        memo[key] = verdict
    return memo[key]


def marked(
    sheet: Sheet,
    given: Answers,
    changed: Mapping[str, Override] = NOTHING_CHANGED,
    plainly: Plainly = plainly_right,
) -> StudentReport:
    """Return the marks of a student's answers to a sheet.

    Args:
        sheet: what was asked.
        given: the answers; those to other questions are not looked at.
        changed: the teacher's own marks, by question.
        plainly: says what is right whatever else was answered; :func:`recalled` does in a class.

    """
    marks = [
        mark
        for problem in sheet.problems
        for mark in _Marking(sheet, problem, given, plainly).marks()
    ]
    return report_on(sheet, given.student, marks, changed)


def unmarked(
    sheet: Sheet, given: Answers, changed: Mapping[str, Override] = NOTHING_CHANGED
) -> StudentReport:
    """Return a report that keeps the answers and judges none, as where the sheet is another's."""
    marks = [
        {**_missing(question), "given": given.answers.get(name) or None, "verdict": NOT_MARKED}
        for name, (_, question) in sheet.questions.items()
    ]
    return report_on(sheet, given.student, marks, changed)


def report_on(
    sheet: Sheet, student: str, marks: Iterable[Fields], changed: Mapping[str, Override]
) -> StudentReport:
    """Return a student's report, the points added up."""
    answers = [_changed(each, changed) for each in marks] if changed else list(marks)
    total, of = sum(each["points"] for each in answers), sum(each["of"] for each in answers)
    passed = reaches(total, of, sheet.pass_mark)
    return StudentReport.model_validate(
        {
            "student": student,
            "file": None,
            "total": round(total, 6),
            "of": of,
            "passed": passed,
            "answers": answers,
        }
    )


def _changed(mark: Fields, changed: Mapping[str, Override]) -> Fields:
    override = changed.get(mark["id"])
    if override is None:
        return mark
    return {**mark, "points": override.points, "reason": override.reason}


class _Marking:
    """Marks the answers to one problem, in the order in which it is worked."""

    def __init__(
        self, sheet: Sheet, problem: SheetProblem, given: Answers, plainly: Plainly
    ) -> None:
        self._sheet = sheet
        self._problem = problem
        self._given = given
        self._trace = problem.trace
        self._earlier = Earlier(self._trace, plainly)
        self._shares = {
            VerdictKind.CORRECT: 1.0,
            VerdictKind.FOLLOW_THROUGH: sheet.worth.follow_through,
            VerdictKind.TOO_COARSE: sheet.worth.too_coarse,
        }

    def marks(self) -> Iterator[Fields]:
        """Yield the fields of the mark of each question."""
        answers = self._given.answers
        for question in self._problem.questions:
            text = answers.get(question.id, "")
            yield self._mark(question, text) if text.strip() else _missing(question)

    def _mark(self, question: SheetQuestion, text: str) -> Fields:
        step, visible = _step(self._trace, question), SEEN[question.seen]
        verdict = self._earlier.verdict(step, text, visible)
        mark = {
            "id": question.id,
            "address": question.address,
            "given": text,
            "read_as": verdict.value,
            "verdict": verdict.kind.value,
            "misconceptions": verdict.misconceptions,
            "message": verdict.message,
            "of": question.points,
        }
        help_, wrong = self._given.help.get(question.id, _NO_HELP), 0
        if help_ is not _NO_HELP:
            tries = [self._earlier.verdict(step, each, visible).kind for each in help_.before]
            wrong = sum(kind in _COSTS_A_TRY for kind in tries)
            mark |= {"wrong_tries": wrong, "hints": help_.hints, "shown": help_.shown}
        self._earlier.add(step.place, text, verdict, visible)
        mark["points"] = round(question.points * self._share(verdict.kind, help_, wrong), 6)
        return mark

    def _share(self, kind: VerdictKind, help_: Help, wrong: int) -> float:
        """Return what part of the points an answer gets."""
        if help_.shown or wrong >= self._sheet.tries:
            return 0.0
        worth = self._sheet.worth
        share = self._shares.get(kind, 0.0)
        return share * worth.hint**help_.hints * worth.second_try**wrong if share else 0.0


def _missing(question: SheetQuestion) -> Fields:
    return {
        "id": question.id,
        "address": question.address,
        "given": None,
        "verdict": MISSING,
        "points": 0.0,
        "of": question.points,
    }


def step_of(problem: SheetProblem, question: SheetQuestion) -> Step:
    """Return the step that a question asks for."""
    return _step(problem.trace, question)


def _step(trace: Trace, question: SheetQuestion) -> Step:
    return Step(_place_of(question.address, trace.rules.shape), trace)


@lru_cache(maxsize=2048)
def _place_of(address: str, shape: Shape) -> Address:
    """Return what an address names; in a class it is the same for everybody."""
    return parse(address, shape)


class _Own(NamedTuple):
    """An own value: where, as it was given, and in whose sight it was found plainly right."""

    place: Address
    text: str
    value: float
    right: Visible | None


class Earlier:
    """The student's own earlier values, judged in order, each only when somebody asks for it.

    The verdicts are those that `grade` gives with all earlier values; but what is right from the
    screen alone needs none of them.
    """

    def __init__(self, trace: Trace, plainly: Plainly = plainly_right) -> None:
        self._trace = trace
        self._plainly = plainly
        self._own: list[_Own] = []
        self._sorted: dict[Visible, tuple[int, dict[Address, float], dict[Address, float]]] = {}

    def verdict(self, step: Step, text: str, visible: Visible) -> Verdict:
        """Return the verdict on an answer."""
        plain = self._plainly(step, text, visible)
        return judged(step, text, self._known(visible), visible) if plain is None else plain

    def add(self, place: Address, text: str, verdict: Verdict, visible: Visible) -> None:
        """Keep an answer for those that follow from it."""
        if verdict.value is None:
            return
        right = visible if verdict.kind is VerdictKind.CORRECT else None
        self._own.append(_Own(place, text, verdict.value, right))

    def _known(self, visible: Visible) -> Known:
        done, accepted, wrong = self._sorted.get(visible, (0, {}, {}))
        for own in self._own[done:]:
            if own.right is visible:
                accepted[own.place] = own.value
                continue
            reading = reading_of(own.text) or reading_of(own.value)
            if reading is not None:
                right = Ranges(self._trace, visible, accepted).of(own.place)
                (accepted if is_within(reading, right) else wrong)[own.place] = reading.value
        self._sorted[visible] = len(self._own), accepted, wrong
        return Known(accepted, wrong)
