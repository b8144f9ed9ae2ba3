"""A canvas of character cells: texts, and lines that join where they meet."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Literal

from tutor.chain.notation import ASCII, Notation
from tutor.faces.drawing.picture import Line, Picture, Span, Tone


class Weight(IntEnum):
    """How heavy a line is: a heavy one is on the way from the parameter to the cost."""

    NONE = 0
    LIGHT = 1
    HEAVY = 2


class Tier(Enum):
    """Which characters a picture is made of."""

    UNICODE = "unicode"
    ASCII = "ascii"

    @classmethod
    def of(cls, notation: Notation) -> Tier:
        """Return the characters that go with a notation."""
        return cls.ASCII if notation is ASCII else cls.UNICODE

    @property
    def spelled(self) -> Literal["unicode", "ascii"]:
        """How the course's texts call it."""
        return "ascii" if self is Tier.ASCII else "unicode"


_UP, _RIGHT, _DOWN, _LEFT = range(4)
_JOINTS = " ╵╹╶└┖╺┕┗╷│╿┌├┞┍┝┡╻╽┃┎┟┠┏┢┣╴┘┚─┴┸╼┶┺┐┤┦┬┼╀┮┾╄┒┧┨┰╁╂┲╆╊╸┙┛╾┵┹━┷┻┑┥┩┭┽╃┯┿╇┓┪┫┱╅╉┳╈╋"
"""The character for each weight of the arms up, right, down, left: digits to the base 3."""
_ROUND = {"┌": "╭", "┐": "╮", "└": "╰", "┘": "╯"}
_Arms = list[Weight]


def _joint(arms: _Arms, tier: Tier) -> str:
    """Return the character with these arms."""
    if tier is Tier.UNICODE:
        joint = _JOINTS[sum(arm * 3**place for place, arm in enumerate(arms))]
        return _ROUND.get(joint, joint)
    heavy = Weight.HEAVY in arms
    if not any((arms[_UP], arms[_DOWN])):
        return "=" if heavy else "-"
    if not any((arms[_LEFT], arms[_RIGHT])):
        return "#" if heavy else "|"
    return "#" if heavy else "+"


class Canvas:
    """Cells by row and column, as many as are drawn on."""

    def __init__(self, tier: Tier) -> None:
        self.tier = tier
        self._texts: dict[tuple[int, int], tuple[str, Tone]] = {}
        self._arms: dict[tuple[int, int], _Arms] = {}

    def put(self, row: int, column: int, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Write a text, over whatever is there."""
        for offset, character in enumerate(text):
            self._texts[row, column + offset] = (character, tone)

    def _arm(self, row: int, column: int, side: int, weight: Weight) -> None:
        arms = self._arms.setdefault((row, column), [Weight.NONE] * 4)
        arms[side] = max(arms[side], weight)

    def across(self, row: int, start: int, end: int, weight: Weight) -> None:
        """Draw a line from the middle of one column to the middle of another."""
        for column in range(min(start, end), max(start, end)):
            self._arm(row, column, _RIGHT, weight)
            self._arm(row, column + 1, _LEFT, weight)

    def down(self, column: int, start: int, end: int, weight: Weight) -> None:
        """Draw a line from the middle of one row to the middle of another."""
        for row in range(min(start, end), max(start, end)):
            self._arm(row, column, _DOWN, weight)
            self._arm(row + 1, column, _UP, weight)

    def post(self, column: int, row: int, weight: Weight) -> None:
        """Draw a line through one cell, from its top to its bottom."""
        self._arm(row, column, _UP, weight)
        self._arm(row, column, _DOWN, weight)

    def box(self, row: int, column: int, width: int, weight: Weight) -> None:
        """Draw a box of three rows."""
        right = column + width - 1
        for edge in (row, row + 2):
            self.across(edge, column, right, weight)
        for edge in (column, right):
            self.down(edge, row, row + 2, weight)

    def cell(self, row: int, column: int) -> Span:
        """Return what stands in a cell."""
        if (row, column) in self._texts:
            return Span(*self._texts[row, column])
        arms = self._arms.get((row, column))
        if arms is None:
            return Span(" ")
        tone = Tone.ACCENT if Weight.HEAVY in arms else Tone.DIM
        return Span(_joint(arms, self.tier), tone)

    def picture(self) -> Picture:
        """Return everything that was drawn."""
        cells = [*self._texts, *self._arms]
        height = 1 + max((row for row, _ in cells), default=-1)
        width = 1 + max((column for _, column in cells), default=-1)
        return tuple(
            _joined([self.cell(row, column) for column in range(width)]) for row in range(height)
        )


def _joined(cells: list[Span]) -> Line:
    """Return a line with neighbours of one tone in one span."""
    spans: list[Span] = []
    for cell in cells:
        if spans and spans[-1].tone is cell.tone:
            spans[-1] = Span(spans[-1].text + cell.text, cell.tone)
        else:
            spans.append(cell)
    return tuple(spans)
