"""Reading what was typed as the answer to a numeric question: a number or an expression.

One grammar serves two arithmetics: with floats it gives the value, with intervals it gives the
values that the typed decimals, read to half a unit of their last digit, can stand for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeAlias, TypeVar

from tutor.grading.arithmetic import FLOATS, INTERVALS, LARGEST, Arithmetic, number
from tutor.grading.tokens import (
    BLANKS,
    NUMBER_STARTS,
    SUPERSCRIPTS,
    WORD_STARTS,
    RefusalError,
    candidates,
    columns,
    complaint,
    decimal,
    exponent_of,
    folded,
    lookup_name,
    place,
    precision,
    printable,
    side_by_side,
    tokens_of,
    unknown,
)

T = TypeVar("T")

LENGTH_LIMIT = 200
NESTING_LIMIT = 40
_POINTER_WIDTH = 60

_PLAIN = re.compile(
    r"[ \t]*(?:=[ \t]*)?([-+]?)[ \t]*"
    r"((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)[ \t]*"
)
_CONSTANTS = {"e": math.e, "pi": math.pi, "Pi": math.pi, "PI": math.pi, "π": math.pi}
_PRIMES = ("'", "’", "′")

_SUM, _PRODUCT, _FACTOR, _POWER = 1, 2, 3, 4
_BINDINGS = {
    **dict.fromkeys(("", ")"), (0, 0, 0)),
    **dict.fromkeys("+-", (_SUM, _PRODUCT, 1)),
    **dict.fromkeys("*×/", (_PRODUCT, _FACTOR, 1)),
    **dict.fromkeys(("^", "**"), (_POWER, _POWER, 1)),
}
"""How strongly a sign binds, the least binding of its right operand, and the tokens it takes.

Powers are grouped from the right; what closes an expression binds nothing.
"""
_IMPLIED = (_PRODUCT, _FACTOR, 0)
_TWO_POWERS = "Two powers follow each other: write parentheses, as in (2²)^3."
_SURROUNDINGS = BLANKS + "=≈()+-"
"""What may surround a literal that is still a plain number."""


class Names(Protocol):
    """The quantities that an answer may use."""

    def value(self, name: str) -> float | None:
        """Return the value of a name, or None where there is no such name on this screen.

        Raise LookupError with a sentence where the name exists but may not be used here.
        """


AnyNames: TypeAlias = Names | Mapping[str, float]


class Unreadable(ValueError):  # noqa: N818  # as the callers read it: except Unreadable
    """What was typed cannot be read: why, and where.

    Attributes:
        reason: one sentence, what is wrong and what would be right.
        text: what was typed.
        position: the place in the text, counted from 0; its length for the end.

    """

    def __init__(self, reason: str, text: str, position: int) -> None:
        super().__init__(reason, text, position)
        self.reason = reason
        self.text = text
        self.position = position

    def __str__(self) -> str:
        return self.reason

    @property
    def pointer(self) -> str:
        """The text, cut around the place and safe to print, and a caret under the place."""
        start, end = 0, len(self.text)
        if end > _POINTER_WIDTH:
            inner = _POINTER_WIDTH - len("......")
            start = max(0, min(self.position - inner // 2, end - inner))
            end = start + inner
        before = "..." * (start > 0) + printable(self.text[start : self.position])
        after = printable(self.text[self.position : end]) + "..." * (end < len(self.text))
        return f"{before}{after}\n{' ' * columns(before)}^"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed, read.

    Attributes:
        text: what was typed.
        value: its value, finite.
        digits: the significant digits of a plain number, None for an expression.
        unit: one unit of the last digit of a plain number, None for an expression.
        named: the names used, as typed, each once.

    """

    text: str
    value: float
    digits: int | None
    unit: float | None
    named: tuple[str, ...]
    _values: tuple[tuple[str, float], ...] = field(default=(), repr=False, compare=False)

    def echo(self) -> str:
        """Return the value for the screen: a plain number as typed, else to 6 digits."""
        if self.digits is None:
            return f"= {self.value + 0.0:.6g}"
        token = next(t for t in tokens_of(folded(self.text)) if t[0] in NUMBER_STARTS)
        literal = decimal(token).lower()
        sign = "-" if math.copysign(1.0, self.value) < 0.0 else ""
        return f"= {sign}{'0' * literal.startswith('.')}{literal}"

    def coarse(self) -> tuple[float, float]:
        """Return the values the text stands for when its decimals are rounded ones.

        Each decimal is read to half a unit of its last digit; whole numbers and names are exact.
        """
        tokens = tokens_of(folded(self.text))
        if not any(_is_decimal(token) for token in tokens):
            return self.value, self.value
        low, high = _Reader(tokens, dict(self._values), INTERVALS).everything()
        return min(low, self.value), max(high, self.value)


