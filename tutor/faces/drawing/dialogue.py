"""What is asked, and what is said to an answer. A word stands beside every mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tutor.course.letters import to_ascii
from tutor.course.own_questions import answer_to, choices_of
from tutor.course.plain_text import plain
from tutor.course.plan import Planned, PlannedOwn
from tutor.course.prompts import advice, prompt
from tutor.course.view import Phase, View
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.known import known_values
from tutor.faces.drawing.picture import Line, Picture, Span, Tone, cut, line, text_of_line, wide
from tutor.grading.hints import LEVELS
from tutor.grading.verdicts import Verdict, VerdictKind

_UNWRAPPED = 10_000
_BETWEEN, _MORE = "   ", "..."
OFFER = "Stuck? F2 gives a hint, F3 shows the answer."
_LAST_HINT = "   F2 again: the answer"
_OFFER_OWN = "Stuck? F3 shows the answer."
_ENTER = {
    Phase.READING: "Enter: turn the page",
    Phase.SOLVED: "Enter: go on",
    Phase.FINISHED: "Enter: what it came to, what comes next",
}
_OTHER = "   F4: another weight"
_WORDS = {
    VerdictKind.CORRECT: ("correct", Tone.GOOD),
    VerdictKind.FOLLOW_THROUGH: ("follows from an earlier slip", Tone.BAD),
    VerdictKind.TOO_COARSE: ("too few digits", Tone.BAD),
    VerdictKind.MISCONCEPTION: ("not yet", Tone.BAD),
    VerdictKind.WRONG: ("not yet", Tone.BAD),
    VerdictKind.UNREADABLE: ("not read", Tone.BAD),
}

_DOUBLED = ("Correct. ", "Not right, and ", "Not right.")
"""How messages begin that say the verdict's word again."""


def asked(view: View, width: int, most_known: int) -> Picture:
    """Return the question, and in at most so many lines the values that it is answered from."""
    if view.phase is Phase.READING:
        pages = len(view.exercise.pages)
        return (line(Span(f"Page {view.page + 1} of {pages}.", Tone.DIM)),)
    if view.phase is Phase.FINISHED or view.question is None:
        name = view.trace.name(view.parameter, view.notation, None)
        return (line(Span(f"All done for {name}.", Tone.STRONG), Span(_OTHER, Tone.ACCENT)),)
    if isinstance(view.question, PlannedOwn):
        return tuple(_own(view, view.question, width))
    question = view.question
    told = _parted(prompt(question, view.notation), width)
    lines = [line(Span(each, Tone.STRONG)) for each in told]
    if view.phase is Phase.ASKING:
        known = list(_known(known_values(view), width))
        lines += known[:most_known]
        if len(known) > most_known:
            lines[-1] = (*lines[-1], Span("...", Tone.DIM))
        if text := advice(question):
            lines.append(line(Span(text, Tone.DIM)))
    return tuple(lines)


def _parted(text: str, width: int) -> list[str]:
    """Return a prompt in a line, or what is asked for, "C₀ = ?", in a line of its own."""
    words, space, name = text.removesuffix(" = ?").rpartition(" ")
    if not space or wide(line(text)) <= width:
        return [text]
    return [words, f"{name} = ?"]


def _known(values: list[tuple[str, str]], width: int) -> Iterator[Line]:
    """Yield names with their values, as many in a line as fit."""
    label, spans = Span("known  ", Tone.DIM), list[Span]()
    for name, value in values:
        pair = (Span(f"{name} = ", Tone.DIM), Span(f"{value}   "))
        if spans and wide((label, *spans, *pair)) - 3 > width:
            yield line(label, *spans)
            label, spans = Span(" " * len(label.text)), []
        spans += pair
    if spans:
        yield line(label, *spans)


def _own(view: View, planned: PlannedOwn, width: int) -> Iterator[Line]:
    """Yield a question of the lesson's own, with its choices."""
    tier = Tier.of(view.notation).spelled
    text = plain(planned.question.ask, tier, width)
    yield from (line(Span(each, Tone.STRONG)) for each in text.splitlines())
    for number, choice in enumerate(choices_of(planned.question), start=1):
        first, *further = plain(choice, tier, max(1, width - 3)).splitlines() or [""]
        yield line(Span(f"{number}  ", Tone.ACCENT), first)
        yield from (line(f"   {each}") for each in further)


def choice_at(view: View, width: int, row: int) -> int | None:
    """Return the number of the choice that stands in a row of the question; None where none is."""
    if not isinstance(view.question, PlannedOwn) or view.phase is not Phase.ASKING:
        return None
    starts = [
        place
        for place, each in enumerate(_own(view, view.question, width))
        if each and each[0].tone is Tone.ACCENT
    ]
    return sum(start <= row for start in starts) or None


