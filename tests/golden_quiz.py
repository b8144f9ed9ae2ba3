"""What `tutor quiz` writes in each format, as files to compare with.

`python -m tests.golden_quiz` writes them anew; look at what has changed before taking it in.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.inside import inside
from tests.quizzes import PROBLEM, quiz

FOLDER = Path(__file__).parent / "golden" / "quiz"
QUIZ = {
    "title": "One neuron",
    "seed": "golden",
    "pass_mark": 0.7,
    "questions": [
        {"problem": PROBLEM, "parameter": "w1"},
        {"problem": PROBLEM, "parameter": "b1", "ask": ["product", "step"], "points": 2},
        {"problem": PROBLEM, "parameter": "w1", "ask": "results"},
    ],
}
_WRONG = {"q1.4": "-1.085", "q1.7": "-0.3525", "q1.8": "-0.1410", "q1.9": "0.9410"}
FORMATS = {
    "sheet": {"json": "json", "markdown": "md", "latex": "tex", "plain": "txt"},
    "key": {"json": "json", "markdown": "md", "latex": "tex", "plain": "txt"},
    "report": {"table": "txt", "json": "json", "csv": "csv", "junit": "xml"},
}


VARIANTS = FOLDER / "variants.json"
"""Variants of generator version 1: they stay what they are, whatever else changes."""
_DEEP = {"sizes": [1, 1, 1, 1], "activations": ["tanh", "sigmoid", "sigmoid"], "examples": 2}
_WIDE = {"sizes": [2, 2, 2], "activations": ["sigmoid", "sigmoid"], "examples": 1}
_DRAWN_FROM = {
    "title": "Stored",
    "seed": "for years",
    "generator": 1,
    "questions": [
        {"problem": {"generate": _DEEP}, "parameter": "w2"},
        {"problem": {"generate": _WIDE}, "ask": "results"},
    ],
}


def variants() -> list[dict[str, object]]:
    """Return what is drawn for some students, and the fingerprints of their sheets."""
    made = quiz(**_DRAWN_FROM)
    return [
        {
            "student": student,
            "sheet": sheet.sheet,
            "parameters": [part.parameter for part in sheet.problems],
            "problems": [part.problem.model_dump(mode="json") for part in sheet.problems],
        }
        for student in ("ada", "Bob Ünal", "学生")
        for sheet in [made.sheet(student)]
    ]


def prepare(folder: Path) -> None:
    """Write a quiz, and answers: one perfect, one with a sign error, one half empty."""
    (folder / "quiz.json").write_text(json.dumps(QUIZ), "utf-8")
    made = quiz(**QUIZ)
    for student in ("ada", "bob", "cy"):
        key = made.key(student)
        answers = {name: entry.shown for name, entry in key.answers.items()}
        if student == "bob":
            answers |= _WRONG
        if student == "cy":
            answers = dict(list(answers.items())[: len(answers) // 2])
        document = {"student": student, "quiz": key.quiz, "sheet": key.sheet, "answers": answers}
        (folder / f"{student}.json").write_text(json.dumps(document), "utf-8")


def written(folder: Path, what: str, form: str) -> str:
    """Return what is written in a format, in a folder that is prepared; of LaTeX the body."""
    if what == "report":
        arguments = ["grade", "quiz.json", "cy.json", "ada.json", "bob.json"]
    else:
        arguments = [what, "quiz.json", "--student", "ada"]
    done = inside("quiz", *arguments, "--format", form, folder=folder)
    text = done.stdout.decode()
    return text.partition(r"\begin{document}")[2] if form == "latex" else text


def main() -> None:
    """Write all files anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not VARIANTS.exists():  # never written over
        VARIANTS.write_text(json.dumps(variants(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        for what, forms in FORMATS.items():
            for form, ending in forms.items():
                (FOLDER / f"{what}.{ending}").write_text(written(folder, what, form), "utf-8")


if __name__ == "__main__":
    main()
