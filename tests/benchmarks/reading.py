"""How fast answers are read, beside two other readers: python -m tests.benchmarks.reading.

The yardsticks are a minimal whitelist walk over `ast.parse`, and simpleeval (installed for this
benchmark only). Paired, in shuffled order, medians of ratios. Asserts nothing.
"""

from __future__ import annotations

import ast
import math
import operator
import random
import time
from collections.abc import Callable
from statistics import geometric_mean, median

from simpleeval import simple_eval

from tutor.grading.reading import read

TEXTS = ("0.66", "2*(0.66-1)", "1/(1+exp(-0.5))")
ROUNDS, CALLS = 60, 300
_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def walked(text: str) -> float:
    """Return an expression's value, by a minimal whitelist walk over Python's own parser."""
    return _value(ast.parse(text, mode="eval").body)


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.BinOp(left, sign, right):
            return _BINARY[type(sign)](_value(left), _value(right))
        case ast.UnaryOp(ast.USub(), operand):
            return -_value(operand)
        case ast.Call(ast.Name("exp"), [argument]):
            return math.exp(_value(argument))
    raise ValueError(ast.dump(node))


def own(text: str) -> float:
    """Return an expression's value as the program reads it."""
    return read(text, {}).value


def evaluated(text: str) -> float:
    """Return an expression's value as simpleeval reads it."""
    return float(simple_eval(text, functions={"exp": math.exp}))


def seconds(reader: Callable[[str], float], text: str) -> float:
    """Return how long many calls take."""
    start = time.perf_counter()
    for _ in range(CALLS):
        reader(text)
    return time.perf_counter() - start


def main() -> None:
    """Print for each text the medians of both ratios, and the geometric mean of the second."""
    rng = random.Random(0)
    ratios: dict[tuple[str, str], list[float]] = {}
    readers = {"own": own, "ast walk": walked, "simpleeval": evaluated}
    for _ in range(ROUNDS):
        for text in TEXTS:
            order = rng.sample(list(readers), len(readers))
            took = {name: seconds(readers[name], text) for name in order}
            for name in ("ast walk", "simpleeval"):
                ratios.setdefault((text, name), []).append(took["own"] / took[name])
    for text in TEXTS:
        walk, simple = (median(ratios[text, name]) for name in ("ast walk", "simpleeval"))
        print(f"{text:18} {walk:5.2f} x ast walk   {simple:5.2f} x simpleeval")
    mean = geometric_mean([median(ratios[text, "simpleeval"]) for text in TEXTS])
    print(f"geometric mean against simpleeval: {mean:.2f}")


if __name__ == "__main__":
    main()
