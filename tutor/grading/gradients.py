"""Somebody's own gradient, diagnosed: which entries are wrong, and which classic error did it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tutor.chain.addresses import Address, Q
from tutor.chain.problem import Problem
from tutor.chain.rules import Kind
from tutor.chain.trace import Trace, trace
from tutor.engine.activations import Array
from tutor.errors import DocumentError
from tutor.grading.misconceptions import DOUBLE, HALF, SIGN
from tutor.grading.way import Way, slips_at
from tutor.grading.wrong import MODIFIERS

RELATIVE = 1e-5
"""How far an entry may be off, relatively: own code may work with 32 bits."""
ABSOLUTE = 1e-7
"""The same as a share of the largest entry."""
TRANSPOSED = "transposed"
_MOST_NAMED = 3
_BUDGET = 4000  # rules to be worked for each error, so that large networks are sampled

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class WrongEntry:
    """An entry that is not right: its address, what was given and what is right."""

    address: str
    given: float
    right: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What explains some of the wrong entries.

    Attributes:
        where: which entries, in words.
        errors: the ids of the errors made together; several tuples where they cannot be told
            apart; empty where nothing is known that explains them.
        what: what gives these numbers, in words.

    """

    where: str
    errors: tuple[tuple[str, ...], ...]
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class GradientReport:
    """The diagnosis of a gradient.

    Attributes:
        of: "the average", or "example 3".
        checked: how many entries there are.
        wrong: the wrong ones.
        findings: what explains them, in the fewest words.

    """

    of: str
    checked: int
    wrong: tuple[WrongEntry, ...]
    findings: tuple[Finding, ...]

    @property
    def is_right(self) -> bool:
        """Whether every entry is right, in an array of the right shape."""
        return not self.wrong and not self.findings

    def __str__(self) -> str:
        if self.is_right:
            return f"All {self.checked} entries are right (of {self.of})."
        lines = [f"{len(self.wrong)} of {self.checked} entries are wrong (of {self.of})."]
        lines += map(str, self.findings)
        for entry in self.wrong[:_MOST_NAMED]:
            lines.append(f"{entry.address}: {entry.given:.6g}, but {entry.right:.6g} is right")
        if len(self.wrong) > _MOST_NAMED:
            lines.append(f"and {len(self.wrong) - _MOST_NAMED} more")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Group:
    """One array of a gradient: given, right, and which entries are wrong."""

    layer: int
    quantity: Q
    given: Array
    right: Array
    wrong: Mask

    @property
    def name(self) -> str:
        return f"layer {self.layer}, all {'weights' if self.quantity is Q.DC_DW else 'biases'}"

    def address(self, index: tuple[int, ...], example: int | None) -> Address:
        j, k = index if len(index) > 1 else (index[0], 0)
        return Address(self.quantity, self.layer, j, k, example)


def check_gradient(
    problem: Problem,
    dC_dw: Sequence[Any],
    dC_db: Sequence[Any],
    example: int | None = None,
) -> GradientReport:
    """Return which entries of a gradient are wrong, and which classic error explains them.

    Args:
        problem: what the gradient is of.
        dC_dw: one array per layer, shape (n_out, n_in): lists, arrays, anything with __array__.
        dC_db: one array per layer, shape (n_out,).
        example: the number of the example it is of; None for the average over the examples.

    Raises:
        DocumentError: where the shapes are not those of the problem.

    """
    made = trace(problem)
    count = len(problem.examples)
    if example is not None and not 0 <= example < count:
        raise DocumentError(f"example {example}: there are {count}, counted from 0")
    transposed = _transposed_layers(made, dC_dw)
    groups = list(_groups(made, dC_dw, dC_db, example))
    own = 0 if count == 1 else example
    wrong = tuple(_entries(groups, own))
    findings = [Finding(f"layer {n}", ((TRANSPOSED,),), "transposed") for n in sorted(transposed)]
    if wrong:
        findings += _findings(made, groups, own, transposed)
    of = "the average" if example is None else f"example {example}"
    return GradientReport(of, sum(group.given.size for group in groups), wrong, tuple(findings))


def assert_gradient(
    problem: Problem,
    dC_dw: Sequence[Any],
    dC_db: Sequence[Any],
    example: int | None = None,
) -> None:
    """Raise AssertionError with the diagnosis where a gradient is wrong: for a test.

    Raises:
        AssertionError: where an entry is wrong.
        DocumentError: where the shapes are not those of the problem.

    """
    report = check_gradient(problem, dC_dw, dC_db, example)
    if not report.is_right:
        raise AssertionError(str(report))


