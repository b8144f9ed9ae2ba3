"""A session: questions in order, answers judged once, and everything that happened kept."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.networks import random_document
from tutor import __version__, grade
from tutor.chain.notation import ASCII
from tutor.course import session as session_module
from tutor.course.events import Event, Happened
from tutor.course.own_questions import answer_to
from tutor.course.plan import Planned, PlannedOwn, Role
from tutor.course.session import Outcome, Phase, Session, View
from tutor.errors import AddressError, DocumentError
from tutor.grading.verdicts import Verdict, VerdictKind

DOCUMENT: dict[str, Any] = {
    "title": "A chain of two",
    "intro": "First page.\n---\nSecond page.",
    "closing": "That was all.",
    "parameter": "w2",
    "problem": {
        "layers": [
            {"weights": [[0.5]], "biases": [-1.6], "activation": "sigmoid"},
            {"weights": [[2.1]], "biases": [-0.9], "activation": "sigmoid"},
        ],
        "cost": "squared_error",
        "learning_rate": 2.0,
        "examples": [{"x": [1.6], "y": [1.0]}, {"x": [0.9], "y": [0.0]}],
    },
    "ask": {"weighted_sum": "first", "cost": "always"},
    "prose": [
        {"before": "cost_slope", "text": "Now backwards."},
        {"before": "average", "text": "And the mean."},
    ],
}
PARAMETERS = ("w1", "b1", "w2", "b2")
WORKED = [
    ("z1[0]@0", "0.5*1.6 - 1.6"),
    ("C@0", "0.316"),
    ("dC/da2[0]@0", "2*(a2 - y)"),
    ("da2[0]/dz2[0]@0", "0.246"),
    ("dz2[0]/dw2[0,0]@0", ".310"),
    ("dC/dw2[0,0]@0", "-0.0858"),
    ("dC/dw2[0,0]@1", "0.0466"),
    ("dC/dw2[0,0]", "(-0.0858 + 0.0466)/2"),
    ("step(w2[0,0])", "-3.92e-2"),
    ("w2[0,0]+", "2.1392"),
]
"""The questions about w2, with answers as somebody with a pocket calculator gives them."""


def started(document: dict[str, Any] = DOCUMENT, **options: Any) -> Session:  # noqa: ANN401
    """Return a session of a lesson whose pages have been read."""
    session = Session.of_lesson(json.dumps(document).encode(), "mine.json", **options)
    while session.view.phase is Phase.READING:
        session.go_on()
    return session


def asked(view: View) -> str:
    """Return the id of what is asked, or was just solved; nothing at the end."""
    return "" if view.question is None else view.question.id


def right_answer(view: View) -> str:
    """Return a right answer to the question."""
    if isinstance(view.question, PlannedOwn):
        return answer_to(view.question.question, view.trace, str(view.parameter))
    assert view.question is not None
    return view.trace.shown(view.question.step.place)


def worked(session: Session, questions: int) -> Session:
    """Return the session after so many questions were answered rightly and left."""
    for _ in range(questions):
        assert Phase.SOLVED is session.submit(right_answer(session.view)).phase
        session.go_on()
    return session


def questions_of(session: Session) -> list[str]:
    """Work a session rightly to its end and return what was asked."""
    names = []
    while session.view.phase is not Phase.FINISHED:
        names.append(asked(session.view))
        worked(session, 1)
    return names


def happened(session: Session) -> list[Happened]:
    """Return the kinds of what happened, in order."""
    return [event.happened for event in session.events]


# From the first page to the end


def test_a_session_starts_with_the_first_page() -> None:
    """The introduction comes first; nothing is asked yet and nothing is solved."""
    view = Session.of_lesson(json.dumps(DOCUMENT).encode(), "mine.json").view
    assert (Phase.READING, "First page.", "") == (view.phase, view.prose, asked(view))
    assert (0, len(WORKED)) == (view.done, view.total)


def test_pages_are_turned_up_to_the_first_question() -> None:
    """After the last page the first question stands, and nothing was typed yet."""
    session = Session.of_lesson(json.dumps(DOCUMENT).encode(), "mine.json")
    assert "Second page." == session.go_on().prose
    view = session.go_on()
    assert (Phase.ASKING, WORKED[0][0]) == (view.phase, asked(view))
    assert ("", None) == (view.answer, view.verdict)


def test_a_lesson_without_introduction_starts_with_the_first_question() -> None:
    """Where there is nothing to read, the learner is asked at once."""
    view = Session.of_lesson(json.dumps({**DOCUMENT, "intro": ""}).encode(), "mine.json").view
    assert (Phase.ASKING, WORKED[0][0]) == (view.phase, asked(view))


def test_honest_answers_work_the_lesson_to_its_end() -> None:
    """Who rounds to 3 digits, types names or expressions, is right in every question."""
    session = started()
    for name, text in WORKED:
        assert name == asked(session.view)
        view = session.submit(text)
        assert (name, VerdictKind.CORRECT) == (asked(view), view.verdict and view.verdict.kind)
        assert (Phase.SOLVED, text) == (view.phase, view.answer)
        session.go_on()
    view = session.view
    assert (Phase.FINISHED, "That was all.") == (view.phase, view.prose)
    assert (len(WORKED), "") == (view.done, asked(view))
    assert [Happened.STARTED, *[Happened.ANSWERED] * len(WORKED), Happened.FINISHED] == happened(
        session
    )


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_every_parameter_leads_to_the_end(parameter: str) -> None:
    """The lesson can be worked for any weight and any bias."""
    session = started()
    session.choose(parameter)
    worked(session, session.view.total)
    assert Phase.FINISHED is session.view.phase
    assert f"{parameter}+" == asked_last(session).replace("[0,0]", "").replace("[0]", "")


def asked_last(session: Session) -> str:
    """Return the id of the last question that was answered."""
    return [event.question for event in session.events if event.question][-1]


@pytest.mark.parametrize("seed", range(12))
def test_any_problem_can_be_worked_to_its_end(seed: int) -> None:
    """Wide layers, softmax, every cost: what is shown as the value is a right answer to it."""
    rng = random.Random(seed)  # noqa: S311 - networks to be drawn again, not secrets
    problem = random_document(rng)
    sizes = [len(problem["examples"][0]["x"])] + [len(each["biases"]) for each in problem["layers"]]
    layer = rng.randrange(1, len(sizes))
    j, k = rng.randrange(sizes[layer]), rng.randrange(sizes[layer - 1])
    later = rng.choice(["full", "result", "shown"])
    session = started(
        {
            **DOCUMENT,
            "problem": problem,
            "parameter": f"w{layer}[{j},{k}]",
            "later_examples": later,
            "prose": [],
        }
    )
    worked(session, session.view.total)
    assert Phase.FINISHED is session.view.phase


def test_what_is_asked_cannot_be_seen() -> None:
    """No value is on the screen before it was worked out, save a factor that is a given number."""
    session = started()
    for name, _ in WORKED:
        view = session.view
        place = view.trace.address(name)
        assert view.trace.is_given(place) == view.is_seen(place)
        assert not any(
            view.is_seen(each.step.place) for each in view.plan.steps[view.reached + 1 :]
        )
        worked(session, 1)
        assert session.view.is_seen(place)


def test_text_stands_before_the_first_question_of_its_kind() -> None:
    """Prose is told once, where it is needed, and nowhere else."""
    session, told = started(), {}
    for name, _ in WORKED:
        told[name] = session.view.prose
        worked(session, 1)
    texts = {name: text for name, text in told.items() if text}
    assert {"dC/da2[0]@0": "Now backwards.", "dC/dw2[0,0]": "And the mean."} == texts


def test_later_examples_are_asked_for_the_result_alone() -> None:
    """In the second example only the product is asked; what leads to it from the cost is hidden."""
    session = worked(started(), 6)
    view = session.view
    assert isinstance(view.question, Planned)
    assert ("dC/dw2[0,0]@1", Role.RESULT) == (asked(view), view.question.role)
    assert view.is_seen(view.trace.address("a2@1"))
    assert not view.is_seen(view.trace.address("dC/da2@1"))


# Answers that are not right


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("7", VerdictKind.WRONG),
        ("-0.562", VerdictKind.MISCONCEPTION),
        ("0.6", VerdictKind.WRONG),
        ("-1.1", VerdictKind.TOO_COARSE),
        ("2*(a2 -", VerdictKind.UNREADABLE),
        ("", VerdictKind.UNREADABLE),
        ("dC/da2", VerdictKind.UNREADABLE),
    ],
)
def test_what_is_not_right_leaves_the_question_standing(text: str, kind: VerdictKind) -> None:
    """The learner stays with the question and sees what was said of the answer."""
    session = worked(started(), 2)
    view = session.submit(text)
    assert view.verdict is not None
    assert (kind, text) == (view.verdict.kind, view.answer)
    assert (Phase.ASKING, "dC/da2[0]@0", 2) == (view.phase, asked(view), view.done)
    assert Phase.SOLVED is session.submit("-1.12").phase


def test_only_a_readable_answer_counts_as_a_try() -> None:
    """A slip of the keyboard costs nothing, and neither does a right answer with too few digits."""
    session = started()
    for text in ("", "1 +", "7", "8", "nonsense", "-1", "-0.8"):
        session.submit(text)
    assert Outcome(-0.8, shown=False, tries=2, hints=0) == session.view.outcomes["z1[0]@0"]


def test_help_is_offered_after_three_tries_and_never_forced() -> None:
    """Who is wrong three times is offered a hint; the next question starts anew."""
    session = started()
    offers = [session.submit(text).offers_help for text in ("1", "", "2", "3", "4")]
    assert [False, False, False, True, True] == offers
    assert 0 == session.view.hints
    worked(session, 1)
    assert not session.view.offers_help


def test_own_accepted_values_widen_what_is_right_later() -> None:
    """An answer from the learner's own roundings is right, though not without them."""
    step = worked(started(), 5).view.trace.step("dC/dw2[0,0]@0")
    own = {"C@0": "0.316", "dC/da2[0]@0": "-1.13", "da2[0]/dz2[0]@0": "0.247"}
    last = {"dz2[0]/dw2[0,0]@0": "0.311"}
    text = "-0.0868"
    assert VerdictKind.WRONG is grade(step, text).kind
    session = worked(started(), 1)
    for name, answer in (own | last).items():
        assert name == asked(session.view)
        session.submit(answer)
        session.go_on()
    assert Phase.SOLVED is session.submit(text).phase


