"""What is said of somebody's own gradient."""

from __future__ import annotations

from dataclasses import dataclass

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class WrongEntry:
    """An entry that is not right: its address, what was given and what is right."""

    address: str
    given: float
    right: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What explains some of the wrong entries.

    Attributes:
        where: which entries, in words.
        errors: the ids of the errors made together; several tuples where they cannot be told
            apart; empty where nothing is known that explains them.
        what: what gives these numbers, in words.

    """

    where: str
    errors: tuple[tuple[str, ...], ...]
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class GradientReport:
    """The diagnosis of a gradient.

    Attributes:
        of: "the average", or "example 3".
        checked: how many entries there are.
        wrong: the wrong ones.
        findings: what explains them, in the fewest words.

    """

    of: str
    checked: int
    wrong: tuple[WrongEntry, ...]
    findings: tuple[Finding, ...]

    @property
    def is_right(self) -> bool:
        """Whether every entry is right, in an array of the right shape."""
        return not self.wrong and not self.findings

    def __str__(self) -> str:
        if self.is_right:
            return f"All {self.checked} entries are right (of {self.of})."
        lines = [f"{len(self.wrong)} of {self.checked} entries are wrong (of {self.of})."]
        if not self.wrong:
            lines = [f"All {self.checked} numbers are right, but not all in their places."]
        lines += map(str, self.findings)
        for entry in self.wrong[:_MOST_NAMED]:
            lines.append(f"{entry.address}: {entry.given:.6g}, but {entry.right:.6g} is right")
        if len(self.wrong) > _MOST_NAMED:
            lines.append(f"and {len(self.wrong) - _MOST_NAMED} more")
        return "\n".join(lines)
