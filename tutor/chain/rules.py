"""The rules of calculus, each written once: what follows from what, as an expression tree.

A rule says how one quantity of a network follows from others, its symbols being their addresses.
Equations as in the video "Backpropagation calculus", in its order: dz/dw · da/dz · dC/da.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from tutor.chain.addresses import Address, Q, Shape
from tutor.chain.evaluation import may_cancel
from tutor.engine.activations import ACTIVATIONS, SIGMOID_SLOPE_OF_A, softmax
from tutor.engine.costs import COSTS, Cost
from tutor.engine.expressions import (
    Apply,
    Difference,
    Expression,
    Mean,
    Negative,
    Number,
    Product,
    Quotient,
    Sum,
    Symbol,
    filled_in,
    symbols,
)
from tutor.errors import AddressError


class Kind(StrEnum):
    """The kinds of steps, as in a trace document."""

    WEIGHTED_SUM = "weighted_sum"
    ACTIVATION = "activation"
    COST = "cost"
    COST_SLOPE = "cost_slope"
    ACTIVATION_SLOPE = "activation_slope"
    WEIGHT_FACTOR = "weight_factor"
    BIAS_FACTOR = "bias_factor"
    ACTIVATION_FACTOR = "activation_factor"
    PRODUCT = "product"
    PATH_TERM = "path_term"
    PATH_SUM = "path_sum"
    FUSED_SLOPE = "fused_slope"
    AVERAGE = "average"
    STEP = "step"
    UPDATE = "update"
    NEW_COST = "new_cost"


@dataclass(frozen=True, slots=True)
class Rule:
    """How one quantity follows from others.

    Attributes:
        kind: the kind of step that it makes.
        address: what follows.
        forms: trees over addresses that all give it; the first as the formula says it, the last
            as one works it by hand. None for C+, which a whole forward pass gives.
        inputs: the addresses that it follows from, each once.

    """

    kind: Kind
    address: Address
    forms: tuple[Expression, ...]
    inputs: tuple[Address, ...]


_FEW, _MOST_KEPT = 16, 4096  # inputs of a rule that is kept, and how many are


@dataclass(frozen=True)
class Rules:
    """The rules of one network: what makes its chain differ from another's.

    Attributes:
        shape: layer sizes, number of examples, whether the outputs are a softmax.
        activations: by name, layer 1 first.
        cost: the cost's entry.

    """

    shape: Shape
    activations: tuple[str, ...]
    cost: Cost

    @property
    def fused(self) -> bool:
        """Whether dC/dz at the outputs is a − y."""
        return self.cost.fused_with == self.activations[-1]

    def sums_outputs(self, layer: int) -> bool:
        """Return whether dC/dz of a layer is a sum over its own outputs: an unfused softmax."""
        last = self.shape.last
        return layer == last and self.shape.softmax and not self.fused and self.shape.sizes[-1] > 1

    def of(self, address: Address) -> Rule:
        """Return the rule that gives a quantity.

        Raises:
            AddressError: where it has none: it is given, or has a value but no step.

        """
        rule = self._kept.get(address)
        if rule is None:
            rule = self._rule(address)
            if len(rule.inputs) <= _FEW:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[address] = rule
        return rule

    def sums_of(self, address: Address) -> tuple[Expression, ...]:
        """Return those forms of a quantity's rule whose terms may cancel; looked for once."""
        found = self._sums.get(address)
        if found is None:
            rule = self.of(address)
            found = tuple(form for form in rule.forms if may_cancel(form))
            if len(rule.inputs) <= _FEW:
                if len(self._sums) >= _MOST_KEPT:
                    self._sums.clear()
                self._sums[address] = found
        return found

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What grading works out from these rules, whatever a trace's numbers are."""
        return {}

    @cached_property
    def _sums(self) -> dict[Address, tuple[Expression, ...]]:
        return {}

    @cached_property
    def _kept(self) -> dict[Address, Rule]:
        """Small rules that were made already: grading asks for the same ones again and again."""
        return {}

    def _rule(self, address: Address) -> Rule:
        make = _RULES.get(address.quantity)
        if make is None:
            raise AddressError(f"{address}: has no step: the problem gives it")
        kind, forms = make(self, address)
        if address.quantity is Q.NEW_C:
            return Rule(kind, address, forms, tuple(self._updated()))
        seen = dict.fromkeys(name for form in forms for name in symbols(form))
        return Rule(kind, address, forms, tuple(seen))  # type: ignore[arg-type]  # addresses

    def kind(self, address: Address) -> Kind:
        """Return the kind of a quantity's rule, whose tree is made once for all examples."""
        first = address if address.example is None else address.at(0)
        if first not in self._kinds:
            self._kinds[first] = self.of(first).kind
        return self._kinds[first]

    @cached_property
    def _kinds(self) -> dict[Address, Kind]:
        return {}

    def _updated(self) -> list[Address]:
        sizes = self.shape.sizes
        updated = []
        for layer in range(1, len(sizes)):
            for j in range(sizes[layer]):
                row = [Address(Q.NEW_W, layer, j, k) for k in range(sizes[layer - 1])]
                updated += [*row, Address(Q.NEW_B, layer, j)]
        return updated

    def slope_factors(self, layer: int, j: int, example: int | None) -> tuple[Expression, ...]:
        """Return dC/dz of a neuron as factors: da/dz · dC/da, or itself where it has a step."""
        slope = Address(Q.DC_DZ, layer, j, 0, example)
        if (layer == self.shape.last and self.fused) or self.sums_outputs(layer):
            return (Symbol(slope),)
        return (
            Symbol(Address(Q.DA_DZ, layer, j, j, example)),
            Symbol(Address(Q.DC_DA, layer, j, 0, example)),
        )

    def fed_by(self, layer: int, k: int, example: int | None) -> Address:
        """Return the activation or input that feeds a layer from neuron k before it."""
        if layer == 1:
            return Address(Q.X, 0, k, 0, example)
        return Address(Q.A, layer - 1, k, 0, example)


