"""A problem's numbers as formulas: the weights and biases of a layer, vectors and matrices."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple, cast

from tutor.chain.addresses import Address, Q
from tutor.chain.notation import LATEX
from tutor.chain.numbers import given_text, text_of
from tutor.chain.problem import Problem
from tutor.chain.rules import rules_of
from tutor.chain.writing import Writer
from tutor.engine.activations import ACTIVATIONS, Array
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


def gradient(average: Sequence[LayerParameters]) -> list[str]:
    """Return in LaTeX each layer's dC/dw and dC/db."""
    return [
        rf"{_derivative(f'w^{{({layer})}}', each.weights)}, \qquad "
        f"{_derivative(f'b^{{({layer})}}', each.biases)}"
        for layer, each in enumerate(average, start=1)
    ]


def _derivative(by: str, values: Array) -> str:
    return rf"\frac{{\partial C}}{{\partial {by}}} = {matrix(values, text_of).latex}"


def _equation(latex: str, plain: str, right: Formula) -> Formula:
    return Formula(f"{latex} = {right.latex}", f"{plain} = {right.ascii}")


def network(problem: Problem) -> list[str]:
    """Return in LaTeX what each layer computes, in matrix form, with its weights and biases."""
    formulas, fed_by = [], "x"
    for number, (layer, (weights, biases)) in enumerate(
        zip(problem.layers, parameters(problem), strict=True), start=1
    ):
        z, a = f"z^{{({number})}}", f"a^{{({number})}}"
        sum_of = rf"{z} = w^{{({number})}} {fed_by} + b^{{({number})}}"
        formulas.append(rf"{sum_of}, \qquad {a} = {_activated(layer.activation, z)}")
        formulas.append(rf"{weights.latex}, \qquad {biases.latex}")
        fed_by = a
    return formulas


def _activated(activation: str, z: str) -> str:
    """Return in LaTeX an activation function of z."""
    if activation == "softmax":
        return rf"\operatorname{{softmax}}({z})"
    return Writer(LATEX, lambda _: z).write(ACTIVATIONS[activation].forms[0])


def examples(problem: Problem) -> list[str]:
    """Return in LaTeX the inputs and desired outputs, of the first and the last examples."""
    rows = [
        rf"\text{{example {number}: }} x = {matrix(each.x).latex}, \quad y = {matrix(each.y).latex}"
        for number, each in enumerate(problem.examples)
    ]
    return _shortened(rows, r"\vdots")


def statement(problem: Problem) -> list[str]:
    """Return a problem as formulas in LaTeX: the network, the cost, the examples, the rate."""
    cost = Address(Q.C, example=0)
    names = tuple(layer.activation for layer in problem.layers)
    rules = rules_of(problem.sizes, names, problem.cost, len(problem.examples))

    def name(address: Hashable) -> str:
        return LATEX.quantity(cast("Address", address), rules.shape, 0)

    right = Writer(LATEX, name).write(rules.of(cost).forms[0])
    rate = LATEX.number(given_text(problem.learning_rate))
    return [
        *network(problem),
        f"{name(cost)} = {right}",
        *examples(problem),
        rf"\eta = {rate}",
    ]
