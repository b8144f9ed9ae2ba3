"""Questions of a lesson's own that are answered with a number."""

from __future__ import annotations

import pytest

from tests.screens import session
from tutor.grading.verdicts import VerdictKind


def verdict(value: float | str, answer: str) -> tuple[VerdictKind, str]:
    """Return what is said to an answer where a value is right."""
    made = session(questions=[{"before": "start", "ask": "How much?", "value": value}])
    said = made.submit(answer).verdict
    assert said is not None
    return said.kind, said.message


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("-0.23", "Not right. The sign is the other one."),
        ("4.35", "Not right. It is upside down: one divided by it is right."),
        ("0.01/0.0023", "Not right. It is upside down: one divided by it is right."),
        ("0.0023*0.01", "Not right. The digits are right, the decimal point is not."),
        ("2.3", "Not right. The digits are right, the decimal point is not."),
        ("0.27", "Not right."),
        ("0", "Not right."),
    ],
)
def test_a_wrong_number_is_told_what_it_shares_with_the_right_one(answer: str, told: str) -> None:
    """A sign, a quotient upside down, a decimal point: 0.0023/0.01 is 0.23."""
    assert verdict("0.0023/0.01", answer) == (VerdictKind.WRONG, told)


@pytest.mark.parametrize(("value", "answer"), [(0, "1"), (1e299, "3"), (5e-324, "7")])
def test_at_the_ends_of_the_numbers_nothing_is_made_up(value: float, answer: str) -> None:
    """Where there is no number to compare with, it is not right, and that is all."""
    assert verdict(value, answer) == (VerdictKind.WRONG, "Not right.")


def test_a_right_number_is_right_however_it_is_written() -> None:
    """Neither its sign nor its point is spoken of."""
    for answer in ("0.23", "23/100", "2.3e-1"):
        assert verdict(0.23, answer) == (VerdictKind.CORRECT, "Correct.")
