"""Files of answers: JSON with one paper, or a table with many."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO

from tutor.chain.files import STANDARD, opened, read_at_most, reason_of
from tutor.course.quiz.gathered import Gathered
from tutor.course.quiz.papers import BOM, BOM_NOTE, Paper, Remark, decoded, json_paper
from tutor.course.quiz.tables import read_table, table_papers
from tutor.errors import DocumentError

MOST_BYTES = 100_000_000
"""A file of answers has at most so many bytes."""


def papers_in(path: str | Path) -> Sequence[Paper] | Gathered:
    """Return the papers in a file; "-" is standard input.

    Raises:
        DocumentError: where it cannot be read, or holds no answers at all.

    """
    if str(path) == STANDARD:
        return _papers(sys.stdin.buffer, "standard input")
    try:
        with opened(path) as file:
            return _papers(file, str(path))
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {reason_of(error)}") from None


def parse_papers(text: bytes, file: str) -> Sequence[Paper] | Gathered:
    """Return the papers in a text; `file` names it in what is said."""
    return _papers(io.BytesIO(text), file)


def _papers(content: IO[bytes], file: str) -> Sequence[Paper] | Gathered:
    """Return the papers in what is read: JSON as a whole, a table line by line."""
    if file.endswith(".json"):
        text = read_at_most(content, MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            raise _too_long(file)
        return [_paper(text, file)]
    lines = _lines(content, file)
    blank, first = list[bytes](), b""
    for first in lines:
        if first.removeprefix(BOM.encode()).strip():
            break
        blank.append(first)
    sign = first.removeprefix(BOM.encode()).lstrip()[:1]
    whole = chain(blank, [first] if sign else [], lines)
    if sign in (b"{", b"[", b""):
        return [_paper(b"".join(whole), file)]
    begins = (*blank, first)[0].startswith(BOM.encode())
    remarks = (Remark(file, 1, BOM_NOTE, is_fault=False),) if begins else ()
    return table_papers(read_table(_decoded(whole, file), file, remarks))


def _paper(text: bytes, file: str) -> Paper:
    content, remarks = decoded(text, file)
    return json_paper(content, file, remarks)


def _too_long(file: str) -> DocumentError:
    return DocumentError(f"{file}: more than {MOST_BYTES} bytes")


def _lines(content: IO[bytes], file: str) -> Iterator[bytes]:
    read = 0
    while line := content.readline(MOST_BYTES + 1):
        read += len(line)
        if read > MOST_BYTES:
            raise _too_long(file)
        yield line


def _decoded(lines: Iterator[bytes], file: str) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            raise DocumentError(f"{file}:{number}: not UTF-8 text; save it as UTF-8") from None
        yield text.removeprefix(BOM) if number == 1 else text
