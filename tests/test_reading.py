"""Reading typed answers: what is readable and as which value, what is refused and where."""

from __future__ import annotations

import math
import operator
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tutor.grading.reading import LENGTH_LIMIT, NESTING_LIMIT, Names, Reading, Unreadable, read

NAMES = {
    "a2": 0.5,
    "a3": 0.66,
    "b2[0]": -0.25,
    "b3": 9.0,
    "C": 0.125,
    "C+": 0.0625,
    "C@3": 4.0,
    "dC/da1[0]|z2[1]": 3.0,
    "dC/da2[0]": 7.0,
    "dC/da3": -0.68,
    "da3/dz3": 0.25,
    "da4": 12.0,
    "dz2[0]/dw2[0,1]": 5.0,
    "eta": 0.5,
    "step(w2[0,1])": 0.375,
    "step(w3)": 0.75,
    "w2[0,1]": 0.7,
    "w2[0,1]+": 0.71,
    "w2[0,1]+@3": 8.0,
    "w3": 0.25,
    "w3+": 0.3125,
    "x": 2.0,
    "x[1]": 6.0,
    "y": 1.0,
}


def sigmoid(z: float) -> float:
    return 1.0 / (1.0 + math.exp(-z))


def outcome(text: str, names: Names | Mapping[str, float] = NAMES) -> Reading | Unreadable:
    try:
        return read(text, names)
    except Unreadable as refusal:
        return refusal


def refusal_of(text: str, names: Names | Mapping[str, float] = NAMES) -> Unreadable:
    refusal = outcome(text, names)
    assert isinstance(refusal, Unreadable)
    return refusal


def is_well_formed(refusal: Unreadable) -> bool:
    shown, caret = refusal.pointer.split("\n")
    return (
        0 <= refusal.position <= len(refusal.text)
        and refusal.reason.isprintable()
        and shown.isprintable()
        and caret.lstrip(" ") == "^"
    )


