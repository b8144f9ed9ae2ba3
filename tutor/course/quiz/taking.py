"""Taking a quiz: a session for each problem of a sheet, kept as it goes, answers at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tutor.chain.notation import UNICODE, Notation
from tutor.course.events import Event, Happened
from tutor.course.progress import Progress
from tutor.course.quiz.asked import SheetQuestion
from tutor.course.quiz.marks import marked
from tutor.course.quiz.papers import Answers, Help
from tutor.course.quiz.reports import StudentReport
from tutor.course.quiz.sheets import Sheet, SheetProblem
from tutor.course.records import QUIZ, Keeper, RecordsError, Said, Store, Work
from tutor.course.session import SCRATCH, Phase, Session, View
from tutor.errors import AddressError
from tutor.grading.verdicts import VerdictKind

_NO_ANSWER = (VerdictKind.UNREADABLE,)


class QuizSession(Session):
    """A session on one problem of a sheet: tries are counted, and nothing can be taken back."""

    tries = 1
    """How often an answer may be given."""
    is_free = False  # pictures show derivatives, and a try is a try

    @property
    def tries_left(self) -> int:
        """How often the question may still be answered."""
        question = self._next
        used = 0 if question is None else self._progress.tries.get(question.id, 0)
        return self.tries - used

    def submit(self, text: str) -> View:
        """Grade an answer; after the last try the right one is shown, and the next is asked."""
        question = self._next if self._phase is Phase.ASKING else None
        view = super().submit(text)
        if question is None or view.phase is not Phase.ASKING or text.strip().startswith(SCRATCH):
            return view
        if self._progress.tries.get(question.id, 0) >= self.tries:
            self.reveal()
            self._answer, self._verdict = view.answer, view.verdict
        return self.view

    def take_back(self) -> View:
        """Take nothing back: a try is a try."""
        return self.view

    def choose(self, parameter: str) -> View:
        """Refuse another parameter.

        Raises:
            AddressError: always, unless it is the one that is asked about.

        """
        if self._full(parameter) != self._progress.parameter:
            raise AddressError("in a quiz the weight or bias that is asked about is given")
        return self.view


class Part(NamedTuple):
    """One problem of a sheet, and the session that works it."""

    problem: SheetProblem
    session: QuizSession

    @property
    def is_done(self) -> bool:
        """Whether every question is answered, or its answer was shown."""
        return self.session.view.phase is Phase.FINISHED

    @property
    def asked(self) -> SheetQuestion | None:
        """What is asked now; None where nothing is."""
        question = self.session.view.question
        name = "" if question is None else question.id
        return next((each for each in self.problem.questions if each.address == name), None)


class Taking:
    """One student's work on a sheet; it goes on where it was left.

    Args:
        sheet: what is asked.
        store: where it is kept.
        notation: how quantities are written.
        say: is told what the student must know besides.
        afresh: whether to begin anew.

    """

    def __init__(
        self,
        sheet: Sheet,
        store: Store,
        *,
        say: Said,
        notation: Notation = UNICODE,
        afresh: bool = False,
    ) -> None:
        self.sheet = sheet
        self.parts = tuple(
            Part(each, _session(sheet, each, store, say, notation, afresh=afresh))
            for each in sheet.problems
        )

    @property
    def part(self) -> Part | None:
        """The first problem that is not done; None at the end."""
        return next((part for part in self.parts if not part.is_done), None)

    @property
    def number(self) -> int:
        """How many questions are done."""
        return sum(part.session.view.done for part in self.parts)

    def answers(self) -> Answers:
        """Return what was answered so far, with the help that was taken."""
        sheet = self.sheet
        given: dict[str, str] = {}
        helped: dict[str, Help] = {}
        for problem, session in self.parts:
            names = {each.address: each.id for each in problem.questions}
            for name, texts, help_ in _worked(session.events, names, sheet.tries):
                if texts:
                    given[name] = texts[-1]
                if help_ != Help():
                    helped[name] = help_
        return Answers(
            student=sheet.student, quiz=sheet.quiz, sheet=sheet.sheet, answers=given, help=helped
        )

    def report(self) -> StudentReport:
        """Return the marks so far."""
        return marked(self.sheet, self.answers())


def _session(  # noqa: PLR0913 - what it goes on with is one thing each
    sheet: Sheet,
    problem: SheetProblem,
    store: Store,
    say: Said,
    notation: Notation,
    *,
    afresh: bool,
) -> QuizSession:
    name = f"{QUIZ}{sheet.sheet} {problem.id}"
    work = _work(store, name, say, afresh=afresh)
    assignment = problem.assignment(sheet.title)
    text = assignment.model_dump_json()
    session = QuizSession(
        assignment, text, name, notation=notation, keep=work.keeper, events=work.events
    )
    session.tries = sheet.tries
    return session


def _work(store: Store, name: str, say: Said, *, afresh: bool) -> Work:
    """Return the last session of a problem, also a finished one; else a new one."""
    try:
        found = [each for each in store.sessions() if each.lesson == name and each.events]
        last = None if afresh else max(found, key=lambda each: (each.last, each.id), default=None)
        if last is not None:
            events = tuple(store.events(last.id))
            return Work(Keeper(store, last.id, say), events, last.last)
    except RecordsError as error:
        say(f"What you did before cannot be gone on with: {error}")
    return Work(Keeper.begun(store, name, say))


def _worked(
    events: Iterable[Event], names: dict[str, str], tries: int
) -> Iterator[tuple[str, list[str], Help]]:
    """Yield each question's id, the answers to it in order, and the help that was taken."""
    progress = Progress("")
    texts: dict[str, list[str]] = {}
    shown: set[str] = set()
    for event in events:
        question, verdict = event.question, event.verdict
        progress.apply(event)
        if verdict is not None and verdict.kind not in _NO_ANSWER:
            texts.setdefault(question, []).append(event.text)
        if event.happened is Happened.REVEALED and progress.tries.get(question, 0) < tries:
            shown.add(question)
    for address, name in names.items():
        given = texts.get(address, [])
        hints = progress.hints.get(address, 0)
        if given or hints or address in shown:
            before = tuple(given[:-1])
            yield name, given, Help(before=before, hints=hints, shown=address in shown)
