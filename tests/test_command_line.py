"""The command line: what it writes, where it writes it, and how it leaves."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import pytest

from tests.running import PATIENCE, environment, python, tutor
from tutor import Problem, Trace, __version__, trace
from tutor.course.shelf import shipped_lessons
from tutor.faces.command_line import run
from tutor.faces.exits import Exit

NETWORK = """\
{"layers": [{"weights": [[-0.5]], "biases": [0.2], "activation": "sigmoid"}],
 "cost": "squared_error",
 "examples": [{"x": [1.4], "y": [0.0]}],
 "learning_rate": 0.5}
"""
AS_TOML = """\
cost = "squared_error"
learning_rate = 0.5
layers = [{weights = [[-0.5]], biases = [0.2], activation = "sigmoid"}]
examples = [{x = [1.4], y = [0.0]}]
"""
FULL_DEVICE = Path("/dev/full")
FIRST = shipped_lessons()[0]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in a folder with the network; leave signals handled as they were."""
    handlers = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)}
    (tmp_path / "network.json").write_text(NETWORK, "utf-8")
    monkeypatch.chdir(tmp_path)
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


def status_of(*arguments: str) -> int:
    """Run a command in this process and return its exit status."""
    try:
        return run(arguments)
    except SystemExit as left:
        return int(left.code or 0)


def the_only_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one line on standard error, where standard output is empty."""
    captured = capsys.readouterr()
    assert "" == captured.out
    assert captured.err.startswith("tutor: ")
    assert ["tutor: ", "\n"] == [captured.err[:7], captured.err[-1]]
    assert 1 == captured.err.count("\n"), captured.err
    return captured.err[7:-1]


def written(capsysbinary: pytest.CaptureFixture[bytes]) -> bytes:
    """Return what is on standard output, where standard error is empty."""
    captured = capsysbinary.readouterr()
    assert b"" == captured.err
    return captured.out


# What is written


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """--version names the program and its version, and is a success."""
    assert 0 == status_of("--version")
    assert f"tutor {__version__}\n" == capsys.readouterr().out


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """--help goes to standard output and tells what there is."""
    assert 0 == status_of("--help")
    told = capsys.readouterr().out
    assert [] == [each for each in ("learn", "lessons", "trace", "schema") if each not in told]


@pytest.mark.parametrize(
    ("name", "content"), [("network.json", NETWORK), ("network.toml", AS_TOML), ("odd", AS_TOML)]
)
def test_a_trace_is_made_of_a_file(
    name: str, content: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """JSON and TOML give the same trace, byte for byte that of the Python interface."""
    Path(name).write_text(content, "utf-8")
    assert 0 == status_of("trace", name)
    expected = trace(Problem.model_validate_json(NETWORK)).to_json()
    assert expected == written(capsysbinary)


@pytest.mark.parametrize("content", [NETWORK, AS_TOML, "\ufeff" + NETWORK])
def test_a_trace_is_made_of_standard_input(content: str) -> None:
    """A dash reads a problem of either kind from a pipe, with a byte order mark or without."""
    done = tutor("trace", "-", stdin=content.encode())
    assert (0, b"") == (done.returncode, done.stderr)
    assert trace(Problem.model_validate_json(NETWORK)).to_json() == done.stdout


def test_a_lesson_can_come_from_standard_input() -> None:
    """What can be traced as a file can be traced from a pipe, lessons too."""
    done = tutor("trace", "-", stdin=FIRST.path.read_bytes())
    assert (0, b"") == (done.returncode, done.stderr)
    assert tutor("trace", FIRST.name).stdout == done.stdout


@pytest.mark.parametrize("name", [FIRST.name, FIRST.name.partition("-")[2], "1", str(FIRST.path)])
def test_a_trace_is_made_of_a_lesson(name: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """A shipped lesson goes by its name, with or without its number, by number, or as a file."""
    assert 0 == status_of("trace", name)
    assert trace(FIRST.load().problem).to_json() == written(capsysbinary)


def test_the_chain_of_a_parameter_is_written(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """With --parameter the document holds the chain, and the parameter in its full form."""
    assert 0 == status_of("trace", "network.json", "--parameter", "b1")
    document = json.loads(written(capsysbinary))
    steps = trace(Problem.model_validate_json(NETWORK)).steps("b1")
    assert "b1[0]" == document["parameter"]
    assert [step.id for step in steps] == [step["id"] for step in document["steps"]]


def test_without_a_parameter_there_is_no_chain(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    """Nobody chose a parameter, so the document names none."""
    assert 0 == status_of("trace", "network.json")
    document = json.loads(written(capsysbinary))
    assert [None, []] == [document["parameter"], document["steps"]]


def test_a_compact_trace_is_restored_when_read() -> None:
    """--compact leaves out each example's dC_dw and nothing else; reading works it out again."""
    assert 0 == status_of("trace", "network.json", "--compact", "--output", "compact.json")
    assert 0 == status_of("trace", "network.json", "--output", "whole.json")
    compact, whole = (
        json.loads(Path(name).read_bytes()) for name in ("compact.json", "whole.json")
    )
    del whole["examples"][0]["layers"][0]["dC_dw"]
    assert whole == compact
    assert Path("whole.json").read_bytes() == Trace.load("compact.json").to_json()


