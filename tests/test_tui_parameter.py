"""Choosing the weight or bias that is asked about, in the picture or by its name."""

from __future__ import annotations

import pytest

from tests.screens import CHAIN, SEVERAL, SIX_BY_SIX, app_on, place_on_screen, session, shown
from tutor.chain.addresses import Address, Q
from tutor.chain.notation import ASCII
from tutor.course.session import Session
from tutor.faces.drawing.choice import draw_choice, moved, pointed, sentence_of
from tutor.faces.drawing.network import draw_network_for
from tutor.faces.drawing.picture import text_of_line, text_of_picture
from tutor.faces.tui.screens.lesson import LessonScreen
from tutor.faces.tui.screens.parameter import ParameterScreen
from tutor.faces.tui.widgets.choice import ChoicePicture, ChoiceWords

USUAL = (80, 24)


def address(made: Session, name: str) -> Address:
    """Return the address of a parameter."""
    return made.trace.parameter_address(name)


@pytest.mark.parametrize(
    ("start", "layers", "places", "expected"),
    [
        ("w1[0,0]", 0, 1, "w1[0,1]"),
        ("w1[0,1]", 0, 1, "b1[0]"),
        ("b1[0]", 0, 1, "w1[1,0]"),
        ("b1[2]", 0, 1, "w2[0,0]"),
        ("w1[0,0]", 0, -1, "w1[0,0]"),
        ("w1[2,1]", 1, 0, "w2[2,1]"),
        ("w2[2,2]", -1, 0, "w1[2,1]"),
        ("b2[1]", -1, 0, "b1[1]"),
        ("w2[0,0]", 1, 0, "w2[0,0]"),
        ("b2[2]", 0, 1, "b2[2]"),
    ],
)
def test_arrows_go_from_edge_to_edge_and_from_layer_to_layer(
    start: str, layers: int, places: int, expected: str
) -> None:
    """Down goes through a neuron's weights to its bias, then to the next neuron or layer."""
    made = session(SEVERAL, "w1[0,0]")
    chosen = moved(made.view, address(made, start), layers, places)
    assert expected == str(chosen)


def test_a_neuron_that_is_pointed_at_is_an_end_of_the_weight() -> None:
    """First where it leads to, then where it comes from; a label is itself."""
    made = session(SEVERAL, "w1[0,0]")
    to = pointed(address(made, "w1[0,0]"), Address(Q.A, 2, 1))
    assert "w2[1,0]" == str(to)
    assert "w2[1,2]" == str(pointed(to, Address(Q.A, 1, 2)))
    assert "b1[2]" == str(pointed(to, Address(Q.B, 1, 2)))
    assert "w1[0,1]" == str(pointed(to, Address(Q.X, 0, 1)))


def test_a_sentence_says_where_it_is_and_on_how_many_paths_it_travels() -> None:
    """Whoever does not see the picture knows the same."""
    made = session(SIX_BY_SIX, "w2[1,4]")
    told = sentence_of(made.view, address(made, "w2[1,4]"))
    assert told.endswith(
        "from neuron 4 of layer 1 to neuron 1 of layer 2; 216 paths lead to the cost."
    )
    alone = session(CHAIN)
    assert "w1 = -0.5, from neuron 0 of the input to neuron 0 of layer 1; one path" in sentence_of(
        alone.view, address(alone, "w1")
    )
    assert "b2 = 0.8, the bias of neuron 0 of layer 2;" in sentence_of(
        alone.view, address(alone, "b2")
    )


def test_the_picture_of_another_weight_shows_its_paths_and_no_new_values() -> None:
    """To look at a weight is not to be told what is not worked out."""
    made = session(SEVERAL, "w2[0,0]", ask={"activation": "always", "weighted_sum": "always"})
    drawn = text_of_picture(draw_network_for(made.view, address(made, "w1[1,0]"), 76, 5).picture)
    assert "[1.8]" in drawn
    assert "┝━" in drawn.splitlines()[0]
    assert drawn.count("?") == 7  # three and three activations, and the cost


def test_what_stands_in_the_picture_can_be_pointed_at() -> None:
    """The cells of a label and of a neuron tell what they are."""
    made = session(SEVERAL, "w1[2,1]", solved=1)
    picture, spots = draw_network_for(made.view, made.view.parameter, 76, 11)
    for row, line in enumerate(map(text_of_line, picture)):
        for text, name in (("-0.3", "w1[1,1]"), ("[-1.2]", "w1[2,1]"), ("-0.5", "b1[0]")):
            if text in line:
                assert name == str(spots[row, line.index(text)])
    names = {str(each) for each in spots.values()}
    assert {"w2[2,2]", "b2[2]", "x[1]", "a1[0]", "a2[2]"} <= names
    assert "y[0]" not in names


