"""Lesson files: what they may hold, what is refused with place and reason, and where they are."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.running import CHECKOUT
from tutor.chain.rules import Kind
from tutor.course.exercises import Ask, Later
from tutor.course.lesson_files import find_lesson, parse_lesson
from tutor.course.lessons import Lesson
from tutor.course.plan import Plan, Role
from tutor.course.session import Session
from tutor.course.shelf import shipped_lessons
from tutor.errors import DocumentError

LESSON = """\
title = "A chain of two"
summary = "Work one weight out."
minutes = 5
parameter = "w2"
later_examples = "result"
intro = '''
First page.
---
Second page.
'''

[problem]
cost = "squared_error"
learning_rate = 2.0
layers = [
    { weights = [[0.5]], biases = [-1.6], activation = "sigmoid" },
    { weights = [[2.1]], biases = [-0.9], activation = "sigmoid" },
]
examples = [{ x = [1.6], y = [1.0] }, { x = [0.9], y = [0.0] }]

[ask]
weighted_sum = "first"

[[prose]]
before = "cost_slope"
text = "Now backwards."

[[questions]]
before = "start"
ask = "Which way is downhill?"
choices = [
    { text = "Along the gradient", answer = "That is uphill." },
    { text = "Against it", right = true },
]
"""


def lesson_with(old: str = "", new: str = "") -> Lesson:
    """Return the lesson with one piece of its text replaced."""
    assert old in LESSON
    return parse_lesson(LESSON.replace(old, new, 1).encode(), "mine.toml")


def plan_of(old: str = "", new: str = "") -> Plan:
    """Return the plan of the lesson with one piece of its text replaced."""
    lesson = lesson_with(old, new)
    made = lesson.trace()
    return Plan(lesson, made, made.parameter_address(lesson.parameter))


# What a lesson holds


def test_a_lesson_is_read() -> None:
    """What stands in the file is what the lesson holds."""
    lesson = lesson_with()
    assert ("A chain of two", "Work one weight out.", 5) == (
        lesson.title,
        lesson.summary,
        lesson.minutes,
    )
    assert ("First page.", "Second page.") == lesson.pages
    assert [(Kind.COST_SLOPE, "Now backwards.")] == [
        (each.before, each.text) for each in lesson.prose
    ]
    assert (1, 1, 1) == lesson.problem.sizes


def test_little_must_be_said() -> None:
    """A title, a problem and a parameter are a lesson; the rest has its usual values."""
    problem = LESSON[LESSON.index("[problem]") : LESSON.index("[ask]")]
    lesson = parse_lesson(f'title = "Bare"\nparameter = "b1"\n{problem}'.encode(), "bare.toml")
    assert ((), "", Later.RESULT) == (lesson.pages, lesson.closing, lesson.later_examples)
    asked = {kind for kind in Kind if lesson.asks(kind) is Ask.ALWAYS}
    assert {Kind.WEIGHTED_SUM, Kind.ACTIVATION, Kind.COST, Kind.NEW_COST} == set(Kind) - asked


def test_the_new_cost_is_never_asked() -> None:
    """It needs every parameter's step, so it is always shown."""
    assert Ask.NEVER is lesson_with('weighted_sum = "first"', 'new_cost = "always"').asks(
        Kind.NEW_COST
    )


def test_a_lesson_has_the_trace_of_its_parameter() -> None:
    """The chain that is saved with it is the one that is asked about."""
    assert "w2[0,0]" == lesson_with().trace().parameter


@pytest.mark.parametrize(
    ("later", "roles"),
    [
        ("full", {Role.ASKED: 4, Role.SHOWN: 5}),
        ("result", {Role.RESULT: 1, Role.SHOWN: 5, Role.HIDDEN: 3}),
        ("shown", {Role.SHOWN: 9}),
    ],
)
def test_later_examples_are_asked_as_the_lesson_says(later: str, roles: dict[Role, int]) -> None:
    """Like the first one, for the result alone, or not at all."""
    plan = plan_of('later_examples = "result"', f'later_examples = "{later}"')
    found = [each.role for each in plan.steps if each.step.example == 1]
    assert roles == {role: found.count(role) for role in Role if role in found}


