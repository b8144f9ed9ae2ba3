"""Writing a trace as JSON or JSON Lines, every float64 as the shortest text that reads back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from tutor.chain.nonfinite import all_finite, without_nonfinite
from tutor.chain.problem import Problem
from tutor.chain.steps import Step
from tutor.chain.values import Values
from tutor.engine.network import Passes

if TYPE_CHECKING:
    from tutor.chain.trace import Trace

FORMAT, VERSION = "backprop-trace", 1
_LINE = orjson.OPT_APPEND_NEWLINE  # to append it later would copy all of the text


def written(trace: Trace, *, compact: bool) -> bytes:
    """Return the trace document as JSON, every float the shortest that reads back the same."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "problem": _problem(trace.problem, with_examples=True),
        "examples": list(_examples(trace.values.passes, compact=compact)),
        **_over_all(trace),
        "steps": [step.document() for step in _steps(trace)],
    }
    return _dumped(document, _LINE)


def lines(trace: Trace, *, compact: bool) -> Iterator[bytes]:
    """Yield the trace as JSON Lines, in pieces that are no larger whatever the examples are.

    The first line has everything but the examples. Its steps are pieces of their own, for there
    are some for each example.
    """
    problem = _problem(trace.problem, with_examples=False)
    head = {"format": FORMAT, "version": VERSION, "problem": problem, **_over_all(trace)}
    yield _dumped(head).removesuffix(b"}") + b',"steps":['
    for number, step in enumerate(_steps(trace)):
        yield (b"," if number else b"") + orjson.dumps(step.document())
    yield b"]}\n"
    inputs = trace.problem.examples
    passed = _examples(trace.values.passes, compact=compact)
    for number, (example, own) in enumerate(zip(inputs, passed, strict=True)):
        yield _dumped({"example": number, "x": example.x, "y": example.y, **own}, _LINE)


def _dumped(document: dict[str, Any], options: int = 0) -> bytes:
    if not all_finite(document):
        document = without_nonfinite(document)
    return orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY | options)


def _over_all(trace: Trace) -> dict[str, Any]:
    """Return what a trace document says of all examples together, but for the steps."""
    return {
        "average": _average(trace.values),
        "descent": _descent(trace.values),
        "check": trace.check.model_dump(),
        "parameter": trace.parameter,
    }


def _problem(problem: Problem, *, with_examples: bool) -> dict[str, Any]:
    document: dict[str, Any] = {
        "layers": [
            {"weights": layer.weights, "biases": layer.biases, "activation": layer.activation}
            for layer in problem.layers
        ],
        "cost": problem.cost,
    }
    if with_examples:
        document["examples"] = [{"x": example.x, "y": example.y} for example in problem.examples]
    return {**document, "learning_rate": problem.learning_rate}


def _examples(passes: Passes, *, compact: bool) -> Iterator[dict[str, Any]]:
    for example, cost in enumerate(passes.costs.tolist()):
        layers = []
        for number, layer in enumerate(passes.layers):
            part = {
                "z": layer.z[example],
                "a": layer.a[example],
                "da_dz": layer.da_dz[example],
                "dC_da": layer.dC_da[example],
                "dC_dz": layer.dC_dz[example],
            }
            if not compact:
                part["dC_dw"] = passes.weight_gradient(example, number)
            part["dC_db"] = layer.dC_dz[example]
            layers.append(part)
        yield {"cost": cost, "layers": layers}


def _average(values: Values) -> dict[str, Any]:
    layers = [{"dC_dw": layer.weights, "dC_db": layer.biases} for layer in values.average]
    return {"cost": values.cost, "layers": layers}


def _descent(values: Values) -> dict[str, Any]:
    return {
        "learning_rate": values.problem.learning_rate,
        "layers": [{"weights": layer.weights, "biases": layer.biases} for layer in values.descent],
        "cost_before": values.cost,
        "cost_after": values.cost_after,
    }


def _steps(trace: Trace) -> Sequence[Step]:
    return () if trace.parameter is None else trace.steps(trace.parameter)
