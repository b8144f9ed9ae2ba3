"""One piece of an equation as a column: its fraction, and below it formula and number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tutor.course.tables import UNKNOWN
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.equation_model import Piece, Term
from tutor.faces.drawing.picture import Line, Span, Tone

_VALUE = 6  # a value of 4 digits: the column keeps its width when it fills in
_BARS = {Tier.UNICODE: ("─", "━"), Tier.ASCII: ("-", "=")}


def sign(piece: str) -> str:
    """Return a sign between terms with blanks around it; brackets have none."""
    return piece if piece.startswith(("(", ")")) else f" {piece} "


def value_span(term: Term, *, bracketed: bool = False) -> Span:
    """Return a term's value; what is asked stands out, what follows a sign is in parentheses."""
    if term.here:
        return Span(UNKNOWN, Tone.HERE)
    text = f"({term.value})" if bracketed and term.value.startswith("-") else term.value
    return Span(text, Tone.DIM if term.value == UNKNOWN else Tone.STRONG)


@dataclass(frozen=True)
class EquationColumn:
    """What stands above each other for one piece of an equation, all equally wide.

    Attributes:
        piece: a term, or a sign.
        tier: which characters it is made of.
        has_formula: whether formulas are written below the fractions.
        bracketed: whether a negative number is in parentheses.

    """

    piece: Piece
    tier: Tier
    has_formula: bool
    bracketed: bool

    @cached_property
    def width(self) -> int:
        """How many characters each of the lines takes."""
        if isinstance(self.piece, str):
            return len(sign(self.piece))
        term = self.piece
        fraction = max(len(term.top), len(term.bottom)) + len(term.through)
        formula = len(term.formula) if self.has_formula else 0
        least = _VALUE if term.bottom else 1
        return max(fraction, formula, len(self._number(term).text), least)

    def _padded(self, span: Span) -> Line:
        return (Span(span.text.center(self.width), span.tone),)

    @property
    def blank(self) -> Line:
        """Nothing, as wide as the column."""
        return self._padded(Span(""))

    @property
    def fraction(self) -> tuple[Line, Line, Line]:
        """The numerator, the bar, heavy where it is in question, and the denominator."""
        blank = self.blank
        if isinstance(self.piece, str):
            return blank, self._padded(Span(sign(self.piece))), blank
        term = self.piece
        tone = Tone.ACCENT if term.here else Tone.PLAIN
        if not term.bottom:
            return blank, self._padded(Span(term.top, tone)), blank
        room, behind = max(len(term.top), len(term.bottom)), " " * len(term.through)
        bar = _BARS[self.tier][term.here] * room
        return (
            self._padded(Span(term.top.center(room) + behind, tone)),
            self._padded(Span(bar + term.through, tone)),
            self._padded(Span(term.bottom.center(room) + behind, tone)),
        )

    @property
    def formula(self) -> Line:
        """What the term comes from."""
        if isinstance(self.piece, str):
            return self._padded(Span(sign(self.piece)))
        return self._padded(Span(self.piece.formula))

    @property
    def number(self) -> Line:
        """The term's number."""
        if isinstance(self.piece, str):
            return self._padded(Span(sign(self.piece)))
        return self._padded(self._number(self.piece))

    def _number(self, term: Term) -> Span:
        return value_span(term, bracketed=self.bracketed)
