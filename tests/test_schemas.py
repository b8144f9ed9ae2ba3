"""JSON Schemas: editors complete from them, and they say what the program takes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.drafts import draft
from tests.running import tutor
from tutor.chain.rules import Kind
from tutor.course.exercises import Choice, OwnQuestion, Prose
from tutor.course.lessons import Expected, Lesson
from tutor.course.schemas import SCHEMAS, schema_of
from tutor.course.shelf import shipped_lessons
from tutor.course.template import TEMPLATE

LESSON = schema_of("lesson")


def refusals(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:  # noqa: ANN401
    """Yield what a schema refuses: as much of JSON Schema as these documents use."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]] | {
            key: each for key, each in schema.items() if key != "$ref"
        }
    yield from _forms(value, schema, root)
    named = schema.get("type")
    if named is not None and not any(
        _is(value, each) for each in ([named] if isinstance(named, str) else named)
    ):
        yield f"{value!r} is no {named}"
        return
    yield from _sizes(value, schema)
    if isinstance(value, dict):
        yield from _members(value, schema, root)
    if isinstance(value, list) and "items" in schema:
        for each in value:
            yield from refusals(each, schema["items"], root)


def _forms(
    value: Any,  # noqa: ANN401
    schema: dict[str, Any],
    root: dict[str, Any],
) -> Iterator[str]:
    if "anyOf" in schema:
        found = [list(refusals(value, each, root)) for each in schema["anyOf"]]
        if all(found):
            yield f"{value!r}: none of {len(found)}: {found}"
    if "oneOf" in schema:
        fitting = [each for each in schema["oneOf"] if not list(refusals(value, each, root))]
        if len(fitting) != 1:
            yield f"{value!r}: {len(fitting)} forms at once"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} is none of {schema['enum']}"


def _is(value: object, name: str) -> bool:
    kinds: dict[str, tuple[type, ...]] = {
        "object": (dict,),
        "array": (list,),
        "string": (str,),
        "boolean": (bool,),
        "integer": (int,),
        "number": (int, float),
        "null": (type(None),),
    }
    return isinstance(value, kinds[name]) and (name == "boolean" or not isinstance(value, bool))


def _sizes(value: Any, schema: dict[str, Any]) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, str) and not (
        schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**9)
    ):
        yield f"{value[:20]!r}: {len(value)} characters"
    if isinstance(value, list) and not (
        schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**9)
    ):
        yield f"{len(value)} items"
    if isinstance(value, int | float) and (
        value <= schema.get("exclusiveMinimum", -(10**9)) or value > schema.get("maximum", 10**9)
    ):
        yield f"{value} is too small or too large"


def _members(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    for key in schema.get("required", []):
        if key not in value:
            yield f"{key} is missing"
    if "if" in schema:
        fits = not list(refusals(value, schema["if"], root))
        yield from refusals(value, schema.get("then" if fits else "else", {}), root)
    for key, each in value.items():
        if key in schema.get("properties", {}):
            yield from refusals(each, schema["properties"][key], root)
        elif schema.get("additionalProperties") is False:
            yield f"{key} is unknown"


def told(text: str) -> list[str]:
    """Return what the lesson's schema refuses of a TOML text."""
    return list(refusals(tomllib.loads(text), LESSON, LESSON))


@pytest.mark.parametrize(
    "text",
    [TEMPLATE, *(each.path.read_text("utf-8") for each in shipped_lessons())],
    ids=["template", *(each.name for each in shipped_lessons())],
)
def test_a_lesson_fits_its_schema(text: str) -> None:
    """An editor marks nothing in what the program takes."""
    assert [] == told(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("minutes = 10", "minuts = 10"),
        ("minutes = 10", "minutes = 0"),
        ("minutes = 10", "minutes = 1.5"),
        ('title = "My lesson"\n', ""),
        ('parameter = "w2"\n', ""),
        ('"My lesson"', f'"{"x" * 61}"'),
        ("most_questions = 25", "most_questions = 101"),
        ("shorten = false", 'shorten = "no"'),
        ('later_examples = "result"', 'later_examples = "some"'),
        ('weighted_sum = "first"', 'weighted_sum = "once"'),
        ('weighted_sum = "first"', 'weighted = "first"'),
        ("expects = []", 'expects = ["ded"]'),
        ('cost = "squared_error"\nl', 'cost = "error"\nl'),
        ('of = "C"', 'of = "C"\nvalue = 1'),
        ('by = "parameter"', ""),
        ('before = "dz2/dw2"', ""),
        ('text = "a 2"', 'txt = "a 2"'),
        ("[problem]\ncost", '[problem]\nfile = "a.json"\ncost'),
    ],
)
def test_an_editor_marks_what_is_wrong(old: str, new: str) -> None:
    """Unknown keys, missing ones, wrong types and names."""
    assert [] != told(draft((old, new)))


@pytest.mark.parametrize(
    "problem",
    [
        'file = "net.json"',
        'generate = { seed = 7, sizes = [2, 3], activations = ["sigmoid"] }',
        'generate = { seed = "a", sizes = [2, 3], activations = ["tanh"], version = 1 }',
    ],
)
def test_a_problem_elsewhere_fits_too(problem: str) -> None:
    """From a file beside it, or from a seed, with which no parameter need be named."""
    parameter = "" if "generate" in problem else 'parameter = "w1"\n'
    assert [] == told(f'title = "T"\n{parameter}[problem]\n{problem}')
    assert [] != told(f'title = "T"\n{parameter}[problem]\n{problem}\nx = 1')


def test_every_key_has_a_description() -> None:
    """What an editor shows beside it is what the program says of it."""
    keys = {
        "": LESSON["properties"],
        **{name: each.get("properties", {}) for name, each in LESSON["$defs"].items()},
    }
    missing = [
        (name, key)
        for name, each in keys.items()
        for key in each
        if not each[key].get("description")
    ]
    assert [] == missing
    assert Lesson.model_fields.keys() == keys[""].keys()
    for model in (Prose, Choice, OwnQuestion):
        assert model.model_fields.keys() == keys[model.__name__].keys()


def test_kinds_and_expectations_are_offered() -> None:
    """All that can be asked, and each expectation with what it is."""
    asked = LESSON["properties"]["ask"]["properties"]
    assert set(Kind) - {Kind.NEW_COST} == set(asked)
    assert all(f"{each}: " in LESSON["properties"]["expects"]["description"] for each in Expected)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_printed(name: str) -> None:
    """As JSON, with the dialect that it is written in, and all that it refers to."""
    done = tutor("schema", name)
    schema = json.loads(done.stdout)
    assert (0, schema_of(name)) == (done.returncode, schema)
    assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]
    text = json.dumps(schema)
    names = {each.partition('"')[0] for each in text.split('"#/$defs/')[1:]}
    assert set() == names - schema.get("$defs", {}).keys()
