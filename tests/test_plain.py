"""The line mode: a lesson as a dialogue through a pipe, and at a terminal."""

from __future__ import annotations

import io
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.running import tutor
from tests.test_session import DOCUMENT, OWN, right_answer, started
from tutor import Trace
from tutor.chain.notation import ASCII, UNICODE, Notation
from tutor.course.session import Phase, Session
from tutor.course.shelf import LessonFile, shipped_lessons
from tutor.faces.plain import work
from tutor.faces.safe_text import fitted

RIGHT = (
    "-0.8",
    "0.316",
    "-1.12",
    "0.246",
    "0.31",
    "-0.0858",
    "0.0466",
    "-0.0196",
    "-.0392",
    "2.1392",
)
"""Right answers to the questions about w2, in order."""


def dialogue(
    *lines: str, document: dict[str, Any] = DOCUMENT, notation: Notation = UNICODE
) -> tuple[Session, str]:
    """Return a session worked by lines from a pipe, and everything that was written."""
    session = Session.of_lesson(json.dumps(document).encode(), "mine.json", notation=notation)
    target = io.StringIO()
    assert 0 == work(session, io.StringIO("".join(f"{line}\n" for line in lines)), target)
    return session, target.getvalue()


def answered(*lines: str, document: dict[str, Any] = DOCUMENT) -> list[str]:
    """Return what a dialogue wrote after each line, without the line itself."""
    _, told = dialogue(*lines, document=document)
    pieces = told.split("\n> ")[1:]
    assert [*lines, ""] == [piece.partition("\n")[0] for piece in pieces]
    return [piece.partition("\n")[2] for piece in pieces[:-1]]


def asked(told: str) -> list[str]:
    """Return the headings of the questions, as they came."""
    return re.findall(r"^Question \d+ of \d+\.$", told, re.MULTILINE)


def answers_to(session: Session) -> list[str]:
    """Work a session rightly to its end and return the answers."""
    answers = []
    while session.view.phase is not Phase.FINISHED:
        if session.view.phase is Phase.ASKING:
            answers.append(right_answer(session.view))
            session.submit(answers[-1])
        session.go_on()
    return answers


# A whole lesson


def test_right_answers_work_the_lesson_to_its_end() -> None:
    """Each question is asked once and in order; at the end stand the table and the step."""
    session, told = dialogue(*RIGHT)
    assert Phase.FINISHED is session.view.phase
    assert [f"Question {number} of 10." for number in range(1, 11)] == asked(told)
    assert len(RIGHT) == told.count("Correct.")
    assert told.startswith("A chain of two\n==============\n")
    assert "example 1: x = 0.9; desired 0; output 0.4025; cost 0.1620;" in told
    assert "goes from 2.1 to 2.13921 (learning rate 2, step -0.03921)." in told
    assert "\nThat was all.\n\nTo try more, type nudge, " in told
    assert told.endswith("\nThe end of the lesson.\n")


@pytest.mark.parametrize("lesson", shipped_lessons(), ids=lambda lesson: lesson.name)
def test_every_shipped_lesson_can_be_worked_through_a_pipe(lesson: LessonFile) -> None:
    """From the shell, with right answers on standard input, up to the last line."""
    session = Session.of_lesson(lesson.path.read_bytes(), lesson.name)
    answers = answers_to(session)
    done = tutor("learn", lesson.name, "--plain", stdin="\n".join(answers).encode() + b"\n")
    assert (0, b"") == (done.returncode, done.stderr)
    told = done.stdout.decode()
    assert told.endswith("\nThe end of the lesson.\n")
    assert [f"Question {n} of {len(answers)}." for n in range(1, len(answers) + 1)] == asked(told)


def parameters_of(lesson: LessonFile) -> list[str]:
    """Return a weight and a bias of each layer, from the last neuron to the last."""
    sizes = lesson.load().problem.sizes
    pairs = itertools.pairwise(sizes)
    return [
        name
        for layer, (before, count) in enumerate(pairs, start=1)
        for name in (f"w{layer}[{count - 1},{before - 1}]", f"b{layer}[{count - 1}]")
    ]


@pytest.mark.parametrize(
    ("lesson", "parameter"),
    [
        pytest.param(lesson, parameter, id=f"{lesson.name}-{parameter}")
        for lesson in shipped_lessons()
        for parameter in parameters_of(lesson)
    ],
)
def test_another_parameter_of_a_lesson_works_to_its_end(lesson: LessonFile, parameter: str) -> None:
    """A weight and a bias of each layer can be worked, chosen before the first question."""
    text = lesson.path.read_bytes()
    session = Session.of_lesson(text, lesson.name)
    session.choose(parameter)
    lines = [f"parameter {parameter}", *answers_to(session)]
    target = io.StringIO()
    source = io.StringIO("".join(f"{line}\n" for line in lines))
    assert 0 == work(Session.of_lesson(text, lesson.name), source, target)
    assert target.getvalue().endswith("\nThe end of the lesson.\n")


