"""The lines of a source in the order in which they are taken, each with the position that is reached with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from msgspec import Struct

from warning.contracts.decode import Incoming, Refused, decode, timely
from warning.contracts.raw import bare
from warning.intake.arriving import PAUSE
from warning.intake.records import rank
from warning.ledger.sql.sources import Position


class Line(Struct, frozen=True, gc=False):
    """One line as it was found: its bytes, where it begins (bytes from the start), and its number from 1.

    Without bytes it is none, but where the next one will begin that has not come yet.
    """

    raw: bytes
    offset: int
    number: int


class Item(Struct, frozen=True, gc=False):
    """A line, read or refused; with it ``taken`` records are done of the instant whose first line it names."""

    line: Line
    read: Incoming | Refused
    first: Line
    taken: int

    @property
    def position(self) -> Position:
        """Where the source stands once it is done."""
        return Position(self.first.offset, self.first.number, self.taken)


class Pause(Struct, frozen=True, gc=False):
    """Nothing more has come for a moment; there the source stands once all before it is done."""

    position: Position


def lines_from(lines: Iterable[bytes], position: Position) -> Iterator[Line]:
    """Number the lines of a file that was opened at a position, or of a pipe with its pauses."""
    offset, number = position.offset, position.line
    for raw in lines:
        if (text := bare(raw)) or raw == PAUSE:
            yield Line(text, offset, number)
        offset += len(raw)
        number += raw != PAUSE


def positioned(
    lines: Iterable[Line], topic: str | None = None, *, skip: int = 0, now: Callable[[], int] | None = None
) -> Iterator[Item | Pause]:
    """Decode, and put the records of one instant in the order of R5: facts pass at once, acts wait for its end.

    A line that cannot be read belongs to the record before it. ``skip``: so many of the first instant are done already.
    ``now``: for a ledger that lives by the wall's clock, that clock (µs UTC); there a pause ends an instant, too: acts
    are not kept waiting for facts of the same instant that may never come.
    """
    first: Line | None = None
    at = taken = 0
    later: list[tuple[Line, Incoming]] = []
    for line in lines:
        if not line.raw:
            if now is not None and first is not None and not skip:  # else it is not over that was begun before
                yield from _rest(later, first, taken, skip, line)
                first, at, taken, skip = None, 0, 0, 0
            yield Pause(Position(line.offset, line.number))
            continue
        read = _decoded(line.raw, topic, now)
        if isinstance(read, Incoming):
            if at != read.received:
                if at and first is not None:
                    yield from _rest(later, first, taken, skip)
                    first, taken, skip = None, 0, 0
                at = read.received
            if rank(read.event):
                first = first or line
                later.append((line, read))
                continue
        first = first or line
        taken += 1
        if taken > skip:
            yield Item(line, read, first, taken)
    if first is not None:
        yield from _rest(later, first, taken, skip)


def _decoded(raw: bytes, topic: str | None, now: Callable[[], int] | None) -> Incoming | Refused:
    try:
        read = decode(raw, topic)
        return read if now is None else timely(read, now())
    except Refused as refused:
        return refused


def _rest(
    later: list[tuple[Line, Incoming]], first: Line, taken: int, skip: int, then: Line | None = None
) -> Iterator[Item]:
    """What waited for the end of an instant; nothing waits any more. ``then``: what comes next begins there."""
    later.sort(key=lambda one: rank(one[1].event))
    last = taken + len(later)
    for number, (line, read) in enumerate(later, taken + 1):
        if number > skip and number == last and then is not None:
            yield Item(line, read, then, 0)
        elif number > skip:
            yield Item(line, read, first, number)
    later.clear()


class Ahead:
    """Items that were read and are not done.

    What reading them raised is raised once nothing is left before it; at once while nothing is done at all, so that a
    file that turns out to be something else leaves no trace.
    """

    def __init__(self, items: Iterable[Item | Pause]) -> None:
        """None are read yet."""
        self._rest = iter(items)
        self.paused: Position | None = None
        """Where nothing more had come, if that is where it was read to."""
        self._read: deque[Item] = deque()
        self._failed: Exception | None = None
        self._begun = False

    def read(self, most: int) -> None:
        """Have so many, if there are; or what has come, if there is something before a pause."""
        if self._failed is not None or (self.paused is not None and self._read):
            return
        try:
            while len(self._read) < most and (item := next(self._rest, None)) is not None:
                if isinstance(item, Item):
                    self._read.append(item)
                    self.paused = None
                elif self._read:
                    self.paused = item.position
                    break
        except Exception as reason:  # noqa: BLE001 - raised again when it is its turn
            self._failed = reason

    def first(self, most: int, *, after: int = 0) -> list[Item]:
        """So many behind the first ``after``, or what there is; none: that was all, or only those are left for now."""
        self.read(after + most)
        if self._failed is not None and not (self._read and (self._begun or after)):
            raise self._failed
        return list(islice(self._read, after, after + most))

    @property
    def done(self) -> bool:
        """Whether all that was read is done."""
        return not self._read

    def ended(self) -> None:
        """All that could be read is done; what ended the reading is raised, if it was not the end."""
        if self._failed is not None:
            raise self._failed

    def drop(self, done: int) -> None:
        """So many are done."""
        self._begun = self._begun or done > 0
        for _ in range(done):
            self._read.popleft()