@pytest.mark.parametrize(
    ("text", "value", "digits", "unit"),
    [
        ("0.66", 0.66, 2, 0.01),
        ("-0.68", -0.68, 2, 0.01),
        ("−0.68", -0.68, 2, 0.01),
        (" - 0.68\t", -0.68, 2, 0.01),
        ("+0.68", 0.68, 2, 0.01),
        ("-(0.68)", -0.68, 2, 0.01),
        ("--(+(0.68))", 0.68, 2, 0.01),
        ("= 0.68", 0.68, 2, 0.01),
        ("≈0.68", 0.68, 2, 0.01),
        ("0,68", 0.68, 2, 0.01),
        ("(0,68)", 0.68, 2, 0.01),
        ("0.66\n", 0.66, 2, 0.01),
        ("12,5", 12.5, 3, 0.1),
        ("0,681", 0.681, 3, 0.001),
        ("1,2345", 1.2345, 5, 0.0001),
        ("1234,567", 1234.567, 7, 0.001),
        ("6,8e-1", 0.68, 2, 0.01),
        ("0.250", 0.25, 3, 0.001),
        ("0.066", 0.066, 2, 0.001),
        ("007", 7.0, 1, 1.0),
        ("1140", 1140.0, 3, 10.0),
        ("1.140", 1.14, 4, 0.001),
        ("1000", 1000.0, 1, 1000.0),
        ("1000.", 1000.0, 4, 1.0),
        (".5", 0.5, 1, 0.1),
        ("5.", 5.0, 1, 1.0),
        ("6.8e-1", 0.68, 2, 0.01),
        ("6.8E-1", 0.68, 2, 0.01),
        ("1.20e3", 1200.0, 3, 10.0),
        ("12e3", 12000.0, 2, 1000.0),
        ("120e-1", 12.0, 3, 0.1),
        ("0", 0.0, 0, 1.0),
        ("-0", 0.0, 0, 1.0),
        ("0.00", 0.0, 0, 0.01),
        ("0e-400", 0.0, 0, 5e-324),
        ("５．５", 5.5, 2, 0.1),
        ("\u00a00.5\u2009", 0.5, 1, 0.1),
    ],
)
def test_plain_numbers(text: str, value: float, digits: int, unit: float) -> None:
    """A plain number keeps its significant digits and one unit of its last digit."""
    assert Reading(text, value, digits, unit, ()) == read(text, NAMES)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-17/25", -0.68),
        ("2*(0.66-1)", 2 * (0.66 - 1)),
        ("1/(1+exp(-0.5))", 1 / (1 + math.exp(-0.5))),
        ("= 2*3", 6.0),
        ("-2^2", -4.0),
        ("(-2)^2", 4.0),
        ("2^3^2", 512.0),
        ("2**3**2", 512.0),
        ("2^-1", 0.5),
        ("2^-2^2", 1 / 16),
        ("2*-3", -6.0),
        ("5--2", 7.0),
        ("5 - -+-2", 3.0),
        ("8/2/2", 2.0),
        ("8-2-2", 4.0),
        ("6/2*3", 9.0),
        ("(-8)^3", -512.0),
        ("0^0", 1.0),
        ("exp(1)", math.e),
        ("EXP (1)", math.e),
        ("ln(2)+log(2)", 2 * math.log(2)),
        ("sqrt(0)", 0.0),
        ("tanh(0.5)", math.tanh(0.5)),
        ("σ(0.5)", sigmoid(0.5)),
        ("sigmoid(-800)", 0.0),
        ("sigmoid(800)", 1.0),
        ("ReLU(-2)", 0.0),
        ("relu(2)", 2.0),
        ("exp(-800)", 0.0),
        ("exp(0,5)", math.exp(0.5)),
        ("e^x", math.exp(2.0)),
        ("e^-1", math.exp(-1.0)),
        ("pi+Pi+π", 3 * math.pi),
        ("6.8×10^-1", 0.68),
        ("6.8·10⁻¹", 0.68),
        ("6.8∗10**-1", 0.68),
        ("17÷25", 0.68),
        ("17⁄25", 0.68),
        ("17∕25", 0.68),
        ("1–2", -1.0),
        ("1‐2", -1.0),
        ("0.66²", 0.66**2),
        ("-3²", -9.0),
        ("2²³", 2.0**23),
        ("2^3²", 512.0),
        ("(2²)^3", 64.0),
        ("2⁺²", 4.0),
        ("２＊（３＋４）", 14.0),
        ("1\u202f+\u00a01", 2.0),
        ("(1\n+2)", 3.0),
    ],
)
def test_expressions(text: str, value: float) -> None:
    """An expression has the value that its usual reading gives, and no digits of its own."""
    reading = read(text, NAMES)
    assert pytest.approx(value, rel=1e-15) == reading.value
    assert reading.digits is None
    assert reading.unit is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2(a3-y)", 2 * (0.66 - 1)),
        ("2a3", 1.32),
        ("2 a3", 1.32),
        ("2.a3", 1.32),
        ("(1-a3)(a3)", (1 - 0.66) * 0.66),
        ("(1-a3)a3", (1 - 0.66) * 0.66),
        ("a3(1-a3)", 0.66 * (1 - 0.66)),
        ("a3²(1-a3)", 0.66**2 * (1 - 0.66)),
        ("2exp(1)", 2 * math.e),
        ("a3 exp(0)", 0.66),
        ("exp(0)exp(0)", 1.0),
        ("2pi", 2 * math.pi),
        ("2π", 2 * math.pi),
        ("(2)e", 2 * math.e),
        ("2eta", 1.0),
        ("2η", 1.0),
        ("-2(3)", -6.0),
        ("2(3)(4)", 24.0),
        ("6/2*3(4)", 36.0),
        ("2(3)/4", 1.5),
        ("2(3)^2", 18.0),
        ("2a3^2", 2 * 0.66**2),
        ("1+2(3)", 7.0),
        ("2e3a3", 1320.0),
    ],
)
def test_products_without_a_sign(text: str, value: float) -> None:
    """Side by side is a product where that is the only meaning."""
    assert pytest.approx(value, rel=1e-15) == read(text, NAMES).value