@pytest.mark.parametrize("parameter", ["w1", "b2"])
def test_a_parameter_can_be_chosen_from_the_shell(parameter: str, tmp_path: Path) -> None:
    """--parameter asks about it from the first question on."""
    file = tmp_path / "mine.toml"
    file.write_text(TOML, "utf-8")
    session = Session.of_lesson(file.read_bytes(), "mine")
    session.choose(parameter)
    stdin = "\n".join(answers_to(session)).encode() + b"\n"
    done = tutor("learn", str(file), "--plain", "--ascii", "--parameter", parameter, stdin=stdin)
    assert (0, b"") == (done.returncode, done.stderr)
    assert f"Asked about: {parameter} = ".encode() in done.stdout
    assert done.stdout.endswith(b"The end of the lesson.\n")


TOML = """\
title = "A chain of two"
parameter = "w2"

[problem]
cost = "squared_error"
learning_rate = 2.0
layers = [
    { weights = [[0.5]], biases = [-1.6], activation = "sigmoid" },
    { weights = [[2.1]], biases = [-0.9], activation = "sigmoid" },
]
examples = [{ x = [1.6], y = [1.0] }, { x = [0.9], y = [0.0] }]
"""


def test_the_end_of_input_is_told() -> None:
    """Where lines end before the lesson does, it stops in good order."""
    session, told = dialogue(*RIGHT[:3])
    assert 3 == session.view.done
    assert told.endswith("> \nEnd of input: the lesson stops here.\n")


@pytest.mark.parametrize("word", ["quit", "exit", "q", "QUIT"])
def test_a_lesson_can_be_left(word: str) -> None:
    """Nothing after the word is read."""
    session, told = dialogue(RIGHT[0], word, RIGHT[1])
    assert 1 == session.view.done
    assert told.endswith(f"> {word}\n")


# What is said to an answer


def test_what_was_read_is_echoed() -> None:
    """An expression comes back as its value, and the solved equation follows."""
    told = answered("0.5*1.6 - 1.6")[0]
    assert told.startswith("= -0.8  Correct.\nz⁽¹⁾ = 0.5 · 1.6 + (-1.6) = -0.8000\n")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("7", "= 7  wrong: "),
        ("-0.562", "= -0.562  misconception: This is the number one gets by "),
        ("-1.1", "= -1.1  too"),
        ("1 +", "unreadable: The answer ends where"),
        ("", "unreadable: Nothing was typed"),
        ("b9", "unreadable: "),
    ],
)
def test_what_is_not_right_is_told_and_the_question_stands(line: str, told: str) -> None:
    """The next line is an answer to the same question, which is not asked all over again."""
    replies = answered(*RIGHT[:2], line, RIGHT[2])
    assert replies[2].startswith(told)
    assert [] == asked(replies[2])
    assert replies[3].startswith("= -1.12  Correct.")


def test_no_reply_gives_the_answer_away() -> None:
    """What is said of a wrong answer never holds the right one."""
    for line in ("7", "-0.562", "-1.1", "-0.56", "1.12"):
        assert "1.12" not in answered(*RIGHT[:2], line)[2].replace(line, "")


def test_help_is_offered_after_three_tries() -> None:
    """Who is stuck is told what can be typed; nobody is before."""
    replies = answered("1", "2", "3")
    assert [False, False, True] == ["Type hint, or show" in reply for reply in replies]


# What can be typed besides answers


def test_hints_come_one_by_one_and_end_with_the_answer() -> None:
    """The fourth one shows the answer and the lesson goes on."""
    replies = answered("hint", "HINT", "hint", "hint")
    assert [f"Hint {level}: " for level in (1, 2, 3)] == [reply[:8] for reply in replies[:3]]
    assert replies[1] == "Hint 2: z⁽¹⁾ = w⁽¹⁾ · x + b⁽¹⁾"
    assert replies[3].startswith("z⁽¹⁾ = 0.5 · 1.6 + (-1.6) = -0.8000\n")
    assert ["Question 2 of 10."] == asked(replies[3])


def test_an_answer_can_be_shown() -> None:
    """The equation is said with its numbers, and the next question follows."""
    told = answered("show")[0]
    assert told.startswith("z⁽¹⁾ = 0.5 · 1.6 + (-1.6) = -0.8000\n")
    assert ["Question 2 of 10."] == asked(told)


