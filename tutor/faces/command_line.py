"""The command line. What a command does not need, it does not import."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from tutor import __version__
from tutor.errors import TutorError
from tutor.faces.exits import (
    Exit,
    flush_output,
    give_up_output,
    leave_on_signals,
    mend_streams,
    tell,
)
from tutor.faces.later import LaterParser
from tutor.faces.quiz_options import quiz_options

Command = Callable[[argparse.Namespace], int]


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status; no traceback reaches the user."""
    leave_on_signals()
    mend_streams()
    try:
        options = _parser().parse_args(arguments)
        command: Command = options.command
        status = command(options)
        flush_output()
    except TutorError as error:
        tell(f"tutor: {error}")
        return Exit.BAD_INPUT
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        give_up_output()
        return Exit.DONE
    except OSError as error:
        give_up_output()
        tell(f"tutor: standard output: {(error.strerror or str(error)).lower()}")
        return Exit.BAD_INPUT
    except (RecursionError, MemoryError):
        tell("tutor: the input is nested too deeply, or too large for this machine's memory")
        status = Exit.BAD_INPUT
    except RuntimeError as error:
        status = _ended_by(error)
    return status


def _ended_by(error: RuntimeError) -> int:
    """Return the exit status for a signal that came while a class was made; raise anything else.

    Python 3.11 raises a RuntimeError from what is raised then.
    """
    if isinstance(error.__cause__, KeyboardInterrupt):
        return Exit.INTERRUPTED
    raise error.__cause__ if isinstance(error.__cause__, SystemExit) else error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tutor",
        description="Learn to do backpropagation by hand. Without a command: the terminal program.",
    )
    parser.add_argument("--version", action="version", version=f"tutor {__version__}")
    _ascii(parser, again=False)
    parser.set_defaults(command=_home)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=LaterParser)
    for name, told, described, options in _COMMANDS:
        commands.add_parser(name, help=told, description=described, options=options)
    return parser


def _ascii(parser: argparse.ArgumentParser, *, again: bool = True) -> None:
    """Add --ascii; before the command it must not be undone by the command's own default."""
    parser.add_argument(
        "--ascii",
        action="store_true",
        default=argparse.SUPPRESS if again else False,
        help="formulas in plain ASCII (also where UTF-8 is missing)",
    )


def _database(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    parser.add_argument(
        "--database",
        type=Path,
        default=default,
        metavar="FILE",
        help="where records are kept (else TUTOR_DATABASE, else the user's data folder)",
    )


def _learn_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "lesson", nargs="?", help="a lesson's name or number (see: tutor lessons), or a file"
    )
    parser.add_argument("--parameter", metavar="P", help="ask about this weight or bias: w2[0,1]")
    parser.add_argument(
        "--practice",
        nargs="?",
        const="",
        metavar="SEED",
        help="a network drawn from a seed instead of a lesson; without SEED from a new one",
    )
    parser.add_argument(
        "--plain", action="store_true", help="line by line, for pipes and screen readers"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="begin anew although there is unfinished work"
    )
    _database(parser)
    _ascii(parser)
    parser.set_defaults(command=_learn)


def _lessons_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(command=_lessons)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    check = actions.add_parser(
        "check", help="prove that lesson files can be worked and marked fairly"
    )
    check.add_argument("files", nargs="+", metavar="FILE", help="a lesson file")
    check.add_argument("--json", action="store_true", help="as JSON")
    check.set_defaults(command=_lessons_check)
    new = actions.add_parser("new", help="start a lesson file that works and explains itself")
    new.add_argument("file", metavar="FILE", help="a file that does not exist yet")
    new.set_defaults(command=_lessons_new)


def _trace_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", help='a lesson\'s name or a problem file (JSON or TOML); "-" reads standard input'
    )
    parser.add_argument("--parameter", metavar="P", help="its chain of steps: w2[0,1], b1[0]")
    parser.add_argument(
        "--format",
        choices=["json", "jsonl", "markdown", "latex"],
        default="json",
        help="default: json; jsonl has a line per example; markdown and latex are for people",
    )
    parser.add_argument(
        "--compact",
        action="store_true",
        help="json, jsonl: leave out each example's dC_dw (reading restores it)",
    )
    parser.add_argument(
        "--sheet",
        choices=["questions", "answers"],
        help="markdown, latex: a lesson's questions instead, with room for answers or with them",
    )
    parser.add_argument("--output", metavar="FILE", default="-", help="default: standard output")
    _ascii(parser)
    parser.set_defaults(command=_trace)


def _schema_options(parser: argparse.ArgumentParser) -> None:
    names = ["lesson", "problem", "trace", "quiz", "sheet", "answers", "key", "report"]
    parser.add_argument("name", choices=names, help="of which document")
    parser.set_defaults(command=_schema)


