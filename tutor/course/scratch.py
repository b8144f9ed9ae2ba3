"""Scratch calculations: worked out with everything that can be seen, and not graded."""

from __future__ import annotations

from tutor.chain.numbers import text_of
from tutor.course.plan import Planned
from tutor.course.view import View
from tutor.errors import AddressError
from tutor.grading.reading import Unreadable, read


def calculated(text: str, view: View) -> str:
    """Return what a calculation comes to, or why it cannot be read, with a pointer to where."""
    try:
        reading = read(text, _Screen(view))
    except Unreadable as error:
        return f"{error.reason}\n{error.pointer}"
    return f"{text.strip()} = {text_of(reading.value, 6)}"


class _Screen:
    """The quantities that a scratch calculation may name: everything that can be seen."""

    def __init__(self, view: View) -> None:
        self._view = view

    def value(self, name: str) -> float | None:
        """Return the value of a quantity on the screen."""
        view = self._view
        own = view.question.step.example if isinstance(view.question, Planned) else None
        try:
            address = view.trace.address(name, own)
        except AddressError:
            return None
        if not view.is_seen(address):
            raise LookupError(f"{name} is not known yet")
        return view.trace.settled(address)
