"""Traces in JSON Lines: written and read an example at a time, every value checked."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks import CASES, ELEMENTWISE, problem_of, problems, random_document
from tests.running import tutor
from tests.test_order import some_parameter
from tests.test_trace_document import HUGE, KEYS, LAYER
from tutor import Problem, Trace, read_examples, trace
from tutor.chain.problem import Example
from tutor.errors import DocumentError


@cache
def small() -> Trace:
    """Return the trace of a 2-2-2 network with a softmax and three examples."""
    rng = random.Random(7)  # noqa: S311  # no secret
    head = (("softmax", "squared_error"),)
    document = random_document(rng, heads=head, sizes=(2, 2, 2), examples=3, decimals=(1,))
    return trace(Problem.model_validate(document))


def lines_of(traced: Trace, *, compact: bool = False) -> list[dict[str, Any]]:
    """Return the lines of a trace as any JSON reader reads them."""
    text = b"".join(traced.to_json_lines(compact=compact))
    return [json.loads(line) for line in text.splitlines()]


def written(lines: list[dict[str, Any]], folder: Path) -> Path:
    path = folder / "trace.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return path


def refusal(path: Path) -> str:
    """Return the sentence with which a file is refused, without its name."""
    with pytest.raises(DocumentError) as refused:
        list(read_examples(path))
    with pytest.raises(DocumentError):
        Trace.load(path)
    return str(refused.value).removeprefix(f"{path}: ")


def test_the_first_line_has_everything_but_examples() -> None:
    """Its keys are the trace document's, and each further line is one example with x and y."""
    traced = small().for_parameter("w1[1,0]")
    head, *examples = lines_of(traced)
    assert [key for key in KEYS if key != "examples"] == list(head)
    assert ["layers", "cost", "learning_rate"] == list(head["problem"])
    whole = json.loads(traced.to_json())
    del whole["problem"]["examples"]
    own = whole.pop("examples")
    assert whole == head
    assert [0, 1, 2] == [each["example"] for each in examples]
    inputs = traced.problem.model_dump(mode="json")["examples"]
    expected = [
        {"example": number, **given, **passed}
        for number, (given, passed) in enumerate(zip(inputs, own, strict=True))
    ]
    assert expected == examples
    assert ["example", "x", "y", "cost", "layers"] == list(examples[0])


@given(problems(), st.data(), st.booleans())
@settings(max_examples=6)
def test_examples_are_read_back_bit_for_bit(
    tmp_path_factory: pytest.TempPathFactory,
    problem: Problem,
    data: object,
    compact: bool,  # noqa: FBT001
) -> None:
    """Every float of every example is the one that was saved, compact or not."""
    traced = trace(problem)
    traced = traced.for_parameter(some_parameter(traced, data))
    path = tmp_path_factory.mktemp("lines") / "trace.jsonl"
    traced.save(path, compact=compact)
    assert b"".join(traced.to_json_lines(compact=compact)) == path.read_bytes()
    with read_examples(path) as reader:
        found = list(reader)
    assert traced.parameter == reader.head["parameter"]
    for number, (line, own) in enumerate(zip(found, traced.examples, strict=True)):
        assert number == line.example
        assert problem.examples[number].x.tolist() == line.x.tolist()
        assert problem.examples[number].y.tolist() == line.y.tolist()
        assert (own.cost, own.layers) == (line.cost, line.layers)
    again = Trace.load(path)
    assert traced == again
    assert traced.to_json() == again.to_json()


def test_compact_lines_have_no_gradients() -> None:
    """Each example's dC_dw is left out, and nothing else."""
    keys = [list(layer) for each in lines_of(small(), compact=True)[1:] for layer in each["layers"]]
    assert [[key for key in LAYER if key != "dC_dw"]] * 6 == keys


@pytest.mark.parametrize("case", CASES)
def test_reference_traces_are_read_back(case: str, tmp_path: Path) -> None:
    """Saturated ones, ones that cancel and all others are accepted when read line by line."""
    traced = trace(problem_of(case))
    path = tmp_path / "trace.jsonl"
    traced.save(path)
    assert [each.cost for each in traced.examples] == [each.cost for each in read_examples(path)]


