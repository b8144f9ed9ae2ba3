"""The gradient as a whole: its order, its sizes, and what of it is in sight."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from tests.networks import CASES, problem_of, reference
from tutor.chain.addresses import Address, Q
from tutor.course.average_words import gradient_words, pulls
from tutor.course.gradient import by_size, components, largest
from tutor.course.session import Session
from tutor.course.view import Phase

FOUR = "video_chain_four_examples"


def session(case: str = FOUR, parameter: str = "b1[0]") -> Session:
    """Return a session on a reference case."""
    problem = reference(case)["problem"]
    document = {"title": "A case", "parameter": parameter, "problem": problem}
    return Session.of_lesson(json.dumps(document).encode(), "case")


def worked(made: Session) -> Session:
    """Let everything be shown to the end."""
    while made.view.phase is not Phase.FINISHED:
        made.reveal()
        made.go_on()
    return made


@pytest.mark.parametrize("case", CASES)
def test_every_component_is_that_of_the_reference(case: str) -> None:
    """Layer by layer the weights in reading order, then the biases."""
    expected = []
    for layer in reference(case)["expected"]["average"]["layers"]:
        expected += [value for row in layer["dC_dw"] for value in row]
        expected += layer["dC_db"]
    shape = problem_of(case).layers[-1].weights.shape
    parts = components(session(case, f"w{len(problem_of(case).layers)}[0,0]").view)
    np.testing.assert_allclose([each.value for each in parts], expected, rtol=1e-9, atol=1e-14)
    assert (shape[0] - 1, 0) == (parts[-1].parameter.j, parts[-1].parameter.k)


def test_what_a_lesson_still_asks_is_not_in_sight() -> None:
    """At the start nothing is; to a wish all is shown, and so it is at the end."""
    made = session()
    assert not any(each.known for each in components(made.view))
    assert "6 of them are not worked out yet." in gradient_words(made.view)
    assert "Not everything about b⁽¹⁾ is worked out yet." == pulls(made.view, Address(Q.B, 1))
    assert all(each.known for each in components(replace(made.view, uncovered=True)))
    assert all(each.known for each in components(worked(made).view))


def begun(made: Session) -> list[str]:
    """Work a session until one component is known, and return what is said of the gradient."""
    while not any(each.known for each in components(made.view)):
        made.reveal()
        made.go_on()
    return gradient_words(made.view)


def test_of_a_single_component_nothing_is_said_that_the_others_could_refute() -> None:
    """Not that the cost is most sensitive to it; nor, where it is 0, that no nudge moves it."""
    told = begun(session())
    assert [
        "5 of them are not worked out yet.",
        "So far only the derivative by b⁽¹⁾ is known.",
    ] == (told[1:3])
    problem = {
        "layers": [
            {"weights": [[0.5]], "biases": [-9.0], "activation": "relu"},
            {"weights": [[0.7]], "biases": [0.2], "activation": "sigmoid"},
        ],
        "cost": "squared_error",
        "examples": [{"x": [1.0], "y": [1.0]}],
    }
    document = {"title": "Dead", "parameter": "w1", "problem": problem}
    told = begun(Session.of_lesson(json.dumps(document).encode(), "dead"))
    assert ["3 of them are not worked out yet.", "All that is known of it is 0."] == told[1:3]


def test_the_largest_comes_first_and_what_is_unknown_last() -> None:
    """By size, whatever the sign."""
    parts = components(worked(session()).view)
    sizes = [abs(each.value) for each in by_size(parts)]
    assert sorted(sizes, reverse=True) == sizes
    assert sizes[0] == largest(parts)


def test_words_say_what_matters_most_and_which_way() -> None:
    """The examples pull one way or the other, and the mean decides."""
    expected = reference(FOUR)["expected"]
    view = worked(session()).view
    slopes = [each["layers"][0]["dC_db"][0] for each in expected["examples"]]
    down = sum(slope > 0 for slope in slopes)
    mean = expected["average"]["layers"][0]["dC_db"][0]
    told = pulls(view, Address(Q.B, 1))
    wants = "wants" if down == 1 else "want"
    assert told.startswith(f"Of 4 examples {down} {wants} b⁽¹⁾ lower (derivative above 0)")
    assert told.endswith(f": {'lower' if mean > 0 else 'higher'}.")
    sizes = {}
    for number, layer in enumerate(expected["average"]["layers"], start=1):
        sizes[f"w{number}"] = abs(layer["dC_dw"][0][0])
        sizes[f"b{number}"] = abs(layer["dC_db"][0])
    first, second = sorted(sizes, key=lambda name: -sizes[name])[:2]
    summary = gradient_words(view)[1]
    assert f"{first[0]}{'⁽¹⁾⁽²⁾⁽³⁾'[3 * int(first[1]) - 3 : 3 * int(first[1])]}, " in summary
    times = float(summary.partition(", ")[2].split()[0])
    assert math.isclose(sizes[first] / sizes[second], times, rel_tol=0.06)
