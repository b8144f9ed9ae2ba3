"""How the classic errors rewrite a rule: a right tree in, wrong trees out.

Each function yields (label, tree) pairs for a site, none where the error cannot be made there. The
same label at several sites is the same slip, so that it can be followed through a whole chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from tutor.chain.addresses import Address, Q
from tutor.chain.problem import Example, Problem
from tutor.chain.rules import Rule
from tutor.chain.trace import Trace, trace
from tutor.engine.activations import ACTIVATIONS, SIGMOID_SLOPE_OF_A
from tutor.engine.expressions import (
    Apply,
    Difference,
    Expression,
    Mean,
    Negative,
    Number,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
    children,
    filled_in,
    rebuilt,
)

Wrong = Iterator[tuple[str, Expression]]
_ONE = Number(1.0)
_WITHOUT_A_CURVE = ("softmax", "identity")
_SQUARED = ("squared_error", "mean_squared_error", "half_squared_error")


@dataclass(frozen=True)
class Site:
    """A rule at a place of a trace, where an error may be made."""

    trace: Trace
    rule: Rule

    @property
    def at(self) -> Address:
        """What the rule gives."""
        return self.rule.address

    @property
    def tree(self) -> Expression:
        """What is right."""
        return self.rule.forms[0]

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of neurons of each layer."""
        return self.trace.rules.shape.sizes

    @property
    def layer(self) -> int:
        """The layer of the weighted sum that the rule is about."""
        at = self.at
        hidden = at.quantity is Q.DC_DA and at.layer < len(self.sizes) - 1
        return at.layer + 1 if hidden else at.layer

    @property
    def activation(self) -> str:
        """The activation of the address's own layer."""
        return self.trace.rules.activations[self.at.layer - 1]

    @property
    def example(self) -> int:
        """The example; of a factor that all share, the first, where it is first used."""
        return self.at.example or 0

    @property
    def cost(self) -> str:
        """The cost's name."""
        return self.trace.problem.cost

    def own(self, quantity: Q) -> Symbol:
        """Return another quantity of the same neuron and example."""
        return Symbol(self.at.to(quantity)._replace(k=0))

    @property
    def target(self) -> Symbol:
        """The desired output of the same neuron."""
        return Symbol(Address(Q.Y, 0, self.at.j, 0, self.at.example))

    @cached_property
    def factors(self) -> tuple[Expression, ...]:
        """The factors of a product."""
        return self.tree.factors if isinstance(self.tree, Product) else (self.tree,)


def _quantity(factor: Expression) -> Q | None:
    return cast("Address", factor.name).quantity if isinstance(factor, Symbol) else None


def sign_flipped(site: Site) -> Wrong:
    """Yield 2(y − a) for 2(a − y)."""
    yield "", Negative(site.tree)


def factor_two_dropped(site: Site) -> Wrong:
    """Yield a − y for 2(a − y)."""
    if site.cost in ("squared_error", "mean_squared_error"):
        yield "", Quotient(site.tree, Number(2.0))


def factor_two_added(site: Site) -> Wrong:
    """Yield twice the slope, as where ½ or the 2 is counted wrongly."""
    if site.cost in _SQUARED:
        yield "", Product((Number(2.0), site.tree))


def cost_for_slope(site: Site) -> Wrong:
    """Yield this output's own term of the cost."""
    if site.cost in _SQUARED:
        yield "", Square(Difference(site.own(Q.A), site.target))


def target_dropped(site: Site) -> Wrong:
    """Yield the slope as if the target were 0."""
    if site.cost in _SQUARED:
        yield "", filled_in(site.tree, {site.target.name: Number(0.0)})


def mean_over_outputs(site: Site) -> Wrong:
    """Yield the slope divided by the number of outputs, for a cost that is a sum."""
    if site.sizes[-1] > 1 and site.cost in ("squared_error", "half_squared_error"):
        yield "", Quotient(site.tree, Number(float(site.sizes[-1])))


def _slope_of(site: Site, argument: Expression) -> Expression | None:
    """Return the first form of the activation's derivative at something else than z."""
    forms = ACTIVATIONS[site.activation].slope_forms
    return filled_in(forms[0], {"z": argument, "a": argument}) if forms else None


