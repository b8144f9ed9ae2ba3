"""The words of a typed answer: folding, cutting, and the number behind a literal.

Folding replaces one character by one character, so a position in the folded text is the same
position in the text as typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

BLANKS = " \t\r\n"
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
NUMBER_STARTS = frozenset("0123456789.")
WORD_STARTS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_σπη")
FUNCTION_NAMES = ("exp", "ln", "log", "sqrt", "tanh", "sigmoid", "relu", "leaky_relu", "σ")
LARGEST_UNIT, LEAST_UNIT = 1.7976931348623157e308, 5e-324

AVAILABLE = (
    "numbers, + - * / ^, parentheses, exp ln sqrt tanh sigmoid relu, e, pi "
    "and the names on the screen can be used"
)

_FOLDS = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("−‐‑‒–—―﹣", "-"),
        # Not "*": two of them must not become the power **.
        **dict.fromkeys("·•∙⋅✕✖⨯", "×"),
        "∗": "*",
        **dict.fromkeys("÷⁄∕", "/"),
        "∂": "d",
        **dict.fromkeys("\u00a0\u202f\u205f\u3000", " "),
        **{chr(code): " " for code in range(0x2000, 0x200B)},
    }
)

_NUMBER = r"\.?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?"
_FUNCTION = "|".join(FUNCTION_NAMES[:-1])
_WORD = rf"(?:(?ai:{_FUNCTION})|pi|Pi|PI|e)(?![A-Za-z0-9_\[])"
_B = r"[ \t\r\n]*"
_ATOM = rf"(?:[A-Za-z_][A-Za-z0-9_]*|η)(?:\[{_B}[0-9]+{_B}(?:,{_B}[0-9]+{_B})*\])?"
_RATIO = rf"d{_ATOM}(?:{_B}/{_B}d{_ATOM}(?:\|{_ATOM})?)"
# A + before an operand adds; before a sign, only the known names can tell (see candidates).
_UPDATED = rf"\+(?!{_B}[A-Za-z0-9_.(σπη])"
_NAME = rf"(?:step\({_B}{_ATOM}{_B}\)|{_RATIO}|{_ATOM})(?:{_UPDATED})?(?:@[0-9]+)?"
# The commonest come first: the alternatives are tried in this order.
_TOKEN = re.compile(
    rf"[-+/()^]|\*\*?|{_NUMBER}|{_WORD}|{_NAME}|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[^{BLANKS}]",
)
_THOUSANDS_OR_DECIMAL = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}(?:[eE].*)?")
_TO_ASCII_DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789+-")
_NO_BLANKS = str.maketrans({**dict.fromkeys(BLANKS), "η": "eta"})

_ODD = {
    "": "The answer ends where a number, a name or an opening parenthesis should follow.",
    ")": "Something is missing before this ): a number, a name or an expression.",
    **dict.fromkeys("[]{}", "Brackets belong to names, as in w2[0,1]: group with ( and )."),
    **dict.fromkeys("%‰", "Percent signs and units are not read: type the bare number, as 0.05."),
    **dict.fromkeys("=≈", "Only a value is read: type one side alone, without this sign."),
    **dict.fromkeys("<>≤≥≠", "An inequality is not read: type one value."),
    ",": "A comma is read only between the digits of one number: write 0.5 or 0,5.",
    ".": "A point needs a digit beside it: write 0.5 or 5.",
    "|": "A bar belongs inside a name such as dC/da1[0]|z2[1]: group with ( and ).",
    "@": "An @ belongs directly after a name, with the number of an example, as in C@2.",
    "√": "A root is written sqrt(...), with parentheses.",
    **dict.fromkeys(
        SUPERSCRIPTS, "A superscript is a power: it needs digits and a base before it."
    ),
}

_TWO_NUMBERS = "Two numbers stand side by side: write a sign between them, or no blank."
_NUMBER_BEHIND = "A number cannot follow directly: write a * before it."
_UNFINISHED = "This looks like an unfinished power of ten: write 2*e, or 2e-1 with its digits."
_EXP_OR_PRODUCT = "This can be read in two ways: write exp(...) or e*(...)."
_TWO_NAMES = "Two names stand side by side: write a * between them."
_POWER_OF_PRODUCT = "A product behind a power can be read in two ways: write 2^3*4 or 2^(3*4)."
_AMBIGUOUS_BEHIND = {
    "/": "A product behind a division can be read in two ways: write (1/2)*3 or 1/(2*3).",
    "^": _POWER_OF_PRODUCT,
    "**": _POWER_OF_PRODUCT,
}


class RefusalError(ValueError):
    """Something cannot be read: the reason, and the token it is about once that is known."""

    def __init__(self, reason: str, at: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


def folded(text: str) -> str:
    """Return a text with look-alikes of ASCII signs replaced, each character by one character."""
    return text if text.isascii() else text.translate(_FOLDS)


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a folded text, then an empty one that marks the end."""
    tokens: list[str] = _TOKEN.findall(text)
    tokens.append("")
    return tokens


def place(text: str, tokens: list[str], at: int) -> int:
    """Return where in a folded text a token starts: only blanks lie between tokens."""
    end = 0
    for token in tokens[:at]:
        end = text.index(token, end) + len(token)
    return text.index(tokens[at], end)


