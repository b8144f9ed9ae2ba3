"""Progress: what follows from a session's events, without anything being graded."""

from __future__ import annotations

from tutor.course.events import Event, Happened
from tutor.course.progress import Outcome, Progress
from tutor.grading.verdicts import Verdict, VerdictKind


def answer(question: str, kind: str, value: float | None = 1.0) -> Event:
    """Return an answer with a verdict."""
    return Event(Happened.ANSWERED, question, "x", verdict=Verdict(VerdictKind(kind), value, ""))


def progress(*events: Event) -> Progress:
    """Return what events come to."""
    made = Progress("w1[0,0]")
    for event in events:
        made.apply(event)
    return made


UNDO = Event(Happened.TAKEN_BACK)


def test_only_a_wrong_answer_is_a_try() -> None:
    """What cannot be read, or has too few digits, costs nothing."""
    kinds = ("unreadable", "too_coarse", "wrong", "misconception", "correct")
    made = progress(*(answer("q", kind) for kind in kinds))
    assert {"q": Outcome(1.0, shown=False, tries=2, hints=0)} == made.outcomes


def test_right_at_once_is_without_tries_hints_or_a_look() -> None:
    """Help before the answer counts, whatever comes after."""
    hinted = progress(Event(Happened.HINTED, "q", level=2), answer("q", "correct"))
    shown = progress(Event(Happened.REVEALED, "q"))
    assert progress(answer("q", "correct")).outcomes["q"].at_once
    assert not hinted.outcomes["q"].at_once
    assert (2, True) == (hinted.outcomes["q"].hints, shown.outcomes["q"].shown)


def test_answers_are_taken_back_from_the_last_one_on() -> None:
    """Tries and outcomes are as before; where there is no answer nothing happens."""
    events = [answer("a", "wrong"), answer("a", "correct"), answer("b", "wrong")]
    made = progress(*events, UNDO)
    assert (0, {"a"}, "a") == (made.tries.get("b", 0), set(made.outcomes), made.last_answered)
    made = progress(*events, UNDO, UNDO)
    assert (1, {}) == (made.tries["a"], made.outcomes)
    made = progress(*events, UNDO, UNDO, UNDO, UNDO)
    assert (0, None) == (made.tries["a"], made.last_answered)


def test_an_unreadable_answer_is_not_there_to_be_taken_back() -> None:
    """The one before it is."""
    made = progress(answer("a", "correct"), answer("b", "unreadable", None), UNDO)
    assert {} == made.outcomes


def test_the_end_is_left_by_another_parameter_or_by_taking_back() -> None:
    """There is something to do again."""
    end = Event(Happened.FINISHED)
    chosen = Event(Happened.PARAMETER_CHOSEN, text="b1[0]")
    assert progress(answer("a", "correct"), end).finished
    assert not progress(answer("a", "correct"), end, UNDO).finished
    made = progress(end, chosen)
    assert (False, "b1[0]") == (made.finished, made.parameter)


def test_hints_never_go_down() -> None:
    """A level that was given once stays given."""
    made = progress(*(Event(Happened.HINTED, "q", level=level) for level in (1, 3, 2)))
    assert {"q": 3} == made.hints
