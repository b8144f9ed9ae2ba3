"""What is public, and what an import or a command loads: nothing that it does not need."""

from __future__ import annotations

import json

import pytest

import tutor
from tests.running import CHECKOUT, python

PUBLIC = [
    "Problem",
    "Quiz",
    "Trace",
    "TutorError",
    "Verdict",
    "assert_gradient",
    "check_gradient",
    "diagnosable",
    "grade",
    "read_examples",
    "trace",
]
HEAVY = ("numpy", "orjson", "pydantic", "textual", "rich")
LESSON = "02-one-weight"
_REPORT = """
import json, sys
print(json.dumps([name for name in {heavy} if name in sys.modules]), file=sys.stderr)
"""
_IMPORT_ALL = """
import importlib, pkgutil
for floor in {floors}:
    package = importlib.import_module(floor)
    for module in pkgutil.walk_packages(package.__path__, floor + "."):
        importlib.import_module(module.name)
"""
_RUN = """
from tutor.faces.command_line import run
try:
    run({arguments})
except SystemExit:
    pass
"""


def loaded_by(code: str) -> list[str]:
    """Return which of the heavy packages are loaded once some code has run by itself."""
    done = python("-c", code + _REPORT.format(heavy=HEAVY))
    found: list[str] = json.loads(done.stderr.decode().splitlines()[-1])
    return found


def loaded_by_command(*arguments: str) -> list[str]:
    """Return which of the heavy packages a command loads."""
    return loaded_by(_RUN.format(arguments=list(arguments)))


def test_the_public_names_are_exactly_these() -> None:
    """Nothing is public by accident, and nothing public disappears unnoticed."""
    assert PUBLIC == tutor.__all__


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there(name: str) -> None:
    """A public name leads to what was defined under that name."""
    assert name == getattr(tutor, name).__name__


def test_dir_lists_the_public_names() -> None:
    """Completion in a shell offers the names although they are not loaded yet."""
    assert set(PUBLIC) <= set(dir(tutor))
    assert "__version__" in dir(tutor)


def test_another_name_is_an_attribute_error() -> None:
    """A misspelt name is refused as in any module."""
    with pytest.raises(AttributeError, match="module 'tutor' has no attribute 'Tracer'"):
        getattr(tutor, "Tracer")  # noqa: B009 - asking for it is the test


def test_star_import_gives_the_public_names() -> None:
    """All public names can be had at once."""
    code = "from tutor import *; print(*(each for each in dir() if not each.startswith('_')))"
    done = python("-c", code)
    assert " ".join(PUBLIC) == done.stdout.decode().strip()


def test_importing_the_package_loads_nothing_heavy() -> None:
    """``import tutor`` costs nothing until a name is asked for."""
    assert [] == loaded_by("import tutor")


@pytest.mark.parametrize("floor", ["engine", "chain", "grading", "course"])
def test_no_floor_below_the_faces_loads_the_screen_library(floor: str) -> None:
    """Every module of a floor can be used where there is no terminal library."""
    loaded = loaded_by(_IMPORT_ALL.format(floors=[f"tutor.{floor}"]))
    assert "numpy" in loaded  # so something was imported at all
    assert {"textual", "rich"}.isdisjoint(loaded)


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--help"], ["--version"], ["trace", "--help"], ["learn", "--help"], ["nonsense"]),
        *(["lessons"], ["lessons", "--json"]),
    ],
    ids=" ".join,
)
def test_help_and_usage_load_nothing_heavy(arguments: list[str]) -> None:
    """What only talks about commands, or lists the lessons, answers at once."""
    assert [] == loaded_by_command(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["trace", LESSON, "--parameter", "w1"],
        ["schema", "problem"],
        ["schema", "lesson"],
        ["learn", "--plain"],
        ["records"],
    ],
    ids=" ".join,
)
def test_commands_that_print_never_load_the_screen_library(arguments: list[str]) -> None:
    """What writes lines or data starts without the terminal library."""
    loaded = loaded_by_command(*arguments)
    assert "numpy" in loaded  # so the command was run at all
    assert {"textual", "rich"}.isdisjoint(loaded)


def test_the_engine_knows_arrays_only() -> None:
    """The lowest floor needs numpy and nothing else."""
    assert ["numpy"] == loaded_by(_IMPORT_ALL.format(floors=["tutor.engine"]))


def test_the_checkout_is_what_is_tested() -> None:
    """The package under test is the one beside these tests, not another that is installed."""
    assert str(CHECKOUT / "tutor" / "__init__.py") == tutor.__file__