def placeholder(view: View) -> str:
    """Return what the empty line for the answer says."""
    choices = choices_of(view.question.question) if isinstance(view.question, PlannedOwn) else ()
    return f"1 to {len(choices)}" if choices else "a number or an expression"


def said(view: View, *, hints_first: bool = False) -> Picture:
    """Return what is said: verdict, offer of help, hints, the newest first.

    An earlier step that is looked at again stands above them all.
    """
    looked = tuple(_looked(view))
    if looked:
        return (*looked, *said(replace(view, looking=None), hints_first=hints_first))
    if view.phase is not Phase.ASKING:
        return (*_answered(view), *_solved(view))
    hints = reversed(list(enumerate(view.hint_texts(), start=1)))
    told = tuple(
        line(
            Span(f"hint {n}  ", Tone.ACCENT),
            _in_tier(view, text),
            Span(_LAST_HINT if n == len(LEVELS) - 1 else "", Tone.DIM),
        )
        for n, text in hints
    )
    answered = tuple(_answered(view))
    return told + answered if hints_first else answered + told


def _looked(view: View) -> Iterator[Line]:
    """Yield the earlier step that is looked at, and how one comes back."""
    if view.looking is None:
        return
    step, behind = view.looking.step, view.behind
    where = f"step {behind.index(view.looking) + 1} of {len(behind)}"
    if step.example is not None and len(view.trace.problem.examples) > 1:
        where = f"{where}, example {step.example}"
    yield line(Span(f"{where}  ", Tone.ACCENT), Span(step.with_numbers(view.notation), Tone.STRONG))
    yield line(Span(step.equation(view.notation)))
    yield line(Span("Up: further back. Down: forward. The question stays.", Tone.DIM))


def enter(view: View, width: int) -> Line:
    """Return what was typed, and what Enter does where nothing more is to be typed.

    What Enter does is there in full; what was typed has the columns that are left.
    """
    does = _ENTER.get(view.phase, "")
    if view.phase is not Phase.SOLVED or not view.answer:
        return line(Span(does, Tone.ACCENT))
    room = max(0, width - len(does) - len(_BETWEEN))
    typed = view.answer if wide(line(view.answer)) <= room else _cut_short(view.answer, room)
    return line(Span(typed + _BETWEEN), Span(does, Tone.ACCENT))


def _cut_short(text: str, width: int) -> str:
    return text_of_line(cut(line(text), max(0, width - len(_MORE)))) + _MORE


def _answered(view: View) -> Iterator[Line]:
    if view.scratch:
        yield from (line(Span(each, Tone.ACCENT)) for each in view.scratch.splitlines())
    elif view.verdict is not None:
        yield from _verdict(view, view.verdict)
    if view.offers_help:
        is_own = isinstance(view.question, PlannedOwn)
        yield line(Span(_OFFER_OWN if is_own else OFFER, Tone.ACCENT))


def _verdict(view: View, verdict: Verdict) -> Iterator[Line]:
    word, tone = _WORDS[verdict.kind]
    message, *pointer = _message(view, verdict).splitlines() or [""]
    told = "" if message.rstrip(".").lower() == word else _without_word(message)
    read = () if verdict.value is None else (Span(f"= {verdict.value:.6g}  "),)
    yield line(*read, Span(word, tone), Span(f"  {told}" if told else ""))
    yield from (line(Span(each, Tone.DIM)) for each in pointer)


def _without_word(message: str) -> str:
    """Return a message without what the word beside it says already."""
    for doubled in _DOUBLED:
        if message.startswith(doubled):
            rest = message.removeprefix(doubled).lstrip()
            return rest[:1].upper() + rest[1:]
    return message


def _message(view: View, verdict: Verdict) -> str:
    """Return what is said to an answer; what an author says of a question is Markdown."""
    if isinstance(view.question, PlannedOwn) and verdict.kind is not VerdictKind.UNREADABLE:
        return plain(verdict.message, Tier.of(view.notation).spelled, _UNWRAPPED)
    return _in_tier(view, verdict.message)


def _solved(view: View) -> Iterator[Line]:
    """Yield the equation of what was solved or shown; the answer to the lesson's own question."""
    word = (Span("shown  ", Tone.ACCENT),) if view.revealed else ()
    question = view.question
    if isinstance(question, Planned):
        yield line(*word, Span(question.step.with_numbers(view.notation), Tone.STRONG))
    elif question is not None and view.revealed:
        text = answer_to(question.question, view.trace, str(view.parameter))
        why = plain(question.question.why, Tier.of(view.notation).spelled, _UNWRAPPED)
        yield line(*word, Span(text, Tone.STRONG), f"  {why}")


def _in_tier(view: View, text: str) -> str:
    return text if Tier.of(view.notation) is Tier.UNICODE else to_ascii(text)


def noticed(view: View) -> Picture:
    """Return what the program has to say besides."""
    return tuple(line(Span(_in_tier(view, each), Tone.ACCENT)) for each in view.notices)
