"""Standard output that cannot be written: the reader has gone, the disk is full, the encoding lacks the characters."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from warning.cli.stop import UNREADABLE, Stop
from warning.wording.phrases import say
from warning.wording.text import Lang


def prepare(lang: Lang) -> None:
    """Let an encoding that lacks a character write another for it.

    Raises:
        Stop: standard output is closed.
    """
    if sys.stderr is None:
        sys.stderr = io.StringIO()
    if sys.stdout is None:
        raise Stop(UNREADABLE, say("output_closed", lang))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@contextmanager
def ending(code: int) -> Iterator[None]:
    """What is decided before it is written: a reader that leaves early, such as ``head``, does not change the code.

    Raises:
        Exit: always, with this code, but where something else went wrong.
    """
    try:
        yield
        sys.stdout.flush()
    except (SystemExit, BrokenPipeError) as left:
        if not reader_left(left):
            raise
        hush()
    raise typer.Exit(code)


def reader_left(error: BaseException) -> bool:
    """Whether this is the way in which a pipe without a reader shows."""
    return isinstance(error, BrokenPipeError) or (
        isinstance(error, SystemExit) and isinstance(error.__context__, BrokenPipeError)
    )


def hush() -> None:
    """Nothing more goes out, also not what is still in the buffer when the interpreter ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
