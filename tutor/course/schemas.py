"""JSON Schemas of the documents, with what the docstrings say: editors complete from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

from pydantic import BaseModel

from tutor.chain.parts import TraceDocument
from tutor.chain.problem import Problem
from tutor.chain.rules import Kind
from tutor.course.exercises import END, START, Ask
from tutor.course.generator import Request
from tutor.course.lessons import Expected, Lesson
from tutor.course.quiz.schemas import MODELS, as_written

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ENTRY = re.compile(r"^    (?P<names>\w+(?:, \w+)*): (?P<told>.*(?:\n {8}.*)*)", re.MULTILINE)
_KINDS = {
    Kind.WEIGHTED_SUM: "z, the weighted sum of a neuron; never unless set",
    Kind.ACTIVATION: "a, the activation of a neuron; never unless set",
    Kind.COST: "C, the cost of an example; never unless set",
    Kind.COST_SLOPE: "dC/da at an output",
    Kind.ACTIVATION_SLOPE: "da/dz",
    Kind.WEIGHT_FACTOR: "dz/dw: what comes in along the weight",
    Kind.BIAS_FACTOR: "dz/db: 1",
    Kind.ACTIVATION_FACTOR: "dz/da: a weight",
    Kind.PRODUCT: "dC/dw, dC/db, and dC/da where one neuron is fed: the three factors",
    Kind.PATH_TERM: "the part of dC/da that goes through one neuron",
    Kind.PATH_SUM: "dC/da where several neurons are fed: the sum of the paths",
    Kind.FUSED_SLOPE: "dC/dz of softmax + cross-entropy, sigmoid + binary cross-entropy: a - y",
    Kind.AVERAGE: "the mean over the examples",
    Kind.STEP: "the learning rate times the derivative",
    Kind.UPDATE: "the new value of the parameter",
}
"""The kinds that can be asked; the new cost is always shown."""
_EXPECTED = {
    Expected.DEAD: "a neuron that is dead, or an answer that is 0",
    Expected.SATURATED: "a neuron where its function is flat",
    Expected.VANISHING: "an answer too small to be worked by hand",
    Expected.HIDDEN_ERRORS: "an error that gives a right number",
    Expected.TIED_ERRORS: "two errors that give the same number",
}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a document; :data:`SCHEMAS` names them."""
    if name == "lesson":
        return _lesson_schema()
    models: dict[str, type[BaseModel]] = {"problem": Problem, "trace": TraceDocument, **MODELS}
    schema = _described(models[name])
    return {"$schema": _DIALECT, **(as_written(schema) if name == "quiz" else schema)}


SCHEMAS = ("lesson", "problem", "trace", *MODELS)
"""The documents that have one."""


def _described(model: type[BaseModel]) -> dict[str, Any]:
    """Return a model's schema, each key with the description that its docstring has."""
    schema = model.model_json_schema()
    bases = (cleandoc(base.__doc__ or "") for base in reversed(model.__mro__[1:]))
    inherited = {
        key: told
        for text in bases
        for key, told in _entries(text.partition("Attributes:\n")[2].partition("\n\n")[0])
    }
    for record in (schema, *schema.get("$defs", {}).values()):
        summary, _, rest = record.get("description", "").partition("\n\nAttributes:\n")
        record["description"] = _plain(summary.partition("\n\n")[0])
        told = dict(_entries(rest.partition("\n\n")[0]))
        told = inherited | told if record is schema else told
        for key, value in record.get("properties", {}).items():
            value.pop("title", None)
            if "gt" in value:
                value["exclusiveMinimum"] = value.pop("gt")
            if key in told:
                value["description"] = told[key]
    return schema


def _entries(section: str) -> Iterator[tuple[str, str]]:
    for entry in _ENTRY.finditer(section):
        yield from ((name, _plain(entry["told"])) for name in entry["names"].split(", "))


def _plain(text: str) -> str:
    return " ".join(text.replace("``", "`").split())


def _lesson_schema() -> dict[str, Any]:
    schema = _described(Lesson)
    properties, parts = schema["properties"], schema["$defs"]
    parts["File"] = {
        "description": "A problem document, JSON or TOML, in a file beside the lesson.",
        "type": "object",
        "properties": {"file": {"type": "string", "description": "its name, without a folder"}},
        "required": ["file"],
        "additionalProperties": False,
    }
    parts["Drawn"] = {
        "description": "A problem drawn from a seed.",
        "type": "object",
        "properties": {"generate": _request_schema()},
        "required": ["generate"],
        "additionalProperties": False,
    }
    properties["problem"] = {
        "description": properties["problem"]["description"],
        "anyOf": [{"$ref": f"#/$defs/{each}"} for each in ("Problem", "File", "Drawn")],
    }
    properties["ask"] = {
        "description": properties["ask"]["description"],
        "type": "object",
        "properties": {
            str(kind): {"description": told, "enum": [str(each) for each in Ask]}
            for kind, told in _KINDS.items()
        },
        "additionalProperties": False,
    }
    told = "; ".join(f"{each}: {text}" for each, text in _EXPECTED.items())
    properties["expects"]["description"] += f" {told}"
    _name_places(parts)
    _without_null(parts["OwnQuestion"])
    forms = (["choices"], ["value"], ["of", "by"])
    parts["OwnQuestion"]["oneOf"] = [{"required": keys} for keys in forms]
    schema["required"] = ["title", "problem"]
    schema["if"] = {"properties": {"problem": {"required": ["generate"]}}}
    schema["else"] = {"required": ["parameter"]}
    for unused in {"Ask", "Kind"} & parts.keys():
        del parts[unused]
    return {"$schema": _DIALECT, **schema}


def _request_schema() -> dict[str, Any]:
    """Return the schema of what is drawn: the generator's request, with a seed."""
    schema = _described(Request)
    del schema["properties"]["parameter"], schema["title"]
    seed = {"description": "a text or a whole number", "type": ["string", "integer"]}
    version = {"description": "of the generator; the newest unless set", "type": "integer"}
    schema["properties"] = {"seed": seed, "version": version, **schema["properties"]}
    schema["required"] = ["seed", *schema["required"]]
    return schema


def _without_null(record: dict[str, Any]) -> None:
    """Take out what TOML cannot say: a key that has no value is left out."""
    for value in record["properties"].values():
        match value:
            case {"anyOf": [one, {"type": "null"}], "default": None}:
                del value["anyOf"], value["default"]
                value.update(one)


def _name_places(parts: dict[str, Any]) -> None:
    """Let editors offer the kinds of steps where something may stand before one."""
    for name, others in (("Prose", []), ("OwnQuestion", [START, END])):
        before = parts[name]["properties"]["before"]
        before["anyOf"] = [{"enum": [*others, *map(str, Kind)]}, {"type": before.pop("type")}]
