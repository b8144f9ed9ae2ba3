"""Reports as JSON, as a table of comma-separated values, as JUnit XML and as text.

Each format writes a head, a piece for each student and a foot, so that a class of any size can be
written as it comes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import orjson

from tutor.course.quiz.reports import MISSING, NOT_MARKED, Mark, Report, StudentReport, Summary

COLUMNS = (
    "student",
    "question",
    "address",
    "given",
    "read_as",
    "verdict",
    "misconceptions",
    "message",
    "points",
    "of",
    "wrong_tries",
    "hints",
    "shown",
    "reason",
)
_ACTED_ON = ("=", "+", "-", "@", "\t", "\r")
_NAME = 24


@dataclass(frozen=True, slots=True)
class Format:
    """How a report is written.

    Attributes:
        ending: of its files.
        head: what stands first, from the title, the quiz's fingerprint and the summary.
        piece: one student's part.
        between: what stands between two students.
        foot: what stands last.

    """

    ending: str
    head: Callable[[str, str, Summary], str]
    piece: Callable[[StudentReport], str]
    between: str
    foot: Callable[[Summary], str]

    def whole(self, report: Report) -> str:
        """Return a whole report."""
        pieces = self.between.join(map(self.piece, report.students))
        head = self.head(report.title, report.quiz, report.summary)
        return f"{head}{pieces}{self.foot(report.summary)}"


def _json(record: object) -> str:
    return orjson.dumps(record).decode()


def _json_head(title: str, quiz: str, _summary: Summary) -> str:
    told = {"format": "backprop-report", "version": 1, "title": title, "quiz": quiz}
    return f'{_json(told)[:-1]},"students":[\n'


def _json_foot(summary: Summary) -> str:
    return f'\n],"summary":{summary.model_dump_json()}}}\n'


def cells(values: Iterable[object]) -> str:
    """Return a row; what a spreadsheet would work out as a formula gets an apostrophe before it."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerow([_cell(value) for value in values])
    return target.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_ACTED_ON) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _csv_piece(report: StudentReport) -> str:
    return "".join(cells(_csv_row(report.student, mark)) for mark in report.answers)


def _csv_row(student: str, mark: Mark) -> Iterator[object]:
    record = mark.model_dump()
    record |= {"student": student, "question": mark.id, "misconceptions": named(mark)}
    return (record[name] for name in COLUMNS)


def named(mark: Mark) -> str:
    """Return what explains an answer: errors made together with a plus, others with a bar."""
    return " | ".join("+".join(ids) for ids in mark.misconceptions)


def _junit_head(title: str, _quiz: str, summary: Summary) -> str:
    tests = sum(each.students for each in summary.questions)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name={quoteattr(_plain(title))} tests="{tests}">\n'
    )


def _junit_piece(report: StudentReport) -> str:
    short = [mark for mark in report.answers if mark.points < mark.of]
    errors = sum(mark.verdict == NOT_MARKED for mark in short)
    head = (
        f'<testsuite name={quoteattr(_plain(report.student))} tests="{len(report.answers)}" '
        f'failures="{len(short) - errors}" errors="{errors}">\n'
    )
    cases = "".join(_case(report.student, mark) for mark in report.answers)
    return f"{head}{cases}</testsuite>\n"


def _case(student: str, mark: Mark) -> str:
    opening = (
        f"<testcase classname={quoteattr(_plain(student))} "
        f"name={quoteattr(f'{mark.id} {mark.address}')}"
    )
    if mark.points >= mark.of:
        return f"{opening}/>\n"
    kind = "error" if mark.verdict == NOT_MARKED else "failure"
    message = f"{mark.points:g} of {mark.of:g}: {mark.verdict} {named(mark)}".rstrip()
    told = " ".join(filter(None, (mark.message, mark.reason)))
    return (
        f"{opening}><{kind} type={quoteattr(mark.verdict)} message={quoteattr(message)}>"
        f"{escape(_plain(f'{mark.given or str()}'.strip()))}{' - ' if told else ''}"
        f"{escape(_plain(told))}</{kind}></testcase>\n"
    )


def _plain(text: str) -> str:
    """Return a text without what XML has no signs for."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "?" for sign in text)


def _table_head(title: str, _quiz: str, summary: Summary) -> str:
    passed = f"{summary.passed} of {summary.students} passed"
    return f"{title}: {passed}, {summary.share:.0%} of all points\n\n"


def _table_piece(report: StudentReport) -> str:
    share = report.total / report.of if report.of else 0.0
    result = "passed" if report.passed else "not passed"
    points = f"{report.total:g} of {report.of:g}"
    lines = [f"{report.student:<{_NAME}} {points:>14} {share:>5.0%}  {result}"]
    lines += [f"    ! {remark}" for remark in report.remarks]
    lines += [_reason(mark) for mark in report.answers if _is_told(mark)]
    return "\n".join(lines) + "\n"


def _is_told(mark: Mark) -> bool:
    is_judged = mark.verdict not in (MISSING, NOT_MARKED)
    return (mark.points < mark.of and is_judged) or mark.reason is not None


def _reason(mark: Mark) -> str:
    given = "" if mark.given is None else f" {mark.given.strip()}:"
    first = mark.message.partition("\n")[0]
    why = f" Changed: {mark.reason}" if mark.reason is not None else ""
    told = f"    {mark.id} {mark.address}:{given} {mark.verdict}, {mark.points:g} of {mark.of:g}."
    return f"{told} {first}{why}".rstrip()


def _table_foot(summary: Summary) -> str:
    lines = ["", "Questions"]
    for each in summary.questions:
        counts = ", ".join(f"{kind} {count}" for kind, count in each.verdicts.items())
        lines.append(f"{each.id:<8} {each.share:>5.0%}  {counts}")
    if summary.errors:
        lines += ["", "Errors"]
    for error in summary.errors:
        lines.append(f"{'+'.join(error.errors)}: {_times(error.times, error.students)}")
        lines.append(f"    {error.sentence}")
    return "\n".join(lines) + "\n"


def _times(times: int, students: int) -> str:
    many = f"{times} time{'' if times == 1 else 's'}"
    return f"{many}, by {students} student{'' if students == 1 else 's'}"


FORMATS = {
    "table": Format(".txt", _table_head, _table_piece, "", _table_foot),
    "json": Format(".json", _json_head, StudentReport.model_dump_json, ",\n", _json_foot),
    "csv": Format(".csv", lambda *_: cells(COLUMNS), _csv_piece, "", lambda _summary: ""),
    "junit": Format(".xml", _junit_head, _junit_piece, "", lambda _summary: "</testsuites>\n"),
}
"""The formats of reports, by name."""
