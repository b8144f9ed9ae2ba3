"""A worked solution: a parameter's whole chain, each step in symbols and in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tutor.chain.addresses import Address, Q
from tutor.chain.notation import ASCII, LATEX, Notation
from tutor.chain.numbers import text_of
from tutor.chain.rules import Kind
from tutor.chain.statement import Formula, vector
from tutor.chain.steps import Step
from tutor.chain.trace import Trace
from tutor.course.worked_blocks import Block, Blocks, Equation, Piece, Table, heading, paragraph
from tutor.course.worked_question import name_of, question, slope_of, valued

_WORDS = {
    Kind.WEIGHTED_SUM: "the weighted sum",
    Kind.ACTIVATION: "the activation",
    Kind.COST: "The cost of this example",
    Kind.COST_SLOPE: "how the cost moves with the output",
    Kind.ACTIVATION_SLOPE: "how the activation moves with its weighted sum",
    Kind.WEIGHT_FACTOR: "how the weighted sum moves with the weight",
    Kind.BIAS_FACTOR: "how the weighted sum moves with the bias",
    Kind.ACTIVATION_FACTOR: "how the weighted sum moves with an activation before it",
    Kind.PRODUCT: "the factors put together",
    Kind.PATH_TERM: "the part that goes along one path",
    Kind.PATH_SUM: "the sum over the paths",
    Kind.FUSED_SLOPE: "how the cost moves with the weighted sum",
    Kind.AVERAGE: "The average over the examples",
    Kind.STEP: "The step: the learning rate times the derivative",
    Kind.UPDATE: "The new value: the old one minus the step",
    Kind.NEW_COST: "The cost after every weight and bias has taken its step",
}
_FORWARD = (Kind.WEIGHTED_SUM, Kind.ACTIVATION, Kind.COST)
OVER_ALL = (Kind.AVERAGE, Kind.STEP, Kind.UPDATE, Kind.NEW_COST)
"""What comes after the examples."""
LONGEST = 70
"""An equation with more characters of ASCII is written on two lines: in symbols, in numbers."""


def worked_solution(trace: Trace, parameter: str, title: str = "") -> Blocks:
    """Return the question and the whole chain of a weight or a bias, for a person to read.

    Args:
        trace: of the problem.
        parameter: the weight or the bias, as in ``w1[0,1]``.
        title: a line of Markdown; else the document is called a worked solution.

    Raises:
        AddressError: where the text names no weight or bias.

    """
    chosen = trace.parameter_address(parameter)
    name = name_of(trace, slope_of(chosen))
    return (
        heading(1, f"{title or 'Worked solution'}: ", name),
        *question(trace, parameter),
        heading(2, "The solution"),
        paragraph("Values are shown with 4 significant digits, and worked with all of theirs."),
        *solution(trace, parameter),
    )


def solution(trace: Trace, parameter: str) -> Iterator[Block]:
    """Yield the steps of a parameter's chain, the table of examples, and the step of descent."""
    chosen, count = trace.parameter_address(parameter), len(trace.problem.examples)
    steps = trace.steps(parameter)
    of_examples = (step for step in steps if step.kind not in OVER_ALL)
    has_shared = False
    for number, part in groupby(of_examples, key=lambda step: step.example or 0):
        if count > 1:
            yield heading(3, f"Example {number}")
        own = list(part)
        has_shared = has_shared or any(step.example is None for step in own)
        yield from _example(own, has_earlier=has_shared and number > 0)
    if count > 1:
        yield heading(3, "All examples")
        yield examples_table(trace, chosen)
    tail = {step.kind: step for step in steps[-len(OVER_ALL) :] if step.kind in OVER_ALL}
    if Kind.AVERAGE in tail:
        yield from explained(tail[Kind.AVERAGE])
    yield heading(3, "The step of descent")
    for kind in OVER_ALL[1:]:
        yield from explained(tail[kind])
    yield _before_and_after(trace)


def _example(steps: list[Step], *, has_earlier: bool) -> Iterator[Block]:
    """Yield one example's steps, forward and back; some may stand in an earlier one."""
    for is_forward, part in groupby(steps, key=lambda step: step.kind in _FORWARD):
        yield paragraph("**Forward**" if is_forward else "**Backward, from the cost**")
        if has_earlier and not is_forward:
            yield paragraph("A factor that is the same for every example stands in example 0.")
        for caption, alike in groupby(part, key=caption_of):
            yield paragraph(f"{caption}:")
            for step in alike:
                yield from equations(step)


def caption_of(step: Step) -> str:
    """Return what a step is, in words."""
    words = _WORDS[step.kind]
    return words if words[0].isupper() else f"Layer {step.place.layer}, {words}"


def explained(step: Step) -> Iterator[Block]:
    """Yield a step with its words before it."""
    yield paragraph(f"{caption_of(step)}:")
    yield from equations(step)


def equations(step: Step) -> Iterator[Equation]:
    """Yield a step in symbols and in numbers: on one line where there is room."""
    texts = zip(_sides(step, LATEX), _sides(step, ASCII), strict=True)
    name, symbols, numbers = (tuple(map(Formula, *each)) for each in texts)
    sides = tuple(dict.fromkeys((*name, *symbols, *numbers)))
    if sum(len(side.ascii) + 3 for side in sides) <= LONGEST:
        yield Equation(sides)
    else:
        yield Equation((*name, *symbols))
        yield Equation((*name, *dict.fromkeys(numbers)))


def _sides(step: Step, notation: Notation) -> tuple[list[str], list[str], list[str]]:
    """Return the name of what a step gives, its forms, and what they are in numbers."""
    numbers = [step.filled_in(notation), step.shown(notation)]
    return [step.name(notation)], step.forms(notation), numbers


def examples_table(trace: Trace, parameter: Address) -> Table:
    """Return the table of examples: one row each with its derivative, the mean below."""
    last = trace.rules.shape.last
    rows = tuple(
        (
            str(number),
            vector(example.x),
            vector(example.y),
            vector(trace.values.passes.layers[-1].a[number], text_of),
            _shown(trace, Address(Q.C, example=number)),
            _shown(trace, slope_of(parameter, number)),
        )
        for number, example in enumerate(trace.problem.examples)
    )
    output = Formula(f"a^{{({last})}}", f"a{last}")
    slope = name_of(trace, slope_of(parameter))
    head = ("example", Formula("x", "x"), Formula("y", "y"), output, Formula("C", "C"), slope)
    total = (_shown(trace, Address(Q.C)), _shown(trace, slope_of(parameter)))
    return Table(head, rows, ("mean", "", "", "", *total))


def _shown(trace: Trace, address: Address) -> Formula:
    text = trace.shown(address)
    return Formula(LATEX.number(text), text)


def _before_and_after(trace: Trace) -> Block:
    """Return what the step of descent has done to the cost."""
    before, after = trace.values.cost, trace.values.cost_after
    way = "fell" if after < before else "rose" if after > before else "stayed the same"
    pieces: list[Piece] = [f"The cost {way}: "]
    for address, told in ((Address(Q.C), " before, "), (Address(Q.NEW_C), " after.")):
        pieces += [valued(trace, address), told]
    return paragraph(*pieces)
