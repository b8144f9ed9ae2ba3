"""How what has formulas shows itself in a notebook: as Markdown and as LaTeX."""

from __future__ import annotations

from collections.abc import Sequence


class ShownAsFormulas:
    """Something that a notebook shows as formulas instead of its ``repr``."""

    def _formulas(self) -> Sequence[str]:
        """Return the formulas in LaTeX, without dollars, each for a line of its own."""
        raise NotImplementedError

    def _repr_markdown_(self) -> str:
        return "\n\n".join(f"$$\n{formula}\n$$" for formula in self._formulas())

    def _repr_latex_(self) -> str:
        body = " \\\\\n".join(self._formulas())
        return f"$$\n\\begin{{gathered}}\n{body}\n\\end{{gathered}}\n$$"