def _is_decimal(token: str) -> bool:
    return token[:1] in NUMBER_STARTS and precision(decimal(token))[2]


def read(text: str, names: AnyNames) -> Reading:
    """Return what was typed as an answer, read; raise Unreadable where it has no one meaning."""
    if len(text) > LENGTH_LIMIT:
        raise Unreadable(
            f"This is too long to be read: type at most {LENGTH_LIMIT} characters.",
            text,
            LENGTH_LIMIT,
        )
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return _read_expression(text, names)
    sign, literal = plain.groups()
    try:
        value = number(literal)
    except RefusalError as refusal:
        raise Unreadable(refusal.reason, text, plain.start(2)) from None
    digits, unit, _ = precision(literal)
    return Reading(text, -value if sign == "-" else value, digits, unit, ())


def _read_expression(text: str, names: AnyNames) -> Reading:
    """Return what was typed, read by the grammar."""
    ascii_text = folded(text)
    reader = _Reader(tokens_of(ascii_text), names, FLOATS)
    try:
        value = reader.everything()
    except RefusalError as refusal:
        position = place(ascii_text, reader.tokens, refusal.at)
        raise Unreadable(refusal.reason, text, position) from None
    core = ascii_text.strip(_SURROUNDINGS)
    if core[0] in NUMBER_STARTS and core in reader.tokens:
        digits, unit, _ = precision(decimal(core))
        return Reading(text, value, digits, unit, ())
    if not reader.named:
        return Reading(text, value, None, None, ())
    named = [reader.tokens[at] for at in reader.named]
    if not text.isascii():
        starts = [place(ascii_text, reader.tokens, at) for at in reader.named]
        named = [text[at : at + len(name)] for at, name in zip(starts, named, strict=True)]
    values = tuple(reader.values.items())
    return Reading(text, value, None, None, tuple(dict.fromkeys(named)), values)


