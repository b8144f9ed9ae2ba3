"""The network as a picture: what it says, at which size, nothing by colour alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.networks import random_document
from tests.screens import SEVERAL, SIX_BY_SIX, finished, session, until
from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.course.session import Session
from tutor.faces.drawing.canvas import Canvas, Tier, Weight
from tutor.faces.drawing.network import draw_network
from tutor.faces.drawing.picture import text_of_picture, wide

_ARMS = {"UP": 0, "RIGHT": 1, "DOWN": 2, "LEFT": 3}
_BOTH = {"VERTICAL": ("UP", "DOWN"), "HORIZONTAL": ("LEFT", "RIGHT")}
_WEIGHTS = {"LIGHT": Weight.LIGHT, "HEAVY": Weight.HEAVY}


def picture(made: Session, width: int, height: int) -> str:
    """Return the text of a session's network."""
    return text_of_picture(draw_network(made.view, width, height))


def test_a_chain_says_what_is_known_and_what_is_not() -> None:
    """Weights and inputs are given; activations and the cost are asked for, so they are "?"."""
    expected = """\
╭────╮ w⁽¹⁾ -0.5 ╭──────╮ w⁽²⁾ -0.7 ╭──────╮ w⁽³⁾ 1.3 ┏━━━━━━┓     ┏━━━━━━┓
│1.4 ├───────────┤  ?   ├───────────┤  ?   ┝━━━━━━━━━━┫  ?   ┣━━━━━┫  ?   ┃
╰────╯ b⁽¹⁾ 0.2  ╰──────╯ b⁽²⁾ 0.8  ╰──────╯ b⁽³⁾ 0.8 ┗━━━━━━┛ y 0 ┗━━━━━━┛
   x               a⁽¹⁾               a⁽²⁾              a⁽³⁾          C₀"""
    asked = dict.fromkeys(("weighted_sum", "activation", "cost"), "always")
    assert expected == picture(session(ask=asked), 75, 5)


def test_a_chain_in_ascii_has_the_same_picture_and_names_that_can_be_typed() -> None:
    """Heavy lines are = and #, light ones - and |, so the path stands out without colour."""
    expected = """\
 +----+ w1 -0.5 +------+ w2 -0.7 +------+ w3 1.3 #======#     #======#
 |1.4 +---------+0.3775+---------+0.6308#========#0.8348#=====#0.6969#
 +----+ b1 0.2  +------+ b2 0.8  +------+ b3 0.8 #======# y 0 #======#
    x              a1               a2              a3            C"""
    assert expected == picture(session(notation=ASCII, solved=1), 72, 5)


def test_a_bias_has_no_connection_on_the_way() -> None:
    """The way of a bias begins at its neuron."""
    row = picture(session(parameter="b3"), 75, 5).splitlines()[1]
    assert "┤0.6308├──────────┨0.8348┣━━━━━┫0.6969┃" in row


def test_a_bias_without_a_label_stands_beside_the_title_of_its_layer() -> None:
    """One row a neuron has no room for biases; the chosen one is named, "y" below its value."""
    expected = """\
 |1.4 +-- -0.5 --+0.3775+-- -0.7 --#0.6308#== 1.3 ==#0.8348#== 0 ==#0.6969#
    x               a1         b2 0.8 a2               a3      y       C"""
    assert expected == picture(session(parameter="b2", notation=ASCII, solved=1), 76, 2)
    several = picture(session(SEVERAL, "b1[1]"), 76, 5).splitlines()
    assert ["x", "b⁽¹⁾₁", "0.8", "a⁽¹⁾", "a⁽²⁾", "C₀"] == several[-1].split()
    assert "b⁽²⁾" not in picture(session(SEVERAL, "b1[1]"), 76, 5)


@pytest.mark.parametrize("width", [46, 76])
@pytest.mark.parametrize("name", ["b1[0]", "b2[3]", "b5[5]"])
def test_the_chosen_bias_is_named_in_the_smallest_picture(name: str, width: int) -> None:
    """Where its value has no room its name still says in which layer it is."""
    made = session(SIX_BY_SIX, name, notation=ASCII)
    assert f" {name} " in picture(made, width, 7).splitlines()[-1]


def test_names_stand_in_rows_of_their_own_where_a_line_is_too_short() -> None:
    """A narrow but high panel still says which weight a number is."""
    first, second, *_ = picture(session(), 64, 6).splitlines()
    assert ["w⁽¹⁾", "w⁽²⁾", "w⁽³⁾"] == first.split()
    assert "-0.5" in second


def test_every_path_from_the_weight_to_the_cost_is_heavy() -> None:
    """From one weight in the first of two layers three paths lead to the cost."""
    expected = """\
  │0 0.3 ├─┬──────────────┤0 0.1666├─┲━━━━┫0 0.5477┣ y 0 ━┓
  │1  1  ┝━╅──────────────┤1 0.7389├─╊━━━━┫1 0.6997┣ y 1 ━╋━┫0.9392┃
           ┗ w⁽¹⁾₂₁ -1.2 ━┫2 0.5075┣━┻━━━━┫2 0.2590┣ y 1 ━┛
      x                      a⁽¹⁾            a⁽²⁾              C₀"""
    assert expected == picture(session(SEVERAL, "w1[2,1]", solved=1), 70, 5)