@pytest.mark.parametrize(
    ("text", "value", "named"),
    [
        ("dC/da3", -0.68, ("dC/da3",)),
        ("dC/da3*2", -1.36, ("dC/da3",)),
        ("dC/da3/2", -0.34, ("dC/da3",)),
        ("dC / da3", -0.68, ("dC / da3",)),
        ("∂C/∂a3 × ∂a3/∂z3", -0.17, ("∂C/∂a3", "∂a3/∂z3")),
        ("dC/da2[0]", 7.0, ("dC/da2[0]",)),
        ("dC/da1[0]|z2[1]", 3.0, ("dC/da1[0]|z2[1]",)),
        ("dC/da1[0]|z2[1]+1", 4.0, ("dC/da1[0]|z2[1]",)),
        ("dz2[0]/dw2[0,1]", 5.0, ("dz2[0]/dw2[0,1]",)),
        ("step(w3)", 0.75, ("step(w3)",)),
        ("step( w2[0, 1] )", 0.375, ("step( w2[0, 1] )",)),
        ("w2[0, 1]", 0.7, ("w2[0, 1]",)),
        ("w2[ 0 ,1 ]+@3", 8.0, ("w2[ 0 ,1 ]+@3",)),
        ("C+C", 0.25, ("C",)),
        ("C@3", 4.0, ("C@3",)),
        ("η", 0.5, ("η",)),
        ("a3", 0.66, ("a3",)),
        ("ａ３", 0.66, ("ａ３",)),
        ("C+", 0.0625, ("C+",)),
        ("w3+", 0.3125, ("w3+",)),
        ("w3+ ", 0.3125, ("w3+",)),
        ("(w3+)", 0.3125, ("w3+",)),
        ("w3+*2", 0.625, ("w3+",)),
        ("w3+ / 2", 0.15625, ("w3+",)),
        ("w3+²", 0.3125**2, ("w3+",)),
        ("w3+-1", -0.6875, ("w3+",)),
        ("w3++1", 1.3125, ("w3+",)),
        ("w3+2", 2.25, ("w3",)),
        ("w3+.5", 0.75, ("w3",)),
        ("w3+a2", 0.75, ("w3", "a2")),
        ("w3+(1)", 1.25, ("w3",)),
        ("w3 + -1", -0.75, ("w3",)),
        ("w2[0,1]+-w2[0,1]", 0.71 - 0.7, ("w2[0,1]+", "w2[0,1]")),
        ("b3+-1", 8.0, ("b3",)),
        ("b3++b3", 18.0, ("b3",)),
    ],
)
def test_names(text: str, value: float, named: tuple[str, ...]) -> None:
    """The longest name that fits is read, and a + belongs to it where it cannot add."""
    reading = read(text, NAMES)
    assert named == reading.named
    assert pytest.approx(value, rel=1e-14) == reading.value


def test_a_shorter_name_fits() -> None:
    """Where no ratio of that name is known, a division is read."""
    expected = Reading("da4/dz3", 4.0, None, None, ("da4", "dz3"))
    assert expected == read("da4/dz3", {"da4": 12.0, "dz3": 3.0})


class Screen:
    """Names of a screen on which one quantity is asked for."""

    def value(self, name: str) -> float | None:
        """Return the value of a3, w3 or one that is no number, and refuse others."""
        if name in ("dC/da3", "w3+"):
            raise LookupError(f"{name} is what is asked for")
        if name == "w2":
            raise LookupError
        return {"a3": 0.66, "w3": 0.25, "b3": math.inf}.get(name)


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("2*dC/da3", 2, "dC/da3 is what is asked for"),
        ("w3+", 0, "w3+ is what is asked for"),
        ("a3+b3", 3, "finite"),
        ("a3+w2", 3, "no w2 on"),
        ("a3+z3", 3, "no z3 on"),
    ],
)
def test_a_screen_refuses_a_name(text: str, position: int, word: str) -> None:
    """What the screen says against a name becomes the reason, at the place of the name."""
    refusal = refusal_of(text, Screen())
    assert position == refusal.position
    assert word in refusal.reason


