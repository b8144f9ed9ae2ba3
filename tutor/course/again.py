"""Practising again what went wrong: a drawn network that asks the kinds of steps that did."""

from __future__ import annotations

from collections.abc import Collection

from tutor.chain.rules import Kind
from tutor.course.draws import Draw
from tutor.course.exercises import Ask, Later
from tutor.course.generator import Request
from tutor.course.practice import DEFAULT, practice_lesson
from tutor.course.records import RecordsError, Store
from tutor.course.tally import Tally, tally

_RECENT = 20
"""So many sessions are looked at, the last ones: what went wrong long ago is learned since."""
_WAYS = frozenset({Kind.PATH_TERM, Kind.PATH_SUM, Kind.ACTIVATION_FACTOR})
_SIZES = DEFAULT.sizes
_EXAMPLES = 2


def recent_tally(store: Store) -> Tally:
    """Return what the last sessions come to; one that cannot be read is left out.

    Raises:
        RecordsError: where the records cannot be read at all.

    """
    sessions = sorted(store.sessions(), key=lambda each: (each.last, each.id))[-_RECENT:]
    read = []
    for each in sessions:
        try:
            read.append(store.events(each.id))
        except RecordsError:
            continue
    return tally(read)


def gone_wrong(counted: Tally) -> tuple[Kind, ...]:
    """Return the kinds of steps with wrong or shown answers, the most frequent first."""
    wrong = {kind: count.wrong + count.shown for kind, count in counted.kinds.items()}
    known = [kind for kind in Kind if kind is not Kind.NEW_COST and wrong.get(kind)]
    return tuple(sorted(known, key=lambda kind: -wrong[kind]))


def again_lesson(seed: str, kinds: Collection[Kind]) -> bytes:
    """Return a lesson's text that asks these kinds of steps alone, of a network from a seed.

    Raises:
        GenerationError: where no draw has them.

    """
    asked: dict[Kind, Ask] = {
        kind: Ask.ALWAYS if kind in kinds else Ask.NEVER
        for kind in Kind
        if kind is not Kind.NEW_COST
    }
    return practice_lesson(seed, _request(seed, kinds), ask=asked, later=Later.SHOWN)


def _request(seed: str, kinds: Collection[Kind]) -> Request:
    """Return what network has such steps; where kinds exclude each other the seed decides."""
    draw = Draw(f"again/{seed}")
    layer = 1 if _WAYS.intersection(kinds) else 1 + draw.below(len(_SIZES) - 1)
    j, k = draw.below(_SIZES[layer]), draw.below(_SIZES[layer - 1])
    bias = _alternative(draw, kinds, Kind.BIAS_FACTOR, Kind.WEIGHT_FACTOR)
    fused = _alternative(draw, kinds, Kind.FUSED_SLOPE, Kind.COST_SLOPE)
    parameter = f"b{layer}[{j}]" if bias else f"w{layer}[{j},{k}]"
    if not fused:
        return DEFAULT.model_copy(update={"examples": _EXAMPLES, "parameter": parameter})
    return Request(
        sizes=_SIZES,
        activations=("sigmoid", "softmax"),
        cost="cross_entropy",
        examples=_EXAMPLES,
        parameter=parameter,
    )


def _alternative(draw: Draw, kinds: Collection[Kind], one: Kind, other: Kind) -> bool:
    """Return whether the network is made for one kind rather than for the other."""
    return one in kinds and (other not in kinds or bool(draw.below(2)))
