"""What is looked at in a lesson's texts: that each of their formulas can be shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tutor.course.formulas import FormulaError, formulas, inline
from tutor.course.problem_source import Place
from tutor.course.repair import Remark

COLUMNS = 80
"""A terminal is so wide."""
_LOOSE = (
    r"no blank may stand inside the dollars of a formula; is another dollar missing before, "
    r"or is one of them to be \$?"
)


def formula_remarks(data: dict[str, Any]) -> Iterator[Remark]:
    """Yield the formulas of a lesson that do not render in every notation, or are too wide.

    Args:
        data: the lesson as it stands in the file, whatever else may be wrong with it.

    """
    for place, text in _texts(data):
        stray: FormulaError | None = None
        try:
            found = formulas(text)
        except FormulaError as error:
            found, stray = formulas(text[: error.position]), error
        for start, formula in found:
            if _is_loose(text, start, formula):  # whatever follows is taken for what it is not
                yield _fault(place, start - 1, _LOOSE)
                stray = None
                break
            try:
                widest = max(len(inline(formula, "unicode")), len(inline(formula, "ascii")))
            except FormulaError as error:
                yield _fault(place, start + error.position, str(error))
                continue
            if widest > COLUMNS:
                told = f"{widest} columns wide, but at most {COLUMNS} fit; break it up"
                yield _fault(place, start, told)
        if stray is not None:
            yield _fault(place, stray.position, str(stray))
    for key in ("title", "summary"):
        line = data.get(key)
        if isinstance(line, str) and "$" in line:
            told = f"{key}: a $ is shown as it is here; formulas are for the longer texts"
            yield Remark((key,), told, is_fault=False, character=line.index("$"))


def _is_loose(text: str, start: int, formula: str) -> bool:
    """Return whether a blank stands at an end of a formula, unless it has double dollars."""
    return text[start - 2 : start] != "$$" and formula != formula.strip()


def _fault(place: Place, index: int, reason: str) -> Remark:
    return Remark(place, f"formula: {reason}", character=index)


def _texts(data: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    """Yield every Markdown text with its place."""
    yield from _of_keys(data, (), "intro", "closing")
    for number, piece in records(data, "prose"):
        yield from _of_keys(piece, ("prose", number), "text")
    for number, question in records(data, "questions"):
        place: Place = ("questions", number)
        yield from _of_keys(question, place, "ask", "why")
        for index, choice in records(question, "choices"):
            yield from _of_keys(choice, (*place, "choices", index), "text", "answer")


def _of_keys(record: dict[str, Any], place: Place, *keys: str) -> Iterator[tuple[Place, str]]:
    found = ((key, record.get(key)) for key in keys)
    yield from (((*place, key), text) for key, text in found if isinstance(text, str))


def records(data: dict[str, Any], key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the records of a list with their numbers, whatever else it may hold."""
    listed = data.get(key)
    if isinstance(listed, list):
        yield from ((n, each) for n, each in enumerate(listed) if isinstance(each, dict))