def test_what_leads_to_the_same_neuron_stands_beside_it() -> None:
    """Also where the picture has no room for weights they can be read and clicked on."""
    made = session(SIX_BY_SIX, "w2[1,4]", notation=ASCII)
    picture, spots = draw_choice(made.view, made.view.parameter, 76)
    lines = list(map(text_of_line, picture))
    assert all(len(line) <= 79 for line in lines)
    row = next(index for index, line in enumerate(lines) if "b2[1]" in line)
    assert "b2[1]" == str(spots[row, lines[row].index("b2[1]")])


async def test_the_path_shows_before_it_is_chosen() -> None:
    """Arrows and names move in the picture; Enter chooses; what is no name is told."""
    made = session(SEVERAL, "w1[2,1]", solved=1)
    app = app_on(made)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("f4", "up")
        assert "[w1[2,0] 1.1]" in shown(app)
        assert "w1[2,1]" == str(made.view.parameter)
        await pilot.press("right", *"w2[0,1]")  # what arrows wrote gives way
        assert "w2[0,1] = 1.1, from neuron 1 of layer 1 to neuron 0 of layer 2" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "w2[0,1]" == str(made.view.parameter)
        await pilot.press("f4", *"w7", "enter")
        assert "w7: there is no layer 7" in shown(app)
        await pilot.press("ctrl+u", *"b1w9", "enter")
        assert "for layers 1 to 2 such as w2[0,0], b2[0]" in " ".join(shown(app).split())
        await pilot.press("f4")
        assert isinstance(app.screen, LessonScreen)


async def test_the_mouse_chooses_in_the_picture() -> None:
    """A click shows the path, a second one chooses; words can be clicked on, too."""
    made = session(SEVERAL, "w1[2,1]", solved=1)
    app = app_on(made)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        where = place_on_screen(app, "-0.3")
        await pilot.click(offset=where)
        assert "w1[1,1] = -0.3" in shown(app)
        words = app.screen.query_one(ChoiceWords)
        await pilot.click(offset=place_on_screen(app, "b1[1]"))
        assert "b1[1]" == str(words.chosen)
        await pilot.click(offset=where)
        await pilot.click(offset=where)
        await pilot.pause()
        assert "w1[1,1]" == str(made.view.parameter)


async def test_the_choice_can_be_made_and_left_by_clicks_on_its_keys() -> None:
    """The arrows as well as Enter and Esc."""
    made = session(SEVERAL, "w1[2,1]")
    app = app_on(made)
    async with app.run_test(size=(80, 24)) as pilot:
        for last in ("Esc back", "Enter ask about it"):
            await pilot.press("f4")
            await pilot.pause()
            await pilot.click(offset=place_on_screen(app, "Right after"))
            await pilot.pause()
            assert "w1[2,1]" == str(made.view.parameter)
            await pilot.click(offset=place_on_screen(app, last))
            await pilot.pause()
            assert isinstance(app.screen, LessonScreen)
    assert "w2[2,1]" == str(made.view.parameter)


async def test_a_weight_that_is_clicked_on_in_the_lesson_begins_the_choice() -> None:
    """The picture of the lesson leads to the choice."""
    made = session(SEVERAL, "w1[2,1]", solved=1)
    app = app_on(made)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        row = place_on_screen(app, "1.8  -0.3")
        await pilot.click(offset=(row[0] + 5, row[1]))
        await pilot.pause()
        assert isinstance(app.screen, ParameterScreen)
        assert "w1[1,1]" == str(app.screen.query_one(ChoicePicture).chosen)


@pytest.mark.parametrize("size", [(1, 1), (20, 6), (60, 16), (200, 60)])
async def test_a_weight_can_be_chosen_in_any_window(size: tuple[int, int]) -> None:
    """No size crashes it or keeps one from typing a name."""
    made = session(SIX_BY_SIX, "w2[1,4]", notation=ASCII)
    app = app_on(made)
    async with app.run_test(size=size) as pilot:
        await pilot.press("f4", "down", "ctrl+u", *"b5[2]", "enter")
        await pilot.pause()
        assert "b5[2]" == str(made.view.parameter)
