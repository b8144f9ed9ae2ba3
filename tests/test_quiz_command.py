"""`tutor quiz`: what it writes, and the status with which it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.golden_quiz import FOLDER, FORMATS, prepare, written
from tests.inside import inside
from tests.quizzes import drawn, perfect, quiz
from tests.running import PATIENCE, environment
from tutor.course.letters import to_ascii
from tutor.course.quiz.reports import Report
from tutor.course.quiz.schemas import MODELS
from tutor.course.quiz.sheets import Sheet

_PAIRS = [(what, form) for what, forms in FORMATS.items() for form in forms]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a quiz and answers: one perfect, one with a sign error, one half."""
    made = tmp_path_factory.mktemp("quiz")
    prepare(made)
    return made


@pytest.mark.parametrize(("what", "form"), _PAIRS)
def test_each_format_is_written_as_it_was(folder: Path, what: str, form: str) -> None:
    """The files in tests/golden/quiz; `python -m tests.golden_quiz` writes them anew."""
    golden = FOLDER / f"{what}.{FORMATS[what][form]}"
    assert golden.read_text("utf-8") == written(folder, what, form)


def test_the_status_says_whether_all_passed(folder: Path) -> None:
    """0 where everybody passed, 1 where somebody did not, 2 where something was no answers."""
    statuses = [
        inside("quiz", "grade", "quiz.json", *files, folder=folder).returncode
        for files in (["ada.json"], ["ada.json", "cy.json"], ["ada.json", "quiz.json"])
    ]
    assert [0, 1, 2] == statuses


def test_what_cannot_be_read_is_told_and_the_rest_is_graded(folder: Path) -> None:
    """One bad file among good ones costs the good ones nothing."""
    (folder / "bad.json").write_text('{"student": "dan",\n')
    done = inside(
        "quiz",
        "grade",
        "quiz.json",
        "bad.json",
        "none.json",
        "ada.json",
        "--format",
        "json",
        folder=folder,
    )
    assert 2 == done.returncode
    assert ["ada"] == [each["student"] for each in json.loads(done.stdout)["students"]]
    told = done.stderr.decode().splitlines()
    assert 2 == len(told)
    assert told[0].startswith("bad.json:2: not valid JSON")
    assert told[1].startswith("none.json: cannot be read")


def test_a_folder_without_answers_is_told_and_the_rest_is_graded(folder: Path) -> None:
    """So is a name that is empty, as where a script's variable is not set; alone they end it."""
    (folder / "nothing").mkdir()
    grade = ("quiz", "grade", "quiz.json", "--format", "csv")
    whole = inside(*grade, "ada.json", folder=folder)
    done = inside(*grade, "nothing", "", "ada.json", folder=folder)
    told = [b"nothing: no .json or .csv file is in this folder", b"'': no name of a file"]
    assert (2, whole.stdout, told) == (done.returncode, done.stdout, done.stderr.splitlines())
    alone = inside(*grade, "nothing", "", folder=folder)
    said = b"tutor: " + b"; ".join(told) + b"\n"
    assert (2, b"", said) == (alone.returncode, alone.stdout, alone.stderr)


def test_the_order_of_the_files_makes_no_difference(folder: Path) -> None:
    """Students stand in the order of their names, over however many processes."""
    files = ["ada.json", "bob.json", "cy.json", "more.json"]
    (folder / "more.json").write_bytes(perfect(quiz(), "Zoe").to_json())
    outputs = {
        inside("quiz", "grade", "quiz.json", *order, "--format", form, folder=folder).stdout
        for order in (files, files[::-1])
        for form in ("json",)
    }
    assert 1 == len(outputs)


def test_formats_say_the_same(folder: Path) -> None:
    """JSON, CSV and JUnit are read by others' readers, and agree on every point."""
    report = Report.model_validate_json(written(folder, "report", "json"))
    rows = list(csv.DictReader(io.StringIO(written(folder, "report", "csv"))))
    marks = [(one.student, mark) for one in report.students for mark in one.answers]
    assert [(who, mark.id, mark.points) for who, mark in marks] == [
        (row["student"], row["question"], float(row["points"])) for row in rows
    ]
    suites = ET.fromstring(written(folder, "report", "junit"))  # noqa: S314 - our own file
    failed = [case.get("name") for case in suites.iter("testcase") if len(case)]
    assert failed == [f"{m.id} {m.address}" for _, m in marks if m.points < m.of]
    assert {"misconception", "missing"} == {each.get("type") for each in suites.iter("failure")}