def test_a_screen_refuses_the_longer_name() -> None:
    """A sum is read where the longer name is refused and the shorter is known."""
    expected = Reading("w3+-1", -0.75, None, None, ("w3",))
    assert expected == read("w3+-1", Screen())


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("", 0, "Nothing was typed"),
        (" \t", 0, "Nothing was typed"),
        ("=", 1, "Nothing was typed"),
        ("1" * (LENGTH_LIMIT + 1), LENGTH_LIMIT, "too long"),
        ("(" * 100, NESTING_LIMIT, "nested too deep"),
        ("1,234", 0, "write 1234 or 1.234"),
        ("-12,345", 1, "write 12345 or 12.345"),
        ("1,234e5", 0, "write 1234e5 or 1.234e5"),
        ("1,234.5", 0, "thousands separators"),
        ("1.234,5", 0, "thousands separators"),
        ("1,234,567", 0, "thousands separators"),
        ("1.2.3", 0, "one decimal point"),
        ("2*0.5.", 2, "one decimal point"),
        ("5,", 0, "digit after it"),
        ("0,5,", 0, "digit after it"),
        ("0,.5", 0, "digit after it"),
        (",5", 0, "between the digits"),
        ("2*.", 2, "digit beside it"),
        ("a3.T", 2, "digit beside it"),
        ("3 4", 2, "Two numbers"),
        ("1 234", 2, "Two numbers"),
        ("1e5.5", 3, "Two numbers"),
        ("(2)2", 3, "write a *"),
        ("a3 2", 3, "write a *"),
        ("2e", 1, "unfinished"),
        ("2e(3)", 1, "unfinished"),
        ("2E+", 1, "unfinished"),
        ("2 e-1", 2, "unfinished"),
        ("1/2(3)", 3, "two ways"),
        ("1/2 a3", 4, "two ways"),
        ("1/-2(3)", 4, "two ways"),
        ("2(3)/4(5)", 6, "two ways"),
        ("1/exp(1)(2)", 8, "two ways"),
        ("a3/exp(0)a3", 9, "two ways"),
        ("2^3(4)", 3, "two ways"),
        ("2^3a3", 3, "two ways"),
        ("2**3a3", 4, "two ways"),
        ("2^-1(3)", 4, "two ways"),
        ("e(2)", 1, "exp(...)"),
        ("a3 a2", 3, "Two names"),
        ("a3/a2 y", 6, "Two names"),
        ("pi a2", 3, "Two names"),
        ("x[1]x", 4, "Two names"),
        ("a3a2", 0, "no a3a2"),
        ("2²^3", 2, "Two powers"),
        ("2² ²", 3, "Two powers"),
        ("²", 0, "superscript"),
        ("2⁻", 1, "superscript"),
        (")2", 0, "missing before"),
        ("()", 1, "missing before"),
        ("exp()", 4, "missing before"),
        ("*2", 0, "missing before this *"),
        ("2××3", 2, "missing before this ×"),
        ("2//3", 2, "missing before this /"),
        ("2***3", 3, "missing before this *"),
        ("2*", 2, "ends where"),
        ("exp(", 4, "ends where"),
        ("2 - ", 3, "ends where"),
        ("(1+(2)", 0, "not closed"),
        ("1)", 1, "closes nothing"),
        ("exp", 0, "write exp(...)"),
        ("2*exp -1", 2, "write exp(...)"),
        ("σ2", 0, "write σ(...)"),
        ("ln2", 0, "write ln(...)"),
        ("exp[1]", 0, "no exp[1]"),
        ("[1]", 0, "Brackets"),
        ("2*{1}", 2, "Brackets"),
        ("w3[i]", 2, "Brackets"),
        ("w2[-1]", 0, "brackets of w2"),
        ("a3/dz3", 3, "no dz3"),
        ("da4/dz3", 4, "no dz3"),
        ("dC/dz9+1", 0, "no dC/dz9"),
        ("2*dC/ dw9[0, 1]", 2, "no dC/dw9[0,1]"),
        ("b3+", 0, "no b3+"),
        ("b3+*2", 0, "no b3+"),
        ("c", 0, "no c on"),
        ("dC/da1[0]|2", 0, "no dC/da1[0]"),
        ("dC/da3|2", 6, "bar"),
        ("C@", 1, "@"),
        ("6.8x10^-1", 3, "6.8*10^-1"),
        ("nan", 0, "numbers, + - * / ^, parentheses, exp"),
        ("-inf", 1, "no inf"),
        ("True", 0, "no True"),
        ("__import__('os')", 0, "no __import__"),
        ("z" * 150, 0, "no zzz"),
        ("1_000", 1, "no _000"),
        ("0x10", 1, "no x10"),
        ("1j", 1, "no j"),
        ("5 kg", 2, "no kg"),
        ("5%", 1, "Percent"),
        ("a3=0.66", 2, "one side"),
        ("==1", 1, "one side"),
        ("1≈1", 1, "one side"),
        ("x<1", 1, "inequality"),
        ("x≥1", 1, "inequality"),
        ("√2", 0, "sqrt"),
        ("٣", 0, "digits 0 to 9"),
        ("½", 0, "digits 0 to 9"),
        ("1/0", 2, "divisor"),
        ("1/(a3-a3)", 2, "divisor"),
        ("0^-1", 1, "negative power"),
        ("0⁻¹", 1, "negative power"),
        ("(-8)^(1/3)", 4, "fractional"),
        ("1+sqrt(-1)", 2, "square root"),
        ("ln(0)", 0, "logarithm"),
        ("log(-1)", 0, "logarithm"),
        ("exp(1000)", 0, "too large"),
        ("10^400", 2, "too large"),
        ("1e308*10", 5, "too large"),
        ("1e308/0.1", 6, "too large"),
        ("-1e308-1e308", 6, "too large"),
        ("1e400", 0, "too large"),
        ("-1e400", 1, "too large"),
        ("1e" + "9" * 190, 0, "too large"),
        ("2^" * 50 + "2", 93, "too large"),
        ("1e-400", 0, "too small"),
        ("2*1e-400", 2, "too small"),
        ("6.8×10^-400", 6, "too small"),
        ("1\x002", 1, "U+0000"),
        ("\x1b[31m", 0, "U+001B"),
        ("2\ud800", 1, "U+D800"),
        ("1+😀", 2, "U+1F600"),
        ("1\u202e2", 1, "U+202E"),
        ("а3", 0, "U+0430"),
        ("2\u0301", 1, "U+0301"),
        ("1;2", 1, "; is not read"),
        ("2*σ′(1)", 2, "σ′ is not read: type the number that the derivative comes to"),
        ("sigmoid'(1)", 0, "sigmoid' is not read"),
    ],
)
def test_refusals(text: str, position: int, word: str) -> None:
    """What has no one meaning is refused: where, and what would be right."""
    refusal = refusal_of(text)
    assert (position, text) == (refusal.position, refusal.text)
    assert word in refusal.reason
    assert str(refusal) == refusal.reason
    assert refusal.reason.isprintable()


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("1/0", "1/0\n  ^"),
        ("2*", "2*\n  ^"),
        ("\x1b\t+1", "??+1\n^"),
        ("２＊x^400*x^900", "２＊x^400*x^900\n         ^"),
        ("1+" * 50 + "&" + "+1" * 40, f"...+{'1+' * 13}&{'+1' * 13}...\n{' ' * 30}^"),
        ("&" + "+1" * 40, f"&{'+1' * 26}+...\n^"),
        ("1+" * 50, f"...{'1+' * 27}\n{' ' * 57}^"),
    ],
)
def test_pointer(text: str, pointer: str) -> None:
    """The pointer shows the text around the place, safe to print, and a caret under it."""
    assert pointer == refusal_of(text).pointer


