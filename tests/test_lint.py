"""The lint of lesson files: every fault at once, each at its line and column, and no harm done."""

from __future__ import annotations

import json
import os
import time
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.drafts import draft, findings_in, place_of
from tests.running import tutor
from tutor.course.lint import check_lesson
from tutor.course.template import TEMPLATE
from tutor.errors import DocumentError
from tutor.faces.lesson_tools import check

# One fault each: what is replaced by what; where the fault is told; what is said.
FAULTS: dict[str, tuple[str, str, str, str]] = {
    "key": ("minutes = 10", "minuts = 10", "minuts", "did you mean minutes?"),
    "deep key": ('why = "The sign', 'whi = "The sign', "whi", "did you mean why?"),
    "quoted key": ("minutes = 10", '"a.b" = 1', '"a.b"', "'a.b': unknown key"),
    "empty key": ("minutes = 10", '"" = 1', '"" = 1', "'': unknown key"),
    "number": ("minutes = 10", "minutes = 0.5", "0.5", "a whole number is needed"),
    "boolean": ("minutes = 10", "minutes = true", "true", "minutes: true"),
    "date": ("minutes = 10", "minutes = 1979-05-27", "1979-05-27", "minutes: 1979-05-27, but"),
    "control": ('"My lesson"', '"My \\u001b[31m"', '"My \\u001b', "control character U+001B"),
    "direction": ('"My lesson"', '"My \\u202elesson"', '"My \\u202e', "character U+202E"),
    "empty title": ('"My lesson"', '""', '""', "one line of text is needed"),
    "later": ('later_examples = "result"', 'later_examples = "reslut"', '"reslut"', "mean result?"),
    "kind": ("weighted_sum =", "weighted_sums =", "weighted_sums", "did you mean weighted_sum?"),
    "when": ('cost = "first"', 'cost = "frist"', '"frist"', "did you mean first?"),
    "new cost": (
        'cost = "first"',
        'new_cost = "first"',
        "new_cost",
        "always shown and never asked",
    ),
    "expected": ("expects = []", 'expects = ["ded"]', '"ded"', "did you mean dead?"),
    "not there": ("expects = []", 'expects = ["dead"]', '"dead"', "nothing of the kind is there"),
    "parameter": ('parameter = "w2"', 'parameter = "W2"', '"W2"', "did you mean w2?"),
    "no layer": ('["b2"]', '["b2", "w7"]', '"w7"', "there is no layer 7; layers are 1 to 2"),
    "no weight": ('["b2"]', '["z2"]', '"z2"', "z2: not a weight or a bias"),
    "activation": (
        'activation = "sigmoid"',
        'activation = "sigmoyd"',
        '"sigmoyd"',
        "mean sigmoid?",
    ),
    "cost": ('cost = "squared_error"\nl', 'cost = "square_error"\nl', '"square_error"', "did you"),
    "rate": ("learning_rate = 0.3", "learning_rate = 0", "0\n\n[[problem.l", "above 0 is needed"),
    "shape": ("[[-0.4]]", "[[-0.4, 2]]", "[-0.4, 2]", "2 numbers, but layer 1 has 1 neuron"),
    "infinity": ("x = [1.1]", "x = [inf]", "inf]", "inf, but a finite number is needed"),
    "target": (
        "y = [0.3]",
        "y = []",
        "[]\n\n[[problem.examples",
        "0 numbers, but the output layer",
    ),
    "prose": ('"dz2/dw2"', '"dz2/dw3"', '"dz2/dw3"', "no such step; did you mean dz2/dw2?"),
    "kind of prose": ('"dz2/dw2"', '"cost_slop"', '"cost_slop"', "did you mean cost_slope?"),
    "given": ('"dz2/dw2"', '"w1"', '"w1"', "w1: no step; it is given"),
    "no step": ('"dz2/dw2"', '"dC/dz2"', '"dC/dz2"', "no chain here has such a step"),
    "no such kind here": (
        '"dz2/dw2"',
        '"path_sum"',
        '"path_sum"',
        "has no step of that kind; it has",
    ),
    "no example": ('"dz2/dw2"', '"dC/dw2@7"', '"dC/dw2@7"', "there is no example 7"),
    "prose at the start": ('"dz2/dw2"', '"start"', '"start"', "are intro and closing"),
    "no text": ('text = "The last link: from', 'text = ""\n#', '""\n#', "a text is needed"),
    "end": ('"end"\nask = "Which', '"ende"\nask = "Which', '"ende"', "did you mean end?"),
    "of": ('of = "C"', 'of = "D"', '"D"', "D: no such quantity"),
    "of what": ('of = "C"', 'of = "a1"', '"a1"', 'goes with of = "C" alone'),
    "by": ('by = "parameter"', 'by = "parametr"', '"parametr"', "did you mean parameter?"),
    "no derivative": ('by = "parameter"', 'by = "x"', '"x"', "there is no such derivative"),
    "value": ('"0.5*0.01"', '"0.5*x"', '"0.5*x"', "There is no x on this screen"),
    "infinite value": ('"0.5*0.01"', '"1/0"', '"1/0"', "The divisor is 0"),
    "wrong choice": (
        ', answer = "The derivative of a square is twice what is squared."',
        "",
        '{ text = "nothing"',
        "needs an answer, which says why",
    ),
    "all wrong": (", right = true", ', answer = "No."', "[[questions]]", "0 choices are right"),
    "choice like another": ('text = "nothing"', 'text = "A 2"', '"A 2"', "taken to choose another"),
    "choice like a number": ('text = "nothing"', 'text = "1"', '"1"', "taken to choose another"),
    "two forms": (
        'of = "C"',
        'of = "C"\nvalue = 3',
        '[[questions]]\nbefore = "end"',
        "give either",
    ),
    "questions": (
        "most_questions = 25",
        "most_questions = 14",
        "[ask]\nweighted",
        "15 questions, but at most",
    ),
    "file and more": (
        "[problem]\ncost",
        '[problem]\nfile = "a"\ncost',
        '"a"',
        "there is nothing else",
    ),
}
"""Each key says what is misspelt, missing or wrong."""


