"""Sheets: a variant for everybody, always the same, with no answers and no seed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden_quiz import VARIANTS, variants
from tests.quizzes import DRAWN, PROBLEM, document, drawn, quiz
from tutor import Problem, TutorError, grade, trace
from tutor.course.fairness import faults
from tutor.course.generator import TESTED
from tutor.course.quiz.quizzes import Quiz
from tutor.course.quiz.sheets import Sheet
from tutor.course.quiz.variants import seed_of

NAMES = ("ada", "Bob Ünal", "cy")


def test_a_variant_follows_from_seed_and_name_alone() -> None:
    """The same name gives the same sheet; another name or seed gives other numbers."""
    made, again = drawn().sheet("ada"), Quiz.model_validate(drawn().model_dump()).sheet("ada")
    assert made == again
    other = drawn().model_copy(update={"seed": "other"})
    problems = [made, drawn().sheet("bob"), other.sheet("ada")]
    assert 3 == len({each.problems[0].problem.model_dump_json() for each in problems})


def test_stored_variants_are_what_is_drawn_today() -> None:
    """What version 1 of the generator gives a student is the same on every machine, for years."""
    assert json.loads(VARIANTS.read_text("utf-8")) == variants()


def test_what_is_drawn_from_is_the_sha256_of_a_list() -> None:
    """Any language can work it out: SHA-256 of the JSON ["s",0,"ada"], made with sha256sum."""
    expected = "35e1d06cfa9fdf8d430eb20f8a1aea43"
    assert expected == seed_of("s", 0, "ada")[:32]


def test_a_name_is_the_same_however_it_is_typed() -> None:
    """Blanks around it, and letters composed or not, make no difference."""
    composed, apart = "Ünal", "U\u0308nal"
    assert drawn().sheet(composed) == drawn().sheet(f"  {apart} ")


@pytest.mark.parametrize("name", ["", " ", "a\x00b", "a\x1b[2Jb"])
def test_what_is_no_name_is_refused(name: str) -> None:
    """A student has a name of one line."""
    with pytest.raises(TutorError, match="a student's name is one line of text"):
        drawn().sheet(name)


def test_variants_are_equally_hard() -> None:
    """They ask for the same steps, and no classic error can be taken for another."""
    sheets = [drawn().sheet(name) for name in NAMES]
    kinds = {tuple(each.kind for each in sheet.problems[0].questions) for sheet in sheets}
    assert 1 == len(kinds)
    for sheet in sheets:
        part = sheet.problems[0]
        assert [] == list(faults(part.problem, part.parameter, TESTED[1]))


def test_a_drawn_parameter_differs_between_students_but_not_in_its_chain() -> None:
    """Weights of one layer, or its biases: the chain has the same steps for everybody."""
    layers = [
        {"weights": [[0.9, -0.6], [0.4, 1.2]], "biases": [0.3, -0.5], "activation": "tanh"},
        {"weights": [[1.1, -0.7]], "biases": [0.2], "activation": "sigmoid"},
    ]
    problem = {**PROBLEM, "layers": layers, "examples": [{"x": [0.7, -1.1], "y": [0.9]}]}
    made = quiz(seed=3, questions=[{"problem": problem, "ask": "results"}])
    parts = [made.sheet(f"student {number}").problems[0] for number in range(12)]
    assert 1 < len({part.parameter for part in parts})
    kinds = {tuple(step.kind for step in part.trace.steps(part.parameter)) for part in parts}
    assert 1 == len(kinds)


def test_a_sheet_has_no_answers_and_no_seed() -> None:
    """Nothing in it is an answer, a range or what the variant is drawn from."""
    made = quiz(seed="a-secret-seed", questions=[{"problem": DRAWN, "parameter": "w1"}])
    text, key = made.sheet("ada").to_json().decode(), made.key("ada")
    assert "a-secret-seed" not in text
    assert not {"value", "low", "high", "worked"} & set(
        json.loads(text)["problems"][0]["questions"][0]
    )
    shown = {entry.shown for entry in key.answers.values() if len(entry.shown) > 4}
    assert set() == {each for each in shown if each in text}


@pytest.mark.parametrize("kinds", [["activation", "product"], ["weighted_sum", "cost"]])
def test_shown_values_tell_no_answers(kinds: list[str]) -> None:
    """What equals an answer, or follows from one, is not given as known."""
    made = quiz(questions=[{"problem": DRAWN, "parameter": "w1", "ask": kinds}])
    sheet, key = made.sheet("ada"), made.key("ada")
    answers = {entry.shown for entry in key.answers.values()}
    known = {each.value for _, asked in sheet.questions.values() for each in asked.known}
    assert set() == answers & known


def test_results_alone_are_graded_alone() -> None:
    """Where only results are asked, each is what `grade` says with `alone`, whatever is between."""
    made = quiz(questions=[{"problem": PROBLEM, "parameter": "w1", "ask": "results"}])
    key = made.key("ada").answers
    assert ["dC/dw1[0,0]@0", "step(w1[0,0])", "w1[0,0]+"] == [e.address for e in key.values()]
    t = trace(Problem.model_validate(PROBLEM))
    first = key["q1.1"]
    for end in (first.low, first.high):
        assert "correct" == grade(t.step(first.address), repr(end), alone=True).kind
    assert "correct" != grade(t.step(first.address), f"{first.high * 1.01:.4g}", alone=True).kind


def test_a_sheet_can_be_solved_with_a_trace() -> None:
    """Every address on it leads to a value of its problem's trace."""
    sheet = drawn().sheet("ada")
    for part, asked in sheet.questions.values():
        value = trace(part.problem).value(asked.address)
        assert pytest.approx(value, abs=1e-12) == drawn().key("ada").answers[asked.id].value


