"""Grading the questions of a lesson's own: a choice, a number, a direction."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from string import ascii_lowercase

from tutor.chain.addresses import Address
from tutor.chain.numbers import ASKED_DIGITS, given_text
from tutor.chain.trace import Trace
from tutor.course.exercises import Choice, OwnQuestion
from tutor.course.names import moving_names, parameter_names, why_refused
from tutor.errors import AddressError
from tutor.grading.compare import is_too_coarse, is_within
from tutor.grading.ranges import RightRange
from tutor.grading.reading import Reading, Unreadable, read
from tutor.grading.verdicts import Verdict, VerdictKind

CHOSEN = "parameter"
"""What stands for the parameter that the learner has chosen."""
_DERIVATIVES = "there are those of C by a weight, a bias, an a and a z, and the links between"
_SHIFTED = 4
"""Places that a decimal point is looked for away from its own."""
UP, DOWN, STILL = "up", "down", "not at all"
_WORDS = {
    UP: ("up", "u", "+", "rises", "increases"),
    DOWN: ("down", "d", "-", "falls", "decreases"),
    STILL: ("not at all", "not", "n", "0", "still", "stays"),
}


def choices_of(question: OwnQuestion) -> tuple[str, ...]:
    """Return the texts to choose from; none for a number."""
    if question.form == "choice":
        return tuple(choice.text for choice in question.choices)
    return (UP, DOWN, STILL) if question.form == "direction" else ()


def grade_own(question: OwnQuestion, text: str, trace: Trace, parameter: str) -> Verdict:
    """Return the verdict on an answer to a question of the lesson's own."""
    if question.form == "number":
        return _grade_number(question, text, trace)
    chosen = picked(question, text)
    if chosen is None:
        count = len(choices_of(question))
        told = f"Choose one of 1 to {count}, by its number or letter."
        return Verdict(VerdictKind.UNREADABLE, None, told)
    if question.form == "choice":
        return _grade_choice(question, question.choices[chosen])
    right = direction(question, trace, parameter)
    if (UP, DOWN, STILL)[chosen] == right:
        return Verdict(VerdictKind.CORRECT, None, f"Correct. {question.why}".strip())
    return Verdict(VerdictKind.WRONG, None, "Not right. Look at the sign of the derivative.")


def picked(question: OwnQuestion, text: str) -> int | None:
    """Return which choice was meant: by number, letter, or its text; None for none."""
    plain = text.strip().lower().rstrip(".)")
    texts = choices_of(question)
    if question.form == "direction":
        for index, name in enumerate(texts):
            if plain in _WORDS[name]:
                return index
    if plain.isascii() and plain.isdigit() and 1 <= int(plain[:3]) <= len(texts):
        return int(plain) - 1
    if len(plain) == 1 and plain in ascii_lowercase[: len(texts)]:
        return ascii_lowercase.index(plain)
    lowered = [each.strip().lower().rstrip(".)") for each in texts]
    return lowered.index(plain) if plain in lowered else None


def _grade_choice(question: OwnQuestion, choice: Choice) -> Verdict:
    if choice.right:
        told = choice.answer.strip() or question.why.strip()
        return Verdict(VerdictKind.CORRECT, None, f"Correct. {told}".strip())
    return Verdict(VerdictKind.WRONG, None, choice.answer.strip())


def number_of(question: OwnQuestion) -> float:
    """Return the right number of a question for one."""
    if isinstance(question.value, str):
        return read(question.value, {}).value
    return float(question.value or 0.0)


