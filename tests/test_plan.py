"""Plans: what is asked, shown and hidden of a chain, as the exercise says."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.drafts import CHAIN, layer, plan, problem
from tutor.chain.rules import Kind
from tutor.course.exercises import MOST_QUESTIONS
from tutor.course.plan import Plan, Planned, PlannedOwn, Role

WIDE = problem(
    layer([[0.3, -0.8], [0.6, 1.1], [-0.4, 0.9]], [0.2, -0.5, 0.7]),
    layer([[0.9, -0.3, 0.4], [-1.2, 0.8, 0.5], [0.6, 1.3, -0.7]], [0.1, -0.6, 0.3]),
    examples=[([0.6, -0.9], [0.2, 0.7, 0.4])] * 3,
)
"""2-3-3 neurons, three examples."""


def roles(made: Plan, kind: Kind) -> list[Role]:
    """Return what becomes of each step of a kind."""
    return [each.role for each in made.steps if each.step.kind is kind]


def ids(made: Plan) -> list[str]:
    """Return what is asked, in order."""
    return [each.id for each in made.questions]


# When a kind is asked


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("always", [Role.ASKED] * 4),
        ("first", [Role.ASKED] + [Role.SHOWN] * 3),
        ("never", [Role.SHOWN] * 4),
    ],
)
def test_a_kind_is_asked_as_often_as_is_said(when: str, expected: list[Role]) -> None:
    """Each of the four weighted sums, the first one of all examples, or none."""
    made = plan(ask={"weighted_sum": when}, later_examples="full")
    assert expected == roles(made, Kind.WEIGHTED_SUM)


def test_unless_it_is_said_the_forward_pass_is_shown_and_the_rest_asked() -> None:
    """The cost after the step is always shown, whatever is said."""
    made = plan(ask={"new_cost": "always"}, later_examples="full")
    shown = {each.step.kind for each in made.steps if each.role is Role.SHOWN}
    assert {Kind.WEIGHTED_SUM, Kind.ACTIVATION, Kind.COST, Kind.NEW_COST} == shown


# Later examples


def test_later_examples_in_full_are_worked_like_the_first() -> None:
    """The same questions with another number behind them."""
    names = ids(plan(later_examples="full"))
    first = [name for name in names if name.endswith("@0")]
    assert [name.replace("@0", "@1") for name in first] == [
        name for name in names if name.endswith("@1")
    ]


def test_of_later_examples_the_result_alone_can_be_asked() -> None:
    """What leads to it forwards is shown, what leads to it from the cost is hidden."""
    later = [each for each in plan().steps if each.step.example == 1]
    assert Counter({Role.SHOWN: 5, Role.HIDDEN: 3, Role.RESULT: 1}) == Counter(
        each.role for each in later
    )
    [result] = [each for each in later if each.role is Role.RESULT]
    assert "dC/dw2[0,0]@1" == result.id


def test_later_examples_can_be_shown() -> None:
    """Their mean is asked all the same."""
    made = plan(later_examples="shown")
    later = {each.role for each in made.steps if each.step.example == 1}
    assert ({Role.SHOWN}, True) == (later, "dC/dw2[0,0]" in ids(made))


# How many


def test_no_more_is_asked_than_is_said() -> None:
    """Kinds that are not named are asked the first time only, the most frequent first."""
    full = plan(WIDE, parameter="w1[0,0]", later_examples="full", most_questions=100)
    short = plan(WIDE, parameter="w1[0,0]", later_examples="full")
    assert (True, frozenset()) == (len(full.questions) > MOST_QUESTIONS, full.shortened)
    assert len(short.questions) <= MOST_QUESTIONS
    counts = Counter(each.step.kind for each in full.questions if isinstance(each, Planned))
    left = min(counts[kind] for kind in short.shortened)
    assert all(count <= left for kind, count in counts.items() if kind not in short.shortened)
    for kind in short.shortened:
        assert [Role.ASKED] == [each for each in roles(short, kind) if each is Role.ASKED]


def test_a_kind_that_is_named_is_never_shortened() -> None:
    """Who says always means it; what is left over is the lint's to tell."""
    ask = {str(kind): "always" for kind in Kind if kind is not Kind.NEW_COST}
    made = plan(WIDE, parameter="w1[0,0]", later_examples="full", ask=ask)
    assert (frozenset(), made.asked_in_full) == (made.shortened, len(made.questions))
    assert made.asked_in_full > MOST_QUESTIONS


# What is mastered


def test_a_mastered_kind_is_shown_but_for_what_was_asked_already() -> None:
    """A question that was worked stays one, so that nobody loses what is done."""
    made = plan(later_examples="full")
    again = Plan(
        made.exercise,
        made.trace,
        made.parameter,
        frozenset({Kind.COST_SLOPE}),
        frozenset({"dC/da2[0]@0"}),
    )
    assert [Role.ASKED, Role.SHOWN] == roles(again, Kind.COST_SLOPE)


# Questions of the lesson's own


def test_own_questions_stand_before_what_they_name() -> None:
    """A kind means its first step; an address without @ the first example and the average."""
    questions = [
        {"before": where, "ask": "?", "value": 1}
        for where in ("end", "cost_slope", "dC/dw2@1", "dC/dw2", "start", "path_sum")
    ]
    made = plan(questions=questions)
    names = ids(made)
    following = {
        each.number: (*names, "")[names.index(each.id) + 1]
        for each in made.questions
        if isinstance(each, PlannedOwn)
    }
    assert "question 4" == names[0]
    assert "question 0" == names[-1]
    assert ("dC/da2[0]@0", "dC/dw2[0,0]@1", "dC/dw2[0,0]@0") == (
        following[1],
        following[2],
        following[3],
    )
    assert 5 not in following  # no chain here has such a step


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("weighted_sum", ["z1[0]@0", "z2[0]@0", "z1[0]@1", "z2[0]@1"]),
        ("dC/dw2", ["dC/dw2[0,0]@0", "dC/dw2[0,0]"]),
        ("dC/dw2@1", ["dC/dw2[0,0]@1"]),
        ("z1", ["z1[0]@0"]),
        ("dz2/dw2@1", ["dz2[0]/dw2[0,0]@1"]),
        ("path_sum", []),
        ("w2", []),
        ("nonsense", []),
    ],
)
def test_what_stands_before_a_step_finds_it(before: str, expected: list[str]) -> None:
    """A kind, an address with its example, or without."""
    made = plan()
    assert expected == [made.steps[index].id for index in made.matching(before)]
    assert bool(expected) == made.leads_past(before)


@pytest.mark.parametrize("document", [CHAIN, WIDE])
def test_a_kind_is_that_of_its_rule(document: dict[str, object]) -> None:
    """It is known without the rule's tree, in every example."""
    made = plan(document, parameter="w1[0,0]")
    assert all(each.step.rule.kind is each.step.kind for each in made.steps)
