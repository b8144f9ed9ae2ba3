"""The classic errors: one entry each, a rewriting of a rule at a place.

An entry stands in the module of its subject, as a function decorated with the kinds of steps in
which the error is made and with two phrases: what gives the wrong number, and what to look at.
Verdicts say "this is the number one gets by …", never "you did …". It is found by being there.
"""

from __future__ import annotations

from tutor.grading.misconceptions import (
    activation_slopes,
    averages,
    cost_slopes,
    factors,
    forward,
    paths,
    products,
    updates,
)
from tutor.grading.misconceptions.entry import Misconception

_SUBJECTS = (
    cost_slopes,
    activation_slopes,
    factors,
    products,
    paths,
    averages,
    updates,
    forward,
)
CATALOGUE: tuple[Misconception, ...] = tuple(
    entry
    for subject in _SUBJECTS
    for entry in vars(subject).values()
    if isinstance(entry, Misconception)
)
"""Every classic error."""
BY_ID: dict[str, Misconception] = {entry.id: entry for entry in CATALOGUE}

SIGN, HALF, DOUBLE = (
    cost_slopes.sign_flipped.id,
    cost_slopes.factor_two_dropped.id,
    cost_slopes.factor_two_added.id,
)
"""The ids of what goes with every other error, too."""

__all__ = ["BY_ID", "CATALOGUE", "DOUBLE", "HALF", "SIGN", "Misconception"]