@pytest.mark.parametrize(("when", "count"), [("always", 2), ("first", 1), ("never", 0)])
def test_a_kind_is_asked_as_often_as_the_lesson_says(when: str, count: int) -> None:
    """Each time, the first time and then shown, or only shown."""
    plan = plan_of('weighted_sum = "first"', f'weighted_sum = "{when}"')
    kinds = [each.step.kind for each in plan.steps if each.role is Role.ASKED]
    assert count == kinds.count(Kind.WEIGHTED_SUM)


def test_a_problem_can_lie_in_a_file_beside_the_lesson(tmp_path: Path) -> None:
    """The lesson that is found stands for itself, so that it can be kept."""
    start, end = LESSON.index("[problem]"), LESSON.index("[ask]")
    beside = LESSON[:start] + '[problem]\nfile = "chain.toml"\n\n' + LESSON[end:]
    (tmp_path / "mine.toml").write_text(beside, "utf-8")
    (tmp_path / "chain.toml").write_text(LESSON[start:end].partition("\n")[2], "utf-8")
    name, text = find_lesson(str(tmp_path / "mine.toml"))
    assert lesson_with().problem == Session.of_lesson(text, name).exercise.problem


@pytest.mark.parametrize("name", ["../chain.toml", "/etc/passwd", "", ".", "sub/chain.toml"])
def test_a_problem_lies_beside_the_lesson_and_nowhere_else(name: str, tmp_path: Path) -> None:
    """A lesson from a stranger reads no other file."""
    (tmp_path / "chain.toml").write_text("cost = 1", "utf-8")
    folder = tmp_path / "lesson"
    folder.mkdir()
    text = f'title = "T"\nparameter = "w1"\nproblem = {{ file = "{name}" }}\n'
    with pytest.raises(DocumentError, match=r"mine.toml: problem.file: .*beside it is needed"):
        parse_lesson(text.encode(), "mine.toml", folder)


def test_a_problem_can_be_drawn_from_a_seed() -> None:
    """The same seed is the same network, whenever the lesson is read."""
    start, end = LESSON.index("[problem]"), LESSON.index("[ask]")
    text = (
        LESSON[:start]
        + '[problem.generate]\nseed = "ada"\nsizes = [1, 2, 1]\n'
        + 'activations = ["tanh", "sigmoid"]\n\n'
        + LESSON[end:]
    )
    text = text.replace('parameter = "w2"\n', "")
    first, second = (parse_lesson(text.encode(), "mine.toml") for _ in range(2))
    assert first == second
    assert first.trace().parameter is not None


# What is refused

REFUSED: dict[str, tuple[str, str, str]] = {
    "unknown key": ("summary", "sumary", "sumary: unknown key; did you mean summary?"),
    "no title": ('title = "A chain of two"', "", "title: missing"),
    "empty title": ('"A chain of two"', '""', "title: "),
    "a number for a title": ('"A chain of two"', "3", "title: 3, but a text is needed"),
    "no minutes": ("minutes = 5", "minutes = 0", "minutes: 0, but a number above 0 is needed"),
    "half a minute": ("minutes = 5", "minutes = 0.5", "minutes: 0.5"),
    "no parameter": ('parameter = "w2"', "", "parameter: missing"),
    "no such parameter": ('"w2"', '"w9"', "parameter: w9: there is no layer 9; layers are 1 to 2"),
    "no such weight": ('"w2"', '"w2[0,1]"', "parameter: w2[0,1]: there is no 1 in layer 1"),
    "not a parameter": ('"w2"', '"C"', "parameter: C: not a weight or a bias"),
    "no problem": ("[problem]", "[problme]", "problem: missing"),
    "no cost": ('cost = "squared_error"', "", "problem: cost: missing"),
    "unknown cost": ("squared_error", "square_error", "did you mean squared_error?"),
    "a shape": (
        "[[2.1]]",
        "[[2.1, 3.0]]",
        "layers[1].weights[0] (layer 2): 2 numbers, but layer 1",
    ),
    "a text for a number": ("[[2.1]]", '[["2.1"]]', "layers[1].weights[0][0] (layer 2): '2.1'"),
    "a rate": ("learning_rate = 2.0", "learning_rate = 0", "learning_rate: 0"),
    "a target": ("y = [0.0]", "y = []", "examples[1].y: 0 numbers"),
    "an unknown kind": ("weighted_sum =", "weighted =", "ask: 'weighted' is not known"),
    "an unknown choice": ('"first"', '"furst"', "ask.weighted_sum: 'furst' is not known"),
    "later examples": ('"result"', '"results"', "'results' is not known; did you mean result?"),
    "prose without a place": ('before = "cost_slope"', "", "prose[0].before: missing"),
    "empty prose": ('"Now backwards."', '""', "prose[0].text: "),
    "two right choices": ('answer = "That is uphill."', "right = true", "2 choices are right"),
    "no right choice": ("right = true", 'answer = "No."', "0 choices are right"),
    "a wrong choice without a word": (', answer = "That is uphill."', "", "needs an answer"),
    "two forms at once": ('ask = "Which', 'value = 3\nask = "Which', "give either choices"),
    "no TOML": ("[ask]", "[ask", "not valid TOML"),
    "twice the same": ("[ask]", 'title = "x"\n[ask]\n[ask]', "not valid TOML"),
}