# Hints and answers that are shown


def test_hints_come_in_levels_and_end_with_the_answer() -> None:
    """The idea, the formula, the formula with numbers; then the answer, which is recorded."""
    session = started()
    views = [session.hint() for _ in range(4)]
    assert [1, 2, 3, 3] == [view.hints for view in views]
    assert [1, 2, 3, 3] == [len(view.hint_texts()) for view in views]
    assert [False, False, False, True] == [view.revealed for view in views]
    assert Phase.SOLVED is views[-1].phase
    assert Outcome(None, shown=True, tries=0, hints=3) == session.view.outcomes["z1[0]@0"]
    assert [*[Happened.HINTED] * 3, Happened.REVEALED] == happened(session)[1:]


def test_hints_speak_the_notation_of_the_session() -> None:
    """Where only ASCII can be shown, hints are ASCII."""
    session = worked(started(notation=ASCII), 3)
    for _ in range(3):
        session.hint()
    assert 3 == len(session.view.hint_texts())
    assert "".join(session.view.hint_texts()).isascii()


def test_an_answer_after_hints_tells_how_many_there_were() -> None:
    """What was needed on the way is kept with the outcome."""
    session = started()
    session.submit("7")
    session.hint()
    session.submit("-0.8")
    assert Outcome(-0.8, shown=False, tries=1, hints=1) == session.view.outcomes["z1[0]@0"]
    assert 0 == session.go_on().hints


