"""Practice: a lesson made around a generated problem, as the text of a lesson file."""

from __future__ import annotations

import secrets
from typing import Any

from tutor.chain.problem import Problem
from tutor.course.generator import VERSION, Generated, Request, generate

DEFAULT = Request(sizes=(2, 3, 3), activations=("sigmoid", "sigmoid"), examples=4)
"""What practice draws unless something else is asked for."""


def new_seed() -> str:
    """Return a short seed that a person can write down."""
    return str(secrets.randbelow(1_000_000))


def practice_lesson(seed: str, request: Request = DEFAULT, version: int = VERSION) -> bytes:
    """Return a lesson file's text around the problem that a seed gives.

    Raises:
        GenerationError: where no draw meets the request.

    """
    return _lesson_text(generate(seed, request, version)).encode()


def _lesson_text(drawn: Generated) -> str:
    lines = [
        f'title = "Practice {drawn.seed}"',
        f'summary = "A network drawn from seed {drawn.seed}, generator version {drawn.version}."',
        f'parameter = "{drawn.parameter}"',
        'later_examples = "result"',
        "intro = '''",
        f"A network drawn from seed {drawn.seed}, generator version {drawn.version},",
        f"in {drawn.draws} draws. The same seed always gives this one.",
        "'''",
        "",
        *_problem_lines(drawn.problem),
        "",
        "[ask]",
        'activation_slope = "first"',
        'activation_factor = "first"',
        'path_term = "first"',
        'path_sum = "first"',
        'cost_slope = "first"',
        'fused_slope = "first"',
    ]
    return "\n".join(lines) + "\n"


def _problem_lines(problem: Problem) -> list[str]:
    lines = [
        "[problem]",
        f'cost = "{problem.cost}"',
        f"learning_rate = {problem.learning_rate!r}",
    ]
    for layer in problem.layers:
        lines += [
            "",
            "[[problem.layers]]",
            f"weights = {_plain(layer.weights)}",
            f"biases = {_plain(layer.biases)}",
            f'activation = "{layer.activation}"',
        ]
    for example in problem.examples:
        lines += [
            "",
            "[[problem.examples]]",
            f"x = {_plain(example.x)}",
            f"y = {_plain(example.y)}",
        ]
    return lines


def _plain(array: Any) -> str:  # noqa: ANN401 - an array of the problem
    return repr(array.tolist())
