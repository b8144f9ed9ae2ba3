"""A class: many papers marked over the processors, in memory that does not grow with them.

Each student's part of the report is written to a temporary file as it comes, and copied from there
in the order of the names, whatever order the files came in.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple, TypeAlias

from tutor.course.quiz.answer_files import papers_in
from tutor.course.quiz.choosing import Marker
from tutor.course.quiz.documents import Drawn, QuizDocument
from tutor.course.quiz.gathered import Gathered
from tutor.course.quiz.overrides import Changed
from tutor.course.quiz.papers import Paper, Remark
from tutor.course.quiz.processes import processors, shared_over
from tutor.course.quiz.report_texts import FORMATS
from tutor.course.quiz.reports import ClassTally, StudentReport, by_name, report_of
from tutor.course.quiz.sheets import quiz_fingerprint
from tutor.errors import DocumentError, TutorError

Job: TypeAlias = str | Paper
"""A file with one paper, or one that was read already."""
_TOGETHER = 16  # papers that are marked in one go at most
_WAITING = 3  # goes for each process that wait for it
_WORTH_IT = 4  # fewer papers on given problems are not worth another process


@dataclass(frozen=True)
class Orders:
    """How a class is marked.

    Attributes:
        quiz: what was asked.
        sheets: the folder of the sheets that were handed out; None to draw them anew.
        changed: the teacher's own marks.
        form: the format of the report.
        anonymous: whether students are named by number.
        alone: whether each student's report is wanted by itself, too.

    """

    quiz: QuizDocument
    sheets: Path | None = None
    changed: Changed = field(default_factory=dict)
    form: str = "table"
    anonymous: bool = False
    alone: bool = False

    def written(self, report: StudentReport) -> tuple[str, str]:
        """Return a student's part of the report, and the report on this student by itself."""
        form = FORMATS[self.form]
        alone = ""
        if self.alone:
            alone = form.whole(report_of(self.quiz.title, quiz_fingerprint(self.quiz), [report]))
        return form.piece(report), alone


class Row(NamedTuple):
    """One student's part of a report, and the report on this student by itself."""

    student: str
    file: str
    text: str
    alone: str


class Done(NamedTuple):
    """What came of some papers."""

    rows: list[Row]
    tally: ClassTally
    remarks: list[Remark]


class _Place(NamedTuple):
    """Where a student's part stands in the temporary file."""

    student: str
    file: str
    start: int
    length: int
    alone: int