def _array(value: Any, place: str) -> Array:  # noqa: ANN401 - anything with __array__
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, RuntimeError):
        raise DocumentError(f"{place}: an array of numbers is needed") from None


def _right(made: Trace, example: int | None) -> Iterator[tuple[Array, Array]]:
    for layer, pair in enumerate(made.values.average):
        if example is None:
            yield pair.weights, pair.biases
        else:
            slopes = made.values.passes.layers[layer].dC_dz[example]
            yield made.values.passes.weight_gradient(example, layer), slopes


def _transposed_layers(made: Trace, dC_dw: Sequence[Any]) -> set[int]:
    """Return the layers whose weights come in the transposed shape."""
    found = set()
    for layer, (given, own) in enumerate(zip(dC_dw, made.problem.layers, strict=False), start=1):
        shape = np.shape(_array(given, f"dC_dw[{layer - 1}]"))
        if shape == own.weights.shape[::-1] != own.weights.shape:
            found.add(layer)
    return found


def _groups(
    made: Trace, dC_dw: Sequence[Any], dC_db: Sequence[Any], example: int | None
) -> Iterator[_Group]:
    layers = len(made.problem.layers)
    for name, arrays in (("dC_dw", dC_dw), ("dC_db", dC_db)):
        if len(arrays) != layers:
            raise DocumentError(f"{name}: {len(arrays)} arrays, but there are {layers} layers")
    for index, (weights, biases) in enumerate(_right(made, example)):
        place = f"dC_dw[{index}] (layer {index + 1})"
        given = _array(dC_dw[index], place)
        if given.shape == weights.shape[::-1] != weights.shape:
            given = given.T
        yield _group(index + 1, Q.DC_DW, given, weights, place)
        place = f"dC_db[{index}] (layer {index + 1})"
        given = _array(dC_db[index], place)
        if given.size == biases.size and given.ndim > 1:
            given = given.reshape(biases.shape)  # a column or a row
        yield _group(index + 1, Q.DC_DB, given, biases, place)


def _group(layer: int, quantity: Q, given: Array, right: Array, place: str) -> _Group:
    if given.shape != right.shape:
        raise DocumentError(f"{place}: shape {given.shape}, but {right.shape} is needed")
    return _Group(layer, quantity, given, right, ~_close(given, right, right))


def _close(one: Array, other: Array, scale: Array) -> Mask:
    largest = np.abs(scale).max(initial=0.0)
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(one - other) <= RELATIVE * np.abs(other) + ABSOLUTE * largest
    return np.asarray(near & np.isfinite(one))


def _entries(groups: list[_Group], example: int | None) -> Iterator[WrongEntry]:
    for group in groups:
        for index in np.argwhere(group.wrong):
            place = tuple(int(i) for i in index)
            address = group.address(place, example)
            yield WrongEntry(str(address), float(group.given[place]), float(group.right[place]))


@dataclass(frozen=True, slots=True)
class _Theory:
    """What some errors would give at the sampled entries."""

    ids: tuple[str, ...]
    what: str
    rank: tuple[int, int, int]
    values: Array


