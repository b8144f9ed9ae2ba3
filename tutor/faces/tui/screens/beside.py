"""What the screens beside a lesson share: nudge, average and descent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from tutor.chain.notation import ASCII
from tutor.course.beside import Beside
from tutor.course.letters import in_tier
from tutor.course.view import View
from tutor.faces.drawing.keys import Key
from tutor.faces.drawing.picture import Line, Picture, Span, Tone, line
from tutor.faces.tui.screens.line import LineScreen
from tutor.faces.tui.screens.picture_help import PictureHelp
from tutor.faces.tui.theme import content
from tutor.faces.tui.widgets.drawn import Drawn
from tutor.faces.tui.widgets.keys import KeyLine
from tutor.faces.tui.widgets.own_keys import OWN, OwnKeys

UNCOVER = "Show what is not worked out yet, or hide it"
SMALL = "A 60x16 window shows the picture."
UNCOVERS = "F3 shows what is not worked out yet."


def own_key(keys: str, action: str, does: str, name: str, tooltip: str) -> Binding:
    """Return a key that only one picture has; it stands in that picture's own line."""
    return Binding(
        keys, action, does, show=False, key_display=name, tooltip=tooltip, id=f"{OWN}{name}"
    )


class BesideScreen(Screen[None]):
    """A picture beside a lesson: Escape or its own key goes back to it; nothing here is graded.

    Args:
        beside: what is tried out; it outlives the screen.

    """

    CSS_PATH = "../styles/beside.tcss"
    AUTO_FOCUS = ""
    NAME: ClassVar[str]
    ABOUT: ClassVar[str]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (76, "-wide")]  # noqa: RUF012 - as it is declared
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-low"), (32, "-tall")]  # noqa: RUF012 - as it is declared
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,ctrl+g", "help", "help", key_display="F1", tooltip="This help"),
        Binding("f3,ctrl+r,u", "uncover", "uncover", key_display="F3", tooltip=UNCOVER),
        Binding("f4,ctrl+o", "type", "type", key_display="F4", tooltip="Type what is to be done"),
        Binding(
            "f5,ctrl+n",
            "go('nudge')",
            "nudge",
            key_display="F5",
            tooltip="Nudge a number, and see what moves",
        ),
        Binding(
            "f8,ctrl+s",
            "go('average')",
            "average",
            key_display="F8",
            tooltip="The average, and the whole gradient",
        ),
        Binding(
            "f9,ctrl+b", "go('descent')", "descent", key_display="F9", tooltip="Steps of descent"
        ),
        Binding("f12,ctrl+p", "app.command_palette", "all", key_display="F12"),
        Binding(
            "escape,f10,ctrl+q", "back", "back", key_display="Esc", tooltip="Back to the lesson"
        ),
    ]

    def __init__(self, beside: Beside) -> None:
        super().__init__()
        self.beside = beside
        self.view: View = beside.view
        """The session's view, as far as it may be seen here; taken anew with everything drawn."""
        self._words: list[str] | None = None

    def compose(self) -> ComposeResult:
        """Lay out a title, the picture's own parts, its keys, and the keys that all have."""
        yield Static(id="title")
        yield Static(SMALL, id="small", markup=False)
        yield from self.parts()
        yield OwnKeys()
        yield KeyLine()

    def parts(self) -> ComposeResult:
        """Yield what the screen is made of."""
        raise NotImplementedError

    def words(self) -> list[str]:
        """Return the picture's sentences."""
        raise NotImplementedError

    def told(self, width: int, height: int) -> Picture:  # noqa: ARG002 - it is as long as it is
        """Return the sentences as a picture, wrapped."""
        if self._words is None:
            self._words = self.words()
        return tuple(
            line(each) for words in self._words for each in wrap(words, max(1, width)) or [""]
        )

    def on_mount(self) -> None:
        """Show everything."""
        self.refresh_all()

    def refresh_all(self) -> None:
        """Draw everything anew."""
        self.view, self._words = self.beside.view, None
        self.set_class(self.view.notation is ASCII, "-ascii")
        self.query_one("#title", Static).update(content((self._title(),)), layout=False)
        for drawn in self.query(Drawn):
            drawn.redraw()

    def rewrite(self) -> None:
        """Write everything anew, in the notation that is chosen now."""
        self.refresh_all()

    def _title(self) -> Line:
        dot = Span(" | " if self.view.notation is ASCII else " · ", Tone.DIM)
        lesson = in_tier(self.view.exercise.title, self.view.notation)
        told = (dot, Span("everything is shown")) if self.beside.uncovered else ()
        return line(Span(f" {lesson}"), dot, Span(self.NAME, Tone.ACCENT), *told)

    def ask(self, title: str, text: str, take: Callable[[str], None]) -> None:
        """Let the learner type one line; what is refused is told, and can be mended."""

        def taken(typed: str) -> str:
            take(typed)
            return ""

        dialog = LineScreen(title, text, taken, self.view.notation)
        self.app.push_screen(dialog, lambda _said: self.refresh_all())

    def action_help(self) -> None:
        """Say what the picture shows, and which keys there are."""
        keys = [
            Key(each.key_display or each.key, each.tooltip, works=True, code=each.key)
            for each in self.BINDINGS
            if isinstance(each, Binding) and each.tooltip
        ]
        self.app.push_screen(PictureHelp(self.ABOUT, keys, self.view.notation))

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that do something; one that turns something on says when it would turn it off.

        The lines of keys are written from these.
        """
        found = super().active_bindings
        for key, active in found.items():
            if does := self.turned(active.binding.action):
                found[key] = active._replace(binding=replace(active.binding, description=does))
        return found

    def turned(self, action: str) -> str:
        """Return what an action does now where that is another thing than at first; else ""."""
        return "cover" if action == "uncover" and self.beside.uncovered else ""

    def action_uncover(self) -> None:
        """Show what is not worked out yet, or hide it again."""
        self.beside.uncovered = not self.beside.uncovered
        self.refresh_all()
        self.refresh_bindings()

    def action_go(self, name: str) -> None:
        """Go to another picture; the lesson stays where it is."""
        from tutor.faces.tui.screens.pictures import picture_screen

        self.app.switch_screen(picture_screen(name, self.beside))

    def action_back(self) -> None:
        """Go back to the lesson."""
        self.dismiss()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key does something now: the picture that is there is not gone to."""
        if action == "go" and parameters == (self.NAME,):
            return False
        return super().check_action(action, parameters)
