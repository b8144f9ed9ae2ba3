"""What a classic error is: an entry of plain data, and the decorator that makes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tutor.chain.rules import Kind
from tutor.grading.misconceptions.site import Site, Wrong

OFTEN, SEEN, RARE = 3, 2, 1
"""How often an error has been seen: what fits is told in this order."""


class Misconception(NamedTuple):
    """A classic error.

    Attributes:
        id: what a verdict names.
        kinds: the kinds of steps whose rule it rewrites.
        rewrite: wrong trees at a site; none where the error cannot be made there.
        by: "one gets this number by …": what gives it, never the right answer. In it ``f`` is the
            activation function of the layer, whatever that is.
        look: a sentence that says what to look at.
        as_if: "as if …": the same of code whose whole gradient shows the error; else `by` is said.
        seen: how often it is made.
        by_numbers: whether the wrong trees depend on a trace's numbers, not on its rules alone.

    """

    id: str
    kinds: tuple[Kind, ...]
    rewrite: Callable[[Site], Wrong]
    by: str
    look: str
    as_if: str = ""
    seen: int = SEEN
    by_numbers: bool = False

    def told(self, function: str) -> str:
        """Return `by` with the sign of the layer's activation function."""
        return _named(self.by, function)

    def told_of_code(self, function: str) -> str:
        """Return what is said of a whole gradient."""
        return _named(self.as_if or f"as one gets by {self.by}", function)


def _named(text: str, function: str) -> str:
    return text.replace("f(", f"{function}(").replace("f′(", f"{function}′(")


def misconception(
    *kinds: Kind, by: str, look: str, as_if: str = "", seen: int = SEEN, by_numbers: bool = False
) -> Callable[[Callable[[Site], Wrong]], Misconception]:
    """Return a decorator that makes an entry of a rewriting; its name is the id."""

    def entry(rewrite: Callable[[Site], Wrong]) -> Misconception:
        return Misconception(rewrite.__name__, kinds, rewrite, by, look, as_if, seen, by_numbers)

    return entry
