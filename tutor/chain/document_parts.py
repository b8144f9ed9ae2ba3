"""Parts of a document: each is taken by its place, and refused by it where it is wrong."""

from __future__ import annotations

from typing import Any

import numpy as np

from tutor.chain.faults import did_you_mean, place_of
from tutor.chain.nonfinite import read_numbers
from tutor.engine.activations import Array
from tutor.engine.network import frozen
from tutor.errors import DocumentError

RELATIVE = 1e-10
"""How far a value may be from what follows from the problem: other machines round elsewhere."""
ABSOLUTE = 1e-13
"""The same for a value that has cancelled, as a share of the largest in its array."""


def only(document: Any, keys: tuple[str, ...], *path: str | int) -> None:  # noqa: ANN401
    """Refuse an object's unknown keys, and what is no object."""
    found = part_of(document, *path)
    if not isinstance(found, dict):
        raise DocumentError(f"{place_of(path)}: an object is needed")
    for key in found:
        if key not in keys:
            raise DocumentError(f"{place_of((*path, key))}: unknown key; {did_you_mean(key, keys)}")


def sized(document: Any, size: int, *path: str | int) -> None:  # noqa: ANN401
    """Refuse a list of another length."""
    found = part_of(document, *path)
    if not isinstance(found, list) or len(found) != size:
        raise DocumentError(f"{place_of(path)}: a list of {size} is needed, as the problem has")


def part_of(document: Any, *path: str | int) -> Any:  # noqa: ANN401 - what a document holds
    """Return a part of a document, or name the place where it ends."""
    for depth, key in enumerate(path):
        try:
            document = document[key]
        except (KeyError, IndexError, TypeError):
            raise DocumentError(f"{place_of(path[: depth + 1])}: missing") from None
    return document


def numbers(document: Any, shape: tuple[int, ...], *path: str | int) -> Array:  # noqa: ANN401
    """Return an array of a document, or name the place where it has another shape."""
    value = part_of(document, *path)
    try:
        array = read_numbers(value)
    except (ValueError, OverflowError):
        raise DocumentError(f"{place_of(path)}: numbers of shape {shape} are needed") from None
    if array.shape != shape:
        raise DocumentError(f"{place_of(path)}: shape {array.shape}, but {shape} is needed")
    return array


def _wrong(read_array: Array, own: Array, terms: Array | None) -> Array:
    """Return which entries do not follow: neither equal nor within rounding of the own value."""
    with np.errstate(invalid="ignore", over="ignore"):
        sizes = np.where(np.isfinite(own), np.abs(own), 0.0)
        largest = sizes.max(initial=0.0)
        if terms is not None:
            largest = np.where(np.isfinite(terms), terms, 0.0).max(initial=largest)
        slack = RELATIVE * sizes + ABSOLUTE * largest
        close = np.abs(read_array - own) <= slack
    same = (read_array == own) | (np.isnan(read_array) & np.isnan(own))
    return np.asarray(~(close | same))


def refuse_wrong(
    read_array: Array, own: Array, *path: str | int, terms: Array | None = None
) -> Array:
    """Return the array read-only, or name its first entry that does not follow.

    `terms` are the sizes of what was summed, where more may have cancelled than the sums tell.
    """
    wrong = _wrong(read_array, own, terms)
    if wrong.any():
        index = tuple(int(i) for i in np.argwhere(wrong)[0])
        found, right = float(read_array[index]), float(own[index])
        raise DocumentError(
            f"{place_of((*path, *index))}: {found!r} does not follow from the problem, "
            f"which gives {right!r}"
        )
    return frozen(read_array)
