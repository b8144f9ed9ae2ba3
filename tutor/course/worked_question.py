"""The question of a worked solution: the network, the cost, the examples and what is asked."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.chain.addresses import Address, Q
from tutor.chain.notation import ASCII, LATEX
from tutor.chain.statement import Formula, parameters, vector
from tutor.chain.trace import Trace
from tutor.course.worked_blocks import Block, Blocks, Equation, Piece, Table, heading, paragraph


def name_of(trace: Trace, address: Address, example: int | None = None) -> Formula:
    """Return the name of a quantity, as it is written in a step of an example."""
    texts = (trace.name(address, notation, example) for notation in (LATEX, ASCII))
    return Formula(*texts)


def slope_of(parameter: Address, example: int | None = None) -> Address:
    """Return the address of the derivative of the cost by a parameter."""
    return parameter.to(Q.DC_DW if parameter.quantity is Q.W else Q.DC_DB).at(example)


def question(trace: Trace, parameter: str) -> Blocks:
    """Return what a person needs to know to work a parameter's chain by hand, and what is asked.

    Raises:
        AddressError: where the text names no weight or bias.

    """
    chosen = trace.parameter_address(parameter)
    return (heading(2, "The question"), *problem(trace), *_asked(trace, chosen))


def problem(trace: Trace) -> Iterator[Block]:
    """Yield the network, its cost, the examples and the learning rate."""
    yield paragraph(_sizes(trace))
    yield _layers(trace)
    if any(size > 1 for size in trace.problem.sizes):
        yield paragraph(
            "Row j, column k of a matrix is the weight to neuron j of its layer from neuron k of "
            "the layer before; both are counted from 0."
        )
    for weights, biases in parameters(trace.problem):
        both = rf"{weights.latex}, \qquad {biases.latex}", f"{weights.ascii}   {biases.ascii}"
        yield Equation((Formula(*both),))
    yield from _cost(trace)
    yield _examples(trace)
    yield paragraph("The learning rate is ", valued(trace, Address(Q.ETA)), ".")


def valued(trace: Trace, address: Address, example: int | None = None) -> Formula:
    """Return an equation that tells a quantity's value, in a step of an example."""
    name, shown = name_of(trace, address, example), trace.shown(address)
    return Formula(f"{name.latex} = {LATEX.number(shown)}", f"{name.ascii} = {shown}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _sizes(trace: Trace) -> str:
    inputs, *layers = trace.problem.sizes
    told = f"A network with {_count(inputs, 'input')} and {_count(len(layers), 'layer')}."
    return f"{told} Layers are counted from 1, and a raised number in parentheses is a layer."


def _layers(trace: Trace) -> Table:
    rows: list[tuple[Piece, ...]] = []
    for number, layer in enumerate(trace.problem.layers, start=1):
        name = layer.activation.replace("_", " ")
        rows.append((str(number), str(len(layer.biases)), name))
    return Table(("layer", "neurons", "activation"), tuple(rows))


def _cost(trace: Trace) -> Iterator[Block]:
    step = trace.step("C@0")
    name = trace.problem.cost.replace("_", " ")
    several = len(trace.problem.examples) > 1
    told = f"The cost of one example is the {name}, here of example 0:"
    yield paragraph(told if several else f"The cost is the {name}:")
    yield Equation((Formula(step.latex, step.ascii),))
    if several:
        yield paragraph("The full cost is the average over the examples.")


def _examples(trace: Trace) -> Table:
    rows = tuple(
        (str(number), vector(each.x), vector(each.y))
        for number, each in enumerate(trace.problem.examples)
    )
    x, y = Formula("x", "x"), Formula("y", "y")
    return Table(("example", x, y), rows)


def _asked(trace: Trace, parameter: Address) -> Iterator[Block]:
    count = len(trace.problem.examples)
    only = 0 if count == 1 else None
    slope = name_of(trace, slope_of(parameter, only), only)
    over = f", averaged over the {count} examples" if count > 1 else ""
    yield paragraph(
        "Asked: how does the cost move with ",
        valued(trace, parameter),
        "? Work out ",
        slope,
        f"{over}. Then take one step of gradient descent: what is the new value, and what is the "
        "cost once every weight and bias has taken its step?",
    )
