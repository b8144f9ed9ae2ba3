"""The equation in two dimensions: which one it is, and how it fills in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.networks import random_document
from tests.screens import SEVERAL, finished, session, until
from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.course.session import Session
from tutor.course.view import Phase
from tutor.faces.drawing.equation import draw_equation
from tutor.faces.drawing.picture import text_of_picture, wide


def equation(made: Session, width: int = 60, height: int = 12) -> str:
    """Return the text of the equation that a session is at."""
    return text_of_picture(draw_equation(made.view, width, height))


def test_a_factor_in_question_has_a_heavy_bar_and_no_number() -> None:
    """At the first question everything is still "?", and only one bar is heavy."""
    expected = """\
 ∂C₀     ∂z⁽³⁾    ∂a⁽³⁾     ∂C₀
─────  = ─────  · ─────  · ━━━━━
∂w⁽³⁾    ∂w⁽³⁾    ∂z⁽³⁾    ∂a⁽³⁾
       =   ?    ·   ?    ·   ?"""
    assert expected == equation(session())


def test_solved_factors_tell_their_number_and_what_they_come_from() -> None:
    """The product in question has every factor with its formula and its number."""
    expected = """\
 ∂C₀     ∂z⁽³⁾     ∂a⁽³⁾         ∂C₀
━━━━━  = ─────  ·  ─────   ·    ─────
∂w⁽³⁾    ∂w⁽³⁾     ∂z⁽³⁾        ∂a⁽³⁾
       =  a⁽²⁾  · σ′(z⁽³⁾) · 2(a⁽³⁾ − y)
       = 0.6308 ·  0.1379  ·    1.670
       = ?"""
    assert expected == equation(session(solved=3))


def test_the_formula_is_told_by_a_hint_not_before() -> None:
    """What a factor comes from is the second hint; until then the equation keeps it."""
    made = session(solved=1)
    assert "σ′" not in equation(made)
    made.hint()
    made.hint()
    assert "σ′(z⁽³⁾)" in equation(made)


def test_the_answer_fills_in_when_it_is_right() -> None:
    """A solved product stands below its factors."""
    made = session(solved=3)
    made.submit("0.6308*0.1379*1.670")
    assert "= 0.1452" == equation(made).splitlines()[-1].strip()


def test_an_earlier_weight_shows_the_product_that_is_worked_at() -> None:
    """On the way down the first product is that of the activation before the last layer."""
    lines = equation(session(parameter="w1")).splitlines()
    assert ["∂C₀", "∂z⁽³⁾", "∂a⁽³⁾", "∂C₀"] == lines[0].split()
    assert ["∂a⁽²⁾", "∂a⁽²⁾", "∂z⁽³⁾", "∂a⁽³⁾"] == lines[2].split()
    assert "on the way to ∂C₀/∂w⁽¹⁾" == lines[-1]


def test_several_paths_are_a_sum() -> None:
    """Where a neuron feeds three others, three path terms are added."""
    made = session(SEVERAL, "w1[2,1]")
    until(made, "dC/da1[2]@0")
    expected = """\
 ∂C₀      ∂C₀            ∂C₀            ∂C₀
━━━━━━ = ──────|z⁽²⁾₀ + ──────|z⁽²⁾₁ + ──────|z⁽²⁾₂
∂a⁽¹⁾₂   ∂a⁽¹⁾₂         ∂a⁽¹⁾₂         ∂a⁽¹⁾₂
       =   -0.1628    +  (-0.06310)  +  (-0.1707)
       = ?"""
    assert expected == equation(made, 70, 5)


def test_a_narrow_panel_puts_the_left_side_above() -> None:
    """A product along one path fits into 38 columns."""
    made = session(SEVERAL, "w1[2,1]")
    until(made, "dC/da1[2]|z2[1]@0")
    expected = """\
∂C₀/∂a⁽¹⁾₂|z⁽²⁾₁
   ∂z⁽²⁾₁   ∂a⁽²⁾₁      ∂C₀
 = ────── · ────── ·   ──────
   ∂a⁽¹⁾₂   ∂z⁽²⁾₁     ∂a⁽²⁾₁
 =  0.5   · 0.2101 · (-0.6006)
 = ?"""
    assert expected == equation(made, 38, 6)


def test_a_low_panel_has_running_text() -> None:
    """Where four rows are too few for fractions the same is told in a line."""
    expected = """\
∂C₀/∂w⁽³⁾ = ∂z⁽³⁾/∂w⁽³⁾ ·
∂a⁽³⁾/∂z⁽³⁾ · ∂C₀/∂a⁽³⁾
= 0.6308 · 0.1379 · 1.670
= ?"""
    assert expected == equation(session(solved=3), 30, 4)


def test_after_the_examples_comes_their_mean_then_the_descent() -> None:
    """The average is a sum over the examples; the step and the update are told together."""
    made = session()
    until(made, "dC/dw3[0,0]")
    assert ")/2" in equation(made)
    made.reveal()
    made.go_on()
    texts = equation(made)
    assert "step(w⁽³⁾) =" in texts
    assert "w⁽³⁾⁺ = w⁽³⁾ − step(w⁽³⁾)" in texts


def test_ascii_writes_names_as_one_types_them() -> None:
    """In the ascii tier a fraction is dz3 over dw3, its bar of - or =."""
    expected = """\
  dC      dz3         da3            dC
 ===   =  ---   *     ---      *    ---
 dw3      dw3         dz3           da3
       =   a2   * sigmoid'(z3) * 2*(a3 - y)
       = 0.6308 *    0.1379    *   1.670
       = ?"""
    assert expected == equation(session(notation=ASCII, solved=3))


@pytest.mark.parametrize("notation", [UNICODE, ASCII])
@given(
    st.randoms(use_true_random=False),
    st.integers(min_value=1, max_value=100),
    st.integers(min_value=1, max_value=20),
    st.integers(min_value=0, max_value=25),
)
def test_no_equation_is_drawn_beyond_its_room(
    notation: Notation, rng: object, width: int, height: int, solved: int
) -> None:
    """Whatever is asked and whatever the room, no line is too long and none is too many."""
    made = session(random_document(rng), "w1[0,0]", notation=notation)  # type: ignore[arg-type]
    for _ in range(solved):
        made.reveal()
        made.go_on()
    drawn = draw_equation(made.view, width, height)
    assert len(drawn) <= height
    assert all(wide(line) <= width for line in drawn)
    assert notation is UNICODE or text_of_picture(drawn).isascii()


def test_at_the_end_the_new_value_is_told() -> None:
    """The finished lesson shows the descent with its numbers."""
    view = finished(session())
    assert view.phase is Phase.FINISHED
    last = text_of_picture(draw_equation(view, 60, 12)).splitlines()[-1]
    assert f"= {view.trace.shown(view.trace.address('w3+'))}" == last.strip()