def near(text: str, new: str, at: str) -> tuple[int, int]:
    """Return the line and column of a piece: beside what was changed, else its first."""
    start = text.index(new)
    found = text.find(at, start, start + len(new) + 40)
    return place_of(text, text[found:] if found >= 0 else at)


@pytest.mark.parametrize(("old", "new", "at", "told"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_where_it_stands(
    old: str, new: str, at: str, told: str, tmp_path: Path
) -> None:
    """Line, column, what is wrong and what would be right."""
    text = draft((old, new))
    found = [each for each in findings_in(tmp_path, text) if told in each.message]
    assert [near(text, new, at)] == [(each.line, each.column) for each in found][:1]
    assert all(each.is_fault for each in found)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Faults that do not touch each other stand in one list, in the order of the file."""
    chosen = [FAULTS[name] for name in ("control", "parameter", "prose", "by", "value", "when")]
    text = draft(*((old, new) for old, new, _, _ in chosen))
    findings = findings_in(tmp_path, text)
    assert len(chosen) == len(findings)
    assert sorted(near(text, new, at) for _, new, at, _ in chosen) == [
        (each.line, each.column) for each in findings
    ]


def test_the_template_has_no_fault(tmp_path: Path) -> None:
    """What `lessons new` writes passes without advice."""
    assert [] == findings_in(tmp_path, TEMPLATE)


# Texts

BROKEN = r"$\\frob{x}$"


@pytest.mark.parametrize(
    "before",
    [
        "This network has",
        "That was",
        "Now backwards,",
        "The cost is a square.",
        "a 2",
        "The derivative of a square",
        "The sign of the",
    ],
)
def test_a_broken_formula_is_told_wherever_markdown_may_be(before: str, tmp_path: Path) -> None:
    """In pages, closing, prose, questions, choices, answers and reasons."""
    text = draft((before, BROKEN + " " + before))
    [finding] = findings_in(tmp_path, text)
    line, column = place_of(text, BROKEN)
    assert (line, column + 1) == (finding.line, finding.column)
    assert r"formula: \frob is not known; did you mean \frac?" == finding.message


@pytest.mark.parametrize("formula", ["$" + "a + " * 25 + "b$", "$" + r"\\alpha + " * 14 + "b$"])
def test_a_formula_wider_than_a_terminal_is_told(formula: str, tmp_path: Path) -> None:
    """In unicode or in ASCII, where names are longer."""
    text = draft(("This network has", formula))
    [finding] = findings_in(tmp_path, text)
    assert "columns wide, but at most 80 fit" in finding.message


def test_a_dollar_without_its_partner_is_told_where_it_stands(tmp_path: Path) -> None:
    """Not only at the end of the text, where the last one is left over."""
    text = draft(("This network has", "It costs $5 and has"))
    [finding] = findings_in(tmp_path, text)
    assert place_of(text, "$5") == (finding.line, finding.column)


def test_a_dollar_in_the_title_is_advice(tmp_path: Path) -> None:
    """It is shown as it is; the lesson can be worked."""
    [finding] = findings_in(tmp_path, draft(('"My lesson"', '"My $z$"')))
    assert (False, "title: a $ is shown") == (finding.is_fault, finding.message[:19])


# Other forms of a file


@pytest.mark.parametrize("form", ["crlf", "mark"])
def test_places_are_right_whatever_wrote_the_file(form: str, tmp_path: Path) -> None:
    """Windows line ends and a byte order mark take no columns."""
    text = draft(('parameter = "w2"', 'parameter = "w9"'), ("$z = w a", r"$\\frob = w a"))
    path = tmp_path / "draft.toml"
    content = text.replace("\n", "\r\n") if form == "crlf" else "\ufeff" + text
    path.write_bytes(content.encode())
    expected = [place_of(text, '"w9"'), place_of(text, r"\\frob")]
    assert expected == [(each.line, each.column) for each in check_lesson(path)]


def test_a_lesson_in_json_has_its_places_too(tmp_path: Path) -> None:
    """Signs before a place that JSON writes as escapes count as it writes them."""
    data = tomllib.loads(draft(('parameter = "w2"', 'parameter = "w9"'), ('"C"', '"D"')))
    data["intro"] = '😀 é / " $\\frob$'
    text = json.dumps({"titel": 1, **data}, indent=1)
    found = findings_in(tmp_path, text)
    expected = [place_of(text, each) for each in ('"titel"', '"w9"', "\\\\frob", '"D"')]
    assert sorted(expected) == [(each.line, each.column) for each in found]


@pytest.mark.parametrize(
    ("text", "line", "column", "told"),
    [
        ("title = \n", 1, 9, "not valid TOML"),
        ('title = "x"\r\nb = [1,,2]', 2, 8, "not valid TOML"),
        ('title = "x', 1, 11, "not valid TOML"),
        ('{"title": "x",\n "a": [}', 2, 8, "not valid JSON"),
        ("a = 1\n" * 2, 2, 6, "not valid TOML"),
        ("", 1, 1, "empty"),
        ("a = " + "[" * 5000 + "]" * 5000, 1, 1, "nested too deeply"),
        ("x = 1" + " " * 1_000_001, 1, 1, "a lesson has at most 1000000"),
        ("a" + ".a" * 20_000 + " = 1", 1, 1, "a key of more than 100 parts"),
    ],
    ids=range(9),
)
def test_what_is_no_document_is_told_where_it_stops_being_one(
    text: str, line: int, column: int, told: str, tmp_path: Path
) -> None:
    """One fault: nothing else can be known."""
    [finding] = findings_in(tmp_path, text)
    assert (line, column) == (finding.line, finding.column)
    assert told in finding.message


def test_a_file_that_is_not_there_cannot_be_checked(tmp_path: Path) -> None:
    """That is no fault of a lesson."""
    with pytest.raises(DocumentError, match="no such file"):
        check_lesson(tmp_path / "none.toml")


# Problems elsewhere


def with_file(name: str) -> str:
    """Return the template with its problem in a file."""
    start, end = TEMPLATE.index("[problem]\ncost"), TEMPLATE.index("# Text that is told when")
    return f"{TEMPLATE[:start]}[problem]\nfile = {json.dumps(name)}\n\n{TEMPLATE[end:]}"


def problem_text() -> str:
    """Return the template's problem as a document of its own."""
    start, end = TEMPLATE.index("[problem]\ncost"), TEMPLATE.index("# Text that is told when")
    return TEMPLATE[start + len("[problem]\n") : end].replace("problem.", "")


def test_a_problem_beside_the_lesson_is_proved_like_one_in_place(tmp_path: Path) -> None:
    """Its faults are told where the lesson names it."""
    (tmp_path / "net.toml").write_text(problem_text(), "utf-8")
    text = with_file("net.toml")
    assert [] == findings_in(tmp_path, text)
    spoilt = problem_text().replace('"sigmoid"', '"sigmoyd"', 1)
    (tmp_path / "net.toml").write_text(spoilt, "utf-8")
    [finding] = findings_in(tmp_path, text)
    assert place_of(text, '"net.toml"') == (finding.line, finding.column)
    assert "did you mean sigmoid?" in finding.message


@pytest.mark.parametrize(
    "name",
    ["../net.toml", "/net.toml", "./net.toml", "..", "", "link", "pipe", "folder", "a\0b", "none"],
)
def test_no_other_file_is_read(name: str, tmp_path: Path) -> None:
    """Not above it, not through a link, no folder, and no pipe that would never end."""
    folder = tmp_path / "lesson"
    folder.mkdir()
    (tmp_path / "net.toml").write_text(problem_text(), "utf-8")
    (folder / "link").symlink_to(tmp_path / "net.toml")
    os.mkfifo(folder / "pipe")
    (folder / "folder").mkdir()
    text = with_file(name)
    [finding] = findings_in(folder, text)
    line, column = place_of(text, f"file = {json.dumps(name)}")
    assert (line, column + len("file = ")) == (finding.line, finding.column)
    assert finding.message.startswith("problem.file: ")


# The numbers

NUMBERS = {
    "dead": ('biases = [-1.0]\nactivation = "sigmoid"', 'biases = [-9.0]\nactivation = "relu"'),
    "saturated": ("biases = [1.1]", "biases = [9.0]"),
    "vanishing": ("y = [0.9]", "y = [0.7149]"),
}


@pytest.mark.parametrize("expected", NUMBERS)
def test_what_is_in_the_way_of_the_numbers_is_a_fault_unless_it_is_meant(
    expected: str, tmp_path: Path
) -> None:
    """Each names the expectation by which it would be meant, and with it is no fault."""
    found = findings_in(tmp_path, draft(NUMBERS[expected]))
    hint = f'(if that is meant: expects = ["{expected}"])'
    assert any(hint in each.message for each in found)
    named = {
        each.message.rpartition('["')[2].rstrip('"])') for each in found if "[" in each.message
    }
    meant = draft(NUMBERS[expected], ("expects = []", f"expects = {json.dumps(sorted(named))}"))
    assert [] == [each for each in findings_in(tmp_path, meant) if hint in each.message]


def test_numbers_are_proved_for_the_listed_parameters(tmp_path: Path) -> None:
    """A fault that only the chain of a listed one has is told with its name."""
    spoilt = draft(('parameters = ["b2"]', 'parameters = ["b1"]'), ("[[0.5]]", "[[0.0001]]"))
    plain = draft(("parameters = [", "#parameters = ["), ("[[0.5]]", "[[0.0001]]"))
    told = {each.message for each in findings_in(tmp_path, spoilt)}
    more = told - {each.message for each in findings_in(tmp_path, plain)}
    assert more
    assert all(each.startswith("b1[0]: ") for each in more)


# Bounds


def written(folder: Path, sizes: list[int], examples: int, **fields: Any) -> Path:  # noqa: ANN401
    """Write a lesson with a network of these sizes, and return its file."""
    layers = [
        {
            "weights": [
                [0.1 * ((3 * j + 5 * k) % 13 - 6.5) for k in range(fed)] for j in range(size)
            ],
            "biases": [0.1 * (j % 7 - 3.5) for j in range(size)],
            "activation": "sigmoid",
        }
        for fed, size in pairwise(sizes)
    ]
    given = [
        {"x": [0.1 * ((n + k) % 9 + 1) for k in range(sizes[0])], "y": [0.5] * sizes[-1]}
        for n in range(examples)
    ]
    problem = {"layers": layers, "cost": "squared_error", "examples": given}
    lesson = {"title": "Large", "parameter": "w1[0,0]", "problem": problem, **fields}
    path = folder / "large.json"
    path.write_text(json.dumps(lesson), "utf-8")
    return path


@pytest.mark.parametrize(
    ("sizes", "examples", "told"),
    [
        ([12] * 13, 100, "but a lesson has at most 20000"),
        ([1, 1001], 1, "but a lesson has at most 2000"),
        ([1] * 14, 1, "13 layers, but a lesson has at most 12"),
        ([1, 1], 101, "101 examples, but a lesson has at most 100"),
        ([12] * 4, 16, "too much to prove in all"),
    ],
    ids=["steps", "weights", "layers", "examples", "work"],
)
def test_what_is_too_large_is_told_in_seconds(
    sizes: list[int], examples: int, told: str, tmp_path: Path
) -> None:
    """Before it costs time."""
    before = time.process_time()
    findings = check_lesson(written(tmp_path, sizes, examples))
    assert any(told in each.message for each in findings)
    assert 20 > time.process_time() - before


def test_many_parameters_of_a_large_network_take_seconds(tmp_path: Path) -> None:
    """Those that would take longer are told, and not looked at."""
    listed = [f"w1[{j},0]" for j in range(40)]
    before = time.process_time()
    findings = check_lesson(written(tmp_path, [43, 43, 2], 100, parameters=listed))
    assert any("list fewer parameters" in each.message for each in findings)
    assert 30 > time.process_time() - before


# The command


def test_the_status_says_how_it_went(tmp_path: Path) -> None:
    """Nothing or advice 0, faults 1, a file that cannot be read 2; the worst one counts."""
    (tmp_path / "good.toml").write_text(TEMPLATE, "utf-8")
    (tmp_path / "advice.toml").write_text(draft(('"My lesson"', '"My $z$"')), "utf-8")
    (tmp_path / "fault.toml").write_text(draft(('parameter = "w2"', 'parameter = "w9"')), "utf-8")
    for names, status in (
        (["good.toml"], 0),
        (["good.toml", "advice.toml"], 0),
        (["good.toml", "fault.toml"], 1),
        (["fault.toml", "none.toml"], 2),
    ):
        files = [str(tmp_path / name) for name in names]
        assert status == check(files, as_json=False), names


def test_for_programs_findings_are_json(tmp_path: Path) -> None:
    """Standard output carries nothing else."""
    text = draft(('parameter = "w2"', 'parameter = "w9"'))
    done = tutor("lessons", "check", "--json", "-", stdin=text.encode(), folder=tmp_path)
    [finding] = json.loads(done.stdout)
    line, column = place_of(text, '"w9"')
    assert ("-", line, column, True) == tuple(
        finding[key] for key in ("file", "line", "column", "is_fault")
    )
    assert 1 == done.returncode
