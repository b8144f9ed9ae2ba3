"""The lesson: network, chain, notes and question on one screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from tutor.chain.addresses import Address
from tutor.chain.notation import ASCII
from tutor.course.plan import PlannedOwn
from tutor.course.session import Session
from tutor.course.view import Phase, View
from tutor.errors import TutorError
from tutor.faces.desk import Desk, lone_desk
from tutor.faces.drawing.arrangement import Extent, arrangement, extent, key_lines
from tutor.faces.drawing.dialogue import noticed
from tutor.faces.drawing.picture import rows
from tutor.faces.drawing.place import current_example, is_descent
from tutor.faces.learning import Wanted
from tutor.faces.tui.protocols import Start
from tutor.faces.tui.theme import content
from tutor.faces.tui.widgets.answer import AnswerInput
from tutor.faces.tui.widgets.chain import ChainPanel
from tutor.faces.tui.widgets.descent import DescentPanel
from tutor.faces.tui.widgets.examples import ExamplesPanel
from tutor.faces.tui.widgets.header import HeaderLine
from tutor.faces.tui.widgets.keys import KeyLine
from tutor.faces.tui.widgets.network import NetworkPanel
from tutor.faces.tui.widgets.notes import NotesPanel
from tutor.faces.tui.widgets.panel import Panel
from tutor.faces.tui.widgets.question import QuestionPanel, SaidPart

if TYPE_CHECKING:
    from tutor.course.beside import Beside

_OTHER = "Ask about another weight or bias"
_TAKE_BACK = "Take the last answer back"
_NOT_IN_A_QUIZ = ("beside", "parameter", "take_back", "home")
_SAME = "This is the same answer: it does not count again."
NOTICE = "A 60x16 window shows the whole lesson."


class LessonScreen(Start):
    """One session: what is done here is done to it, what is seen is its view."""

    CSS_PATH = "../styles/lesson.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,ctrl+g", "help", "help", key_display="F1", tooltip="Help"),
        Binding("f2,ctrl+t", "hint", "hint", key_display="F2", tooltip="A hint"),
        Binding("f3,ctrl+r", "reveal", "show", key_display="F3", tooltip="Show the answer"),
        Binding("f4,ctrl+o", "parameter", "weight", key_display="F4", tooltip=_OTHER),
        Binding("f5,ctrl+n", "beside('nudge')", "nudge", key_display="F5"),
        Binding("f6,ctrl+l", "home", "home", key_display="F6"),
        Binding("f7,ctrl+y", "take_back", "undo", key_display="F7", tooltip=_TAKE_BACK),
        Binding("f8,ctrl+s", "beside('average')", "average", key_display="F8"),
        Binding("f9,ctrl+b", "beside('descent')", "descent", key_display="F9"),
        Binding("f10,ctrl+q", "leave", "leave", key_display="F10"),
        Binding("f12,ctrl+p", "app.command_palette", "all", key_display="F12"),
        Binding("up", "look(-1)", "look back at the step before", show=False),
        Binding("down", "look(1)", "look forward again", show=False),
        Binding("pageup", "scroll(-8)", show=False),
        Binding("pagedown", "scroll(8)", show=False),
    ]

    def __init__(self, session: Session, desk: Desk | None = None) -> None:
        super().__init__()
        self.desk = desk or lone_desk()
        self._session = session
        self._now: tuple[Phase, frozenset[str]] | None = None

    @cached_property
    def _beside(self) -> Beside:
        """What the pictures beside the lesson remember; a lesson starts without them."""
        from tutor.course.beside import Beside

        return Beside(self._session)

    def compose(self) -> ComposeResult:
        """Lay out the panels; where they stand is in the styles."""
        self.set_classes(self._class_names(self._session.view))  # before there is much to style
        yield HeaderLine("", "header")
        yield Static(NOTICE, id="small", markup=False)
        yield Static(id="notices", markup=False)
        with Container(id="desk"):
            with Vertical(id="picture"):
                yield NetworkPanel("network", "network")
                yield ExamplesPanel("examples", "examples")
                yield DescentPanel("descent", "descent")
            yield NotesPanel(id="notes")
            yield ChainPanel("chain", "chain")
            yield QuestionPanel("question", self._enter)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show where the session is."""
        self._show(self._session.view)

    def on_resize(self) -> None:
        """Share out the room there is now; a line that had no room lost the keys."""
        self._arrange(self._session.view)
        self.call_after_refresh(self.query_one(QuestionPanel).take_keys)

    def _do(self, act: Callable[[], View]) -> None:
        """Do something to the session and show what there is then; notices are read by now."""
        self._session.notices.clear()
        try:
            self._show(act())
        except TutorError as error:
            self._session.notices.append(str(error))
            self._show(self._session.view)

    def _show(self, view: View) -> None:
        """Render a view everywhere."""
        self.query_one("#notices", Static).update(content(noticed(view)))
        self._arrange(view)
        for panel in self.query(Panel):
            panel.show(view)
        self.query_one(NotesPanel).show(view)
        self.query_one(QuestionPanel).show(view)
        now = (view.phase, _idle(view))
        if now != self._now:
            self._now = now
            self.refresh_bindings()

    def _arrange(self, view: View) -> None:
        """Say in classes what is shown on how large a screen, and share out a usual one's rows."""
        width, height = self.app.size
        classes = self._class_names(view)
        if classes != self.classes:
            self.set_classes(classes)
        styles = self.query_one("#desk").styles
        if extent(width, height) is Extent.USUAL:
            free = height - rows(noticed(view), width - 2)
            picture, question = arrangement(view, width, free, key_lines(view, width, height))
            styles.grid_rows = f"{picture} 1fr {question}"
        else:
            styles.clear_rule("grid_rows")

    def _class_names(self, view: View) -> frozenset[str]:
        flags = {
            "-ascii": view.notation is ASCII,
            "-descent": is_descent(view),
            "-noticed": bool(view.notices),
            "-two-lines": key_lines(view, *self.app.size) > 1,
        }
        named = (name for name, is_so in flags.items() if is_so)
        return frozenset((f"-{view.phase.value}", f"-{extent(*self.app.size).value}", *named))

    def _enter(self, text: str) -> None:
        view = self._session.view
        if view.phase is not Phase.ASKING:
            self.action_go_on()
        elif view.verdict and view.answer == text and self.query_one(AnswerInput).is_again:
            self._session.notices[:] = [_SAME]
            self._show(self._session.view)
        else:
            self._do(lambda: self._session.submit(text))

    def action_go_on(self) -> None:
        """Turn the page or go to the next question; at the end, to what it came to."""
        if self._session.view.phase is Phase.FINISHED:
            from tutor.faces.tui.screens.end import EndScreen

            self.app.push_screen(EndScreen(self._session, self.desk), self._after_end)
        else:
            self._do(self._session.go_on)

    def _after_end(self, following: Session | None) -> None:
        """Go to the session that comes next, or stay where another weight is asked about."""
        if following is None:
            self._come_back()
        else:
            self.give_way(LessonScreen(following, self.desk))

    def action_hint(self) -> None:
        """Give the next hint."""
        self._do(self._session.hint)

    def action_reveal(self) -> None:
        """Show the answer."""
        self._do(self._session.reveal)

    def action_take_back(self) -> None:
        """Take the last answer back."""
        self._do(self._session.take_back)

    def action_parameter(self) -> None:
        """Let the learner choose another weight or bias."""
        self._choose(None)

    def action_beside(self, name: str) -> None:
        """Show the nudge, the average or the descent beside the lesson."""
        from tutor.faces.tui.screens.pictures import picture_screen

        self._beside.follow(current_example(self._session.view))
        self.app.push_screen(picture_screen(name, self._beside), lambda _: self._come_back())

    @on(NetworkPanel.Pointed)
    def _pointed(self, event: NetworkPanel.Pointed) -> None:
        """Let the learner choose, beginning with what was clicked on."""
        if self._session.is_free:
            self._choose(event.address)

    def _choose(self, first: Address | None) -> None:
        from tutor.faces.tui.screens.parameter import ParameterScreen

        chooser = ParameterScreen(self._session, first)
        self.app.push_screen(chooser, lambda _: self._come_back())

    def _come_back(self) -> None:
        self._show(self._session.view)

    def action_help(self) -> None:
        """Say which keys there are and how to answer."""
        from tutor.faces.tui.screens.help import HelpScreen

        help_screen = HelpScreen(self._session.view.notation)
        self.app.push_screen(help_screen, lambda _: self._come_back())

    def open_lesson(self, wanted: Wanted) -> None:
        """Go to another lesson, or say why that cannot be."""
        try:
            session = self.desk.begin(wanted)
        except TutorError as error:
            self._session.notices.append(str(error))
            self._show(self._session.view)
        else:
            self.give_way(LessonScreen(session, self.desk))

    def rewrite(self) -> None:
        """Write everything anew, in the notation that is chosen now."""
        self._show(self._session.write_in(self.desk.notation))

    async def action_home(self) -> None:
        """Go home, to the lessons and everything else."""
        await self.run_action("app.home")

    def action_leave(self) -> None:
        """Leave the program."""
        self.app.exit()

    def action_look(self, by: int) -> None:
        """Look at an earlier step without losing the place; where nothing is asked, scroll."""
        if self._session.view.phase in (Phase.READING, Phase.FINISHED):
            self.action_scroll(by)
        else:
            self._do(self._session.look_back if by < 0 else self._session.look_forward)

    def action_scroll(self, lines: int) -> None:
        """Scroll what is said to an answer to its end, then the notes; back the other way."""
        said, notes = self.query_one(SaidPart), self.query_one(NotesPanel)
        is_said = said.is_cut if lines > 0 else not notes.scroll_offset.y
        (said if is_said else notes).turn(lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Return whether a key does something now: None greys it in the footer."""
        if not self._session.is_free and action in _NOT_IN_A_QUIZ:
            return False
        return None if action in _idle(self._session.view) else True


def _idle(view: View) -> frozenset[str]:
    """Return the actions that would do nothing now."""
    is_asking = view.phase is Phase.ASKING
    idle = {
        "hint": not is_asking or isinstance(view.question, PlannedOwn),
        "reveal": not is_asking,
        "take_back": not view.can_take_back,
        "look": not view.behind or view.phase in (Phase.READING, Phase.FINISHED),
    }
    return frozenset(action for action, is_idle in idle.items() if is_idle)
