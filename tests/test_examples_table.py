"""The table of examples where there is no room for all of them."""

from __future__ import annotations

import pytest

from tests.screens import SEVERAL, session, until
from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.faces.drawing.examples import draw_examples
from tutor.faces.drawing.picture import text_of_picture


@pytest.mark.parametrize(("rows", "more"), [(4, " 3 more"), (5, " 2 more"), (6, " 1 more")])
@pytest.mark.parametrize(("notation", "rule"), [(UNICODE, "─"), (ASCII, "-")])
def test_it_says_how_many_examples_are_not_shown(
    notation: Notation, rule: str, rows: int, more: str
) -> None:
    """In the rule above the mean, which is the mean over those, too; the table is no wider."""
    made = session(SEVERAL, "w1[2,1]", notation=notation)
    until(made, "dC/dw1[2,1]@3")
    lines = text_of_picture(draw_examples(made.view, 76, rows)).splitlines()
    assert lines[-2].endswith(f"{rule}{more}")
    assert {rule} == set(lines[-2].removesuffix(more))
    whole = text_of_picture(draw_examples(made.view, 76, 10)).splitlines()
    assert len(whole[-2]) == len(lines[-2])
    assert {rule} == set(whole[-2])