def lookup_name(token: str) -> str:
    """Return the name under which a typed one is looked up: no blanks, eta for η."""
    return token.translate(_NO_BLANKS)


def candidates(token: str, following: str) -> Iterator[str]:
    """Return the names that a name token can be cut to, longest first, for the token behind it.

    `da3/dz3` may be da3 divided by dz3, and `w3+` before a sign may be a sum.
    """
    yield token
    if token.endswith("+") and following in ("+", "-"):
        yield token[:-1]
    numerator, slash, _ = token.partition("/")
    if slash:
        yield numerator.rstrip(BLANKS)


def exponent_of(superscript: str) -> str:
    """Return the integer that a run of superscripts writes."""
    return superscript.translate(_TO_ASCII_DIGITS)


def decimal(number: str) -> str:
    """Return a number token as float() takes it, a decimal comma replaced by a point."""
    if number == ".":
        raise RefusalError(_ODD["."])
    commas, points = number.count(","), number.count(".")
    if commas == 0 and points <= 1:
        return number
    if commas == 0:
        raise RefusalError("A number has one decimal point: write it as 1234.5.")
    head, _, tail = number.partition(",")
    if number[-1] == "," or not tail[0].isdigit():
        raise RefusalError("A decimal comma needs a digit after it: write 0.5 or 0,5.")
    if commas + points > 1:
        raise RefusalError("Write this number without thousands separators, as 1234.5.")
    if _THOUSANDS_OR_DECIMAL.fullmatch(number):
        raise RefusalError(
            f"This comma may separate thousands or decimals: write {head}{tail} or {head}.{tail}."
        )
    return f"{head}.{tail}"


def precision(literal: str) -> tuple[int, float, bool]:
    """Return a literal's significant digits, one unit of its last digit, and if it is a decimal.

    A decimal has a point or a negative exponent. In other literals trailing zeros only hold places.
    """
    mantissa, _, exponent = literal.replace("E", "e").partition("e")
    whole, point, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    last = int(exponent or 0) - len(fraction)
    if point or exponent.startswith("-"):
        return len(digits), _power_of_ten(last), True
    kept = digits.rstrip("0")
    return len(kept), _power_of_ten(last + len(digits) - len(kept)), False


@lru_cache(maxsize=64)
def _power_of_ten(exponent: int) -> float:
    """Return a power of ten as a literal would be read, at the ends the nearest that is finite."""
    return min(max(float(f"1e{exponent}"), LEAST_UNIT), LARGEST_UNIT)


def shown(character: str) -> str:
    """Return a character as a message can print it."""
    if character.isascii() and character.isprintable():
        return character
    code = f"U+{ord(character):04X}"
    return f"{character} ({code})" if is_safe(character) else f"The character {code}"


def is_safe(character: str) -> bool:
    """Tell whether a character prints on a terminal as a sign of its own."""
    return character.isprintable() and not unicodedata.category(character).startswith("M")


def printable(text: str) -> str:
    """Return a text with everything replaced that a terminal would not show as a sign."""
    return "".join(character if is_safe(character) else "?" for character in text)


def columns(text: str) -> int:
    """Return how many columns of a terminal a printable text fills."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def complaint(token: str) -> str:
    """Return the reason why a token cannot stand where a number or a name is expected."""
    if token in _ODD:
        return _ODD[token]
    if token[0] in SUPERSCRIPTS:
        return _ODD["⁻"]
    if token in ("+", "-", "*", "**", "×", "/", "^"):
        return f"Something is missing before this {token}: a number, a name or an expression."
    if token.isnumeric():
        return f"{shown(token)} is not read: numbers are written with the digits 0 to 9, as in 1/2."
    return f"{shown(token)} is not read: {AVAILABLE}."


def side_by_side(left: str, right: str, last: str) -> str:
    """Return why two tokens side by side are no product, or nothing where they can only be one.

    `last` is the sign before the left one, where it is the right operand of that sign.
    """
    if right == "." or (right != "(" and right[0] not in WORD_STARTS | NUMBER_STARTS):
        return complaint(right)
    if right[0] in NUMBER_STARTS:
        return _TWO_NUMBERS if left[0] in NUMBER_STARTS else _NUMBER_BEHIND
    if left[0] in NUMBER_STARTS and right.rstrip("+") in ("e", "E"):
        return _UNFINISHED
    if left == "e" and right == "(":
        return _EXP_OR_PRODUCT
    if left[0] in WORD_STARTS and right != "(" and right.lower() not in FUNCTION_NAMES:
        return _TWO_NAMES
    return _AMBIGUOUS_BEHIND.get(last, "")


def unknown(name: str, following: str) -> str:
    """Return the reason why a name as typed, before another token, is not one that is known."""
    name = lookup_name(name)
    if following == "[":
        return f"The brackets of {name} hold numbers counted from 0: write them as in w2[0,1]."
    if name[0] == "x" and name[1:].isdigit():
        return f"There is no {name} on this screen: a product is written with *, as in 6.8*10^-1."
    function = name.rstrip("0123456789")
    if function.lower() in FUNCTION_NAMES:
        return f"{function} needs parentheses: write {function}(...)."
    if len(name) > 40:  # noqa: PLR2004  # an address is shorter; a longer word need not be repeated
        name = f"{name[:40]}..."
    return f"There is no {name} on this screen: {AVAILABLE}."