def test_a_shown_answer_is_no_value_of_the_learner() -> None:
    """After a shown answer the lesson goes on, and nothing counts as the learner's own."""
    session = started()
    session.submit("7")
    view = session.reveal()
    assert (Phase.SOLVED, True, None) == (view.phase, view.revealed, view.verdict)
    assert Outcome(None, shown=True, tries=1, hints=0) == view.outcomes["z1[0]@0"]
    assert WORKED[1][0] == asked(session.go_on())


def test_everything_can_be_shown_to_the_end() -> None:
    """Who only looks on reaches the end too."""
    session = started()
    while session.view.phase is not Phase.FINISHED:
        session.reveal()
        session.go_on()
    assert {None} == {outcome.value for outcome in session.view.outcomes.values()}
    assert len(WORKED) == session.view.done


@pytest.mark.parametrize("act", [Session.hint, Session.reveal], ids=["hint", "reveal"])
@pytest.mark.parametrize("phase", [Phase.READING, Phase.SOLVED, Phase.FINISHED], ids=str)
def test_where_nothing_is_asked_nothing_is_told(
    phase: Phase, act: Callable[[Session], View]
) -> None:
    """Hints belong to an open question."""
    session = Session.of_lesson(json.dumps(DOCUMENT).encode(), "mine.json")
    if phase is Phase.SOLVED:
        session = started()
        session.submit("-0.8")
    if phase is Phase.FINISHED:
        session = worked(started(), len(WORKED))
    before = list(session.events)
    assert phase is act(session).phase
    assert before == session.events


