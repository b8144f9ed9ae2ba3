"""The pictures beside a lesson, by name."""

from __future__ import annotations

from tutor.course.beside import Beside
from tutor.faces.tui.screens.average import AverageScreen
from tutor.faces.tui.screens.beside import BesideScreen
from tutor.faces.tui.screens.descent import DescentScreen
from tutor.faces.tui.screens.nudge import NudgeScreen

_SCREENS: dict[str, type[BesideScreen]] = {
    each.NAME: each for each in (NudgeScreen, AverageScreen, DescentScreen)
}


def picture_screen(name: str, beside: Beside) -> BesideScreen:
    """Return the screen of a name: nudge, average or descent."""
    return _SCREENS[name](beside)
