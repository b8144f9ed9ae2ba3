"""What the app asks of screens without loading them."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.screen import Screen

from tutor.faces.desk import Desk
from tutor.faces.learning import Wanted


class Start(Screen[None]):
    """A screen that the program can begin with; it has the desk that everything is done at."""

    desk: Desk

    def give_way(self, screen: Screen[None]) -> None:
        """Show another screen instead; the first of all stays below it."""
        if len(self.app.screen_stack) > 1:
            self.app.switch_screen(screen)
        else:
            self.app.push_screen(screen)


@runtime_checkable
class Rewritable(Protocol):
    """A screen that can be written anew when colours or notation change."""

    def rewrite(self) -> None:
        """Write everything anew."""


@runtime_checkable
class OpensLessons(Protocol):
    """A screen that goes to the lesson that is wanted."""

    def open_lesson(self, wanted: Wanted) -> None:
        """Go to a lesson."""