def test_a_refusal_survives_pickling() -> None:
    """A refusal can cross to another process."""
    refusal = refusal_of("1/0")
    copy = pickle.loads(pickle.dumps(refusal))  # noqa: S301  # our own bytes
    assert refusal.args == copy.args
    assert refusal.pointer == copy.pointer


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("0,68", "= 0.68"),
        ("-(.5)", "= -0.5"),
        ("−0.250", "= -0.250"),
        ("1000.", "= 1000."),
        ("6.8E-1", "= 6.8e-1"),
        ("0.123456789", "= 0.123456789"),
        ("-17/25", "= -0.68"),
        ("0.1+0.2", "= 0.3"),
        ("1/3", "= 0.333333"),
        ("-0*1", "= 0"),
        ("10^7", "= 1e+07"),
        ("a3", "= 0.66"),
    ],
)
def test_echo(text: str, echo: str) -> None:
    """A plain number is echoed as typed, an expression to six significant digits."""
    assert echo == read(text, NAMES).echo()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("0.66", 0.655, 0.665),
        ("0,66", 0.655, 0.665),
        ("-5.", -5.5, -4.5),
        ("68e-2", 0.675, 0.685),
        ("0.0", -0.05, 0.05),
        ("2*(0.66-1)", -0.69, -0.67),
        ("3-0.5", 2.45, 2.55),
        ("0.5*0.5", 0.45**2, 0.55**2),
        ("1/0.5", 1 / 0.55, 1 / 0.45),
        ("1/(0.0-0.01)", -math.inf, math.inf),
        ("0.5^2", 0.45**2, 0.55**2),
        ("(-0.5)²", 0.45**2, 0.55**2),
        ("(-0.5)^3", -(0.55**3), -(0.45**3)),
        ("(-0.5)^-1", -1 / 0.45, -1 / 0.55),
        ("0.0^2", 0.0, 0.05**2),
        ("0.0^3", -(0.05**3), 0.05**3),
        ("(0.01-0.0)^-1", -math.inf, math.inf),
        ("2^0.5", 2**0.45, 2**0.55),
        ("(-2)^2.0", -(2**2.05), 2**2.05),
        ("exp(-0.5)", math.exp(-0.55), math.exp(-0.45)),
        ("ln(0.1-0.0)", -math.inf, math.log(0.2)),
        ("sqrt(0.0)", 0.0, math.sqrt(0.05)),
        ("tanh(0.5)", math.tanh(0.45), math.tanh(0.55)),
        ("σ(0.5)", sigmoid(0.45), sigmoid(0.55)),
        ("relu(0.0)", 0.0, 0.05),
        ("2(0.5)a3", 0.9 * 0.66, 1.1 * 0.66),
        ("dC/da3 + 0.5", -0.68 + 0.45, -0.68 + 0.55),
    ],
)
def test_coarse(text: str, low: float, high: float) -> None:
    """Decimals are read to half a unit of their last digit."""
    coarse = read(text, NAMES).coarse()
    assert pytest.approx(low, rel=1e-13, abs=1e-15) == coarse[0]
    assert pytest.approx(high, rel=1e-13, abs=1e-15) == coarse[1]