def test_the_class_is_told_what_to_talk_about(folder: Path) -> None:
    """How each question went, and which errors were made how often."""
    summary = Report.model_validate_json(written(folder, "report", "json")).summary
    assert (3, 2) == (summary.students, summary.passed)
    (error,) = summary.errors
    assert (("sign_flipped",), 1, 1) == (error.errors, error.times, error.students)
    assert {"correct": 2, "misconception": 1} == summary.questions[3].verdicts
    assert {"correct": 1, "follow_through": 1, "missing": 1} == summary.questions[7].verdicts


def test_students_can_be_named_by_number(folder: Path) -> None:
    """Then no name and no file is in the report, in any format."""
    for form in FORMATS["report"]:
        done = inside(
            "quiz",
            "grade",
            "quiz.json",
            "ada.json",
            "bob.json",
            "cy.json",
            "--anonymous",
            "--format",
            form,
            folder=folder,
        )
        text = done.stdout.decode()
        assert "student 3" in text
        assert not [name for name in ("ada", "bob", "cy.json") if name in text]


def test_a_report_goes_to_a_folder(folder: Path) -> None:
    """One of the class, and one for each student."""
    inside(
        "quiz",
        "grade",
        "quiz.json",
        "ada.json",
        "bob.json",
        "--format",
        "json",
        "--output",
        "out",
        folder=folder,
    )
    names = {path.name for path in (folder / "out").iterdir()}
    assert {"report.json", "ada.json", "bob.json"} == names
    whole = Report.model_validate_json((folder / "out" / "report.json").read_bytes())
    alone = Report.model_validate_json((folder / "out" / "bob.json").read_bytes())
    assert alone.students == whole.students[1:]


def test_a_teachers_file_changes_marks(folder: Path) -> None:
    """The reason stands in the report; a mark of nobody is told."""
    text = "student,question,points,reason\nbob,q1.4,0.5,sign was unclear\nzoe,q1.1,1,ill\n"
    (folder / "o.csv").write_text(text)
    done = inside("quiz", "grade", "quiz.json", "bob.json", "--overrides", "o.csv", folder=folder)
    assert "0.5 of 1." in done.stdout.decode()
    assert "Changed: sign was unclear" in done.stdout.decode()
    assert (2, "o.csv: zoe: changed, but there is no paper") == (
        done.returncode,
        done.stderr.decode().strip(),
    )


def test_a_dash_is_standard_input(folder: Path) -> None:
    """Answers, or the quiz, come from a pipe; not both."""
    answers = (folder / "ada.json").read_bytes()
    assert 0 == inside("quiz", "grade", "quiz.json", "-", stdin=answers, folder=folder).returncode
    text = (folder / "quiz.json").read_bytes()
    assert 0 == inside("quiz", "grade", "-", "ada.json", stdin=text, folder=folder).returncode
    sheet = inside("quiz", "sheet", "-", "--student", "ada", stdin=text, folder=folder)
    assert sheet.stdout == written(folder, "sheet", "json").encode()
    assert 2 == inside("quiz", "grade", "-", "-", stdin=text, folder=folder).returncode


def test_a_class_gets_sheets_and_is_marked_by_them(tmp_path: Path) -> None:
    """A roster makes a folder; papers are marked by what lies there."""
    (tmp_path / "quiz.json").write_text(drawn().model_dump_json(exclude_none=True))
    (tmp_path / "roster.csv").write_text("student\nada\nbob\n")
    done = inside(
        "quiz", "sheet", "quiz.json", "--students", "roster.csv", "--output", "s", folder=tmp_path
    )
    assert (0, b"", "s: 2 sheets written\n") == (done.returncode, done.stdout, done.stderr.decode())
    assert drawn().sheet("bob").to_json() == (tmp_path / "s" / "bob.json").read_bytes()
    for name in ("ada", "bob"):
        (tmp_path / f"{name}.json").write_bytes(perfect(drawn(), name).to_json())
    done = inside(
        "quiz", "grade", "quiz.json", "ada.json", "bob.json", "--sheets", "s", folder=tmp_path
    )
    assert 0 == done.returncode
    assert "2 of 2 passed, 100% of all points" in done.stdout.decode()