@pytest.mark.parametrize(("old", "new", "told"), REFUSED.values(), ids=REFUSED)
def test_a_fault_is_refused_with_place_and_reason(old: str, new: str, told: str) -> None:
    """One sentence names the file, the place and what would be right."""
    with pytest.raises(DocumentError) as refusal:
        lesson_with(old, new)
    sentence = str(refusal.value)
    assert sentence.startswith("mine.toml: ")
    assert told in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "mine.toml: empty, but"),
        (b"\xff", "mine.toml: not UTF-8 text at byte 0"),
        (b"[1]", "mine.toml: "),
        (b"{}", "mine.toml: "),
        (b"x = 1" + b" " * 1_000_001, "but a lesson has at most 1000000"),
    ],
)
def test_what_is_no_lesson_at_all_is_refused(text: bytes, told: str) -> None:
    """Junk, and files too large to be lessons, get a sentence too."""
    with pytest.raises(DocumentError) as refusal:
        parse_lesson(text, "mine.toml")
    assert told in str(refusal.value)


def test_a_network_too_large_for_a_hand_is_refused() -> None:
    """Nobody works thousands of weights by hand, and reading them would take long."""
    row = "[" + ", ".join(["0.5"] * 2001) + "]"
    with pytest.raises(DocumentError, match="but a lesson has at most 2000"):
        lesson_with("[[0.5]]", f"[{row}]")


# Where lessons are


def test_lessons_come_in_reading_order() -> None:
    """Their names begin with numbers, without gaps, from 01."""
    names = [lesson.name for lesson in shipped_lessons()]
    assert [f"{number:02}" for number in range(1, len(names) + 1)] == [name[:2] for name in names]
    assert names == sorted(file.stem for file in (CHECKOUT / "lessons").glob("*.toml"))


@pytest.mark.parametrize("lesson", shipped_lessons(), ids=lambda lesson: lesson.name)
def test_a_shipped_lesson_says_what_it_is_for(lesson: Any) -> None:  # noqa: ANN401
    """It is read without a fault, and has a summary of one sentence and an end."""
    read = lesson.load()
    assert read.summary.endswith(".")
    assert read.closing
    assert read.pages
    assert tomllib.loads(lesson.path.read_text("utf-8"))["title"] == read.title


def test_without_a_name_the_first_lesson_is_found() -> None:
    """Who only wants to learn begins at the beginning."""
    first = shipped_lessons()[0]
    assert (first.name, first.load()) == (first.name, parse_lesson(find_lesson(None)[1], "first"))
    assert find_lesson(None) == find_lesson("1") == find_lesson(first.name)
    assert find_lesson(None) == find_lesson(first.name.partition("-")[2])


def test_a_misspelt_lesson_is_told_with_the_closest_name() -> None:
    """The sentence says what may have been meant."""
    name = shipped_lessons()[0].name
    with pytest.raises(DocumentError) as refusal:
        find_lesson(f"{name}x")
    assert f"{name}x: no such lesson; did you mean {name}?" == str(refusal.value)


def test_a_lesson_file_of_ones_own_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its path, also where the file has another ending; its name is the whole path."""
    monkeypatch.chdir(tmp_path)
    for name in ("mine.toml", "mine"):
        Path(name).write_text(LESSON, "utf-8")
        assert (str(tmp_path / name), LESSON.encode()) == find_lesson(name)


def test_a_lesson_file_that_is_not_there_is_told() -> None:
    """A path is no name, so the sentence says that the file cannot be read."""
    with pytest.raises(DocumentError, match=r"no/such.toml: cannot be read: no such file"):
        find_lesson("no/such.toml")
