"""A quiz by lines of JSON: a question out, an answer in, a verdict out.

Out: ``{"type": "question", …}``, ``{"type": "verdict", …}``, ``{"type": "hint", …}``,
``{"type": "shown", …}``, ``{"type": "error", …}`` and at the end ``{"type": "end", …}``. In: an
answer as it would be typed, or ``{"answer": "0.25"}``, ``{"hint": true}``, ``{"show": true}``,
``{"quit": true}``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import orjson

from tutor.chain.addresses import short_name
from tutor.chain.files import parsed_json
from tutor.course.plan import Planned, Role
from tutor.course.prompts import prompt
from tutor.course.quiz.asked import SheetQuestion
from tutor.course.quiz.taking import Part, Taking
from tutor.course.session import Phase, View
from tutor.errors import DocumentError
from tutor.faces.exits import Exit
from tutor.faces.quiz_taking import write_answers
from tutor.grading.hints import LEVELS

_ORDERS = ("answer", "hint", "show", "quit")


def work(taking: Taking, file: Path) -> int:
    """Work a sheet by lines of JSON and return the exit status."""
    while (part := taking.part) is not None:
        if part.asked is None:
            part.session.go_on()
            continue
        _put(_question(taking, part, part.asked))
        if not _answered(part, part.asked):
            _put({"type": "end", "finished": False, "done": taking.number, "file": None})
            return Exit.FAILED
    report = taking.report()
    written = write_answers(taking, file)
    _put(
        {
            "type": "end",
            "finished": True,
            "total": report.total,
            "of": report.of,
            "passed": report.passed,
            "file": str(written),
        }
    )
    return Exit.DONE if report.passed else Exit.FAILED


def _put(record: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(record) + b"\n")
    sys.stdout.buffer.flush()


def _question(taking: Taking, part: Part, asked: SheetQuestion) -> dict[str, Any]:
    view = part.session.view
    return {
        "type": "question",
        "id": asked.id,
        "number": taking.number + 1,
        "total": len(taking.sheet.questions),
        "problem": part.problem.id,
        "address": asked.address,
        "prompt": _prompt(view) or asked.prompt,
        "advice": asked.advice,
        "known": _known(view),
        "points": asked.points,
        "tries": part.session.tries_left,
    }


def _prompt(view: View) -> str:
    return prompt(view.question, view.notation) if isinstance(view.question, Planned) else ""


def _known(view: View) -> dict[str, str]:
    """Return the values that the question is answered from, by the names that can be typed."""
    question, trace = view.question, view.trace
    if not isinstance(question, Planned):
        return {}
    names = question.step.rule.inputs
    example = question.step.example
    if question.role is Role.RESULT:
        names = tuple(each for each in view.seen if each.example == example)
    return {
        short_name(each, trace.rules.shape): trace.shown(each)
        for each in names
        if view.is_seen(each)
    }


def _answered(part: Part, asked: SheetQuestion) -> bool:
    """Read lines until the question is done; return False at the end of input."""
    while part.session.view.phase is Phase.ASKING:
        line = sys.stdin.readline()
        if not line:
            return False
        try:
            order, value = _order(line.strip())
        except DocumentError as error:
            _put({"type": "error", "message": str(error)})
            continue
        if order == "quit":
            return False
        _obey(part, asked, order, value)
    part.session.go_on()
    return True


def _order(line: str) -> tuple[str, str]:
    """Return what is wanted, and the answer where it is one.

    Raises:
        DocumentError: where a line of JSON says nothing that is known here.

    """
    if not line.startswith(("{", '"')):
        return "answer", line
    data = parsed_json(line.encode(), "the line")
    if isinstance(data, str):
        return "answer", data
    for order in _ORDERS:
        if data.get(order) not in (None, False):
            return order, str(data[order])
    raise DocumentError(f"the line: one of {', '.join(_ORDERS)} is needed")


def _obey(part: Part, asked: SheetQuestion, order: str, value: str) -> None:
    session = part.session
    if order == "answer":
        view = session.submit(value)
        left = {"tries": max(0, session.tries_left)} if view.phase is Phase.ASKING else {}
        _put(_verdict(asked, view) | left)
    elif order == "hint" and session.view.hints < len(LEVELS) - 1:
        view = session.hint()
        _put({"type": "hint", "id": asked.id, "level": view.hints, "text": view.hint_texts()[-1]})
    else:
        session.reveal()
        _put({"type": "shown", "id": asked.id, **_solution(session.view)})


def _verdict(asked: SheetQuestion, view: View) -> dict[str, Any]:
    verdict = view.verdict
    if verdict is None:
        return {"type": "calculated", "id": asked.id, "text": view.scratch}
    record = {
        "type": "verdict",
        "id": asked.id,
        "kind": verdict.kind,
        "value": verdict.value,
        "message": verdict.message,
        "misconceptions": verdict.misconceptions,
        "done": view.phase is Phase.SOLVED,
    }
    return record | (_solution(view) if view.revealed else {})


def _solution(view: View) -> dict[str, str]:
    """Return the right answer, which is told once nothing can be answered any more."""
    question = view.question
    if not isinstance(question, Planned):
        return {}
    return {
        "right": view.trace.shown(question.step.place),
        "worked": question.step.with_numbers(view.notation),
    }
