"""Addresses: the name of every quantity, as in ``dC/da1[0]|z2[1]@3``.

Layers are counted 1..L, the input is layer 0; neurons and examples are counted from 0.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from tutor.errors import AddressError


class Quantity(Enum):
    """A kind of quantity; its value is how an address of it is written.

    In the patterns, l is the layer, m the one before, j the neuron of layer l, k of layer m;
    for softmax's ``da2[i]/dz2[j]`` and ``dC/dz2[j]|a2[i]`` k is the output's index i.
    """

    X = "x[{j}]"
    Y = "y[{j}]"
    W = "w{l}[{j},{k}]"
    B = "b{l}[{j}]"
    Z = "z{l}[{j}]"
    A = "a{l}[{j}]"
    C = "C"
    ETA = "eta"
    DC_DA = "dC/da{l}[{j}]"
    DA_DZ = "da{l}[{k}]/dz{l}[{j}]"
    DC_DZ = "dC/dz{l}[{j}]"
    DZ_DW = "dz{l}[{j}]/dw{l}[{j},{k}]"
    DZ_DB = "dz{l}[{j}]/db{l}[{j}]"
    DZ_DA = "dz{l}[{j}]/da{m}[{k}]"
    TERM_A = "dC/da{m}[{k}]|z{l}[{j}]"
    TERM_Z = "dC/dz{l}[{j}]|a{l}[{k}]"
    DC_DW = "dC/dw{l}[{j},{k}]"
    DC_DB = "dC/db{l}[{j}]"
    STEP_W = "step(w{l}[{j},{k}])"
    STEP_B = "step(b{l}[{j}])"
    NEW_W = "w{l}[{j},{k}]+"
    NEW_B = "b{l}[{j}]+"
    NEW_C = "C+"

    __hash__ = object.__hash__  # each is one object; addresses are keys wherever grading looks


Q = Quantity

OF_EXAMPLE = frozenset(
    {Q.X, Q.Y, Q.Z, Q.A, Q.C, Q.DC_DA, Q.DA_DZ, Q.DC_DZ, Q.DZ_DW, Q.TERM_A, Q.TERM_Z}
    | {Q.DC_DW, Q.DC_DB}
)
"""What each example has of its own."""

AVERAGED = frozenset({Q.C, Q.DC_DW, Q.DC_DB})
"""What also exists as the average over the examples."""

GIVEN = frozenset({Q.X, Q.Y, Q.W, Q.B, Q.ETA})
"""What the problem document gives."""

PARAMETERS = frozenset({Q.W, Q.B})


class Address(NamedTuple):
    """The name of one quantity. Indices that its kind does not have are 0.

    ``str()`` gives the full form with ``@k``; :meth:`bare` the form without.
    """

    quantity: Quantity
    layer: int = 0
    j: int = 0
    k: int = 0
    example: int | None = None

    def bare(self) -> str:
        """Return the address without its example."""
        return self.quantity.value.format(l=self.layer, m=self.layer - 1, j=self.j, k=self.k)

    def __str__(self) -> str:
        text = self.bare()
        return text if self.example is None else f"{text}@{self.example}"

    def at(self, example: int | None) -> Address:
        """Return the same quantity of another example."""
        return Address(self.quantity, self.layer, self.j, self.k, example)

    def to(self, quantity: Quantity) -> Address:
        """Return another quantity with the same indices and example."""
        return Address(quantity, self.layer, self.j, self.k, self.example)


class Shape(NamedTuple):
    """What there is to be named: layer sizes from the input on, examples, softmax outputs."""

    sizes: tuple[int, ...]
    examples: int
    softmax: bool

    @property
    def last(self) -> int:
        """The number of the output layer."""
        return len(self.sizes) - 1


_NUMBER = "#"
_PLACE = re.compile(r"\[\s*(\d+)\s*(?:,\s*(\d+)\s*)?\]|(\d+)", re.ASCII)
"""An index in brackets, two of them, or a number without: a layer's."""
_NAMED = re.compile(r"\[\{(.)\}(?:,\{(.)\})?\]|\{(.)\}")
"""The same as a kind's form has them, by the names of the indices."""


