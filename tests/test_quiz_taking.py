"""Taking a quiz: kept as it goes, gone on with, driven by any language, answers at the end."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.inside import inside
from tests.quizzes import quiz
from tests.running import PATIENCE, environment
from tests.screens import app_on, place_on_screen, shown
from tutor.course.database import SqliteStore
from tutor.course.quiz.papers import Answers
from tutor.course.quiz.taking import Taking
from tutor.course.standing import left_off
from tutor.errors import AddressError

RIGHT = ["1.06", "0.7427", "0.295", "1.09", "0.191", "1.7", "0.353", "0.141", "0.659"]
"""Right answers to the one neuron, step by step."""

DRIVER = r"""
while IFS= read -r line; do
    id=${line#*\"id\":\"}; id=${id%%\"*}
    case $line in
        *'"type":"question"'*) grep "^$id " answers.txt | cut -d " " -f 2 ;;
        *'"type":"verdict"'*'"kind":"correct"'*) right=$((right + 1)) ;;
        *'"type":"end"'*) echo "$right $line" >&2 ;;
    esac
done
"""
"""A driver in another language, the shell's: it answers, and counts the right answers."""


PERL = r"""
use strict; use warnings; use IPC::Open2; use JSON::PP;
open my $file, "<", "answers.txt" or die; my %answers = map { chomp; split " ", $_, 2 } <$file>;
my $tutor = open2(my $out, my $in, $ENV{PYTHON}, qw(-m tutor quiz take ada.json --json-lines));
my $right = 0;
while (my $line = <$out>) {
    my $said = decode_json($line);
    if ($said->{type} eq "question") {
        print $in encode_json({answer => $answers{$said->{id}}}), "\n";
    }
    elsif ($said->{type} eq "verdict") { $right++ if $said->{kind} eq "correct" }
    elsif ($said->{type} eq "end") { print STDERR "$right $line"; last }
}
close $in; waitpid $tutor, 0; exit $? >> 8;
"""
"""The same in Perl, with a library for JSON, in two pipes of its own."""


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a sheet's file; records are kept beside it."""
    monkeypatch.setenv("TUTOR_DATABASE", str(tmp_path / "records.sqlite"))
    file = tmp_path / "ada.json"
    file.write_bytes(quiz(tries=2).sheet("ada").to_json())
    return file