def test_an_answer_where_nothing_is_asked_only_goes_on() -> None:
    """Enter on a page or after a solved question is no answer."""
    session = Session.of_lesson(json.dumps(DOCUMENT).encode(), "mine.json")
    assert "Second page." == session.submit("7").prose
    session.submit("")
    session.submit("-0.8")
    assert WORKED[1][0] == asked(session.submit("7"))
    assert [Happened.STARTED, Happened.ANSWERED] == happened(session)


# Taking back, looking back, working something out


def test_an_answer_taken_back_was_never_given() -> None:
    """The question is asked again, its try is forgotten, and both events are kept."""
    session = started()
    session.submit("7")
    assert session.view.can_take_back
    view = session.take_back()
    assert ("z1[0]@0", "", None, False) == (
        asked(view),
        view.answer,
        view.verdict,
        view.can_take_back,
    )
    session.submit("-0.8")
    assert Outcome(-0.8, shown=False, tries=0, hints=0) == session.view.outcomes["z1[0]@0"]
    assert [Happened.ANSWERED, Happened.TAKEN_BACK, Happened.ANSWERED] == happened(session)[1:]


def test_answers_are_taken_back_one_by_one() -> None:
    """The last one comes first, over the borders of questions, up to the beginning."""
    session = worked(started(), 2)
    session.submit("7")
    places = [asked(session.take_back()) for _ in range(4)]
    assert ["dC/da2[0]@0", "C@0", "z1[0]@0", "z1[0]@0"] == places
    assert 3 == happened(session).count(Happened.TAKEN_BACK)
    assert {} == session.view.outcomes


def test_the_end_can_be_left_by_taking_back() -> None:
    """After the last answer was taken back it is asked again, and the end comes again."""
    session = worked(started(), len(WORKED))
    assert (Phase.ASKING, "w2[0,0]+") == (session.take_back().phase, asked(session.view))
    worked(session, 1)
    assert Phase.FINISHED is session.view.phase
    assert 2 == happened(session).count(Happened.FINISHED)


def test_looking_back_keeps_the_place() -> None:
    """Earlier steps can be looked at one by one; the question waits where it was."""
    session = worked(started(), 2)
    steps = [step.id for step in session.view.behind]
    looks = [session.look_back().looking for _ in range(len(steps) + 1)]
    assert [*reversed(steps), steps[0]] == [each.id for each in looks if each is not None]
    assert "dC/da2[0]@0" == asked(session.view)
    forward = [session.look_forward().looking for _ in range(len(steps))]
    assert [*steps[1:], None] == [each and each.id for each in forward]
    assert [Happened.STARTED, *[Happened.ANSWERED] * 2] == happened(session)


def test_an_answer_ends_the_look_back() -> None:
    """Whoever types is at the question again."""
    session = worked(started(), 2)
    session.look_back()
    assert session.submit("7").looking is None


def test_at_the_beginning_there_is_nothing_to_look_back_at() -> None:
    """Looking back before anything was worked is no fault."""
    assert started().look_back().looking is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("= 2*(a2 - 1)", "2*(a2 - 1) = -1.12383"),
        ("=w2+1", "w2+1 = 3.1"),
        ("= 1 +", "1 +"),
        ("= dC/da2", "dC/da2"),
    ],
)
def test_a_scratch_calculation_is_answered_and_not_graded(text: str, told: str) -> None:
    """Everything on the screen may be named, what is asked may not, and nothing is recorded."""
    session = worked(started(), 2)
    view = session.submit(text)
    assert told in view.scratch
    assert (None, "dC/da2[0]@0") == (view.verdict, asked(view))
    assert "-1.12383" not in view.scratch.replace(told, "")
    assert [Happened.STARTED, *[Happened.ANSWERED] * 2] == happened(session)


