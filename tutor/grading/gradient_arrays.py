"""The arrays of somebody's own gradient: read, and compared with the right ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tutor.chain.addresses import Address, Q
from tutor.chain.trace import Trace
from tutor.engine.activations import Array
from tutor.errors import DocumentError
from tutor.grading.gradient_report import WrongEntry

RELATIVE = 2e-5
"""How far an entry may be off, relatively: own code may work with 32 bits."""
OF_TERMS = 2e-6
"""The same as a share of the terms that it is the mean of: where they cancel, little is left."""
OF_LARGEST = 1e-7
"""The same as a share of the largest entry of its array."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Group:
    """One array of a gradient.

    Attributes:
        layer, quantity: which it is.
        given, right: the numbers, in the right shape.
        slack: how far each may be off.
        transposed: whether it was given transposed.

    """

    layer: int
    quantity: Q
    given: Array
    right: Array
    slack: Array
    transposed: bool = False

    @property
    def wrong(self) -> Mask:
        """Which entries are wrong."""
        return ~close(self.given, self.right, self.slack)

    @property
    def kind(self) -> str:
        """What its entries are."""
        return "weights" if self.quantity is Q.DC_DW else "biases"

    def address(self, index: tuple[int, ...], example: int | None) -> Address:
        """Return the address of an entry."""
        j, k = index if len(index) > 1 else (index[0], 0)
        return Address(self.quantity, self.layer, j, k, example)

    def straightened(self) -> Group:
        """Return the group as it is meant, where a square array was given transposed."""
        if self.given.ndim < 2 or self.given.shape[0] != self.given.shape[1]:  # noqa: PLR2004
            return self
        turned = replace(self, given=self.given.T, transposed=True)
        return turned if bool(self.wrong.any()) and not bool(turned.wrong.any()) else self


def close(one: Array, other: Array, slack: Array) -> Mask:
    """Return where two arrays agree; a number that is not finite agrees with nothing."""
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(one - other) <= slack + RELATIVE * np.abs(other)
    return np.asarray(near & np.isfinite(one))


def groups_of(
    made: Trace, dC_dw: Sequence[Any], dC_db: Sequence[Any], example: int | None
) -> list[Group]:
    """Return the arrays of a gradient, weights and biases of each layer in turn.

    Raises:
        DocumentError: where there are too many or too few, or one has a wrong shape.

    """
    layers = len(made.problem.layers)
    for name, arrays in (("dC_dw", dC_dw), ("dC_db", dC_db)):
        if not hasattr(arrays, "__len__"):
            raise DocumentError(f"{name}: an array for each of the {layers} layers is needed")
        if len(arrays) != layers:
            raise DocumentError(
                f"{name}: {len(arrays)} array{'' if len(arrays) == 1 else 's'}, "
                f"but there {'is 1 layer' if layers == 1 else f'are {layers} layers'}"
            )
    return [
        group for index in range(layers) for group in _layer(made, dC_dw, dC_db, example, index)
    ]


def _layer(
    made: Trace, dC_dw: Sequence[Any], dC_db: Sequence[Any], example: int | None, index: int
) -> Iterator[Group]:
    slopes, inputs = made.values.passes.layers[index].dC_dz, made.values.passes.inputs_of(index)
    if example is None:
        weights, biases = made.values.average[index]
    else:
        slopes, inputs = slopes[example : example + 1], inputs[example : example + 1]
        weights, biases = np.outer(slopes[0], inputs[0]), slopes[0]
    with np.errstate(all="ignore"):
        terms = np.abs(slopes).T @ np.abs(inputs) / len(slopes), np.abs(slopes).mean(axis=0)
    place = f"dC_dw[{index}] (layer {index + 1})"
    given = _array(dC_dw[index], place)
    is_turned = given.shape == weights.shape[::-1] != weights.shape
    group = _group(index + 1, Q.DC_DW, given.T if is_turned else given, weights, terms[0], place)
    yield replace(group, transposed=is_turned)
    place = f"dC_db[{index}] (layer {index + 1})"
    given = _array(dC_db[index], place)
    if given.size == biases.size and given.ndim > 1:
        given = given.reshape(biases.shape)  # a column or a row
    yield _group(index + 1, Q.DC_DB, given, biases, terms[1], place)


def _slack(terms: Array) -> Array:
    return np.asarray(OF_TERMS * terms + OF_LARGEST * terms.max(initial=0.0))


def _group(  # noqa: PLR0913, PLR0917 - an array with all that is known of it
    layer: int, quantity: Q, given: Array, right: Array, terms: Array, place: str
) -> Group:
    if given.shape != right.shape:
        raise DocumentError(f"{place}: shape {given.shape}, but {right.shape} is needed")
    return Group(layer, quantity, given, right, _slack(terms))


def _array(value: Any, place: str) -> Array:  # noqa: ANN401 - anything with __array__
    try:
        made = np.asarray(value)
        if made.dtype.kind == "O" and not any(each is None for each in made.flat):
            made = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, RuntimeError):
        made = np.array("no numbers")
    if made.dtype.kind not in "fiu":
        raise DocumentError(f"{place}: an array of numbers is needed")
    return np.asarray(made, dtype=np.float64)


def wrong_entries(groups: list[Group], example: int | None) -> Iterator[WrongEntry]:
    """Yield the entries that are wrong, a transposed array's where it stands as it was given."""
    for group in groups:
        for index in np.argwhere(group.wrong):
            place = tuple(int(i) for i in index)
            address = group.address(place, example)
            yield WrongEntry(str(address), float(group.given[place]), float(group.right[place]))
