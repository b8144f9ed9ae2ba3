"""Files of answers: whatever is the matter with one is told apart and said, nothing is dropped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.quizzes import document, drawn, perfect, quiz
from tutor import TutorError
from tutor.course.quiz.answer_files import parse_papers
from tutor.course.quiz.choosing import Marker
from tutor.course.quiz.names import file_name
from tutor.course.quiz.overrides import read_overrides
from tutor.course.quiz.quizzes import Quiz
from tutor.course.quiz.rosters import read_roster


def said(text: str | bytes, file: str = "a.csv", of: Quiz | None = None) -> list[str]:
    """Return all that is said of a file of answers, its papers being marked."""
    marker = Marker(of or quiz())
    content = text if isinstance(text, bytes) else text.encode()
    papers = parse_papers(content, file)
    return [str(each) for paper in papers for each in marker.report(paper)[1]]


def faults(text: str | bytes, file: str = "a.csv", of: Quiz | None = None) -> list[str]:
    """Return what could not be used."""
    marker = Marker(of or quiz())
    content = text if isinstance(text, bytes) else text.encode()
    remarks = [r for paper in parse_papers(content, file) for r in marker.report(paper)[1]]
    return [str(each) for each in remarks if each.is_fault]


def test_answers_in_json_are_read_as_they_are_written() -> None:
    """Numbers keep their digits; nothing is an empty answer."""
    text = b'{"student": " ada ", "answers": {"q1.1": 1.060, "q1.2": "0.743", "q1.3": null}}'
    (paper,) = parse_papers(text, "a.json")
    assert "ada" == paper.given.student
    assert {"q1.1": "1.060", "q1.2": "0.743", "q1.3": ""} == paper.given.answers


@pytest.mark.parametrize(
    "text",
    [
        "student,q1.1,q1.2\nada,1.06,0.743\nbob,,0.7\n",
        "student,question,answer\nada,q1.1,1.06\nbob,q1.2,0.7\nada,q1.2,0.743\n",
        "\ufeffstudent;q1.1;q1.2\r\nada;1.06;0.743\r\nbob;;0.7\r\n",
        "Student\tQuestion\tAnswer\nada\tq1.1\t1.06\nada\tq1.2\t0.743\nbob\tq1.2\t0.7\n",
    ],
)
def test_tables_have_a_column_for_each_question_or_a_row_for_each_answer(text: str) -> None:
    """Commas, semicolons or tabs, with a byte-order mark or without: the same papers."""
    papers = {paper.given.student: paper.given.answers for paper in parse_papers(text.encode(), "")}
    assert {"ada": {"q1.1": "1.06", "q1.2": "0.743"}, "bob": {"q1.2": "0.7"}} == papers


def test_a_students_rows_may_stand_anywhere_in_a_table() -> None:
    """Papers come in the order of the first row of each, answers with the lines they stand on."""
    rows = [f"s{n % 7},q{n // 7}.1,{n}" for n in range(35)]
    papers = list(parse_papers("\n".join(["student,question,answer", *rows]).encode(), "a.csv"))
    assert [f"s{n}" for n in range(7)] == [paper.given.student for paper in papers]
    for number, paper in enumerate(papers):
        expected = {f"q{k}.1": str(7 * k + number) for k in range(5)}
        assert expected == paper.given.answers
        assert [7 * k + number + 2 for k in range(5)] == list(map(paper.line_of, expected))


def test_a_table_that_breaks_off_is_refused_as_a_whole() -> None:
    """Nobody is marked on half of what was handed in."""
    good = "student,question,answer\n" + "ada,q1.1,1.06\n" * 3
    with pytest.raises(TutorError, match=r"a\.csv:5: not UTF-8 text"):
        parse_papers(good.encode() + b"bob,q1.1,\xff\n", "a.csv")


def test_a_byte_order_mark_and_semicolons_are_said_and_cost_nothing() -> None:
    """They are what spreadsheets write."""
    told = said("\ufeffstudent;q1.1\nada;1.06\n")
    assert any("a.csv:1: it begins with a byte-order mark" in each for each in told)
    assert any("a.csv:1: semicolons stand between the columns" in each for each in told)
    assert [] == faults("\ufeffstudent;q1.1\nada;1.06\n")


@pytest.mark.parametrize(
    ("text", "file", "told"),
    [
        ("", "a.json", "a.json: empty, but answers are needed"),
        ("\ufeff \n", "a.csv", "a.csv: empty, but answers are needed"),
        ('{"student": "ada",\n "answers": {', "a.json", "a.json:2: not valid JSON: "),
        ("[1]", "a.json", "a.json: a list, but an object with answers is needed"),
        ('{"student": "ada"}', "a.json", "a.json:1: answers: missing"),
        ('{"answers": {}}', "a.json", "a.json:1: student: missing"),
        ('{"answers": {},\n "student": ""}', "a.json", "a.json:2: student: '': a student's name"),
        (
            '{"student": "ada", "answers": {\n"q1.1": ["1"]}}',
            "a.json",
            "a.json:2: answers.'q1.1': a list, but a text is needed",
        ),
        (
            '{"student": "ada", "anwsers": {}, "answers": {}}',
            "a.json",
            "a.json:1: anwsers: unknown key; did you mean answers?",
        ),
        (b"student,q1.1\nada,\xff\n", "a.csv", "a.csv:2: not UTF-8 text; save it as UTF-8"),
        ("name,q1.1\nada,1\n", "a.csv", "a.csv:1: there is no column student"),
        ("student,q1.1\n", "a.csv", "a.csv:1: only the names of columns"),
        ("student,q1.1,q1.1\nada,1,2\n", "a.csv", "a.csv:1: two columns are named q1.1"),
        ('student,q1.1\nada,"1\n', "a.csv", "a.csv:2: not a table: "),
        ("student,question\nada,q1.1\n", "a.csv", "a.csv:1: there is no column answer"),
        ('{"student": "ada", "answers": {"q1.1": NaN}}', "a.json", "NaN is no number of JSON"),
    ],
)
def test_what_cannot_be_read_is_told_with_file_and_line(
    text: str | bytes, file: str, told: str
) -> None:
    """One sentence says which file, which line and what."""
    with pytest.raises(TutorError) as caught:
        parse_papers(text if isinstance(text, bytes) else text.encode(), file)
    assert str(caught.value).startswith(told) or told in str(caught.value)


@pytest.mark.parametrize(
    ("text", "file", "told"),
    [
        (
            '{"student": "ada", "answers": {\n"q1.1": "1.06",\n"q7.1": "3"}}',
            "a.json",
            "a.json:3: ada: q7.1: no such question; did you mean q1.",
        ),
        (
            "student,q1.1,comment\nada,1.06,hard\n",
            "a.csv",
            "a.csv:2: ada: comment: no such question; there are q1.1 to q1.9",
        ),
        (
            '{"student": "ada", "answers": {\n"q1.1": "1",\n"q1.1": "2"}}',
            "a.json",
            "a.json:3: ada: q1.1: two answers, '1' and '2'; the first counts",
        ),
        (
            "student,question,answer\nada,q1.1,1\nada,q1.1,2\n",
            "a.csv",
            "a.csv:3: ada: q1.1: two answers, '1' and '2'; the first counts",
        ),
        (
            "student,q1.1\nada,1.06\n,7\n",
            "a.csv",
            "a.csv:3: there are answers, but no student beside them",
        ),
        (
            "student,question,answer\nada,q1.1,1.06\nada,,7\n",
            "a.csv",
            "a.csv:3: there is an answer, but no question beside it",
        ),
        ("student,q1.1\nada,1,06\n", "a.csv", "a.csv:2: 3 cells, but there are 2 columns"),
        ("student,q1.1,\nada,1.06,7\n", "a.csv", "a.csv:2: '7' stands in a column without a name"),
    ],
)
def test_what_cannot_be_used_is_told_and_the_rest_is_marked(
    text: str, file: str, told: str
) -> None:
    """No answer is dropped without a word."""
    try:
        found = faults(text, file)
    except TutorError as error:
        found = [str(error)]
    assert any(each.startswith(told) for each in found), found


def test_missing_answers_and_fingerprints_are_said_and_no_fault() -> None:
    """Who leaves something out gets no points for it; who has no fingerprint is marked."""
    told = said('{"student": "ada", "answers": {"q1.1": "1.06"}}', "a.json")
    assert [
        "a.json: ada: no fingerprint of quiz and sheet; marked as this student's sheet",
        "a.json: ada: without an answer: q1.2, q1.3, q1.4, q1.5 and 4 more",
    ] == told


def test_another_students_sheet_is_told_and_not_marked() -> None:
    """The numbers are others: marks would be unfair."""
    made = drawn()
    other = perfect(made, "bob").model_copy(update={"student": "ada"})
    (told,) = faults(other.to_json(), "a.json", made)
    assert f"a.json: ada: answers to another student's sheet ({other.sheet}); not marked" == told
    report = made.grade(other).students[0]
    assert (0.0, False) == (report.total, report.passed)
    assert {"not_marked"} == {mark.verdict for mark in report.answers}
    assert list(other.answers.values()) == [mark.given for mark in report.answers]


def test_an_older_version_of_the_quiz_is_told() -> None:
    """With other questions it is not marked; with the same ones it is."""
    older = drawn().model_copy(update={"seed": "older"})
    (told,) = faults(perfect(older).to_json(), "a.json", drawn())
    assert "answers to an older version of the quiz, or to another one" in told
    retitled = drawn().model_copy(update={"title": "Another title"})
    assert [] == faults(perfect(retitled).to_json(), "a.json", drawn())
    assert [
        "a.json: ada: answers to an older version of the quiz, with the same questions; marked"
    ] == (said(perfect(retitled).to_json(), "a.json", drawn()))


def test_marks_follow_from_the_sheet_that_was_handed_out(tmp_path: Path) -> None:
    """A sheet of an older quiz is marked by its own problem, and another's is named."""
    older = drawn().model_copy(update={"seed": "older"})
    for name in ("ada", "bob"):
        (tmp_path / file_name(name, ".json")).write_bytes(older.sheet(name).to_json())
    marker = Marker(drawn(), tmp_path)
    (paper,) = parse_papers(perfect(older).to_json(), "a.json")
    report, remarks = marker.report(paper)
    assert (report.of, report.passed) == (report.total, True)
    assert any("marked as the sheet says" in each.message for each in remarks)
    other = perfect(older, "bob").model_copy(update={"student": "ada"})
    (paper,) = parse_papers(other.to_json(), "b.json")
    assert "; it is bob's" == next(r.detail for r in marker.report(paper)[1] if r.is_fault)