@given(problems(examples=30, heads=tuple((name, "squared_error") for name in ELEMENTWISE)))
@settings(max_examples=15)
def test_a_network_that_has_learnt_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, problem: Problem
) -> None:
    """An a − y of a billionth keeps few right digits, and one example alone rounds elsewhere."""
    outputs = trace(problem).values.passes.layers[-1].a
    learnt = [
        Example(x=each.x, y=output + 1e-9)
        for each, output in zip(problem.examples, outputs, strict=True)
    ]
    path = tmp_path_factory.mktemp("lines") / "trace.jsonl"
    trace(problem.model_copy(update={"examples": tuple(learnt)})).save(path)
    assert 30 == len(list(read_examples(path)))


@pytest.mark.parametrize(("activation", "cost"), HUGE)
def test_infinities_are_read_back(activation: str, cost: str, tmp_path: Path) -> None:
    """Where floats overflow the lines have strings for it, as the document has."""
    hidden = {"weights": [[1e200]], "biases": [0.0], "activation": "identity"}
    output = {"weights": [[1e200], [-1e200]], "biases": [0.0, 0.0], "activation": activation}
    examples = [{"x": [x], "y": [1.0, 0.0]} for x in (1.0, -1.0, 0.0)]
    document = {"layers": [hidden, output], "cost": cost, "examples": examples}
    traced = trace(Problem.model_validate(document))
    path = tmp_path / "trace.jsonl"
    traced.save(path)
    assert 3 == len(list(read_examples(path)))
    assert traced.to_json() == Trace.load(path).to_json()


def places(part: Any) -> list[tuple[str | int, ...]]:  # noqa: ANN401
    """Return the place of every number in a part of a document."""
    if isinstance(part, dict | list):
        entries = part.items() if isinstance(part, dict) else enumerate(part)
        return [(key, *rest) for key, value in entries for rest in places(value)]
    return [()] if isinstance(part, float) else []


def test_every_value_that_does_not_follow_is_named(tmp_path: Path) -> None:
    """Any number changed in the sixth digit is refused, with its place and what is right."""
    lines = lines_of(small())
    parts: list[tuple[int, str]] = [(0, "average"), (0, "descent")]
    parts += [(number, key) for number in (1, 3) for key in ("cost", "layers")]
    seen = 0
    for number, part in parts:
        for path in places(lines[number][part]):
            changed = json.loads(json.dumps(lines))
            holder: Any = changed[number]
            last: str | int = part
            for key in path:
                holder, last = holder[last], key
            value = holder[last]
            holder[last] = wrong = value * (1 + 1e-6) if value else 1e-6
            shown = "".join(f"[{k}]" if isinstance(k, int) else f".{k}" for k in (part, *path))
            place = f"examples[{number - 1}]{shown}" if number else shown.removeprefix(".")
            told = refusal(written(changed, tmp_path))
            assert told.startswith(f"{place}: {wrong!r} does not follow from the problem, which ")
            seen += 1
    assert seen > 80


def test_what_comes_before_a_fault_is_given(tmp_path: Path) -> None:
    """The examples before the first fault are read; then it is told, and the file is closed."""
    lines = lines_of(small())
    lines[3]["layers"][0]["z"][1] += 0.5
    reader = read_examples(written(lines, tmp_path))
    assert [0, 1] == [next(reader).example, next(reader).example]
    with pytest.raises(DocumentError, match=r"examples\[2\]\.layers\[0\]\.z\[1\]: "):
        next(reader)
    assert [] == list(reader)


