"""How quantities are written: unicode for the screen, ascii for typing, LaTeX for paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tutor.chain.addresses import Address, Q, Shape, short_name

_SUPER = str.maketrans("0123456789()+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺")
_SUB = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉,")


@dataclass(frozen=True, slots=True)
class Notation:
    """The signs of one way of writing.

    Attributes:
        name: the field of a named function that holds its text, and of a step.
        quantity: the text of an address in a step of an example (None: over all examples).
        minus, times, plus_rest: operators, and what stands for left-out terms.
        fraction: how a quotient is written.
        squared: how a square is written.
        juxtaposed: whether a factor before a parenthesis needs no sign.
        brackets: how parentheses are written.

    """

    name: Literal["unicode", "ascii", "latex"]
    quantity: Callable[[Address, Shape, int | None], str]
    minus: str
    times: str
    plus_rest: str
    fraction: str
    squared: str
    juxtaposed: bool
    brackets: str


def _indices(address: Address, shape: Shape) -> list[int]:
    """Return the indices to be written: none where there is only one neuron."""
    quantity = address.quantity
    if quantity is Q.X:
        return [address.j] if shape.sizes[0] > 1 else []
    if quantity is Q.Y:
        return [address.j] if shape.sizes[-1] > 1 else []
    if quantity in (Q.W, Q.NEW_W):
        wide = max(shape.sizes[address.layer], shape.sizes[address.layer - 1]) > 1
        return [address.j, address.k] if wide else []
    return [address.j] if shape.sizes[address.layer] > 1 else []


_PLAIN = {Q.X: "x", Q.Y: "y", Q.W: "w", Q.B: "b", Q.Z: "z", Q.A: "a", Q.NEW_W: "w", Q.NEW_B: "b"}


def _parts(address: Address) -> tuple[Address | None, Address]:
    """Return what a derivative is of (None for C) and by what."""
    _, layer, j, k, _ = address
    z = Address(Q.Z, layer, j)
    by = {
        Q.DC_DA: (None, Address(Q.A, layer, j)),
        Q.DC_DZ: (None, z),
        Q.DA_DZ: (Address(Q.A, layer, k), z),
        Q.DZ_DW: (z, Address(Q.W, layer, j, k)),
        Q.DZ_DB: (z, Address(Q.B, layer, j)),
        Q.DZ_DA: (z, Address(Q.A, layer - 1, k)),
        Q.TERM_A: (None, Address(Q.A, layer - 1, k)),
        Q.TERM_Z: (None, z),
        Q.DC_DW: (None, Address(Q.W, layer, j, k)),
        Q.DC_DB: (None, Address(Q.B, layer, j)),
    }
    return by[address.quantity]


def _through(address: Address) -> Address | None:
    """Return the neuron that a path term goes through."""
    if address.quantity is Q.TERM_A:
        return Address(Q.Z, address.layer, address.j)
    if address.quantity is Q.TERM_Z:
        return Address(Q.A, address.layer, address.k)
    return None


_Simple = Callable[[Address, Shape], str]


def _unicode_simple(address: Address, shape: Shape) -> str:
    layer = f"({address.layer})" if address.layer else ""
    after = "+" if address.quantity in (Q.NEW_W, Q.NEW_B) else ""
    indices = _indices(address, shape)
    joint = "," if max(indices, default=0) > 9 else ""  # noqa: PLR2004 - two figures
    below = joint.join(map(str, indices)).translate(_SUB)
    return _PLAIN[address.quantity] + f"{layer}{after}".translate(_SUPER) + below


def _latex_simple(address: Address, shape: Shape) -> str:
    above = f"({address.layer})" if address.layer else ""
    above += "+" if address.quantity in (Q.NEW_W, Q.NEW_B) else ""
    indices = _indices(address, shape)
    joint = "," if max(indices, default=0) > 9 else ""  # noqa: PLR2004 - two figures
    below = joint.join(map(str, indices))
    text = _PLAIN[address.quantity]
    return text + (f"^{{{above}}}" if above else "") + (f"_{{{below}}}" if below else "")


def _composed(
    address: Address, shape: Shape, simple: _Simple, signs: tuple[str, str, str, str, str]
) -> str:
    """Return a derivative's text; signs are those of derivative, path, step, η and C⁺."""
    derivative, path, step, eta, new_cost = signs
    quantity, example = address.quantity, address.example
    latex = "frac" in derivative
    cost = (
        "C"
        if example is None
        else f"C_{{{example}}}"
        if latex
        else f"C{str(example).translate(_SUB)}"
    )
    if quantity in (Q.C, Q.ETA, Q.NEW_C):
        return {Q.C: cost, Q.ETA: eta, Q.NEW_C: new_cost}[quantity]
    if quantity in (Q.STEP_W, Q.STEP_B):
        return step.format(simple(address.to(Q.W if quantity is Q.STEP_W else Q.B), shape))
    if quantity in _PLAIN:
        return simple(address, shape)
    of, by = _parts(address)
    text = derivative.format(cost if of is None else simple(of, shape), simple(by, shape))
    through = _through(address)
    return text if through is None else path.format(text, simple(through, shape))


def _unicode(address: Address, shape: Shape, _own: int | None) -> str:
    signs = ("∂{0}/∂{1}", "{0}|{1}", "step({0})", "η", "C⁺")
    return _composed(address, shape, _unicode_simple, signs)


def _latex(address: Address, shape: Shape, _own: int | None) -> str:
    signs = (
        r"\frac{{\partial {0}}}{{\partial {1}}}",
        r"\left.{0}\right|_{{{1}}}",
        r"\operatorname{{step}}({0})",
        r"\eta",
        "C^{+}",
    )
    return _composed(address, shape, _latex_simple, signs)


def _ascii(address: Address, shape: Shape, own: int | None) -> str:
    text = short_name(address, shape)
    if address.example is None or address.example == own:
        return text
    return f"{text}@{address.example}"


UNICODE = Notation(
    "unicode", _unicode, " − ", " · ", "…", "{0}/{1}", "{0}²", juxtaposed=True, brackets="({0})"
)
ASCII = Notation(
    "ascii", _ascii, " - ", "*", "...", "{0}/{1}", "{0}^2", juxtaposed=False, brackets="({0})"
)
LATEX = Notation(
    "latex",
    _latex,
    " - ",
    r" \cdot ",
    r"\dots",
    r"\frac{{{0}}}{{{1}}}",
    "{0}^2",
    juxtaposed=True,
    brackets=r"\left({0}\right)",
)
NOTATIONS: dict[str, Notation] = {each.name: each for each in (UNICODE, ASCII, LATEX)}
