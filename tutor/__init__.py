"""Backprop Tutor: learn to do backpropagation by hand, graded against a computed trace.

The public names are loaded when they are first asked for, so that ``import tutor`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.chain.example_reader import read_examples
    from tutor.chain.problem import Problem
    from tutor.chain.trace import Trace, trace
    from tutor.course.quiz.quizzes import Quiz
    from tutor.errors import TutorError
    from tutor.grading.diagnosis import diagnosable
    from tutor.grading.grade import grade
    from tutor.grading.gradients import assert_gradient, check_gradient
    from tutor.grading.verdicts import Verdict

__version__ = "0.1.0"

__all__ = [
    "Problem",
    "Quiz",
    "Trace",
    "TutorError",
    "Verdict",
    "assert_gradient",
    "check_gradient",
    "diagnosable",
    "grade",
    "read_examples",
    "trace",
]

_HOMES = {
    "Problem": "tutor.chain.problem",
    "Quiz": "tutor.course.quiz.quizzes",
    "Trace": "tutor.chain.trace",
    "TutorError": "tutor.errors",
    "Verdict": "tutor.grading.verdicts",
    "assert_gradient": "tutor.grading.gradients",
    "check_gradient": "tutor.grading.gradients",
    "diagnosable": "tutor.grading.diagnosis",
    "grade": "tutor.grading.grade",
    "read_examples": "tutor.chain.example_reader",
    "trace": "tutor.chain.trace",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
