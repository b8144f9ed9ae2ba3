"""Files named after students: no name leads out of a folder, and no two meet."""

from __future__ import annotations

import hashlib
import re

_SIGNS = re.compile(r"[^\w.-]+")
_LONGEST = 60


def file_name(student: str, ending: str) -> str:
    """Return the name of a student's file.

    What a file system may change or refuse is left out, and then, or where capitals might make two
    names one, the first digits of the name's SHA-256 are added.
    """
    plain = _SIGNS.sub("_", student).strip("._-")[:_LONGEST]
    if plain == student and student.isascii() and student == student.lower():
        return f"{student}{ending}"
    mark = hashlib.sha256(student.encode()).hexdigest()[:8]
    return f"{plain or 'student'}-{mark}{ending}"
