"""Home: where one left off, the lessons, and everything else there is to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.chain.notation import ASCII
from tutor.course.catalogue import catalogue
from tutor.course.letters import in_tier
from tutor.course.records import SessionSummary
from tutor.course.session import Session
from tutor.course.standing import Standing, left_off, standings, up_next
from tutor.errors import TutorError
from tutor.faces.desk import Desk
from tutor.faces.drawing.header import PROGRAM
from tutor.faces.drawing.home import go_on_row, heading, lesson_rows, other_row
from tutor.faces.drawing.picture import Span, Tone, line, shown_in
from tutor.faces.learning import Wanted
from tutor.faces.tui.protocols import Start
from tutor.faces.tui.screens.lesson import LessonScreen
from tutor.faces.tui.theme import content
from tutor.faces.tui.widgets.keys import KeyLine
from tutor.faces.tui.widgets.pointed_list import PointedList

MOTTO = "Work out by hand how a network learns."
GO_ON = "go on"
_LEAST = 20


class HomeList(PointedList):
    """Everything there is to do, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "open", key_display="Enter"),
    ]


class HomeScreen(Start):
    """What there is to do; Enter does what is highlighted, letters do what stands beside them."""

    CSS_PATH = "../styles/home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,ctrl+g,question_mark", "help", "help", key_display="F1"),
        Binding("p,P", "practice", "practice", key_display="P"),
        Binding("w,W", "again", "wrong", key_display="W", tooltip="Practise again what went wrong"),
        Binding("o,O", "own_file", "own", key_display="O", tooltip="Open a file of your own"),
        Binding("r,R", "records", "records", key_display="R"),
        Binding("s,S", "app.settings", "settings", key_display="S"),
        Binding("f12,ctrl+p", "app.command_palette", "all", key_display="F12"),
        Binding("f10,q,Q", "leave", "leave", key_display="F10"),
    ]
    OTHERS: ClassVar[dict[str, tuple[str, str, str]]] = {
        "practice": ("P", "Practice", "a network drawn from a seed"),
        "again": ("W", "What went wrong", "practise again the steps that did"),
        "own_file": ("O", "Your own", "a network or a lesson in a file of yours"),
        "records": ("R", "Records", "what you did, what was right at once, which errors"),
        "app.settings": ("S", "Settings", "colours, and how formulas are written"),
    }
    """By action: the key, the title, what it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._entries = {each.name: each for each in catalogue()}
        self._left: SessionSummary | None = None
        self._standings: dict[str, Standing] = {}
        self._told = ""

    def compose(self) -> ComposeResult:
        """Lay out the title, the list, and what the highlighted line is about."""
        yield Static(content((line(Span(f" {PROGRAM}", Tone.STRONG)),)), id="header")
        yield Static(MOTTO, id="motto", markup=False)
        yield HomeList(id="lessons", markup=False)
        yield Static(id="below", markup=False)
        yield Static(id="summary", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Let the keys go to the list."""
        lessons = self.query_one(HomeList)
        self.watch(lessons, "scroll_y", self._say_below, init=False)
        lessons.focus()

    def on_screen_resume(self) -> None:
        """Show what is done by now, at the line that most will want next."""
        self._told = "\n".join(self.desk.troubles)
        self.desk.troubles.clear()
        self.rewrite(highlighted=None)

    def on_resize(self) -> None:
        """Share out the columns that there are now."""
        self.rewrite(highlighted=self.query_one(HomeList).highlighted)

    def rewrite(self, highlighted: int | None = None) -> None:
        """Write everything anew, in the notation that is chosen now."""
        self.set_class(self.desk.notation is ASCII, "-ascii")
        lessons = self.query_one(HomeList)
        lessons.set_options(self._options(max(_LEAST, self.size.width - 6)))
        lessons.highlighted = self._most_wanted() if highlighted is None else highlighted
        self._show_summary()
        self.call_after_refresh(self._say_below)

    def _say_below(self) -> None:
        """Say how many lines there are below those that are seen."""
        lessons = self.query_one(HomeList)
        hidden = round(lessons.max_scroll_y - lessons.scroll_offset.y)
        self.query_one("#below", Static).update(f"... {hidden} more below" if hidden > 0 else "")

    def _most_wanted(self) -> int:
        """Return the line of what most will want: to go on, else the lesson that comes next."""
        wanted = GO_ON if self._left is not None else up_next(tuple(self._entries), self._standings)
        options = [each for each in self.query_one(HomeList).options if not each.disabled]
        line_of = self.query_one(HomeList).options.index
        return line_of(next((each for each in options if each.id == wanted), options[0]))

    def _options(self, width: int) -> list[Option]:
        notation, entries = self.desk.notation, tuple(self._entries.values())
        options = []
        self._left = left_off(self.desk.store)
        if self._left is not None:
            row = go_on_row(self.desk.left_off(self._left), width)
            options.append(Option(content((shown_in(row, notation),)), GO_ON))
        options.append(Option(content((heading("Lessons"),)), disabled=True))
        self._standings = standings(self.desk.store, self._entries)
        rows = lesson_rows(entries, self._standings, width)
        for entry, row in zip(entries, rows, strict=True):
            options.append(Option(content((shown_in(row, notation),)), entry.name))
        options.append(Option(content((heading("Besides"),)), disabled=True))
        for action, texts in self.OTHERS.items():
            options.append(Option(content((other_row(*texts, width),)), action))
        return options

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._told = ""
        self._show_summary()

    def _show_summary(self) -> None:
        """Show what the highlighted line is about, or what there is to be told."""
        lessons = self.query_one(HomeList)
        chosen = None if lessons.highlighted is None else lessons.highlighted_option
        entry = None if chosen is None else self._entries.get(chosen.id or "")
        text = self._told or ("" if entry is None else entry.summary)
        shown = Content(in_tier(text, self.desk.notation))
        self.query_one("#summary", Static).update(shown)

    @on(OptionList.OptionSelected)
    async def _selected(self, event: OptionList.OptionSelected) -> None:
        chosen = event.option.id or ""
        if chosen in self.OTHERS:
            await self.run_action(chosen)
        elif chosen == GO_ON and self._left is not None:
            left = self._left
            self.open(lambda: self.desk.resume(left))
        else:
            self.open_lesson(Wanted(lesson=chosen))

    def open_lesson(self, wanted: Wanted) -> None:
        """Open a lesson of the list."""
        self.open(lambda: self.desk.begin(wanted))

    def open(self, begin: Callable[[], Session]) -> None:
        """Open a lesson, or say why that cannot be."""
        try:
            session = begin()
        except TutorError as error:
            self._told = str(error)
            self._show_summary()
        else:
            self.enter(session)

    def enter(self, session: Session) -> None:
        """Go to a lesson."""
        self.app.push_screen(LessonScreen(session, self.desk))

    def action_practice(self) -> None:
        """Ask for a seed and draw a network from it."""
        from tutor.faces.tui.screens.home_dialogs import practice

        self.app.push_screen(practice(self.desk, self.enter))

    def action_again(self) -> None:
        """Draw a network and ask what went wrong."""
        from tutor.faces.tui.screens.home_dialogs import again

        self.app.push_screen(again(self.desk, self.enter))

    def action_own_file(self) -> None:
        """Ask for a file."""
        from tutor.faces.tui.screens.home_dialogs import own_file

        self.app.push_screen(own_file(self.desk, self.enter))

    def action_records(self) -> None:
        """Show what was done."""
        from tutor.faces.tui.screens.records import RecordsScreen

        self.app.push_screen(RecordsScreen(self.desk, self.enter))

    def action_help(self) -> None:
        """Say which keys there are and how to answer."""
        from tutor.faces.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.desk.notation))

    def action_leave(self) -> None:
        """Leave the program."""
        self.app.exit()
