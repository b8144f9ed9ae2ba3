"""Steps: a rule at a place of a trace, with its texts, its inputs and its value."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast, overload

from tutor.chain.addresses import Address
from tutor.chain.nonfinite import name_of
from tutor.chain.notation import ASCII, LATEX, UNICODE, Notation
from tutor.chain.notebook import ShownAsFormulas
from tutor.chain.order import Chain
from tutor.chain.rules import Kind, Rule
from tutor.chain.writing import Writer

if TYPE_CHECKING:
    from tutor.chain.trace import Trace


class Step(ShownAsFormulas):
    """One step of a chain, made when somebody asks for it. It has a trace document's fields.

    Attributes:
        place: its address, with the example.
        trace: the trace that it belongs to.

    """

    def __init__(self, place: Address, trace: Trace) -> None:
        self.place = place
        self.trace = trace

    @cached_property
    def rule(self) -> Rule:
        """How its value follows from its inputs."""
        return self.trace.rules.of(self.place)

    @property
    def id(self) -> str:
        """The address with its example, as in ``dC/da3[0]@0``: one of a kind in a trace."""
        return str(self.place)

    @property
    def kind(self) -> Kind:
        """The kind of rule that it follows."""
        return self.trace.rules.kind(self.place)

    @property
    def address(self) -> str:
        """The address without its example."""
        return self.place.bare()

    @property
    def example(self) -> int | None:
        """The number of its example; None for a step over all examples."""
        return self.place.example

    @property
    def value(self) -> float:
        """What the engine computed."""
        return self.trace.values.value(self.place)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The ids of the quantities that it follows from."""
        return tuple(map(str, self.rule.inputs))

    @cached_property
    def symbols(self) -> str:
        """The equation in unicode symbols."""
        return self.equation(UNICODE)

    @cached_property
    def ascii(self) -> str:
        """The equation in pure ASCII, with names as one types them."""
        return self.equation(ASCII)

    @cached_property
    def latex(self) -> str:
        """The equation in LaTeX, to stand between dollars."""
        return self.equation(LATEX)

    @cached_property
    def numbers(self) -> str:
        """The equation in unicode with the numbers filled in, 4 significant digits each."""
        return self.with_numbers(UNICODE)

    def name(self, notation: Notation) -> str:
        """Return the text of what the step gives."""
        return self.trace.name(self.place, notation, self.example)

    def forms(self, notation: Notation) -> list[str]:
        """Return the right-hand sides in symbols, the last as one works it by hand."""
        writer = Writer(notation, self._names(notation))
        if not self.rule.forms:
            return [_ALL_NEW[notation.name]]
        return [writer.write(form) for form in self.rule.forms]

    def equation(self, notation: Notation) -> str:
        """Return the whole equation in symbols."""
        return " = ".join([self.name(notation), *self.forms(notation)])

    def filled_in(self, notation: Notation) -> str:
        """Return the right-hand side as one works it by hand, numbers in their places."""
        if not self.rule.forms:
            return self.shown(notation)
        writer = Writer(
            notation, lambda name: notation.number(self.trace.shown(cast("Address", name)))
        )
        return writer.with_ascii_minus().write(self.rule.forms[-1])

    def with_numbers(self, notation: Notation) -> str:
        """Return the whole equation with numbers, its value at the end."""
        sides = dict.fromkeys((self.filled_in(notation), self.shown(notation)))
        return " = ".join([self.name(notation), *sides])

    def shown(self, notation: Notation) -> str:
        """Return the value as it is shown: with 4 digits, a given one as it was given."""
        return notation.number(self.trace.shown(self.place))

    def _formulas(self) -> list[str]:
        sides = dict.fromkeys([self.latex, self.filled_in(LATEX), self.shown(LATEX)])
        return [" = ".join(sides)]

    def _names(self, notation: Notation) -> Callable[[Hashable], str]:
        return lambda name: self.trace.name(cast("Address", name), notation, self.example)

    def document(self) -> dict[str, object]:
        """Return the step as a trace document holds it."""
        return {
            "id": self.id,
            "kind": str(self.kind),
            "address": self.address,
            "example": self.example,
            "symbols": self.symbols,
            "ascii": self.ascii,
            "latex": self.latex,
            "numbers": self.numbers,
            "value": name_of(self.value),
            "inputs": list(self.inputs),
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Step):
            return NotImplemented
        return self.place == other.place and self.trace == other.trace

    def __hash__(self) -> int:
        return hash(self.place)

    def __repr__(self) -> str:
        return f"<Step {self.id}: {self.numbers}>"


_ALL_NEW = {
    "unicode": "C with every weight and bias after its step",
    "ascii": "C with every weight and bias after its step",
    "latex": r"C \text{ with every weight and bias after its step}",
}


class Steps(Sequence[Step]):
    """A parameter's chain of steps, each made when it is asked for."""

    def __init__(self, chain: Chain, trace: Trace) -> None:
        self._chain = chain
        self._trace = trace

    def __len__(self) -> int:
        return len(self._chain)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, index: int | slice) -> Step | tuple[Step, ...]:
        if isinstance(index, slice):
            return tuple(Step(place, self._trace) for place in self._chain[index])
        return Step(self._chain[index], self._trace)

    def __repr__(self) -> str:
        return f"<{len(self)} steps to {self[-2].address if len(self) > 1 else ''}>"