_Made = tuple[Kind, tuple[Expression, ...]]


def _neurons(rules: Rules, at: Address, quantity: Q) -> tuple[Symbol, ...]:
    """Return a quantity of every neuron of an address's layer."""
    count = rules.shape.sizes[at.layer]
    return tuple(Symbol(Address(quantity, at.layer, i, 0, at.example)) for i in range(count))


def _weighted_sum(rules: Rules, at: Address) -> _Made:
    """Return z = Σ w·a + b."""
    terms: list[Expression] = [
        Product(
            (
                Symbol(Address(Q.W, at.layer, at.j, k)),
                Symbol(rules.fed_by(at.layer, k, at.example)),
            )
        )
        for k in range(rules.shape.sizes[at.layer - 1])
    ]
    terms.append(Symbol(Address(Q.B, at.layer, at.j)))
    return Kind.WEIGHTED_SUM, (Sum(tuple(terms)),)


def _z_and_a(at: Address) -> Mapping[Hashable, Expression]:
    return {"z": Symbol(at.to(Q.Z)._replace(k=0)), "a": Symbol(at.to(Q.A)._replace(k=0))}


def _activation(rules: Rules, at: Address) -> _Made:
    """Return a = f(z); for softmax of every z of the layer."""
    name = rules.activations[at.layer - 1]
    if name == "softmax":
        function = softmax(at.j, rules.shape.sizes[at.layer])
        return Kind.ACTIVATION, (Apply(function, _neurons(rules, at, Q.Z)),)
    forms = tuple(filled_in(form, _z_and_a(at)) for form in ACTIVATIONS[name].forms)
    return Kind.ACTIVATION, forms


