"""An honest learner, simulated: works each step rightly from what can be seen, and rounds.

Each input is taken exactly, as shown, or as the learner's own accepted answer, and carried at 3, 4
or 5 digits, rounded or cut off; the result is written with 3 digits or more, rounded or cut off.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any, cast

from tutor import Problem, Trace, Verdict, grade
from tutor.chain.addresses import GIVEN, PARAMETERS, Address, Q
from tutor.chain.evaluation import largest_term, value_of
from tutor.chain.notation import ASCII
from tutor.chain.rules import Kind
from tutor.chain.steps import Step
from tutor.chain.writing import Writer
from tutor.engine.expressions import Expression

LONGEST = 200
"""How long an answer may be."""
LONGEST_WALK = 32
"""A longer chain is not worked from end to end: every answer is judged with all earlier ones."""
FLOAT_DIGITS = 16
NOTHING = 1e-14
"""What is left of a sum, beside its largest term, where by hand nothing is left."""
_LOG_OF_0 = re.compile(r"ln\((?:0\.0|1 - 1\.0|1 - [\d.]+e-(?:1[7-9]|[2-9]\d|\d{3}))\)")
"""What no calculator works out: ln 0, whose factor is 0, and ln of what it takes for 1."""
_UNTYPED = ("'", "...", "inf", "leaky_relu", "exp")


def to_place(value: float, place: int, *, cut: bool) -> Decimal:
    """Return a value rounded, or cut off, to the decimal place 10**place.

    What a calculator does not show is not cut off: 4.069999999999999 is 4.07.
    """
    mode = ROUND_DOWN if cut else ROUND_HALF_UP
    exact = Decimal(f"{value:.13g}")
    if exact.adjusted() - place > FLOAT_DIGITS:
        return Decimal(repr(value))
    if exact.adjusted() < place - 1:
        return Decimal(0).scaleb(place)
    return exact.quantize(Decimal(1).scaleb(place), mode)


def to_digits(value: float, digits: int, *, cut: bool) -> Decimal:
    """Return a value rounded, or cut off, to so many significant digits."""
    if value == 0.0:
        return Decimal(0)
    return to_place(value, Decimal(f"{value:.13g}").adjusted() - digits + 1, cut=cut)


def _is_plain(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Answer:
    """What an honest learner typed, and how it came about.

    Attributes:
        step: what was asked.
        text: what was typed.
        value: what it comes to.
        earlier: the learner's own earlier answers.
        alone: whether nothing between was shown.
        story: what the learner took for each input.

    """

    step: Step
    text: str
    value: float
    earlier: dict[str, float | str]
    alone: bool
    story: str

    @property
    def left_of_nothing(self) -> bool:
        """Whether rounding left something of a value that is exactly 0: only 0 is right then."""
        return self.value != 0.0 and self.step.trace.settled(self.step.place) == 0.0

    def __str__(self) -> str:
        alone = " alone" if self.alone else ""
        earlier = f" earlier {self.earlier}" if self.earlier else ""
        given = self.step.trace.problem.model_dump_json()
        return f"{self.step.id}{alone}: {self.text} from {self.story}{earlier} in {given}"


@dataclass
class Learner:
    """Somebody who works rightly and rounds as they go.

    Attributes:
        rng: what decides how each number is carried and written.
        trace: what is worked on.
        own: the earlier answers, as typed.

    """

    rng: random.Random
    trace: Trace
    own: dict[Address, str] = field(default_factory=dict)
    _taken: dict[Address, float] = field(default_factory=dict)

    def walk(self, parameter: str) -> Iterator[Answer]:
        """Yield an answer to each step of a chain, made with the accepted ones before it."""
        for step in self.trace.steps(parameter):
            answer = self.answer(step)
            if answer is not None:
                yield answer
                self.own[step.place] = answer.text if _is_plain(answer.text) else repr(answer.value)

    def answer(self, step: Step) -> Answer | None:
        """Return an answer worked from what is on the screen; None where no number is finite."""
        if not step.rule.forms:
            return self._made(step, self.trace.values.value(step.place))
        self._taken = {}
        form = self.rng.choice(step.rule.forms)
        if self.rng.random() < 0.2:
            return self._expression(step, form)
        return self._made(step, self._worked(form, self._seen))

    def result_alone(self, step: Step) -> Answer | None:
        """Return an answer composed from the given numbers, 5 digits carried between."""
        self._taken = {}
        value = self._worked(self.rng.choice(step.rule.forms), self._composed)
        made = self._made(step, value)
        return None if made is None else replace(made, alone=True, earlier={})

    def _worked(self, form: Expression, take: Callable[[Address], float]) -> float:
        def taken(name: Hashable) -> float:
            address = cast("Address", name)
            if address not in self._taken:
                self._taken[address] = take(address)
            return self._taken[address]

        return value_of(form, taken)

    def _made(self, step: Step, value: float) -> Answer | None:
        if not math.isfinite(value) or not all(map(math.isfinite, self._taken.values())):
            return None
        text = self._written(step, value)
        return self._answer(step, text, float(text))

    def _answer(self, step: Step, text: str, value: float) -> Answer:
        earlier: dict[str, float | str] = {
            str(address): typed if self.rng.random() < 0.5 else float(typed)
            for address, typed in self.own.items()
        }
        story = ", ".join(f"{address} as {value!r}" for address, value in self._taken.items())
        return Answer(step, text, value, earlier, alone=False, story=story)

    def _expression(self, step: Step, form: Expression) -> Answer | None:
        """Return the rule typed with numbers in it, instead of being worked."""
        text = Writer(ASCII, lambda name: self._seen_text(cast("Address", name))).write(form)
        value = self._worked(form, self._seen)
        if _LOG_OF_0.search(text):
            return self._made(step, value)
        typable = len(text) <= LONGEST and not any(sign in text for sign in _UNTYPED)
        return self._answer(step, text, value) if typable and math.isfinite(value) else None

    def _seen_text(self, address: Address) -> str:
        if address not in self._taken:
            self._taken[address] = self._seen(address)
        return repr(self._taken[address])

    def _given(self, address: Address) -> float:
        """Return a given number: as it stands in the problem, or as it is shown."""
        exact = self.trace.values.value(address)
        return self.rng.choice((exact, float(self.trace.shown(address))))

    def _seen(self, address: Address) -> float:
        """Return what the learner takes for a value on the screen."""
        if address.quantity in GIVEN:
            return self._given(address)
        exact, settled = self.trace.values.value(address), self.trace.settled(address)
        shown = float(self.trace.shown(address))
        known = [exact, settled, shown]
        if address in self.own:
            known += [float(self.own[address])] * 3
        value = self.rng.choice(known)
        if not math.isfinite(value) or self.rng.random() < 0.3 or self.trace.is_given(address):
            return value
        return float(to_digits(value, self.rng.choice((3, 3, 4, 5)), cut=self.rng.random() < 0.5))

    def _composed(self, address: Address) -> float:
        """Return a value worked from given numbers only."""
        if address.quantity in GIVEN:
            return self._given(address)
        form = self.rng.choice(self.trace.rules.of(address).forms)
        value = self._worked(form, self._composed)
        if abs(value) < NOTHING * largest_term(
            form, lambda name: self._taken[cast("Address", name)]
        ):
            return 0.0
        if not math.isfinite(value) or self.rng.random() < 0.3 or self.trace.is_given(address):
            return value
        return float(to_digits(value, self.rng.choice((5, 5, 6)), cut=self.rng.random() < 0.5))

    def _written(self, step: Step, value: float) -> str:
        """Return the text of a worked value: with 3, 4 or 5 digits, or all of them."""
        cut = self.rng.random() < 0.5
        finer = self.rng.choice((0, 0, 1, 2))
        if self.rng.random() < 0.15:
            return repr(value)
        place = place_of_new_value(step)
        if place is not None:
            return f"{to_place(value, place - finer, cut=cut):f}"
        number = to_digits(value, 3 + finer, cut=cut)
        if abs(number.adjusted()) > 6 or self.rng.random() < 0.1:
            return f"{number:e}"
        return f"{number:f}" if self.rng.random() < 0.8 else f"{number.normalize():f}"


def place_of_new_value(step: Step) -> int | None:
    """Return the decimal place of the third digit of a new value's step; None for anything else."""
    if step.kind is not Kind.UPDATE:
        return None
    old = next(each for each in step.rule.inputs if each.quantity in PARAMETERS)
    quantity = Q.STEP_W if old.quantity is Q.W else Q.STEP_B
    size = step.trace.values.value(old.to(quantity))
    return Decimal(repr(size)).adjusted() - 2 if size else None


