"""The command that writes for people: `tutor trace --format markdown|latex`, and sheets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.networks import problem_of
from tests.rendering import rendered, text_of
from tests.running import tutor
from tests.test_worked import ONE
from tutor import trace
from tutor.chain.notation import ASCII
from tutor.chain.rules import Kind
from tutor.course.exercises import Ask
from tutor.course.lessons import Lesson
from tutor.course.plan import Plan, Planned
from tutor.course.shelf import shipped_lessons
from tutor.course.worked_latex import LatexWriter
from tutor.course.worked_markdown import MarkdownWriter
from tutor.course.worked_sheet import sheet
from tutor.course.worked_solution import worked_solution
from tutor.faces.command_line import run
from tutor.faces.exits import Exit

LESSON = next(each for each in shipped_lessons() if each.name.endswith("one-weight"))


SHEET = Lesson.model_validate(
    {
        "title": "Three in a row",
        "parameter": "w3",
        "problem": problem_of("recommended_chain_three_examples"),
        "questions": [
            {
                "before": "start",
                "ask": "What is 1/8?",
                "value": "1/8",
                "why": "Half a quarter.",
            },
            {
                "before": "activation_slope",
                "ask": "Which $z$ is steepest?",
                "choices": [
                    {"text": "$z = 0$", "right": True, "answer": "There it is a quarter."},
                    {"text": "$z = 9$", "answer": "It is flat there."},
                ],
            },
            {"before": "end", "ask": "Which way?", "of": "C", "by": "parameter"},
        ],
    }
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a problem in it."""
    ONE.save(tmp_path / "one.json")
    monkeypatch.chdir(tmp_path)


def sentence(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the sentence with which a command is refused."""
    assert Exit.BAD_INPUT == run(["trace", *arguments])
    captured = capsys.readouterr()
    assert "" == captured.out
    return captured.err.removeprefix("tutor: ").rstrip("\n")


@pytest.mark.parametrize(
    ("language", "writer"), [("markdown", MarkdownWriter()), ("latex", LatexWriter())]
)
def test_a_worked_solution_is_written_to_a_file(
    language: str, writer: MarkdownWriter | LatexWriter
) -> None:
    """The file holds what the writer makes of the chain."""
    arguments = ("one.json", "--parameter", "b1", "--format", language, "--output", "paper")
    assert Exit.DONE == run(["trace", *arguments])
    assert writer.write(worked_solution(trace(ONE), "b1")) == Path("paper").read_text("utf-8")


def test_a_lesson_has_its_own_title_and_parameter() -> None:
    """Without a parameter a lesson's own is worked, and its title stands above."""
    done = tutor("trace", LESSON.name, "--format", "markdown")
    assert (Exit.DONE, b"") == (done.returncode, done.stderr)
    lesson = LESSON.load()
    heading, *_ = done.stdout.decode().splitlines()
    assert rf"# {lesson.title}: $\frac{{\partial C}}{{\partial w^{{(3)}}}}$" == heading


def test_a_problem_needs_a_parameter(capsys: pytest.CaptureFixture[str]) -> None:
    """Which weight is worked cannot be guessed."""
    told = sentence(capsys, "one.json", "--format", "latex")
    assert "--parameter: which weight or bias is worked? such as --parameter w1[0,0]" == told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--sheet", "answers", "--format", "markdown"), "--sheet: one.json is a problem"),
        (("--sheet", "answers"), "--sheet: it goes with --format markdown or latex"),
        (("--compact", "--format", "latex"), "--compact: it goes with --format json or jsonl"),
        (("--format", "markdown", "--parameter", "w7"), "w7: there is no layer 7"),
    ],
)
def test_what_does_not_go_together_is_refused(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence says what an option goes with."""
    assert sentence(capsys, "one.json", *arguments).startswith(told)


@pytest.mark.parametrize("language", ["markdown", "latex"])
def test_ascii_is_ascii(language: str) -> None:
    """By the option, and where standard output carries nothing else."""
    arguments = ("trace", LESSON.name, "--format", language)
    by_option = tutor(*arguments, "--ascii").stdout
    assert by_option.isascii()
    poor = tutor(*arguments, variables={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert by_option == poor.stdout


def page_of(*, answers: bool) -> str:
    """Return what a reader sees of the lesson's sheet."""
    return text_of(rendered(MarkdownWriter().write(sheet(SHEET, "w3", answers=answers))))


def test_a_sheet_asks_everything_and_tells_no_answer() -> None:
    """The questions have room for answers; no value that is asked for stands on the page."""
    made = SHEET.trace()
    plan = Plan(SHEET, made, made.parameter_address("w3"))
    asked, answered = page_of(answers=False), page_of(answers=True)
    assert len(plan.questions) == asked.count("Answer: ") == len(re.findall(r"Question \d", asked))
    steps = [each.step for each in plan.questions if isinstance(each, Planned)]
    for step in steps:
        shown = made.shown(step.place).replace("-", "−")
        assert shown in answered
        # the weight's factor is an activation, which is known
        assert (step.kind == "weight_factor") == (shown in asked)
    assert 3 == answered.count("Answer: ") == len(plan.questions) - len(steps)
    for told in (
        "Answer: 0.1250",
        "Half a quarter.",
        "Answer: (a) ",
        "There it is a quarter.",
    ):
        assert told in answered
        assert told not in asked


def test_what_follows_from_an_answer_is_not_told() -> None:
    """Where the forward pass is asked in part, the rest of it would tell what was asked."""
    lesson = SHEET.model_copy(update={"ask": {Kind.ACTIVATION: Ask.FIRST}})
    page = MarkdownWriter(ascii_only=True).write(sheet(lesson, "w3", answers=False))
    first = page.partition("### Example 1")[0]
    assert f"Known: z1 = {lesson.trace().step('z1@0').shown(ASCII)}." in first
    assert "What is the activation? a1 = ?" in first
    assert "z2 = " not in first


def test_a_sheet_is_about_the_parameter_that_is_named() -> None:
    """Another weight has other questions."""
    done = tutor("trace", LESSON.name, "--parameter", "b2", "--sheet", "answers", "--format=latex")
    assert rb"\frac{\partial C}{\partial b^{(2)}}" in done.stdout
    assert rb"\partial w^{(3)}" not in done.stdout.partition(b"Answers")[0]