def slope_is_value(site: Site) -> Wrong:
    """Yield σ(z) for σ′(z)."""
    if site.activation not in _WITHOUT_A_CURVE:
        yield "", site.own(Q.A)


def slope_at_activation(site: Site) -> Wrong:
    """Yield σ′(a) for σ′(z)."""
    if site.activation in ("sigmoid", "tanh", "softplus"):
        wrong = _slope_of(site, site.own(Q.A))
        if wrong is not None:
            yield "", wrong


def slope_of_z(site: Site) -> Wrong:
    """Yield z(1 − z) for a(1 − a), or for another function's derivative."""
    if site.activation not in _WITHOUT_A_CURVE:
        z = site.own(Q.Z)
        yield "", Product((z, Difference(_ONE, z)))


def sigmoid_slope_elsewhere(site: Site) -> Wrong:
    """Yield a(1 − a) for another function's derivative."""
    if site.activation not in ("sigmoid", "softmax"):
        a = site.own(Q.A)
        yield "", Product((a, Difference(_ONE, a)))


def half_slope(site: Site) -> Wrong:
    """Yield 1 − a for a(1 − a), or for another function's derivative."""
    if site.activation not in _WITHOUT_A_CURVE:
        yield "", Difference(_ONE, site.own(Q.A))


def relu_slope_one(site: Site) -> Wrong:
    """Yield 1 for relu's slope where z is not above 0."""
    if site.activation == "relu":
        yield "", _ONE


def relu_slope_value(site: Site) -> Wrong:
    """Yield relu(z) for its slope."""
    if site.activation == "relu":
        yield "", site.own(Q.A)


def wrong_layer_activation(site: Site) -> Wrong:
    """Yield the activation of the layer itself, or of two layers before."""
    layer, j, example = site.at.layer, site.at.j, site.at.example
    yield "own", Symbol(Address(Q.A, layer, j, 0, example))
    if layer > 1:
        quantity = Q.X if layer == 2 else Q.A  # noqa: PLR2004 - the input is layer 0
        for neuron in range(site.sizes[layer - 2]):
            back = 0 if quantity is Q.X else layer - 2
            yield f"back {neuron}", Symbol(Address(quantity, back, neuron, 0, example))


def sum_for_activation(site: Site) -> Wrong:
    """Yield z of the layer before for its a."""
    at = site.at
    if at.layer > 1:
        yield "", Symbol(Address(Q.Z, at.layer - 1, at.k, 0, at.example))


def weight_for_activation(site: Site) -> Wrong:
    """Yield the weight for dz/dw."""
    yield "", Symbol(Address(Q.W, site.at.layer, site.at.j, site.at.k))


def bias_factor_is_bias(site: Site) -> Wrong:
    """Yield the bias for dz/db."""
    yield "", Symbol(site.at.to(Q.B))


def bias_is_constant(_site: Site) -> Wrong:
    """Yield 0 for dz/db."""
    yield "", Number(0.0)


def bias_as_weight(site: Site) -> Wrong:
    """Yield what feeds the layer for dz/db."""
    for k in range(site.sizes[site.at.layer - 1]):
        yield f"{k}", Symbol(site.trace.rules.fed_by(site.at.layer, k, site.example))


def activation_for_weight(site: Site) -> Wrong:
    """Yield a, or 1, for dz/da."""
    yield "one", _ONE
    yield "a", Symbol(Address(Q.A, site.at.layer - 1, site.at.k, 0, site.example))


def wrong_layer_weight(site: Site) -> Wrong:
    """Yield the weight with the same indices one layer before."""
    below, j, k = site.at.layer - 1, site.at.j, site.at.k
    if j < site.sizes[below] and k < site.sizes[below - 1]:
        yield "", Symbol(Address(Q.W, below, j, k))


def indices_swapped(site: Site) -> Wrong:
    """Yield the rule with w_kj for w_jk, where there is such a weight."""
    rows, columns = site.sizes[site.layer], site.sizes[site.layer - 1]
    places: dict[object, Expression] = {}
    for address in site.rule.inputs:
        if address.quantity not in (Q.W, Q.DZ_DA):
            continue
        if address.k >= rows or address.j >= columns:
            return
        places[address] = Symbol(Address(Q.W, address.layer, address.k, address.j))
    if places:
        yield "", filled_in(site.tree, places)


