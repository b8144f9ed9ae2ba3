"""Commands whose options are made when they are asked for: most runs need those of one."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

Options = Callable[[argparse.ArgumentParser], None]


class LaterParser(argparse.ArgumentParser):
    """A command's parser, which adds its options once, when there is something to parse."""

    def __init__(self, *, options: Options | None = None, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(**settings)
        self._options = options

    def parse_known_args(  # type: ignore[override] # what is narrower in the stubs is passed on
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse with all options."""
        add, self._options = self._options, None
        if add is not None:
            add(self)
        return super().parse_known_args(args, namespace)