def test_neurons_are_boxes_with_numbers_where_there_is_room() -> None:
    """With eleven rows the neurons of three in a layer are boxes, numbered from 0."""
    drawn = picture(session(SEVERAL, "w1[2,1]", solved=1), 70, 11)
    assert drawn.count("╭0") + drawn.count("┏0") == drawn.count("0─") + drawn.count("0━") == 3
    assert "1.1  [-1.2]" in drawn.replace("w⁽¹⁾₂₁ -1.2", "[-1.2]")


def test_a_bias_is_told_from_the_weights() -> None:
    """The number below a connection says that it is one; where all are in a row none is there."""
    made = session(SEVERAL, "w1[2,1]")
    wide_picture, row = picture(made, 76, 13), picture(made, 76, 5)
    biases = [bias for layer in SEVERAL["layers"] for bias in layer["biases"]]
    assert len(biases) == wide_picture.count(" b ")
    assert all(f" b {bias:g} " in wide_picture for bias in biases)
    assert " b " not in row


def test_five_layers_of_six_neurons_are_whole_at_80_by_24() -> None:
    """All 36 activations, inputs included, can be read in the 76 x 7 characters there are."""
    made = session(SIX_BY_SIX, "w2[1,4]", solved=1)
    drawn = picture(made, 76, 7)
    trace = made.trace
    for layer in range(1, 6):
        for neuron in range(6):
            address = trace.address(f"a{layer}[{neuron}]@0")
            assert trace.shown(address) in drawn.splitlines()[neuron]
    assert ["x", *(f"a{sign}" for sign in ["⁽¹⁾", "⁽²⁾", "⁽³⁾", "⁽⁴⁾", "⁽⁵⁾"]), "C₀"] == (
        drawn.splitlines()[6].split()
    )


def test_what_does_not_fit_is_left_out_but_never_what_is_asked_about() -> None:
    """Of a network that is far too large the chosen weight's neurons and the cost stay."""
    expected = """\
 │-0.6├─╮      :    ╭──┤ 0.6770│ ···  ┃0.2051┣━━┓
 │-0.4├─┼──┤0.6600┝━┿━━┫ 0.6479┃      ┃0.6771┣━━┻━┫0.5939┃
    :   ╰──┤  0   ├─╯      :              :
    x        a⁽¹⁾         a⁽²⁾          a⁽⁵⁾         C₀"""
    assert expected == picture(session(SIX_BY_SIX, "w2[1,4]", solved=1), 60, 4)


@pytest.mark.parametrize("notation", [UNICODE, ASCII])
@given(
    st.randoms(use_true_random=False),
    st.integers(min_value=0, max_value=130),
    st.integers(min_value=0, max_value=25),
)
def test_no_network_is_drawn_beyond_its_room(
    notation: Notation, rng: object, width: int, height: int
) -> None:
    """Whatever the network and the room, no line is too long or too many, and ascii is ascii."""
    document = random_document(rng)  # type: ignore[arg-type]
    view = finished(session(document, "w1[0,0]", notation=notation))
    drawn = draw_network(view, width, height)
    assert len(drawn) <= height
    assert all(wide(line) <= width for line in drawn)
    assert notation is UNICODE or text_of_picture(drawn).isascii()


def _arms_of(name: str) -> list[Weight]:
    """Return the arms that the name of a box-drawing character tells."""
    arms = [Weight.NONE] * 4
    weight = Weight.LIGHT
    for clause in name.removeprefix("BOX DRAWINGS ").split(" AND "):
        words = clause.split()
        weight = next((_WEIGHTS[word] for word in words if word in _WEIGHTS), weight)
        for word in words:
            for side in _BOTH.get(word, (word,)):
                if side in _ARMS:
                    arms[_ARMS[side]] = weight
    return arms


def test_lines_meet_in_the_character_that_unicode_names_so() -> None:
    """Every joint of light and heavy lines has the arms that were drawn, and no others."""
    for code in range(0x2500, 0x2580):
        name = unicodedata.name(chr(code))
        if any(word in name for word in ("DASH", "ARC", "DIAGONAL", "DOUBLE")):
            continue
        canvas, (up, right, down, left) = Canvas(Tier.UNICODE), _arms_of(name)
        canvas.down(1, 0, 1, up)
        canvas.down(1, 1, 2, down)
        canvas.across(1, 0, 1, left)
        canvas.across(1, 1, 2, right)
        rounded = {"┌": "╭", "┐": "╮", "└": "╰", "┘": "╯"}
        assert rounded.get(chr(code), chr(code)) == canvas.cell(1, 1).text


def test_the_picture_shows_the_example_that_is_worked() -> None:
    """Once the first example is done the second one's input stands at the left."""
    made = session()
    assert "│1.4 ├" in picture(made, 75, 5)
    until(made, "dC/dw3[0,0]@1")
    assert "│0.3 ├" in picture(made, 75, 5)
