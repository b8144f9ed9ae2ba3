"""Every fault of a lesson's fields at once: each one found is mended, to find those behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tutor.chain.faults import fault_of
from tutor.chain.problem import Example, Layer, Problem
from tutor.course.lesson_files import KEYS
from tutor.course.lessons import Lesson
from tutor.course.problem_source import Place

_MOST_ROUNDS, _MOST_FAULTS = 12, 200
_STAND_IN = Problem(
    layers=(Layer(weights=[[1.0]], biases=[0.0], activation="identity"),),
    cost="squared_error",
    examples=(Example(x=[1.0], y=[0.0]),),
)
_CHOICES = [{"text": "?", "right": True}, {"text": "?", "answer": "?"}]
_SOUND: dict[str, Any] = {
    "title": "?",
    "parameter": "?",
    "problem": _STAND_IN,
    "before": "start",
    "text": "?",
    "choices": _CHOICES,
    "value": 1.0,
    "of": "C",
    "by": "parameter",
}
"""What can stand under a key that a record cannot do without."""
_SOUND_ITEMS: dict[str, Any] = {
    "prose": {"before": "start", "text": "?"},
    "questions": {"before": "start", "ask": "?", "value": 1.0},
    "parameters": "?",
}
"""What can stand in a list."""
_SENTENCE = re.compile(r"(?P<place>[a-z_]+[\w.\[\]]*)(?: \(layer \d+\))?: ")


class Remark(NamedTuple):
    """Something to be said about a place in a lesson.

    Attributes:
        place: the keys and indices that lead there.
        message: what is wrong and what would be right.
        is_fault: whether it must be put right; else it is advice.
        is_key: whether it is about the key, not about what it stands for.
        character: which one of a text it is about.

    """

    place: Place
    message: str
    is_fault: bool = True
    is_key: bool = False
    character: int | None = None


class Repaired(NamedTuple):
    """A lesson without faults of its fields.

    Attributes:
        lesson: what is left of it; None where too much was wrong.
        faults: what was wrong.
        mended: the places at which something stands that is not the author's.
        has_names: whether its problem has the author's layers and neurons, if not the numbers.

    """

    lesson: Lesson | None
    faults: list[Remark]
    mended: frozenset[Place]
    has_names: bool

    def is_own(self, *place: int | str) -> bool:
        """Return whether what stands at a place is the author's own."""
        return not any(place[: len(each)] == each for each in self.mended)


def repaired(data: dict[str, Any], mended: set[Place]) -> Repaired:
    """Return a lesson's data as a lesson, with all faults that its fields have.

    Args:
        data: as it stands in the file; the problem in its place.
        mended: places that are known to be faulty already, and are told elsewhere.

    """
    alike = _alike(data.get("problem"))
    for place in mended:
        data = _changed(data, place, _sound(place))
    faults: list[Remark] = []
    for _ in range(_MOST_ROUNDS):
        try:
            lesson = Lesson.model_validate(data)
            has_names = ("problem",) not in mended or lesson.problem is alike
            return Repaired(lesson, faults, frozenset(mended), has_names)
        except ValidationError as refusal:
            errors = refusal.errors(include_url=False)
            found = [(error, _own_place(error, data)) for error in errors[:_MOST_FAULTS]]
        if len(errors) > len(found):
            told = [each for error, place in found for each in _faults(error, place)]
            rest = f"{len(errors) - len(found)} further faults, not listed here"
            return Repaired(None, [*told, Remark((), rest)], frozenset(mended), has_names=False)
        for error, place in found:
            faults += _faults(error, place)
            mended = mended | {place}
            with suppress(LookupError):  # it is inside something that is mended already
                data = _mended(data, error, place)
        if ("problem",) in mended and alike is not None:
            data = {**data, "problem": alike}
    return Repaired(None, faults, frozenset(mended), has_names=False)