def test_a_sheet_reads_back_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    """The fingerprint is that of what it holds."""
    made, file = drawn().sheet("ada"), tmp_path / "ada.json"
    file.write_bytes(made.to_json())
    assert made == Sheet.load(file)
    changed = json.loads(made.to_json())
    changed["problems"][0]["problem"]["learning_rate"] = 0.123
    file.write_text(json.dumps(changed))
    with pytest.raises(TutorError, match="it has been changed"):
        Sheet.load(file)


def test_a_sheet_is_the_same_however_its_numbers_are_written(tmp_path: Path) -> None:
    """1 for 1.0 changes nothing, nor does it come as records instead of JSON; 1.5 does."""
    problem = {**PROBLEM, "learning_rate": 1.0}
    made = quiz(questions=[{"problem": problem, "parameter": "w1"}]).sheet("ada")
    file, text = tmp_path / "ada.json", made.to_json().decode()
    assert text.count('"learning_rate": 1.0') == 1
    file.write_text(text.replace('"learning_rate": 1.0', '"learning_rate": 1'))
    assert made == Sheet.load(file)
    assert made == Sheet.model_validate({**json.loads(text), "problems": made.problems})
    for number in ("1.5", "1e400", str(2**70)):
        file.write_text(text.replace('"learning_rate": 1.0', f'"learning_rate": {number}'))
        with pytest.raises(TutorError):
            Sheet.load(file)


def test_questions_are_those_that_stand_there_now() -> None:
    """What was read before is taken again only where it is the same, whatever became of it."""
    data = json.loads(drawn().sheet("ada").to_json())
    first = Sheet.model_validate(data)
    assert Sheet.model_validate(data).problems[0].questions is first.problems[0].questions
    data["problems"][0]["questions"][0]["points"] = 9
    assert Sheet.model_validate(data).problems[0].questions[0].points == 9
    assert first.problems[0].questions[0].points == 1
    data["problems"][0]["questions"][0]["points"] = "nine"
    with pytest.raises(ValueError, match=r"questions\.0\.points"):
        Sheet.model_validate(data)


def test_fingerprints_follow_from_what_is_asked_not_from_its_words() -> None:
    """A version of the program with other words knows the sheets and the quizzes of older ones."""
    made = drawn().sheet("ada")
    part = made.problems[0]
    asked = tuple(each.model_copy(update={"prompt": "?", "points": 9}) for each in part.questions)
    problems = (part.model_copy(update={"questions": asked}),)
    assert made.sheet == made.model_copy(update={"problems": problems}).fingerprint()
    other = part.model_copy(update={"questions": asked[1:]})
    assert made.sheet != made.model_copy(update={"problems": (other,)}).fingerprint()
    assert quiz().fingerprint == quiz(tries=1, pass_mark=0.6).fingerprint
    assert quiz().fingerprint != quiz(tries=2).fingerprint


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, "title: "),
        ({"seed": True}, "seed: true, but a text or a whole number is needed"),
        ({"questions": []}, "questions: empty, but at least one is needed"),
        ({"pass_mark": 60}, "pass_mark: "),
        ({"passmark": 0.6}, "passmark: unknown key; did you mean pass_mark?"),
        ({"generator": 99}, "generator: 99, but there is version 1"),
        ({"worth": {"hit": 1}}, "worth.hit: unknown key; did you mean hint?"),
        ({"questions": [{"lesson": "nope"}]}, "questions[0]: lesson: nope: no such lesson"),
        ({"questions": [{}]}, "questions[0].problem: missing"),
        (
            {"questions": [{"problem": PROBLEM, "parameter": "w9"}]},
            "questions[0]: parameter: w9: there is no layer 9",
        ),
        (
            {"questions": [{"problem": {**PROBLEM, "layers": []}}]},
            "questions[0].problem: layers: empty, but at least one is needed",
        ),
        (
            {"questions": [{"problem": PROBLEM, "ask": ["prodct"]}]},
            "questions[0].ask[0]: 'prodct' is not known; did you mean product?",
        ),
        (
            {"questions": [{"problem": {"generate": {**DRAWN["generate"], "seed": 1}}}]},
            "questions[0]: problem.generate: seed and version belong to the quiz",
        ),
        ({"questions": [{"problem": {"file": "x.json"}}]}, "only a quiz in a file can name one"),
    ],
)
def test_what_is_no_quiz_is_refused_with_its_place(changes: dict[str, object], told: str) -> None:
    """One sentence says where, what, and what would be right."""
    text = json.dumps(document(**changes)).encode()
    with pytest.raises(TutorError) as caught:
        Quiz.parse(text, "quiz.json")
    assert str(caught.value).startswith("quiz.json: ")
    assert told in str(caught.value)


def test_problems_come_from_files_beside_a_quiz_and_from_lessons(tmp_path: Path) -> None:
    """A quiz names a problem file, a lesson file or a shipped lesson."""
    (tmp_path / "network.json").write_text(json.dumps(PROBLEM))
    lesson = {"title": "Mine", "parameter": "b1", "problem": PROBLEM}
    (tmp_path / "mine.json").write_text(json.dumps(lesson))
    questions = [
        {"problem": {"file": "network.json"}, "parameter": "w1"},
        {"lesson": "mine.json"},
        {"lesson": "one-weight", "parameter": "w3"},
    ]
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps(document(questions=questions)))
    parts = Quiz.load(file).sheet("ada").problems
    assert ["w1[0,0]", "b1[0]", "w3[0,0]"] == [part.parameter for part in parts]
    assert Problem.model_validate(PROBLEM) == parts[0].problem == parts[1].problem
