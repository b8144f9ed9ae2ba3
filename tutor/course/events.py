"""What happened in a session, as events: the one thing that is kept of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from tutor.grading.verdicts import Verdict, VerdictKind


class Happened(StrEnum):
    """The kinds of events."""

    STARTED = "started"
    ANSWERED = "answered"
    TAKEN_BACK = "taken_back"
    HINTED = "hinted"
    REVEALED = "revealed"
    PARAMETER_CHOSEN = "parameter_chosen"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a session.

    Attributes:
        happened: what kind of event it is.
        question: the id of what was asked, where there is one; at the start the lesson's name.
        text: what was typed, or the parameter that was chosen; at the start the lesson's text.
        level: of a hint.
        verdict: as it was given, never judged anew.
        version: at the start, the program's version.

    """

    happened: Happened
    question: str = ""
    text: str = ""
    level: int = 0
    verdict: Verdict | None = None
    version: str = ""

    def record(self) -> dict[str, Any]:
        """Return the event as JSON can hold it."""
        return asdict(self)

    @classmethod
    def of_record(cls, record: dict[str, Any]) -> Event:
        """Return the event that :meth:`record` made."""
        verdict = record["verdict"]
        if verdict is not None:
            named = tuple(tuple(each) for each in verdict["misconceptions"])
            verdict = Verdict(
                VerdictKind(verdict["kind"]), verdict["value"], verdict["message"], named
            )
        return cls(**{**record, "happened": Happened(record["happened"]), "verdict": verdict})
