"""Errors in the average over the examples."""

from __future__ import annotations

from typing import cast

import numpy as np

from tutor.chain.addresses import Q
from tutor.chain.problem import Example, Problem
from tutor.chain.rules import Kind
from tutor.chain.trace import Trace, trace
from tutor.engine.expressions import Number, Quotient, Sum
from tutor.grading.misconceptions.entry import OFTEN, misconception
from tutor.grading.misconceptions.site import Site, Wrong, terms_of


@misconception(
    Kind.AVERAGE,
    by="adding up the examples without dividing by their number",
    look="Look at what an average does after the sum.",
    as_if="not divided by the number of examples",
    seen=OFTEN,
)
def mean_forgotten(site: Site) -> Wrong:
    """Yield the sum over the examples for their mean."""
    yield "", Sum(terms_of(site))


def _count(site: Site) -> Number:
    return Number(float(site.trace.rules.shape.examples))


@misconception(
    Kind.AVERAGE,
    by="dividing by the number of examples twice",
    look="Look at how often the number of examples divides.",
    as_if="divided by the number of examples twice",
)
def mean_twice(site: Site) -> Wrong:
    """Yield the mean divided by the number of examples once more."""
    yield "", Quotient(site.tree, _count(site))


def _mean_example(whole: Trace) -> Trace:
    """Return the trace of the one example that is the mean of all."""
    if "mean example" not in whole.memo:
        problem = whole.problem
        x = np.mean([example.x for example in problem.examples], axis=0)
        y = np.mean([example.y for example in problem.examples], axis=0)
        mean = Problem(
            layers=problem.layers,
            cost=problem.cost,
            examples=(Example(x=x, y=y),),
            learning_rate=problem.learning_rate,
        )
        whole.memo["mean example"] = trace(mean)
    return cast("Trace", whole.memo["mean example"])


@misconception(
    Kind.AVERAGE,
    by="averaging the examples first and taking the derivative there",
    look="Look at what is averaged: the derivatives, not the examples.",
    as_if="taken at the mean of the examples",
    by_numbers=True,
)
def average_example(site: Site) -> Wrong:
    """Yield the derivative at the mean of the examples, where their targets can be averaged."""
    if site.at.quantity is not Q.C and site.cost != "cross_entropy":  # classes have no mean
        yield "", Number(_mean_example(site.trace).values.value(site.at.at(0)))


@misconception(
    Kind.AVERAGE,
    by="taking one example only, the first or the last",
    look="Look at how many examples there are.",
    as_if="of one example only",
)
def one_example(site: Site) -> Wrong:
    """Yield the first or the last example's derivative."""
    terms = terms_of(site)
    if len(terms) > 1:
        yield "first", terms[0]
        yield "last", terms[-1]
