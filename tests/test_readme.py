"""The README: its commands are those of the gate, and what it shows is what happens."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import CHECKOUT, PATIENCE, environment
from tutor.chain.problem import ActivationName, CostName
from tutor.faces.exits import Exit
from tutor.grading.verdicts import VerdictKind

README = (CHECKOUT / "README.md").read_text("utf-8")
ON_EVERY_CORE = "--numprocesses auto --dist loadfile"
GATE = (CHECKOUT / ".ci" / "run").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """Return the README's fenced blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with the README's problem and quiz, and with the command on the path."""
    (tmp_path / "network.json").write_text(blocks("json")[0], "utf-8")
    (tmp_path / "quiz.toml").write_text(blocks("toml")[0], "utf-8")
    answers = next(block for block in blocks("python") if '"quiz.toml"' in block)
    (tmp_path / "answers.py").write_text(answers, "utf-8")
    (tmp_path / "bin").mkdir()
    for name, module in (("tutor", " -m tutor"), ("python", "")):
        command = tmp_path / "bin" / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}"{module} "$@"\n', "utf-8")
        command.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")


def test_there_are_two_commands_of_one_line_each() -> None:
    """One starts the first lesson, the other passes the tests; nothing else is needed."""
    commands = blocks("sh")
    assert [1, 1] == [command.count("\n") for command in commands]
    assert [".venv/bin/tutor learn", f".venv/bin/pytest {ON_EVERY_CORE}"] == [
        command.rpartition("&& ")[2].strip() for command in commands
    ]


def test_the_gate_runs_the_readmes_test_command() -> None:
    """What is promised is what is run before anything is taken in."""
    assert blocks("sh")[1].strip() in GATE.splitlines()


def test_there_is_a_picture_of_the_screen() -> None:
    """The README opens with what the program looks like."""
    opening = README.partition("\n## ")[0]
    picture = opening.partition("<!-- screen:begin -->")[2].partition("<!-- screen:end -->")[0]
    assert picture.startswith("\n```text\n")
    assert picture.endswith("\n```\n")


@pytest.mark.parametrize(
    ("mark", "shows"), [("nudge", "number lines"), ("descent", "cost, step by step")]
)
def test_there_are_pictures_of_the_nudge_and_the_descent(mark: str, shows: str) -> None:
    """They stand between their marks, where the script puts them."""
    picture = README.partition(f"<!-- {mark}:begin -->")[2].partition(f"<!-- {mark}:end -->")[0]
    assert picture.startswith("\n```text\n")
    assert shows in picture
    assert picture.endswith("\n```\n")


@pytest.mark.parametrize("example", blocks("pycon"))
def test_examples_in_python_give_what_they_show(example: str) -> None:
    """Each line that is typed gives the lines below it."""
    test = doctest.DocTestParser().get_doctest(example, {}, "README.md", "README.md", 0)
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert "" == "".join(told)
    assert test.examples


@pytest.mark.parametrize("example", blocks("python"))
def test_snippets_of_python_run(example: str) -> None:
    """Whoever copies one into a file can run it."""
    done = subprocess.run(
        [sys.executable, "-c", example],
        env=environment(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (0, b"") == (done.returncode, done.stderr)


@pytest.mark.parametrize("example", blocks("console"))
def test_examples_in_the_shell_give_what_they_show(example: str) -> None:
    """Each command writes the lines below it; where there are none, nothing to standard output."""
    for part in re.split(r"^\$ ", example, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        assert shown.strip() in (done.stdout.strip(), done.stderr.strip())


def test_every_name_of_the_documents_is_told() -> None:
    """Activations, costs, verdicts and exit statuses stand in the README."""
    told = set(re.findall(r"`([a-z_]+)`", README))
    assert set() == set(ActivationName.__args__) - told  # type: ignore[attr-defined]
    assert set() == set(CostName.__args__) - told  # type: ignore[attr-defined]
    assert set() == set(VerdictKind) - told
    statuses = README.partition("## Exit statuses")[2].partition("\n## ")[0]
    assert set() == set(map(int, Exit)) - set(map(int, re.findall(r"\d+", statuses)))


def test_no_file_names_the_machine_it_was_written_on() -> None:
    """Paths and commands hold on any machine."""
    assert not re.search(r"/(work|root|home)/|https?://(?!keepachangelog|semver)", README + GATE)
