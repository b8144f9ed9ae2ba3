"""Renderers of documents for paper: Markdown with its formulas as MathML, LaTeX as it compiles."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from pathlib import Path

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

PDFLATEX = shutil.which("pdflatex")
WITHOUT_LATEX = "no pdflatex on this machine: that the LaTeX compiles is not seen here"


def mathml(formula: str) -> str:
    """Return a formula as MathML; the renderer leaves a command that it does not know as it is."""
    made = convert(formula)
    assert "\\" not in made, f"not known to the renderer: {formula}"
    return made


def rendered(markdown: str) -> str:
    """Return Markdown as HTML, its formulas as MathML."""
    reader = MarkdownIt("commonmark").enable("table")
    reader.use(dollarmath_plugin, renderer=lambda formula, _options: mathml(formula))
    return str(reader.render(markdown))


def text_of(page: str) -> str:
    """Return what a reader sees of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def compiled(latex: str, folder: Path) -> list[str]:
    """Compile LaTeX and return what its log complains of."""
    assert PDFLATEX is not None
    (folder / "paper.tex").write_text(latex, "utf-8")
    subprocess.run(
        [PDFLATEX, "-interaction=nonstopmode", "-halt-on-error", "paper.tex"],
        cwd=folder,
        capture_output=True,
        timeout=60,
        check=False,
    )
    log = (folder / "paper.log").read_text("utf-8", "replace")
    complaints = [line for line in log.splitlines() if re.match(r"!|Overfull|.*Warning", line)]
    return complaints if (folder / "paper.pdf").exists() else [*complaints, "no PDF"]