def test_a_scratch_calculation_is_gone_after_the_next_answer() -> None:
    """What was worked out is told once."""
    session = started()
    assert "1/3 = 0.333333" == session.submit("=1/3").scratch
    assert "" == session.submit("7").scratch


# Questions of the lesson's own

OWN: list[dict[str, Any]] = [
    {
        "before": "start",
        "ask": "Which way is downhill?",
        "choices": [
            {"text": "Along the gradient", "answer": "That is uphill."},
            {"text": "Against the gradient", "right": True},
        ],
        "why": "The gradient points uphill.",
    },
    {"before": "cost_slope", "ask": "What is 2 times 0.66?", "value": "2*0.66", "why": "Yes."},
    {"before": "end", "ask": "Which way does C move?", "of": "C", "by": "w2", "why": "See above."},
]


def with_own() -> Session:
    """Return a session of the lesson with three questions of its own."""
    return started({**DOCUMENT, "questions": OWN})


def test_own_questions_stand_at_their_places() -> None:
    """Before everything, before a kind of step, and at the end."""
    session, order = with_own(), []
    while session.view.phase is not Phase.FINISHED:
        order.append(asked(session.view))
        worked(session, 1)
    names = [name for name, _ in WORKED]
    assert ["question 0", *names[:2], "question 1", *names[2:], "question 2"] == order
    assert len(WORKED) + len(OWN) == session.view.done


@pytest.mark.parametrize("text", ["2", "b", "B.", "against the gradient"])
def test_a_choice_is_made_by_number_letter_or_text(text: str) -> None:
    """However it is meant, the right choice is right and says why."""
    view = with_own().submit(text)
    assert view.verdict is not None
    assert (Phase.SOLVED, "Correct. The gradient points uphill.") == (
        view.phase,
        view.verdict.message,
    )


def test_a_choice_that_ends_in_a_parenthesis_is_made_by_its_text() -> None:
    """What closes "2)" or "B." is left out of an answer; of a formula's text it is a part."""
    choices = [
        {"text": "a - y", "answer": "The 2 is missing."},
        {"text": "2(a - y)", "right": True},
    ]
    own = {"before": "start", "ask": "What is the slope?", "choices": choices}
    view = started({**DOCUMENT, "questions": [own]}).submit("2(a - y)")
    assert Phase.SOLVED is view.phase


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("1", VerdictKind.WRONG, "That is uphill."),
        ("3", VerdictKind.UNREADABLE, "Choose one of 1 to 2, by its number or letter."),
        ("0", VerdictKind.UNREADABLE, "Choose one of 1 to 2, by its number or letter."),
        ("", VerdictKind.UNREADABLE, "Choose one of 1 to 2, by its number or letter."),
        ("z", VerdictKind.UNREADABLE, "Choose one of 1 to 2, by its number or letter."),
    ],
)
def test_a_wrong_choice_leaves_the_question_standing(
    text: str, kind: VerdictKind, message: str
) -> None:
    """A wrong choice says why it is wrong; what is no choice costs nothing."""
    session = with_own()
    verdict = session.submit(text).verdict
    assert verdict is not None
    assert (kind, message) == (verdict.kind, verdict.message)
    session.submit("2")
    assert int(kind is VerdictKind.WRONG) == session.view.outcomes["question 0"].tries


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1.32", VerdictKind.CORRECT),
        ("2*.66", VerdictKind.CORRECT),
        ("1.3", VerdictKind.TOO_COARSE),
        ("1.5", VerdictKind.WRONG),
        ("one", VerdictKind.UNREADABLE),
    ],
)
def test_a_number_of_the_lessons_own_is_read_like_any_answer(text: str, kind: VerdictKind) -> None:
    """A number or an expression is judged by its digits."""
    verdict = worked(with_own(), 3).submit(text).verdict
    assert verdict is not None
    assert kind is verdict.kind


def test_a_quantity_is_not_named_in_a_question_of_the_lessons_own() -> None:
    """It is told from a name that there is not: the weight stands on the screen."""
    session = worked(with_own(), 3)
    for text, told in (
        ("2*w2", "w2 cannot be used here: this question is answered with numbers"),
        ("2*q", "There is no q on this screen"),
    ):
        verdict = session.submit(text).verdict
        assert verdict is not None
        assert told in verdict.message


