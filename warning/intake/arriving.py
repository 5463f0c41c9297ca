"""Lines that come through a pipe: what is there is not kept waiting for what is not."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterator
from typing import IO, Final

PAUSE: Final = b""
"""Stands among the lines where nothing more has come."""
QUIET: Final = 0.5
"""Seconds without a byte are a pause."""
OFTEN: Final = 1.0
"""Seconds since the last pause after which the next moment without a byte is one: for what comes by drops."""
BLOCK: Final = 65_536


def arrives(stream: IO[bytes]) -> bool:
    """Whether somebody may still be writing to it: a pipe, a terminal or a socket, and no file."""
    return not stream.seekable() and hasattr(stream, "raw")


def head_of(stream: IO[bytes], least: int, most: int) -> bytes:
    """What a pipe begins with: so many bytes at least (if there are) and a whole line, and what else comes at once."""
    parts: list[bytes] = []
    size, until = 0, 0.0
    while size < most and (not until or size < least or (time.monotonic() < until and comes(stream.fileno(), QUIET))):
        part = os.read(stream.fileno(), min(BLOCK, most - size))
        if not part:
            break
        parts.append(part)
        size += len(part)
        until = until or (time.monotonic() + OFTEN if b"\n" in part else 0.0)
    return b"".join(parts)


def arriving(stream: IO[bytes], head: bytes) -> Iterator[bytes]:
    """The lines of a pipe of which ``head`` was read, and ``PAUSE`` again and again while nothing comes."""
    number, paused = stream.fileno(), time.monotonic()
    parts = [head]
    part = head
    while True:
        if b"\n" in part:
            *lines, part = b"".join(parts).split(b"\n")
            yield from (line + b"\n" for line in lines)
            parts = [part]
        now = time.monotonic()
        if not comes(number, min(QUIET, max(0.0, paused + OFTEN - now))):
            paused = time.monotonic()
            part = b""
            yield PAUSE
            continue
        part = os.read(number, BLOCK)
        if not part:
            break
        parts.append(part)
    if rest := b"".join(parts):
        yield rest


def comes(number: int, seconds: float) -> bool:
    """Whether a file descriptor has something to read, or is at its end, within so many seconds."""
    waiting = select.poll()
    waiting.register(number, select.POLLIN)
    return bool(waiting.poll(round(seconds * 1_000)))