def test_an_output_file_holds_what_standard_output_would(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    """--output writes the same bytes to a file, says nothing, and leaves nothing beside it."""
    Path("old.json").write_text("something longer than nothing", "utf-8")
    Path("old.json").chmod(0o640)
    assert 0 == status_of("trace", "network.json", "--output", "old.json")
    assert b"" == written(capsysbinary)
    assert 0 == status_of("trace", "network.json")
    assert Path("old.json").read_bytes() == written(capsysbinary)
    assert 0o640 == Path("old.json").stat().st_mode & 0o777
    assert ["network.json", "old.json"] == sorted(each.name for each in Path().iterdir())


def test_refused_input_leaves_the_output_file_alone() -> None:
    """A file is written whole or not at all."""
    Path("old.json").write_text("kept", "utf-8")
    Path("bad.json").write_text("{", "utf-8")
    assert Exit.BAD_INPUT == status_of("trace", "bad.json", "--output", "old.json")
    assert "kept" == Path("old.json").read_text("utf-8")


def test_lessons_are_listed_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """The table has a line for each lesson: its name, how long it takes, its title."""
    assert 0 == status_of("lessons")
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    lessons = [(file.name, file.load()) for file in shipped_lessons()]
    assert [[name, str(each.minutes), "min", *each.title.split()] for name, each in lessons] == rows


def test_lessons_are_listed_for_programs(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """--json lists the lessons in reading order with name, title and a file that is there."""
    assert 0 == status_of("lessons", "--json")
    listed = json.loads(written(capsysbinary))
    expected = [(file.name, file.load().title, str(file.path)) for file in shipped_lessons()]
    assert expected == [(each["name"], each["title"], each["file"]) for each in listed]


@pytest.mark.parametrize("name", ["lesson", "problem", "trace"])
def test_a_schema_is_written(name: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Each document has a JSON Schema that names its dialect and closes its objects."""
    assert 0 == status_of("schema", name)
    schema = json.loads(written(capsysbinary))
    assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]
    assert schema["additionalProperties"] is False


def test_the_schema_of_a_trace_names_what_a_trace_holds(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    """The schema and a written trace have the same keys."""
    assert 0 == status_of("schema", "trace")
    schema = json.loads(written(capsysbinary))
    assert 0 == status_of("trace", "network.json")
    assert set(json.loads(written(capsysbinary))) == set(schema["properties"])


# What is refused

CONTENTS = {
    "binary": (b"\x00\x01\xff\xfe", "bad: not UTF-8 text at byte 2"),
    "empty": (b"", "bad: empty, but a JSON or TOML document is needed"),
    "blank": (b" \n\n", "bad: empty, but a JSON or TOML document is needed"),
    "JSON": (b'{"layers": [\n1,]}', "line 2 column 2"),
    "JSON cut off": (NETWORK[:60].encode(), "line 1 column 61"),
    "TOML": (b"layers = [\n x", "line 2, column 2"),
    "a number": (b"3", "bad: not valid "),
    "a list": (b"[1, 2]", "an object is needed"),
    "another object": (b"{}", "layers"),
    "not a number": (NETWORK.replace("1.4", "NaN").encode(), "line 3 column 22"),
    "infinity": (NETWORK.replace("1.4", "1e999").encode(), "infinity"),
    "TOML not a number": (AS_TOML.replace("1.4", "nan").encode(), "examples[0].x[0]"),
    "a string for a number": (NETWORK.replace("1.4", '"1.4"').encode(), "examples[0].x[0]"),
    "null": (NETWORK.replace("1.4", "null").encode(), "examples[0].x[0]"),
    "wrong shape": (
        NETWORK.replace("[[-0.5]]", "[[-0.5, 1]]").encode(),
        "bad: layers[0].weights[0] (layer 1): 2 numbers, but the examples have 1 in x",
    ),
    "no example": (NETWORK.replace('[{"x": [1.4], "y": [0.0]}]', "[]").encode(), "examples"),
    "unknown key": (NETWORK.replace("learning_rate", "learning_rat").encode(), "learning_rate"),
    "unknown activation": (NETWORK.replace("sigmoid", "sigmod").encode(), "sigmoid"),
    "learning rate": (NETWORK.replace('rate": 0.5', 'rate": 0').encode(), "learning_rate"),
    "deep JSON": (b"[" * 100_000, "depth"),
    "deep and closed JSON": (b'{"layers":' + b"[" * 900 + b"]" * 900 + b"}", "layers[0]"),
    "deep TOML": (b"a = " + b"[" * 100_000, "nested too deeply"),
    "deep TOML keys": (b"a" + b".a" * 2_000 + b" = 1", "a key of more than 100 parts"),
    "a huge integer": (NETWORK.replace("1.4", "9" * 5000).encode(), "line 3 column 22"),
    "a huge TOML integer": (AS_TOML.replace("1.4", "9" * 5000).encode(), "bad: "),
    "a surrogate": (b'{"cost": "\\ud800"}', "line 1"),
}


@pytest.mark.parametrize(("content", "told"), CONTENTS.values(), ids=CONTENTS)
def test_bad_input_is_told_in_one_sentence(
    content: bytes, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever a file holds, the answer is a sentence that names it and the place, and status 2."""
    Path("bad").write_bytes(content)
    assert Exit.BAD_INPUT == status_of("trace", "bad")
    sentence = the_only_sentence(capsys)
    assert sentence.startswith("bad: ")
    assert told in sentence


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["trace", "missing.json"], "missing.json: no such file or lesson"),
        (["trace", FIRST.name[:-2]], FIRST.name),
        (["trace", "."], ".: cannot be read: is a directory"),
        (["trace", "network.json/x"], "network.json/x"),
        (["trace", "network.json", "--parameter", "w9"], "w9: there is no layer 9"),
        (["trace", "network.json", "--parameter", "w1[0,1]"], "w1[0,1]: there is no 1"),
        (["trace", "network.json", "--parameter", "C"], "C: not a weight or a bias"),
        (["trace", "network.json", "--parameter", "weight"], "weight: no such quantity"),
        (["trace", "network.json", "--parameter", ""], "an address is needed"),
        (["trace", "network.json", "--output", "no/folder"], "no/folder: cannot be written"),
        (["trace", "network.json", "--output", "."], ".: cannot be written: is a directory"),
        (["learn", "--plain", "no-such-lesson"], "no-such-lesson: no such lesson"),
        (["learn", "--plain", "network.json"], "network.json: "),
        (["learn", "--plain", "missing.toml"], "missing.toml: cannot be read"),
        (["learn", "--plain", "--parameter", "w9"], "w9: there is no layer 9"),
    ],
)
def test_a_bad_argument_is_told_in_one_sentence(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name of something that is not there gets a sentence that names it, and status 2."""
    assert Exit.BAD_INPUT == status_of(*arguments)
    assert told in the_only_sentence(capsys)


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["trace"], ["trace", "a", "b"], ["schema", "nope"], ["--nope"]]
)
def test_bad_usage_is_told_with_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be a command is answered with what can, on standard error, and status 2."""
    assert Exit.BAD_INPUT == status_of(*arguments)
    captured = capsys.readouterr()
    assert "" == captured.out
    assert captured.err.startswith("usage: tutor")


def test_empty_standard_input_is_told_in_one_sentence() -> None:
    """An empty pipe is refused like an empty file."""
    done = tutor("trace", "-")
    told = b"tutor: standard input: empty, but a JSON or TOML document is needed\n"
    assert (Exit.BAD_INPUT, b"", told) == (done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("arguments", [[], ["learn"], ["learn", FIRST.name, "--parameter", "w1"]])
def test_without_a_terminal_the_plain_mode_is_named(arguments: list[str]) -> None:
    """The terminal program does not wait for keys that cannot come."""
    done = tutor(*arguments)
    assert (Exit.BAD_INPUT, b"") == (done.returncode, done.stdout)
    assert b"tutor learn --plain" in done.stderr
    assert 1 == done.stderr.count(b"\n")


# How it leaves


def start(
    *arguments: str, stdin: int = subprocess.PIPE, stdout: int | IO[bytes] = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    """Start the command, with pipes to write to and to read from."""
    return subprocess.Popen(
        [sys.executable, "-m", "tutor", *arguments],
        env=environment(),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def read_until_prompt(process: subprocess.Popen[bytes]) -> bytes:
    """Return what a plain lesson writes until it waits for an answer."""
    assert process.stdout is not None
    told = b""
    while not told.endswith(b"\n> "):
        more = os.read(process.stdout.fileno(), 4096)
        assert b"" != more, told
        told += more
    return told


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (signal.SIGHUP, Exit.HUNG_UP),
        (signal.SIGINT, Exit.INTERRUPTED),
        (signal.SIGTERM, Exit.TERMINATED),
    ],
)
def test_a_signal_ends_a_plain_lesson(number: signal.Signals, status: Exit) -> None:
    """While it waits for an answer a lesson can be ended, with the status that tells how."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # not ignored by the child
    with start("learn", "--plain") as process:
        signal.signal(signal.SIGINT, before)
        read_until_prompt(process)
        process.send_signal(number)
        _, told = process.communicate(timeout=PATIENCE)
    assert status == process.returncode
    assert b"Traceback" not in told


def test_the_end_of_input_ends_a_plain_lesson_in_order() -> None:
    """A pipe that is used up is no failure."""
    done = tutor("learn", "--plain")
    assert (0, b"") == (done.returncode, done.stderr)
    assert done.stdout.endswith(b"End of input: the lesson stops here.\n")


@pytest.mark.parametrize(
    ("arguments", "size"),
    [
        (["trace", "large.json"], 10),
        (["trace", "network.json"], 0),
        (["learn", "--plain"], 10),
        (["learn", "--plain"], 0),
        (["lessons"], 0),
        (["schema", "trace"], 0),
        (["--help"], 0),
    ],
)
def test_a_reader_who_leaves_is_no_failure(arguments: list[str], size: int) -> None:
    """A closed pipe ends the command quietly with status 0, as with ``| head -c 10``."""
    document = json.loads(NETWORK)
    document["examples"] *= 2000  # more than any pipe holds
    Path("large.json").write_text(json.dumps(document), "utf-8")
    with start(*arguments, stdin=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert size == len(os.read(process.stdout.fileno(), size))
        process.stdout.close()
        assert process.stderr is not None
        told = process.stderr.read()
    assert (0, b"") == (process.returncode, told)


@pytest.mark.skipif(not FULL_DEVICE.exists(), reason="there is no device that is always full here")
@pytest.mark.parametrize(
    "arguments", [["trace", "network.json"], ["lessons"], ["learn", "--plain"]], ids=" ".join
)
def test_output_that_cannot_be_written_is_told_in_one_sentence(arguments: Sequence[str]) -> None:
    """A full disk under standard output is told like any other reason, not as a crash."""
    with FULL_DEVICE.open("wb") as full, start(*arguments, stdout=full) as process:
        _, told = process.communicate(b"", timeout=PATIENCE)
    assert (Exit.BAD_INPUT, 1) == (process.returncode, told.count(b"\n")), told.decode()
    assert told.startswith(b"tutor: ")


@pytest.mark.skipif(not FULL_DEVICE.exists(), reason="there is no device that is always full here")
def test_a_full_output_file_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be written is named with the reason."""
    assert Exit.BAD_INPUT == status_of("trace", "network.json", "--output", str(FULL_DEVICE))
    assert "/dev/full: cannot be written: no space left on device" == the_only_sentence(capsys)


@pytest.mark.parametrize("closed", ["stdin", "stdout"])
def test_a_stream_that_is_not_there_is_no_crash(closed: str) -> None:
    """Where standard input or output is closed from the start, there is a sentence at most."""
    number = {"stdin": 0, "stdout": 1}[closed]
    start_closed = "import os, sys; os.close(int(sys.argv[1])); os.execv(sys.argv[2], sys.argv[2:])"
    command = (sys.executable, "-m", "tutor", "trace", "-")
    done = python("-c", start_closed, str(number), *command, stdin=NETWORK.encode())
    assert b"Traceback" not in done.stderr
    assert done.returncode in (Exit.DONE, Exit.BAD_INPUT)


# Encodings and terminals

ASCII_ONLY = {
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONIOENCODING": "ascii",
}


@pytest.mark.parametrize(
    "arguments",
    [["learn", "--plain"], ["lessons"], ["trace", FIRST.name, "--parameter", "w1"]],
    ids=" ".join,
)
def test_a_locale_without_utf_8_gets_ascii(arguments: list[str]) -> None:
    """Where the output can carry ASCII only, text is ASCII; JSON is UTF-8 whatever the locale."""
    done = tutor(*arguments, stdin=b"hint\nhint\nshow\n", variables=ASCII_ONLY)
    assert (0, b"") == (done.returncode, done.stderr)
    if arguments[0] == "trace":
        assert "∂" in done.stdout.decode("utf-8")
    else:
        assert done.stdout.isascii()
        assert b"?" * 3 not in done.stdout


def test_a_name_that_the_locale_lacks_is_still_told() -> None:
    """A message about a file with an accent reaches a terminal that has no accents."""
    done = tutor("trace", "résumé.json", variables=ASCII_ONLY)
    assert Exit.BAD_INPUT == done.returncode
    assert done.stderr.isascii()
    assert b"no such file or lesson" in done.stderr


def test_ascii_asked_for_is_what_an_ascii_locale_gets() -> None:
    """--ascii is the same choice, made by hand, before or after the command."""
    answers = b"hint\nhint\nshow\n"
    wanted = tutor("learn", "--plain", "--fresh", stdin=answers, variables=ASCII_ONLY).stdout
    assert wanted == tutor("learn", "--plain", "--fresh", "--ascii", stdin=answers).stdout
    assert wanted == tutor("--ascii", "learn", "--plain", "--fresh", stdin=answers).stdout


def test_at_a_terminal_an_answer_is_not_written_twice() -> None:
    """What a person types is shown by the terminal; what a pipe brings is shown by the lesson."""
    mine, its = pty.openpty()
    with start("learn", "--plain", stdin=its) as process:
        read_until_prompt(process)
        os.write(mine, b"gibberish\n")
        told = read_until_prompt(process)
        os.write(mine, b"quit\n")
        process.communicate(timeout=PATIENCE)
    os.close(mine)
    os.close(its)
    assert 0 == process.returncode
    assert not told.startswith(b"gibberish")
