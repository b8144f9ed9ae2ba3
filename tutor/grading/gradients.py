"""Somebody's own gradient, diagnosed: which entries are wrong, and which classic error did it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tutor.chain.problem import Problem
from tutor.chain.trace import trace
from tutor.errors import DocumentError
from tutor.grading.gradient_arrays import groups_of, wrong_entries
from tutor.grading.gradient_findings import Diagnosis, transposed_in_words
from tutor.grading.gradient_report import Finding, GradientReport, WrongEntry

__all__ = ["Finding", "GradientReport", "WrongEntry", "assert_gradient", "check_gradient"]


def check_gradient(
    problem: Problem,
    dC_dw: Sequence[Any],
    dC_db: Sequence[Any],
    example: int | None = None,
) -> GradientReport:
    """Return which entries of a gradient are wrong, and which classic error explains them.

    Args:
        problem: what the gradient is of.
        dC_dw: one array per layer, shape (n_out, n_in): lists, arrays, anything with __array__.
        dC_db: one array per layer, shape (n_out,).
        example: the number of the example it is of; None for the average over the examples.

    Raises:
        DocumentError: where the shapes are not those of the problem.

    """
    count = len(problem.examples)
    if example is not None and not 0 <= example < count:
        raise DocumentError(f"example {example}: there are {count}, counted from 0")
    made = trace(problem)
    groups = groups_of(made, dC_dw, dC_db, example)
    own = 0 if count == 1 else example
    wrong = tuple(wrong_entries(groups, own))
    straight = [group.straightened() for group in groups]
    findings = list(transposed_in_words(straight))
    if any(group.wrong.any() for group in straight):
        findings += Diagnosis(made, straight, own).findings()
    of = "the average" if example is None else f"example {example}"
    return GradientReport(of, sum(group.given.size for group in groups), wrong, tuple(findings))


def assert_gradient(
    problem: Problem,
    dC_dw: Sequence[Any],
    dC_db: Sequence[Any],
    example: int | None = None,
) -> None:
    """Raise AssertionError with the diagnosis where a gradient is wrong: for a test.

    Raises:
        AssertionError: where an entry is wrong.
        DocumentError: where the shapes are not those of the problem.

    """
    report = check_gradient(problem, dC_dw, dC_db, example)
    if not report.is_right:
        raise AssertionError(str(report))