def updated_weight_used(site: Site) -> Wrong:
    """Yield the rule with the weight after its update on the way back."""
    places: dict[object, Expression] = {
        address: Symbol(address.to(Q.NEW_W))
        for address in site.rule.inputs
        if address.quantity is Q.DZ_DA
    }
    if places:
        yield "", filled_in(site.tree, places)


def _without(site: Site, quantity: Q) -> Expression | None:
    kept = tuple(factor for factor in site.factors if _quantity(factor) is not quantity)
    if len(kept) == len(site.factors):
        return None
    return kept[0] if len(kept) == 1 else Product(kept)


def slope_forgotten(site: Site) -> Wrong:
    """Yield the product without da/dz."""
    wrong = _without(site, Q.DA_DZ)
    if wrong is not None and site.at.quantity is not Q.TERM_Z:
        yield "", wrong


def stopped_early(site: Site) -> Wrong:
    """Yield dC/dz for dC/dw."""
    wrong = _without(site, Q.DZ_DW)
    if wrong is not None:
        yield "", wrong


def divided(site: Site) -> Wrong:
    """Yield the product divided by a instead of multiplied by it."""
    wrong = _without(site, Q.DZ_DW)
    if wrong is not None:
        yield "", Quotient(wrong, site.factors[0])


def factors_added(site: Site) -> Wrong:
    """Yield the sum of the factors."""
    if len(site.factors) > 1:
        yield "", Sum(site.factors)


def _terms(site: Site) -> tuple[Expression, ...]:
    return site.tree.terms if isinstance(site.tree, Sum | Mean) else ()


def one_path(site: Site) -> Wrong:
    """Yield one term of the sum over paths: the first, the last, the largest, any other."""
    terms = _terms(site)
    if len(terms) > 1:
        yield "first", terms[0]
        yield "last", terms[-1]
        yield "largest", max(terms, key=lambda term: abs(_exact(site, term)))
        yield from ((f"path {index}", term) for index, term in enumerate(terms[1:-1], start=1))


def _exact(site: Site, term: Expression) -> float:
    return site.trace.values.value(cast("Address", cast("Symbol", term).name))


def mean_over_paths(site: Site) -> Wrong:
    """Yield the sum over paths divided by their number."""
    if len(_terms(site)) > 1:
        yield "", Mean(_terms(site))


def softmax_diagonal(site: Site) -> Wrong:
    """Yield the one term of a softmax's sum that has the same index."""
    if site.at.quantity is Q.DC_DZ:
        yield "", Symbol(site.at.to(Q.TERM_Z)._replace(k=site.at.j))


def slope_after_fusing(site: Site) -> Wrong:
    """Yield (a − y)·σ′(z) for a − y."""
    slope = Apply(SIGMOID_SLOPE_OF_A, (site.own(Q.A),))
    yield "", Product((site.tree, slope))


def _count(site: Site) -> Number:
    return Number(float(site.trace.rules.shape.examples))


def mean_forgotten(site: Site) -> Wrong:
    """Yield the sum over the examples for their mean."""
    yield "", Sum(_terms(site))


def mean_twice(site: Site) -> Wrong:
    """Yield the mean divided by the number of examples once more."""
    yield "", Quotient(site.tree, _count(site))


def average_example(site: Site) -> Wrong:
    """Yield the derivative at the mean of the examples, where their targets can be averaged."""
    if site.at.quantity is not Q.C and site.cost != "cross_entropy":  # classes have no mean
        yield "", Number(_mean_example(site.trace).values.value(site.at.at(0)))


def _mean_example(whole: Trace) -> Trace:
    """Return the trace of the one example that is the mean of all."""
    if "mean example" not in whole.memo:
        problem = whole.problem
        x = np.mean([example.x for example in problem.examples], axis=0)
        y = np.mean([example.y for example in problem.examples], axis=0)
        mean = Problem(
            layers=problem.layers,
            cost=problem.cost,
            examples=(Example(x=x, y=y),),
            learning_rate=problem.learning_rate,
        )
        whole.memo["mean example"] = trace(mean)
    return cast("Trace", whole.memo["mean example"])


