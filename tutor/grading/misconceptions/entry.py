"""What a classic error is: an entry of plain data, and the decorator that makes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tutor.chain.rules import Kind
from tutor.grading.misconceptions.site import Site, Wrong

OFTEN, SEEN, RARE = 3, 2, 1
"""How often an error has been seen: what fits is told in this order."""


@dataclass(frozen=True, slots=True)
class Misconception:
    """A classic error.

    Attributes:
        id: what a verdict names.
        kinds: the kinds of steps whose rule it rewrites.
        rewrite: wrong trees at a site; none where the error cannot be made there.
        by: "one gets this number by …": what gives it, never the right answer.
        look: a sentence that says what to look at.
        seen: how often it is made.

    """

    id: str
    kinds: tuple[Kind, ...]
    rewrite: Callable[[Site], Wrong]
    by: str
    look: str
    seen: int = SEEN


def misconception(
    *kinds: Kind, by: str, look: str, seen: int = SEEN
) -> Callable[[Callable[[Site], Wrong]], Misconception]:
    """Return a decorator that makes an entry of a rewriting; its name is the id."""

    def entry(rewrite: Callable[[Site], Wrong]) -> Misconception:
        return Misconception(rewrite.__name__, kinds, rewrite, by, look, seen)

    return entry
