"""The line mode: a lesson as a dialogue of lines, for pipes and screen readers."""

from __future__ import annotations

import shutil
from typing import TextIO

from tutor.chain.addresses import short_name
from tutor.chain.notation import ASCII
from tutor.course.formulas import plain
from tutor.course.plan import Planned, Role
from tutor.course.prompts import advice, prompt
from tutor.course.session import Phase, Session, View
from tutor.course.tables import descent_texts, example_rows
from tutor.errors import TutorError
from tutor.faces.exits import Exit
from tutor.grading.verdicts import VerdictKind

_HELP = """\
Type a number or an expression, such as 0.25 or 2*(0.66-1), and press Enter.
Names on the screen can be used: 2*(a3 - y). 3 significant digits are asked for.
hint       a hint: the idea, then the formula, then the formula with numbers
show       show the answer and go on
parameter w2   ask about another weight or bias
table      the table of examples
quit       leave"""
_PROMPT = "> "


class PlainLesson:
    """Works a session by reading lines and writing lines."""

    def __init__(self, session: Session, source: TextIO, target: TextIO) -> None:
        self._session = session
        self._source = source
        self._target = target
        self._told = 0
        self._width = min(80, shutil.get_terminal_size().columns)

    def work(self) -> int:
        """Lead through the lesson and return the exit status; the end of input is in order."""
        view = self._session.view
        self._say(view.lesson.title, "=" * len(view.lesson.title), "")
        while True:
            view = self._pages(self._session.view)
            if view.phase is Phase.FINISHED:
                self._finish(view)
                return Exit.DONE
            self._ask(view)
            if not self._answer():
                return Exit.DONE

    def _say(self, *lines: str) -> None:
        for line in lines:
            self._target.write(f"{self._written(line)}\n")
        self._target.flush()

    def _written(self, line: str) -> str:
        encoding = self._target.encoding or "utf-8"
        return line.encode(encoding, "replace").decode(encoding)

    def _prose(self, markdown: str) -> None:
        tier = "ascii" if self._session.view.notation is ASCII else "unicode"
        if markdown.strip():
            self._say(plain(markdown, tier, self._width), "")

    def _pages(self, view: View) -> View:
        """Tell the introduction, page by page, then what stands before the question."""
        while view.phase is Phase.READING:
            self._prose(view.prose)
            view = self._session.go_on()
            if view.phase is not Phase.READING:
                self._network(view)
                self._say("Type help for what can be typed besides answers.", "")
        return view

    def _network(self, view: View) -> None:
        """Say in words what network there is and what is asked about."""
        problem, notation = view.trace.problem, view.notation
        sizes = "-".join(map(str, problem.sizes))
        name = view.trace.name(view.parameter, notation, None)
        self._say(
            f"The network: {sizes} neurons, the input first; "
            f"{len(problem.examples)} examples; cost {problem.cost.replace('_', ' ')}.",
            f"Asked about: {name} = {view.trace.shown(view.parameter)}. {view.total} questions.",
            "",
        )

    def _ask(self, view: View) -> None:
        question = view.question
        if question is None or view.verdict is not None:
            return
        self._tell_shown(view)
        self._prose(view.prose)
        self._say(f"Question {view.done + 1} of {view.total}.")
        self._say(*self._known(view, question), prompt(question, view.notation))
        if text := advice(question):
            self._say(text)

    def _tell_shown(self, view: View) -> None:
        """Say the steps that are shown, not asked, on the way to the question."""
        steps = view.plan.steps[self._told : view.reached]
        shown = [each.step for each in steps if each.role is Role.SHOWN]
        if shown:
            self._say("Shown:", *(f"  {step.with_numbers(view.notation)}" for step in shown), "")
        self._told = view.reached

    def _known(self, view: View, question: Planned) -> list[str]:
        """Return the values that the question can be answered from."""
        trace, example = view.trace, question.step.example
        if question.role is Role.RESULT:
            names = [each for each in view.seen if each.example == example]
            names.sort(key=lambda each: (each.layer, each.quantity.value, each.j))
        else:
            names = list(question.step.rule.inputs)
        lines = []
        for each in names:
            if view.is_seen(each):
                typed = short_name(each, trace.rules.shape)
                if each.example != example and each.example is not None:
                    typed = f"{typed}@{each.example}"
                lines.append(f"{typed} = {trace.shown(each)}")
        return ["Known: " + ", ".join(lines)] if lines else []

    def _answer(self) -> bool:
        """Read one line and act on it; return False at the end."""
        self._target.write(_PROMPT)
        self._target.flush()
        line = self._source.readline()
        if not line:
            self._say("", "End of input: the lesson stops here.")
            return False
        if not self._source.isatty():
            self._say(self._written(line.rstrip("\n")))
        word, _, rest = line.strip().partition(" ")
        match word.lower():
            case "quit" | "exit" | "q":
                return False
            case "help" | "?":
                self._say(_HELP)
            case "hint":
                self._hint()
            case "show":
                self._reveal()
            case "parameter":
                self._choose(rest)
            case "table":
                self._table(self._session.view)
            case _:
                self._submit(line.rstrip("\n"))
        return True

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
        if verdict is None:
            return
        echo = "" if verdict.value is None else f"= {verdict.value:.6g}  "
        label = "" if verdict.kind is VerdictKind.CORRECT else f"{verdict.kind}: "
        self._say(f"{echo}{label}{verdict.message}")
        if view.phase is Phase.SOLVED:
            self._solved(view)
        elif view.offers_help:
            self._say("Stuck? Type hint, or show for the answer.")

    def _solved(self, view: View) -> None:
        """Say the solved equation and go on."""
        if view.question is not None:
            self._say(view.question.step.with_numbers(view.notation), "")
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
        self._say("The end of the lesson.")


def work(session: Session, source: TextIO, target: TextIO) -> int:
    """Work a session line by line and return the exit status."""
    return PlainLesson(session, source, target).work()
