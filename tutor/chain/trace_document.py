"""Writing a trace as JSON: every float64 as the shortest text that reads back the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import orjson

from tutor.chain.nonfinite import all_finite, without_nonfinite
from tutor.chain.problem import Problem
from tutor.chain.values import Values
from tutor.engine.network import (
    Passes,
)

if TYPE_CHECKING:
    from tutor.chain.trace import Trace

FORMAT, VERSION = "backprop-trace", 1


def written(trace: Trace, *, compact: bool) -> bytes:
    """Return the trace document as JSON, every float the shortest that reads back the same."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "problem": _problem(trace.problem),
        "examples": list(_examples(trace.values.passes, compact=compact)),
        "average": _average(trace.values),
        "descent": _descent(trace.values),
        "check": trace.check.model_dump(),
        "parameter": trace.parameter,
        "steps": _steps(trace),
    }
    if not all_finite(document):
        document = without_nonfinite(document)
    return orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY) + b"\n"


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "layers": [
            {"weights": layer.weights, "biases": layer.biases, "activation": layer.activation}
            for layer in problem.layers
        ],
        "cost": problem.cost,
        "examples": [{"x": example.x, "y": example.y} for example in problem.examples],
        "learning_rate": problem.learning_rate,
    }


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


def _steps(trace: Trace) -> list[dict[str, object]]:
    if trace.parameter is None:
        return []
    return [step.document() for step in trace.steps(trace.parameter)]
