"""The terminal program in real terminals: a lesson to its end, resumed, resized, at every size."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.screens import CHAIN, session
from tests.terminals import ENTER, PAGE_DOWN, PASTE, Terminal, terminal
from tutor.course.events import Event, Happened
from tutor.course.opening import open_store
from tutor.course.own_questions import right_answers
from tutor.course.plan import PlannedOwn
from tutor.course.records import Keeper
from tutor.course.session import Session
from tutor.course.shelf import shipped_lessons
from tutor.course.view import Phase, View
from tutor.faces.exits import Exit
from tutor.grading.verdicts import Verdict, VerdictKind

LESSON = shipped_lessons()[1]
"""One weight, three factors."""
F3, F6, F10, UP, EMPTY = b"\x1bOR", b"\x1b[17~", b"\x1b[21~", b"\x1b[A", b"\x15"


def twin() -> Session:
    """Return a session on the same lesson, which knows what is asked next."""
    return Session.of_lesson(LESSON.path.read_bytes(), LESSON.name)


def right(view: View) -> str:
    """Return an answer that is right, of as many digits as are shown."""
    question = view.question
    assert question is not None
    if isinstance(question, PlannedOwn):
        return right_answers(question.question, view.trace, str(view.parameter))[0]
    return f"{question.step.value:.5g}"


def read_pages(program: Terminal, made: Session) -> None:
    """Turn the pages of the introduction."""
    program.see("Page 1 of")
    while made.view.phase is Phase.READING:
        made.go_on()
        program.press(ENTER)
    program.see("question 1 of")


def answers(made: Session) -> Iterator[tuple[str, str]]:
    """Yield what to type until the end, each with what the header says meanwhile."""
    while made.view.phase is not Phase.FINISHED:
        text, where = right(made.view), f"question {made.view.number} of {made.view.total}"
        assert made.submit(text).phase is Phase.SOLVED, text
        yield text, where
        made.go_on()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_whole_lesson_is_worked_to_its_end(size: tuple[int, int]) -> None:
    """Answer, Enter, answer, Enter: to the table, to what it came to, and to the next lesson."""
    made = twin()
    with terminal("-m", "tutor", "learn", LESSON.name, size=size) as program:
        read_pages(program, made)
        for text, where in answers(made):
            program.see(where, without="correct")
            program.type(text)
            screen = program.see(where, "correct", "Enter: go on")
            assert size[1] >= len(screen.splitlines())
            assert size[0] >= max(map(len, screen.splitlines()))
            program.press(ENTER)
        program.see("finished", "Enter: what it came to")
        program.press(PAGE_DOWN)  # at 80x24 the table is below the closing words
        program.see("mean", "before", "after")
        program.press(ENTER)
        total = len(made.view.outcomes)
        program.see(f"{total} of {total} questions right at once", "Enter: lesson 3")
        program.press(ENTER)
        program.see(shipped_lessons()[2].load().title)
        program.press(F10)
        assert Exit.DONE == program.wait()


def _follows(database: Path) -> None:
    """Keep a session whose first accepted value is wrong, as some other version judged it."""
    made = session(CHAIN)
    with closing(open_store(database).store) as store:
        keep = Keeper.begun(store, str(database.with_name("chain.toml")))
        keep(Event(Happened.STARTED, "chain.toml", made.events[0].text, version="0"))
        accepted = Verdict(VerdictKind.CORRECT, 0.835, "Correct.")
        keep(Event(Happened.ANSWERED, "dC/da3[0]@0", "0.835", verdict=accepted))
        for name, text, value in (("da3/dz3[0]@0", "0.138", 0.138), ("dz3/dw3@0", "0.631", 0.631)):
            verdict = Verdict(VerdictKind.CORRECT, value, "Correct.")
            full = made.trace.step(name).id
            keep(Event(Happened.ANSWERED, full, text, verdict=verdict))


def test_every_kind_of_verdict_is_told(tmp_path: Path) -> None:
    """What was read stands before each; nothing but Enter is needed to try again."""
    database = tmp_path / "follows.sqlite"
    _follows(database)
    with terminal("-m", "tutor", variables={"TUTOR_DATABASE": str(database)}) as program:
        program.see("Go on", "question 4 of 8")
        program.press(ENTER)
        program.see("Put the factors together")
        for text, told in (
            ("0.6308 +", "not read"),
            ("0.15", "= 0.15  too few digits"),
            ("7", "= 7  not yet"),
            ("0.0726", "= 0.0726  follows from an earlier slip"),
            ("-0.145", "= -0.145  not yet  "),
            ("0.1452", "= 0.1452  correct"),
        ):
            program.press(EMPTY)
            program.type(text)
            screen = program.see(told)
        assert "Traceback" not in screen


def test_keys_that_come_all_at_once_are_taken_in_their_order() -> None:
    """Emptying, deleting and moving in the line do not wait for what is typed after them."""
    made = twin()
    with terminal("-m", "tutor", "learn", LESSON.name) as program:
        read_pages(program, made)
        program.press(b"99" + EMPTY + b"123\x7f\x7f45\x1b[D\x1b[D6")
        program.see("> 1645")


def test_resizing_keeps_what_is_being_typed() -> None:
    """From large to small to tiny and back: the line is still there, and is then the answer."""
    made = twin()
    with terminal("-m", "tutor", "learn", LESSON.name, size=(120, 40)) as program:
        read_pages(program, made)
        text = right(made.view)
        program.press(text.encode())
        for size in ((80, 24), (50, 12), (20, 6), (1, 1), (200, 60), (80, 24)):
            program.resize(*size)
            if size != (1, 1):
                program.see(f"> {text}")
        program.press(ENTER)
        program.see("correct")


def test_a_killed_lesson_goes_on_where_it_was_left() -> None:
    """After kill -9 no answer is lost, and home offers to go on."""
    made = twin()
    with terminal("-m", "tutor", "learn", LESSON.name) as program:
        read_pages(program, made)
        following = answers(made)
        (text, _), (again, where) = next(following), next(following)
        program.type(text)
        program.see("correct")
        program.press(ENTER)
        program.see(where, without="correct")
        program.type(again)
        program.see("correct")
        program.process.send_signal(signal.SIGKILL)
        assert -signal.SIGKILL == program.wait()
    with terminal("-m", "tutor") as program:
        program.see("Go on", "question 3 of", f"begun, 2 of {made.view.total}")
        program.press(ENTER)
        program.see("question 3 of", "so far")
        program.press(UP)
        program.see("step ")


def test_a_paste_is_an_answer() -> None:
    """A bracketed paste with a line end is typed into the line, and Enter answers."""
    made = twin()
    with terminal("-m", "tutor", "learn", LESSON.name) as program:
        read_pages(program, made)
        text = right(made.view)
        program.press(PASTE % f" {text} \n".replace("-", "−").encode())
        program.see(f"> {text.replace('-', '−')}")
        program.press(ENTER)
        program.see("correct")


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"},
    ],
)
def test_a_terminal_without_utf_8_gets_ascii(variables: dict[str, str]) -> None:
    """Not one byte is sent that such a terminal would show as something else."""
    with terminal("-m", "tutor", "learn", LESSON.name, variables=variables) as program:
        program.see("Page 1 of")
        program.press(ENTER * 4 + F3)
        program.see("question")
        program.press(F6)
        program.see("Lessons")
        assert program.output.isascii()
        program.press(F10)
        assert Exit.DONE == program.wait()


def test_no_color_is_obeyed_and_everything_is_still_told() -> None:
    """With NO_COLOR only greys are sent; paths are heavy, verdicts are words."""
    made = twin()
    with terminal("-m", "tutor", "learn", LESSON.name, variables={"NO_COLOR": "1"}) as program:
        read_pages(program, made)
        program.see("━━")
        program.type("123")
        program.see("not yet")
        sent = program.output  # it may end within a colour
        colours = set(re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)[m;]", sent))
    assert colours
    assert all(red == green == blue for red, green, blue in colours)


@pytest.mark.parametrize("size", [(1, 1), (59, 15), (60, 16), (200, 60)])
def test_it_starts_and_leaves_at_any_size(size: tuple[int, int]) -> None:
    """Home and a lesson come up, the question can be worked, and F10 leaves."""
    with terminal("-m", "tutor", size=size) as program:
        program.read_until(b"\x1b[?1049h")
        if size > (1, 1):
            program.see("Notation and the forward pass")
        program.press(ENTER)
        if size > (1, 1):
            program.see("Page 1 of")
        if size == (59, 15):
            program.see("60x16")
        program.press(F10)
        assert Exit.DONE == program.wait()
