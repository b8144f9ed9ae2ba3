r"""The LaTeX subset of the lessons' formulas: its signs, and the tree that one is read into."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from tutor.chain.faults import did_you_mean
from tutor.errors import TutorError
from tutor.grading.tokens import printable, shown

LONGEST, DEEPEST = 2000, 20
"""How many characters a formula may have, and how deep braces and parentheses may go."""


class FormulaError(TutorError):
    """A formula that cannot be read; `position` is where in it."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


class Sign(NamedTuple):
    """A number, a letter, an operator or a word, and how each tier writes it.

    The kinds: number, letter, word (a function's name), big (a sum), prefix (as ∂), bin (as +),
    times, rel (as =), punct, dots, slash, bar, space, text, and glue, which takes no blanks.
    """

    kind: str
    unicode: str
    ascii: str


class Scripted(NamedTuple):
    """What has primes, a superscript or a subscript."""

    base: Node
    primes: int
    above: Row
    below: Row


class Fraction(NamedTuple):
    """A numerator over a denominator."""

    top: Row
    bottom: Row


class Fenced(NamedTuple):
    """What stands in delimiters; both are empty for braces, and a root is opened by "√"."""

    opening: str
    inside: Row
    closing: str


Node: TypeAlias = Sign | Scripted | Fraction | Fenced
Row: TypeAlias = tuple[Node, ...]

_COMMANDS = {
    "letter": "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε=epsilon eta η theta θ "
    "lambda λ mu μ pi π sigma σ infty ∞=inf top ⊤=T",
    "prefix": "partial ∂=d nabla ∇=grad Delta Δ forall ∀=for_all",
    "word": "ln ln log log exp exp tanh tanh max max min min",
    "big": "sum ∑",
    "times": "cdot ·=* times ×=*",
    "bin": "div ÷=/ pm ±=+/- odot ⊙=.*",
    "rel": "le ≤=<= leq ≤=<= ge ≥=>= geq ≥=>= ne ≠=!= neq ≠=!= approx ≈=~= in ∈ mid |=| to →=-> "
    "rightarrow →=-> leftarrow ←=<- Rightarrow ⇒==>",
    "dots": "dots …=... ldots …=... cdots …=...",
    "glue": "prime ′='",
}
_CHARACTERS = (
    "rel = < > :=",
    "punct , ; : .",
    "glue ! ? @",
    "bar |",
    "slash /",
    "bin +",
    "times *",
)
_ESCAPES = tuple(map(r"\{}".format, "%$_&#{}"))
_BLANKS = {"\\,": 1, "\\;": 1, "\\:": 1, "\\ ": 1, "~": 1, r"\quad": 2, r"\qquad": 4, r"\!": 0}


def _signs() -> Iterator[tuple[str, Sign]]:
    """Give every sign by its command, by the character it stands for, and those of ASCII."""
    for group, text in _COMMANDS.items():
        words = text.split()
        for name, entry in zip(words[::2], words[1::2], strict=True):
            sign, _, plain = entry.partition("=")
            made = Sign(group, sign, plain.replace("_", " ") or name)
            yield rf"\{name}", made
            if not sign.isascii():
                yield sign, made
    for group, *signs in map(str.split, _CHARACTERS):
        yield from ((sign, Sign(group, sign, sign)) for sign in signs)
    yield from ((sign, Sign("bin", "−", "-")) for sign in "-−")
    yield "...", Sign("dots", "…", "...")
    yield from ((sign, Sign("glue", sign[1], sign[1])) for sign in _ESCAPES[:-2])
    yield from ((name, Sign("space", " " * wide, " " * wide)) for name, wide in _BLANKS.items())


SIGNS = dict(_signs())
_FENCES = {"(": (")", "]"), "[": ("]", ")"), r"\{": (r"\}",)}
_DELIMITERS = {"(": "(", ")": ")", "[": "[", "]": "]", r"\{": "{", r"\}": "}", "|": "|", ".": ""}
_CLOSERS = (")", "]", r"\}", "}", r"\right", "")
_STRUCTURES = (
    "{",
    *map(r"\{}".format, ["frac", "tfrac", "dfrac", "sqrt", "left", "mathbf", "hat", "vec"]),
)
_TEXTS = (r"\text", r"\mathrm", r"\operatorname")
_MARKS = {r"\hat": "\u0302", r"\vec": "\u20d7"}
_IN_ASCII = {"ReLU": "relu", "LeakyReLU": "leaky_relu"}
_CALLED = {"σ": "sigmoid", "C": "C", "f": "f", "g": "g", "h": "h", "J": "J"}
"""Letters that are functions where a parenthesis or a prime follows, and how one types them."""
_REFUSED = {
    "&": "A & belongs to a table, and a formula has none: leave it out.",
    "%": r"A % starts a comment in LaTeX: write \%.",
    "$": r"A $ ends a formula: write \$.",
    "#": r"A # is not read in a formula: write \#.",
    "\\": r"A \ needs a name behind it, as in \sigma.",
    **dict.fromkeys("^_'", "A script or a prime needs a quantity before it, or {} for none."),
}
_DIGITS = "0123456789"
_WORD = re.compile(r"\\[A-Za-z]+|\\.|[0-9]+(?:\.[0-9]+)?|\.\.\.|:=|\s+|.", re.DOTALL)


