"""A bar that shows how far a long run is: on a terminal, and nowhere else."""

from __future__ import annotations

from types import TracebackType
from typing import Self, TextIO

_WIDTH = 30


class Progress:
    """Draws a bar of ASCII on one line and takes it away at the end.

    Args:
        target: where; nothing is drawn where it is no terminal.
        what: what is counted.

    """

    def __init__(self, target: TextIO, what: str) -> None:
        self._target = target
        self._what = what
        self._is_shown = target.isatty()
        self._last = ""

    def __call__(self, count: int, total: int) -> None:
        """Show that so many of so many are done."""
        if not self._is_shown or not total:
            return
        filled = _WIDTH * count // total
        line = f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {count} of {total} {self._what}"
        if line != self._last:
            self._target.write(f"\r{line}")
            self._target.flush()
            self._last = line

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if self._last:
            self._target.write(f"\r{' ' * len(self._last)}\r")
            self._target.flush()