def _activation_slope(rules: Rules, at: Address) -> _Made:
    """Return da/dz = f′(z); for softmax aᵢ(δᵢⱼ − aⱼ)."""
    name = rules.activations[at.layer - 1]
    if name != "softmax":
        forms = tuple(filled_in(form, _z_and_a(at)) for form in ACTIVATIONS[name].slope_forms)
        return Kind.ACTIVATION_SLOPE, forms
    own, other = (Symbol(Address(Q.A, at.layer, i, 0, at.example)) for i in (at.k, at.j))
    if at.j == at.k:
        return Kind.ACTIVATION_SLOPE, (Apply(SIGMOID_SLOPE_OF_A, (own,)),)
    return Kind.ACTIVATION_SLOPE, (Negative(Product((own, other))),)


def _cost(rules: Rules, at: Address) -> _Made:
    """Return C: a scale times the sum over the outputs; without example the mean over all."""
    if at.example is None:
        costs = tuple(Symbol(at.at(k)) for k in range(rules.shape.examples))
        return Kind.AVERAGE, (Mean(costs),)
    outputs = Address(Q.A, rules.shape.last, example=at.example)
    targets = [Symbol(Address(Q.Y, 0, j, 0, at.example)) for j in range(rules.shape.sizes[-1])]
    terms = tuple(
        filled_in(rules.cost.term, {"a": a, "y": y})
        for a, y in zip(_neurons(rules, outputs, Q.A), targets, strict=True)
    )
    total = terms[0] if len(terms) == 1 else Sum(terms)
    scaled: dict[str, Expression] = {
        "1": total,
        "1/2": Product((Quotient(Number(1.0), Number(2.0)), total)),
        "1/n": Mean(terms) if len(terms) > 1 else total,
        "-1": Negative(total),
    }
    return Kind.COST, (scaled[rules.cost.scale],)


def _cost_slope(rules: Rules, at: Address) -> _Made:
    """Return dC/da at an output."""
    places: dict[Hashable, Expression] = {
        "a": Symbol(at.to(Q.A)),
        "y": Symbol(Address(Q.Y, 0, at.j, 0, at.example)),
    }
    slope = filled_in(rules.cost.slope_term, places)
    outputs, two = rules.shape.sizes[-1], Number(2.0)
    if rules.cost.slope_scale == "2" or (rules.cost.slope_scale == "2/n" and outputs == 1):
        slope = Product((two, slope))
    elif rules.cost.slope_scale == "2/n":
        slope = Product((Quotient(two, Number(float(outputs))), slope))
    return Kind.COST_SLOPE, (slope,)


def _slope_of_activation(rules: Rules, at: Address) -> _Made:
    """Return dC/da: at an output from the cost, else through every neuron that a feeds."""
    if at.layer == rules.shape.last:
        return _cost_slope(rules, at)
    above, count = at.layer + 1, rules.shape.sizes[at.layer + 1]
    if count == 1:
        factor = Symbol(Address(Q.DZ_DA, above, 0, at.j))
        return Kind.PRODUCT, (Product((factor, *rules.slope_factors(above, 0, at.example))),)
    terms = (Symbol(Address(Q.TERM_A, above, j, at.j, at.example)) for j in range(count))
    return Kind.PATH_SUM, (Sum(tuple(terms)),)


def _slope_of_sum(rules: Rules, at: Address) -> _Made:
    """Return dC/dz where it has a step: a − y where fused, a sum over a softmax's outputs."""
    if at.layer == rules.shape.last and rules.fused:
        target = Symbol(Address(Q.Y, 0, at.j, 0, at.example))
        return Kind.FUSED_SLOPE, (Difference(Symbol(at.to(Q.A)), target),)
    if rules.sums_outputs(at.layer):
        count = rules.shape.sizes[at.layer]
        terms = (Symbol(Address(Q.TERM_Z, at.layer, at.j, i, at.example)) for i in range(count))
        return Kind.PATH_SUM, (Sum(tuple(terms)),)
    raise AddressError(
        f"{at}: has a value but no step of its own; it is a part of the product "
        f"dC/dw: da/dz times dC/da"
    )