def kind(node: Node) -> str:
    """Return what kind of thing a node is to its neighbours."""
    match node:
        case Sign():
            return node.kind
        case Scripted(base=base):
            return kind(base)
        case Fenced(opening=opening, closing=closing) if closing != "|" or opening:
            return "fenced" if closing else "letter"
        case _:
            return "fraction"


def is_open(node: Node) -> bool:
    """Tell whether a node needs parentheses to be a part of a fraction."""
    is_phrase = isinstance(node, Sign) and node.kind == "text" and " " in node.unicode
    is_group = isinstance(node, Fenced) and not node.opening
    return is_phrase or is_group or kind(node) in ("fraction", "slash")


def read(formula: str) -> Row:
    """Return the tree of a formula.

    Raises:
        FormulaError: where it is not in the subset.

    """
    if len(formula) > LONGEST:
        raise FormulaError(f"A formula has at most {LONGEST} characters: split this one.", LONGEST)
    if not formula.strip():
        raise FormulaError("The formula is empty: something belongs between its dollars.", 0)
    reader = _Reader(formula)
    row = reader.row()
    if reader.peek():
        raise reader.error(f"This {reader.peek()} closes what is not open: leave it out.")
    return row


class _Reader:
    """Reads one formula from left to right, one method for each thing it consists of."""

    def __init__(self, formula: str) -> None:
        self._words = [(word.group(), word.start()) for word in _WORD.finditer(formula)]
        self._words.append(("", len(formula)))
        self._at = self._depth = 0

    def peek(self) -> str:
        """Return the next sign or command that is not blank; "" at the end."""
        self._at += self._words[self._at][0].isspace()
        return self._words[self._at][0]

    def _take(self) -> str:
        """Return the next sign or command and go past it."""
        word = self.peek()
        self._at += word != ""
        return word

    def error(self, message: str, back: int = 0) -> FormulaError:
        """Return an error about the next word, or about one that is so many before."""
        return FormulaError(message, self._words[self._at - back][1])

    def row(self) -> Row:
        """Read until something closes, or the end."""
        nodes: list[Node] = []
        while self.peek() not in _CLOSERS:
            nodes.append(self._scripted(self._atom()))
        return tuple(_as_called(*each) for each in zip_longest(nodes, nodes[1:]))

    def _inside(self, opening: str, closings: tuple[str, ...]) -> Row:
        """Read what follows an opening delimiter, and what closes it."""
        opened = self._at - 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.error(f"This is nested deeper than {DEEPEST} levels: split the formula.", 1)
        row = self.row()
        self._depth -= 1
        if self.peek() not in closings:
            message = f"This {opening} is not closed: {closings[0]} belongs further on."
            raise self.error(message, self._at - opened)
        self._take()
        return row

    def _scripted(self, base: Node) -> Node:
        """Read the primes and scripts behind a base."""
        primes = 0
        scripts: dict[str, Row] = {"^": (), "_": ()}
        while (mark := self.peek()) in ("'", "′", "^", "_"):
            self._take()
            if mark in scripts:
                if scripts[mark]:
                    message = f"A second {mark}: put the first one and its base in braces."
                    raise self.error(message, 1)
                row = self._argument(mark)
                is_prime = mark == "^" and set(row) == {SIGNS["′"]}
                primes += len(row) * is_prime
                scripts[mark] = () if is_prime else row
            else:
                primes += 1
        above, below = scripts.values()
        return Scripted(base, primes, above, below) if primes or above or below else base

    def _argument(self, owner: str) -> Row:
        """Read what a command or a script is about: braces, or a single sign."""
        word = self.peek()
        if word == "{":
            self._take()
            row = self._inside("{", ("}",))
            if not row and owner not in ("^", "_"):
                raise self.error(f"These braces are empty: {owner} needs something in them.", 1)
            return row
        if word in (*_CLOSERS, *_FENCES, *_STRUCTURES, *_REFUSED):
            raise self.error(f"{owner} needs braces behind it, as in {owner}{{...}}.")
        if word[0] in _DIGITS:
            place, rest = self._words[self._at][1], word[1:]
            self._words[self._at] = (word[0], place)
            self._words[self._at + 1 : self._at + 1] = [(rest, place + 1)] * (rest != "")
        return (self._atom(),)

    def _atom(self) -> Node:
        """Read what a script can stand at."""
        word = self._take()
        if word in SIGNS:
            return SIGNS[word]
        if word in _FENCES:
            inside = self._inside(word, _FENCES[word])
            return Fenced(word[-1], inside, self._words[self._at - 1][0][-1])
        if word in _TEXTS:
            return self._text(word)
        if word in _STRUCTURES:
            return self._structure(word)
        if word.isascii() and word.replace(".", "").isalnum():
            return Sign("letter" if word.isalpha() else "number", word, word)
        raise self.error(_REFUSED.get(word) or _complaint(word), 1)

    def _structure(self, command: str) -> Node:
        """Read what belongs to a command, or to a brace."""
        if command == "{":
            return _group(self._inside("{", ("}",)))
        if command == r"\left":
            opening = self._delimiter(command)
            inside = self._inside(command, (r"\right",))
            return Fenced(opening, inside, self._delimiter(r"\right"))
        row = self._argument(command)
        match command, row:
            case r"\sqrt", _:
                return Fenced("√", row, "")
            case r"\mathbf", _:
                return _group(row)
            case r"\hat" | r"\vec", [Sign("letter", letter, plain)]:
                marked = unicodedata.normalize("NFC", letter + _MARKS[command])
                return Sign("letter", marked, f"{plain}_{command[1:]}")
            case r"\hat" | r"\vec", _:
                raise self.error(f"{command} goes over one letter, as in {command}{{y}}.", 1)
        return Fraction(row, self._argument(command))

    def _delimiter(self, owner: str) -> str:
        """Read the delimiter behind a command, as it is written."""
        if self.peek() not in _DELIMITERS:
            raise self.error(rf"{owner} needs one of ( ) [ ] \{{ \}} | . behind it.")
        return _DELIMITERS[self._take()]

    def _text(self, word: str) -> Sign:
        """Read words, with the blanks between them."""
        if self._take() != "{":
            raise self.error(f"{word} needs braces behind it, as in {word}{{...}}.", 1)
        text = ""
        while (piece := self._words[self._at][0]) != "}":
            is_escape = piece in _ESCAPES
            is_word = piece[:1] not in ("", "\\", "{", "$") and piece.isprintable()
            if not (is_escape or is_word or piece.isspace()):
                raise self.error(f"Only words stand in {word}{{...}}, up to the closing brace.")
            text += " " if piece.isspace() else piece[is_escape:]
            self._at += 1
        self._at += 1
        if word == r"\text" or (word == r"\mathrm" and len(text) > 1):
            return Sign("text", text, text)
        name = text.strip()
        group = "word" if word == r"\operatorname" else "letter"
        return Sign(group, name, _IN_ASCII.get(name, name))


