"""The guide to writing lessons: what it shows is read, proved and run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.drafts import findings_in
from tests.running import CHECKOUT, PATIENCE, environment
from tutor.chain.problem import ActivationName, CostName, Problem
from tutor.chain.rules import Kind
from tutor.course.exercises import MOST_QUESTIONS
from tutor.course.lesson_files import parse_lesson
from tutor.course.lessons import Expected, Lesson

GUIDE = (CHECKOUT / "lessons" / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """Return the guide's fenced blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


TOML = blocks("toml")
WHOLE = TOML[0]
"""The lesson that needs least."""
SLIPS = next(each for each in TOML if "Two slips" in each)


def whole(block: str) -> str:
    """Return a lesson that holds a block: as it is, or with what it lacks from the others."""
    data = tomllib.loads(block)
    if data.keys() >= {"title", "problem"}:
        return block
    if "problem" in data:
        return f'title = "T"\nparameter = "w2"\n\n{block}'
    own = WHOLE.replace('title = "One step"\n', "" if "title" in data else 'title = "T"\n')
    two = '{ weights = [[0.8]], biases = [-0.3], activation = "sigmoid" }'
    if "w2" in block or "@1" in block:
        own = own.replace(f"[{two}]", f"[{two}, {two.replace('0.8', '1.1')}]")
    if "[" in block.partition("\n")[0]:
        return f"{own}\n{block}"
    return f"{block}\n{own}"


@pytest.mark.parametrize("block", TOML)
def test_every_piece_of_a_lesson_is_one(block: str, tmp_path: Path) -> None:
    """Each can stand in a lesson file, and the lint finds no fault in it but those it shows."""
    (tmp_path / "network.json").write_text(blocks("json")[0], "utf-8")
    found = findings_in(tmp_path, whole(block))
    assert (2 if block == SLIPS else 0) == sum(each.is_fault for each in found), found


def test_the_problem_in_a_file_is_one() -> None:
    """The JSON that is shown beside a lesson is a problem."""
    assert (1, 1, 1) == Problem.parse(blocks("json")[0].encode(), "network.json").sizes


@pytest.mark.parametrize("example", blocks("console"))
def test_examples_in_the_shell_give_what_they_show(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command ends well or with the faults it shows, and writes the lines below it."""
    (tmp_path / "two-slips.toml").write_text(SLIPS, "utf-8")
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "tutor"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tutor "$@"\n', "utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    for part in re.split(r"^\$ ", example, flags=re.MULTILINE)[1:]:
        typed, _, shown = part.partition("\n")
        done = subprocess.run(
            ["/bin/sh", "-c", typed],
            cwd=tmp_path,
            env=environment(),
            input="",
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        told = f"{done.stdout}{done.stderr}"
        assert "Traceback" not in told
        assert (1 if ": fault: " in shown else 0) == done.returncode, told
        assert [] == [line for line in shown.splitlines() if line not in told.splitlines()]


def test_the_smallest_lesson_says_no_more_than_it_must() -> None:
    """Its title, its parameter and its problem."""
    assert {"title", "parameter", "problem"} == tomllib.loads(WHOLE).keys()
    assert parse_lesson(WHOLE.encode(), "whole.toml").most_questions == MOST_QUESTIONS


def test_every_key_and_every_name_is_told() -> None:
    """Keys, kinds, activations, costs and expectations stand in it, in code."""
    told = set(re.findall(r"`\"?([a-z_]+)\"?`", GUIDE))
    for names in (
        Lesson.model_fields,
        Kind,
        Expected,
        ActivationName.__args__,  # type: ignore[attr-defined]
        CostName.__args__,  # type: ignore[attr-defined]
    ):
        assert set() == set(map(str, names)) - told
