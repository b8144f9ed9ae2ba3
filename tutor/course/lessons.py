"""Lessons: what a lesson file holds. Everything in it is data."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from tutor.chain.trace import Trace, trace
from tutor.course.exercises import Exercise, Name, Told
from tutor.course.shelf import USUAL_MINUTES


class Expected(StrEnum):
    """What may be meant to be there; anywhere else it is a fault."""

    DEAD = "dead"
    SATURATED = "saturated"
    VANISHING = "vanishing"
    HIDDEN_ERRORS = "hidden_errors"
    TIED_ERRORS = "tied_errors"


class Lesson(Exercise):
    """An exercise that stands in the list of lessons.

    Attributes:
        summary: what the learner will be able to do, a sentence.
        minutes: about how long it takes.
        parameters: further ones that the lesson is meant for, and that its lint looks at.
        expects: what is meant to be there and is otherwise a fault.

    """

    summary: Annotated[Told, Field(max_length=200)] = ""
    minutes: Annotated[int, Field(gt=0, le=240, strict=True)] = USUAL_MINUTES
    parameters: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    expects: tuple[Expected, ...] = ()

    def trace(self) -> Trace:
        """Return the trace of its problem with its parameter's chain."""
        return trace(self.problem).for_parameter(self.parameter)
