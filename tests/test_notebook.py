"""What a notebook shows of a problem, a trace and a step: formulas, as Markdown and as LaTeX."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.networks import HEADS, random_document
from tests.rendering import PDFLATEX, WITHOUT_LATEX, compiled, rendered, text_of
from tests.test_worked import ONE
from tutor import Problem, Trace, trace
from tutor.chain.notebook import ShownAsFormulas

NETWORK = Problem.model_validate(
    {
        "layers": [
            {"weights": [[0.5, -1.0]], "biases": [0.1], "activation": "tanh"},
            {"weights": [[2.0], [1.5]], "biases": [0.0, 1e-7], "activation": "softmax"},
        ],
        "cost": "cross_entropy",
        "examples": [{"x": [0.6, -0.2], "y": [1.0, 0.0]}],
        "learning_rate": 0.25,
    }
)


def every_kind() -> list[ShownAsFormulas]:
    """Return problems with every activation and cost, their traces and all their steps."""
    rng = random.Random(5)  # noqa: S311  # no secret
    shown: list[ShownAsFormulas] = [NETWORK, trace(NETWORK)]
    for head in sorted(set(HEADS)):
        document = random_document(rng, heads=(head,), sizes=(2, 2, 2), examples=2)
        problem = Problem.model_validate(document)
        made = trace(problem)
        shown += [problem, made, *made.steps("w1[1,0]")]
    return shown


def test_a_problem_is_shown_as_formulas() -> None:
    """What each layer computes, its weights and biases, the cost, the examples and the rate."""
    expected = [
        r"z^{(1)} = w^{(1)} x + b^{(1)}, \qquad a^{(1)} = \tanh(z^{(1)})",
        r"w^{(1)} = \begin{pmatrix} 0.5 & -1 \end{pmatrix}, \qquad b^{(1)} = 0.1",
        r"z^{(2)} = w^{(2)} a^{(1)} + b^{(2)}, \qquad a^{(2)} = \operatorname{softmax}(z^{(2)})",
        (
            r"w^{(2)} = \begin{pmatrix} 2 \cr 1.5 \end{pmatrix}, "
            r"\qquad b^{(2)} = \begin{pmatrix} 0 \cr 1\mathrm{e}{-7} \end{pmatrix}"
        ),
        r"C_{0} = -\left(y_{0} \cdot \ln(a^{(2)}_{0}) + y_{1} \cdot \ln(a^{(2)}_{1})\right)",
        (
            r"\text{example 0: } x = \begin{pmatrix} 0.6 \cr -0.2 \end{pmatrix}, "
            r"\quad y = \begin{pmatrix} 1 \cr 0 \end{pmatrix}"
        ),
        r"\eta = 0.25",
    ]
    assert [f"$$\n{each}\n$$" for each in expected] == NETWORK._repr_markdown_().split("\n\n")


def test_a_trace_is_shown_as_its_cost_and_gradient() -> None:
    """One neuron, worked by hand: C = 0.3775², and its gradient is 0.2484 and 0.1774."""
    latex = trace(ONE)._repr_latex_()
    assert (
        "$$\n\\begin{gathered}\n"
        "C = 0.1425 \\\\\n"
        r"\frac{\partial C}{\partial w^{(1)}} = 0.2484, "
        "\\qquad \\frac{\\partial C}{\\partial b^{(1)}} = 0.1774 \\\\\n"
        "C^{+} = 0.1012\n\\end{gathered}\n$$"
    ) == latex


def test_a_step_is_shown_in_symbols_and_numbers() -> None:
    """One equation, from its name to its value."""
    step = trace(ONE).step("dC/da1")
    assert (
        "$$\n"
        r"\frac{\partial C_{0}}{\partial a^{(1)}} = 2\left(a^{(1)} - y\right) "
        r"= 2\left(0.3775 - 0\right) = 0.7551"
        "\n$$"
    ) == step._repr_markdown_()


def test_the_markdown_of_every_kind_is_rendered() -> None:
    """A renderer of formulas takes all of them."""
    for each in every_kind():
        assert "$" not in text_of(rendered(each._repr_markdown_()))


@pytest.mark.skipif(PDFLATEX is None, reason=WITHOUT_LATEX)
def test_the_latex_of_every_kind_compiles(tmp_path: Path) -> None:
    """LaTeX takes all of them, as a notebook that is printed needs it."""
    body = "\n\n".join(each._repr_latex_() for each in every_kind())
    head = "\\documentclass{article}\n\\usepackage{amsmath}\n\\usepackage[margin=5mm]{geometry}\n"
    document = f"{head}\\begin{{document}}\n{body}\n\\end{{document}}\n"
    assert [] == [each for each in compiled(document, tmp_path) if "Overfull" not in each]


def test_a_large_problem_is_shown_in_short() -> None:
    """Of many examples, neurons and weights the first ones and the last one are shown."""
    rng = random.Random(1)  # noqa: S311  # no secret
    problem = Problem.model_validate(random_document(rng, sizes=(50, 40, 30), examples=60))
    for each in (problem, trace(problem)):
        assert len(each._repr_markdown_()) < 20_000
    assert r"\vdots" in problem._repr_markdown_()
    assert "example 59" in problem._repr_latex_()


def test_outside_of_notebooks_nothing_has_changed() -> None:
    """In a shell a trace is its sizes, and compared and read as before."""
    assert "<Trace of 1-1, 1 examples>" == repr(trace(ONE))
    assert trace(ONE) == Trace.model_validate(trace(ONE).document())
