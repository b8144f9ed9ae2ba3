"""Laws of the pictures beside a lesson: for every network, at every size."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks import problems
from tests.screens import session
from tutor import Problem
from tutor.chain.notation import ASCII, UNICODE
from tutor.course.average_words import gradient_words, pulls
from tutor.course.descent import DescentRun
from tutor.course.descent_words import descent_words
from tutor.course.gradient import components
from tutor.course.nudge import Nudge, movable
from tutor.course.nudge_words import nudge_words
from tutor.faces.drawing.average import draw_average, draw_gradient
from tutor.faces.drawing.canvas import Tier
from tutor.faces.drawing.curve import Curve
from tutor.faces.drawing.number_lines import NumberLines, draw_shrinking
from tutor.faces.drawing.picture import Picture, text_of_picture
from tutor.faces.drawing.stride import draw_stride

WIDTHS, HEIGHTS = st.integers(1, 200), st.integers(0, 60)
NOTATIONS = st.sampled_from([ASCII, UNICODE])


def holds(picture: Picture, width: int, height: int, *, is_ascii: bool) -> None:
    """Assert that a picture is no larger than its room, and of the signs that it may have."""
    text = text_of_picture(picture)
    assert len(picture) <= height
    assert max(map(len, text.splitlines()), default=0) <= width
    assert text.isascii() or not is_ascii


@settings(max_examples=40, deadline=None)
@given(problems(), st.data())
def test_every_nudge_can_be_drawn_and_told(problem: Problem, data: st.DataObject) -> None:
    """Whatever is moved, however far: the picture has its room, the sentences their end."""
    notation = data.draw(NOTATIONS)
    view = session(problem.model_dump(mode="json"), "b1[0]", notation=notation).view
    moved = data.draw(st.sampled_from(list(movable(view.trace, 0))))
    by = data.draw(st.sampled_from(["0", "0.01", "-3", "1000000"]))
    nudge = Nudge(view.trace, moved, 0).moved_by(Decimal(by))
    width, height = data.draw(WIDTHS), data.draw(HEIGHTS)
    lines = NumberLines(view, nudge, width, data.draw(st.booleans())).picture()
    holds(lines, width, len(lines), is_ascii=notation is ASCII)
    holds(draw_shrinking(view, nudge, width, height), width, height, is_ascii=notation is ASCII)
    assert all(sentence.endswith(".") for sentence in nudge_words(view, nudge))


@settings(max_examples=40, deadline=None)
@given(problems(), st.data())
def test_every_average_can_be_drawn_and_told(problem: Problem, data: st.DataObject) -> None:
    """Covered or not, from whichever example on."""
    notation = data.draw(NOTATIONS)
    view = session(problem.model_dump(mode="json"), "b1[0]", notation=notation).view
    width, height, first = data.draw(WIDTHS), data.draw(HEIGHTS), data.draw(st.integers(0, 9))
    parts = components(view)
    here = data.draw(st.integers(0, len(parts) - 1))
    parameter = parts[here].parameter
    table = draw_average(view, parameter, width, height, first)
    holds(table, width, height, is_ascii=notation is ASCII)
    gradient = draw_gradient(view, parts, here, width, height)
    holds(gradient, width, height, is_ascii=notation is ASCII)
    assert pulls(view, parameter).endswith(".")
    assert gradient_words(view)


@settings(max_examples=40, deadline=None)
@given(problems(), st.data())
def test_every_descent_can_be_drawn_and_told(problem: Problem, data: st.DataObject) -> None:
    """Also one that leaves the numbers at once."""
    notation = data.draw(NOTATIONS)
    view = session(problem.model_dump(mode="json"), "b1[0]", notation=notation).view
    run = DescentRun(view.trace)
    run.set_rate(data.draw(st.sampled_from([1e-9, 0.1, 10.0, 1e6, 1e300])))
    run.go(data.draw(st.integers(0, 30)))
    run.go(-data.draw(st.integers(0, 3)))
    width, height = data.draw(WIDTHS), data.draw(HEIGHTS)
    tier = Tier.of(notation)
    curve = Curve(run.costs, run.here, tier, width, height).picture()
    holds(curve, width, height, is_ascii=notation is ASCII)
    stride = draw_stride(view, run, view.parameter, width, height)
    holds(stride, width, height, is_ascii=notation is ASCII)
    assert all(sentence.endswith(".") for sentence in descent_words(view, run, view.parameter))