@pytest.mark.parametrize(
    ("text", "right"), [("up", True), ("u", True), ("1", True), ("down", False), ("3", False)]
)
def test_a_direction_follows_the_sign_of_the_derivative(text: str, right: bool) -> None:  # noqa: FBT001 - what is expected
    """The cost goes down when the weight goes up, where its derivative is below 0."""
    document = {**DOCUMENT, "questions": [{**OWN[2], "before": "start", "by": "b1"}]}
    document["problem"] = {**DOCUMENT["problem"], "examples": [{"x": [1.6], "y": [0.0]}]}
    view = started(document).submit(text)
    assert view.trace.value("dC/db1") > 0
    assert right == (view.phase is Phase.SOLVED)


def test_an_own_question_has_no_hints_and_says_so() -> None:
    """Who asks for a hint is not given the answer; nothing is recorded."""
    session = with_own()
    before = list(session.events)
    view = session.hint()
    assert (Phase.ASKING, False, ()) == (view.phase, view.revealed, view.hint_texts())
    assert (
        "There is no hint for this question: try it, or have the answer shown.",
    ) == view.notices
    assert before == session.events
    view = session.reveal()
    assert Outcome(None, shown=True, tries=0, hints=0) == view.outcomes["question 0"]


@pytest.mark.parametrize("text", ["2", "4", "1", "20"])
def test_a_count_that_is_wrong_is_not_called_coarse(text: str) -> None:
    """Where 3 is right, no digits are missing in a 2."""
    own = {"before": "start", "ask": "How many paths?", "value": 3, "why": "One each."}
    verdict = started({**DOCUMENT, "questions": [own]}).submit(text).verdict
    assert verdict is not None
    assert VerdictKind.WRONG == verdict.kind


def test_a_lesson_can_be_shortened_by_what_is_mastered() -> None:
    """A kind that was right at once twice is shown from then on."""
    document = {**DOCUMENT, "later_examples": "full"}
    examples = [*DOCUMENT["problem"]["examples"], {"x": [1.1], "y": [0.5]}]
    document["problem"] = {**DOCUMENT["problem"], "examples": examples}
    long, short = (started({**document, "shorten": shorten}) for shorten in (False, True))
    asked_long, asked_short = questions_of(long), questions_of(short)
    assert set(asked_short) < set(asked_long)
    kinds = [short.trace.step(name).kind for name in asked_short]
    assert 2 == max(kinds.count(kind) for kind in kinds)
    assert Phase.FINISHED is short.view.phase


# Another parameter


def test_what_is_worked_already_stays_when_another_parameter_is_chosen() -> None:
    """Steps that two chains share are not asked twice."""
    session = worked(started(), 4)
    view = session.choose("w1")
    assert "w1[0,0]" == str(view.parameter)
    assert 4 == view.done
    assert "dz2[0]/da1[0]" == asked(view)


def test_choosing_the_same_parameter_is_nothing() -> None:
    """A short name is the same parameter as its full form."""
    session = started()
    session.submit("7")
    view = session.choose("w2[0,0]")
    assert session.choose("w2") == view
    assert "7" == view.answer
    assert [Happened.STARTED, Happened.ANSWERED] == happened(session)


@pytest.mark.parametrize("name", ["w9", "w2[0,1]", "C", "", "dC/dw2"])
def test_what_is_no_parameter_is_refused_and_changes_nothing(name: str) -> None:
    """A slip leaves the learner where they were."""
    session = worked(started(), 1)
    before = session.view
    with pytest.raises(AddressError):
        session.choose(name)
    assert before == session.view
    assert [Happened.STARTED, Happened.ANSWERED] == happened(session)


def test_after_the_end_another_parameter_can_be_chosen() -> None:
    """The lesson goes on, and its next end is recorded too."""
    session = worked(started(), len(WORKED))
    session.choose("b2")
    worked(session, session.view.total - session.view.done)
    assert Phase.FINISHED is session.view.phase
    assert 2 == happened(session).count(Happened.FINISHED)


def test_the_end_is_recorded_once() -> None:
    """Going on at the end changes nothing."""
    session = worked(started(), len(WORKED))
    session.go_on()
    session.submit("7")
    assert 1 == happened(session).count(Happened.FINISHED)


# Events


