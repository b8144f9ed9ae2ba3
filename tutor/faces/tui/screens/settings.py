"""Settings: colours and notation, seen at once and kept."""

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
from tutor.faces.desk import Desk
from tutor.faces.settings import NotationChoice, Settings, ThemeChoice, settings_path
from tutor.faces.tui.screens.dialog import Dialog
from tutor.faces.tui.widgets.pointed_list import PointedList

_ABOUT = {
    NotationChoice.AUTO: "what the terminal can show",
    NotationChoice.UNICODE: "∂C/∂w⁽²⁾, lines and boxes",
    NotationChoice.ASCII: "dC/dw2, for any font",
}


class _Choices(PointedList):
    """What can be chosen, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "select", "choose", key_display="Enter"),
    ]


class SettingsScreen(Dialog[None]):
    """What can be chosen; `take_on` puts a choice into effect and says what went wrong."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10,ctrl+g", "dismiss", "back", key_display="Esc"),
    ]

    def __init__(self, desk: Desk, take_on: Callable[[Settings], str]) -> None:
        super().__init__("Settings", desk.notation)
        self._desk, self._take_on = desk, take_on

    def parts(self) -> ComposeResult:
        """Yield the choices, and where they are kept."""
        yield _Choices(*self._options(), compact=True, markup=False)
        yield Static(id="fault", markup=False)
        yield Static(f"Kept in {settings_path()}", id="kept", markup=False)

    def on_mount(self) -> None:
        """Begin at the first choice."""
        choices = self.query_one(OptionList)
        choices.highlighted = 1
        choices.focus()

    def _options(self) -> list[Option]:
        settings = self._desk.settings
        options = [Option("Colours", disabled=True)]
        options += [self._option(each, each is settings.theme, "") for each in ThemeChoice]
        options.append(Option("Notation", disabled=True))
        for each in NotationChoice:
            options.append(self._option(each, each is settings.notation, self._about(each)))
        return options

    def _about(self, choice: NotationChoice) -> str:
        is_hidden = choice is NotationChoice.UNICODE and self._desk.notation.name == "ascii"
        return "" if is_hidden else _ABOUT[choice]

    def _option(self, choice: ThemeChoice | NotationChoice, is_on: bool, about: str) -> Option:  # noqa: FBT001
        return Option(Content(f"  {'(x)' if is_on else '( )'} {choice:<15}{about}"), id=choice)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        settings, chosen = self._desk.settings, event.option.id or ""
        if chosen in list(ThemeChoice):
            settings = settings._replace(theme=ThemeChoice(chosen))
        else:
            settings = settings._replace(notation=NotationChoice(chosen))
        said = self._take_on(settings)
        if self._desk.is_ascii_fixed and not said:
            said = "With --ascii on the command line it stays ASCII this time."
        self.set_class(self._desk.notation is ASCII, "-ascii")
        self.query_one("#fault", Static).update(Content(said))
        choices, place = self.query_one(OptionList), event.option_index
        choices.set_options(self._options())
        choices.highlighted = place
