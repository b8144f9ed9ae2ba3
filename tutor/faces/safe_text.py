"""Text of a stranger on its way to a terminal: it is shown, and never acted on."""

from __future__ import annotations

import re
from textwrap import TextWrapper

_ACTED_ON = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of writing; lines end, and tabs part."""

_EQUALS = re.compile(r"(?<=\S) = (?=\S)")
_BOUND = "\x1f=\x1f"
"""An equals sign between separators of units, which are no place to break a line."""


def safe(text: str, encoding: str | None) -> str:
    """Return a text with a question mark for all that a terminal would act on, or cannot show."""
    name = encoding or "ascii"
    return _ACTED_ON.sub("?", text).encode(name, "replace").decode(name)


def fitted(text: str, width: int) -> str:
    """Break long lines between words, where a terminal would break them within one.

    A name stays beside its value: no line ends at the equals sign between them.
    """
    wrapper = TextWrapper(width, break_long_words=False, break_on_hyphens=False)
    lines = _EQUALS.sub(_BOUND, text).split("\n")
    return "\n".join("\n".join(wrapper.wrap(line)) for line in lines).replace(_BOUND, " = ")