class _Reader(Generic[T]):
    """A reader of one answer by precedence climbing, computing as it goes.

    Attributes:
        tokens: the tokens; a name that does not fit is cut in place.
        named: which tokens are names.
        values: the values of the names, as looked up.

    """

    __slots__ = ("_arithmetic", "_at", "_binary", "_depth", "_names", "named", "tokens", "values")

    def __init__(self, tokens: list[str], names: AnyNames, arithmetic: Arithmetic[T]) -> None:
        self.tokens = tokens
        self.named: list[int] = []
        self.values: dict[str, float] = {}
        self._names = names
        self._arithmetic = arithmetic
        self._binary = arithmetic.binary
        self._at = 0
        self._depth = 0

    def everything(self) -> T:
        """Return the value of all tokens; raise RefusalError where they are no expression."""
        if self.tokens[0] in ("=", "≈"):
            self._at = 1
        if not self.tokens[self._at]:
            raise RefusalError(
                "Nothing was typed: type a number or an expression, such as 0.25 or 2*(0.66-1).",
                self._at,
            )
        value = self._expression(_SUM)
        if self.tokens[self._at]:
            raise RefusalError("This ) closes nothing: remove it, or open it with a (.", self._at)
        return value

    def _expression(self, floor: int) -> T:
        """Return the value of what follows, up to the first sign that binds less than the floor."""
        tokens = self.tokens
        value = self._operand()
        last = ""
        while True:
            at = self._at
            sign = tokens[at]
            binding = _BINDINGS.get(sign)
            if binding is None:
                if sign[0] in SUPERSCRIPTS:
                    value, last = self._raised(value, last), "²"
                    continue
                reason = side_by_side(tokens[at - 1], sign, last)
                if reason:
                    raise RefusalError(reason, at)
                sign, binding = "*", _IMPLIED
            level, right_floor, width = binding
            if level < floor:
                return value
            if last == "²" and level == _POWER:
                raise RefusalError(_TWO_POWERS, at)
            self._at = at + width
            right = self._expression(right_floor)
            try:
                value = self._binary[sign](value, right)
            except RefusalError as refusal:
                # What is wrong with a quotient is its divisor.
                raise RefusalError(refusal.reason, at + (sign == "/")) from None
            last = sign

    def _operand(self) -> T:
        """Return the value of a number, a word, a group, or one of these with signs before it."""
        at = self._at
        word = self.tokens[at]
        start = word[:1]
        if start in NUMBER_STARTS:
            self._at = at + 1
            try:
                return self._arithmetic.literal(word)
            except RefusalError as refusal:
                raise RefusalError(refusal.reason, at) from None
        if word == "(":
            return self._group()
        if start in WORD_STARTS:
            return self._word()
        if word in ("+", "-"):
            return self._signed()
        raise RefusalError(complaint(word), at)

    def _signed(self) -> T:
        """Return the value after signs, which bind less than a power; a loop, however many."""
        negative = False
        while (sign := self.tokens[self._at]) in ("+", "-"):
            negative ^= sign == "-"
            self._at += 1
        value = self._expression(_POWER)
        return self._arithmetic.negative(value) if negative else value

    def _group(self) -> T:
        """Return the value of a parenthesis."""
        opened = self._at
        self._depth += 1
        if self._depth > NESTING_LIMIT:
            raise RefusalError(
                f"Parentheses are nested too deep: use at most {NESTING_LIMIT}.", opened
            )
        self._at = opened + 1
        value = self._expression(_SUM)
        if self.tokens[self._at] != ")":
            raise RefusalError("This parenthesis is not closed: write a ) for it.", opened)
        self._at += 1
        self._depth -= 1
        return value

    def _word(self) -> T:
        """Return the value of a function, a constant or a name."""
        at = self._at
        token = self.tokens[at]
        function = self._arithmetic.functions.get(token.lower())
        if function is None:
            self._at = at + 1
            constant = _CONSTANTS.get(token)
            return self._arithmetic.exact(self._name(at) if constant is None else constant)
        self._at = at + 1
        following = self.tokens[at + 1]
        if following in _PRIMES:
            told = f"{token}{following} is not read: type the number that the derivative comes to."
            raise RefusalError(told, at)
        if following != "(":
            raise RefusalError(f"{token} needs parentheses: write {token}(...).", at)
        argument = self._group()
        try:
            return function(argument)
        except RefusalError as refusal:
            raise RefusalError(refusal.reason, at) from None

    def _name(self, at: int) -> float:
        """Return the value of the longest name that fits, cutting the token down to it."""
        token, following = self.tokens[at], self.tokens[at + 1]
        refused = ""
        for name in candidates(token, following):
            try:
                value = self._looked_up(name)
            except LookupError as error:
                refused = refused or str(error.args[0] if error.args else "")
                continue
            if value is not None:
                if name != token:
                    self.tokens[at : at + 1] = [name, *tokens_of(token[len(name) :])[:-1]]
                self.named.append(at)
                return value
        raise RefusalError(refused or unknown(token, following), at)

    def _looked_up(self, typed: str) -> float | None:
        """Return the value of a name as typed, a finite float of Python, and remember it."""
        name = lookup_name(typed)
        names = self._names
        found = names.get(name) if isinstance(names, Mapping) else names.value(name)
        if found is None:
            return None
        # A scalar of numpy would warn where a float raises.
        value = float(found)
        if not -LARGEST <= value <= LARGEST:
            raise LookupError(f"{name} has no finite value here: it cannot be used.")
        self.values[name] = value
        return value

    def _raised(self, base: T, last: str) -> T:
        """Return the power of a base by the superscript that follows it."""
        at = self._at
        exponent = exponent_of(self.tokens[at])
        if last == "²":
            raise RefusalError(_TWO_POWERS, at)
        if not exponent[-1].isdigit():
            raise RefusalError(complaint(self.tokens[at]), at)
        self._at = at + 1
        power = self._arithmetic.literal(exponent.lstrip("+-"))
        if exponent[0] == "-":
            power = self._arithmetic.negative(power)
        try:
            return self._binary["^"](base, power)
        except RefusalError as refusal:
            raise RefusalError(refusal.reason, at) from None