def _check_gradient_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("problem", help="a lesson's name or a problem file")
    parser.add_argument(
        "gradients",
        help='JSON: {"dC_dw": [...], "dC_db": [...]}, a list per layer; with "example": k of one '
        'example, else of the average; "-" reads standard input',
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    _ascii(parser)
    parser.set_defaults(command=_check_gradient)


def _records_options(parser: argparse.ArgumentParser) -> None:
    _database(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(command=_records_list)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    listing = actions.add_parser("list", help="the sessions (without an action, too)")
    show = actions.add_parser("show", help="what was right at once, which errors came up")
    show.add_argument("session", nargs="?", type=int, help="its number; else all sessions")
    show.set_defaults(command=_records_show)
    for each in (listing, show):
        each.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="as JSON")
    export = actions.add_parser("export", help="every event, for other programs")
    export.add_argument("--format", choices=["json", "csv"], default="json", help="default: json")
    export.add_argument("--output", metavar="FILE", default="-", help="default: standard output")
    export.set_defaults(command=_records_export)
    delete = actions.add_parser("delete", help="delete sessions for good")
    delete.add_argument("--all", action="store_true", help="every session")
    delete.add_argument("--yes", action="store_true", help="do not ask")
    delete.set_defaults(command=_records_delete)
    for each in (export, delete):
        each.add_argument("sessions", nargs="*", type=int, metavar="SESSION", help="its number")
    for each in (listing, show, export, delete):
        _database(each, default=argparse.SUPPRESS)


def _home(options: argparse.Namespace) -> int:
    from tutor.faces.learning import open_home

    return open_home(ascii_only=options.ascii)


def _learn(options: argparse.Namespace) -> int:
    from tutor.faces.learning import Wanted, learn

    if options.practice is not None and options.lesson is not None:
        raise TutorError("--practice: draws its own network, so without the name of a lesson")
    wanted = Wanted(
        options.lesson, options.practice, options.parameter, options.database, options.fresh
    )
    return learn(wanted, plain=options.plain, ascii_only=options.ascii)


def _lessons(options: argparse.Namespace) -> int:
    from tutor.faces.lesson_list import list_lessons

    list_lessons(as_json=options.json)
    return Exit.DONE


def _lessons_check(options: argparse.Namespace) -> int:
    from tutor.faces.lesson_tools import check

    return check(options.files, as_json=options.json)


def _lessons_new(options: argparse.Namespace) -> int:
    from tutor.faces.lesson_tools import start

    start(options.file)
    return Exit.DONE


def _trace(options: argparse.Namespace) -> int:
    from tutor.faces.exports import export_trace

    if options.format in ("markdown", "latex"):
        return _worked(options)
    if options.sheet is not None:
        raise TutorError("--sheet: it goes with --format markdown or latex")
    export_trace(
        options.source,
        options.parameter,
        options.output,
        compact=options.compact,
        lines=options.format == "jsonl",
    )
    return Exit.DONE


def _worked(options: argparse.Namespace) -> int:
    from tutor.faces.papers import Wanted, export_paper

    if options.compact:
        raise TutorError("--compact: it goes with --format json or jsonl")
    wanted = Wanted(options.source, options.parameter, options.sheet)
    export_paper(wanted, options.format, options.output, ascii_only=options.ascii)
    return Exit.DONE


def _check_gradient(options: argparse.Namespace) -> int:
    from tutor.faces.gradient_check import check

    return check(options.problem, options.gradients, as_json=options.json, ascii_only=options.ascii)


def _schema(options: argparse.Namespace) -> int:
    from tutor.faces.exports import print_schema

    print_schema(options.name)
    return Exit.DONE


def _records_list(options: argparse.Namespace) -> int:
    from tutor.faces.records import list_sessions

    return list_sessions(options.database, json_wanted=options.json)


def _records_show(options: argparse.Namespace) -> int:
    from tutor.faces.records import show

    return show(options.database, options.session, json_wanted=options.json)


def _records_export(options: argparse.Namespace) -> int:
    from tutor.faces.records import export

    return export(options.database, options.sessions, options.format, options.output)


def _records_delete(options: argparse.Namespace) -> int:
    from tutor.faces.records import delete

    return delete(options.database, options.sessions, every=options.all, confirmed=options.yes)


_RECORDS = "what was done: list it, show what it comes to, export it, delete it"
_QUIZ = "scripted quizzes: a variant for everybody, marked without a screen"
_TRACE = (
    "Export a backward pass: every value, and the chain of one parameter; or "
    "write that chain for people, as Markdown or LaTeX."
)
_COMMANDS = (
    ("learn", "work a lesson", "Work a lesson, step by step.", _learn_options),
    (
        "lessons",
        "list, check or start lessons",
        "List the lessons in reading order; check lesson files; start a new one.",
        _lessons_options,
    ),
    (
        "trace",
        "export every value of a backward pass, or a worked solution",
        _TRACE,
        _trace_options,
    ),
    (
        "check-gradient",
        "diagnose a gradient that your own code computed",
        "Say which entries of a gradient are wrong and which error explains them.",
        _check_gradient_options,
    ),
    ("schema", "print a document's JSON Schema", "Print a JSON Schema.", _schema_options),
    ("records", _RECORDS, _RECORDS.capitalize() + ".", _records_options),
    ("quiz", _QUIZ, _QUIZ.capitalize() + ".", quiz_options),
)
"""Name, in a few words, in a sentence, and what adds the options."""
