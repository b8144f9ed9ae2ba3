"""The options of `tutor quiz`. What a command does not need, it does not import."""

from __future__ import annotations

import argparse
from pathlib import Path

from tutor.faces.exits import Exit

_SHEETS = ["json", "markdown", "latex", "plain"]
_REPORTS = ["table", "json", "csv", "junit"]


def quiz_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's actions."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_new(actions)
    _add_check(actions)
    _add_sheet(actions)
    _add_take(actions)
    _add_key(actions)
    _add_grade(actions)


def _quiz(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("quiz", metavar="FILE", help='a quiz (TOML or JSON); "-" standard input')


def _ascii(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ascii",
        action="store_true",
        default=argparse.SUPPRESS,
        help="formulas in plain ASCII",
    )


def _add_new(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("new", help="start a quiz that works and explains itself")
    parser.add_argument("file", metavar="FILE", help="a file that does not exist yet")
    parser.set_defaults(command=_new)


def _add_check(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("check", help="prove that quizzes can be drawn and marked fairly")
    parser.add_argument("files", nargs="+", metavar="FILE", help="a quiz")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(command=_check)


def _students(parser: argparse.ArgumentParser) -> None:
    _quiz(parser)
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--student", metavar="S", help="for one student")
    who.add_argument(
        "--students",
        metavar="FILE",
        help="for all in a table with a column student, or a name a line",
    )
    parser.add_argument("--format", choices=_SHEETS, default="json", help="default: json")
    parser.add_argument(
        "--output",
        metavar="PATH",
        default="-",
        help="a file; for several students a folder; default: standard output",
    )
    _ascii(parser)


def _add_sheet(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("sheet", help="what a student gets: no answers, no seed")
    _students(parser)
    parser.set_defaults(command=_sheet)


def _add_key(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("key", help="values, ranges and worked solution, for the teacher")
    _students(parser)
    parser.set_defaults(command=_key)


def _add_take(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "take", help="work a sheet; answers are kept, and written at the end"
    )
    parser.add_argument("sheet", metavar="SHEET", help="a sheet (JSON)")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--plain", action="store_true", help="line by line, without a screen")
    how.add_argument(
        "--json-lines", action="store_true", help="a line of JSON each way, for other programs"
    )
    parser.add_argument(
        "--output", metavar="FILE", help="the answers file; default: SHEET with .answers.json"
    )
    parser.add_argument("--fresh", action="store_true", help="begin anew")
    parser.add_argument(
        "--database",
        type=Path,
        metavar="FILE",
        help="where records are kept (else TUTOR_DATABASE, else the user's data folder)",
    )
    _ascii(parser)
    parser.set_defaults(command=_take)


def _add_grade(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("grade", help="mark answers, of one student or of a class")
    _quiz(parser)
    parser.add_argument(
        "answers", nargs="+", metavar="ANSWERS", help='JSON or CSV; a folder; "-" standard input'
    )
    parser.add_argument("--format", choices=_REPORTS, default="table", help="default: table")
    parser.add_argument(
        "--json",
        action="store_const",
        const="json",
        dest="format",
        help="the same as --format json",
    )
    parser.add_argument(
        "--output", metavar="FOLDER", help="a report there, and one for each student"
    )
    parser.add_argument(
        "--sheets",
        type=Path,
        metavar="FOLDER",
        help="the sheets that were handed out; without it they are drawn again, which takes longer",
    )
    parser.add_argument(
        "--overrides", metavar="FILE", help="marks that the teacher changes, each with a reason"
    )
    parser.add_argument("--anonymous", action="store_true", help="students by number, not name")
    _ascii(parser)
    parser.set_defaults(command=_grade)


def _new(options: argparse.Namespace) -> int:
    from tutor.faces.quiz_files import start

    start(options.file)
    return Exit.DONE


def _check(options: argparse.Namespace) -> int:
    from tutor.faces.quiz_files import check

    return check(options.files, as_json=options.json)


def _sheet(options: argparse.Namespace) -> int:
    from tutor.faces.quiz_sheets import Wanted, write

    write(Wanted.of(options, is_key=False))
    return Exit.DONE


def _key(options: argparse.Namespace) -> int:
    from tutor.faces.quiz_sheets import Wanted, write

    write(Wanted.of(options, is_key=True))
    return Exit.DONE


def _take(options: argparse.Namespace) -> int:
    from tutor.faces.quiz_taking import take

    return take(options)


def _grade(options: argparse.Namespace) -> int:
    from tutor.faces.quiz_grading import grade

    return grade(options)