def test_everything_can_be_shown_to_the_end() -> None:
    """Who only looks on sees the whole chain."""
    _, told = dialogue(*["show"] * len(RIGHT))
    assert told.endswith("The end of the lesson.\n")


def test_help_names_every_command() -> None:
    """Both words for it work, and each command stands at the beginning of a line."""
    words, mark = answered("help", "?")
    assert words == mark
    named = {line.split()[0].rstrip(",") for line in words.splitlines()}
    assert {"hint", "show", "undo", "parameter", "table", "save", "quit"} <= named


def test_another_parameter_can_be_chosen_in_between() -> None:
    """What is solved stays solved; the questions are those of the other chain."""
    session, told = dialogue(*RIGHT[:2], "parameter b2")
    assert "b2[0]" == str(session.view.parameter)
    assert 2 == session.view.done
    assert "Asked about: b⁽²⁾ = -0.9." in told
    assert "Question 3 of" in asked(told)[-1]


@pytest.mark.parametrize("name", ["w9", "C", "", "w2[0,1]"])
def test_what_is_no_parameter_is_told(name: str) -> None:
    """A slip changes nothing; the sentence says what there is."""
    told, right = answered(f"parameter {name}".strip(), RIGHT[0])
    assert 1 == len(told.strip().splitlines())
    assert told[0] not in ":\n"
    assert right.startswith("= -0.8  Correct.")


def test_the_table_hides_what_is_not_worked_out() -> None:
    """Each example has a line; a question mark stands for what is still to be found."""
    before = answered("table")[0].splitlines()
    after = answered(*RIGHT[:6], "table")[6].splitlines()
    assert "example 0: x = 1.6; desired 1; output ?; cost ?; derivative by w⁽²⁾ ?" == before[0]
    assert after[0].endswith("output 0.4381; cost 0.3158; derivative by w⁽²⁾ -0.08577")
    assert after[1].endswith("derivative by w⁽²⁾ ?")


def test_something_can_be_worked_out_without_answering() -> None:
    """A line that begins with = is answered, not graded."""
    session, told = dialogue("= 0.5*1.6", "=1+", RIGHT[0])
    assert "0.5*1.6 = 0.800000\n" in told
    assert 1 == session.view.done
    assert 0 == session.view.outcomes["z1[0]@0"].tries


def test_the_last_answer_can_be_taken_back() -> None:
    """Its question is asked again; where there is none, that is told."""
    replies = answered("undo", RIGHT[0], "undo", RIGHT[0])
    assert "There is no answer to take back." == replies[0].strip()
    assert ["Question 1 of 10."] == asked(replies[2])
    assert replies[3].startswith("= -0.8  Correct.")


def test_earlier_steps_can_be_looked_at_again() -> None:
    """The steps come one by one, the last first, and the question stands."""
    replies = answered(RIGHT[0], "back", "back", "next", "next", RIGHT[1])
    assert replies[1].startswith("C₀ = " if "C₀ = " in replies[1] else "a⁽²⁾ = ")
    assert replies[1] != replies[2]
    assert replies[1] == replies[3]
    assert "You are at the question." == replies[4].strip()
    assert replies[5].startswith("= 0.316  Correct.")


def test_the_trace_can_be_saved(tmp_path: Path) -> None:
    """The file holds the chain that is worked; what cannot be written is told."""
    file = tmp_path / "my trace.json"
    replies = answered(f"save {file}", "save", f"save {tmp_path}", RIGHT[0])
    assert f"Saved: {file}" == replies[0].strip()
    assert "w2[0,0]" == Trace.load(file).parameter
    assert "the name of a file is needed" in replies[1]
    assert "cannot be written" in replies[2]


def test_own_questions_are_asked_in_words() -> None:
    """Choices are numbered; the explanation follows the right one, a blank line after it."""
    document = {**DOCUMENT, "questions": OWN[:1]}
    _, told = dialogue(document=document)
    assert "Which way is downhill?\n  1. Along the gradient\n  2. Against the gradient\n> " in told
    wrong, right, *_ = answered("1", "2", document=document)
    assert "wrong: That is uphill." == wrong.strip()
    assert right.startswith("Correct. The gradient points uphill.\n\n")
    shown = answered("show", document=document)[0]
    assert "The answer: 2, Against the gradient. The gradient points uphill." in shown