@pytest.mark.parametrize("text", ["1140", "-17/25", "2^0", "w3+*2", "1e3", "exp(-1)", "10⁻¹"])
def test_exact_without_decimals(text: str) -> None:
    """Whole numbers and names are exact, so the text stands for one value."""
    reading = read(text, NAMES)
    assert (reading.value, reading.value) == reading.coarse()


SIGNS = "0123456789.,eE+-*/^()[] =≈×·−²⁻⁻σπη∂@|%_xyadzwbCstepxnlogqr\x00\ud800"


@given(st.one_of(st.text(max_size=210), st.text(alphabet=SIGNS, max_size=60)))
def test_any_text_is_answered(text: str) -> None:
    """Whatever is typed, it is read or refused at a place in it."""
    reading = outcome(text)
    if isinstance(reading, Unreadable):
        assert is_well_formed(reading)
    else:
        low, high = reading.coarse()
        assert low <= reading.value <= high
        assert math.isfinite(reading.value)
        assert reading.echo().isascii()
        assert all(name in text for name in reading.named)


PIECES = ["a3", "w3+", "dC/da3", "dC", "/", "d", "+", "-", "*", "^", "(", ")", "2", "0.5", "1,5"]
MORE_PIECES = [
    "e",
    "exp(",
    "²",
    "x[1]",
    "[",
    "1e",
    "@3",
    "|z2[1]",
    " ",
    "=",
    "step(",
    "\u2212",
    "π",
]


@given(st.lists(st.sampled_from(PIECES + MORE_PIECES), max_size=40).map("".join))
def test_any_row_of_tokens_is_answered(text: str) -> None:
    """Tokens in any order are read or refused, and the intervals follow the floats everywhere."""
    reading = outcome(text)
    if isinstance(reading, Unreadable):
        assert is_well_formed(reading)
    else:
        low, high = reading.coarse()
        assert low <= reading.value <= high


@pytest.mark.parametrize(
    "text",
    ["-" * 199 + "1", "2^-" * 66 + "1", "(" * 40 + "1" + ")" * 40, "1^" * 99 + "1", "+" * 200],
)
def test_rows_of_signs_are_answered(text: str) -> None:
    """Neither long rows of signs nor chains of powers exhaust the reader."""
    answer = outcome(text)
    assert isinstance(answer, Reading) or is_well_formed(answer)


