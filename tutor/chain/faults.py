"""What is wrong in a document, told in one sentence that names the place."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time

import numpy as np
from pydantic import ValidationError
from pydantic_core import ErrorDetails

LONGEST = 40
"""How many characters of a wrong value a message repeats."""


def place_of(location: Iterable[int | str]) -> str:
    """Return a place as people write it: ``layers[1].weights[0]``."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f"{'.' if text else ''}{_named(part)}"
    return text


def _named(key: str) -> str:
    """Return a key as it is written: one that is not a bare key in quotes."""
    return key if key.isidentifier() or key.replace("-", "").isalnum() else repr(key)


def layer_of(location: tuple[int | str, ...]) -> str:
    """Return " (layer 2)" for a place inside ``layers[1]``, else nothing."""
    match location:
        case ("layers", int(index), *_):
            return f" (layer {index + 1})"
        case _:
            return ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "did you mean …?" for the closest known name, else what there is."""
    names = [str(each) for each in known]
    close = difflib.get_close_matches(name, names, n=1)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"


def _reason(error: ErrorDetails, keys: dict[str, tuple[str, ...]]) -> str:
    kind, given = error["type"], error["input"]
    if kind == "extra_forbidden":
        lists = [str(part) for part in error["loc"][:-1] if isinstance(part, str)]
        siblings = keys.get(lists[-1] if lists else "", ())
        return f"unknown key; {did_you_mean(str(error['loc'][-1]), siblings)}"
    if kind in _SENTENCES:
        return _SENTENCES[kind](error)
    if kind in _WORDS:
        return f"{_found(given)}, but {_WORDS[kind]}"
    message = error["msg"]
    return f"{given!r}: {message[0].lower()}{message[1:]}" if _is_plain(given) else message


def _unknown_name(error: ErrorDetails) -> str:
    known = error["ctx"]["expected"].replace(" or ", ", ").replace("'", "").split(", ")
    return f"{shown(error['input'])} is not known; {did_you_mean(str(error['input']), known)}"


def _too_long(error: ErrorDetails) -> str:
    given = error["input"]
    what = " characters" if isinstance(given, str) else ""
    return f"{len(given)}{what}, but at most {error['ctx']['max_length']} are allowed"


def _too_short(error: ErrorDetails) -> str:
    given, least = error["input"], error["ctx"]["min_length"]
    count = len(given) if isinstance(given, list | tuple) else 0
    needed = f"at least {'one is' if least == 1 else f'{least} are'} needed"
    return f"{count or 'empty'}, but {needed}"


def _too_large(error: ErrorDetails) -> str:
    return f"{shown(error['input'])}, but at most {error['ctx']['le']} is allowed"


_SENTENCES: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda _error: "missing",
    "literal_error": _unknown_name,
    "enum": _unknown_name,
    "value_error": lambda error: str(error["ctx"]["error"]),
    "too_long": _too_long,
    "too_short": _too_short,
    "less_than_equal": _too_large,
    "string_too_long": _too_long,
}
_WORDS = {
    "greater_than": "a number above 0 is needed",
    "finite_number": "a finite number is needed",
    "model_type": "an object is needed",
    "model_attributes_type": "an object is needed",
    "dict_type": "an object is needed",
    "tuple_type": "a list is needed",
    "list_type": "a list is needed",
    "string_type": "a text is needed",
    "int_type": "a whole number is needed",
    "float_type": "a number is needed",
    "bool_type": "true or false is needed",
    "bool_parsing": "true or false is needed",
    "int_parsing": "a whole number is needed",
    "int_from_float": "a whole number is needed",
}


def _found(given: object) -> str:
    if isinstance(given, list | tuple | dict) and not given:
        return "empty"
    return shown(given)


def shown(value: object) -> str:
    """Return a short text of a value that was found where another was expected."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple | np.ndarray):
        return "a list"
    if value is None:
        return "null"
    if isinstance(value, bool | date | time):  # as TOML writes them
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _is_plain(value: object) -> bool:
    return isinstance(value, int | float | str | None) and len(repr(value)) <= LONGEST


def fault_of(error: ErrorDetails, keys: dict[str, tuple[str, ...]]) -> tuple[str, str]:
    """Return a fault's place, as people write it, and the reason.

    `keys` names the keys of each list's records, and under "" the top-level keys.
    """
    location = error["loc"]
    reason = _reason(error, keys)
    if location and location[-1] == "[key]":  # a key of a table that is not known
        location = location[:-2]
    inside = ""
    if reason.startswith(("[", ": ")):  # an array's own message starts with the place inside it
        inside, _, reason = reason.partition(": ")
    return f"{place_of(location)}{inside}{layer_of(location)}", reason


def details_of(error: ValidationError) -> Iterator[ErrorDetails]:
    """Yield every fault, but no list that is short only because what it holds was refused."""
    for details in error.errors(include_url=False):
        given = details["input"]
        if details["type"] == "too_short" and isinstance(given, list | tuple):
            if len(given) < details["ctx"]["min_length"]:
                yield details
        else:
            yield details


def sentences(error: ValidationError, keys: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield every fault as "place (layer n): reason"."""
    for details in details_of(error):
        place, reason = fault_of(details, keys)
        yield f"{place}: {reason}" if place else reason


def sentence(error: ValidationError, keys: dict[str, tuple[str, ...]]) -> str:
    """Return the first fault as "place (layer n): reason"."""
    return next(sentences(error, keys))
