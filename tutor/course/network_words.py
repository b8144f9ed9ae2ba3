"""The network in words, and the values that a question can be answered from, by typed names."""

from __future__ import annotations

from tutor.chain.addresses import Address, Q, short_name
from tutor.course.plan import Planned, Role
from tutor.course.view import View

_MOST_WEIGHTS = 40
"""A layer with more weights is told by its size alone."""
_MOST_ABOVE = 9
"""More weights than these are not listed again beside a question for a result alone."""


def network_words(view: View) -> list[str]:
    """Return what network there is and what is asked about."""
    problem, notation = view.trace.problem, view.notation
    sizes, count = "-".join(map(str, problem.sizes)), len(problem.examples)
    name = view.trace.name(view.parameter, notation, None)
    cost, questions = problem.cost.replace("_", " "), view.total
    told = f"The network: {sizes} neurons, the input first; {_many(count, 'example')}; cost {cost}."
    value = view.trace.shown(view.parameter)
    asked = f"Asked about: {name} = {value}. {_many(questions, 'question')}."
    return [told, *_layers(view), asked]


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _layers(view: View) -> list[str]:
    """Return each layer in words, with its weights and biases where they are not too many."""
    trace, sizes = view.trace, view.trace.problem.sizes
    lines = []
    for number, layer in enumerate(trace.problem.layers, start=1):
        line = f"Layer {number}: {layer.activation.replace('_', ' ')}"
        if layer.weights.size <= _MOST_WEIGHTS:
            neurons, feeding = range(sizes[number]), range(sizes[number - 1])
            given = [Address(Q.W, number, j, k) for j in neurons for k in feeding]
            given += [Address(Q.B, number, j) for j in neurons]
            line += "; " + ", ".join(_typed(view, each) for each in given)
        lines.append(f"{line}.")
    return lines


def _typed(view: View, address: Address) -> str:
    """Return a value by the name that can be typed."""
    typed = short_name(address, view.trace.rules.shape)
    return f"{typed} = {view.trace.shown(address)}"


def known_words(view: View, question: Planned) -> list[str]:
    """Return the values that a question can be answered from, in a line, if there are any."""
    example, lines = question.step.example, []
    for each in _needed(view, question):
        if view.is_seen(each):
            typed = short_name(each, view.trace.rules.shape)
            if each.example not in (example, None):
                typed = f"{typed}@{each.example}"
            lines.append(f"{typed} = {view.trace.shown(each)}")
    return ["Known: " + ", ".join(lines)] if lines else []


def _needed(view: View, question: Planned) -> list[Address]:
    """Return the quantities in question: a step's inputs, or all of an example for its result."""
    if question.role is not Role.RESULT:
        return list(question.step.rule.inputs)
    example, sizes = question.step.example, view.trace.problem.sizes
    names = [each for each in view.seen if each.example == example]
    names.sort(key=lambda each: (each.layer, each.quantity.value, each.j))
    given = [Address(Q.X, 0, k, 0, example) for k in range(sizes[0])]
    targets = (Address(Q.Y, 0, j, 0, example) for j in range(sizes[-1]))
    above = _weights_above(sizes, question.step.place.layer)
    return [*given, *names, *targets, *(above if len(above) <= _MOST_ABOVE else ())]


def _weights_above(sizes: tuple[int, ...], layer: int) -> list[Address]:
    """Return the weights of the layers that a chain passes on its way back to a layer."""
    return [
        Address(Q.W, number, j, k)
        for number in range(layer + 1, len(sizes))
        for j in range(sizes[number])
        for k in range(sizes[number - 1])
    ]
