"""Keys: what is right for a student's sheet, and how it is worked."""

from __future__ import annotations

from tutor.chain.arrays import FrozenModel
from tutor.course.letters import to_ascii
from tutor.course.quiz.marks import SEEN, step_of
from tutor.course.quiz.sheets import Sheet
from tutor.grading.grade import right_range


class KeyEntry(FrozenModel):
    """What is right for one question.

    Attributes:
        value: the exact one.
        low, high: the ends of the range that is right.
        address: the quantity that is asked for.
        shown: the value with the digits that are asked for, as it could be typed.
        worked: how it is worked, in symbols.
        numbers: the same with the numbers in their places.

    """

    value: float
    low: float
    high: float
    address: str
    shown: str
    worked: str
    numbers: str


class Key(FrozenModel):
    """What is right for a student's sheet.

    Attributes:
        student: whose sheet.
        quiz, sheet: the fingerprints that the sheet carries.
        answers: what is right, by question.

    """

    student: str
    quiz: str
    sheet: str
    answers: dict[str, KeyEntry]

    def in_ascii(self) -> Key:
        """Return the same key with its formulas in plain ASCII."""
        answers = {
            name: entry.model_copy(
                update={"worked": to_ascii(entry.worked), "numbers": to_ascii(entry.numbers)}
            )
            for name, entry in self.answers.items()
        }
        return self.model_copy(update={"answers": answers})

    def to_json(self) -> bytes:
        """Return the key as JSON."""
        return self.model_dump_json(indent=1).encode() + b"\n"


def key_of(sheet: Sheet) -> Key:
    """Return the key of a sheet."""
    answers = {}
    for name, (problem, question) in sheet.questions.items():
        step = step_of(problem, question)
        right = right_range(step, visible=SEEN[question.seen])
        answers[name] = KeyEntry(
            value=step.trace.settled(step.place),
            low=right.low,
            high=right.high,
            address=question.address,
            shown=step.trace.shown(step.place),
            worked=step.symbols,
            numbers=step.numbers,
        )
    return Key(student=sheet.student, quiz=sheet.quiz, sheet=sheet.sheet, answers=answers)