class _Form(NamedTuple):
    """How an address is written.

    Attributes:
        look: the text with every layer as a sign and without brackets.
        layers: the layers, or their names in a kind's form, in order.
        indices: what the brackets hold, by the place in `look` where they stand.

    """

    look: str
    layers: tuple[str, ...]
    indices: dict[int, tuple[str, ...]]


def _form(text: str, places: re.Pattern[str]) -> _Form:
    """Return how a text is written, given what its numbers look like."""
    look, layers, indices, end = "", [], {}, 0
    for place in places.finditer(text):
        look += text[end : place.start()]
        end = place.end()
        *held, layer = place.groups()
        if len(look) in indices:
            look += "["  # two brackets in one place: no address looks like that
        if layer is None:
            indices[len(look)] = tuple(each for each in held if each is not None)
        else:
            look += _NUMBER
            layers.append(layer)
    return _Form(look + text[end:], tuple(layers), indices)


_FORMS = {
    form.look: (quantity, form)
    for quantity, form in ((each, _form(each.value, _NAMED)) for each in Quantity)
}
_EXAMPLE = re.compile(r"@(\d{1,9})$", re.ASCII)
_LONGEST = 60


def parse(text: str, shape: Shape, own_example: int | None = None) -> Address:
    """Return the address that a text names.

    Without ``@`` it means `own_example`, else the average over the examples where there is one,
    else the only example.

    Raises:
        AddressError: where it names nothing; the sentence says what there is.

    """
    stripped = text.strip().replace("∂", "d").replace("η", "eta")
    stripped = re.sub(r"^a0(?![\d/])", "x", stripped)
    bare, example = stripped, None
    if not stripped:
        raise AddressError("an address is needed; " + _examples_of_names(shape))
    if len(stripped) > _LONGEST:
        raise AddressError(f"{stripped[:_LONGEST]}...: too long for an address")
    if found := _EXAMPLE.search(stripped):
        bare, example = stripped[: found.start()].rstrip(), int(found.group(1))
    typed = _form(bare, _PLACE)
    quantity, form = _FORMS.get(typed.look, (Q.C, None))
    if form is None or _NUMBER in bare or not _is_form_of(typed, form):
        raise AddressError(f"{text.strip()}: no such quantity; {_examples_of_names(shape)}")
    address = _placed(quantity, form, typed, text.strip(), shape)
    _check(address, text.strip(), shape)
    return _with_example(address, example, own_example, text.strip(), shape)


def _is_form_of(typed: _Form, form: _Form) -> bool:
    """Return whether all brackets stand where the kind has some, with as many indices.

    They may be missing: a layer with one neuron needs none.
    """
    return all(
        len(held) == len(form.indices.get(place, ())) for place, held in typed.indices.items()
    )


def _placed(quantity: Quantity, form: _Form, typed: _Form, text: str, shape: Shape) -> Address:
    """Return the address with its indices, each index that occurs twice being the same."""
    found: dict[str, int] = {}
    missing = {
        name
        for place, names in form.indices.items()
        if place not in typed.indices
        for name in names
    }
    named = [*zip(form.layers, typed.layers, strict=True)]
    for place, values in typed.indices.items():
        named += zip(form.indices[place], values, strict=True)
    for name, value in named:
        if len(value) > 9 or found.setdefault(name, int(value)) != int(value):  # noqa: PLR2004
            raise AddressError(f"{text}: no such quantity; its parts do not belong together")
    if "m" in found and "l" in found and found["m"] != found["l"] - 1:
        raise AddressError(f"{text}: no such quantity; layer {found['l']} is fed by the one before")
    if "l" not in found and quantity not in (Q.X, Q.Y):
        return Address(quantity)
    layer = found.get("l", 0 if quantity is Q.X else shape.last)
    for name in missing - found.keys():
        _only_neuron(name, quantity, layer, text, shape)
    address = Address(quantity, layer, found.get("j", 0), found.get("k", 0))
    return address._replace(layer=0) if quantity in (Q.X, Q.Y) else address


