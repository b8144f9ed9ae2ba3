"""Reading and writing documents: files, standard input and output, JSON and TOML."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import orjson

from tutor.errors import DocumentError

_DEEPEST_KEY = 100
_DEEP_KEY = re.compile(
    rf"""(?<![A-Za-z0-9_"'-])(?:[A-Za-z0-9_"'-]++[ \t]*+\.[ \t]*+){{{_DEEPEST_KEY}}}"""
)

_PIECE = 1 << 16

STANDARD = "-"
"""The name that stands for standard input or output."""


def read_source(path: str | Path, most: int = -1) -> bytes:
    """Return a file's bytes; "-" is standard input.

    Args:
        path: names the file.
        most: after so many bytes reading stops, so that no device is read for ever; -1 for never.

    Raises:
        DocumentError: where the file cannot be read.

    """
    if str(path) == STANDARD:
        return sys.stdin.buffer.read(most)
    try:
        with opened(path) as file:
            return read_at_most(file, most)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {reason_of(error)}") from None


def read_at_most(file: IO[bytes], most: int) -> bytes:
    """Return what a file holds, no more than so many bytes; -1 for all of it.

    Asked for many bytes at once, Python makes room for all of them before it reads the first.
    """
    text = file.read(min(_PIECE, most))
    if len(text) < _PIECE or most < 0:
        return text
    pieces, size = [text], len(text)
    while size < most and (piece := file.read(min(_PIECE, most - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def opened(path: str | Path) -> IO[bytes]:
    """Return a file to be read.

    Raises:
        DocumentError: where that is no name of a file.
        OSError: where it cannot be opened.

    """
    try:
        return Path(path).open("rb")
    except ValueError:
        raise DocumentError(f"{path!r}: cannot be read: no name of a file") from None


def reason_of(error: OSError) -> str:
    """Return an operating system's reason as a clause."""
    return (error.strerror or str(error)).lower()


def parsed(text: bytes, source: str) -> Any:  # noqa: ANN401 - whatever the document holds
    """Return what a JSON or TOML text holds; an object's first sign is a brace.

    Raises:
        DocumentError: where it is neither; the sentence says at which line and column.

    """
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{source}: not UTF-8 text at byte {error.start}") from None
    if not decoded.strip():
        raise DocumentError(f"{source}: empty, but a JSON or TOML document is needed")
    sign = decoded.lstrip()[0]
    name = str(source)
    if sign == "{" or name.endswith(".json") or (sign == "[" and not name.endswith(".toml")):
        return parsed_json(text, source)
    if deep := _DEEP_KEY.search(decoded):  # tomllib's time grows with the square of its parts
        line = decoded.count("\n", 0, deep.start()) + 1
        reason = f"a key of more than {_DEEPEST_KEY} parts (at line {line}, column 1)"
        raise DocumentError(f"{source}: {reason}")
    try:
        return tomllib.loads(decoded)
    except tomllib.TOMLDecodeError as error:
        kind = "JSON" if str(source).endswith(".json") else "TOML"
        raise DocumentError(f"{source}: not valid {kind}: {_lower(str(error))}") from None
    except RecursionError:
        raise DocumentError(f"{source}: nested too deeply") from None
    except ValueError as error:  # a number with thousands of digits
        told = _lower(str(error)).partition(";")[0]
        raise DocumentError(f"{source}: not valid TOML: {told}") from None


def parsed_json(text: bytes, source: str) -> Any:  # noqa: ANN401 - whatever the document holds
    """Return what a JSON text holds.

    Raises:
        DocumentError: where it is not JSON; the sentence says at which line and column.

    """
    try:
        return orjson.loads(text.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise DocumentError(f"{source}: not valid JSON: {_lower(str(error))}") from None


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def write_whole(path: str | Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all: under another name first, then renamed.

    Args:
        path: names the file.
        content: its bytes, or pieces of them that are written one by one.

    Raises:
        DocumentError: where it cannot be written.

    """
    target = Path(path)
    pieces = [content] if isinstance(content, bytes) else content
    try:
        if target.exists() and not target.is_file():  # a device or a pipe is written to as it is
            with target.open("wb") as device:
                device.writelines(pieces)
            return
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            temporary = Path(file.name)
            try:
                file.writelines(pieces)
                file.flush()
                temporary.chmod(mode)
                temporary.replace(target.resolve())
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise DocumentError(f"{path}: cannot be written: {reason_of(error)}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
