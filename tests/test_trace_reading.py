"""A trace document as it is read: every value is checked, and the first wrong one is named."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.test_trace_document import KEYS, LAYER, load, small_document
from tutor import Trace
from tutor.errors import DocumentError

Path_ = tuple[str | int, ...]


def refusal(document: dict[str, Any], folder: Path) -> str:
    """Return the sentence with which a document is refused, without the file's name."""
    with pytest.raises(DocumentError) as refused:
        load(document, folder)
    return str(refused.value).removeprefix(f"{folder / 'trace.json'}: ")


@pytest.fixture(scope="module")
def small() -> dict[str, Any]:
    """Return the document of a 2-2-2 network with a softmax and two examples."""
    return small_document()


def places(part: Any, path: Path_ = ()) -> Iterator[Path_]:  # noqa: ANN401
    """Yield the place of every number in a part of a document."""
    if isinstance(part, dict | list):
        entries = part.items() if isinstance(part, dict) else enumerate(part)
        for key, value in entries:
            yield from places(value, (*path, key))
    elif isinstance(part, float) or (isinstance(part, int) and not isinstance(part, bool)):
        yield path


def at(document: Any, path: Path_) -> Any:  # noqa: ANN401
    for key in path:
        document = document[key]
    return document


def changed(document: dict[str, Any], path: Path_, to: object) -> dict[str, Any]:
    made = copy.deepcopy(document)
    at(made, path[:-1])[path[-1]] = to
    return made


def written(path: Path_) -> str:
    """Return a place as people write it."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return text.removeprefix(".")


def test_every_value_that_does_not_follow_is_named(small: dict[str, Any], tmp_path: Path) -> None:
    """Any number changed in the sixth digit is refused, with its place and what is right."""
    parts = {key: small[key] for key in ("examples", "average", "descent")}
    numbers = list(places(parts))
    assert len(numbers) > 80
    for path in numbers:
        value = at(small, path)
        wrong = value * (1 + 1e-6) if value else 1e-6
        sentence = refusal(changed(small, path, wrong), tmp_path)
        assert sentence == (
            f"{written(path)}: {wrong!r} does not follow from the problem, which gives {value!r}"
        )


def test_the_first_value_that_does_not_follow_is_named(
    small: dict[str, Any], tmp_path: Path
) -> None:
    """Of several wrong values the one that comes first in the working is named."""
    later = changed(small, ("average", "layers", 0, "dC_dw", 0, 0), 9.0)
    later = changed(later, ("examples", 1, "layers", 0, "z", 0), 9.0)
    earlier = changed(later, ("examples", 0, "layers", 1, "a", 1), 9.0)
    assert refusal(later, tmp_path).startswith("examples[1].layers[0].z[0]: 9.0 does not follow")
    assert refusal(earlier, tmp_path).startswith("examples[0].layers[1].a[1]: 9.0 does not follow")


def test_a_problem_that_was_changed_is_noticed(small: dict[str, Any], tmp_path: Path) -> None:
    """With another weight in the problem the values no longer follow from it."""
    path: Path_ = ("problem", "layers", 0, "weights", 0, 0)
    sentence = refusal(changed(small, path, at(small, path) + 0.125), tmp_path)
    assert sentence.startswith("examples[0].layers[0].z[0]: ")


@pytest.mark.parametrize(
    ("key", "to"),
    [
        ("id", "z1[0]@1"),
        ("kind", "cost"),
        ("inputs", ["b1[0]"]),
        ("value", 0.5),
        ("address", "z1[1]"),
        ("example", 1),
    ],
)
def test_a_step_that_does_not_follow_is_named(
    small: dict[str, Any], tmp_path: Path, key: str, to: object
) -> None:
    """A step that is not the chain's is refused with its place."""
    sentence = refusal(changed(small, ("steps", 0, key), to), tmp_path)
    assert sentence.startswith(f"steps[0].{key}: {to!r} does not follow from the problem")


def test_steps_are_those_of_the_parameter(small: dict[str, Any], tmp_path: Path) -> None:
    """A chain that is too short, too long, or of another parameter is refused."""
    for steps in ([], small["steps"][:-1], [*small["steps"], small["steps"][0]], None):
        assert refusal(changed(small, ("steps",), steps), tmp_path).startswith("steps: ")
    assert refusal(changed(small, ("parameter",), "b2[0]"), tmp_path).startswith("steps")
    assert refusal(changed(small, ("parameter",), None), tmp_path).startswith("steps")
    assert refusal(changed(small, ("parameter",), "w1[2,0]"), tmp_path).startswith("w1[2,0]: ")


