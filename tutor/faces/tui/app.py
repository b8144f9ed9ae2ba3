"""The app: what all screens share, and how it starts."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.scrollbar import ScrollBar

from tutor.chain.notation import Notation
from tutor.course.opening import open_store
from tutor.course.session import Session
from tutor.faces.exits import Exit
from tutor.faces.learning import Wanted, opened_session
from tutor.faces.tui.ending import run, sentence
from tutor.faces.tui.screens.home import HomeScreen
from tutor.faces.tui.screens.lesson import LessonScreen
from tutor.faces.tui.theme import MARKDOWN, THEME
from tutor.faces.tui.widgets.scrollbar import WholeCells


class TutorApp(App[None]):
    """The terminal program, at home or at one lesson."""

    CSS_PATH = "styles/app.tcss"
    TITLE = "Backprop Tutor"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
    ]

    def __init__(self, start: HomeScreen | LessonScreen) -> None:
        super().__init__()
        self._start = start

    def on_mount(self) -> None:
        """Take on the colours and open the first screen."""
        self.register_theme(THEME)
        self.theme = THEME.name
        self.console.push_theme(MARKDOWN)
        ScrollBar.renderer = WholeCells
        self.push_screen(self._start)

    def action_interrupt(self) -> None:
        """Leave as Ctrl+C leaves any program."""
        self.exit(return_code=Exit.INTERRUPTED)

    def _fatal_error(self) -> None:
        """Leave after a crash with a sentence instead of Textual's traceback."""
        self.panic(Text(sentence(self._exception)))


def run_lesson(session: Session) -> int:
    """Work a session in the terminal program and return the exit status."""
    return run(TutorApp(LessonScreen(session)))


def run_home(notation: Notation) -> int:
    """Open the terminal program at home and return the exit status."""
    opened = open_store()
    try:

        def begin(name: str) -> Session:
            return opened_session(Wanted(lesson=name), opened, notation)

        return run(TutorApp(HomeScreen(notation, begin)))
    finally:
        opened.store.close()
