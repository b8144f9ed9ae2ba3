"""Verdicts: what is said of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class VerdictKind(StrEnum):
    """The kinds of verdicts."""

    CORRECT = "correct"
    FOLLOW_THROUGH = "follow_through"
    TOO_COARSE = "too_coarse"
    MISCONCEPTION = "misconception"
    WRONG = "wrong"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of an answer.

    Attributes:
        kind: correct, follow_through, too_coarse, misconception, wrong or unreadable.
        value: the number that was read; None where it was unreadable.
        message: one or two sentences for the learner, never the answer itself.
        misconceptions: what explains the answer, likeliest first, each a tuple of the ids of
            errors made together.

    """

    kind: VerdictKind
    value: float | None
    message: str
    misconceptions: tuple[tuple[str, ...], ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether the learner may go on with this answer."""
        return self.kind is VerdictKind.CORRECT
