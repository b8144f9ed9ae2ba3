"""What the command palette offers: every key of the screen, every lesson, every setting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from tutor.course.catalogue import catalogue
from tutor.course.letters import in_tier
from tutor.faces.desk import Desk
from tutor.faces.learning import Wanted
from tutor.faces.settings import NotationChoice, Settings, ThemeChoice
from tutor.faces.tui.protocols import OpensLessons

_HIDDEN = "app.command_palette"


def commands_of(
    screen: Screen[object], desk: Desk, take_on: Callable[[Settings], str]
) -> Iterator[SystemCommand]:
    """Yield what can be done on a screen, in the order of its keys; then what always can be."""
    yield from _keys(screen)
    if isinstance(screen, OpensLessons):
        for entry in catalogue():
            yield SystemCommand(
                in_tier(f"Lesson {entry.number}: {entry.title}", desk.notation),
                f"about {entry.minutes} minutes",
                partial(screen.open_lesson, Wanted(lesson=entry.name)),
            )
    for theme in ThemeChoice:
        take = _taking(take_on, desk.settings._replace(theme=theme))
        yield SystemCommand(f"Colours: {theme}", "seen at once, and kept", take)
    for notation in NotationChoice:
        take = _taking(take_on, desk.settings._replace(notation=notation))
        yield SystemCommand(f"Notation: {notation}", "how formulas are written", take)


def _taking(take_on: Callable[[Settings], str], settings: Settings) -> Callable[[], None]:
    def take() -> None:
        take_on(settings)

    return take


def _keys(screen: Screen[object]) -> Iterator[SystemCommand]:
    """Yield what the screen's own keys do."""
    for binding in type(screen).BINDINGS:
        if not isinstance(binding, Binding) or binding.action == _HIDDEN:
            continue
        if binding.description and screen.check_action(binding.action, ()):
            told = binding.tooltip or binding.description
            title = told[:1].upper() + told[1:]
            keys = binding.key.upper().replace("CTRL+", "Ctrl+").split(",")
            act = partial(screen.run_action, binding.action)
            yield SystemCommand(title, f"key: {' or '.join(keys)}", act)