class _NoNames:
    """No quantity may be named: the question is not about the network on the screen."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace

    def value(self, name: str) -> None:
        """Refuse a quantity's name; any other one is unknown.

        Raises:
            LookupError: where the trace has such a quantity; the message says what is read.

        """
        try:
            self._trace.address(name, 0)
        except AddressError:
            return
        raise LookupError(f"{name} cannot be used here: this question is answered with numbers")


def _grade_number(question: OwnQuestion, text: str, trace: Trace) -> Verdict:
    try:
        reading = read(text, _NoNames(trace))
    except Unreadable as error:
        return Verdict(VerdictKind.UNREADABLE, None, error.reason)
    value = number_of(question)
    right = _exactly(value)
    if is_within(reading, right):
        return Verdict(VerdictKind.CORRECT, reading.value, f"Correct. {question.why}".strip())
    is_count = value.is_integer() and abs(value) < 10**ASKED_DIGITS
    if not is_count and is_too_coarse(reading, right):
        told = f"Right so far, but with too few digits: give {ASKED_DIGITS} significant digits."
        return Verdict(VerdictKind.TOO_COARSE, reading.value, told)
    return Verdict(VerdictKind.WRONG, reading.value, f"Not right.{_slip(reading, value)}")


def _exactly(value: float) -> RightRange:
    return RightRange(((value, value),), 1e-12 * abs(value), zero=value == 0.0, place=None)


def _slip(reading: Reading, value: float) -> str:
    """Return in a sentence what a wrong number shares with the right one; nothing if nothing."""
    if value == 0.0:
        return ""
    slips = (
        (" The sign is the other one.", (-value,)),
        (" It is upside down: one divided by it is right.", (1.0 / value,)),
        (
            " The digits are right, the decimal point is not.",
            tuple(
                value * 10.0**places for places in (*range(-_SHIFTED, 0), *range(1, _SHIFTED + 1))
            ),
        ),
    )
    for told, numbers in slips:
        if any(isfinite(each) and is_within(reading, _exactly(each)) for each in numbers):
            return told
    return ""


def direction(question: OwnQuestion, trace: Trace, parameter: str) -> str:
    """Return which way a quantity moves when another goes up.

    Raises:
        AddressError: where there is no derivative of the one by the other.

    """
    slope = trace.settled(_slope(question, trace, parameter))
    return UP if slope > 0 else DOWN if slope < 0 else STILL


def direction_faults(question: OwnQuestion, trace: Trace) -> Iterator[tuple[str, str]]:
    """Yield what keeps a question from having a direction, whatever parameter is chosen.

    Each with the key that it is about: `of` or `by`.
    """
    if question.of is None or question.by is None:
        return
    is_chosen = question.by == CHOSEN
    names = {"of": question.of} if is_chosen else {"of": question.of, "by": question.by}
    is_sound = True
    for key, name in names.items():
        try:
            trace.address(name, 0)
        except AddressError as error:
            is_sound = False
            known = [*moving_names(trace), *([CHOSEN, *parameter_names(trace)] * (key == "by"))]
            yield key, why_refused(name, error, known)
    if not is_sound:
        return
    if is_chosen and question.of.partition("@")[0].strip() != "C":
        yield "of", f'{question.of}: by = "{CHOSEN}" goes with of = "C" alone'
        return
    try:
        _slope(question, trace, "b1[0]")
    except AddressError as error:
        yield "by", str(error)


def _slope(question: OwnQuestion, trace: Trace, parameter: str) -> Address:
    """Return the address of the derivative that a direction is the sign of."""
    by = parameter if question.by == CHOSEN else str(question.by)
    of, at, example = str(question.of).partition("@")
    by, also_at, other = by.partition("@")
    try:
        return trace.address(f"d{of.strip()}/d{by.strip()}{at or also_at}{example or other}")
    except AddressError as error:
        if "no such quantity" not in str(error):
            raise
        told = f"{question.of} by {question.by}: there is no such derivative; {_DERIVATIVES}"
        raise AddressError(told) from None


def answer_to(question: OwnQuestion, trace: Trace, parameter: str) -> str:
    """Return the right answer's text, which graded as an answer is correct."""
    return right_answers(question, trace, parameter)[0]


def right_answers(question: OwnQuestion, trace: Trace, parameter: str) -> tuple[str, ...]:
    """Return the ways to type the right answer: a choice by its number, its letter or its text."""
    if question.form == "number":
        value = number_of(question)
        return given_text(value), repr(value)
    if question.form == "direction":
        word = direction(question, trace, parameter)
        return word, str((UP, DOWN, STILL).index(word) + 1)
    index = next(n for n, choice in enumerate(question.choices) if choice.right)
    return str(index + 1), ascii_lowercase[index], question.choices[index].text