def lines(sheet: Path, *orders: object) -> tuple[int, list[dict[str, object]]]:
    """Return the status and what comes out for these lines."""
    text = "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in orders)
    done = inside(
        "quiz", "take", "ada.json", "--json-lines", stdin=text.encode(), folder=sheet.parent
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_line_by_line_to_the_end(sheet: Path) -> None:
    """Right answers pass; the answers file is what `grade` takes."""
    text = "\n".join(RIGHT).encode() + b"\n"
    done = inside("quiz", "take", "ada.json", "--plain", stdin=text, folder=sheet.parent)
    assert 0 == done.returncode
    assert "9 of 9 points: passed" in done.stderr.decode()
    answers = Answers.model_validate_json((sheet.parent / "ada.answers.json").read_bytes())
    assert RIGHT == list(answers.answers.values())
    assert 9.0 == quiz(tries=2).grade(answers).students[0].total


def test_what_was_left_is_gone_on_with(sheet: Path) -> None:
    """Every answer is kept when it is given; not finished is status 1, and no file."""
    done = inside(
        "quiz", "take", "ada.json", "--plain", stdin=b"1.06\n0.7427\n", folder=sheet.parent
    )
    assert 1 == done.returncode
    assert not (sheet.parent / "ada.answers.json").exists()
    status, out = lines(sheet, *RIGHT[2:])
    assert (0, "q1.3", 3) == (status, out[0]["id"], out[0]["number"])
    assert (9.0, True) == (out[-1]["total"], out[-1]["passed"])
    again = inside("quiz", "take", "ada.json", "--plain", folder=sheet.parent)
    assert 0 == again.returncode
    assert ["ada.answers.json", "ada.json"] == sorted(p.name for p in sheet.parent.glob("*.json"))


def test_tries_hints_and_shown_answers_are_recorded_and_cost_points(sheet: Path) -> None:
    """Marks follow from the answers file, which says what help was taken."""
    _, out = lines(
        sheet,
        RIGHT[0],
        "0.9",
        {"answer": RIGHT[1]},
        {"hint": True},
        RIGHT[2],
        {"show": True},
        "7",
        "8",
        *RIGHT[5:],
    )
    kinds = [each["type"] for each in out if each["type"] != "question"]
    assert ["verdict", "verdict", "verdict", "hint", "verdict", "shown", "verdict"] == kinds[:7]
    document = json.loads((sheet.parent / "ada.answers.json").read_bytes())
    assert {
        "q1.2": {"before": ["0.9"]},
        "q1.3": {"hints": 1},
        "q1.4": {"shown": True},
        "q1.5": {"before": ["7"]},
    } == document["help"]
    report = quiz(tries=2).grade(document).students[0]
    assert [1, 0.5, 0.8, 0, 0, 1, 1, 1, 1] == [mark.points for mark in report.answers]
    assert report.total == out[-1]["total"]


def test_after_the_last_try_the_answer_is_told(sheet: Path) -> None:
    """Before it, no verdict tells the right answer."""
    _, out = lines(sheet, "7", "8", {"quit": True})
    first, last = (each for each in out if each["type"] == "verdict")
    assert (False, 1) == (first["done"], first["tries"])
    assert "right" not in first
    assert (True, "1.060") == (last["done"], last["right"])


@pytest.mark.parametrize("line", ["{", '{"bla": 1}', '{"answer": false}', '"\\ud800'])
def test_a_line_that_says_nothing_is_told_and_costs_nothing(sheet: Path, line: str) -> None:
    """The question stays."""
    _, out = lines(sheet, line, RIGHT[0])
    assert ["question", "error", "verdict"] == [each["type"] for each in out[:3]]
    assert "correct" == out[2]["kind"]


@pytest.mark.skipif(shutil.which("mkfifo") is None, reason="there are no named pipes here")
def test_a_program_of_the_shell_drives_it(sheet: Path) -> None:
    """It reads questions and verdicts, and writes answers, through pipes."""
    (sheet.parent / "driver.sh").write_text(DRIVER)
    take = '"$PYTHON" -m tutor quiz take ada.json --json-lines'
    _drive(sheet, "/bin/sh", "-c", f"mkfifo back && {take} < back | sh driver.sh > back")


@pytest.mark.skipif(shutil.which("perl") is None, reason="there is no Perl here")
def test_a_program_in_perl_drives_it(sheet: Path) -> None:
    """It starts the program, and says the numbers as JSON."""
    (sheet.parent / "driver.pl").write_text(PERL)
    _drive(sheet, "perl", "driver.pl")


def _drive(sheet: Path, *command: str) -> None:
    """Run a driver that has a table of right answers; see that it counted them all."""
    table = "".join(f"q1.{number} {text}\n" for number, text in enumerate(RIGHT, start=1))
    (sheet.parent / "answers.txt").write_text(table)
    done = subprocess.run(
        command,
        cwd=sheet.parent,
        env=environment({"PYTHON": sys.executable}),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    right, end = done.stderr.split(" ", 1)
    assert ("9", True) == (right, json.loads(end)["passed"])


def test_nothing_can_be_taken_back_and_no_other_parameter_chosen() -> None:
    """A try is a try, whatever face offers it."""
    taking = Taking(quiz(tries=2).sheet("ada"), SqliteStore(), say=lambda _sentence: None)
    session = taking.parts[0].session
    session.submit("7")
    session.take_back()
    assert 1 == session.tries_left
    with pytest.raises(AddressError, match="is given"):
        session.choose("b1")


def test_a_terminal_is_needed_without_plain(sheet: Path) -> None:
    """It says so, and names what works without."""
    done = inside("quiz", "take", "ada.json", folder=sheet.parent)
    assert (2, True) == (done.returncode, "--plain" in done.stderr.decode())


def test_a_sheet_that_is_none_is_refused(tmp_path: Path) -> None:
    """One sentence, status 2."""
    (tmp_path / "x.json").write_text("{}")
    done = inside("quiz", "take", "x.json", "--plain", folder=tmp_path)
    assert 2 == done.returncode
    assert "x.json: title: missing" in done.stderr.decode()


def test_home_does_not_offer_a_quiz() -> None:
    """It is gone on with by its sheet; home offers the lesson that was left off before."""
    store = SqliteStore()
    taking = Taking(quiz(tries=2).sheet("ada"), store, say=lambda _sentence: None)
    taking.parts[0].session.submit(RIGHT[0])
    assert 2 == store.sessions()[0].events
    assert left_off(store) is None


async def test_a_quiz_on_the_screen_offers_nothing_that_a_quiz_has_not() -> None:
    """No pictures, which tell derivatives; no other weight, no taking back, no lessons."""
    taking = Taking(quiz().sheet("ada"), SqliteStore(), say=lambda _sentence: None)
    app = app_on(taking.parts[0].session)
    async with app.run_test(size=(120, 40)) as pilot:
        before = app.screen
        await pilot.press("f4", "f5", "f6", "f7", "f8", "f9")
        await pilot.click(offset=place_on_screen(app, "w⁽¹⁾"))
        await pilot.pause()
        assert before is app.screen
        keys = re.findall(r" (F\d+|Enter|Up) ", shown(app).splitlines()[-1])
        assert ["Enter", "F1", "F2", "F3", "F10", "F12", "Up"] == keys
