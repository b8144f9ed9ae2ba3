"""The equation currently worked at, as terms and signs: what is known of it, what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias, cast

from tutor.chain.addresses import Address, Q
from tutor.chain.notation import parts_of
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.course.tables import UNKNOWN
from tutor.course.view import Phase, View
from tutor.engine.expressions import Difference, Expression, Mean, Product, Sum, Symbol
from tutor.faces.drawing.place import asked_step, goal, is_after_examples, is_descent, slope

_FORMULA_HINT = 2
_LONGEST_FORMULA = 14
_FACTORS = frozenset(
    {
        Kind.COST_SLOPE,
        Kind.ACTIVATION_SLOPE,
        Kind.WEIGHT_FACTOR,
        Kind.BIAS_FACTOR,
        Kind.ACTIVATION_FACTOR,
        Kind.FUSED_SLOPE,
    }
)
"""The kinds of steps whose formula is told in the equation once they are solved."""
_PRODUCTS = frozenset({Kind.PRODUCT, Kind.PATH_TERM})


class Term(NamedTuple):
    """A quantity in an equation.

    Attributes:
        top, bottom: of a derivative; of anything else `top` is its name and `bottom` empty.
        through: the neuron that a path term goes through, with its bar.
        formula: what it comes from, once that is known, else empty.
        value: its value as text, "?" while it is not known.
        here: whether it is in question.

    """

    top: str
    bottom: str
    through: str
    formula: str
    value: str
    here: bool


Piece: TypeAlias = Term | str
"""A term, or a sign between terms."""


class Equation(NamedTuple):
    """A quantity with what it consists of."""

    left: Term
    right: tuple[Piece, ...]


def equations_of(view: View) -> tuple[Equation, ...]:
    """Return the equations that belong here: one, or those of the descent."""
    return tuple(equation(view, address) for address in _worked_at(view))


def _worked_at(view: View) -> tuple[Address, ...]:
    weight = view.parameter.quantity is Q.W
    if is_descent(view):
        quantities = (Q.STEP_W, Q.NEW_W) if weight else (Q.STEP_B, Q.NEW_B)
        return tuple(map(view.parameter.to, quantities))
    if is_after_examples(view) and len(view.trace.problem.examples) > 1:
        return (slope(view, None),)
    step = asked_step(view)
    if step is None or step.kind in (Kind.WEIGHTED_SUM, Kind.ACTIVATION, Kind.COST):
        return (goal(view),)
    return (step.place if step.kind not in _FACTORS else _product_with(view, step),)


def _product_with(view: View, step: Step) -> Address:
    """Return the first product that a factor is worked out for."""
    start = next(i for i, each in enumerate(view.plan.steps) if each.step.place == step.place)
    for each in view.plan.steps[start:]:
        if each.step.kind in _PRODUCTS and step.place in each.step.rule.inputs:
            return each.step.place
    return goal(view)


def equation(view: View, address: Address) -> Equation:
    """Return the equation of a quantity, from its rule as the formula says it."""
    rule = view.trace.rules.of(address)
    right = tuple(_pieces(view, rule.forms[0], address.example))
    return Equation(_term(view, address, address.example), right)


def _pieces(view: View, tree: Expression, example: int | None) -> Iterator[Piece]:
    """Yield the terms of a tree with the signs between them."""
    match tree:
        case Symbol(name):
            yield _term(view, cast("Address", name), example)
        case Product(factors):
            yield from _between(view, factors, view.notation.times.strip(), example)
        case Sum(terms):
            yield from _between(view, terms, "+", example)
        case Difference(left, right):
            yield from _between(view, (left, right), view.notation.minus.strip(), example)
        case Mean(terms):
            yield "("
            yield from _between(view, terms, "+", example)
            yield f")/{len(terms)}"


def _between(
    view: View, parts: tuple[Expression, ...], sign: str, example: int | None
) -> Iterator[Piece]:
    for number, part in enumerate(parts):
        if number:
            yield sign
        yield from _pieces(view, part, example)


def _term(view: View, address: Address, example: int | None) -> Term:
    step = asked_step(view)
    here = view.phase is Phase.ASKING and step is not None and step.place == address
    top = view.trace.name(address, view.notation, example)
    bottom = through = ""
    parts = parts_of(address)
    if parts is not None:
        name, _, path = top.partition("|")
        through = f"|{path}" if path else ""
        of, by = (view.trace.name(part, view.notation, example) for part in parts)
        top, bottom = f"{name[0]}{of}", f"{name[0]}{by}"
    is_known = address in view.seen if parts is not None else view.is_seen(address)
    value = view.trace.shown(address) if is_known and not here else UNKNOWN
    told = here and view.hints >= _FORMULA_HINT
    formula = _formula(view, address) if parts is not None and (is_known or told) else ""
    return Term(top, bottom, through, formula, value, here)


def _formula(view: View, address: Address) -> str:
    """Return what a factor comes from, if it is short."""
    step = Step(address, view.trace)
    formula = step.forms(view.notation)[0] if step.kind in _FACTORS else ""
    return formula if len(formula) <= _LONGEST_FORMULA else ""