@pytest.mark.parametrize(("value", "told"), [(20, "20"), ("2*0.25", "0.5"), ("1/3", "0.3333")])
def test_the_number_that_an_author_asks_for_is_told_as_people_write_it(
    value: float | str, told: str
) -> None:
    """A whole number stays one; what has more digits than are shown is rounded."""
    own = {"before": "start", "ask": "How many?", "value": value, "why": "So it is."}
    shown = answered("show", document={**DOCUMENT, "questions": [own]})[0]
    assert f"The answer: {told}. So it is." in shown


# What is told before a question


def test_a_question_says_what_it_can_be_answered_from() -> None:
    """The values that the rule needs are listed as they can be typed."""
    _, told = dialogue(*RIGHT[:5])
    assert "Known: dz2/dw2 = 0.3100, da2/dz2 = 0.2462, dC/da2 = -1.124\n" in told
    assert "Put the factors together: ∂C₀/∂w⁽²⁾ = ?\n> " in told


def test_a_result_alone_says_all_that_it_follows_from() -> None:
    """Where the whole chain is asked at once, its activations and targets are listed."""
    _, told = dialogue(*RIGHT[:6])
    known = told.rpartition("Known: ")[2].partition("\n")[0].split(", ")
    assert {"a1 = 0.2405", "a2 = 0.4025", "z2 = -0.3950", "y = 0"} <= set(known)
    assert not any(each.startswith("w") for each in known)
    assert "Carry at least 5 digits on the way; answer with 3.\n> " in told


def test_steps_that_are_not_asked_are_shown_once() -> None:
    """What leads to a question is said before it, and never again."""
    _, told = dialogue(*RIGHT)
    shown = [line for line in told.splitlines() if line.startswith("  ")]
    assert "  a⁽¹⁾ = σ(-0.8000) = 0.3100" in shown
    assert len(set(shown)) == len(shown)


def test_a_result_of_an_earlier_layer_says_the_weights_that_the_chain_passes() -> None:
    """For a bias of layer 2 the weight of layer 3 is needed; that of layer 2 is not."""
    file = next(each for each in shipped_lessons() if each.name.startswith("03"))
    answers = answers_to(Session.of_lesson(file.path.read_bytes(), file.name))
    target = io.StringIO()
    session = Session.of_lesson(file.path.read_bytes(), file.name)
    work(session, io.StringIO("\n".join(answers)), target)
    lines = [line for line in target.getvalue().splitlines() if line.startswith("Known: x = ")]
    assert lines
    assert all(", w3 = 2.8" in line and "w2" not in line for line in lines)


def test_shown_steps_are_headed_by_their_example() -> None:
    """The second example's forward pass does not run on from the first one's."""
    _, told = dialogue(*RIGHT)
    assert "Shown, of example 1:\n  z⁽¹⁾ = 0.5 · 0.9 + (-1.6) = -1.150\n" in told
    assert "\nShown:\n  C⁺ = " in told


def test_a_step_that_is_the_same_in_all_examples_parts_none_of_an_example() -> None:
    """With two outputs a path's weight, which no example changes, stands among its example."""
    problem = {
        "layers": [
            {"weights": [[0.5]], "biases": [0.1], "activation": "sigmoid"},
            {"weights": [[0.3], [-0.7]], "biases": [0.2, -0.4], "activation": "sigmoid"},
        ],
        "cost": "squared_error",
        "examples": [{"x": [1.0], "y": [1.0, 0.0]}, {"x": [0.4], "y": [0.0, 1.0]}],
        "learning_rate": 0.5,
    }
    document = {"title": "Paths", "problem": problem, "parameter": "w1"}
    document["ask"] = {"path_term": "first", "activation_factor": "first"}
    _, told = dialogue(*answers_to(started(document)), document=document)
    assert re.search(
        r"Shown, of example 0:\n  ∂z⁽²⁾₁/∂a⁽¹⁾ = -0.7\n  ∂C₀/∂a⁽¹⁾\|z⁽²⁾₁ = -0.7 · .*\n\n", told
    )


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        """Return what a terminal returns."""
        return True


def test_a_terminal_breaks_no_word() -> None:
    """Verdicts, hints and nudges are broken between words; a pipe gets each in one line."""
    lines = "\n".join(("-0.562", "hint", "foo", "nudge w2 0.01", *RIGHT)) + "\n"
    piped, shown = io.StringIO(), Terminal()
    for target in (piped, shown):
        session = Session.of_lesson(json.dumps(DOCUMENT).encode(), "mine.json")
        work(session, io.StringIO(lines), target)
    assert 80 < max(map(len, piped.getvalue().splitlines()))
    assert 80 >= max(map(len, shown.getvalue().splitlines()))
    assert piped.getvalue().split() == shown.getvalue().split()


