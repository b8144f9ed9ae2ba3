"""What is built and installed: the package, its lessons and its command, away from the checkout."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.running import CHECKOUT, PATIENCE, tutor
from tutor import Problem, Trace, __version__, trace

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
LESSONS = sorted(file.name for file in (CHECKOUT / "lessons").glob("*.toml"))
PART_OF = {"pydantic_core": "pydantic", "rich": "textual"}
"""Packages that come with a dependency under another name."""


def run(*command: str | Path, folder: Path) -> str:
    """Run a command that must succeed, with no network to fall back on."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel and the source archive of this checkout."""
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, folder=CHECKOUT)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """Return the wheel."""
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def sources(built: Path) -> list[str]:
    """Return the names in the source archive, without the folder at its top."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        return [name.partition("/")[2] for name in archive.getnames()]


@pytest.fixture(scope="module")
def place(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment with the wheel, and this one's packages where it has none itself."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", folder=folder)
    python = folder / "venv" / "bin" / "python"
    packages = run(
        python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder
    )
    own = dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    (Path(packages.strip()) / "borrowed.pth").write_text("\n".join(own), "utf-8")
    install = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    run(*install, "--no-deps", "--no-index", "--no-compile", wheel, folder=folder)
    return folder


def test_the_installed_package_is_not_the_checkout(place: Path) -> None:
    """What is tried here is what was installed."""
    python = place / "venv" / "bin" / "python"
    found = run(python, "-c", "import tutor; print(tutor.__file__)", folder=place)
    assert Path(found).is_relative_to(place / "venv")


def test_the_installed_command_lists_every_lesson(place: Path) -> None:
    """Every lesson of the checkout travels with the package, and is read from there."""
    listed = json.loads(run(place / "venv/bin/tutor", "lessons", "--json", folder=place))
    files = [Path(lesson["file"]) for lesson in listed]
    assert LESSONS == [file.name for file in files]
    assert all(file.is_relative_to(place / "venv") for file in files)
    assert [file.removesuffix(".toml") for file in LESSONS] == [each["name"] for each in listed]


def test_the_installed_command_traces_every_lesson(place: Path) -> None:
    """A lesson that was installed gives the trace that the checkout's gives."""
    for lesson in LESSONS:
        output = place / "trace.json"
        source = lesson.removesuffix(".toml")
        run(place / "venv/bin/tutor", "trace", source, "--output", output, folder=place)
        document = tomllib.loads((CHECKOUT / "lessons" / lesson).read_text("utf-8"))
        assert trace(Problem.model_validate(document["problem"])) == Trace.load(output)


def test_the_installed_command_starts_the_first_lesson(place: Path) -> None:
    """The lesson's prose comes along with the package."""
    done = subprocess.run(
        [place / "venv/bin/tutor", "learn", "--plain"],
        cwd=place,
        env={**os.environ, "PYTHONPATH": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    title = tomllib.loads((CHECKOUT / "lessons" / LESSONS[0]).read_text("utf-8"))["title"]
    assert 0 == done.returncode
    assert title == done.stdout.decode().splitlines()[0]


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    """Lessons and their guide are installed, neither tests nor tools; types are declared."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {"tutor", f"backprop_tutor-{__version__}.dist-info"} == {
        name.partition("/")[0] for name in names
    }
    assert "tutor/py.typed" in names
    assert sorted([*LESSONS, "README.md"]) == sorted(
        name.rpartition("/")[2] for name in names if name.startswith("tutor/lessons/")
    )


def test_the_source_archive_holds_lessons_and_tests(sources: list[str]) -> None:
    """Who gets the sources can teach, test and change the program."""
    wanted = {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".ci/run"}
    wanted |= {f"lessons/{lesson}" for lesson in LESSONS}
    wanted |= {f"tests/{file.name}" for file in (CHECKOUT / "tests").glob("*.py")}
    assert set() == wanted - set(sources)


def test_the_version_is_said_once() -> None:
    """The package, its metadata, the command and the changelog tell the same version."""
    changelog = (CHECKOUT / "CHANGELOG.md").read_text("utf-8")
    newest = re.findall(r"^## \[?(\d[^]\s]*)", changelog, re.MULTILINE)[0]
    told = tutor("--version").stdout.decode().split()[-1]
    assert [__version__] * 3 == [PROJECT["project"]["version"], newest, told]


def imported_from_outside() -> set[str]:
    """Return the packages that any module of the program imports."""
    found = set()
    for file in (CHECKOUT / "tutor").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(str(node.module).partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"tutor"}


def test_what_is_imported_is_declared() -> None:
    """Every package that the program imports is a dependency or part of one, and the reverse."""
    declared = {re.split(r"[<>=]", each)[0] for each in PROJECT["project"]["dependencies"]}
    assert declared == {PART_OF.get(name, name) for name in imported_from_outside()}


def test_each_dependency_has_its_reason() -> None:
    """Whoever reads the list of dependencies sees at once what each one is for."""
    lines = (CHECKOUT / "pyproject.toml").read_text("utf-8").splitlines()
    named = [line for line in lines if re.match(r'    "[a-z-]+[<>=]', line)]
    assert len(named) >= len(PROJECT["project"]["dependencies"])
    assert [] == [line for line in named if "  # " not in line]