@dataclass(frozen=True)
class Written:
    """An expression: its text, its value, how strongly it binds, and text with the literals named.

    Attributes:
        text: as typed, with its literals in it.
        template: the same with ``{}`` for each literal.
        literals: the literals in order.
        value: its value by Python's arithmetic; nan where it has none.
        level: 1 for a sum, 2 for a product, 3 for a sign, 4 for a power, 5 for what is closed.

    """

    template: str
    literals: tuple[str, ...]
    value: float
    level: int

    @property
    def text(self) -> str:
        """The text as typed."""
        return self.template.format(*self.literals)

    def at(self, level: int) -> str:
        """Return the template, in parentheses if it binds less than a level."""
        return self.template if self.level >= level else f"({self.template})"


OPERATIONS: dict[str, tuple[Callable[[float, float], float], int, int, int]] = {
    "+": (operator.add, 1, 1, 2),
    "-": (operator.sub, 1, 1, 2),
    "*": (operator.mul, 2, 2, 3),
    "/": (operator.truediv, 2, 2, 3),
    "^": (math.pow, 4, 5, 3),
}
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "exp": math.exp,
    "ln": math.log,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
}


def computed(function: Callable[..., float], *operands: float) -> float:
    """Return a value by Python's arithmetic, nan where there is none."""
    if any(math.isnan(operand) for operand in operands):
        return math.nan
    try:
        value = function(*operands)
    except (ArithmeticError, ValueError):
        return math.nan
    return value if math.isfinite(value) else math.nan


def combined(left: Written, sign: str, right: Written, blank: str) -> Written:
    function, level, left_level, right_level = OPERATIONS[sign]
    template = f"{left.at(left_level)}{blank}{sign}{blank}{right.at(right_level)}"
    value = computed(function, left.value, right.value)
    return Written(template, left.literals + right.literals, value, level)


def applied(name: str, operand: Written) -> Written:
    value = computed(FUNCTIONS[name], operand.value)
    return Written(f"{name}({operand.template})", operand.literals, value, 5)


def negated(operand: Written) -> Written:
    return Written(f"-{operand.at(3)}", operand.literals, -operand.value, 3)


def literal(digits: int, places: int) -> Written:
    text = f"{digits / 10**places:.{places}f}"
    return Written("{}", (text,), float(text), 5)


LEAVES = st.one_of(
    st.builds(literal, st.integers(0, 999), st.integers(0, 3)),
    st.sampled_from(["a3", "dz2[0]/dw2[0,1]", "dC/da3", "b3"]).map(
        lambda name: Written(name, (), NAMES[name], 5)
    ),
)


def larger(parts: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    return st.one_of(
        st.builds(
            combined, parts, st.sampled_from(list(OPERATIONS)), parts, st.sampled_from(["", " "])
        ),
        st.builds(applied, st.sampled_from(list(FUNCTIONS)), parts),
        st.builds(negated, parts),
    )


EXPRESSIONS = st.recursive(LEAVES, larger, max_leaves=8).filter(
    lambda written: len(written.text) <= LENGTH_LIMIT and not math.isnan(written.value)
)


@given(EXPRESSIONS)
def test_expressions_read_back(written: Written) -> None:
    """An expression written with few parentheses reads back to the value Python computes."""
    reading = outcome(written.text)
    if isinstance(reading, Unreadable):
        # A power that only Python rounds to 0.
        assert "too small" in reading.reason
    else:
        assert written.value == reading.value


@given(EXPRESSIONS, st.lists(st.floats(-1.0, 1.0), min_size=8, max_size=8))
def test_coarse_holds_what_is_rounded(written: Written, shifts: list[float]) -> None:
    """Whatever is rounded to the typed decimals gives a value within the coarse interval."""
    halves = [(read(text, {}).unit or 0.0) / 2 for text in written.literals]
    shifted = [
        f"({float(text) + shift * half!r})" if "." in text else text
        for text, shift, half in zip(written.literals, shifts, halves, strict=False)
    ]
    typed = outcome(written.text)
    other = outcome(written.template.format(*shifted))
    assume(isinstance(typed, Reading) and isinstance(other, Reading))
    assert isinstance(typed, Reading)
    assert isinstance(other, Reading)
    low, high = typed.coarse()
    assert low <= other.value <= high
