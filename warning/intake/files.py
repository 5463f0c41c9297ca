"""A file, or what comes through a pipe, as a source: where to go on, and whether it is still the same one."""

from __future__ import annotations

import io
import os
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import IO, Final

from msgspec import DecodeError, Struct
from msgspec.json import decode

from warning.contracts.raw import bare
from warning.intake.arriving import BLOCK, PAUSE, arrives, arriving, head_of
from warning.ledger.sql.sources import Position, Source

BEGINNING: Final = 65_536
"""So many bytes tell a file from another of the same name."""
LENGTH: Final = 4
"""Bytes of the length that stands before the digest: a file that was shorter has grown since."""
MARK_CUT: Final = (BOM_UTF8[:1], BOM_UTF8[:2])
"""What there may be of a mark of the encoding that is still being written."""


class Another(Exception):
    """The file does not begin as the one known by this name did."""


class Nothing(Another):
    """There is nothing in it, not even what was read before."""


class Shorter(Exception):
    """The file ends before the place to which it was read."""


class Begun(Struct, frozen=True):
    """A source found at the place where it is to be read on; ``head`` is what was read of its stream already."""

    source: Source
    head: bytes


def begin(stream: IO[bytes], known: Source | None, name: str) -> Begun:
    """Find where a stream is to be read on; ``known`` is its source as the ledger has it.

    Raises:
        Nothing: it is empty.
        Another: it is not what was read before.
    """
    length = 0 if known is None else int.from_bytes(known.beginning[:LENGTH])
    head = head_of(stream, length, BEGINNING) if arrives(stream) else stream.read(BEGINNING)
    if not head:
        raise Nothing
    if known is None:
        source = Source(name, "file", beginning=_digest(head))
        return Begun(source, head)
    if len(head) < length or _digest(head[:length]) != known.beginning:
        raise Another
    return Begun(known, head)


def _digest(head: bytes) -> bytes:
    return len(head).to_bytes(LENGTH) + sha256(head).digest()


def opened_at(stream: IO[bytes], head: bytes, offset: int) -> Iterable[bytes]:
    """The lines of a stream from an offset on; of a pipe with a ``PAUSE`` where nothing more has come.

    Raises:
        Shorter: it ends before.
    """
    if stream.seekable():
        if stream.seek(0, io.SEEK_END) < offset:
            raise Shorter
        stream.seek(offset)
        return stream
    if arrives(stream):
        return arriving(stream, _skipped(stream, head, offset))
    joined = io.BufferedReader(_Joined(head, stream))
    if len(joined.read(offset)) < offset:
        raise Shorter
    return joined


def _skipped(stream: IO[bytes], head: bytes, offset: int) -> bytes:
    """What was read of a pipe behind an offset."""
    while len(head) < offset:
        offset -= len(head)
        head = os.read(stream.fileno(), BLOCK)
        if not head:
            raise Shorter
    return head[offset:]


class _Joined(io.RawIOBase):
    """What was read of a stream, and then the rest of it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(part) :]
        buffer[: len(part)] = part
        return len(part)


class Whole:
    """Lines of a source that may still be written: a last one that has no end and is no JSON is ``left``."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        """Nothing is read yet."""
        self._lines = lines
        self.left = False

    def __iter__(self) -> Iterator[bytes]:
        """The lines that are whole."""
        for raw in self._lines:
            if raw != PAUSE and not raw.endswith(b"\n") and _torn(raw):
                self.left = True
                return
            yield raw


def _torn(raw: bytes) -> bool:
    """Whether it begins as a record does and is none, wherever it was cut: in a name, a number, a character.

    What no ending would make a record of is not waited for: another encoding, once its braces are closed, or any depth
    that nobody reads.
    """
    text = bare(raw)
    try:
        decode(text.decode(errors="replace"))  # whether it was cut shows in most encodings that have ASCII's braces
    except DecodeError:
        return text.startswith(b"{") or text in MARK_CUT
    except RecursionError:
        pass
    return False


class Counted:
    """Lines, counted as they pass: ``offset`` (bytes) and ``line`` are where the next one begins."""

    def __init__(self, position: Position) -> None:
        """Count on from a position."""
        self.offset = position.offset
        self.line = position.line

    def lines(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        """The same lines."""
        for raw in lines:
            yield raw
            self.offset += len(raw)
            self.line += raw.endswith(b"\n")
