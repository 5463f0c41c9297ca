"""The lines of a source in the order in which they are taken, each with the position that is reached with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from warning.contracts.decode import Incoming, Refused, decode
from warning.intake.records import rank
from warning.ledger.sql.sources import Position


class Line(Struct, frozen=True, gc=False):
    """One line as it was found: its bytes, where it begins (bytes from the start), and its number from 1."""

    raw: bytes
    offset: int
    number: int


class Item(Struct, frozen=True):
    """A line, read or refused, and the position of the source once it is done."""

    line: Line
    read: Incoming | Refused
    position: Position


def lines_from(lines: Iterable[bytes], position: Position) -> Iterator[Line]:
    """Number the lines of a file that was opened at a position."""
    offset, number = position.offset, position.line
    for raw in lines:
        if text := raw.strip():
            yield Line(text, offset, number)
        offset += len(raw)
        number += 1


def positioned(lines: Iterable[Line], topic: str | None = None, *, skip: int = 0) -> Iterator[Item]:
    """Decode, and put the records of one instant in the order of R5: facts pass at once, acts wait for its end.

    ``skip``: so many of the first instant are done already.
    """
    instant: _Instant | None = None
    for line in lines:
        read = _decoded(line, topic)
        if instant is None or instant.ended_by(read):
            if instant is not None:
                yield from instant.rest()
                skip = 0
            instant = _Instant(line, skip)
        yield from instant.add(line, read)
    if instant is not None:
        yield from instant.rest()


def _decoded(line: Line, topic: str | None) -> Incoming | Refused:
    try:
        return decode(line.raw, topic)
    except Refused as refused:
        return refused


class _Instant:
    """The records of one instant; a line that cannot be read belongs to the record before it."""

    def __init__(self, first: Line, skip: int) -> None:
        self._at = 0
        self._first = first
        self._skip = skip
        self._done = 0
        self._later: list[tuple[Line, Incoming]] = []

    def ended_by(self, read: Incoming | Refused) -> bool:
        """Whether a record belongs to the next instant."""
        return isinstance(read, Incoming) and self._at not in (0, read.received)

    def add(self, line: Line, read: Incoming | Refused) -> Iterator[Item]:
        if isinstance(read, Incoming):
            self._at = read.received
            if rank(read.event):
                self._later.append((line, read))
                return
        yield from self._give(line, read)

    def rest(self) -> Iterator[Item]:
        for line, read in sorted(self._later, key=lambda one: rank(one[1].event)):
            yield from self._give(line, read)

    def _give(self, line: Line, read: Incoming | Refused) -> Iterator[Item]:
        self._done += 1
        if self._done > self._skip:
            yield Item(line, read, Position(self._first.offset, self._first.number, self._done))
