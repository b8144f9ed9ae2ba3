"""Practice: a lesson made around a generated problem, as the text of a lesson file."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from tutor.chain.problem import Problem
from tutor.chain.rules import Kind
from tutor.course.exercises import Ask, Later
from tutor.course.generator import VERSION, Generated, Request, generate

DEFAULT = Request(sizes=(2, 3, 3), activations=("sigmoid", "sigmoid"), examples=4)
"""What practice draws unless something else is asked for."""
ASKED: Mapping[Kind, Ask] = dict.fromkeys(
    (
        Kind.ACTIVATION_SLOPE,
        Kind.ACTIVATION_FACTOR,
        Kind.PATH_TERM,
        Kind.PATH_SUM,
        Kind.COST_SLOPE,
        Kind.FUSED_SLOPE,
    ),
    Ask.FIRST,
)
"""What practice asks the first time only unless something else is asked for."""


def new_seed() -> str:
    """Return a short seed that a person can write down."""
    return str(secrets.randbelow(1_000_000))


def practice_lesson(
    seed: str,
    request: Request = DEFAULT,
    version: int = VERSION,
    *,
    ask: Mapping[Kind, Ask] = ASKED,
    later: Later = Later.RESULT,
) -> bytes:
    """Return a lesson file's text around the problem that a seed gives.

    Args:
        seed: the same one always gives the same problem.
        request: what kind of problem.
        version: of the generator.
        ask: when kinds of steps are asked.
        later: how the examples after the first are worked.

    Raises:
        GenerationError: where no draw meets the request.

    """
    drawn = generate(seed, request, version)
    always = "The same seed always gives this one."
    if request.parameter is not None:
        always = f"The same seed always gives this one for {drawn.parameter}."
    return _lesson_text(drawn, always, ask, later).encode()


def _lesson_text(drawn: Generated, always: str, ask: Mapping[Kind, Ask], later: Later) -> str:
    lines = [
        f'title = "Practice {drawn.seed}"',
        f'summary = "A network drawn from seed {drawn.seed}, generator version {drawn.version}."',
        f'parameter = "{drawn.parameter}"',
        f'later_examples = "{later}"',
        "intro = '''",
        f"A network drawn from seed {drawn.seed}, generator version {drawn.version},",
        f"in {drawn.draws} draws. {always}",
        "'''",
        "",
        *_problem_lines(drawn.problem),
        "",
        "[ask]",
        *(f'{kind} = "{when}"' for kind, when in ask.items()),
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
