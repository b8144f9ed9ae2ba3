"""The dialogs of home that ask for one line and begin a session with it."""

from __future__ import annotations

from collections.abc import Callable

from tutor.course.again import again_lesson, gone_wrong, recent_tally
from tutor.course.own_problem import lesson_of_file
from tutor.course.practice import new_seed
from tutor.course.session import Session
from tutor.course.tally import OWN, Count, Tally, kind_name
from tutor.errors import TutorError
from tutor.faces.desk import Desk
from tutor.faces.learning import Wanted
from tutor.faces.tui.screens.line import LineScreen

Enter = Callable[[Session], None]
"""Goes to a lesson."""
_DRAWING = "Drawing a network in which every error can be told apart ..."
_PRACTICE = (
    "A network of 2, 3 and 3 neurons is drawn from this seed. The same seed always gives the "
    "same one, so write it down, or type one that you were given."
)
_AGAIN = "A network is drawn from this seed, and these steps are asked: {kinds}."
_OWN_TOO = " Of the lessons' own questions some went wrong, too: open their lessons again."
_ONLY_OWN = (
    "What went wrong were the lessons' own questions, of which none can be drawn: open their "
    "lessons again."
)
_NOTHING = "Nothing has gone wrong in your last sessions: there is nothing to practise again."
_FILE = "A problem file (JSON or TOML) or a lesson file: its path, from the folder you are in."


class SessionDialog(LineScreen):
    """A line that a session is made of; the session is gone to once the dialog is closed."""

    def __init__(  # noqa: PLR0913 - what the dialog says is one thing each
        self,
        desk: Desk,
        enter: Enter,
        title: str,
        text: str,
        make: Callable[[str], Callable[[], Session]],
        *,
        start: str = "",
        busy: str = "",
    ) -> None:
        super().__init__(title, text, self._make, desk.notation, start=start, busy=busy)
        self._enter, self._maker = enter, make
        self._begin: Callable[[], Session] | None = None

    def _make(self, text: str) -> str:
        """Do what may last, which may be beside the screen; records are written on closing."""
        self._begin = self._maker(text)
        return ""

    def _close(self, said: str) -> None:
        if not self.is_current or self._begin is None:
            return
        try:
            session = self._begin()
        except TutorError as error:
            self._mend(str(error))
        else:
            self.dismiss(said)
            self._enter(session)


def practice(desk: Desk, enter: Enter) -> LineScreen:
    """Return the dialog that asks for a seed."""

    def make(seed: str) -> Callable[[], Session]:
        text = Wanted(practice=seed.strip()).text()
        return lambda: desk.begin_text(*text)

    return SessionDialog(desk, enter, "Practice", _PRACTICE, make, start=new_seed(), busy=_DRAWING)


def again(desk: Desk, enter: Enter) -> LineScreen:
    """Return the dialog that says what went wrong, and asks for a seed."""
    try:
        counted = recent_tally(desk.store)
        kinds, told = gone_wrong(counted), _wrong(counted)
    except TutorError as error:
        kinds, told = (), str(error)

    def make(seed: str) -> Callable[[], Session]:
        if not kinds:
            raise TutorError("There is nothing to practise again: Esc goes back.")
        text = again_lesson(seed.strip() or new_seed(), kinds)
        return lambda: desk.begin_text(f"again {seed.strip()}", text)

    return SessionDialog(
        desk,
        enter,
        "What went wrong",
        told,
        make,
        start=new_seed(),
        busy=_DRAWING,
    )


def _wrong(counted: Tally) -> str:
    """Return in words what went wrong, and what is asked for it."""
    kinds, own = gone_wrong(counted), counted.kinds.get(OWN, Count())
    is_own = bool(own.wrong or own.shown)
    if not kinds:
        return _ONLY_OWN if is_own else _NOTHING
    told = _AGAIN.format(kinds=", ".join(map(kind_name, kinds)))
    return told + _OWN_TOO if is_own else told


def own_file(desk: Desk, enter: Enter) -> LineScreen:
    """Return the dialog that asks for a file."""

    def make(path: str) -> Callable[[], Session]:
        if not path.strip():
            raise TutorError("The path of a file is needed, such as network.json.")
        text = lesson_of_file(path.strip())
        return lambda: desk.begin_text(path.strip(), text)

    return SessionDialog(desk, enter, "Your own file", _FILE, make)
