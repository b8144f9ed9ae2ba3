"""Reports: every mark with its reason, every student's total, and how the class fared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import fsum
from typing import Literal, TypeAlias

from tutor.chain.arrays import FrozenModel
from tutor.grading.explain import sentence_about

MISSING, NOT_MARKED = "missing", "not_marked"
"""What stands in the place of a verdict where nothing was answered, or nothing was marked."""
_EXACT = 1e-9  # what adding up points may lose
_Answer: TypeAlias = tuple[str, str, float, float]
"""A question's id, the verdict, the points, and of how many."""


class Mark(FrozenModel):
    """What came of one answer.

    Attributes:
        id: the question's.
        address: the quantity that was asked for.
        given: as it was typed; null where nothing was.
        read_as: the number that was read.
        verdict: its kind; "missing" where nothing was answered, "not_marked" where none was given.
        misconceptions: what explains the answer, likeliest first.
        message: the sentence for the student.
        points: what it got.
        of: what it could have got.
        wrong_tries, hints, shown: the help that was recorded.
        reason: why the teacher changed the points; null where they follow from the answer.

    """

    id: str
    address: str
    given: str | None
    read_as: float | None = None
    verdict: str
    misconceptions: tuple[tuple[str, ...], ...] = ()
    message: str = ""
    points: float
    of: float
    wrong_tries: int = 0
    hints: int = 0
    shown: bool = False
    reason: str | None = None


class StudentReport(FrozenModel):
    """What came of one student's answers.

    Attributes:
        student: whose they are.
        file: where they stand; null where names are left out.
        total: the points.
        of: all points that there are.
        passed: whether they reach the pass mark.
        remarks: what was to be said of the answers as a whole.
        answers: each question's mark.

    """

    student: str
    file: str | None
    total: float
    of: float
    passed: bool
    remarks: tuple[str, ...] = ()
    answers: tuple[Mark, ...]


class QuestionReport(FrozenModel):
    """How one question went.

    Attributes:
        id: the question's.
        students: how many were asked.
        verdicts: how often each verdict was given.
        share: what part of its points was got, of all that were asked.

    """

    id: str
    students: int
    verdicts: dict[str, int]
    share: float


class ErrorReport(FrozenModel):
    """How often an error explains an answer.

    Attributes:
        errors: the ids of the errors made together.
        times: how many answers.
        students: how many students.
        sentence: what it is and what to look at.

    """

    errors: tuple[str, ...]
    times: int
    students: int
    sentence: str


class Summary(FrozenModel):
    """How a class fared: the teacher's lesson plan for tomorrow.

    Attributes:
        students: how many there are.
        passed: how many passed.
        share: what part of all points was got.
        questions: how each went, in order.
        errors: which were made, the most frequent first.

    """

    students: int
    passed: int
    share: float
    questions: tuple[QuestionReport, ...]
    errors: tuple[ErrorReport, ...]


class Report(FrozenModel):
    """What came of a quiz.

    Attributes:
        format, version: of this document.
        title: the quiz's.
        quiz: its fingerprint.
        students: each student's marks, in the order of their names.
        summary: how the class fared.

    """

    format: Literal["backprop-report"] = "backprop-report"
    version: Literal[1] = 1
    title: str
    quiz: str
    students: tuple[StudentReport, ...]
    summary: Summary


def reaches(total: float, of: float, pass_mark: float) -> bool:
    """Return whether points are enough; adding them up loses nothing that counts."""
    return total >= pass_mark * of - _EXACT * of


@dataclass
class ClassTally:
    """What many students come to, a student at a time; it does not grow with their number."""

    students: int = 0
    passed: int = 0
    points: float = 0.0
    of: float = 0.0
    answers: Counter[_Answer] = field(default_factory=Counter)
    times: Counter[tuple[str, ...]] = field(default_factory=Counter)
    makers: Counter[tuple[str, ...]] = field(default_factory=Counter)

    @property
    def asked(self) -> frozenset[str]:
        """The ids of the questions that somebody was asked."""
        return frozenset(name for name, *_ in self.answers)

    def add(self, report: StudentReport) -> None:
        """Count one student."""
        self.students += 1
        self.passed += report.passed
        self.points += report.total
        self.of += report.of
        self.answers.update(
            [(each.id, each.verdict, each.points, each.of) for each in report.answers]
        )
        made = [mark.misconceptions[0] for mark in report.answers if mark.misconceptions]
        self.times.update(made)
        self.makers.update(set(made))

    def merge(self, other: ClassTally) -> None:
        """Count all students that another tally has counted."""
        self.students += other.students
        self.passed += other.passed
        self.points += other.points
        self.of += other.of
        self.answers.update(other.answers)
        self.times.update(other.times)
        self.makers.update(other.makers)

    def summary(self) -> Summary:
        """Return how the class fared."""
        return Summary(
            students=self.students,
            passed=self.passed,
            share=_share(self.points, self.of),
            questions=tuple(self._questions()),
            errors=tuple(self._errors()),
        )

    def _questions(self) -> Iterator[QuestionReport]:
        asked: dict[str, list[tuple[str, float, float, int]]] = {}
        for (name, verdict, points, of), times in sorted(self.answers.items()):
            asked.setdefault(name, []).append((verdict, points, of, times))
        for name in sorted(asked, key=in_order):
            verdicts = Counter[str]()
            for verdict, _, _, times in asked[name]:
                verdicts[verdict] += times
            points = fsum(points * times for _, points, _, times in asked[name])
            of = fsum(of * times for _, _, of, times in asked[name])
            yield QuestionReport(
                id=name,
                students=verdicts.total(),
                verdicts=dict(sorted(verdicts.items())),
                share=_share(points, of),
            )

    def _errors(self) -> Iterator[ErrorReport]:
        for ids, times in sorted(self.times.items(), key=lambda item: (-item[1], item[0])):
            yield ErrorReport(
                errors=ids,
                times=times,
                students=self.makers[ids],
                sentence=" ".join(map(sentence_about, ids)),
            )


def in_order(question: str) -> tuple[int, ...]:
    """Return a key that sorts questions as they are asked: q2.3 before q2.10."""
    return tuple(int(part) if part.isdigit() else 0 for part in question[1:].split("."))


def by_name(student: str) -> tuple[str, str]:
    """Return a key that sorts students by their names, whether capitals or not."""
    return student.casefold(), student


def _share(points: float, of: float) -> float:
    return round(points / of, 6) if of else 0.0


def report_of(title: str, quiz: str, students: Iterable[StudentReport]) -> Report:
    """Return the report on some students, in the order of their names."""
    tally = ClassTally()
    ordered = sorted(students, key=lambda each: by_name(each.student))
    for each in ordered:
        tally.add(each)
    return Report(title=title, quiz=quiz, students=tuple(ordered), summary=tally.summary())
