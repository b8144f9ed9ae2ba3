"""What explains the wrong entries of a gradient: the fewest errors, told in the fewest words.

Each classic error is worked through the whole backward pass at a few entries; what fits there is
confirmed at more of them. An error that is made in one layer shows in those before it as well, so
what is found in the later layers is kept when the earlier ones are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tutor.chain.trace import Trace
from tutor.grading.gradient_arrays import Group
from tutor.grading.gradient_report import Finding
from tutor.grading.gradient_theories import NOTHING, Sample, Theory

_FEW, _MANY = 2, 24
"""Entries of each array at which errors are looked for, and at which what fits is confirmed."""
_BASES = 6  # explanations of later layers on top of which one error more is looked for
_WIDE = 200
"""Where a layer has more neurons, fewer entries are confirmed: each is a sum over them."""


@dataclass(slots=True)
class _Explained:
    """Some theories that fit, none where nothing does, and in which arrays."""

    theories: tuple[Theory, ...]
    numbers: list[int]


class Diagnosis:
    """The search for what explains a gradient.

    Args:
        made: the trace of the problem.
        groups: the arrays, transposed ones straightened.
        example: whose gradient it is; None for the average.

    """

    def __init__(self, made: Trace, groups: Sequence[Group], example: int | None) -> None:
        self._made, self._groups, self._example = made, groups, example
        self._few = Sample(made, groups, example, _FEW)
        self._wrong = [number for number, group in enumerate(groups) if group.wrong.any()]
        self._found: list[_Explained] = []

    @cached_property
    def _many(self) -> Sample:
        each = _FEW * 2 if max(self._made.problem.sizes[1:]) > _WIDE else _MANY
        return Sample(self._made, self._groups, self._example, each)

    def findings(self) -> list[Finding]:
        """Return what explains the wrong entries: all at once if one error does, else by layers."""
        everything = self._fitting(range(len(self._groups)), NOTHING)
        if everything:
            return [self._finding(_Explained(everything, self._wrong))]
        for layer in sorted({self._groups[n].layer for n in self._wrong}, reverse=True):
            self._explain(layer)
        found = sorted(self._joined(), key=lambda each: min(each.numbers))
        return [self._finding(each) for each in found]

    def _joined(self) -> list[_Explained]:
        """Return what was found, the same error in several arrays once."""
        joined: dict[object, _Explained] = {}
        for each in self._found:
            same = (each.theories[0].ids, each.theories[0].factor) if each.theories else id(each)
            if same in joined:
                joined[same].numbers.extend(each.numbers)
            else:
                joined[same] = each
        return list(joined.values())

    def _explain(self, layer: int) -> None:
        """Find what explains a layer: its arrays together, else each of them."""
        numbers = [n for n, group in enumerate(self._groups) if group.layer == layer]
        wrong = [n for n in numbers if n in self._wrong]
        if self._is_explained(numbers, wrong):
            return
        for number in wrong:
            if not self._is_explained([number], [number]):
                self._found.append(_Explained((), [number]))

    def _is_explained(self, numbers: list[int], wrong: list[int]) -> bool:
        """Return whether something gives these arrays, which is kept then.

        What was found in a later layer does, or one error more, or one instead. An error that
        comes on top of another leaves that one true here, too.
        """
        later = [each for each in self._found if each.theories]
        for each in later:
            still = tuple(t for t in each.theories if self._is_confirmed(t, numbers))
            if still:
                each.theories = still
                each.numbers.extend(wrong)
                return True
        bases = [(each, theory) for each in later for theory in each.theories][:_BASES]
        for each, base in bases:
            fitting = self._fitting(numbers, base)
            if fitting:
                each.theories = (base,)
                each.numbers.extend(wrong)
                self._found.append(_Explained(fitting, list(wrong)))
                return True
        fitting = self._fitting(numbers, NOTHING)
        if fitting:
            self._found.append(_Explained(fitting, list(wrong)))
        return bool(fitting)

    def _is_confirmed(self, theory: Theory, numbers: Sequence[int]) -> bool:
        return self._few.fits(theory, numbers) and self._many.fits(theory, numbers)

    def _fitting(self, numbers: Sequence[int], base: Theory) -> tuple[Theory, ...]:
        """Return the theories that give these arrays, the likeliest first, fewest errors only."""
        if not all(np.isfinite(self._groups[n].given).all() for n in numbers):
            return ()
        fitting = sorted(self._few.fitting(base, numbers), key=lambda theory: theory.rank)
        confirmed = [theory for theory in fitting if self._many.fits(theory, numbers)]
        fewest = len(confirmed[0].ids) if confirmed else 0
        return tuple(theory for theory in confirmed if len(theory.ids) == fewest)

    def _finding(self, explained: _Explained) -> Finding:
        where = where_in_words(self._groups, sorted(explained.numbers))
        if explained.theories:
            errors = tuple(dict.fromkeys(theory.ids for theory in explained.theories))
            layers = {self._groups[number].layer for number in explained.numbers}
            what = explained.theories[0].what
            if len(layers) == 1:
                what = what.replace(f" in layer {min(layers)}", "")
            return Finding(where, errors, what)
        groups = [self._groups[number] for number in explained.numbers]
        of = sum(group.given.size for group in groups)
        unknown = sum(int((~np.isfinite(group.given)).sum()) for group in groups)
        if unknown:
            return Finding(where, (), f"{unknown} of {of} NaN or infinite")
        wrong = sum(int(group.wrong.sum()) for group in groups)
        what = f"{wrong} of {of} wrong, and no classic error gives these numbers"
        return Finding(where, (), what)


def where_in_words(groups: Sequence[Group], numbers: Sequence[int]) -> str:
    """Return in words which arrays are meant."""
    if len(numbers) == len(groups):
        return "every entry"
    by_kind = {
        kind: {groups[number].layer for number in numbers if groups[number].kind == kind}
        for kind in ("weights", "biases")
    }
    whole = by_kind["weights"] & by_kind["biases"]
    parts = [f"{layers_in_words(sorted(whole))}, all entries"] if whole else []
    for kind, layers in by_kind.items():
        if len(layers) > 1 and len(layers) == len(groups) // 2 and not whole:
            parts.append(f"all {kind}")
        elif layers - whole:
            parts.append(f"{layers_in_words(sorted(layers - whole))}, all {kind}")
    return "; ".join(parts)


def layers_in_words(layers: Sequence[int]) -> str:
    """Return "layer 1", or "layers 1, 2 and 3"."""
    *others, last = map(str, layers)
    return f"layers {', '.join(others)} and {last}" if others else f"layer {last}"


def transposed_in_words(groups: Sequence[Group]) -> Iterator[Finding]:
    """Yield which weights were given transposed."""
    layers = [group.layer for group in groups if group.transposed]
    if layers:
        yield Finding(layers_in_words(layers), ((TRANSPOSED,),), TRANSPOSED)


TRANSPOSED = "transposed"
