"""Repair: behind each fault of a field the next one is found, and what is sound is kept."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.drafts import CHAIN
from tutor.course.repair import Repaired, path_of, repaired
from tutor.course.template import TEMPLATE


def made(**changes: Any) -> Repaired:  # noqa: ANN401
    """Return the template's data, repaired after changes; None leaves a key out."""
    data = {**tomllib.loads(TEMPLATE), **changes}
    return repaired({key: each for key, each in data.items() if each is not None}, set())


def places(result: Repaired) -> list[tuple[int | str, ...]]:
    """Return where there are faults."""
    return [each.place for each in result.faults]


def test_what_is_sound_stays_as_it_is() -> None:
    """Nothing is mended, and everything is the author's own."""
    result = made()
    assert ([], frozenset(), True) == (result.faults, result.mended, result.has_names)
    assert result.is_own("problem", "layers")


def test_every_fault_is_found_and_the_rest_kept() -> None:
    """Also a misspelt key beside the one that is missing for it."""
    result = made(titel="x", title=None, minutes="x", prose=[{"befor": "end", "text": "t"}])
    assert {
        ("titel",),
        ("title",),
        ("minutes",),
        ("prose", 0, "before"),
        ("prose", 0, "befor"),
    } == set(places(result))
    assert result.lesson is not None
    assert ("w2", "t") == (result.lesson.parameter, result.lesson.prose[0].text)
    assert not result.is_own("minutes")
    assert result.is_own("prose", 0, "text")


def test_a_fault_behind_another_is_found() -> None:
    """That two choices are right is seen only once each choice is one."""
    choices = [{"text": "a", "right": True}, {"txt": "b", "right": True}]
    result = made(questions=[{"before": "end", "ask": "?", "choices": choices}])
    told = [each.message for each in result.faults]
    assert any("unknown key; did you mean text?" in each for each in told)
    assert any("2 choices are right" in each for each in told)


def test_a_problem_tells_all_its_faults() -> None:
    """Each at its place, and the names of the others can still be looked up."""
    problem = {**CHAIN, "cost": "error", "learning_rate": 0}
    result = made(problem=problem)
    assert [("problem", "cost"), ("problem", "learning_rate")] == sorted(places(result))
    assert result.has_names
    assert result.lesson is not None
    assert (1, 1, 1) == result.lesson.problem.sizes


def test_a_problem_without_layers_has_no_names() -> None:
    """Then nothing can be said of the names in the lesson."""
    assert not made(problem={"cost": "squared_error"}).has_names


def test_of_very_many_faults_some_are_told_with_their_number() -> None:
    """Nobody reads thousands, and none is hidden."""
    result = made(**{f"k{number}": 1 for number in range(300)})
    assert (None, 201) == (result.lesson, len(result.faults))
    assert "100 further faults, not listed here" == result.faults[-1].message


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("layers[1].weights[0]", ("layers", 1, "weights", 0)),
        ("cost", ("cost",)),
        ("examples[0].y", ("examples", 0, "y")),
    ],
)
def test_a_place_is_read_as_it_is_written(place: str, path: tuple[int | str, ...]) -> None:
    """Keys between dots, indices in brackets."""
    assert path == path_of(place)
