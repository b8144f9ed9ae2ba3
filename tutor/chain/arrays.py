"""Arrays inside documents: read-only float64, compared entry by entry, JSON as nested lists."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self, cast

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema

from tutor.chain.faults import shown
from tutor.engine.activations import Array
from tutor.engine.network import frozen

_SHORT = 50
"""So few numbers are looked at one by one: making an array of them takes longer."""


def _is_number(value: object) -> bool:
    return type(value) in (int, float) or isinstance(value, np.integer | np.floating)


def _numbers(values: object, place: str) -> list[float]:
    """Return a row of finite numbers, or raise ValueError naming the first that is none."""
    row = _listed(values)
    if row is None:
        raise ValueError(f"{place}: {shown(values)}, but a list of numbers is needed")
    if not set(map(type, row)) <= {int, float} or not _are_finite(row):
        for index, value in enumerate(row):
            where = f"{place}[{index}]"
            if not _is_number(value):
                raise ValueError(f"{where}: {shown(value)}, but a number is needed")
            if not _is_finite(value):
                raise ValueError(f"{where}: {shown(value)}, but a finite number is needed")
    return [float(value) for value in row]


def _listed(values: object) -> Sequence[Any] | None:
    if isinstance(values, np.ndarray) and values.ndim:
        return cast("list[Any]", values.tolist())
    return values if isinstance(values, list | tuple) else None


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _are_finite(row: Sequence[float]) -> bool:
    try:
        if len(row) < _SHORT:
            return all(map(math.isfinite, row))
        return bool(np.isfinite(np.array(row, dtype=np.float64)).all())
    except OverflowError:
        return False


def read_vector(values: object) -> Array:
    """Return a read-only vector, or raise ValueError with the place inside it."""
    return frozen(np.array(_numbers(values, ""), dtype=np.float64))


def _is_sound_matrix(values: np.ndarray[Any, Any]) -> bool:
    two_axes = 2
    numeric = values.ndim == two_axes and values.size > 0 and values.dtype.kind in "fiu"
    return numeric and bool(np.isfinite(values).all())


def read_matrix(values: object) -> Array:
    """Return a read-only matrix with rows of one length, or raise ValueError with the place."""
    if isinstance(values, np.ndarray) and _is_sound_matrix(values):
        return frozen(np.array(values, dtype=np.float64))
    listed = _listed(values)
    if listed is None:
        raise ValueError(f": {shown(values)}, but a list of rows is needed")
    rows = [_numbers(row, f"[{index}]") for index, row in enumerate(listed)]
    if not rows or not rows[0]:
        raise ValueError(": empty, but at least one row with one number is needed")
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise ValueError(f"[{index}]: {_count(len(row))}, but row 0 has {len(rows[0])}")
    return frozen(np.array(rows, dtype=np.float64))


def _count(number: int) -> str:
    return f"{number} number{'' if number == 1 else 's'}"


_LIST = {"type": "array", "items": {"type": "number"}}

Vector = Annotated[
    Array,
    BeforeValidator(read_vector),
    PlainSerializer(lambda array: array.tolist()),
    WithJsonSchema(_LIST),
]
"""A read-only float64 vector; a list of numbers in JSON."""

Matrix = Annotated[
    Array,
    BeforeValidator(read_matrix),
    PlainSerializer(lambda array: array.tolist()),
    WithJsonSchema({"type": "array", "items": _LIST}),
]
"""A read-only float64 matrix; a list of rows in JSON."""


class FrozenModel(BaseModel):
    """A frozen record whose arrays are compared entry by entry."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
        defer_build=True,  # a command builds only the validators that it needs
    )

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other) or not isinstance(other, FrozenModel):
            return NotImplemented
        return all(_same(getattr(self, name), getattr(other, name)) for name in self._compared())

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy; what was worked out from other values is worked out anew."""
        copied = super().model_copy(update=update, deep=deep)
        for name in [name for name in copied.__dict__ if name not in type(self).model_fields]:
            del copied.__dict__[name]
        return copied

    __hash__ = None  # type: ignore[assignment]  # arrays have no hash

    @classmethod
    def _compared(cls) -> tuple[str, ...]:
        return tuple(cls.model_fields)


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401 - fields are of any type
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other, equal_nan=True)
    return bool(one == other)
