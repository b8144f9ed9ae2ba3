"""Scratch calculations: everything on the screen may be named, what is asked may not."""

from __future__ import annotations

import pytest

from tests.test_session import started, worked
from tutor.course.scratch import calculated


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sigmoid(1.664)", "sigmoid(1.664) = 0.840774"),
        (" 2*0.66 ", "2*0.66 = 1.32000"),
        ("w1*x + b1", "w1*x + b1 = -0.800000"),
        ("z1", "z1 = -0.800000"),
        ("x@1", "x@1 = 0.900000"),
    ],
)
def test_what_is_on_the_screen_may_be_named(text: str, told: str) -> None:
    """By the names of the question's own example, or with an example's number."""
    assert told == calculated(text, worked(started(), 1).view)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dC/dw2", "dC/dw2 is not known yet\ndC/dw2\n^"),
        ("C", "C is not known yet"),
        ("2*", "\n"),
        ("q1", "There is no q1 on this screen"),
        ("1/0", "The divisor is 0"),
    ],
)
def test_what_is_not_there_is_told_with_its_place(text: str, told: str) -> None:
    """What is to be found is not given away, and nothing else is known."""
    assert told in calculated(text, worked(started(), 1).view)