def test_an_own_question_is_broken_once() -> None:
    """A choice hangs behind its number, and a verdict is filled up to the width, with its echo."""
    long = "many words that stand in one line, but not beside a number in a window of 80"
    choices = [{"text": f"{long} columns", "right": True}, {"text": "no", "answer": "No."}]
    questions = [
        {"before": "start", "ask": "Which?", "choices": choices},
        {"before": "start", "ask": "How many?", "value": "-1.2/0.7", "why": f"So: {long}."},
    ]
    target = Terminal()
    session = Session.of_lesson(json.dumps({**DOCUMENT, "questions": questions}).encode(), "a.json")
    work(session, io.StringIO("1\n-1.2/0.7\n"), target)
    hung = f"  1. {long.removesuffix(' 80')}\n     80 columns"
    assert f"\n{hung}\n  2. no\n" in target.getvalue()
    filled = "= -1.71429  Correct. So: many words that stand in one line, but not beside a"
    assert f"\n{filled}\nnumber in a window of 80.\n" in target.getvalue()


def test_a_name_stays_beside_its_value() -> None:
    """No line of a terminal ends at the sign between the two, and none is longer for it."""
    values = ", ".join(f"w1[{each},0] = -0.{each}" for each in range(10, 40))
    lines = fitted(f"Known: {values}", 80).splitlines()
    assert 80 >= max(map(len, lines))
    assert values == " ".join(lines).removeprefix("Known: ")
    assert all(re.search(r"= -0\.\d\d,?$", line) for line in lines)


def test_an_own_question_keeps_its_answer_when_a_hint_is_asked_for() -> None:
    """It has no hint; the question stands, and no hint is offered."""
    replies = answered("hint", "1", "1", "1", "2", document={**DOCUMENT, "questions": OWN[:1]})
    assert replies[0].startswith("There is no hint for this question: try it, or have the answer")
    assert "Stuck? Type show for the answer." in replies[3]
    assert replies[4].startswith("Correct. The gradient points uphill.")


def test_prose_is_told_once() -> None:
    """Pages and pieces stand where they belong, also after hints and slips."""
    _, told = dialogue(*itertools.chain.from_iterable(("hint", "7", answer) for answer in RIGHT))
    pieces = ["First page.", "Second page.", "Now backwards.", "And the mean.", "That was all."]
    assert [1] * len(pieces) == [told.count(piece) for piece in pieces]
    assert sorted(map(told.index, pieces)) == list(map(told.index, pieces))


def test_one_example_is_told_as_one() -> None:
    """The sentence about the network counts rightly, and there is no average."""
    examples = DOCUMENT["problem"]["examples"][:1]
    document = {**DOCUMENT, "problem": {**DOCUMENT["problem"], "examples": examples}}
    session = started(document)
    _, told = dialogue(*answers_to(session), document=document)
    assert "1 example;" in told
    assert "over all examples" not in told
    assert told.endswith("The end of the lesson.\n")


def test_a_lesson_that_asks_nothing_is_read_to_its_end() -> None:
    """Where every step is only shown, the chain is said and the lesson ends by itself."""
    kinds = (
        "cost_slope activation_slope weight_factor product average step update weighted_sum cost"
    )
    document = {
        **DOCUMENT,
        "ask": dict.fromkeys(kinds.split(), "never"),
        "later_examples": "shown",
    }
    _, told = dialogue(document=document)
    assert [] == asked(told)
    assert "  w⁽²⁾⁺ = 2.1 - (-0.03921) = 2.13921\n" in told
    assert told.endswith("The end of the lesson.\n")


def test_in_ascii_everything_is_ascii() -> None:
    """Prose, questions, hints, verdicts and tables have an ASCII form."""
    document = {
        **DOCUMENT,
        "intro": r"The slope is $\frac{\partial C_0}{\partial w^{(2)}}$ · η.",
    }
    lines = itertools.chain.from_iterable(("hint", "hint", "7", answer) for answer in RIGHT)
    _, told = dialogue(*lines, "table", document=document, notation=ASCII)
    assert told.isascii()
    assert "dC0/dw2" in told


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_bytes_that_are_no_text_are_an_unreadable_answer(encoding: str) -> None:
    """Whatever comes through the pipe, the lesson goes on with the next line."""
    done = tutor(
        "learn",
        "--plain",
        stdin=b"caf\xc3\xa9\n\xff\xfe\n\x00\nhint\n",
        variables={"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding},
    )
    assert (0, b"") == (done.returncode, done.stderr)
    assert 3 == done.stdout.count(b"unreadable: ")
    assert b"Hint 1: " in done.stdout
