"""Structure: which wrong numbers meet whatever the numbers are, and which by chance."""

from __future__ import annotations

import pytest

from tests.drafts import CHAIN, layer, problem
from tutor.chain.problem import Problem
from tutor.chain.trace import trace
from tutor.course.structure import Structure
from tutor.grading.ranges import everything

TWO_OUTPUTS = problem(
    layer([[0.5, -0.4], [0.7, 1.1]], [0.3, -0.2]),
    layer([[1.3, 0.4], [0.6, -0.9]], [0.2, -0.7]),
    examples=[([0.6, -0.9], [0.2, 0.7])],
)


@pytest.mark.parametrize(
    ("document", "step", "pair", "here", "everywhere"),
    [
        # two outputs: to forget the 2 is to take the mean over them, but not with four outputs
        (TWO_OUTPUTS, "dC/da2[0]@0", ("factor_two_dropped", "mean_over_outputs"), True, False),
        # a path more or less is no sign
        (TWO_OUTPUTS, "dC/da1[0]@0", ("one_path", "mean_over_paths"), False, False),
        # an error is itself
        (CHAIN, "dC/da2[0]@0", ("sign_flipped", "sign_flipped"), True, True),
        (CHAIN, "dC/da2[0]@0", ("sign_flipped", "factor_two_dropped"), False, False),
    ],
)
def test_errors_that_meet_are_due_to_numbers_or_to_sizes(
    document: dict[str, object], step: str, pair: tuple[str, str], *, here: bool, everywhere: bool
) -> None:
    """In other numbers of the same sizes, and in larger networks."""
    made = Problem.model_validate(document)
    structure, asked = Structure(made), trace(made).step(step)
    assert here is structure.same_here(asked, everything, *pair)
    assert everywhere is structure.same_everywhere(asked, everything, *pair)


def test_what_is_left_out_where_it_is_0_is_no_error() -> None:
    """With a target of 0 nobody can forget it; with another one can."""
    made = Problem.model_validate(CHAIN)
    structure, traced = Structure(made), trace(made)
    assert "target_dropped" in structure.errors(traced.step("dC/da2[0]@0"), everything)
    assert "target_dropped" not in structure.errors(traced.step("dC/da2[0]@1"), everything)
