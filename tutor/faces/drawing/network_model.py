"""What there is to be drawn of a network: columns of neurons, and what lies between them."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import NamedTuple

from tutor.chain.addresses import Address, Q, Shape
from tutor.course.tables import shown_or_unknown
from tutor.course.view import View
from tutor.faces.drawing.place import current_example, current_layer


@dataclass(frozen=True, slots=True)
class Neuron:
    """One neuron, one input, or the cost.

    Attributes:
        index: its number in its layer.
        value: its activation as text, "?" while it is not known.
        on_path: whether a nudge to the parameter reaches it.

    """

    index: int
    value: str
    on_path: bool


class Label(NamedTuple):
    """A weight or a bias beside its connection.

    Attributes:
        name, value: its texts.
        neuron: the number of the neuron that it leads to.
        chosen: whether it is the parameter that is asked about.
        address: what it is, to be chosen by a click.

    """

    name: str
    value: str
    neuron: int
    chosen: bool
    address: Address


class Column(NamedTuple):
    """A layer's neurons with what leads to them.

    Attributes:
        title: the layer's name.
        neurons: top down.
        above, below: the labels above and below the connections that lead here.
        here: whether the question is about this layer.
        given: whether the problem gives its values.
        source: whether the chosen weight leads from here.
        crowded: whether several connections lead to or from a neuron, so that the labels above
            and below are those of many connections.

    """

    title: str
    neurons: tuple[Neuron, ...]
    above: tuple[Label, ...]
    below: tuple[Label, ...]
    here: bool
    given: bool = False
    source: bool = False
    crowded: bool = False

    @property
    def indexed(self) -> bool:
        """Whether there are several neurons, told apart by their numbers."""
        return len(self.neurons) > 1


def columns_of(view: View, chosen: Address, *, is_whole: bool) -> tuple[Column, ...]:
    """Return the columns: the input, each layer, the cost.

    `is_whole` says whether labels of all weights and biases are wanted, else of the chosen one.
    """
    last = view.trace.rules.shape.last
    layers = [_layer(view, layer, chosen, is_whole=is_whole) for layer in range(last + 1)]
    return (*layers, _cost(view, current_example(view), here=current_layer(view) == last + 1))


def _layer(view: View, layer: int, chosen: Address, *, is_whole: bool) -> Column:
    shape, example = view.trace.rules.shape, current_example(view)
    quantity = Q.A if layer else Q.X
    neurons = []
    for index in range(shape.sizes[layer]):
        address = Address(quantity, layer, index, 0, example)
        value = shown_or_unknown(view, address)
        neurons.append(Neuron(index, value, on_path=_is_on_path(view, chosen, layer, index)))
    above, below = _labels(view, layer, chosen, is_whole=is_whole) if layer else ((), ())
    return Column(
        layer_title(view, layer),
        tuple(neurons),
        above,
        below,
        here=current_layer(view) == layer,
        given=layer == 0,
        source=chosen.quantity is Q.W and layer == chosen.layer - 1,
        crowded=layer > 0 and _is_crowded(view, layer),
    )


def layer_title(view: View, layer: int) -> str:
    """Return the name of a whole layer's activations, without a neuron's number."""
    shape = view.trace.rules.shape
    alone = Shape((1,) * len(shape.sizes), shape.examples, shape.softmax)
    return view.notation.quantity(Address(Q.A if layer else Q.X, layer), alone, None)


def _is_on_path(view: View, chosen: Address, layer: int, index: int) -> bool:
    """Return whether a nudge to the chosen parameter reaches a neuron."""
    start, shape = chosen.layer, view.trace.rules.shape
    if layer == start and not (shape.softmax and layer == shape.last):
        return index == chosen.j
    return layer >= start


def _is_crowded(view: View, layer: int) -> bool:
    sizes = view.trace.rules.shape.sizes
    return not sizes[layer] == sizes[layer - 1] == 1


def _labels(
    view: View, layer: int, chosen: Address, *, is_whole: bool
) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    """Return the weights and the biases to be written at a layer's connections."""
    if not is_whole and _is_crowded(view, layer):
        wanted = [chosen] if chosen.layer == layer else []
    else:
        wanted = parameters_into(view, layer)
    labels = [label_of(view, each, chosen) for each in wanted]
    weights = (each for each in labels if each.address.quantity is Q.W)
    return tuple(weights), tuple(each for each in labels if each.address.quantity is Q.B)


def parameters_into(view: View, layer: int) -> list[Address]:
    """Return the weights and biases of a layer, neuron by neuron, each one's bias last."""
    sizes = view.trace.rules.shape.sizes
    found = []
    for j in range(sizes[layer]):
        found += [Address(Q.W, layer, j, k) for k in range(sizes[layer - 1])]
        found.append(Address(Q.B, layer, j))
    return found


def path_count(view: View, chosen: Address) -> int:
    """Return on how many paths a nudge to a weight or bias travels to the cost."""
    shape = view.trace.rules.shape
    further = shape.sizes[chosen.layer + 1 :]
    return prod(further) * (shape.sizes[-1] if shape.softmax else 1)


def label_of(view: View, address: Address, chosen: Address) -> Label:
    """Return what is written for a weight or a bias."""
    name = view.trace.name(address, view.notation, None)
    return Label(name, view.trace.shown(address), address.j, address == chosen, address)


def _cost(view: View, example: int, *, here: bool) -> Column:
    """Return the cost, with the desired outputs below what leads to it."""
    address = Address(Q.C, example=example)
    neuron = Neuron(0, shown_or_unknown(view, address), on_path=True)
    targets = [Address(Q.Y, 0, j, 0, example) for j in range(view.trace.rules.shape.sizes[-1])]
    wanted = tuple(
        Label("y", view.trace.shown(each), each.j, chosen=False, address=each) for each in targets
    )
    title = view.trace.name(address, view.notation, example)
    return Column(title, (neuron,), (), wanted, here)


def is_heavy(view: View, chosen: Address, layer: int, source: int, target: int) -> bool:
    """Return whether a connection into a layer (the cost being the last) is on the way."""
    if layer == chosen.layer:
        is_own = (target, source) == (chosen.j, chosen.k)
        return chosen.quantity is Q.W and is_own
    return layer > chosen.layer and _is_on_path(view, chosen, layer - 1, source)