def _group(row: Row) -> Node:
    """Return what stands in braces as one node; an operator in braces is none any more."""
    match row:
        case [Sign("letter" | "number" | "word" | "prefix" | "text")]:
            return row[0]
        case [Sign(_, sign, plain)]:
            return Sign("glue", sign, plain)
        case [node]:
            return node
    return Fenced("", row, "")


def _complaint(word: str) -> str:
    """Return what is wrong with a word that is not in the subset."""
    if word[0] == "\\":
        known = [name for name in (*SIGNS, *_STRUCTURES[1:], *_TEXTS) if name[1:].isalpha()]
        return f"{printable(word)[:40]} is not known; {did_you_mean(word, known)}"
    return rf"{shown(word)} is not read here; letters, digits, signs and commands as \sigma are."


def _as_called(node: Node, following: Node | None, primed: int = 0) -> Node:
    """Return a letter as a function's name where it is one, and the d of dw as a prefix."""
    after = "" if following is None else kind(following)
    match node:
        case Scripted(Sign() as base, primes):
            return node._replace(base=_as_called(base, following, primes))
        case Sign("letter", "d") if after == "letter":
            return node._replace(kind="prefix")
        case Sign("letter", name) if name in _CALLED and (primed or after == "fenced"):
            return Sign("word", name, _CALLED[name])
    return node