def eventful() -> Session:
    """Return a session in which everything happened that can happen."""
    session = started()
    for text in ("nonsense", "7", "-0.8"):
        session.submit(text)
    session.take_back()
    session.submit("-0.800")
    session.go_on()
    session.hint()
    session.reveal()
    session.go_on()
    session.submit("1.13")
    session.hint()
    session.choose("b1")
    session.submit("-1.13")
    session.go_on()
    worked(session, session.view.total - session.view.done)
    assert set(Happened) == set(happened(session))
    return session


def what_is_seen(session: Session) -> dict[str, object]:
    """Return what follows from the events: everything but what was typed last."""
    view = session.view
    return {
        "phase": view.phase,
        "question": asked(view),
        "parameter": view.parameter,
        "done": view.done,
        "hints": view.hint_texts(),
        "offers": view.offers_help,
        "outcomes": view.outcomes,
        "seen": view.seen,
        "prose": view.prose,
    }


def test_events_replayed_lead_to_the_same_view() -> None:
    """A session that was left is taken up where it was, at whatever event it stopped."""
    whole = eventful().events
    text = whole[0].text.encode()
    for length in range(1, len(whole) + 1):
        first = Session.of_lesson(text, "mine.json", events=whole[:length])
        again = Session.of_lesson(text, "mine.json", events=first.events)
        for session in (first, again):
            while session.view.phase is Phase.READING:
                session.go_on()
        assert what_is_seen(first) == what_is_seen(again)
        assert whole[:length] == again.events


def test_a_replayed_session_goes_on_like_the_one_that_was_left() -> None:
    """After each question, whoever comes back sees what whoever stayed sees."""
    stayed = started()
    for _ in WORKED:
        worked(stayed, 1)
        came_back = Session.of_lesson(
            stayed.events[0].text.encode(), "mine.json", events=stayed.events
        )
        assert what_is_seen(stayed) == what_is_seen(came_back)


def test_replay_grades_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A verdict stays as it was given, even if today's rules would give another."""
    praised = Verdict(VerdictKind.CORRECT, 7.0, "Correct.")
    old = [started().events[0], Event(Happened.ANSWERED, "z1[0]@0", "7", verdict=praised)]

    def graded_again(*_: object) -> Verdict:
        raise AssertionError("a verdict was judged anew")

    monkeypatch.setattr(session_module, "graded", graded_again)
    session = Session.of_lesson(json.dumps(DOCUMENT).encode(), "mine.json", events=old)
    assert {"z1[0]@0": Outcome(7.0, shown=False, tries=0, hints=0)} == session.view.outcomes
    assert WORKED[1][0] == asked(session.view)


def test_the_first_event_pins_the_lesson() -> None:
    """What was worked is kept word for word, with the version that worked it."""
    text = json.dumps(DOCUMENT, indent=1, ensure_ascii=False)
    session = Session.of_lesson(text.encode(), "mine.json")
    (event,) = session.events
    assert Event(Happened.STARTED, "mine.json", text, version=__version__) == event


def test_events_survive_being_written_as_json() -> None:
    """What is kept on a disk is what happened."""
    events = eventful().events
    written = json.dumps([event.record() for event in events])
    assert events == [Event.of_record(record) for record in json.loads(written)]


def test_an_event_is_kept_before_its_verdict_is_seen() -> None:
    """Where an event cannot be kept, the learner is not told that it was."""
    kept: list[Event] = []

    def keep(event: Event) -> None:
        if event.happened is Happened.ANSWERED:
            raise OSError("the disk is full")
        kept.append(event)

    session = started(keep=keep)
    with pytest.raises(OSError, match="the disk is full"):
        session.submit("-0.8")
    assert (0, None) == (session.view.done, session.view.verdict)
    assert kept == session.events


def test_what_was_kept_is_not_kept_again() -> None:
    """A session that is taken up adds what is new, and no second start."""
    kept: list[Event] = []
    old = worked(started(), 2).events
    session = Session.of_lesson(
        json.dumps(DOCUMENT).encode(), "mine.json", keep=kept.append, events=old
    )
    assert [] == kept
    session.submit("7")
    assert [Happened.ANSWERED] == [event.happened for event in kept]
    assert [*old, *kept] == session.events


def test_a_lesson_that_is_refused_has_no_session() -> None:
    """A fault in a lesson is told before anything is asked."""
    with pytest.raises(DocumentError, match=r"mine.json: parameter: w9: there is no layer 9"):
        started({**DOCUMENT, "parameter": "w9"})
