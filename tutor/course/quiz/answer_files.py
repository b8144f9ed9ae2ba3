"""Files of answers: JSON with one paper, or a table with many."""

from __future__ import annotations

from pathlib import Path

from tutor.chain.files import STANDARD, read_source
from tutor.course.quiz.papers import Paper, decoded, json_paper
from tutor.course.quiz.tables import read_table, table_papers
from tutor.errors import DocumentError

MOST_BYTES = 100_000_000
"""A file of answers has at most so many bytes."""


def papers_in(path: str | Path) -> list[Paper]:
    """Return the papers in a file; "-" is standard input.

    Raises:
        DocumentError: where it cannot be read, or holds no answers at all.

    """
    source = "standard input" if str(path) == STANDARD else str(path)
    return parse_papers(read_source(path, MOST_BYTES + 1), source)


def parse_papers(text: bytes, file: str) -> list[Paper]:
    """Return the papers in a text; `file` names it in what is said."""
    if len(text) > MOST_BYTES:
        raise DocumentError(f"{file}: more than {MOST_BYTES} bytes")
    content, remarks = decoded(text, file)
    if file.endswith(".json") or content.lstrip()[0] in "{[":
        return [json_paper(content, file, remarks)]
    return list(table_papers(read_table(content, file, remarks)))
