"""What widgets tell the screens that they are on."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class Answered(Message):
    """Something was typed as an answer.

    Attributes:
        text: as it was typed.

    """

    text: str


@dataclass
class Moved(Message):
    """The highlighted weight or bias is to be another one.

    Attributes:
        by: how many places further down.

    """

    by: int