class Worker:
    """Marks papers; one in each process."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._marker = Marker(orders.quiz, orders.sheets, orders.changed)

    def work(self, jobs: Sequence[Job]) -> Done:
        """Return what comes of some papers; what cannot be read is told, not raised."""
        done = Done([], ClassTally(), [])
        for job in jobs:
            try:
                for paper in papers_in(job) if isinstance(job, str) else (job,):
                    self._mark(paper, done)
            except DocumentError as error:
                done.remarks.append(fault_of(error))
        return done

    def _mark(self, paper: Paper, done: Done) -> None:
        try:
            report, remarks = self._marker.report(paper)
        except TutorError as error:
            done.remarks.append(fault_of(error))
            return
        done.remarks.extend(remarks)
        done.tally.add(report)
        if self._orders.anonymous:  # the number is known when all papers are
            texts = report.model_dump_json(), ""
        else:
            texts = self._orders.written(report)
        done.rows.append(Row(report.student, paper.file, *texts))


def fault_of(error: TutorError) -> Remark:
    """Return an error as something that is to be said; its text names the file already."""
    file, _, message = str(error).partition(": ")
    return Remark(file, None, message)


_worker: Worker | None = None


def _begin(orders: Orders) -> None:
    """Make a process ready."""
    global _worker  # noqa: PLW0603 - a process of a pool has no other place for what it keeps
    _worker = Worker(orders)


def _work(jobs: Sequence[Job]) -> Done:
    assert _worker is not None  # noqa: S101 - _begin has been called
    return _worker.work(jobs)


class ClassRun:
    """Marks a class and holds what came of it until it is written.

    Attributes:
        tally: how the class fared.
        remarks: what was to be said, in the order of the files.

    """

    def __init__(self, orders: Orders, spool: IO[bytes]) -> None:
        self.tally = ClassTally()
        self.remarks: list[Remark] = []
        self._orders = orders
        self._spool = spool
        self._places: list[_Place] = []

    def run(self, files: Sequence[str], said: Callable[[int, int], None]) -> None:
        """Mark all files; `said` is told how many of how many papers are done."""
        sources = list(self._sources(files))
        total = sum(1 if isinstance(each, str) else len(each) for each in sources)
        count = 0
        said(0, total)
        for done, size in self._done(_jobs(sources), total):
            self._keep(done)
            count += size
            said(count, total)
        self._places.sort(key=lambda each: (by_name(each.student), each.file))
        self.remarks += self._twice()
        self.remarks.sort(key=lambda each: (each.file, each.line or 0, each.message))

    def _sources(self, files: Sequence[str]) -> Iterator[str | Sequence[Paper] | Gathered]:
        """Yield the files that hold one paper, and the papers of the others."""
        for file in files:
            if file.endswith(".json"):
                yield file
                continue
            try:
                yield papers_in(file)
            except DocumentError as error:
                self.remarks.append(fault_of(error))

    def _done(self, jobs: Iterator[Job], count: int) -> Iterator[tuple[Done, int]]:
        processes = min(processors(), count)
        goes = _goes(jobs, count, max(1, processes) * _WAITING)
        is_quick = self._orders.sheets is not None or not any(
            isinstance(each.problem, Drawn) for each in self._orders.quiz.questions
        )
        if processes <= 1 or (is_quick and count < _WORTH_IT):
            worker = Worker(self._orders)
            yield from ((worker.work(go), len(go)) for go in goes)
            return
        with shared_over(processes, _begin, self._orders) as pool:
            yield from _spread(pool, goes, processes * _WAITING)

    def _keep(self, done: Done) -> None:
        self.tally.merge(done.tally)
        self.remarks += done.remarks
        for row in done.rows:
            texts = [text.encode("utf-8", "replace") for text in (row.text, row.alone)]
            place = _Place(row.student, row.file, self._spool.tell(), *map(len, texts))
            self._places.append(place)
            self._spool.writelines(texts)

    def _twice(self) -> Iterator[Remark]:
        """Yield students who handed in more than one paper."""
        for one, other in zip(self._places, self._places[1:], strict=False):
            if one.student == other.student:
                told = f"another paper of this student is in {one.file}; both are marked"
                yield Remark(other.file, None, told, student=other.student)

    @property
    def students(self) -> frozenset[str]:
        """Whose papers there are."""
        return frozenset(place.student for place in self._places)

    def parts(self) -> Iterator[tuple[str, str, str]]:
        """Yield every student's name, or number, and the two texts, in order."""
        for number, place in enumerate(self._places, start=1):
            self._spool.seek(place.start)
            text = self._spool.read(place.length).decode()
            if not self._orders.anonymous:
                yield place.student, text, self._spool.read(place.alone).decode()
                continue
            name = f"student {number}"
            report = StudentReport.model_validate_json(text)
            report = report.model_copy(update={"student": name, "file": None})
            yield name, *self._orders.written(report)

    def text(self) -> Iterator[str]:
        """Yield the whole report, piece by piece."""
        form, summary = FORMATS[self._orders.form], self.tally.summary()
        quiz = self._orders.quiz
        yield form.head(quiz.title, quiz_fingerprint(quiz), summary)
        for number, (_, part, _) in enumerate(self.parts()):
            yield f"{form.between if number else ''}{part}"
        yield form.foot(summary)


def _jobs(sources: Iterable[str | Sequence[Paper] | Gathered]) -> Iterator[Job]:
    """Yield files and papers, those of a table one after the other as they are wanted."""
    for each in sources:
        if isinstance(each, str):
            yield each
        else:
            yield from each


def _goes(jobs: Iterator[Job], count: int, parts: int) -> Iterator[list[Job]]:
    """Yield jobs to be done together; fewer towards the end, so that no process waits for long."""
    while go := list(islice(jobs, max(1, min(_TOGETHER, count // parts)))):
        yield go
        count -= len(go)


def _spread(
    pool: ProcessPoolExecutor, goes: Iterable[list[Job]], most: int
) -> Iterator[tuple[Done, int]]:
    """Yield what comes of each go as it is done, with no more than `most` on their way."""
    waiting: dict[Future[Done], int] = {}
    for go in goes:
        waiting[pool.submit(_work, go)] = len(go)
        if len(waiting) >= most:
            yield from _finished(waiting)
    while waiting:
        yield from _finished(waiting)


def _finished(waiting: dict[Future[Done], int]) -> Iterator[tuple[Done, int]]:
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        size = waiting.pop(future)
        yield future.result(), size


def spool() -> IO[bytes]:
    """Return a temporary file that goes when it is closed."""
    return tempfile.TemporaryFile()
