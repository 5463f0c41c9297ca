"""Conservation, held against the journal: each record a source has read is journaled, held or quarantined, once.

A record of a file or a partition is known by where it stood (``<source>:<line>``), one that was taken again from the
quarantine by its number there; acts of people come from nowhere else. Two rows of one record are one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Connection, func, select

from warning.core.events import CONTROL, EVENTS, GroupLink, GuaranteeLink
from warning.ledger.beside.repeated import REPEATED
from warning.ledger.journal import JournalRow, came_again
from warning.ledger.sql.counts import held_by_source
from warning.ledger.sql.sources import AGAIN, COMMANDS, WAITED, Position, Source, sources, together
from warning.ledger.sql.tables import HELD, QUARANTINE

NOTHING: Final = (0, 0)
RECORDS: Final = frozenset((REPEATED, *(event.TYPE for event in (*EVENTS, *CONTROL))))
"""Rows that a record brought; the others are time's, other aggregates' and our own."""
SEVERAL: Final = frozenset((GroupLink.TYPE, GuaranteeLink.TYPE))
"""Rows of which a record may have two, each of another aggregate."""
NAMED: Final = ("file:", "kafka:")
"""What names of sources begin with, also of one that is not on file."""
FILE: Final = "file"
UNREAD: Final = ("command", "quarantine", WAITED)
"""Kinds of sources that nobody reads on in: they have no position, and are finished."""


class Quarantined(Counter[str]):
    """How many records of each source are quarantined; ``journaled``: those of them that are in the journal, too."""

    def __init__(self) -> None:
        """None."""
        super().__init__()
        self.journaled: Counter[str] = Counter()


class Received:
    """Counts the records of each source that the journal has."""

    def __init__(self, connection: Connection) -> None:
        """Before the first row."""
        self._sources = {one.name: one for one in together(sources(connection))}
        self._rows: Counter[str] = Counter()
        self._several: set[str] = set()
        self._again: Counter[str] = Counter()
        """By origin: rows that a record about several has more than its first reading brought."""
        self._last: dict[str, tuple[int, int]] = {}
        """File -> the last line of which the journal has the record, and when that was received (µs UTC).

        0: it had waited, and is journaled with another instant.
        """

    def take(self, row: JournalRow) -> None:
        """One row of the journal."""
        kind, origin = row.kind, row.origin
        if kind not in RECORDS or type(origin) is not str:
            return
        self._note(origin, 0 if row.held else row.received)
        if kind in SEVERAL:
            if came_again(row.event_id, row.effects_digest):
                self._again[origin] += 1
                return
            if origin in self._several:
                return
            self._several.add(origin)
        self._rows[self._source(origin)] += 1

    def _note(self, origin: str, received: int) -> None:
        name, _, line = origin.rpartition(":")
        one = self._sources.get(name)
        if one is not None and one.kind == FILE and line.isdecimal() and int(line) > self._last.get(name, NOTHING)[0]:
            self._last[name] = int(line), received

    def _source(self, origin: str) -> str:
        if origin.startswith(AGAIN):
            return origin
        name = origin.rpartition(":")[0]
        return name if name in self._sources or name.startswith(NAMED) else COMMANDS

    def wrong(
        self, connection: Connection, quarantined: Quarantined, *, whole: bool, torn: bool
    ) -> Iterator[tuple[str, str, str]]:
        """The sources of which figures or position are others than what became of their records.

        Of a journal that is ``torn``, or not ``whole``, less can be said.
        """
        held = held_by_source(connection)
        beyond = _beyond(connection) if whole and not torn else {}
        unread = {one.name for one in sources(connection) if one.kind in UNREAD and not _is_unread(one)}
        yield from (("source", "", name) for name in sorted(unread))
        fewest, most = self._read_again()
        named = () if torn else {*self._rows, *most}
        for name in sorted({*self._sources, *named, *quarantined, *held}):
            one = self._sources.get(name)
            once = self._rows[name] - quarantined.journaled[name]
            journaled = once + fewest[name], once + most[name]
            if name in unread:
                continue
            if (
                one is None
                or (whole and not torn and not self._read_last(one, beyond))
                or not _adds_up(one, held, quarantined)
                or (not torn and not _journaled(one, journaled, whole=whole))
            ):
                yield "source", "", name

    def _read_again(self) -> tuple[Counter[str], Counter[str]]:
        """By source: how many readings the rows of records about several are that were read before.

        Each such row is one; of ledgers that core 0.5 began before 2026-11-30 two may be.
        """
        fewest, most = Counter[str](), Counter[str]()
        for origin, rows in self._again.items():
            name = self._source(origin)
            fewest[name] += (rows + 1) // 2
            most[name] += rows
        return fewest, most

    def _read_last(self, one: Source, beyond: Mapping[str, int]) -> bool:
        """Whether a file says of its last record what the journal has, if it has that one."""
        line, received = self._last.get(one.name, NOTHING)
        return not received or beyond.get(one.name, 0) > line or one.received == received


def _beyond(connection: Connection) -> dict[str, int]:
    """Of each source the last line of which a record waits or was not taken: it may not be in the journal."""
    found: dict[str, int] = {}
    for table in (HELD, QUARANTINE):
        query = select(table.c.source, func.max(table.c.line)).group_by(table.c.source)
        for name, line in connection.execute(query):
            found[name] = max(line, found.get(name, 0))
    return found


def _is_unread(one: Source) -> bool:
    """Whether a source without a position has none."""
    return (one.position, one.beginning, one.received, one.finished) == (Position(), b"", 0, True)


def _adds_up(one: Source, held: Mapping[str, int], quarantined: Mapping[str, int]) -> bool:
    """Whether what its row says became of its records is all of them, and what is not journaled is there."""
    counted = _taken(one) + one.quarantined + held.get(one.name, 0)
    lines = one.kind != FILE or one.passed == one.records + one.blank
    return lines and one.records == counted and one.quarantined == quarantined.get(one.name, 0)


def _journaled(one: Source, journaled: tuple[int, int], *, whole: bool) -> bool:
    """Whether as many are in the journal as were taken; an act given again, byte for byte, is counted alone."""
    taken, (fewest, most) = _taken(one), journaled
    least = taken - (one.duplicate if one.name == COMMANDS else 0) if whole else 0
    return fewest <= taken and least <= most


def _taken(one: Source) -> int:
    return one.applied + one.duplicate + one.stale
