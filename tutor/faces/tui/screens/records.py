"""Records: the sessions, the newest first, and what each of them comes to."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.chain.notation import ASCII
from tutor.course.catalogue import catalogue
from tutor.course.records import RecordsError, SessionSummary
from tutor.course.session import Session
from tutor.course.tally import tally
from tutor.errors import TutorError
from tutor.faces.desk import Desk
from tutor.faces.drawing.picture import Picture, Span, Tone, line, shown_in
from tutor.faces.drawing.records import session_rows
from tutor.faces.drawing.tallies import draw_tally
from tutor.faces.tui.theme import content
from tutor.faces.tui.widgets.keys import KeyLine
from tutor.faces.tui.widgets.pointed_list import PointedList

_MOST = 500
"""A longer list helps nobody: the command records has them all."""
_ALL = "all"
_NONE = "Nothing is kept yet."


class SessionList(PointedList):
    """The sessions, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "go on with it", key_display="Enter"),
    ]


class RecordsScreen(Screen[None]):
    """What was done; Enter goes on with a session that is not finished."""

    CSS_PATH = "../styles/home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10,q", "dismiss", "back", key_display="Esc"),
        Binding("pageup", "scroll(-8)", show=False),
        Binding("pagedown", "scroll(8)", show=False),
    ]

    def __init__(self, desk: Desk, enter: Callable[[Session], None]) -> None:
        super().__init__()
        self._desk, self._enter = desk, enter
        self._sessions: dict[str, SessionSummary] = {}
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """Lay out the list, and below it what the highlighted session comes to."""
        yield Static(content((line(Span(" Records", Tone.STRONG)),)), id="header")
        yield SessionList(id="sessions", markup=False)
        with VerticalScroll(id="comes-to", can_focus=False):
            yield Static(id="tally", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the records."""
        self.set_class(self._desk.notation is ASCII, "-ascii")
        self.query_one(SessionList).focus()

    def on_screen_resume(self) -> None:
        """List the sessions as they are now."""
        try:
            found = [each for each in self._desk.store.sessions() if each.events]
        except RecordsError as error:
            found, self._trouble = [], str(error)
        found.sort(key=lambda each: (each.last, each.id), reverse=True)
        self._sessions = {str(each.id): each for each in found[:_MOST]}
        self._list()

    def on_resize(self) -> None:
        """Share out the columns that there are now."""
        self._list()

    def _list(self) -> None:
        sessions, notation = self.query_one(SessionList), self._desk.notation
        titles = {each.name: each.title for each in catalogue()}
        place = sessions.highlighted or 0
        rows = session_rows(tuple(self._sessions.values()), titles, self.size.width - 4)
        options = [Option(content((line(Span("  All sessions", Tone.STRONG)),)), _ALL)]
        for name, row in zip(self._sessions, rows, strict=True):
            options.append(Option(content((shown_in(row, notation),)), name))
        sessions.set_options(options)
        sessions.highlighted = min(place, len(options) - 1)
        self._show()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._show()

    def _show(self) -> None:
        shown = tuple(shown_in(each, self._desk.notation) for each in self._comes_to())
        self.query_one("#tally", Static).update(content(shown))
        self.query_one("#comes-to").scroll_home(animate=False)

    def _comes_to(self) -> Picture:
        """Return what the highlighted session comes to, or all of them."""
        if not self._sessions:
            return (line(Span(self._trouble or _NONE, Tone.DIM)),)
        sessions = self.query_one(SessionList)
        chosen = None if sessions.highlighted is None else sessions.highlighted_option
        own = self._sessions.get((chosen.id or "") if chosen else "")
        try:
            ids = [own.id] if own else [each.id for each in self._sessions.values()]
            return draw_tally(tally(map(self._desk.store.events, ids)), self.size.width - 4)
        except RecordsError as error:
            return (line(Span(str(error), Tone.BAD)),)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        own = self._sessions.get(event.option.id or "")
        if own is None or own.finished:
            return
        try:
            session = self._desk.resume(own)
        except TutorError as error:
            picture = (line(Span(str(error), Tone.BAD)),)
            self.query_one("#tally", Static).update(content(picture))
        else:
            self._enter(session)

    def action_scroll(self, lines: int) -> None:
        """Scroll what the session comes to."""
        self.query_one("#comes-to").scroll_relative(y=lines, animate=False)
