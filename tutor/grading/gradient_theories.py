"""What each classic error would make of a gradient, at a sample of its entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import TypeAlias

import numpy as np

from tutor.chain.addresses import Address
from tutor.chain.rules import Kind
from tutor.chain.trace import Trace
from tutor.engine.activations import Array
from tutor.engine.expressions import Expression
from tutor.grading.explain import function_at
from tutor.grading.gradient_arrays import Group, close
from tutor.grading.misconceptions import BY_ID, DOUBLE, HALF, SIGN
from tutor.grading.misconceptions.site import Site
from tutor.grading.way import Slip, slips_at
from tutor.grading.wide_way import WideWay
from tutor.grading.wrong import MODIFIERS

Key: TypeAlias = tuple[str, str, int | None]
"""A slip whatever the entries: its error, which variant of it, and in which layer."""
_TOO = {
    SIGN: "with the sign turned round",
    HALF: "a factor 2 too small",
    DOUBLE: "a factor 2 too large",
}


@dataclass(frozen=True, slots=True)
class Theory:
    """Some errors that may explain numbers.

    Attributes:
        ids: the errors made together.
        what: what they do, in words.
        rank: a key that sorts the likeliest first.
        keys: the slips, those of later layers first.
        factor: the sign or factor 2 that goes with them.

    """

    ids: tuple[str, ...] = ()
    what: str = ""
    rank: tuple[int, int, int] = (0, 0, 0)
    keys: tuple[Key, ...] = ()
    factor: float = 1.0


NOTHING = Theory()
"""That all is right."""


def _alone(*names: str) -> Theory:
    """Return the theory of a sign, a factor 2, or both, without another error."""
    told = (BY_ID[name].as_if if name == SIGN else _TOO[name] for name in names)
    factors = dict(MODIFIERS)
    return Theory(
        ids=names,
        what=", and ".join(told),
        rank=(len(names), -3, 0),
        factor=prod(factors[name] for name in names),
    )


_ALONE = (*(_alone(name) for name, _ in MODIFIERS), _alone(SIGN, HALF), _alone(SIGN, DOUBLE))


class Sample:
    """Some entries of a gradient, with the rules that lead to them.

    Args:
        made: the trace of the problem.
        groups: the arrays.
        example: whose gradient it is; None for the average.
        each: how many entries of each array.

    """

    def __init__(
        self, made: Trace, groups: Sequence[Group], example: int | None, each: int
    ) -> None:
        chosen = [(n, at) for n, group in enumerate(groups) for at in _chosen(group, each)]
        self._of = np.array([number for number, _ in chosen])
        self._given = np.array([groups[n].given[at] for n, at in chosen])
        self._right = np.array([groups[n].right[at] for n, at in chosen])
        self._slack = np.array([groups[n].slack[at] for n, at in chosen])
        self._worked: dict[tuple[Key, ...], Array] = {}
        self._way = WideWay(made, [groups[n].address(at, example) for n, at in chosen])

    @cached_property
    def _slips(self) -> dict[Key, Slip]:
        """What can be made wrong on the way to these entries."""
        found = slips_at(list(self._way.sites.values()))
        return {(slip.misconception.id, slip.label, slip.layer): slip for slip in found}

    def _values(self, keys: tuple[Key, ...]) -> Array:
        if keys not in self._worked:
            self._worked[keys] = self._work(keys)
        return self._worked[keys]

    def _work(self, keys: tuple[Key, ...]) -> Array:
        trees: dict[Address, Expression] = {}
        for key in keys:
            slip = self._slips.get(key)
            if slip is not None:
                trees |= {at: tree for at, tree in slip.trees.items() if at not in trees}
        return self._way.values(trees)

    def fits(self, theory: Theory, numbers: Sequence[int]) -> bool:
        """Return whether a theory gives what was given, in the arrays of these numbers."""
        return self._agrees(self._values(theory.keys) * theory.factor, numbers)

    def _agrees(self, values: Array, numbers: Sequence[int]) -> bool:
        here = np.isin(self._of, numbers)
        with np.errstate(all="ignore"):
            grown = np.nan_to_num(np.abs(values / self._right), nan=1.0, posinf=1.0)
        slack = self._slack * np.maximum(1.0, grown)
        return bool(close(self._given, values, slack)[here].all())

    def fitting(self, base: Theory, numbers: Sequence[int]) -> Iterator[Theory]:
        """Yield what gives these arrays: one error more than `base`, and a sign or a factor 2."""
        plain = self._values(base.keys) * base.factor
        for made in _ALONE if base is NOTHING else _ALONE[: len(MODIFIERS)]:
            if self._agrees(plain * made.factor, numbers):
                yield replace(made, keys=base.keys, factor=base.factor * made.factor)
        for key, slip in self._slips.items():
            values = self._values((*base.keys, key)) * base.factor
            for name, factor in (("", 1.0), *MODIFIERS):
                both = name and key[0] in _TOO
                if not both and self._agrees(values * factor, numbers):
                    yield self._theory(base, key, slip, name, factor)

    def _theory(self, base: Theory, key: Key, slip: Slip, name: str, factor: float) -> Theory:
        too = f", and {_TOO[name]}" if name else ""
        return Theory(
            ids=(key[0], name) if name else (key[0],),
            what=f"{self._told(slip)}{too}",
            rank=(1 + bool(name), -slip.misconception.seen, 0 if slip.layer is None else 1),
            keys=(*base.keys, key),
            factor=base.factor * factor,
        )

    def _told(self, slip: Slip) -> str:
        sites = [self._way.sites[at] for at in slip.trees]
        what = slip.misconception.told_of_code(function_at(sites))
        if slip.layer is None or not _has_layers(sites):
            return what
        others = {site.layer for site in self._way.sites.values()}
        return f"{what} in layer {slip.layer}" if len(others) > 1 else what


def _has_layers(sites: Sequence[Site]) -> bool:
    """Return whether an error can be made in one layer or another."""
    kinds = {site.rule.kind for site in sites}
    return kinds.isdisjoint((Kind.AVERAGE, Kind.COST_SLOPE, Kind.FUSED_SLOPE))


def _chosen(group: Group, most: int) -> list[tuple[int, ...]]:
    """Return some entries: the wrong ones that are furthest off, and some that are least."""
    with np.errstate(all="ignore"):
        off = np.nan_to_num(np.abs(group.given - group.right), nan=np.inf, posinf=np.inf)
    order = np.argsort(-off, axis=None, kind="stable")
    places = dict.fromkeys([*order[:most], *order[-((most + 1) // 2) :]])
    return [tuple(int(i) for i in np.unravel_index(int(place), off.shape)) for place in places]
