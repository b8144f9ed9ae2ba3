"""How quantities are written: unicode for the screen, ascii for typing, LaTeX for paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

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
        number: the text of a value as :meth:`Trace.shown` gives it.

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
    number: Callable[[str], str] = str


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


def parts_of(address: Address) -> tuple[Address, Address] | None:
    """Return what a derivative is of and by what; None for what is no derivative."""
    _, layer, j, k, example = address
    cost, z = Address(Q.C, example=example), Address(Q.Z, layer, j, 0, example)
    by = {
        Q.DC_DA: (cost, Address(Q.A, layer, j, 0, example)),
        Q.DC_DZ: (cost, z),
        Q.DA_DZ: (Address(Q.A, layer, k, 0, example), z),
        Q.DZ_DW: (z, Address(Q.W, layer, j, k)),
        Q.DZ_DB: (z, Address(Q.B, layer, j)),
        Q.DZ_DA: (z, Address(Q.A, layer - 1, k, 0, example)),
        Q.TERM_A: (cost, Address(Q.A, layer - 1, k, 0, example)),
        Q.TERM_Z: (cost, z),
        Q.DC_DW: (cost, Address(Q.W, layer, j, k)),
        Q.DC_DB: (cost, Address(Q.B, layer, j)),
    }
    return by.get(address.quantity)


def _through(address: Address) -> Address | None:
    """Return the neuron that a path term goes through."""
    if address.quantity is Q.TERM_A:
        return Address(Q.Z, address.layer, address.j)
    if address.quantity is Q.TERM_Z:
        return Address(Q.A, address.layer, address.k)
    return None


_Simple = Callable[[Address, Shape], str]


def _unicode_simple(address: Address, shape: Shape) -> str:
    if address.quantity is Q.C:
        return _cost_name(address)
    layer = f"({address.layer})" if address.layer else ""
    after = "+" if address.quantity in (Q.NEW_W, Q.NEW_B) else ""
    indices = _indices(address, shape)
    joint = "," if max(indices, default=0) > 9 else ""  # noqa: PLR2004 - two figures
    below = joint.join(map(str, indices)).translate(_SUB)
    return _PLAIN[address.quantity] + f"{layer}{after}".translate(_SUPER) + below


def _latex_simple(address: Address, shape: Shape) -> str:
    if address.quantity is Q.C:
        return _latex_cost_name(address)
    above = f"({address.layer})" if address.layer else ""
    above += "+" if address.quantity in (Q.NEW_W, Q.NEW_B) else ""
    indices = _indices(address, shape)
    joint = "," if max(indices, default=0) > 9 else ""  # noqa: PLR2004 - two figures
    below = joint.join(map(str, indices))
    text = _PLAIN[address.quantity]
    return text + (f"^{{{above}}}" if above else "") + (f"_{{{below}}}" if below else "")


class _Signs(NamedTuple):
    """How what is made of simple quantities is written."""

    derivative: str
    path: str
    step: str
    eta: str
    new_cost: str


def _cost_name(address: Address) -> str:
    """Return C of one example with its number below, as in the video's C₀."""
    return "C" if address.example is None else f"C{str(address.example).translate(_SUB)}"


def _latex_cost_name(address: Address) -> str:
    return "C" if address.example is None else f"C_{{{address.example}}}"


def _composed(address: Address, shape: Shape, simple: _Simple, signs: _Signs) -> str:
    """Return the text of any quantity, made of those of simple ones."""
    quantity = address.quantity
    if quantity is Q.ETA:
        return signs.eta
    if quantity is Q.NEW_C:
        return signs.new_cost
    if quantity in (Q.STEP_W, Q.STEP_B):
        return signs.step.format(simple(address.to(Q.W if quantity is Q.STEP_W else Q.B), shape))
    parts = parts_of(address)
    if parts is None:
        return simple(address, shape)
    text = signs.derivative.format(*(simple(part, shape) for part in parts))
    through = _through(address)
    return text if through is None else signs.path.format(text, simple(through, shape))


def _unicode(address: Address, shape: Shape, _own: int | None) -> str:
    signs = _Signs("∂{0}/∂{1}", "{0}|{1}", "step({0})", "η", "C⁺")
    return _composed(address, shape, _unicode_simple, signs)


def _latex(address: Address, shape: Shape, _own: int | None) -> str:
    signs = _Signs(
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


_WORDS = {"infinity": r"\infty", "-infinity": r"-\infty", "undefined": r"\text{undefined}"}


def _latex_number(shown: str) -> str:
    """Return a value for a formula: with its exponent it stays one thing, and no e is a letter."""
    power = re.fullmatch(r"(.+)e(-?\d+)", shown)
    return rf"{power[1]}\mathrm{{e}}{{{power[2]}}}" if power else _WORDS.get(shown, shown)


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
    number=_latex_number,
)
NOTATIONS: dict[str, Notation] = {each.name: each for each in (UNICODE, ASCII, LATEX)}
