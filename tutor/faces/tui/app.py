"""The app: what all screens share, and how it starts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, cast

from rich.text import Text
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.scrollbar import ScrollBar

from tutor.course.session import Session
from tutor.faces.desk import Desk
from tutor.faces.exits import Exit
from tutor.faces.garbage import collect_garbage
from tutor.faces.settings import Settings
from tutor.faces.tui.ending import run, sentence
from tutor.faces.tui.protocols import Rewritable, Start
from tutor.faces.tui.screens.lesson import LessonScreen
from tutor.faces.tui.theme import theme_name, theme_of
from tutor.faces.tui.widgets.scrollbar import WholeCells

_STYLES = "styles/app.tcss"


class TutorApp(App[None]):
    """The terminal program, at home or at one lesson."""

    TITLE = "Backprop Tutor"
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("f12", "command_palette", "all commands", show=False),
    ]

    def __init__(self, start: Start) -> None:
        # With the first screen's styles: for a file that comes later, all are parsed anew.
        super().__init__(css_path=[_STYLES, *start.css_path])
        self._start = start
        self._desk = start.desk
        self.set_reactive(App.theme, self._registered_theme())  # nothing is styled yet
        self.stylesheet.set_variables(self.get_css_variables())
        ScrollBar.renderer = WholeCells

    def get_default_screen(self) -> Screen[object]:
        """Return the first screen, which stays below all others."""
        return cast("Screen[object]", self._start)

    def on_mount(self) -> None:
        """Collect garbage again once there is something to see."""
        self.call_after_refresh(collect_garbage)

    def _registered_theme(self) -> str:
        """Register the colours that are chosen; return their name."""
        choice = self._desk.settings.theme
        self.register_theme(theme_of(choice))
        return theme_name(choice)

    def take_on(self, settings: Settings) -> str:
        """Put settings into effect; return in a sentence why they are not kept, if so."""
        said = self._desk.choose(settings)
        self.theme = self._registered_theme()
        for screen in self.screen_stack:
            if isinstance(screen, Rewritable):
                screen.rewrite()
            for widget in screen.walk_children():
                widget.refresh(layout=True)
        return said

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield everything that can be done here."""
        from tutor.faces.tui.commands import commands_of

        return commands_of(screen, self._desk, self.take_on)

    def action_settings(self) -> None:
        """Let the learner choose colours and notation."""
        from tutor.faces.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen(self._desk, self.take_on))

    def action_home(self) -> None:
        """Go back to the lessons, or to them for the first time."""
        from tutor.faces.tui.screens.home import HomeScreen

        while len(self.screen_stack) > 1 and not isinstance(self.screen, HomeScreen):
            self.pop_screen()
        if not isinstance(self.screen, HomeScreen):
            self.push_screen(HomeScreen(self._desk))

    def action_interrupt(self) -> None:
        """Leave as Ctrl+C leaves any program."""
        self.exit(return_code=Exit.INTERRUPTED)

    def _fatal_error(self) -> None:
        """Leave after a crash with a sentence instead of Textual's traceback."""
        self.panic(Text(sentence(self._exception)))


def run_lesson(session: Session, desk: Desk) -> int:
    """Work a session in the terminal program and return the exit status."""
    return run(TutorApp(LessonScreen(session, desk)))


def run_home(desk: Desk) -> int:
    """Open the terminal program at home and return the exit status."""
    from tutor.faces.tui.screens.home import HomeScreen

    return run(TutorApp(HomeScreen(desk)))
