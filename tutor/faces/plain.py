"""The line mode: a lesson as a dialogue of lines, for pipes and screen readers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TextIO

from tutor.chain.notation import ASCII
from tutor.chain.steps import Step
from tutor.course.formulas import FormulaError
from tutor.course.letters import to_ascii
from tutor.course.network_words import known_words, network_words
from tutor.course.own_questions import answer_to, choices_of
from tutor.course.plain_text import plain
from tutor.course.plan import Planned, PlannedOwn, Role
from tutor.course.prompts import advice, prompt
from tutor.course.session import SCRATCH, Phase, Session, View
from tutor.course.tables import descent_texts, example_rows
from tutor.errors import TutorError
from tutor.faces import plain_beside
from tutor.faces.exits import Exit
from tutor.faces.safe_text import fitted, safe
from tutor.grading.verdicts import VerdictKind

_HELP = """\
Type a number or an expression, such as 0.25 or 2*(0.66-1), and press Enter.
Names on the screen can be used: 2*(a3 - y). 3 significant digits are asked for.
= 2*0.66        work something out without answering
hint            a hint: the idea, then the formula, then with numbers
show            show the answer and go on
undo            take the last answer back
back, next      look at an earlier step again, and forward from there
parameter w2    ask about another weight or bias
table           the table of examples
save FILE       save the trace with the chain as JSON"""
_QUIT = "quit            leave; what you did is kept"
_PROMPT = "> "
_LEAVING = ("quit", "exit", "q")
_MORE = """\
To try more, type nudge, average, gradient or descend; parameter w2 asks about
another weight or bias. An empty line ends the lesson."""


class PlainLesson:
    """Works a session by reading lines and writing lines."""

    def __init__(self, session: Session, source: TextIO, target: TextIO) -> None:
        self._session = session
        self._source = source
        self._target = target
        self._told = 0
        self._asked = ("", "")
        self._introduced = False
        self._beside = plain_beside.PlainBeside(session, self._say)
        self._width = min(80, shutil.get_terminal_size().columns)

    def work(self) -> int:
        """Lead through the lesson and return the exit status; the end of input is in order."""
        view = self._session.view
        self._say(view.exercise.title, "=" * len(view.exercise.title), "")
        while True:
            self._notices()
            view = self._pages(self._session.view)
            if view.phase is Phase.FINISHED:
                self._finish(view)
                if not self._goes_on():
                    self._say("The end of the lesson.")
                    return Exit.DONE
                continue
            self._ask(view)
            if not self._answer():
                return Exit.DONE

    def _notices(self) -> None:
        """Say what the program has to say besides, each once."""
        notices = self._session.notices
        self._say(*(text for notice in notices for text in (notice, "")))
        notices.clear()

    def _say(self, *lines: str) -> None:
        for line in lines:
            self._target.write(f"{self._written(self._fitted(line))}\n")
        self._target.flush()

    def _fitted(self, text: str) -> str:
        return fitted(text, self._width) if self._target.isatty() else text

    def _written(self, line: str) -> str:
        return safe(line, self._target.encoding or "utf-8")

    def _prose(self, markdown: str) -> None:
        if markdown.strip():
            self._say(self._plain(markdown), "")

    def _plain(self, markdown: str) -> str:
        ascii_only = self._session.view.notation is ASCII
        try:
            return plain(markdown, "ascii" if ascii_only else "unicode", self._width)
        except FormulaError:  # the lint tells the author
            return markdown

    def _pages(self, view: View) -> View:
        """Tell the introduction, page by page, then what stands before the first question."""
        while view.phase is Phase.READING:
            self._prose(view.prose)
            view = self._session.go_on()
        if not self._introduced:
            self._introduced = True
            self._network(view)
            self._say("Type help for what can be typed besides answers.", "")
        return view

    def _network(self, view: View) -> None:
        """Say in words what network there is and what is asked about."""
        self._say(*network_words(view), "")

    def _ask(self, view: View) -> None:
        question = view.question
        if question is None or self._asked == (str(view.parameter), question.id):
            return
        self._asked = (str(view.parameter), question.id)
        self._tell_shown(view)
        self._prose(view.prose)
        self._say(f"Question {view.number} of {view.total}.")
        if isinstance(question, PlannedOwn):
            self._say(self._plain(question.question.ask))
            texts = enumerate(choices_of(question.question), start=1)
            self._say(*(self._plain(f"  {number}. {text}") for number, text in texts))
            return
        self._say(*known_words(view, question), prompt(question, view.notation))
        if text := advice(question):
            self._say(text)

    def _tell_shown(self, view: View) -> None:
        """Say the steps that are shown, not asked, on the way to the question."""
        steps = view.plan.steps[self._told : view.reached]
        shown = [each.step for each in steps if each.role is Role.SHOWN]
        for example, of_it in groupby(_beside_examples(shown), key=itemgetter(0)):
            several = example is not None and len(view.trace.problem.examples) > 1
            equations = [f"  {step.with_numbers(view.notation)}" for _, step in of_it]
            self._say(f"Shown, of example {example}:" if several else "Shown:", *equations, "")
        self._told = view.reached

    def _read(self) -> str | None:
        """Read one line; return None at the end of input."""
        self._target.write(_PROMPT)
        self._target.flush()
        line = self._source.readline()
        if not line:
            self._say("")
            return None
        if not self._source.isatty():
            self._say(line.rstrip("\n"))
        return line.rstrip("\n")

    def _answer(self) -> bool:
        """Read one line and act on it; return False at the end."""
        line = self._read()
        if line is None:
            self._say("End of input: the lesson stops here.")
            return False
        word = line.strip().partition(" ")[0].lower()
        if word in _LEAVING:
            return False
        if not self._commanded(line):
            self._submit(line)
        return True

    def _commanded(self, line: str) -> bool:
        """Do what a line says, if it begins with the word of a command."""
        word, _, rest = line.strip().partition(" ")
        command = self._commands.get(word.lower())
        if command is not None:
            command(rest.strip())
        return command is not None

    def _goes_on(self) -> bool:
        """Let the learner try more at the end; return whether there is a question again."""
        self._say(_MORE)
        while self._session.view.phase is Phase.FINISHED:
            line = (self._read() or "").strip()
            if not line or line.lower() in _LEAVING:
                return False
            if line.startswith(SCRATCH):
                self._submit(line)
            elif not self._commanded(line):
                self._say(_MORE)
        return True

    @cached_property
    def _commands(self) -> dict[str, Callable[[str], None]]:
        return {
            "help": lambda _rest: self._say(_HELP, plain_beside.HELP, _QUIT),
            "?": lambda _rest: self._say(_HELP, plain_beside.HELP, _QUIT),
            "hint": lambda _rest: self._hint(),
            "show": lambda _rest: self._reveal(),
            "undo": lambda _rest: self._take_back(),
            "back": lambda _rest: self._look(self._session.look_back()),
            "next": lambda _rest: self._look(self._session.look_forward()),
            "parameter": self._choose,
            "table": lambda _rest: self._table(self._session.view),
            "save": self._save,
            **self._beside.commands,
        }

    def _take_back(self) -> None:
        if not self._session.view.can_take_back:
            self._say("There is no answer to take back.")
            return
        self._say("Taken back.")
        self._told = min(self._told, self._session.take_back().reached)
        self._asked = ("", "")

    def _look(self, view: View) -> None:
        if view.looking is None:
            self._say("You are at the question." if view.behind else "Nothing to look at yet.")
        else:
            self._say(view.looking.step.equation(view.notation))
            self._say(view.looking.step.with_numbers(view.notation))

    def _save(self, path: str) -> None:
        view = self._session.view
        if not path:
            self._say("save: the name of a file is needed, such as: save trace.json")
            return
        try:
            view.trace.for_parameter(str(view.parameter)).save(path)
        except TutorError as error:
            self._say(str(error))
        else:
            self._say(f"Saved: {path}")

    def _hint(self) -> None:
        given = self._session.view.hints
        view = self._session.hint()
        if view.phase is Phase.SOLVED:
            self._solved(view)
        elif view.hints > given:
            self._say(f"Hint {view.hints}: {view.hint_texts()[-1]}")

    def _reveal(self) -> None:
        self._solved(self._session.reveal())

    def _choose(self, parameter: str) -> None:
        try:
            view = self._session.choose(parameter)
        except TutorError as error:
            self._say(str(error))
            return
        self._told = 0
        self._say("")
        self._network(view)

    def _submit(self, text: str) -> None:
        view = self._session.submit(text)
        verdict = view.verdict
        if text.strip().startswith(SCRATCH):
            self._say(view.scratch)
            return
        if verdict is None:
            return
        echo = "" if verdict.value is None else f"= {verdict.value:.6g}  "
        label = "" if verdict.kind is VerdictKind.CORRECT else f"{verdict.kind.replace('_', ' ')}: "
        is_own = isinstance(view.question, PlannedOwn)
        told = f"{echo}{label}{verdict.message}"
        told = self._plain(told) if is_own else told
        if verdict.kind is VerdictKind.MISCONCEPTION and view.notation is ASCII:
            told = to_ascii(told)
        self._say(told)
        if view.phase is Phase.SOLVED:
            self._solved(view)
        elif view.offers_help:
            hint = "" if is_own else "hint, or "
            self._say(f"Stuck? Type {hint}show for the answer.")

    def _solved(self, view: View) -> None:
        """Say the solved equation and go on."""
        if isinstance(view.question, Planned):
            self._say(view.question.step.with_numbers(view.notation), "")
        elif isinstance(view.question, PlannedOwn):
            own = view.question.question
            if view.revealed:
                answer = answer_to(own, view.trace, str(view.parameter))
                if own.form == "choice":
                    answer += f", {choices_of(own)[int(answer) - 1]}"
                self._say(self._plain(f"The answer: {answer}. {own.why}".strip()))
            self._say("")
        self._session.go_on()

    def _table(self, view: View) -> None:
        slope = view.trace.name(view.parameter, view.notation, None)
        for row in example_rows(view):
            self._say(
                f"example {row.number}: x = {row.x}; desired {row.y}; output {row.output}; "
                f"cost {row.cost}; derivative by {slope} {row.slope}"
            )

    def _finish(self, view: View) -> None:
        """Say the table of examples, the step of descent and the end."""
        self._tell_shown(view)
        self._table(view)
        texts = descent_texts(view)
        name = view.trace.name(view.parameter, view.notation, None)
        self._say(
            f"The mean: {texts.gradient}.",
            f"The step of descent: {name} goes from {texts.old} to {texts.new} "
            f"(learning rate {texts.rate}, step {texts.step}).",
            f"With every parameter moved so, the cost goes from {texts.cost_before} "
            f"to {texts.cost_after}.",
            "",
        )
        self._prose(view.prose)


def _beside_examples(steps: Sequence[Step]) -> list[tuple[int | None, Step]]:
    """Return each step beside its example; one that is the same in all, beside the next one's."""
    example, beside = None, []
    for step in reversed(steps):
        example = example if step.example is None else step.example
        beside.append((example, step))
    return beside[::-1]


def work(session: Session, source: TextIO, target: TextIO) -> int:
    """Work a session line by line and return the exit status."""
    return PlainLesson(session, source, target).work()
