"""The trace: every intermediate value of a forward and backward pass, with its steps.

The records that it is written as and read from are loaded when it is: a lesson needs neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pydantic import ModelWrapValidatorHandler, model_serializer, model_validator

from tutor.chain import addresses
from tutor.chain.addresses import GIVEN, PARAMETERS, Address, Q
from tutor.chain.arrays import FrozenModel
from tutor.chain.evaluation import Lookup, largest_term
from tutor.chain.files import parsed_json, read_source, write_whole
from tutor.chain.notation import LATEX, Notation
from tutor.chain.notebook import ShownAsFormulas
from tutor.chain.numbers import SHOWN_DIGITS, exponent_of, given_text, text_of, text_to_place
from tutor.chain.order import Chain
from tutor.chain.problem import Problem
from tutor.chain.rules import Rules, rules_of
from tutor.chain.statement import gradient
from tutor.chain.steps import Step, Steps
from tutor.chain.values import Values
from tutor.engine.check import check_gradient_numerically
from tutor.engine.network import run
from tutor.errors import AddressError

if TYPE_CHECKING:
    from tutor.chain.examples import Examples
    from tutor.chain.parts import Average, Check, Descent

LINES_SUFFIX = ".jsonl"
CANCELLED = 1e-14
"""A sum this much smaller than its largest term has cancelled: by hand it is exactly 0."""


class Trace(ShownAsFormulas, FrozenModel):
    """Everything that one forward and backward pass over a problem computed.

    Attributes:
        problem: what was given.
        parameter: the weight or bias whose chain of steps is saved with it, or None.

    """

    problem: Problem
    parameter: str | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, data: Any, handler: ModelWrapValidatorHandler[Trace]) -> Trace:  # noqa: ANN401
        """Take a trace document as well as fields, and give the parameter its full form."""
        if not (isinstance(data, dict) and "format" in data):
            return handler(data)._named()  # noqa: SLF001 - its own
        from tutor.chain import trace_reading

        read = trace_reading.read(data)
        made = handler({"problem": read.values.problem, "parameter": read.parameter})
        made.holding(read.values, read.check)._named()  # noqa: SLF001 - its own
        trace_reading.check_steps(data.get("steps", []), made)
        return made

    def _named(self) -> Trace:
        if self.parameter is not None:
            object.__setattr__(self, "parameter", str(self.parameter_address(self.parameter)))
        return self

    @cached_property
    def values(self) -> Values:
        """The value of every address."""
        return _computed(self.problem)

    def holding(self, values: Values, check: Check | None) -> Trace:
        """Return the trace with values that were read or are known, not to be worked out again."""
        self.__dict__["values"] = values
        if check is not None:
            self.__dict__["check"] = check
        return self

    @cached_property
    def rules(self) -> Rules:
        """The rules of this network."""
        problem = self.problem
        names = tuple(layer.activation for layer in problem.layers)
        return rules_of(problem.sizes, names, problem.cost, len(problem.examples))

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What grading works out about this trace's steps, kept beside it."""
        return {}

    def address(self, text: str, example: int | None = None) -> Address:
        """Return the address that a text names; without ``@`` of `example`, if given.

        Raises:
            AddressError: where it names nothing; the sentence says what there is.

        """
        return addresses.parse(text, self.rules.shape, example)

    def parameter_address(self, text: str) -> Address:
        """Return the address of a weight or a bias.

        Raises:
            AddressError: where the text names none.

        """
        address = self.address(text, 0)
        if address.quantity not in PARAMETERS:
            raise AddressError(f"{text}: not a weight or a bias; a parameter is such as w1[0,0]")
        return address

    def value(self, address: str) -> float:
        """Return the value of any address.

        Raises:
            AddressError: where it names nothing.

        """
        return self.values.value(self.address(address))

    def step(self, address: str) -> Step:
        """Return the step that gives a quantity.

        Raises:
            AddressError: where it names nothing, is given, or has a value but no step.

        """
        step = Step(self.address(address), self)
        _ = step.rule  # refused here, not at its first use
        return step

    def steps(self, parameter: str) -> Steps:
        """Return the chain of a weight or a bias: a lazy sequence of steps.

        Raises:
            AddressError: where the text names no weight or bias.

        """
        return Steps(Chain(self.rules, self.parameter_address(parameter)), self)

    def settled(self, address: Address) -> float:
        """Return a value, 0 where its sum cancelled to nothing but rounding."""
        value = self.values.value(address)
        if value == 0.0 or address.quantity in GIVEN or address.quantity is Q.NEW_C:
            return value
        if address.quantity is Q.DC_DZ and not self.rules.sums_outputs(address.layer):
            return value  # no sum, or a − y, which the engine gives without cancelling
        exact = cast("Lookup", self.values.value)
        sizes = [largest_term(form, exact) for form in self.rules.sums_of(address)]
        return 0.0 if sizes and abs(value) < CANCELLED * max(sizes) else value

    def shown(self, address: Address) -> str:
        """Return a value as it is shown: with 4 digits, a given one as it was given."""
        if self.is_given(address):
            return given_text(self.values.value(address))
        value = self.settled(address)
        if address.quantity in (Q.NEW_W, Q.NEW_B):
            step = self.values.value(
                address.to(Q.STEP_W if address.quantity is Q.NEW_W else Q.STEP_B)
            )
            if step and abs(step) < abs(value):
                return text_to_place(value, exponent_of(step) - SHOWN_DIGITS + 1)
        return text_of(value)

    def is_given(self, address: Address) -> bool:
        """Return whether a value is a number of the problem, as it stands there."""
        factor = address.quantity is Q.DZ_DW and address.layer == 1
        return factor or address.quantity is Q.DZ_DA or address.quantity in GIVEN

    def name(self, address: Address, notation: Notation, example: int | None) -> str:
        """Return the text of an address in a step of an example (None: over all examples)."""
        return notation.quantity(address, self.rules.shape, example)

    @cached_property
    def examples(self) -> Examples:
        """What each example computed, made when it is asked for."""
        from tutor.chain.examples import Examples

        return Examples(self.values.passes)

    @cached_property
    def average(self) -> Average:
        """The full cost and its gradient."""
        from tutor.chain.parts import Average, LayerGradient

        layers = tuple(
            LayerGradient(dC_dw=layer.weights, dC_db=layer.biases) for layer in self.values.average
        )
        return Average(cost=self.values.cost, layers=layers)

    @cached_property
    def descent(self) -> Descent:
        """One step of gradient descent, every parameter at once."""
        from tutor.chain.parts import Descent, LayerValues

        layers = tuple(
            LayerValues(weights=layer.weights, biases=layer.biases) for layer in self.values.descent
        )
        return Descent(
            learning_rate=self.problem.learning_rate,
            layers=layers,
            cost_before=self.values.cost,
            cost_after=self.values.cost_after,
        )

    @cached_property
    def check(self) -> Check:
        """How far the gradient agrees with differences of the cost."""
        from tutor.chain.parts import Check

        passes = self.values.passes
        result = check_gradient_numerically(passes.network, passes.x, passes.y, self.values.average)
        return Check(
            method=result.method,
            checked=result.checked,
            skipped=result.skipped,
            worst_relative_error=result.worst_relative_error,
        )

    @model_serializer(mode="plain")
    def document(self) -> dict[str, Any]:
        """Return the trace document, as it would be read from JSON."""
        return cast("dict[str, Any]", parsed_json(self.to_json(), "the trace"))

    def to_json_lines(self, *, compact: bool = False) -> Iterator[bytes]:
        """Return the trace as JSON Lines: pieces of text, in memory flat in the examples."""
        from tutor.chain import trace_document

        return trace_document.lines(self, compact=compact)

    def to_json(self, *, compact: bool = False) -> bytes:
        """Return the trace document; compact leaves out each example's dC_dw."""
        from tutor.chain import trace_document

        return trace_document.written(self, compact=compact)

    def save(self, path: str | Path, *, compact: bool = False) -> None:
        """Write the trace document to a file, whole or not at all; JSON Lines to a .jsonl file.

        Raises:
            DocumentError: where it cannot be written.

        """
        if Path(path).suffix == LINES_SUFFIX:
            write_whole(path, self.to_json_lines(compact=compact))
        else:
            write_whole(path, self.to_json(compact=compact))

    @classmethod
    def load(cls, path: str | Path) -> Trace:
        """Return the trace in a file of JSON or JSON Lines, checked; "-" is standard input.

        Raises:
            DocumentError: where it cannot be read, or a value does not follow from the problem.

        """
        from tutor.chain import trace_lines, trace_reading

        text, source = read_source(path), str(path)
        has_lines = trace_lines.is_lines(text)
        parsed = trace_lines.document_of if has_lines else parsed_json
        return trace_reading.load(cls, parsed(text, source), source)

    def for_parameter(self, parameter: str | None) -> Trace:
        """Return the same trace with the chain of a parameter, or of none, saved with it.

        Raises:
            AddressError: where the text names no weight or bias.

        """
        if parameter is not None:
            parameter = str(self.parameter_address(parameter))
        made = Trace(problem=self.problem, parameter=parameter)
        return made.holding(self.values, self.__dict__.get("check"))

    def _formulas(self) -> list[str]:
        """Return the cost, its gradient, and the cost after a step of descent."""
        before, after = (
            f"{self.name(at, LATEX, None)} = {LATEX.number(self.shown(at))}"
            for at in (Address(Q.C), Address(Q.NEW_C))
        )
        return [before, *gradient(self.values.average), after]

    def __repr__(self) -> str:
        sizes = "-".join(map(str, self.problem.sizes))
        return f"<Trace of {sizes}, {len(self.problem.examples)} examples>"


def trace(problem: Problem) -> Trace:
    """Run a problem's network forward and backward over its examples and return the trace."""
    made = Trace.model_construct(problem=problem)  # there is nothing to validate
    return made.holding(_computed(problem), None)


def _computed(problem: Problem) -> Values:
    return Values(problem, run(problem.network, problem.inputs, problem.targets))
