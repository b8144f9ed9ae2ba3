"""Papers: what a student answered, read from JSON without losing or changing anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, NoReturn

from pydantic import Field, ValidationError

from tutor.chain.arrays import FrozenModel
from tutor.chain.faults import shown
from tutor.course.quiz.reading import told
from tutor.course.quiz.variants import name_of
from tutor.errors import DocumentError

BOM = "\ufeff"
BOM_NOTE = "it begins with a byte-order mark, as spreadsheets write; read without it"


class Help(FrozenModel):
    """What `quiz take` records of a question besides the answer.

    Attributes:
        before: the answers that were given before, in order.
        hints: how many levels of hints were taken.
        shown: whether the answer was shown before one was right.

    """

    before: Annotated[tuple[str, ...], Field(max_length=1000)] = ()
    hints: Annotated[int, Field(ge=0, le=100)] = 0
    shown: bool = False


class Answers(FrozenModel):
    """A student's answers.

    Attributes:
        student: whose they are.
        quiz, sheet: the fingerprints that the sheet carries.
        answers: by question, as typed.
        help: by question, what `quiz take` records besides.

    """

    student: str
    quiz: str | None = None
    sheet: str | None = None
    answers: dict[str, str]
    help: dict[str, Help] = Field(default_factory=dict)

    def to_json(self) -> bytes:
        """Return the answers as JSON."""
        return self.model_dump_json(indent=1, exclude_defaults=True).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be said about a file.

    Attributes:
        file: its name.
        line: counted from 1; None for the file as a whole.
        message: what is the matter.
        is_fault: whether something could not be used; else it is told and no more.
        student: whom it is about; None for the file.
        detail: what the teacher is told besides, but no other student.

    """

    file: str
    line: int | None
    message: str
    is_fault: bool = True
    student: str | None = None
    detail: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        whose = "" if self.student is None else f"{self.student}: "
        return f"{place}: {whose}{self.message}{self.detail}"


def _nowhere(_key: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Paper:
    """One student's answers with where they stand.

    Attributes:
        file: the file's name.
        given: the answers.
        line_of: gives the line on which an answer, or another key, stands.
        remarks: what was to be said while reading it.

    """

    file: str
    given: Answers
    line_of: Callable[[str], int | None] = _nowhere
    remarks: tuple[Remark, ...] = ()


_HALF = "\\ud"
"""How half a character is written in JSON: the text of a file holds none as it is."""


class _Twice(dict[str, Any]):
    """An object of JSON with the pairs whose key had come before."""

    again: tuple[tuple[str, Any], ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Twice:
    made = _Twice(pairs)
    if len(made) < len(pairs):
        made, again = _Twice(), []
        for key, value in pairs:
            if key in made:
                again.append((key, value))
            else:
                made[key] = value
        made.again = tuple(again)
    return made


def _whole_object(pairs: list[tuple[str, Any]]) -> _Twice:
    return _object([(_whole(key), _whole(value)) for key, value in pairs])


def _whole(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a text with a sign for each half of a character, which no file could hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _no_number(name: str) -> NoReturn:
    raise DocumentError(f"{name} is no number of JSON")


def decoded(text: bytes, file: str) -> tuple[str, tuple[Remark, ...]]:
    """Return a file's text without a byte-order mark, and what is to be said of that.

    Raises:
        DocumentError: where it is empty or no UTF-8 text.

    """
    try:
        content = text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise DocumentError(f"{file}:{line}: not UTF-8 text; save it as UTF-8") from None
    remarks = (Remark(file, 1, BOM_NOTE, is_fault=False),) if content.startswith(BOM) else ()
    content = content.removeprefix(BOM)
    if not content.strip():
        raise DocumentError(f"{file}: empty, but answers are needed")
    return content, remarks


def json_paper(content: str, file: str, remarks: tuple[Remark, ...]) -> Paper:
    """Return the paper in a text of JSON.

    Raises:
        DocumentError: where it is no answers document; the sentence names the line.

    """
    try:
        data = json.loads(
            content,
            object_pairs_hook=_whole_object if _HALF in content.lower() else _object,
            parse_float=str,
            parse_int=str,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as error:
        told_ = error.msg[:1].lower() + error.msg[1:]
        raise DocumentError(f"{file}:{error.lineno}: not valid JSON: {told_}") from None
    except DocumentError as error:
        raise DocumentError(f"{file}: not valid JSON: {error}") from None
    except RecursionError:
        raise DocumentError(f"{file}: nested too deeply") from None
    lines = _Lines(content)
    given = _answers(data, file, lines)
    answers = data["answers"]
    more = tuple(_twice(file, key, value, answers[key], lines) for key, value in answers.again)
    doubled = tuple(
        Remark(file, lines.of(key, last=True), f"{key}: given twice; the first counts")
        for key, _ in data.again
    )
    own = (replace(each, student=given.student) for each in (*doubled, *more))
    return Paper(file, given, lines.of, (*remarks, *own))


def _answers(data: object, file: str, lines: _Lines) -> Answers:
    if not isinstance(data, dict):
        raise DocumentError(f"{file}: {shown(data)}, but an object with answers is needed")
    answers = data.get("answers")
    if isinstance(answers, dict):
        data = {**data, "answers": {key: _text(value) for key, value in answers.items()}}
    if isinstance(data.get("help"), dict):
        data["help"] = {key: _whole_hints(value) for key, value in data["help"].items()}
    try:
        given = Answers.model_validate(data)
        name = name_of(given.student)
        return given if name == given.student else given.model_copy(update={"student": name})
    except ValidationError as error:
        places = [part for part in error.errors()[0]["loc"] if isinstance(part, str)]
        line = lines.of(places[-1]) if places else 1
        raise DocumentError(f"{file}:{line}: {told(error, Answers)}") from None
    except DocumentError as error:
        raise DocumentError(f"{file}:{lines.of('student')}: student: {error}") from None


def _text(value: object) -> object:
    """Return an answer; nothing is an empty one, which is none."""
    return "" if value is None else value


def _whole_hints(value: object) -> object:
    """Return what was recorded of a question, its count of hints as a whole number."""
    if isinstance(value, dict) and isinstance(value.get("hints"), str):
        hints = value["hints"]
        return {**value, "hints": int(hints) if hints.isdigit() else hints}
    return value


def _twice(file: str, key: str, later: object, first: object, lines: _Lines) -> Remark:
    line, same = lines.of(key, last=True), later == first
    return Remark(file, line, two_answers(key, str(first), str(later)), is_fault=not same)


def two_answers(question: str, first: str, later: str) -> str:
    """Return what is said where a question has two answers."""
    if first == later:
        return f"{question}: answered twice, the same both times"
    return f"{question}: two answers, {first!r} and {later!r}; the first counts"


class _Lines:
    """Finds the line on which a key of JSON stands."""

    def __init__(self, content: str) -> None:
        self._content = content

    def of(self, key: str, *, last: bool = False) -> int:
        """Return the line of a key; 1 where it stands nowhere as it is written."""
        found = list(self._places(key))
        place = found[-1 if last else 0] if found else 0
        return self._content.count("\n", 0, place) + 1

    def _places(self, key: str) -> Iterator[int]:
        written = json.dumps(key, ensure_ascii=False)
        place = self._content.find(written)
        while place >= 0:
            if self._content[place + len(written) :].lstrip()[:1] == ":":
                yield place
            place = self._content.find(written, place + 1)
