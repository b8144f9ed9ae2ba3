"""JSON Schemas of the documents of quizzes."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from tutor.course.quiz.documents import DRAWN, QuizDocument
from tutor.course.quiz.keys import Key
from tutor.course.quiz.papers import Answers
from tutor.course.quiz.reports import Report
from tutor.course.quiz.sheets import Sheet

MODELS: dict[str, type[BaseModel]] = {
    "quiz": QuizDocument,
    "sheet": Sheet,
    "answers": Answers,
    "key": Key,
    "report": Report,
}
"""The documents that have a schema, by name."""


def as_written(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a quiz's schema as files may write one: problems in files, lessons by name."""
    parts = schema["$defs"]
    schema["properties"]["seed"]["type"] = ["string", "integer"]
    question = parts["Question"]
    properties = question["properties"]
    parts["File"] = {
        "description": "A problem document, JSON or TOML, in a file beside the quiz.",
        "type": "object",
        "properties": {"file": {"type": "string", "description": "its name, without a folder"}},
        "required": ["file"],
        "additionalProperties": False,
    }
    forms = [{"$ref": f"#/$defs/{each}"} for each in ("Problem", "File", "Drawn")]
    properties["problem"] = {"description": properties["problem"]["description"], "anyOf": forms}
    properties["lesson"] = {
        "description": "instead of a problem, a lesson by its name, or its file beside the quiz",
        "type": "string",
    }
    properties["parameter"]["default"] = DRAWN
    question.pop("required", None)
    question["oneOf"] = [{"required": ["problem"]}, {"required": ["lesson"]}]
    del parts["Request"]["properties"]["parameter"]  # it stands in the question
    return schema