def test_a_new_quiz_works_and_is_never_written_over_another(tmp_path: Path) -> None:
    """It is checked, handed out and marked as it stands."""
    assert 0 == inside("quiz", "new", "q.toml", folder=tmp_path).returncode
    before = (tmp_path / "q.toml").read_bytes()
    again = inside("quiz", "new", "q.toml", folder=tmp_path)
    assert (2, before) == (again.returncode, (tmp_path / "q.toml").read_bytes())
    checked = inside("quiz", "check", "q.toml", folder=tmp_path)
    assert (0, "1 quiz checked: 0 faults, 0 of advice\n") == (
        checked.returncode,
        checked.stderr.decode(),
    )
    key = json.loads(inside("quiz", "key", "q.toml", "--student", "ada", folder=tmp_path).stdout)
    answers = {name: repr(entry["value"]) for name, entry in key["answers"].items()}
    text = json.dumps({"student": "ada", "answers": answers}).encode()
    assert 0 == inside("quiz", "grade", "q.toml", "-", stdin=text, folder=tmp_path).returncode


def test_the_lint_tells_places(tmp_path: Path) -> None:
    """File, line and column of what is wrong; status 1."""
    text = 'title = "x"\nseed = 1\n\n[[questions]]\nlesson = "one-weight"\nask = ["prodct"]\n'
    (tmp_path / "q.toml").write_text(text)
    done = inside("quiz", "check", "q.toml", folder=tmp_path)
    told = "q.toml:6:8: fault: questions[0].ask[0]: 'prodct' is not known; did you mean product?"
    assert (1, told) == (done.returncode, done.stdout.decode().strip())


@pytest.mark.parametrize("name", MODELS)
def test_each_document_has_a_schema_with_words(tmp_path: Path, name: str) -> None:
    """Every key of every document is described."""
    schema = json.loads(inside("schema", name, folder=tmp_path).stdout)
    assert all("description" in value for value in schema["properties"].values())


def test_a_bar_is_drawn_on_a_terminal_alone(folder: Path) -> None:
    """Standard error of a pipe has none; a terminal's has, and it is taken away again."""
    command = [sys.executable, "-m", "tutor", "quiz", "grade", "quiz.json", "ada.json", "bob.json"]
    ours, theirs = pty.openpty()
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=folder,
        env=environment(),
        timeout=PATIENCE,
        check=False,
    )
    os.close(theirs)
    drawn_ = os.read(ours, 10_000).decode()
    os.close(ours)
    assert 0 == done.returncode
    assert "2 of 2 papers" in drawn_
    assert drawn_.endswith("\r")
    assert b"papers" not in inside("quiz", "grade", "quiz.json", "ada.json", folder=folder).stderr


def test_two_papers_of_one_student_are_told(folder: Path) -> None:
    """Both are marked, for nobody but the teacher can say which one counts."""
    (folder / "again.json").write_bytes((folder / "ada.json").read_bytes())
    done = inside("quiz", "grade", "quiz.json", "ada.json", "again.json", "--json", folder=folder)
    told = "again.json: ada: another paper of this student is in ada.json; both are marked\n"
    assert (2, told) == (done.returncode, done.stderr.decode())
    assert 2 == len(json.loads(done.stdout)["students"])


def test_a_shorter_notation_is_plain_ascii(folder: Path) -> None:
    """With --ascii, sheets and keys for people have no other sign."""
    for what in ("sheet", "key"):
        done = inside(
            "quiz",
            what,
            "quiz.json",
            "--student",
            "ada",
            "--format",
            "markdown",
            "--ascii",
            folder=folder,
        )
        assert done.stdout.isascii()


def test_a_sheet_in_ascii_is_the_same_sheet(tmp_path: Path) -> None:
    """With --ascii formulas have no other sign in JSON either; a name stays."""
    (tmp_path / "quiz.json").write_text(quiz().model_dump_json(exclude_none=True))
    orders = ("quiz", "sheet", "quiz.json", "--student", "Bob Ünal", "--format", "json")
    plain, ascii_only = (
        Sheet.model_validate_json(inside(*orders, *more, folder=tmp_path).stdout)
        for more in ((), ("--ascii",))
    )
    assert "Bob Ünal" == ascii_only.student
    assert plain.sheet == ascii_only.sheet
    before, after = (
        [question.prompt for _, question in each.questions.values()] for each in (plain, ascii_only)
    )
    assert not all(prompt.isascii() for prompt in before)
    assert all(prompt.isascii() for prompt in after)
    assert [to_ascii(prompt) for prompt in before] == after


def test_a_key_in_ascii_has_no_other_sign(tmp_path: Path) -> None:
    """What is worked out is written as one types it."""
    (tmp_path / "quiz.json").write_text(quiz().model_dump_json(exclude_none=True))
    orders = ("quiz", "key", "quiz.json", "--student", "ada", "--format", "json")
    assert not inside(*orders, folder=tmp_path).stdout.isascii()
    assert inside(*orders, "--ascii", folder=tmp_path).stdout.isascii()