def _alike(problem: Any) -> Problem | None:  # noqa: ANN401 - of any type
    """Return a problem with the layers and examples of a faulty one, if it has any."""
    try:
        inputs, given = len(problem["examples"][0]["x"]), problem["layers"]
        sizes = [inputs, *(len(each["weights"]) for each in given)]
        softmax = given[-1].get("activation") == "softmax"
        names = ["identity"] * (len(given) - 1) + ["softmax" if softmax else "identity"]
        layers = [
            {"weights": [[1.0] * fed] * size, "biases": [0.0] * size, "activation": name}
            for fed, size, name in zip(sizes, sizes[1:], names, strict=False)
        ]
        example = {"x": [1.0] * inputs, "y": [0.0] * sizes[-1]}
        count = len(problem["examples"])
        return Problem.model_validate(
            {"layers": layers, "cost": "squared_error", "examples": [example] * count}
        )
    except (LookupError, TypeError, AttributeError, ValueError):
        return None


def _faults(error: ErrorDetails, place: Place) -> Iterator[Remark]:
    """Yield what an error tells: a problem tells all its faults in one."""
    if error["type"] == "problem":
        for told in error["ctx"]["faults"]:
            found = _SENTENCE.match(told)
            inside = path_of(found["place"]) if found else ()
            is_key = "unknown key" in told
            yield Remark((*place, *inside), f"problem: {told}", is_key=is_key)
        return
    named, reason = fault_of(error, KEYS)
    is_unknown = _is_unknown_key(error)
    if is_unknown and error["type"] != "extra_forbidden":
        named = f"{named}.{place[-1]}"
    yield Remark(place, f"{named}: {reason}", is_key=is_unknown)


def _is_unknown_key(error: ErrorDetails) -> bool:
    return error["type"] == "extra_forbidden" or error["loc"][-1:] == ("[key]",)


def path_of(place: str) -> Place:
    """Return the keys and indices of a place as people write it: ``layers[1].weights[0]``."""
    parts = re.findall(r"(\w+)|\[(\d+)\]", re.sub(r"\[(\d+)\]", r".[\1]", place))
    return tuple(int(index) if index else name for name, index in parts)


def _own_place(error: ErrorDetails, data: Any) -> Place:  # noqa: ANN401 - of any type
    """Return the part of a fault's place that the file itself holds, or that is missing in it."""
    location = error["loc"]
    if error["type"] == "missing":
        return location
    kept: list[int | str] = []
    for part in location:
        try:
            data = data[part]
        except (LookupError, TypeError):
            break
        kept.append(part)
    return tuple(kept)


def _mended(data: dict[str, Any], error: ErrorDetails, place: Place) -> Any:  # noqa: ANN401
    """Return the data without the fault: left out, shortened, or with something sound instead."""
    if _is_unknown_key(error):
        return _changed(data, place, None)
    if error["type"] == "too_long" and isinstance(error["input"], list):
        return _changed(data, place, error["input"][: error["ctx"]["max_length"]])
    if place[0] == "expects":
        return _changed(data, ("expects",), [])
    if isinstance(place[-1], int) and place[-2] == "choices":
        is_right = isinstance(error["input"], dict) and error["input"].get("right") is True
        return _changed(data, place, {"text": "?", "right": is_right, "answer": "?"})
    return _changed(data, place, _sound(place))


def _sound(place: Place) -> Any:  # noqa: ANN401 - of any type
    """Return something that can stand at a place; None where nothing need."""
    last = place[-1]
    if isinstance(last, int):
        return _SOUND_ITEMS.get(str(place[-2]))
    if last == "ask" and len(place) > 1:
        return "?"
    return _SOUND.get(last)


def _changed(data: Any, place: Place, value: Any) -> Any:  # noqa: ANN401 - of any type
    """Return data with another value at a place, or with nothing there; the old stays as it is."""
    first, *rest = place
    if isinstance(data, list | tuple):
        items = list(data)
        items[int(first)] = _changed(items[int(first)], tuple(rest), value) if rest else value
        return items
    copy = dict(data)
    if rest:
        copy[first] = _changed(copy[first], tuple(rest), value)
    elif value is None:
        copy.pop(first, None)
    else:
        copy[first] = value
    return copy
