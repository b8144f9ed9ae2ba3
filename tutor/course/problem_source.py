"""Where a lesson's problem comes from: it stands in place, in a file beside it, or in a seed."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

from tutor.chain.faults import place_of
from tutor.chain.files import parsed, reason_of
from tutor.errors import DocumentError

LARGEST = 1_000_000
"""A lesson file, or a problem file beside it, has at most so many bytes."""
MOST_PARAMETERS = 2_000
"""A lesson's network has at most so many weights and biases; with its examples ten times that."""
MOST_EXAMPLES, MOST_LAYERS = 100, 12
"""A lesson has at most so many examples, and its network so many layers."""
MOST_DRAWN = 120
"""One that is drawn has at most so many."""

Place: TypeAlias = tuple[int | str, ...]
"""The keys and indices that lead to a value in a lesson."""
Fault: TypeAlias = tuple[Place, str]


class SourceError(DocumentError):
    """A problem that cannot be had: everything that is in the way, each with its place."""

    def __init__(self, *faults: Fault) -> None:
        place, reason = faults[0]
        super().__init__(f"{place_of(place)}: {reason}")
        self.faults = faults


def with_problem(data: dict[str, Any], folder: Path | None) -> dict[str, Any]:
    """Return a lesson's data with the problem in place, and the parameter that was drawn with it.

    Args:
        data: as it stands in the file.
        folder: where the file lies, for a problem in a file beside it; None where it has none.

    Raises:
        SourceError: where the problem cannot be had, or is too large.

    """
    problem = data.get("problem")
    if isinstance(problem, dict) and "file" in problem:
        data = {**data, "problem": _beside(problem, folder)}
    elif isinstance(problem, dict) and "generate" in problem:
        from tutor.course.drawn_source import drawn  # most lessons do not need the generator

        data = {**data, **drawn(problem, data.get("parameter"))}
    _check_size(data.get("problem"))
    return data


def is_drawn(data: object) -> bool:
    """Return whether a lesson's problem is drawn from a seed, so that no parameter need be told."""
    problem = data.get("problem") if isinstance(data, dict) else None
    return isinstance(problem, dict) and "generate" in problem


def _beside(problem: dict[str, Any], folder: Path | None) -> Any:  # noqa: ANN401 - any document
    """Return the problem in a file beside the lesson, and in no other place."""
    place, name = ("problem", "file"), problem["file"]
    if len(problem) > 1:
        raise SourceError((("problem",), "with file there is nothing else"))
    if not isinstance(name, str) or not _is_plain_name(name):
        raise SourceError((place, f"{name!r}, but a file beside it is needed"))
    if folder is None:
        raise SourceError((place, "only a lesson in a file can name one"))
    try:
        return parsed(_plain_bytes(folder / name), name)
    except OSError as error:
        reason = f"{name}: cannot be read: {reason_of(error)}"
        raise SourceError((place, reason)) from None
    except DocumentError as error:
        raise SourceError((place, str(error))) from None


def _is_plain_name(name: str) -> bool:
    return Path(name).name == name and name not in ("", ".", "..") and name.isprintable()


def _plain_bytes(path: Path) -> bytes:
    """Return the bytes of a plain file: no link, no folder, no device, nothing that never ends."""
    if path.is_symlink():
        raise DocumentError(f"{path.name} is not a plain file")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:  # noqa: PTH123
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise DocumentError(f"{path.name} is not a plain file")
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise DocumentError(f"{path.name} has more than {LARGEST} bytes")
    return content


def _check_size(problem: object) -> None:
    """Refuse a network that is too large to be worked by hand, before it costs time."""
    if not isinstance(problem, dict):
        return
    for key, most in (("layers", MOST_LAYERS), ("examples", MOST_EXAMPLES)):
        listed = problem.get(key)
        if isinstance(listed, list) and len(listed) > most:
            reason = f"{len(listed)} {key}, but a lesson has at most {most}"
            raise SourceError((("problem", key), reason))
    numbers, values = _count(problem.get("layers")), _count(problem.get("examples"))
    if numbers > MOST_PARAMETERS or values > 10 * MOST_PARAMETERS:
        reason = (
            f"{numbers} weights and biases and {values} numbers in the examples, "
            f"but a lesson has at most {MOST_PARAMETERS} and {10 * MOST_PARAMETERS}"
        )
        raise SourceError((("problem",), reason))


def _count(value: object) -> int:
    """Return how many values there are that hold no others."""
    count, rest = 0, [value]
    while rest:
        each = rest.pop()
        if isinstance(each, dict):
            rest.extend(each.values())
        elif isinstance(each, Sequence) and not isinstance(each, str | bytes):
            rest.extend(each)
        else:
            count += 1
    return count
