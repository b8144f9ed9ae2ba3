"""Home: the list of lessons."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from tutor.chain.notation import ASCII, Notation
from tutor.course.lesson_files import LessonFile, shipped_lessons
from tutor.course.letters import to_ascii
from tutor.course.session import Session
from tutor.errors import TutorError
from tutor.faces.drawing.header import PROGRAM
from tutor.faces.drawing.picture import Span, Tone, line
from tutor.faces.tui.screens.help import HelpScreen
from tutor.faces.tui.screens.lesson import LessonScreen
from tutor.faces.tui.theme import content
from tutor.faces.tui.widgets.keys import KeyLine

MOTTO = "Work out by hand how a network learns."


class LessonList(OptionList):
    """The lessons, one line each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "open", key_display="Enter"),
    ]


class HomeScreen(Screen[None]):
    """The lessons; Enter opens one.

    `begin` gives a session on the lesson of a name.
    """

    CSS_PATH = "../styles/home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,ctrl+g", "help", "help", key_display="F1"),
        Binding("f10", "leave", "leave", key_display="F10"),
    ]

    def __init__(self, notation: Notation, begin: Callable[[str], Session]) -> None:
        super().__init__()
        self._notation = notation
        self._begin = begin
        self._files = shipped_lessons()
        self._lessons = [file.load() for file in self._files]

    def compose(self) -> ComposeResult:
        """Lay out the title, the list, and what the highlighted lesson is about."""
        yield Static(content((line(Span(f" {PROGRAM}", Tone.STRONG)),)), id="header")
        yield Static(MOTTO, id="motto", markup=False)
        yield LessonList(*map(self._row, self._files), id="lessons", markup=False)
        yield Static(id="summary", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Let the first lesson be the one that Enter opens."""
        self.set_class(self._notation is ASCII, "-ascii")
        lessons = self.query_one(LessonList)
        lessons.highlighted = 0
        lessons.focus()

    def _row(self, file: LessonFile) -> Content:
        lesson = self._lessons[self._files.index(file)]
        number = file.name.partition("-")[0].lstrip("0")
        title = Span(f"{number:>2}  {self._in_tier(lesson.title)}", Tone.STRONG)
        return content((line(title, Span(f"   {lesson.minutes} min", Tone.DIM)),))

    def _in_tier(self, text: str) -> str:
        return to_ascii(text) if self._notation is ASCII else text

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        summary = self._in_tier(self._lessons[event.option_index].summary)
        self.query_one("#summary", Static).update(Content(summary))

    @on(OptionList.OptionSelected)
    def _opened(self, event: OptionList.OptionSelected) -> None:
        try:
            session = self._begin(self._files[event.option_index].name)
        except TutorError as error:
            self.query_one("#summary", Static).update(Content(self._in_tier(str(error))))
        else:
            self.app.push_screen(LessonScreen(session, from_home=True))

    def action_help(self) -> None:
        """Say which keys there are and how to answer."""
        self.app.push_screen(HelpScreen())

    def action_leave(self) -> None:
        """Leave the program."""
        self.app.exit()
