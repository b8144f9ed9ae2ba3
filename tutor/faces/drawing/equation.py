"""An equation in two dimensions, with fractions, that fills in with numbers as it is solved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from tutor.course.tables import UNKNOWN
from tutor.course.view import View
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.equation_column import EquationColumn, sign, value_span
from tutor.faces.drawing.equation_model import Equation, Piece, Term, equations_of
from tutor.faces.drawing.picture import Line, Picture, Span, Tone, fitted, line, wide
from tutor.faces.drawing.place import goal, is_after_examples

_ELLIPSIS = {Tier.UNICODE: "…", Tier.ASCII: "..."}
_EQUALS = Span(" = ")
_NARROWEST = 8
_USUAL_TERMS = 4


def draw_equation(view: View, width: int, height: int) -> Picture:
    """Return the equation that is worked at, or those of the descent, as large as fits."""
    tier = Tier.of(view.notation)
    equations = equations_of(view)
    pictures = [_fitting(each, tier, width, height // len(equations)) for each in equations]
    if sum(map(len, pictures)) > height:
        pictures = [_fitting(_current(equations), tier, width, height)]
    if way := _way(view, equations[0]):
        pictures.append((way,))
    blank: Picture = ((),) if sum(map(len, pictures)) + len(pictures) - 1 <= height else ()
    lines = [each for picture in pictures for each in (*picture, *blank)]
    return fitted(tuple(lines[: len(lines) - len(blank)]), width, height)


def _current(equations: Sequence[Equation]) -> Equation:
    """Return the equation in question, else the last one that is solved."""
    known = [each for each in equations if each.left.here or each.left.value != UNKNOWN]
    return known[-1] if known else equations[0]


def _way(view: View, equation: Equation) -> Line:
    """Return what the equation is worked for, where that is further on."""
    aim = goal(view)
    name = view.trace.name(aim, view.notation, aim.example)
    if is_after_examples(view) or _name(equation.left) == name:
        return ()
    return line(Span(f"on the way to {name}", Tone.DIM))


def _fitting(equation: Equation, tier: Tier, width: int, height: int) -> Picture:
    """Return the best picture of an equation that fits; else running text."""
    for picture in _versions(equation, tier):
        if len(picture) <= height and max(map(wide, picture)) <= width:
            return picture
    return _linear(equation, width)


def _versions(equation: Equation, tier: Tier) -> Iterator[Picture]:
    """Yield pictures of an equation, the best first."""
    left, right = equation.left, equation.right
    yield _grid(left, right, tier, has_formulas=True)
    yield _grid(left, right, tier, has_formulas=False)
    yield _below(left, _grid(left, right, tier, has_formulas=False))
    if sum(isinstance(piece, Term) for piece in right) > _USUAL_TERMS:
        short = tuple(_shortened(right, _ELLIPSIS[tier]))
        yield _grid(left, short, tier, has_formulas=False)


def _below(left: Term, picture: Picture) -> Picture:
    """Return a picture with what is on the left of its equals signs above it instead."""
    tone = Tone.ACCENT if left.here else Tone.PLAIN
    return (line(Span(_name(left), tone)), *(row[1:] for row in picture))


def _shortened(pieces: Sequence[Piece], ellipsis: str) -> Iterator[Piece]:
    """Yield the pieces without the terms in the middle, but with the one in question."""
    places = [place for place, piece in enumerate(pieces) if isinstance(piece, Term)]
    dropped = {place for place in places[1:-1] if not _is_here(pieces[place])}
    for place, piece in enumerate(pieces):
        if place in dropped:
            if place - 2 not in dropped:
                yield ellipsis
        elif place - 1 not in dropped or place + 1 not in dropped:
            yield piece


def _is_here(piece: Piece) -> bool:
    return isinstance(piece, Term) and piece.here


def _grid(left: Term, pieces: Sequence[Piece], tier: Tier, *, has_formulas: bool) -> Picture:
    """Return an equation with its terms' fractions, formulas and numbers below each other."""
    terms = [piece for piece in pieces if isinstance(piece, Term)]
    formulas = has_formulas and any(term.formula for term in terms)
    columns = [
        EquationColumn(piece, tier, formulas, bracketed)
        for piece, bracketed in zip(pieces, _bracketed(pieces), strict=True)
    ]
    own = EquationColumn(left, tier, has_formula=False, bracketed=False)
    blank = Span(" " * own.width)
    rows = [
        (*own.fraction[row], _EQUALS if row == 1 else Span("   "), *_joined(parts))
        for row, parts in enumerate(zip(*(column.fraction for column in columns), strict=True))
    ]
    if not any(term.bottom for term in (left, *terms)):
        rows = rows[1:2]
    if formulas and all(term.formula for term in terms):
        rows.append((blank, _EQUALS, *_joined(column.formula for column in columns)))
    elif formulas:
        told = (
            column.formula if isinstance(column.piece, Term) else column.blank for column in columns
        )
        rows.append((blank, Span("   "), *_joined(told)))
    rows.append((blank, _EQUALS, *_joined(column.number for column in columns)))
    if left.here or left.value != UNKNOWN:
        rows.append((blank, _EQUALS, value_span(left)))
    return tuple(rows)


def _joined(parts: Iterable[Line]) -> Line:
    return tuple(span for part in parts for span in part)


def _linear(equation: Equation, width: int) -> Picture:
    """Return an equation as running text."""
    left, right = equation.left, equation.right
    values = [
        sign(piece) if isinstance(piece, str) else value_span(piece, bracketed=bracketed).text
        for piece, bracketed in zip(right, _bracketed(right), strict=True)
    ]
    names = (sign(piece) if isinstance(piece, str) else _name(piece) for piece in right)
    room = max(_NARROWEST, width)
    texts = (f"{_name(left)} = {''.join(names)}", f"= {''.join(values)}")
    lines = [line(each) for text in texts for each in wrap(text, room)]
    if left.here or left.value != UNKNOWN:
        lines.append(line("= ", value_span(left)))
    return tuple(lines)


def _bracketed(pieces: Sequence[Piece]) -> list[bool]:
    """Return for each piece whether it follows a sign, so that a minus needs parentheses."""
    return [before not in ("", "(") for before in ("", *pieces[:-1])]


def _name(term: Term) -> str:
    return f"{term.top}/{term.bottom}{term.through}" if term.bottom else term.top