REQUIRED: list[Path_] = [
    *((key,) for key in KEYS if key != "format"),
    *(("examples", 0, "layers", 1, key) for key in LAYER if key != "dC_dw"),
    *[("examples", 1, "cost"), ("examples", 1, "layers"), ("average", "cost")],
    *[("average", "layers", 0, "dC_dw"), ("average", "layers", 1, "dC_db")],
    *[("descent", "layers", 0, "weights"), ("descent", "layers", 1, "biases")],
    *[("descent", "learning_rate"), ("descent", "cost_before"), ("descent", "cost_after")],
    *[("check", "method"), ("check", "worst_relative_error"), ("problem", "cost")],
    *[("steps", 0, "id"), ("steps", 3, "kind"), ("steps", 1, "value"), ("steps", 2, "inputs")],
]


@pytest.mark.parametrize("path", REQUIRED, ids=written)
def test_what_is_missing_is_named(small: dict[str, Any], tmp_path: Path, path: Path_) -> None:
    """A key that is left out is named with its place."""
    document = copy.deepcopy(small)
    del at(document, path[:-1])[path[-1]]
    sentence = refusal(document, tmp_path)
    place = ": ".join(filter(None, [path[0], written(path[1:])])) if path[0] == "problem" else ""
    assert sentence.startswith(place or written(path))


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("problem",),
        ("examples", 0),
        ("examples", 0, "layers", 1),
        ("average",),
        ("average", "layers", 0),
        ("descent",),
        ("descent", "layers", 0),
        ("check",),
        ("steps", 0),
    ],
    ids=lambda path: written(path) or "top",
)
def test_an_unknown_key_is_refused(small: dict[str, Any], tmp_path: Path, path: Path_) -> None:
    """A key that the interface does not know is refused by its name, wherever it stands."""
    assert "extra" in refusal(changed(small, (*path, "extra"), 1.0), tmp_path)


@pytest.mark.parametrize("path", [("examples", 1, "layers"), ("average", "layers")], ids=written)
def test_a_layer_too_many_is_refused(small: dict[str, Any], tmp_path: Path, path: Path_) -> None:
    """Values of a layer that the problem does not have do not follow from it."""
    layers = at(small, path)
    assert refusal(changed(small, path, [*layers, layers[0]]), tmp_path).startswith(written(path))


@pytest.mark.parametrize(
    ("path", "to", "says"),
    [
        (("format",), "other", "format: 'other', but 'backprop-trace' is needed"),
        (("version",), 2, "version: 2, but 1 is needed"),
        (("version",), True, "version: True, but 1 is needed"),
        (("examples",), [], "examples: a list of 2 is needed"),
        (("examples", 0, "cost"), "3", "examples[0].cost: "),
        (("examples", 0, "cost"), None, "examples[0].cost: "),
        (("examples", 0, "cost"), True, "examples[0].cost: "),
        (("examples", 0, "cost"), "Infinity", "examples[0].cost: inf does not follow"),
        (("examples", 0, "layers", 0, "z"), [0.5], "examples[0].layers[0].z: shape (1,)"),
        (("examples", 0, "layers", 0, "z"), [[0.5], 1], "examples[0].layers[0].z: "),
        (("examples", 0, "layers", 0, "a"), ["NaN", 1.0], "examples[0].layers[0].a[0]: nan"),
        (("parameter",), 3, "parameter: a text or null is needed"),
    ],
)
def test_what_is_no_number_is_refused(
    small: dict[str, Any], tmp_path: Path, path: Path_, to: object, says: str
) -> None:
    """Texts, nothing, truth values and lists of other shapes are refused with their place."""
    assert refusal(changed(small, path, to), tmp_path).startswith(says)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"layers": []}'])
def test_what_is_no_trace_is_refused(text: str, tmp_path: Path) -> None:
    """A file that holds no trace is refused by its name."""
    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(DocumentError) as refused:
        Trace.load(path)
    assert str(refused.value).startswith(f"{path}: ")
