"""What there is to be drawn of a network: columns of neurons, and what lies between them."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Label:
    """A weight or a bias beside its connection.

    Attributes:
        name, value: its texts.
        neuron: the number of the neuron that it leads to.
        chosen: whether it is the parameter that is asked about.

    """

    name: str
    value: str
    neuron: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A layer's neurons with what leads to them.

    Attributes:
        title: the layer's name.
        neurons: top down.
        above, below: the labels above and below the connections that lead here.
        here: whether the question is about this layer.
        given: whether the problem gives its values.
        source: whether the chosen weight leads from here.

    """

    title: str
    neurons: tuple[Neuron, ...]
    above: tuple[Label, ...]
    below: tuple[Label, ...]
    here: bool
    given: bool = False
    source: bool = False

    @property
    def indexed(self) -> bool:
        """Whether there are several neurons, told apart by their numbers."""
        return len(self.neurons) > 1


def columns_of(view: View) -> tuple[Column, ...]:
    """Return the columns: the input, each layer, the cost."""
    shape = view.trace.rules.shape
    example, here = current_example(view), current_layer(view)
    layers = [_layer(view, layer, example, here=layer == here) for layer in range(shape.last + 1)]
    return (*layers, _cost(view, example, here=here == shape.last + 1))


def _layer(view: View, layer: int, example: int, *, here: bool) -> Column:
    shape = view.trace.rules.shape
    quantity = Q.A if layer else Q.X
    neurons = []
    for index in range(shape.sizes[layer]):
        address = Address(quantity, layer, index, 0, example)
        value = shown_or_unknown(view, address)
        neurons.append(Neuron(index, value, on_path=_is_on_path(view, layer, index)))
    above, below = _labels(view, layer) if layer else ((), ())
    title = layer_title(view, layer)
    source = view.parameter.quantity is Q.W and layer == view.parameter.layer - 1
    return Column(title, tuple(neurons), above, below, here, given=layer == 0, source=source)


def layer_title(view: View, layer: int) -> str:
    """Return the name of a whole layer's activations, without a neuron's number."""
    shape = view.trace.rules.shape
    alone = Shape((1,) * len(shape.sizes), shape.examples, shape.softmax)
    return view.notation.quantity(Address(Q.A if layer else Q.X, layer), alone, None)


def _is_on_path(view: View, layer: int, index: int) -> bool:
    """Return whether a nudge to the parameter reaches a neuron."""
    start, shape = view.parameter.layer, view.trace.rules.shape
    if layer == start and not (shape.softmax and layer == shape.last):
        return index == view.parameter.j
    return layer >= start


def _labels(view: View, layer: int) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    """Return the weights and the biases to be written at a layer's connections.

    Where one neuron feeds one, both are; elsewhere there is room for the chosen one only.
    """
    sizes = view.trace.rules.shape.sizes
    weight, bias = Address(Q.W, layer), Address(Q.B, layer)
    if sizes[layer] == sizes[layer - 1] == 1:
        return (_label(view, weight),), (_label(view, bias),)
    chosen = view.parameter
    if chosen.layer != layer:
        return (), ()
    label = (_label(view, chosen),)
    return (label, ()) if chosen.quantity is Q.W else ((), label)


def _label(view: View, address: Address) -> Label:
    name = view.trace.name(address, view.notation, None)
    return Label(name, view.trace.shown(address), address.j, address == view.parameter)


def _cost(view: View, example: int, *, here: bool) -> Column:
    """Return the cost, with the desired outputs below what leads to it."""
    address = Address(Q.C, example=example)
    neuron = Neuron(0, shown_or_unknown(view, address), on_path=True)
    wanted = tuple(
        Label("y", view.trace.shown(Address(Q.Y, 0, j, 0, example)), j, chosen=False)
        for j in range(view.trace.rules.shape.sizes[-1])
    )
    title = view.trace.name(address, view.notation, example)
    return Column(title, (neuron,), (), wanted, here)


def is_heavy(view: View, layer: int, source: int, target: int) -> bool:
    """Return whether a connection into a layer (the cost being the last) is on the way."""
    chosen = view.parameter
    if layer == chosen.layer:
        is_own = (target, source) == (chosen.j, chosen.k)
        return chosen.quantity is Q.W and is_own
    return layer > chosen.layer and _is_on_path(view, layer - 1, source)