def test_names_of_files_lead_nowhere_else_and_do_not_meet() -> None:
    """Whatever a student is called, the file lies in the folder, one for each name."""
    names = ["ada", "Ada", "../ada", "a/b", "a:b", "..", "Bob Ünal", "x" * 300, "CON"]
    files = [file_name(name, ".json") for name in names]
    assert len(files) == len({each.casefold() for each in files})
    assert all("/" not in each and ":" not in each and len(each) < 90 for each in files)
    assert "ada.json" == files[0]


def test_a_roster_is_a_table_or_a_list(tmp_path: Path) -> None:
    """A column student, or one name a line; a name that comes twice is told."""
    file = tmp_path / "roster.csv"
    for text in (
        "student,mail\nada,a@b\nBob Ünal,c@d\n",
        "ada\nBob Ünal\n",
        "\ufeffstudent\nada\nBob Ünal",
    ):
        file.write_text(text, "utf-8")
        assert ["ada", "Bob Ünal"] == read_roster(file)
    file.write_text("student\nada\nbob\nada\n")
    with pytest.raises(TutorError, match=r"roster.csv:4: ada stands on line 2 already"):
        read_roster(file)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("o.csv", "student,question,points,reason\nada,q1.1,0.5,typo\n"),
        ("o.toml", '[[overrides]]\nstudent="ada"\nquestion="q1.1"\npoints=0.5\nreason="typo"\n'),
    ],
)
def test_changed_marks_stand_in_a_table_or_a_document(tmp_path: Path, name: str, text: str) -> None:
    """Who, which question, how many points, and why."""
    (tmp_path / name).write_text(text)
    assert {"ada": {"q1.1": (0.5, "typo")}} == read_overrides(tmp_path / name)


def test_a_changed_mark_needs_a_reason(tmp_path: Path) -> None:
    """Without one it is refused, with its line."""
    (tmp_path / "o.csv").write_text("student,question,points,reason\nada,q1.1,0.5,\n")
    with pytest.raises(TutorError, match=r"o.csv:2: reason: "):
        read_overrides(tmp_path / "o.csv")


def test_a_quiz_is_read_from_text_as_from_data() -> None:
    """What a file holds and what Python holds are the same quiz."""
    parsed = Quiz.parse(json.dumps(document()).encode(), "quiz.json")
    assert quiz() == parsed
    assert quiz().fingerprint == parsed.fingerprint


def test_half_a_character_is_read_as_no_character() -> None:
    """What JSON can say and no file can hold changes nothing else."""
    text = b'{"student": "ada", "answers": {"q1.1": "\\ud8001.06", "q1.2": "0.743"}}'
    (paper,) = parse_papers(text, "a.json")
    report, _ = Marker(quiz()).report(paper)
    assert ["unreadable", "correct"] == [mark.verdict for mark in report.answers[:2]]
