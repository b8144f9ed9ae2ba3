"""The question, the line for the answer, and what is said to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tutor.course.own_questions import choices_of
from tutor.course.plan import PlannedOwn
from tutor.course.view import Phase, View
from tutor.faces.drawing.arrangement import known_rows
from tutor.faces.drawing.dialogue import asked, choice_at, enter, placeholder, said
from tutor.faces.drawing.picture import Picture, rows
from tutor.faces.tui.theme import content
from tutor.faces.tui.widgets.answer import AnswerInput
from tutor.faces.tui.widgets.further import Further
from tutor.faces.tui.widgets.panel import Panel
from tutor.grading.verdicts import Verdict, VerdictKind

_RETYPED = (
    VerdictKind.WRONG,
    VerdictKind.MISCONCEPTION,
    VerdictKind.FOLLOW_THROUGH,
    VerdictKind.TOO_COARSE,
)
"""What is typed after these takes the place of the answer; one not read is there to be mended."""


class AskedText(Panel):
    """The question, with the values that it can be answered from."""

    @dataclass
    class Chosen(Message):
        """A choice was clicked on."""

        number: int

    def picture(self, view: View, width: int, height: int) -> Picture:  # noqa: ARG002 - automatic
        """Return the question."""
        return asked(view, width, known_rows(self.app.size.height))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return how many lines it takes, long ones wrapped."""
        return 0 if self.view is None else rows(self.picture(self.view, width, 0), width)

    def on_click(self, event: events.Click) -> None:
        """Tell which choice was clicked on."""
        place = event.get_content_offset(self)
        if self.view is None or place is None:
            return
        number = choice_at(self.view, self.content_size.width, place.y)
        if number is not None:
            self.post_message(self.Chosen(number))


class Given(Panel):
    """What was typed, and what Enter does."""

    def picture(self, view: View, width: int, height: int) -> Picture:  # noqa: ARG002 - one line
        """Return the line."""
        return (enter(view, width),)


class SaidPart(Further, can_focus=False):
    """What is said to an answer; the question's frame tells where it is cut."""

    @property
    def frame(self) -> Widget:
        """The question's frame."""
        return self.query_ancestor(QuestionPanel)

    def compose(self) -> ComposeResult:
        """Make the text."""
        yield Static(id="said", markup=False)


class QuestionPanel(Vertical):
    """A dialogue about one question; `enter` is called with what Enter is pressed on."""

    BORDER_TITLE = "question"

    def __init__(self, identifier: str, enter: Callable[[str], None]) -> None:
        super().__init__(id=identifier)
        self._enter = enter
        self._question, self._hints = "", 0
        self._verdict: Verdict | None = None
        self._hinted = False

    def compose(self) -> ComposeResult:
        """Make the parts, top down."""
        yield AskedText("", "asked")
        with Horizontal(id="answer-line"):
            yield Static(">", id="mark", markup=False)
            yield Given("", "given")
            yield AnswerInput("answer", self._enter)
        yield SaidPart(id="said-scroll")

    def show(self, view: View) -> None:
        """Show another view; what is being typed stays while the same thing is asked."""
        name = "" if view.question is None else view.question.id
        if name != self._question or view.verdict is not self._verdict:
            self._hinted = False
        elif view.hints > self._hints:
            self._hinted = True
        if name != self._question:
            self.query_one("#answer", AnswerInput).clear()
        self._question, self._hints, self._verdict = name, view.hints, view.verdict
        self.query_one("#said", Static).update(content(said(view, hints_first=self._hinted)))
        self.query_one(SaidPart).go_to()
        self._show_line(view)

    def _show_line(self, view: View) -> None:
        """Show the line to type in while something is asked, else what was typed."""
        is_asking = view.phase is Phase.ASKING
        answer = self.query_one("#answer", AnswerInput)
        self.query_one("#given").display = not is_asking
        answer.rest(is_resting=not is_asking)
        answer.placeholder = placeholder(view) if is_asking else ""
        if not is_asking:
            answer.clear()
        elif _is_retyped(view):
            answer.select_all()
        self.take_keys()

    @on(AskedText.Chosen)
    def _chosen(self, event: AskedText.Chosen) -> None:
        """Type the number of the choice; Enter still has to be pressed."""
        answer = self.query_one("#answer", AnswerInput)
        answer.value = str(event.number)
        answer.action_end()

    def take_keys(self) -> None:
        """Let the keys go to the line."""
        self.screen.set_focus(self.query_one("#answer", AnswerInput))


def _is_retyped(view: View) -> bool:
    """Return whether what is typed next takes the place of the answer: of a choice always."""
    if view.verdict is None:
        return False
    own = view.question.question if isinstance(view.question, PlannedOwn) else None
    return view.verdict.kind in _RETYPED or (own is not None and bool(choices_of(own)))