def _only_neuron(name: str, quantity: Quantity, layer: int, text: str, shape: Shape) -> None:
    """Refuse a missing index where the layer has several neurons."""
    if not 0 <= layer <= shape.last:
        return  # refused in a moment, by number
    own = name == "j" or quantity in (Q.DA_DZ, Q.TERM_Z)
    size = shape.sizes[layer if own else layer - 1]
    if size != 1:
        where = "the input" if quantity is Q.X else f"layer {layer if own else layer - 1}"
        raise AddressError(f"{text}: which one? {where} has {size}, so an index in [ ] is needed")


def _check(address: Address, text: str, shape: Shape) -> None:
    """Refuse a layer or an index that is not there."""
    quantity, layer, j, k, _ = address
    if quantity in (Q.C, Q.ETA, Q.NEW_C):
        return
    layered = quantity not in (Q.X, Q.Y)
    if layered and not 1 <= layer <= shape.last:
        raise AddressError(f"{text}: there is no layer {layer}; layers are 1 to {shape.last}")
    if quantity in (Q.DZ_DA, Q.TERM_A) and layer == 1:
        raise AddressError(f"{text}: no such quantity; layer 1 is fed by the input, which is given")
    if quantity is Q.TERM_Z and not (shape.softmax and layer == shape.last):
        raise AddressError(f"{text}: no such quantity; only a softmax has several paths from z")
    rows = shape.sizes[0 if quantity is Q.X else layer if layered else shape.last]
    _check_index(j, rows, text, "the input" if quantity is Q.X else f"layer {layer or shape.last}")
    if quantity in (Q.DA_DZ, Q.TERM_Z):
        _check_index(k, rows, text, f"layer {layer}")
        if k != j and not (shape.softmax and layer == shape.last):
            raise AddressError(f"{text}: no such quantity; a{layer}[{k}] comes from z{layer}[{k}]")
    elif layered and "{k}" in quantity.value:
        before = "the input" if layer == 1 else f"layer {layer - 1}"
        _check_index(k, shape.sizes[layer - 1], text, before)


def _check_index(index: int, size: int, text: str, where: str) -> None:
    if index >= size:
        there = "only index 0" if size == 1 else f"indices 0 to {size - 1}"
        raise AddressError(f"{text}: there is no {index} in {where}, which has {there}")


def _with_example(
    address: Address, example: int | None, own: int | None, text: str, shape: Shape
) -> Address:
    if address.quantity not in OF_EXAMPLE:
        if example is not None and address.quantity not in (Q.DZ_DA, Q.DZ_DB):
            raise AddressError(f"{text}: it is the same for all examples, so without @{example}")
        return address
    if example is not None:
        if example >= shape.examples:
            there = "only @0" if shape.examples == 1 else f"@0 to @{shape.examples - 1}"
            raise AddressError(f"{text}: there is no example {example}; there is {there}")
        return address.at(example)
    if own is not None:
        return address.at(own)
    if shape.examples == 1:
        return address.at(0)
    if address.quantity in AVERAGED:
        return address
    raise AddressError(
        f"{text}: of which example? there are {shape.examples}, so @0 to @{shape.examples - 1}"
    )


def _examples_of_names(shape: Shape) -> str:
    last = shape.last
    return (
        f"there are x[k], y[j], and for layers 1 to {last} such as w{last}[0,0], b{last}[0], "
        f"z{last}[0], a{last}[0], dC/da{last}[0], da{last}[0]/dz{last}[0], dC/dw{last}[0,0], "
        "C and eta"
    )


def short_name(address: Address, shape: Shape) -> str:
    """Return the address as one types it: without indices where layers have one neuron."""
    quantity, text = address.quantity, address.bare()
    if quantity in (Q.X, Q.Y):
        sizes = {shape.sizes[0 if quantity is Q.X else -1]}
    else:
        sizes = {shape.sizes[address.layer]}
        if "{k}" in quantity.value and quantity not in (Q.DA_DZ, Q.TERM_Z):
            sizes.add(shape.sizes[address.layer - 1])
    return re.sub(r"\[[\d,]+\]", "", text) if sizes == {1} else text
