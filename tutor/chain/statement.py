"""A problem's numbers as formulas: the weights and biases of a layer, vectors and matrices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tutor.chain.notation import LATEX
from tutor.chain.numbers import given_text, text_of
from tutor.chain.problem import Problem
from tutor.engine.activations import Array
from tutor.engine.network import LayerParameters

MOST_SHOWN = 8
"""A longer row or column is written with its first numbers and its last one."""


class Formula(NamedTuple):
    """A formula in LaTeX, to stand between dollars, and in plain ASCII."""

    latex: str
    ascii: str


_Text = Callable[[float], str]


def _shortened(texts: Sequence[str], dots: str) -> list[str]:
    if len(texts) <= MOST_SHOWN:
        return list(texts)
    return [*texts[: MOST_SHOWN - 2], dots, texts[-1]]


def vector(values: Array, text: _Text = given_text) -> Formula:
    """Return the numbers of a vector in a line, without brackets."""
    texts = [text(value) for value in values.tolist()]
    latex = _shortened([LATEX.number(each) for each in texts], r"\dots")
    return Formula(",\\; ".join(latex), ", ".join(_shortened(texts, "...")))


def matrix(values: Array, text: _Text = given_text) -> Formula:
    r"""Return a matrix; one number stands for itself. Rows end with ``\cr``, not two backslashes.

    A vector is a column. Many readers of Markdown take the first of two backslashes away.
    """
    columns = values.reshape(len(values), -1)
    if columns.size == 1:
        return vector(columns[0], text)
    rows = [[text(value) for value in row] for row in columns.tolist()]
    latex = [" & ".join(_shortened(list(map(LATEX.number, row)), r"\dots")) for row in rows]
    inside = r" \cr ".join(_shortened(latex, r"\vdots"))
    lists = [", ".join(_shortened(row, "...")) for row in rows]
    if values.ndim > 1:
        lists = [f"[{row}]" for row in lists]
    plain = ", ".join(_shortened(lists, "..."))
    return Formula(rf"\begin{{pmatrix}} {inside} \end{{pmatrix}}", f"[{plain}]")


def parameters(problem: Problem) -> list[tuple[Formula, Formula]]:
    """Return for each layer its weights and its biases, each as an equation."""
    return [
        (
            _equation(f"w^{{({layer})}}", f"w{layer}", matrix(each.weights)),
            _equation(f"b^{{({layer})}}", f"b{layer}", matrix(each.biases)),
        )
        for layer, each in enumerate(problem.layers, start=1)
    ]


def gradient(average: Sequence[LayerParameters]) -> list[tuple[Formula, Formula]]:
    """Return for each layer its dC/dw and dC/db, each as an equation."""
    return [
        (
            _derivative(f"w^{{({layer})}}", f"w{layer}", each.weights),
            _derivative(f"b^{{({layer})}}", f"b{layer}", each.biases),
        )
        for layer, each in enumerate(average, start=1)
    ]


def _derivative(latex: str, plain: str, values: Array) -> Formula:
    name = rf"\frac{{\partial C}}{{\partial {latex}}}"
    return _equation(name, f"dC/d{plain}", matrix(values, text_of))


def _equation(latex: str, plain: str, right: Formula) -> Formula:
    return Formula(f"{latex} = {right.latex}", f"{plain} = {right.ascii}")