def some_parameter(rng: random.Random, trace: Trace) -> str:
    """Return any weight or bias of a network."""
    sizes = trace.problem.sizes
    layer = rng.randrange(1, len(sizes))
    j, k = rng.randrange(sizes[layer]), rng.randrange(-1, sizes[layer - 1])
    return f"b{layer}[{j}]" if k < 0 else f"w{layer}[{j},{k}]"


def simulated(
    rng: random.Random, document: dict[str, Any], questions: int = 40
) -> Iterator[tuple[Answer, Verdict]]:
    """Yield honest answers to the steps of a problem, and what is said of them.

    A short chain is worked from end to end, each accepted answer being passed with the later ones;
    so many single steps are answered on their own, and as results for which nothing was shown.
    """
    trace = Trace(problem=Problem.model_validate(document))
    parameter = some_parameter(rng, trace)
    steps = trace.steps(parameter)
    if len(steps) <= LONGEST_WALK:
        for answer in Learner(rng, trace).walk(parameter):
            verdict = grade(answer.step, answer.text, answer.earlier)
            yield answer, verdict
            if verdict.kind != "correct":
                break
    for _ in range(questions):
        step = rng.choice(steps)
        if made := Learner(rng, trace).answer(step):
            yield made, grade(step, made.text)
        if step.rule.forms and (made := Learner(rng, trace).result_alone(step)):
            yield made, grade(step, made.text, alone=True)
