"""What records come to, as lines: what was right at once, and which errors came up."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from tutor.course.tally import Count, Tally, kind_name
from tutor.course.told import told_in
from tutor.faces.drawing.picture import Line, Picture, Span, Tone, line
from tutor.grading.explain import sentence_about

_MOST_ERRORS = 5
_ROOM = 40


def draw_tally(tally: Tally, width: int) -> Picture:
    """Return what one session or several come to, wrapped to a width."""
    if not tally.total.questions:
        return (line(Span("Nothing was answered.", Tone.DIM)),)
    return (*_total(tally.total), (), *_kinds(tally, width), *_errors(tally, width))


def _total(count: Count) -> Iterator[Line]:
    noun = "question" if count.questions == 1 else "questions"
    yield line(
        Span(f"{count.at_once} of {count.questions} {noun} right at once", Tone.STRONG),
        Span(f"   {_rest(count)}" if _rest(count) else "", Tone.DIM),
    )


def _rest(count: Count) -> str:
    """Return what there was besides being right at once; nothing where there was nothing."""
    answers = f"wrong answer{'' if count.wrong == 1 else 's'}"
    parts = (
        (count.later, "later"),
        (count.shown, "shown"),
        (count.wrong, answers),
        (count.hints, f"hint{'' if count.hints == 1 else 's'}"),
    )
    return ", ".join(f"{number} {word}" for number, word in parts if number)


def _kinds(tally: Tally, width: int) -> Iterator[Line]:
    """Yield each kind of step with how many of it were right at once."""
    names = {kind: kind_name(kind) for kind in tally.kinds}
    longest = max(map(len, names.values()), default=0)
    for kind, count in tally.kinds.items():
        clean = count.at_once == count.questions
        told = f"{count.at_once:>3} of {count.questions} at once"
        yield line(
            Span(f"{names[kind]:<{longest}}"),
            Span(told, Tone.GOOD if clean else Tone.PLAIN),
            Span("" if width < longest + _ROOM else f"   {_rest(count)}", Tone.DIM),
        )


def _errors(tally: Tally, width: int) -> Iterator[Line]:
    """Yield the errors that explain wrong answers, each with what to look at."""
    if not tally.errors:
        return
    yield ()
    yield line(Span("What explains wrong answers, and what to read again", Tone.STRONG))
    for error, count in tally.errors.most_common(_MOST_ERRORS):
        kinds = tally.kinds_of(error)
        text = sentence_about(error, kinds) or error
        for number, piece in enumerate(wrap(text, max(20, width - 5))):
            mark = f"{count:>2} x " if number == 0 else "     "
            yield line(Span(mark, Tone.ACCENT), piece)
        if where := told_in(max(kinds, key=lambda kind: kinds[kind], default="")):
            pieces = wrap(f"Told in {where}.", max(20, width - 5))
            yield from (line(Span(f"     {piece}", Tone.DIM)) for piece in pieces)
