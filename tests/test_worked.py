"""Worked solutions: the question, every step in symbols and numbers, tables, descent."""

from __future__ import annotations

import html
import random
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks import HEADS, problem_of, problems, random_document
from tests.rendering import PDFLATEX, WITHOUT_LATEX, compiled, rendered, text_of
from tests.test_order import some_parameter
from tutor import Problem, trace
from tutor.chain.notation import ASCII, LATEX
from tutor.course.latex_text import escaped
from tutor.course.shelf import LessonFile, shipped_lessons
from tutor.course.worked_blocks import Blocks, Equation, Table, heading, literal, paragraph
from tutor.course.worked_latex import LatexWriter
from tutor.course.worked_markdown import MarkdownWriter
from tutor.course.worked_sheet import sheet
from tutor.course.worked_solution import worked_solution

GOLDEN = Path(__file__).parent / "golden"
ONE = Problem.model_validate(
    {
        "layers": [{"weights": [[-0.5]], "biases": [0.2], "activation": "sigmoid"}],
        "cost": "squared_error",
        "examples": [{"x": [1.4], "y": [0.0]}],
        "learning_rate": 0.5,
    }
)
HARD = r"""Hard *text* with **bold**, ***both***, `co$de_{}--x`, 50% & # ^ ~ \ {x} <b> "q".
Signs: σ′(z), w⁽³⁾₀, “q” ‘x’ – — … € ü ß ž ő ł 中 ∂ · × − ≤ | \* \_ [link](http://x.y/_a%20b).

- one $a_1$
- two

  further

3. three

> quote

| a | b |
| --- | --- |
| [x] | $y^2'$ |

```
code $x {} \end{verbatim} é
  [in
```

$\frac12 \text{a_b ü # % & ^ ~ 中}\quad \hat{y}\odot x$

$$\left.\sum_{j=0}^{n} \sqrt{x} σ(x)\right|_z$$ and more

# Head *x*
---
end\
line"""


@cache
def papers(lesson: LessonFile) -> list[Blocks]:
    """Return all that is written of a lesson."""
    loaded = lesson.load()
    made, parameter = loaded.trace(), loaded.parameter
    return [
        worked_solution(made, parameter, literal(loaded.title)),
        *(sheet(loaded, parameter, answers=answers) for answers in (False, True)),
    ]


def test_a_worked_solution_has_the_numbers_of_hand_arithmetic() -> None:
    """One neuron, worked by hand with a calculator: forward, back, and a step downhill."""
    text = MarkdownWriter(ascii_only=True).write(worked_solution(trace(ONE), "w1"))
    steps = [
        "z1 = w1*x + b1 = -0.5*1.4 + 0.2 = -0.5000",
        "a1 = sigmoid(z1) = sigmoid(-0.5000) = 0.3775",
        "C = (a1 - y)^2 = (0.3775 - 0)^2 = 0.1425",
        "dC/da1 = 2*(a1 - y) = 2*(0.3775 - 0) = 0.7551",
        "da1/dz1 = sigmoid'(z1) = a1*(1 - a1) = 0.3775*(1 - 0.3775) = 0.2350",
        "dz1/dw1 = x = 1.4",
        "dC/dw1 = dz1/dw1*da1/dz1*dC/da1 = 1.4*0.2350*0.7551 = 0.2484",
        "step(w1) = eta*dC/dw1@0 = 0.5*0.2484 = 0.1242",
        "w1+ = w1 - step(w1) = -0.5 - 0.1242 = -0.6242",
    ]
    places = [text.find(f"    {step}\n") for step in steps]
    assert -1 not in places
    assert sorted(places) == places
    assert "The cost fell: C = 0.1425 before, C+ = " in text


@given(problems(examples=2), st.data())
@settings(max_examples=6)
def test_every_step_stands_there_in_symbols_and_numbers(problem: Problem, data: object) -> None:
    """Whatever the network, the equations are those of the chain, each once and in order."""
    made = trace(problem)
    parameter = some_parameter(made, data)
    blocks = worked_solution(made, parameter)
    start = next(i for i, each in enumerate(blocks) if each == heading(2, "The solution"))
    sides = [each.sides for each in blocks[start:] if isinstance(each, Equation)]
    for notation, index in ((LATEX, 0), (ASCII, 1)):
        left = [tuple(side[index] for side in each) for each in sides]
        for step in made.steps(parameter):
            name, forms = step.name(notation), step.forms(notation)
            numbers = [step.filled_in(notation), step.shown(notation)]
            if left[0] != tuple(dict.fromkeys([name, *forms, *numbers])):
                assert (name, *forms) == left.pop(0)
                assert (name, *dict.fromkeys(numbers)) == left[0]
            left.pop(0)
        assert [] == left


def test_the_table_of_examples_has_their_mean_below() -> None:
    """Each example has its row, and the mean of the derivatives stands in the last one."""
    made = trace(problem_of("recommended_chain_three_examples"))
    *_, table = (
        each for each in worked_solution(made, "w3") if isinstance(each, Table) and each.foot
    )
    assert 3 == len(table.rows)
    slopes = [made.value(f"dC/dw3@{number}") for number in range(3)]
    assert [f"{slope:.4g}" for slope in slopes] == [
        f"{float(row[-1][1]):.4g}" for row in table.rows
    ]
    assert table.foot is not None
    assert f"{sum(slopes) / 3:.4g}" == f"{float(table.foot[-1][1]):.4g}"


