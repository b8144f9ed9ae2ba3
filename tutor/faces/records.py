"""The commands records list, show, export and delete."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from tutor.course.database import SqliteStore
from tutor.course.opening import existing_records
from tutor.course.records import RecordsError, SessionSummary, Store
from tutor.course.tally import Count, Tally, kind_name, tally
from tutor.errors import TutorError
from tutor.faces.exits import Exit, tell
from tutor.faces.exports import write_output
from tutor.faces.record_files import as_csv, as_json
from tutor.grading.explain import sentence_about

_COLUMNS = ("step", "questions", "at once", "later", "shown", "wrong", "hints")


@contextmanager
def _records(database: Path | None) -> Iterator[Store]:
    """Open the records to look at; where nothing was ever kept, empty ones in memory."""
    found = existing_records(database)
    with closing(found or SqliteStore()) as store:
        yield store


def list_sessions(database: Path | None, *, json_wanted: bool) -> int:
    """Print the sessions, and return the exit status."""
    with _records(database) as store:
        rows = [(each, _tally_or_none(store, each.id)) for each in store.sessions()]
    if json_wanted:
        _print_json([_listed(*row) for row in rows])
    elif not rows:
        tell("Nothing is kept yet.")
    else:
        _print_table(
            ("session", "begun", "lesson", "solved", "shown", "finished"), map(_row, rows), "><<>><"
        )
    return Exit.DONE


def _tally_or_none(store: Store, session: int) -> Tally | None:
    """Return what a session comes to; None where it cannot be read."""
    try:
        return tally([store.events(session)])
    except RecordsError:
        return None


def _solved(count: Count) -> int:
    return count.at_once + count.later


def _listed(summary: SessionSummary, counted: Tally | None) -> dict[str, Any]:
    solved = None if counted is None else _solved(counted.total)
    shown = None if counted is None else counted.total.shown
    named = summary._asdict()
    return {"session": named.pop("id"), **named, "solved": solved, "shown": shown}


def _row(row: tuple[SessionSummary, Tally | None]) -> tuple[str, ...]:
    summary, counted = row
    numbers = ("?", "?")
    if counted is not None:
        numbers = (str(_solved(counted.total)), str(counted.total.shown))
    finished = "yes" if summary.finished else "no"
    return str(summary.id), _local(summary.begun), summary.lesson, *numbers, finished


def _local(moment: str) -> str:
    """Return a moment as a clock on this machine showed it."""
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def show(database: Path | None, session: int | None, *, json_wanted: bool) -> int:
    """Print what one session or all of them come to, and return the exit status."""
    with _records(database) as store:
        summaries = _chosen(store, [] if session is None else [session])
        read = []
        for summary in summaries:
            try:
                read.append((summary, store.events(summary.id)))
            except RecordsError as error:
                if session is not None:
                    raise
                tell(f"tutor: left out: {error}")
    counted = tally(events for _, events in read)
    if json_wanted:
        _print_json(_shown([summary.id for summary, _ in read], counted))
    elif not read:
        tell("Nothing is kept yet.")
    else:
        _print_tally([summary for summary, _ in read], counted)
    return Exit.DONE


def _chosen(store: Store, ids: Sequence[int]) -> list[SessionSummary]:
    """Return the sessions of these numbers, all where there are none.

    Raises:
        RecordsError: where a number is no session's; the sentence says which there are.

    """
    summaries = {each.id: each for each in store.sessions()}
    for each in ids:
        if each not in summaries:
            known = f"there are {_ranges(list(summaries))}" if summaries else "there is none"
            raise RecordsError(f"session {each}: no such session; {known}")
    return [summaries[each] for each in dict.fromkeys(ids)] if ids else list(summaries.values())


def _ranges(numbers: Sequence[int]) -> str:
    """Return ascending numbers as a person lists them: "1 to 4, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join(" to ".join(map(str, run)) for run in runs)


def _shown(ids: list[int], counted: Tally) -> dict[str, Any]:
    return {
        "sessions": ids,
        "total": asdict(counted.total),
        "kinds": {kind: asdict(count) for kind, count in counted.kinds.items()},
        "errors": [
            {
                "id": error,
                "count": count,
                "kinds": counted.kinds_of(error),
                "sentence": sentence_about(error, counted.kinds_of(error)),
            }
            for error, count in counted.errors.most_common()
        ],
    }


def _print_tally(summaries: Sequence[SessionSummary], counted: Tally) -> None:
    if len(summaries) == 1:
        one = summaries[0]
        ending = "finished" if one.finished else "not finished"
        _say(f"Session {one.id}, {one.lesson}, begun {_local(one.begun)}, {ending}.")
    else:
        _say(f"{len(summaries)} sessions.")
    _say("")
    rows = [(kind_name(kind), count) for kind, count in counted.kinds.items()]
    numbers = [(kind, *map(str, asdict(count).values())) for kind, count in rows]
    total = ("all", *map(str, asdict(counted.total).values()))
    _print_table(_COLUMNS, [*numbers, total], "<>>>>>>")
    if counted.errors:
        _say("", "What explains wrong answers:")
    for error, count in counted.errors.most_common():
        kinds = counted.kinds_of(error).items()
        where = ", ".join(f"{kind_name(kind)} {times}" for kind, times in kinds)
        about = sentence_about(error, counted.kinds_of(error))
        _say(f"{count:>4}  {error} ({where})", *([f"      {about}"] if about else []))


def export(database: Path | None, ids: Sequence[int], form: str, output: str) -> int:
    """Write every event of these sessions, or of all, and return the exit status."""
    with _records(database) as store:
        sessions = [(each, store.kept(each.id)) for each in _chosen(store, ids)]
    write_output(output, as_csv(sessions) if form == "csv" else as_json(sessions))
    return Exit.DONE


def delete(database: Path | None, ids: Sequence[int], *, every: bool, confirmed: bool) -> int:
    """Delete sessions once that is confirmed, and return the exit status."""
    if bool(ids) == every:
        raise TutorError("say which sessions to delete: their numbers, or --all")
    with _records(database) as store:
        chosen = [each.id for each in _chosen(store, ids)]
        if not chosen:
            tell("Nothing is kept yet.")
        elif confirmed or _is_confirmed(_sessions(len(chosen))):
            tell(f"{_sessions(store.delete(chosen))} deleted.")
        else:
            tell("Nothing was deleted.")
    return Exit.DONE


def _sessions(number: int) -> str:
    return f"{number} session{'' if number == 1 else 's'}"


def _is_confirmed(what: str) -> bool:
    if not sys.stdin.isatty():
        raise TutorError(f"deleting {what} must be confirmed at a terminal, or with --yes")
    sys.stderr.write(f"Delete {what}? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _print_json(content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "backslashreplace"))


def _print_table(
    heads: Sequence[str], rows: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]], sides: str
) -> None:
    lines = [tuple(heads), *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = zip(line, sides, widths, strict=True)
        _say("  ".join(f"{cell:{side}{width}}" for cell, side, width in cells).rstrip())


def _say(*lines: str) -> None:
    """Print lines, with signs replaced that the output cannot carry or a terminal would obey."""
    encoding = sys.stdout.encoding or "ascii"
    for line in lines:
        safe = "".join(sign if sign.isprintable() else "?" for sign in line)
        sys.stdout.write(f"{safe}\n".encode(encoding, "replace").decode(encoding))
