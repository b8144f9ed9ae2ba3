"""The end of a lesson: what was right at once, what to read again, and what comes next."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from tutor.chain.notation import ASCII
from tutor.course.catalogue import Entry, catalogue
from tutor.course.session import Session
from tutor.course.tally import tally
from tutor.errors import TutorError
from tutor.faces.desk import Desk
from tutor.faces.drawing.picture import Picture, Span, Tone, line, shown_in
from tutor.faces.drawing.tallies import draw_tally
from tutor.faces.learning import Wanted
from tutor.faces.tui.screens.home_dialogs import again
from tutor.faces.tui.screens.line import LineScreen
from tutor.faces.tui.screens.parameter import ParameterScreen
from tutor.faces.tui.theme import content
from tutor.faces.tui.widgets.further import Further
from tutor.faces.tui.widgets.keys import KeyLine

_SAVE = (
    "Every value of the backward pass, and the chain of {name} step by step, as JSON. "
    "The name of a file that is not there yet:"
)
_MARGIN = 6  # the blanks at both sides, and the bar where it scrolls


class EndScreen(Screen[Session | None]):
    """What a session came to; it gives back the session to go to, or none to stay with this one.

    Args:
        session: a finished one.
        desk: what the next one is begun with.

    """

    CSS_PATH = "../styles/home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "next", key_display="Enter", tooltip="Go to what comes next"),
        Binding("f4,ctrl+o", "parameter", "other weight", key_display="F4"),
        Binding("t,T,f2", "save", "save the trace", key_display="T"),
        Binding("w,W", "again", "what went wrong", key_display="W"),
        Binding("f6,ctrl+l", "app.home", "home", key_display="F6"),
        Binding("f12,ctrl+p", "app.command_palette", "all", key_display="F12"),
        Binding("f7,escape", "dismiss", "back", key_display="F7"),
        Binding("f10,ctrl+q", "leave", "leave", key_display="F10"),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-8)", show=False),
        Binding("pagedown", "scroll(8)", show=False),
    ]

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__()
        self._session, self._desk = session, desk
        self._tally = tally([session.events])
        self._next = _following(session.events[0].question)
        self._said = ""

    def compose(self) -> ComposeResult:
        """Lay out a title, what it came to, and what comes next."""
        yield Static(id="header", markup=False)
        with Further(id="came-to"):
            yield Static(id="tally", markup=False)
        yield Static(id="next", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show everything."""
        self.rewrite()

    def on_resize(self) -> None:
        """Wrap the texts anew."""
        self.rewrite()

    def rewrite(self) -> None:
        """Write everything anew, in the notation that is chosen now."""
        self.set_class(self._desk.notation is ASCII, "-ascii")
        title = self._session.view.exercise.title
        self._put("#header", (line(Span(f" {title}", Tone.STRONG), Span("   the end", Tone.DIM)),))
        self._put("#tally", draw_tally(self._tally, self.size.width - _MARGIN))
        self._put("#next", self._what_next())
        self.query_one(Further).go_to()

    def _put(self, place: str, picture: Picture) -> None:
        shown = tuple(shown_in(each, self._desk.notation) for each in picture)
        self.query_one(place, Static).update(content(shown))

    def _what_next(self) -> Picture:
        """Return what was said last, and what Enter does."""
        if self._next is None:
            told = line(Span("Enter: ", Tone.ACCENT), "home, to all lessons and practice")
        else:
            entry = self._next
            title = Span(f"lesson {entry.number}, {entry.title}", Tone.STRONG)
            told = line(Span("Enter: ", Tone.ACCENT), title, f", about {entry.minutes} min")
        return (*((line(self._said),) if self._said else ()), told)

    def _say(self, text: str | None) -> None:
        self._said = text or ""
        self.rewrite()

    async def action_next(self) -> None:
        """Go to the next lesson, after the last one home."""
        if self._next is None:
            await self.run_action("app.home")
        else:
            self.open_lesson(Wanted(lesson=self._next.name))

    def open_lesson(self, wanted: Wanted) -> None:
        """Go to a lesson, or say why that cannot be."""
        try:
            self.dismiss(self._desk.begin(wanted))
        except TutorError as error:
            self._say(str(error))

    def action_parameter(self) -> None:
        """Let the learner choose another weight or bias of the same network."""
        self.app.push_screen(ParameterScreen(self._session), lambda _: self.dismiss(None))

    def action_again(self) -> None:
        """Practise what went wrong."""
        self.app.push_screen(again(self._desk, self._go_to))

    def _go_to(self, following: Session) -> None:
        self.dismiss(following)

    def action_save(self) -> None:
        """Ask for a file and save the trace to it."""
        view = self._session.view
        name = view.trace.name(view.parameter, view.notation, None)
        text = _SAVE.format(name=name)
        dialog = LineScreen("Save the trace", text, self._save, view.notation, start="trace.json")
        self.app.push_screen(dialog, self._say)

    def _save(self, path: str) -> str:
        """Save the trace, never over anything."""
        name = path.strip()
        if not name:
            raise TutorError("The name of a file is needed, such as trace.json.")
        if Path(name).exists():
            raise TutorError(f"{name}: there is such a file already; another name is needed.")
        view = self._session.view
        view.trace.for_parameter(str(view.parameter)).save(name)
        return f"Saved: {name}"

    def action_leave(self) -> None:
        """Leave the program."""
        self.app.exit()

    def action_scroll(self, lines: int) -> None:
        """Scroll what it came to."""
        self.query_one(Further).turn(lines)


def _following(name: str) -> Entry | None:
    """Return the lesson after one of the list; None after the last, and where it is none."""
    entries = catalogue()
    names = [each.name for each in entries]
    place = names.index(name) + 1 if name in names else len(names)
    return entries[place] if place < len(entries) else None