def _term_through_sum(rules: Rules, at: Address) -> _Made:
    """Return the part of dC/da that goes through one z of the layer above."""
    factor = Symbol(Address(Q.DZ_DA, at.layer, at.j, at.k))
    factors = rules.slope_factors(at.layer, at.j, at.example)
    return Kind.PATH_TERM, (Product((factor, *factors)),)


def _term_through_output(_rules: Rules, at: Address) -> _Made:
    """Return the part of a softmax's dC/dz that goes through one of its outputs."""
    output = Address(Q.DC_DA, at.layer, at.k, 0, at.example)
    return Kind.PATH_TERM, (Product((Symbol(at.to(Q.DA_DZ)), Symbol(output))),)


def _parameter_slope(rules: Rules, at: Address) -> _Made:
    """Return dC/dw or dC/db: three factors for one example, else the mean over the examples."""
    if at.example is None:
        examples = tuple(Symbol(at.at(k)) for k in range(rules.shape.examples))
        return Kind.AVERAGE, (Mean(examples),)
    if at.quantity is Q.DC_DW:
        factor = Symbol(at.to(Q.DZ_DW))
    else:
        factor = Symbol(Address(Q.DZ_DB, at.layer, at.j))
    return Kind.PRODUCT, (Product((factor, *rules.slope_factors(at.layer, at.j, at.example))),)


def _step(rules: Rules, at: Address) -> _Made:
    """Return η times the derivative: the average's, or the only example's."""
    slope = at.to(Q.DC_DW if at.quantity is Q.STEP_W else Q.DC_DB)
    if rules.shape.examples == 1:
        slope = slope.at(0)
    return Kind.STEP, (Product((Symbol(Address(Q.ETA)), Symbol(slope))),)


def _update(_rules: Rules, at: Address) -> _Made:
    """Return the new value: the old one minus the step."""
    weight = at.quantity is Q.NEW_W
    old, step = at.to(Q.W if weight else Q.B), at.to(Q.STEP_W if weight else Q.STEP_B)
    return Kind.UPDATE, (Difference(Symbol(old), Symbol(step)),)


_RULES: dict[Q, Callable[[Rules, Address], _Made]] = {
    Q.Z: _weighted_sum,
    Q.A: _activation,
    Q.C: _cost,
    Q.DC_DA: _slope_of_activation,
    Q.DA_DZ: _activation_slope,
    Q.DC_DZ: _slope_of_sum,
    Q.DZ_DW: lambda rules, at: (
        Kind.WEIGHT_FACTOR,
        (Symbol(rules.fed_by(at.layer, at.k, at.example)),),
    ),
    Q.DZ_DB: lambda _rules, _at: (Kind.BIAS_FACTOR, (Number(1.0),)),
    Q.DZ_DA: lambda _rules, at: (Kind.ACTIVATION_FACTOR, (Symbol(at.to(Q.W)),)),
    Q.TERM_A: _term_through_sum,
    Q.TERM_Z: _term_through_output,
    Q.DC_DW: _parameter_slope,
    Q.DC_DB: _parameter_slope,
    Q.STEP_W: _step,
    Q.STEP_B: _step,
    Q.NEW_W: _update,
    Q.NEW_B: _update,
    Q.NEW_C: lambda _rules, _at: (Kind.NEW_COST, ()),
}


@lru_cache(maxsize=16)
def rules_of(
    sizes: tuple[int, ...], activations: tuple[str, ...], cost: str, examples: int
) -> Rules:
    """Return the rules of a network with these layer sizes, activations and cost."""
    shape = Shape(sizes, examples, softmax=activations[-1] == "softmax")
    return Rules(shape, activations, COSTS[cost])
