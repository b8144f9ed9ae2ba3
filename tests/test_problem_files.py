"""Problems in files: JSON or TOML, read, saved, and refused by the file's name."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks import CASES, problems, reference
from tests.test_problem import DOCUMENT, without
from tutor import Problem, TutorError
from tutor.chain.files import read_at_most
from tutor.errors import DocumentError

TOML = """
cost = "cross_entropy"
learning_rate = 0.5
[[layers]]
weights = [[0.1, 0.2], [0.3, 0.4]]
biases = [0.5, 0.6]
activation = "sigmoid"
[[layers]]
weights = [[0.7, 0.8], [0.9, 1]]
biases = [0, 0]
activation = "softmax"
[[examples]]
x = [1, 2]
y = [1, 0]
[[examples]]
x = [3.0, 4.0]
y = [0.5, 0.5]
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("problem.json", json.dumps(DOCUMENT)),
        ("problem.json", "\ufeff" + json.dumps(DOCUMENT, indent=2)),
        ("problem.toml", TOML),
        ("problem", TOML),
        ("problem", json.dumps(DOCUMENT)),
    ],
)
def test_a_file_may_be_json_or_toml(tmp_path: Path, name: str, text: str) -> None:
    """The same problem is read from JSON and from TOML, whatever the file is called."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert Problem.model_validate(DOCUMENT) == Problem.load(path)
    assert Problem.model_validate(DOCUMENT) == Problem.load(str(path))


@pytest.mark.parametrize("case", CASES)
def test_reference_problems_are_read_as_they_stand(case: str, tmp_path: Path) -> None:
    """A reference problem loaded from a file dumps to the same document, float by float."""
    document = reference(case)["problem"]
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert document == json.loads(Problem.load(path).model_dump_json())


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (lambda path: path.write_text("{"), "not valid JSON"),
        (lambda path: path.write_text('{"layers": [NaN]}'), "not valid JSON"),
        (lambda path: path.write_text(""), "empty"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "not UTF-8"),
        (lambda path: path.write_text(json.dumps(without("cost"))), "cost: missing"),
        (lambda path: path.write_text("[1]"), "an object is needed"),
        (lambda path: path.mkdir(), "cannot be read"),
        (lambda _path: None, "no such file"),
    ],
)
def test_a_file_that_is_no_problem_is_refused_by_name(
    tmp_path: Path, write: Callable[[Path], object], says: str
) -> None:
    """A file that cannot be read, or holds no problem, is refused with its name and the reason."""
    path = tmp_path / "mine.json"
    write(path)
    with pytest.raises(DocumentError) as refusal:
        Problem.load(path)
    assert str(refusal.value).startswith(f"{path}: ")
    assert says in str(refusal.value)
    assert isinstance(refusal.value, TutorError)


@given(problems())
@settings(max_examples=20)
def test_a_saved_problem_is_loaded_as_it_was(problem: Problem) -> None:
    """A problem saved to a file and loaded again has the same numbers, bit by bit."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "problem.json"
        problem.save(path)
        assert problem == Problem.load(path)


@given(st.binary(max_size=300), st.integers(-1, 320))
def test_a_file_is_read_to_its_end_or_so_far_as_is_asked(text: bytes, most: int) -> None:
    """Whatever the size of the pieces that it is read in."""
    longer = text * 700  # up to three pieces and a half
    for each, end in ((text, most), (longer, most * 700 if most > 0 else most)):
        assert read_at_most(BytesIO(each), end) == (each if end < 0 else each[:end])
