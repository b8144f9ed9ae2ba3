"""Where a quiz's problems come from: in place, in a file beside it, or in a lesson."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

from tutor.chain.addresses import PARAMETERS, Shape, parse
from tutor.chain.faults import did_you_mean, shown
from tutor.chain.files import read_source
from tutor.chain.problem import Problem
from tutor.course.generator import Request
from tutor.course.lesson_files import parse_lesson
from tutor.course.lessons import Lesson
from tutor.course.problem_source import LARGEST, MOST_DRAWN, with_problem
from tutor.course.shelf import shipped_lessons
from tutor.errors import AddressError, DocumentError


def in_place(data: Any, folder: Path | None) -> Any:  # noqa: ANN401 - what was given
    """Return a question's data with the problem in place that a lesson or a file holds.

    Args:
        data: a question, as it stands in the document.
        folder: where the quiz's file lies; None where it has none.

    Raises:
        ValueError: where the problem cannot be had; the sentence begins with the key.

    """
    if not isinstance(data, dict):
        return data
    if "lesson" in data:
        return _of_lesson(data, folder)
    problem = data.get("problem")
    if isinstance(problem, dict) and "generate" in problem:
        _check_request(problem["generate"])
        return data
    if isinstance(problem, dict) and "file" in problem and folder is None:
        raise ValueError("problem.file: only a quiz in a file can name one")
    return with_problem(data, folder)


def _of_lesson(data: dict[str, Any], folder: Path | None) -> dict[str, Any]:
    if "problem" in data:
        raise ValueError("give either a lesson or a problem, not both")
    rest = {key: value for key, value in data.items() if key != "lesson"}
    lesson = _lesson(data["lesson"], folder)
    return {"parameter": lesson.parameter, **rest, "problem": lesson.problem}


def _lesson(name: object, folder: Path | None) -> Lesson:
    """Return a shipped lesson by its name or number, or the one in a file beside the quiz."""
    if not isinstance(name, str) or not name:
        raise ValueError(f"lesson: {shown(name)}, but a lesson's name is needed")
    lessons = shipped_lessons()
    for number, each in enumerate(lessons, start=1):
        if name in (each.name, str(number), each.name.partition("-")[2]):
            return each.load()
    if name.endswith((".toml", ".json")):
        return _lesson_beside(name, folder)
    names = [each.name for each in lessons]
    raise ValueError(f"lesson: {name}: no such lesson; {did_you_mean(name, names)}")


def _lesson_beside(name: str, folder: Path | None) -> Lesson:
    if folder is None or Path(name).name != name:
        where = "only a quiz in a file can name one" if folder is None else "without a folder"
        raise ValueError(f"lesson: {shown(name)}: a file beside the quiz is needed, {where}")
    try:
        return parse_lesson(read_source(folder / name, LARGEST + 1), name, folder)
    except DocumentError as error:
        raise ValueError(f"lesson: {error}") from None


def _check_request(request: object) -> None:
    """Refuse what a drawn problem of a quiz does not say itself, and what is too large."""
    if not isinstance(request, dict):
        return
    if request.get("parameter") is not None:
        raise ValueError("problem.generate.parameter: it belongs to the question, not here")
    if "seed" in request or "version" in request:
        raise ValueError("problem.generate: seed and version belong to the quiz, not here")
    sizes = request.get("sizes")
    if isinstance(sizes, list | tuple) and all(isinstance(each, int) for each in sizes):
        count = sum(size * (1 + fed) for fed, size in pairwise(sizes))
        if count > MOST_DRAWN:
            told = f"{count} weights and biases, but at most {MOST_DRAWN} are drawn"
            raise ValueError(f"problem.generate.sizes: {told}")


def parameter_fault(problem: Problem | Request, parameter: str) -> str | None:
    """Return what is wrong with the name of a weight or a bias; None where it is one."""
    try:
        address = parse(parameter, shape_of(problem))
    except AddressError as error:
        return str(error)
    if address.quantity not in PARAMETERS:
        return f"{parameter}: not a weight or a bias; a parameter is such as w1[0,0]"
    return None


def shape_of(problem: Problem | Request) -> Shape:
    """Return what there is to be named in a problem, given or still to be drawn."""
    if isinstance(problem, Request):
        last, examples = problem.activations[-1], problem.examples
    else:
        last, examples = problem.layers[-1].activation, len(problem.examples)
    return Shape(tuple(problem.sizes), examples, softmax=last == "softmax")
