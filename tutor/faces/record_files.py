"""Records as files for other programs: JSON and CSV, complete."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from tutor.chain.nonfinite import name_of
from tutor.course.events import Event
from tutor.course.records import Kept, SessionSummary
from tutor.grading.verdicts import Verdict

FORMAT, VERSION = "backprop-records", 1
Sessions = Sequence[tuple[SessionSummary, Sequence[Kept]]]
"""Sessions with what is kept of each."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_COMPUTED = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def as_json(sessions: Sessions) -> bytes:
    """Return the sessions with all their events as one document."""
    listed = []
    for summary, kept in sessions:
        named = summary._asdict()
        events = [{"at": each.at, **_finite(each.record)} for each in kept]
        listed.append({"session": named.pop("id"), **named, "events": events})
    document = {"format": FORMAT, "version": VERSION, "sessions": listed}
    return _encoded(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def as_csv(sessions: Sessions) -> bytes:
    """Return one row for each event, after a row that names the columns.

    What an event of a newer kind has besides gets columns of its own at the end.
    """
    rows = [
        {"session": summary.id, "lesson": summary.lesson, "at": each.at, **_flat(each.record)}
        for summary, kept in sessions
        for each in kept
    ]
    known = ["session", "lesson", "at", *_event_columns()]
    more = sorted({column for row in rows for column in row}.difference(known))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*known, *more])
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in (*known, *more)])
    return _encoded(text.getvalue())


def _event_columns() -> list[str]:
    columns = [each.name for each in fields(Event)]
    place = columns.index("verdict")
    columns[place : place + 1] = [f"verdict_{each.name}" for each in fields(Verdict)]
    return columns


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """Return an event's record with its verdict's parts beside its own."""
    verdict = record.get("verdict") or {}
    if not isinstance(verdict, dict):
        return record
    own = {key: value for key, value in record.items() if key != "verdict"}
    return {**own, **{f"verdict_{key}": value for key, value in verdict.items()}}


def _cell(value: object) -> str:
    """Return a cell that no spreadsheet computes: a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(name_of(value))
    text = value if isinstance(value, str) else json.dumps(_finite(value), ensure_ascii=False)
    if _NUMBER.fullmatch(text):
        return text
    return f"'{text}" if text.lstrip().startswith(_COMPUTED) else text


def _finite(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return it with strings for the numbers that JSON does not have."""
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_finite(each) for each in value]
    return name_of(value) if isinstance(value, float) else value


def _encoded(text: str) -> bytes:
    """Return UTF-8; half a sign that a terminal sent stands as its escape."""
    return text.encode("utf-8", "backslashreplace")
