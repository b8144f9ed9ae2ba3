"""Reading a trace in JSON Lines: a line at a time, in memory that does not grow with the examples.

The first line has everything but the examples; what it says of them together can be checked only
when the last one is read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from pydantic import ValidationError

from tutor.chain.document_parts import numbers
from tutor.chain.examples import example_of
from tutor.chain.faults import sentence
from tutor.chain.files import STANDARD, reason_of
from tutor.chain.following import FollowingReader
from tutor.chain.parts import ExampleLine
from tutor.chain.problem import Example, Problem
from tutor.chain.totals import RunningTotals
from tutor.chain.trace import Trace
from tutor.chain.trace_lines import head_of, numbered
from tutor.chain.trace_reading import (
    ExampleRows,
    OverAll,
    check_steps,
    passes_of,
    read_check,
    read_over_all,
)
from tutor.chain.values import Values
from tutor.engine.network import LayerParameters, Network
from tutor.errors import DocumentError, TutorError


def read_examples(path: str | Path) -> ExampleReader:
    """Return an iterator over the examples of a trace in JSON Lines; "-" is standard input.

    Raises:
        DocumentError: where the file cannot be read, or its first line is refused.

    """
    if str(path) == STANDARD:
        return ExampleReader(sys.stdin.buffer, "standard input")
    try:
        return ExampleReader(Path(path).open("rb"), str(path))
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {reason_of(error)}") from None


class ExampleReader(Iterator[ExampleLine]):
    """Reads and checks one example at a time.

    The memory it takes does not grow with the number of examples; only where a chain of steps was
    saved, whose length does, the examples' z and a are kept until it is checked.

    Attributes:
        head: the first line, as it stands there. What it says of all examples together is checked
            after the last one.

    Raises:
        DocumentError: at the first value that does not follow from the problem, where an example
            is missing or stands there twice, and where the file is cut off.

    """

    def __init__(self, file: IO[bytes], source: str) -> None:
        self._file, self._source = file, source
        self._lines = enumerate(file, start=1)
        self._rows = self._read()
        try:
            self.head = self._read_head()
        except BaseException:
            self.close()
            raise

    def __next__(self) -> ExampleLine:
        return next(self._rows)

    def close(self) -> None:
        """Close the file; it is closed by itself after the last example."""
        if self._file is not sys.stdin.buffer:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _read_head(self) -> dict[str, Any]:
        try:
            return head_of(next(self._lines, (1, b""))[1])
        except DocumentError as error:
            raise DocumentError(f"{self._source}: {error}") from None

    def _read(self) -> Iterator[ExampleLine]:
        """Yield the examples, then check what is said of them together."""
        try:
            checker = _Checker(self.head)
            for number, line in self._lines:
                if line.strip():
                    yield checker.example(line, number)
            checker.finish()
        except TutorError as error:
            raise DocumentError(f"{self._source}: {error}") from None
        finally:
            self.close()


class _Checker:
    """Checks example after example, and keeps no more than what they come to."""

    def __init__(self, head: dict[str, Any]) -> None:
        self._head = head
        self._layers = head["problem"].get("layers")
        self._totals: RunningTotals | None = None
        self._problem: Problem | None = None
        self._count = 0
        self._kept: list[tuple[Example, ExampleRows]] = []

    def example(self, line: bytes, number: int) -> ExampleLine:
        """Return the example on a line of the file, checked."""
        document = numbered(line, number, self._count)
        example = self._inputs(document)
        problem = self._problem_of(example)
        passed = {key: document[key] for key in ("cost", "layers") if key in document}
        part = {"examples": {self._count: passed}}
        rows = FollowingReader(part, self._count, problem.network, example.x, example.y).read()
        passes = passes_of(problem, [rows])
        self._add_up(problem).add(passes)
        if self._head["parameter"] is not None:
            self._kept.append((example, rows))
        made = example_of(passes, 0)
        line_of = ExampleLine(
            example=self._count, x=example.x, y=example.y, cost=made.cost, layers=made.layers
        )
        self._count += 1
        return line_of

    def finish(self) -> None:
        """Check what the first line says of all examples together."""
        if self._problem is None or self._totals is None:
            raise DocumentError("the file ends before its first example")
        totals, own = self._totals, self._totals.totals()
        try:
            found = read_over_all(self._head, self._problem, own, lambda _: totals.cost_after())
        except DocumentError as error:
            told = f"{error}, with {self._count} examples; is the file whole?"
            raise DocumentError(told) from None
        check_steps(self._head["steps"], self._trace(self._problem, found))

    def _trace(self, problem: Problem, found: OverAll) -> Trace:
        """Return what steps are checked against: with every example, where there is a chain."""
        if self._head["parameter"] is None:
            return Trace(problem=problem)
        examples = tuple(example for example, _ in self._kept)
        whole = problem.model_copy(update={"examples": examples})
        passes = passes_of(whole, [rows for _, rows in self._kept])
        costs = (found.cost, found.cost_after)
        values = Values(whole, passes, found.average, found.descent, costs)
        made = Trace(problem=whole).holding(values, read_check(self._head))
        return made.for_parameter(self._head["parameter"])

    def _inputs(self, document: dict[str, Any]) -> Example:
        """Return a line's x and y."""
        place = f"examples[{self._count}]"
        try:
            example = Example.model_validate(
                {key: document[key] for key in ("x", "y") if key in document}
            )
        except ValidationError as error:
            raise DocumentError(f"{place}.{sentence(error, {})}") from None
        if self._problem is not None:
            first = self._problem.examples[0]
            for name, own, size in (("x", example.x, len(first.x)), ("y", example.y, len(first.y))):
                if len(own) != size:
                    told = f"shape {own.shape}, but {(size,)} is needed, as examples[0] has it"
                    raise DocumentError(f"{place}.{name}: {told}")
        return example

    def _problem_of(self, example: Example) -> Problem:
        """Return the problem with this example alone."""
        document = {**self._head["problem"], "layers": self._layers, "examples": [example]}
        try:
            problem = Problem.of_document(document, "problem")
        except DocumentError as error:
            own = f"examples[{self._count}]"
            raise DocumentError(str(error).replace("examples[0]", own)) from None
        self._layers = problem.layers
        self._problem = self._problem or problem
        return problem

    def _add_up(self, problem: Problem) -> RunningTotals:
        if self._totals is None:
            after = problem.network.with_parameters(self._descended(problem.network))
            self._totals = RunningTotals(problem.network, after)
        return self._totals

    def _descended(self, network: Network) -> tuple[LayerParameters, ...]:
        """Return the weights and biases after the step of descent, as the first line has them."""
        return tuple(
            LayerParameters(
                *(
                    numbers(self._head, array.shape, "descent", "layers", number, name)
                    for name, array in zip(("weights", "biases"), layer, strict=True)
                )
            )
            for number, layer in enumerate(network.parameters)
        )
