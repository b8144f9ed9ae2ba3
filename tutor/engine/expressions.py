"""Expression trees as plain data: what a rule says, for every interpreter to read.

A tree holds no numbers of a network, only symbols. Its value, its range, its text and its classic
errors are computed by interpreters elsewhere, so they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A number that belongs to the rule itself, such as the 2 in 2(a − y)."""

    value: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """A quantity by name: a placeholder in a function's entry, an address in a rule."""

    name: Hashable


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of its terms."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Left minus right."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus its operand."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Product:
    """The product of its factors; a factor 0 makes it 0, whatever the others are."""

    factors: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """Numerator by denominator; 0 where the numerator is 0."""

    numerator: Expression
    denominator: Expression


@dataclass(frozen=True, slots=True)
class Square:
    """Its base, squared."""

    base: Expression


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of its terms."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Apply:
    """A named function of its arguments."""

    function: Function
    arguments: tuple[Expression, ...]


Expression: TypeAlias = (
    Number | Symbol | Sum | Difference | Negative | Product | Quotient | Square | Mean | Apply
)
Points: TypeAlias = Iterable[tuple[float, ...]]


def _no_points(*_ends: tuple[float, float]) -> Points:
    return ()


@dataclass(frozen=True, slots=True)
class Function:
    """A named function with all that its interpreters need, as plain data.

    Attributes:
        name: how it is called in messages.
        evaluate: its value for float arguments; an infinity where it has a pole, never an error.
        unicode, ascii, latex: its text where it is written by name, ``{0}`` for its argument.
        written: else the tree that is written for it, over the symbols 0, 1, … of its arguments.
            It says the same, but an argument may occur twice, or digits may cancel.
        directions: for each argument +1 where it rises with it, -1 where it falls; empty where it
            is not monotone.
        extremes: for the ends of each argument, points besides the corners at which an extreme may
            lie, such as z = 0 for σ′.
        levels: for a function that is constant but for a jump, where it jumps and the values below,
            at and above the jump.
        domain: the least and the greatest argument that it is meant for.

    """

    name: str
    evaluate: Callable[..., float]
    unicode: str = ""
    ascii: str = ""
    latex: str = ""
    written: Expression | None = None
    directions: tuple[int, ...] = ()
    extremes: Callable[..., Points] = _no_points
    levels: tuple[float, float, float, float] | None = None
    domain: tuple[float, float] = (float("-inf"), float("inf"))


def children(tree: Expression) -> tuple[Expression, ...]:
    """Return the parts that a tree is directly made of."""
    parts = _PARTS.get(type(tree))
    return () if parts is None else parts(tree)


_PARTS: dict[type[Expression], Callable[[Any], tuple[Expression, ...]]] = {
    Sum: attrgetter("terms"),
    Mean: attrgetter("terms"),
    Product: attrgetter("factors"),
    Apply: attrgetter("arguments"),
    Difference: attrgetter("left", "right"),
    Quotient: attrgetter("numerator", "denominator"),
    Negative: lambda tree: (tree.operand,),
    Square: lambda tree: (tree.base,),
}
"""What takes a tree apart, by its kind: asked for so often that no kind is tried after another."""


def rebuilt(tree: Expression, parts: tuple[Expression, ...]) -> Expression:
    """Return the same tree made of other parts, given in the order of :func:`children`."""
    match tree:
        case Number() | Symbol():
            return tree
        case Sum() | Product() | Mean():
            return type(tree)(parts)
        case Apply(function, _):
            return Apply(function, parts)
        case Difference() | Quotient():
            return type(tree)(parts[0], parts[1])
        case Negative() | Square():
            return type(tree)(parts[0])


def symbols(tree: Expression) -> Iterator[Hashable]:
    """Yield the names of a tree's symbols from left to right, each as often as it occurs."""
    if isinstance(tree, Symbol):
        yield tree.name
    for part in children(tree):
        yield from symbols(part)


def filled_in(tree: Expression, places: Mapping[Hashable, Expression]) -> Expression:
    """Return the tree with each symbol that is named in `places` replaced."""
    if isinstance(tree, Symbol):
        return places.get(tree.name, tree)
    return rebuilt(tree, tuple(filled_in(part, places) for part in children(tree)))
