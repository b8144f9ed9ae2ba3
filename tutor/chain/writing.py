"""The text of an expression tree, with symbols or with numbers in their places."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from itertools import pairwise

from tutor.chain.notation import Notation
from tutor.engine.expressions import (
    Apply,
    Difference,
    Expression,
    Mean,
    Negative,
    Number,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
    filled_in,
)

_SUM, _PRODUCT, _POWER, _ATOM = range(4)
MOST_TERMS = 10
"""A longer sum is written with its first terms and its last ones."""

Text = tuple[str, int]
"""A text and how tightly it holds together."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes trees in one notation.

    Attributes:
        notation: the signs.
        leaf: the text of a symbol, by its name.

    """

    notation: Notation
    leaf: Callable[[Hashable], str]

    def write(self, tree: Expression) -> str:
        """Return the text of a tree."""
        return self._text(tree)[0]

    def _text(self, tree: Expression) -> Text:  # noqa: C901, PLR0911 - one case a kind of node
        match tree:
            case Number(value):
                return f"{value:g}", _ATOM
            case Symbol(name):
                text = self.leaf(name)
                return text, _SUM if text.startswith("-") else _ATOM
            case Sum(terms):
                return self._sum(terms)
            case Difference(left, right):
                text = self._leading(left, _SUM) + self.notation.minus
                return text + self._tight(right, _PRODUCT), _SUM
            case Negative(operand):
                sign = self.notation.minus.strip()
                return sign + self._tight(operand, _PRODUCT), _SUM
            case Product(factors):
                return self._product(factors)
            case Quotient(numerator, denominator):
                return self._quotient(numerator, denominator)
            case Square(base):
                return self._square(base), _POWER
            case Mean(terms):
                return self._mean(terms)
            case Apply(function, arguments):
                return self._apply(Apply(function, arguments))

    def _leading(self, tree: Expression, least: int) -> str:
        """Return a text that stands first, where a minus in front needs no parentheses."""
        text, binding = self._text(tree)
        if binding < least and not (isinstance(tree, Symbol) and text.startswith("-")):
            return self._bracketed(text)
        return text

    def _tight(self, tree: Expression, least: int) -> str:
        """Return a text in parentheses unless it holds together at least so tightly."""
        text, binding = self._text(tree)
        return text if binding >= least and not text.startswith("-") else self._bracketed(text)

    def _bracketed(self, text: str) -> str:
        return self.notation.brackets.format(text)

    def _sum(self, terms: tuple[Expression, ...]) -> Text:
        if len(terms) <= MOST_TERMS:
            first, *others = terms
            texts = [self._leading(first, _SUM), *(self._tight(each, _SUM) for each in others)]
        else:
            texts = [self._leading(terms[0], _SUM), self._tight(terms[1], _SUM)]
            texts += [self.notation.plus_rest]
            texts += [self._tight(each, _SUM) for each in terms[-2:]]
        return " + ".join(texts), _SUM

    def _product(self, factors: tuple[Expression, ...]) -> Text:
        text = self._leading(factors[0], _PRODUCT)
        for before, factor in pairwise(factors):
            following = self._tight(factor, _PRODUCT)
            text += ("" if self._juxtaposed(before, factor) else self.notation.times) + following
        return text, _PRODUCT

    def _juxtaposed(self, before: Expression, factor: Expression) -> bool:
        """Return whether no sign is needed between two factors, as in 2(a − y)."""
        simple = isinstance(before, Number | Symbol)
        return self.notation.juxtaposed and simple and isinstance(factor, Sum | Difference)

    def _square(self, base: Expression) -> str:
        """Return a square; what has a raised layer number gets parentheses, or it would be one."""
        text = self._tight(base, _ATOM)
        if isinstance(base, Symbol) and ("⁾" in text or "^" in text):
            text = self._bracketed(text)
        return self.notation.squared.format(text)

    def _quotient(self, numerator: Expression, denominator: Expression) -> Text:
        if self.notation.name == "latex":
            texts = self.write(numerator), self.write(denominator)
            return self.notation.fraction.format(*texts), _ATOM
        texts = self._leading(numerator, _PRODUCT), self._tight(denominator, _POWER)
        return self.notation.fraction.format(*texts), _PRODUCT

    def _mean(self, terms: tuple[Expression, ...]) -> Text:
        total, count = self._sum(terms)[0], len(terms)
        if self.notation.name == "latex":
            return rf"\frac{{1}}{{{count}}}" + self._bracketed(total), _PRODUCT
        return self.notation.fraction.format(self._bracketed(total), count), _PRODUCT

    def _apply(self, tree: Apply) -> Text:
        function = tree.function
        if function.written is not None:
            return self._text(filled_in(function.written, dict(enumerate(tree.arguments))))
        template: str = getattr(function, self.notation.name)
        return template.format(*map(self.write, tree.arguments)), _ATOM

    def with_ascii_minus(self) -> Writer:
        """Return a writer whose minus can be typed: for texts with numbers."""
        return replace(self, notation=replace(self.notation, minus=" - "))
