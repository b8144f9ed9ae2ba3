"""The lint of lesson files: proves that a lesson can be worked and marked fairly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutor.chain.faults import place_of
from tutor.chain.files import STANDARD, read_source
from tutor.course.lesson_files import read_lesson
from tutor.course.meaning import meaning_remarks
from tutor.course.positions import Position, Positions
from tutor.course.problem_source import LARGEST, Place, SourceError, is_drawn, with_problem
from tutor.course.repair import Remark, repaired
from tutor.course.words import formula_remarks
from tutor.errors import DocumentError

_PLACE = re.compile(r" ?\(at line (\d+), column (\d+)\)|: line (\d+) column (\d+) \(char \d+\)")
_END_OF_DOCUMENT = "(at end of document)"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to be said about a lesson file.

    Attributes:
        file, line, column: where; lines and columns are counted from 1.
        message: what is wrong and what would be right.
        is_fault: whether it must be put right; else it is advice.

    """

    file: str
    line: int
    column: int
    message: str
    is_fault: bool = True

    def __str__(self) -> str:
        word = "fault" if self.is_fault else "advice"
        return f"{self.file}:{self.line}:{self.column}: {word}: {self.message}"


def unread(file: str, error: DocumentError, positions: Positions) -> Finding:
    """Return where and why a file is no TOML or JSON, from what its reader says."""
    told = str(error).removeprefix(f"{file}: ")
    place = _PLACE.search(told)
    line, column = (int(each) for each in place.groups() if each) if place else (1, 1)
    if _END_OF_DOCUMENT in told:
        line, column, _ = positions.end()
    told = _PLACE.sub("", told).replace(_END_OF_DOCUMENT, "at the end").strip()
    return Finding(file, line, column, told)


def check_lesson(path: str | Path) -> list[Finding]:
    """Return everything that is to be said about a lesson file, in its order.

    Raises:
        DocumentError: where the file cannot be read at all.

    """
    text = read_source(path, LARGEST + 1)
    folder = None if str(path) == STANDARD else Path(path).parent
    return sorted(set(_Lint(str(path), text, folder).findings()))


class _Lint:
    """Looks at one lesson file."""

    def __init__(self, file: str, text: bytes, folder: Path | None) -> None:
        self._file = file
        self._text = text
        self._folder = folder
        self._positions = Positions(text.decode("utf-8-sig", "replace"))

    def findings(self) -> Iterator[Finding]:
        """Yield everything that is to be said; of what is no TOML only where it stops being it."""
        try:
            data = read_lesson(self._text, self._file)
        except DocumentError as error:
            yield unread(self._file, error, self._positions)
            return
        for remark in self._remarks(data):
            at = self._position(remark, data)
            yield Finding(self._file, at.line, at.column, remark.message, remark.is_fault)

    def _remarks(self, data: dict[str, Any]) -> Iterator[Remark]:
        """Yield what is wrong with the fields, then what with all that is sound of them."""
        mended: set[Place] = set()
        resolved = data
        try:
            resolved = with_problem(data, self._folder)
        except SourceError as error:
            yield from (Remark(at, f"{place_of(at)}: {told}") for at, told in error.faults)
            mended = {("problem",), *([("parameter",)] if is_drawn(data) else [])}
        sound = repaired(resolved, mended)
        yield from sound.faults
        yield from formula_remarks(data)
        yield from meaning_remarks(data, sound)

    def _position(self, remark: Remark, data: dict[str, Any]) -> Position:
        """Return where a remark belongs; what is not in this file is told where it is named."""
        place = remark.place
        if place[:1] == ("problem",) and isinstance(data.get("problem"), dict):
            named = {"file", "generate"} & data["problem"].keys()
            if named and place[1:2] != (*named,)[:1]:
                place = ("problem", *named)
        if remark.character is not None:
            return self._positions.inside(place, remark.character)
        if remark.is_key:
            return self._positions.of(place)
        return self._positions.value(place)
