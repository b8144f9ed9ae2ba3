"""The command lessons: what there is, in reading order."""

from __future__ import annotations

import sys

from tutor.course.catalogue import catalogue


def list_lessons(*, as_json: bool) -> None:
    """Print the lessons in reading order."""
    entries = catalogue()
    if as_json:
        import json  # the list is small, and orjson loads more than the whole command

        keys = ("name", "title", "file", "minutes", "summary", "parameter")
        rows = [{key: getattr(entry, key) for key in keys} for entry in entries]
        text = json.dumps(rows, indent=2, ensure_ascii=False)
        sys.stdout.buffer.write(text.encode() + b"\n")
        return
    width = max((len(entry.name) for entry in entries), default=0)
    for entry in entries:
        sys.stdout.write(f"{entry.name:<{width}}  {entry.minutes:>2} min  {entry.title}\n")
