"""What records say of a learner: counts of what was right at once, of help and of errors."""

from __future__ import annotations

import pytest

from tests.databases import TEXT
from tutor.course.events import Event, Happened
from tutor.course.session import Session
from tutor.course.tally import Count, kind_name, tally
from tutor.grading.explain import sentence_about
from tutor.grading.misconceptions import BY_ID
from tutor.grading.verdicts import Verdict, VerdictKind

NAME = "worked"
SLOPE = "dC/da1[0]@0"
FLIPPED = "2*(y - a1)"


def worked_events(*texts: str) -> list[Event]:
    """Return the events of a session in which so much was typed; "undo" takes back."""
    session = Session.of_lesson(TEXT, NAME)
    for text in texts:
        if text == "undo":
            session.take_back()
        else:
            session.submit(text)
    return session.events


def test_an_answer_right_at_once_is_counted() -> None:
    """Unreadable answers cost nothing."""
    made = tally([worked_events("what?", "2*(a1 - y)")])
    assert {"cost_slope": Count(questions=1, at_once=1)} == made.kinds
    assert Count(questions=1, at_once=1) == made.total


def test_errors_are_counted_by_what_explains_them() -> None:
    """A right answer after wrong ones is a later one, and the classic errors are named."""
    made = tally([worked_events(FLIPPED, FLIPPED, "17", "2*(a1 - y)")] * 2)
    assert Count(questions=2, later=2, wrong=6) == made.total
    assert {"sign_flipped": 4} == made.errors


def test_errors_are_counted_for_each_kind_of_step() -> None:
    """The same error may come up in several kinds, and is told of each."""
    events = worked_events(FLIPPED, "2*(a1 - y)")
    verdict = Verdict(VerdictKind.MISCONCEPTION, -1.0, "No.", (("sign_flipped",),))
    events += [Event(Happened.ANSWERED, "step(w1[0,0])", "-1", verdict=verdict)] * 2
    made = tally([events])
    assert {"cost_slope": {"sign_flipped": 1}, "step": {"sign_flipped": 2}} == made.errors_of
    assert {"cost_slope": 1, "step": 2} == made.kinds_of("sign_flipped")
    assert {} == made.kinds_of("factor_two_dropped")


def test_what_was_taken_back_is_not_held_against_anybody() -> None:
    """A mistyped answer leaves nothing behind."""
    made = tally([worked_events(FLIPPED, "undo")])
    assert (Count(), {}, {}) == (made.total, made.kinds, made.errors)


def test_hints_and_shown_answers_are_counted() -> None:
    """A question that was hinted at is not right at once; one that was shown is not solved."""
    session = Session.of_lesson(TEXT, NAME)
    session.hint()
    session.hint()
    session.submit("2*(a1 - y)")
    session.go_on()
    session.reveal()
    made = tally([session.events])
    assert Count(questions=1, later=1, hints=2) == made.kinds["cost_slope"]
    assert Count(questions=1, shown=1) == made.kinds["activation_slope"]


@pytest.mark.parametrize("text", ["", "title = 3", "{"])
def test_without_its_lesson_each_question_stands_for_itself(text: str) -> None:
    """A lesson that this version refuses hides no answer."""
    verdict = Verdict(VerdictKind.CORRECT, 1.0, "Right.")
    started = Event(Happened.STARTED, NAME, text)
    answered = Event(Happened.ANSWERED, SLOPE, "1", verdict=verdict)
    for events in ([answered], [started, answered]):
        assert {SLOPE: Count(questions=1, at_once=1)} == tally([events]).kinds


def test_the_lessons_own_questions_are_counted_together() -> None:
    """They are no kind of step."""
    verdict = Verdict(VerdictKind.CORRECT, None, "Right.")
    events = [Event(Happened.ANSWERED, f"question {n}", "a", verdict=verdict) for n in (1, 2)]
    assert {"question": Count(questions=2, at_once=2)} == tally([events]).kinds


@pytest.mark.parametrize("error", BY_ID)
def test_every_error_has_a_sentence(error: str) -> None:
    """It says what gives the number, never "you did"."""
    assert sentence_about(error).startswith("The number one gets by ")
    assert "you did" not in sentence_about(error).lower()


def test_an_error_is_told_for_the_steps_where_it_came_up() -> None:
    """A sign turned round in a step of descent has nothing to do with y − a."""
    assert "taking y − a" in sentence_about("sign_flipped", ["cost_slope"])
    assert "Look at the signs" in sentence_about("sign_flipped", ["step"])
    assert "y − a" not in sentence_about("sign_flipped", ["cost_slope", "step"])
    assert "this cost" not in sentence_about("factor_two_added", ["activation_factor"])
    error = "mean_forgotten"
    assert sentence_about(error) == sentence_about(error, ["step"])


def test_an_error_not_known_any_more_has_none() -> None:
    """Records of another version can be shown."""
    assert "" == sentence_about("dreamt")


@pytest.mark.parametrize(
    ("kind", "name"), [("question", "lesson's own question"), ("cost_slope", "cost slope")]
)
def test_what_questions_are_counted_under_has_a_name_for_people(kind: str, name: str) -> None:
    """The list of what went right says whose questions they were."""
    assert name == kind_name(kind)