def _sample(groups: list[_Group], rules_each: int) -> list[tuple[int, tuple[int, ...]]]:
    """Return the entries to be explained: of each array the wrong ones first, as many as fit."""
    most = max(2, _BUDGET // max(1, rules_each * len(groups)))
    chosen = []
    for number, group in enumerate(groups):
        order = np.argsort(~group.wrong, axis=None, kind="stable")
        flat = order if len(order) <= most else order[:most]
        for place in flat:
            index = np.unravel_index(int(place), group.given.shape)
            chosen.append((number, tuple(int(i) for i in index)))
    return chosen


def _theories(way: Way, right: Array) -> Iterator[_Theory]:
    """Yield what each classic error would give, alone and with a sign or a factor 2."""
    words = {
        SIGN: "with the sign turned round",
        HALF: "a factor 2 too small",
        DOUBLE: "a factor 2 too large",
    }
    for modifier, factor in MODIFIERS:
        yield _Theory((modifier,), words[modifier], (1, -3, 0), right * factor)
    slips = slips_at(list(way.sites.values()))
    for slip in sorted(slips, key=lambda slip: Kind.AVERAGE not in slip.misconception.kinds):
        values = np.array(way.values(slip.trees))
        error = slip.misconception
        what = f"as one gets by {error.by}"
        if slip.layer is not None and _says_where(way, slip.layer):
            what += f" in layer {slip.layer}"
        scope = 0 if slip.layer is None else 1
        yield _Theory((error.id,), what, (1, -error.seen, scope), values)
        for modifier, factor in MODIFIERS:
            if error.id not in (SIGN, HALF, DOUBLE):
                both = f"{what}, and {words[modifier]}"
                yield _Theory((error.id, modifier), both, (2, -error.seen, scope), values * factor)


def _says_where(way: Way, layer: int) -> bool:
    return any(site.layer != layer for site in way.sites.values())


def _findings(
    made: Trace, groups: list[_Group], example: int | None, transposed: set[int]
) -> Iterator[Finding]:
    """Yield what explains the wrong entries: all at once if one error does, else by layers."""
    sizes = made.problem.sizes
    rules_each = (
        max(sizes[1:]) * len(sizes) * (len(made.problem.examples) if example is None else 1)
    )
    sample = _sample(groups, rules_each)
    addresses = [groups[number].address(index, example) for number, index in sample]
    given = np.array([groups[number].given[index] for number, index in sample])
    right = np.array([groups[number].right[index] for number, index in sample])
    number_of = np.array([number for number, _ in sample])
    way = Way(made, addresses)
    concerned = [n for n, group in enumerate(groups) if group.wrong.any()]
    all_entries = np.ones(len(sample), dtype=np.bool_)
    theories: list[_Theory] = []
    for theory in _theories(way, right):
        theories.append(theory)
        if len(way.sites) > _BUDGET and _best([theory], given, right, all_entries):
            break  # a large network: the first that explains everything will do
    everything = _best(theories, given, right, all_entries)
    if everything:
        yield _finding(_where(groups, concerned), everything)
        return
    layers = sorted({groups[number].layer for number in concerned})
    for layer in layers:
        numbers = [number for number in concerned if groups[number].layer == layer]
        yield from _by_layer(theories, given, right, number_of, groups, numbers, transposed)


def _by_layer(  # noqa: PLR0913, PLR0917 - the sample travels together
    theories: list[_Theory],
    given: Array,
    right: Array,
    number_of: NDArray[np.int64],
    groups: list[_Group],
    numbers: list[int],
    transposed: set[int],
) -> Iterator[Finding]:
    """Yield what explains one layer: its arrays together if one error does, else each."""
    together = _best(theories, given, right, np.isin(number_of, numbers))
    if together:
        yield _finding(_where(groups, numbers), together)
        return
    for number in numbers:
        group = groups[number]
        best = _best(theories, given, right, number_of == number)
        if best:
            yield _finding(_where(groups, [number]), best)
        elif group.layer not in transposed and _is_transposed(group):
            yield Finding(f"layer {group.layer}", ((TRANSPOSED,),), "transposed")
        else:
            wrong = int(group.wrong.sum())
            what = f"{wrong} of {group.given.size} wrong, and no classic error gives these numbers"
            yield Finding(_where(groups, [number]), (), what)


def _is_transposed(group: _Group) -> bool:
    square = group.given.ndim > 1 and group.given.shape[0] == group.given.shape[1]
    return square and bool(_close(group.given.T, group.right, group.right).all())


def _best(theories: list[_Theory], given: Array, right: Array, concerned: Mask) -> list[_Theory]:
    """Return the theories that give just these numbers, the likeliest first, fewest errors only."""
    if not concerned.any():
        return []
    fitting = [
        theory
        for theory in theories
        if _close(given[concerned], theory.values[concerned], right[concerned]).all()
    ]
    fitting.sort(key=lambda theory: theory.rank)
    return [theory for theory in fitting if len(theory.ids) == len(fitting[0].ids)]


def _finding(where: str, theories: list[_Theory]) -> Finding:
    errors = tuple(dict.fromkeys(theory.ids for theory in theories))
    return Finding(where, errors, theories[0].what)


def _where(groups: list[_Group], numbers: list[int]) -> str:
    """Return in words which entries are meant."""
    if len(numbers) == len(groups):
        return "every entry"
    layers = sorted({groups[number].layer for number in numbers})
    whole = len(numbers) == 2 * len(layers)
    if whole:
        names = " and ".join(map(str, layers))
        return f"layer{'' if len(layers) == 1 else 's'} {names}, all entries"
    return "; ".join(groups[number].name for number in numbers)