Change = Callable[[list[dict[str, Any]]], object]
FAULTS: list[tuple[Change, str]] = [
    (lambda lines: lines.pop(), "average."),
    (lambda lines: lines.pop(1), "line 2: example 1, but 0 is missing"),
    (lambda lines: lines.pop(2), "line 3: example 2, but 1 is missing"),
    (lambda lines: lines.append(lines[3]), "line 5: example 2, which stands there already"),
    (lambda lines: lines.insert(2, lines[1]), "line 3: example 0, which stands there already"),
    (lambda lines: lines.__delitem__(slice(1, None)), "the file ends before its first example"),
    (lambda lines: lines[1].pop("x"), "examples[0].x: missing"),
    (lambda lines: lines[2].pop("cost"), "examples[1].cost: missing"),
    (lambda lines: lines[2].pop("example"), "line 3: example: missing"),
    (lambda lines: lines[2].update(example=True), "line 3: example: "),
    (lambda lines: lines[2].update(example="1"), "line 3: example: '1'"),
    (lambda lines: lines[2].update(extra=1), "examples[1].extra: unknown key"),
    (lambda lines: lines[2].update(x=[1.0]), "examples[1].x: shape (1,), but (2,)"),
    (lambda lines: lines[2].update(y=[1.0, "a"]), "examples[1].y[1]: 'a', but a number is needed"),
    (lambda lines: lines[2].update(x=[1e9, 1.0]), "examples[1].layers[0].z[0]: "),
    (lambda lines: lines[0].update(examples=[]), "examples: in JSON Lines each example has a line"),
    (lambda lines: lines[0].pop("average"), "average: missing"),
    (lambda lines: lines[0].update(version=2), "version: 2, but 1 is needed"),
    (lambda lines: lines[0].pop("format"), "not a trace document: it has no format"),
    (lambda lines: lines[0]["problem"].update(cost="sum"), "problem: cost: 'sum' is not known"),
    (lambda lines: lines[0]["problem"].update(examples=[]), "problem.examples: in JSON Lines"),
    (lambda lines: lines[0].update(problem=3), "problem: an object is needed"),
    (lambda lines: lines[0].update(steps=[{}]), "steps: 0 are needed for none"),
    (lambda lines: lines[0].update(parameter="b1[0]"), "steps: "),
    (lambda lines: lines[0].update(parameter="w9"), "w9: "),
    (lambda lines: lines[0]["check"].pop("method"), "check.method: "),
    (lambda lines: lines[0]["descent"].update(layers=[]), "descent.layers"),
]


@pytest.mark.parametrize(("change", "told"), FAULTS, ids=[told for _, told in FAULTS])
def test_what_is_missing_or_repeated_is_named(change: Change, told: str, tmp_path: Path) -> None:
    """Lines that are missing, that stand there twice, and what is wrong in them."""
    lines = lines_of(small())
    change(lines)
    assert refusal(written(lines, tmp_path)).startswith(told)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_refused(share: float, tmp_path: Path) -> None:
    """Wherever a file ends in the middle of a line, that is told with the line."""
    content = b"".join(small().to_json_lines())
    path = tmp_path / "trace.jsonl"
    path.write_bytes(content[: int(len(content) * share)])
    assert refusal(path).endswith("; the file is cut off there")


def test_steps_are_checked_when_all_examples_are_read(tmp_path: Path) -> None:
    """A step that is not the chain's is refused with its place, after the last example."""
    lines = lines_of(small().for_parameter("w1[1,0]"))
    lines[0]["steps"][5]["value"] += 1.0
    path = written(lines, tmp_path)
    reader = read_examples(path)
    assert 3 == len([next(reader) for _ in range(3)])
    with pytest.raises(DocumentError, match=r"steps\[5\]\.value: "):
        next(reader)


def test_a_json_document_is_no_json_lines(tmp_path: Path) -> None:
    """The whole document in one line is told apart."""
    path = tmp_path / "trace.json"
    small().save(path)
    with pytest.raises(DocumentError, match="in JSON Lines each example has a line of its own"):
        read_examples(path)


@pytest.mark.parametrize("compact", [(), ("--compact",)])
def test_the_command_writes_lines(compact: tuple[str, ...], tmp_path: Path) -> None:
    """To standard output and to a file, with the chain of a parameter."""
    small().problem.save(tmp_path / "problem.json")
    arguments = ("trace", "problem.json", "--parameter", "b1[0]", "--format", "jsonl", *compact)
    done = tutor(*arguments, folder=tmp_path)
    expected = small().for_parameter("b1[0]").to_json_lines(compact=bool(compact))
    assert b"".join(expected) == done.stdout
    assert b"" == tutor(*arguments, "--output", "t.jsonl", folder=tmp_path).stdout
    assert done.stdout == (tmp_path / "t.jsonl").read_bytes()


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A trace that comes through a pipe is read as it comes."""
    path = tmp_path / "trace.jsonl"
    small().save(path)
    with path.open() as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert 3 == len(list(read_examples("-")))
        assert not stream.closed


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    """A file that is missing or empty is named."""
    with pytest.raises(DocumentError, match=r"none.jsonl: cannot be read: no such file"):
        read_examples(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(DocumentError, match="empty, but a trace in JSON Lines is needed"):
        read_examples(tmp_path / "empty.jsonl")
