"""Sites: a rule at a place of a trace, with what its classic errors need of its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from tutor.chain.addresses import Address, Q
from tutor.chain.rules import Rule
from tutor.chain.trace import Trace
from tutor.engine.expressions import Expression, Mean, Number, Product, Sum, Symbol

Wrong: TypeAlias = Iterator[tuple[str, Expression]]
"""Wrong trees for a site, each with a label: the same label at several sites is the same slip."""
ONE = Number(1.0)
SQUARED = ("squared_error", "mean_squared_error", "half_squared_error")


@dataclass(frozen=True)
class Site:
    """A rule at a place of a trace, where an error may be made.

    It `is_wide` where it stands for the same rule in every example.
    """

    trace: Trace
    rule: Rule
    is_wide: bool = False

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
    def back_to(self) -> int:
        """The neuron of the layer before that a way back leads to."""
        return self.at.j if self.at.quantity is Q.DC_DA else self.at.k

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

    def beside_outputs(self, label: str, wrong: Expression) -> Wrong:
        """Yield a wrong tree alone, and together with the same error at a softmax's outputs.

        Where dC/dz sums over the outputs of a softmax, the slip may be made there only, in the
        other layers only, or in both.
        """
        if not self.trace.rules.sums_outputs(len(self.sizes) - 1):
            yield label, wrong
            return
        yield f"{label} outputs" if self.at.quantity is Q.DC_DZ else label, wrong
        yield f"{label} everywhere", wrong

    @cached_property
    def factors(self) -> tuple[Expression, ...]:
        """The factors of a product."""
        return self.tree.factors if isinstance(self.tree, Product) else (self.tree,)


def terms_of(site: Site) -> tuple[Expression, ...]:
    """Return the terms of a sum or a mean; none of anything else."""
    return site.tree.terms if isinstance(site.tree, Sum | Mean) else ()
