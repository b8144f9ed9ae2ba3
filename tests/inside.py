"""The command line inside this process: as fast as a call, for what needs no process of its own."""

from __future__ import annotations

import io
import sys
from contextlib import ExitStack, chdir
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from tutor.faces.command_line import run


class Ran(NamedTuple):
    """What came of a command: its status, and the bytes that it wrote."""

    returncode: int
    stdout: bytes
    stderr: bytes


def inside(*arguments: str, folder: Path, stdin: bytes = b"") -> Ran:
    """Run the command in a folder, its streams in memory."""
    streams = {
        name: io.TextIOWrapper(io.BytesIO(content), "utf-8", write_through=True)
        for name, content in (("stdin", stdin), ("stdout", b""), ("stderr", b""))
    }
    with ExitStack() as stack:
        stack.enter_context(chdir(folder))
        stack.enter_context(mock.patch("tutor.faces.command_line.leave_on_signals"))
        for name, stream in streams.items():
            stack.enter_context(mock.patch.object(sys, name, stream))
        status = run(arguments)
    out, err = (_bytes(streams[name]) for name in ("stdout", "stderr"))
    return Ran(status, out, err)


def _bytes(stream: io.TextIOWrapper) -> bytes:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue()