def one_example(site: Site) -> Wrong:
    """Yield the first or the last example's derivative."""
    terms = _terms(site)
    if len(terms) > 1:
        yield "first", terms[0]
        yield "last", terms[-1]


def _step_and_slope(site: Site) -> tuple[Symbol, Symbol]:
    """Return the step η·∂C/∂w and the derivative, for an update or a step."""
    weight = site.at.quantity in (Q.NEW_W, Q.STEP_W)
    slope = site.at.to(Q.DC_DW if weight else Q.DC_DB)
    if site.trace.rules.shape.examples == 1:
        slope = slope.at(0)
    return Symbol(site.at.to(Q.STEP_W if weight else Q.STEP_B)), Symbol(slope)


def _old(site: Site) -> Symbol:
    return Symbol(site.at.to(Q.W if site.at.quantity is Q.NEW_W else Q.B))


def _updates(site: Site) -> bool:
    return site.at.quantity in (Q.NEW_W, Q.NEW_B)


def rate_forgotten(site: Site) -> Wrong:
    """Yield w − g for w − ηg, g for ηg."""
    slope = _step_and_slope(site)[1]
    yield "", Difference(_old(site), slope) if _updates(site) else slope


def rate_divides(site: Site) -> Wrong:
    """Yield w − g/η for w − ηg, g/η for ηg."""
    step = Quotient(_step_and_slope(site)[1], Symbol(Address(Q.ETA)))
    yield "", Difference(_old(site), step) if _updates(site) else step


def gradient_added(site: Site) -> Wrong:
    """Yield w + ηg for w − ηg."""
    yield "", Sum((_old(site), _step_and_slope(site)[0]))


def step_for_value(site: Site) -> Wrong:
    """Yield −ηg, or ηg, for w − ηg."""
    step = _step_and_slope(site)[0]
    yield "minus", Negative(step)
    yield "plus", step


def gradient_for_value(site: Site) -> Wrong:
    """Yield g for w − ηg."""
    yield "", _step_and_slope(site)[1]


def _powered(tree: Expression, power: int) -> Expression:
    return Product((tree,) * power)


def index_as_power(site: Site) -> Wrong:
    """Yield the rule with layer numbers taken as exponents: of each quantity, of the weights."""
    layer = site.at.layer
    places: dict[object, Expression] = {}
    for address in site.rule.inputs:
        if address.layer > 1:
            places[address] = _powered(Symbol(address), address.layer)
    if places:
        yield "each", filled_in(site.tree, places)
        weights = {
            address: tree
            for address, tree in places.items()
            if cast("Address", address).quantity is Q.W
        }
        if weights and len(weights) < len(places):
            yield "weights", filled_in(site.tree, weights)
    if layer > 1 and site.at.quantity is Q.A:
        yield "result", _powered(site.tree, layer)


def bias_left_out(site: Site) -> Wrong:
    """Yield the weighted sum without the bias."""
    terms = _terms(site)[:-1]
    yield "", terms[0] if len(terms) == 1 else Sum(terms)


def sum_left_open(site: Site) -> Wrong:
    """Yield one term of the weighted sum, with the bias or without."""
    *terms, bias = _terms(site)
    if len(terms) > 1:
        for index, term in enumerate(terms):
            yield f"{index} with bias", Sum((term, bias))
            yield f"{index}", term


def not_squashed(site: Site) -> Wrong:
    """Yield z for a."""
    if site.activation != "identity":
        yield "", site.own(Q.Z)


def cost_unsquared(site: Site) -> Wrong:
    """Yield the cost with each difference as it is, not squared."""
    if site.cost in _SQUARED:
        yield "", _unsquared(site.tree)


def _unsquared(tree: Expression) -> Expression:
    """Return a tree with each square replaced by its base."""
    if isinstance(tree, Square):
        return tree.base
    return rebuilt(tree, tuple(map(_unsquared, children(tree))))