@pytest.mark.parametrize("lesson", shipped_lessons(), ids=lambda each: each.name)
def test_a_lessons_papers_are_rendered(lesson: LessonFile) -> None:
    """A Markdown reader with a formula renderer takes all that is written of a lesson."""
    for blocks in papers(lesson):
        page = rendered(MarkdownWriter().write(blocks))
        assert "$" not in text_of(page)
        assert lesson.load().title in text_of(page)
        assert "<math" in page


@cache
def of_every_function() -> list[Blocks]:
    """Return worked solutions with every activation and cost, and several paths."""
    rng = random.Random(5)  # noqa: S311  # no secret
    heads = sorted(set(HEADS))
    made = [
        random_document(rng, heads=(head,), sizes=(1, 2, 2), examples=1, decimals=(1, None))
        for head in heads
    ]
    return [worked_solution(trace(Problem.model_validate(each)), "w1[1,0]") for each in made]


def test_formulas_of_every_function_are_rendered() -> None:
    """Every activation with every cost that goes with it, over several paths."""
    for blocks in of_every_function():
        assert "$" not in text_of(rendered(MarkdownWriter().write(blocks)))


@pytest.mark.skipif(PDFLATEX is None, reason=WITHOUT_LATEX)
def test_formulas_of_every_function_compile(tmp_path: Path) -> None:
    """LaTeX takes them, too, and no line is too long for the page."""
    assert [] == compiled(_joined(list(map(LatexWriter().write, of_every_function()))), tmp_path)


@pytest.mark.skipif(PDFLATEX is None, reason=WITHOUT_LATEX)
def test_the_papers_of_all_lessons_compile(tmp_path: Path) -> None:
    """LaTeX compiles them as one document, and no line is too long for the page."""
    written = [
        LatexWriter().write(blocks) for lesson in shipped_lessons() for blocks in papers(lesson)
    ]
    assert [] == compiled(_joined(written), tmp_path)


@pytest.mark.skipif(PDFLATEX is None, reason=WITHOUT_LATEX)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_hard_text_compiles(tmp_path: Path, ascii_only: bool) -> None:  # noqa: FBT001
    """What LaTeX would act on, all of Markdown, and signs that a font may lack."""
    title = heading(1, literal(r"100% _of_ #1 & {x} \ ^ ~ $5 <b> *"))
    written = LatexWriter(ascii_only=ascii_only).write((title, paragraph(HARD)))
    assert [] == compiled(written, tmp_path)
    assert ascii_only == written.isascii()


@pytest.mark.skipif(PDFLATEX is None, reason=WITHOUT_LATEX)
def test_every_sign_of_people_compiles(tmp_path: Path) -> None:
    """All of Latin, Greek and Cyrillic, typography, arrows and mathematics, and an emoji."""
    ranges = ((0x20, 0x7F), (0xA0, 0x530), (0x2000, 0x2060), (0x2070, 0x2300), (0x4E00, 0x4E04))
    signs = [chr(code) for first, last in ranges for code in range(first, last)]
    lines = " ".join([*signs, "🙂"])
    written = LatexWriter().write((paragraph(literal(lines)),))
    assert [] == compiled(written, tmp_path)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1))
def test_a_title_is_shown_as_it_is_in_markdown(title: str) -> None:
    """Whatever a person's line holds, a Markdown reader shows exactly that."""
    page = rendered(MarkdownWriter().write((heading(1, literal(title)),)))
    assert f"<h1>{html.escape(title, quote=False)}</h1>\n" == page.replace("&quot;", '"')


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1))
def test_no_sign_of_a_text_is_acted_on_by_latex(text: str) -> None:
    """Without the commands that stand for signs, nothing is left that LaTeX acts on."""
    left = re.sub(r"\\(?:[{}$&#%_]|text[a-z]+\{\})|(?<=[-,'])\{\}", "", escaped(text))
    assert set() == set(left) & set('\\{}$&#%_^~<>|"`')


def test_html_in_a_lesson_is_text() -> None:
    """A lesson's Markdown has no HTML, so a stranger's tags are shown and not acted on."""
    page = rendered(MarkdownWriter().write((paragraph("a <script>x</script> <http://x.y> $a<b$"),)))
    assert "<script" not in page
    assert '<a href="http://x.y">' in page


@pytest.mark.parametrize(("name", "writer"), [("md", MarkdownWriter()), ("tex", LatexWriter())])
def test_the_documents_are_as_they_were(name: str, writer: MarkdownWriter | LatexWriter) -> None:
    """A change of a document is seen: the whole text is compared."""
    blocks = worked_solution(trace(problem_of("recommended_chain_three_examples")), "w2")
    assert (GOLDEN / f"worked.{name}").read_text("utf-8") == writer.write(blocks)


def _joined(documents: list[str]) -> str:
    """Return several documents as one: they have the same beginning and end."""
    begin, end = r"\begin{document}", r"\end{document}"
    head = documents[0].partition(begin)[0]
    bodies = [each.partition(begin)[2].removesuffix(f"{end}\n") for each in documents]
    return head + begin + "\n\\clearpage\n".join(bodies) + end
