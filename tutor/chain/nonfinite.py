"""Infinities and NaN in JSON, which has neither: the strings "Infinity", "-Infinity", "NaN"."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tutor.engine.activations import Array

_NAMES = {"Infinity": math.inf, "-Infinity": -math.inf, "NaN": math.nan}


def name_of(value: float) -> float | str:
    """Return the number, or the string that stands for it where it is not finite."""
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def in_json(value: Any) -> Any:  # noqa: ANN401 - an array or a number in, what JSON can hold out
    """Return an array as nested lists, a number as itself, with strings for what is not finite."""
    listed = value.tolist() if isinstance(value, np.ndarray) else value
    return _named(listed)


def _named(value: Any) -> Any:  # noqa: ANN401 - nested lists
    return [_named(each) for each in value] if isinstance(value, list) else name_of(value)


def all_finite(value: Any) -> bool:  # noqa: ANN401 - any part of a document
    """Return whether no number in nested dicts, lists and arrays is infinite or NaN."""
    if isinstance(value, np.ndarray):
        return bool(np.isfinite(value).all())
    if isinstance(value, dict):
        return all(map(all_finite, value.values()))
    if isinstance(value, list):
        return all(map(all_finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def without_nonfinite(value: Any) -> Any:  # noqa: ANN401 - any part of a document
    """Return nested dicts, lists and arrays with strings for the numbers that JSON lacks."""
    if isinstance(value, dict):
        return {key: without_nonfinite(each) for key, each in value.items()}
    if isinstance(value, list):
        return [without_nonfinite(each) for each in value]
    if isinstance(value, np.ndarray | float):
        return in_json(value)
    return value


def read_numbers(value: Any) -> Array:  # noqa: ANN401 - what a JSON document holds
    """Return nested lists as an array, the strings that stand for infinities and NaN read.

    Raises:
        ValueError: where something else than numbers is in the lists, or they are ragged.

    """
    array = np.array(value)
    if array.dtype.kind in "fi":
        return array.astype(np.float64)
    return np.array(_numbered(value), dtype=np.float64)


def _numbered(value: Any) -> Any:  # noqa: ANN401 - nested lists
    if isinstance(value, list):
        return [_numbered(each) for each in value]
    if isinstance(value, str) and value in _NAMES:
        return _NAMES[value]
    if type(value) in (int, float):
        return value
    raise ValueError(f"{value!r}, but a number is needed")
