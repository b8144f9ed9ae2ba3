"""Reading the documents of quizzes: what does not fit is told with its place."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from tutor.chain.faults import fault_of, shown
from tutor.chain.files import STANDARD, parsed, read_source
from tutor.course.problem_source import LARGEST
from tutor.course.quiz.documents import TAGS
from tutor.errors import DocumentError

Model = TypeVar("Model", bound=BaseModel)

_DIGITS = 16


def read_model(path: str | Path, model: type[Model], name: str) -> Model:
    """Return the document in a JSON or TOML file; "-" is standard input.

    Raises:
        DocumentError: where it cannot be read or is refused; the sentence names the file.

    """
    text = read_source(path, LARGEST + 1)
    folder = None if str(path) == STANDARD else Path(path).parent
    return parse_model(text, "standard input" if folder is None else str(path), model, name, folder)


def parse_model(
    text: bytes, source: str, model: type[Model], name: str, folder: Path | None = None
) -> Model:
    """Return the document in a JSON or TOML text; `source` names it in messages."""
    if len(text) > LARGEST:
        raise DocumentError(f"{source}: more than {LARGEST} bytes, but {name} has fewer")
    return model_of(parsed(text, source), source, model, name, folder)


def model_of(
    data: object, source: str, model: type[Model], name: str, folder: Path | None = None
) -> Model:
    """Return the document that parsed JSON or TOML holds."""
    if not isinstance(data, dict):
        raise DocumentError(f"{source}: {shown(data)}, but {name} is an object")
    try:
        return model.model_validate(data, context={"folder": folder})
    except ValidationError as error:
        raise DocumentError(f"{source}: {told(error, model)}") from None


def told(error: ValidationError, model: type[BaseModel]) -> str:
    """Return the first fault as "place: reason"."""
    details = error.errors()[0]
    details["loc"] = tuple(part for part in details["loc"] if part not in TAGS)
    if details["type"] == "problem":
        details["type"], details["ctx"] = "value_error", {"error": details["msg"]}
    place, reason = fault_of(details, keys_of(model))
    return f"{place}: {reason}" if place else reason


def keys_of(model: type[BaseModel]) -> dict[str, tuple[str, ...]]:
    """Return the keys of a document and of the records inside it, by where they stand."""
    keys = {"": tuple(model.model_fields)}
    waiting = [(name, field.annotation) for name, field in model.model_fields.items()]
    while waiting:
        name, annotation = waiting.pop()
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            inside = annotation.model_fields
            keys.setdefault(name, tuple(inside))
            waiting += [(key, field.annotation) for key, field in inside.items()]
        else:
            waiting += [(name, part) for part in getattr(annotation, "__args__", ())]
    return keys


def fingerprint(document: dict[str, Any]) -> str:
    """Return the first 16 hexadecimal digits of SHA-256 of a document as sorted JSON."""
    return hashlib.sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()[:_DIGITS]
