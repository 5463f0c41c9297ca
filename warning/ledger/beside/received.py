"""Conservation, held against the journal: each record a source has read is journaled, held or quarantined, once.

A record of a file or a partition is known by where it stood (``<source>:<line>``), one that was taken again from the
quarantine by its number there; acts of people come from nowhere else. Two rows of one record are one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Connection

from warning.core.events import CONTROL, EVENTS, GroupLink, GuaranteeLink
from warning.ledger.beside.repeated import REPEATED
from warning.ledger.journal import JournalRow
from warning.ledger.sql.counts import held_by_source
from warning.ledger.sql.sources import AGAIN, COMMANDS, Source, sources, together

RECORDS: Final = frozenset((REPEATED, *(event.TYPE for event in (*EVENTS, *CONTROL))))
"""Rows that a record brought; the others are time's, other aggregates' and our own."""
SEVERAL: Final = frozenset((REPEATED, GroupLink.TYPE, GuaranteeLink.TYPE))
"""Rows of which a record may have two, each of another aggregate."""
NAMED: Final = ("file:", "kafka:")
"""What names of sources begin with, also of one that is not on file."""
FILE: Final = "file"


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

    def take(self, row: JournalRow) -> None:
        """One row of the journal."""
        kind, origin = row.kind, row.origin
        if kind not in RECORDS or type(origin) is not str:
            return
        if kind in SEVERAL:
            if origin in self._several:
                return
            self._several.add(origin)
        self._rows[self._source(origin)] += 1

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
        named = () if torn else self._rows
        for name in sorted({*self._sources, *named, *quarantined, *held}):
            one = self._sources.get(name)
            journaled = self._rows[name] - quarantined.journaled[name]
            if (
                one is None
                or not _adds_up(one, held, quarantined)
                or (not torn and not _journaled(one, journaled, whole=whole))
            ):
                yield "source", "", name


def _adds_up(one: Source, held: Mapping[str, int], quarantined: Mapping[str, int]) -> bool:
    """Whether what its row says became of its records is all of them, and what is not journaled is there."""
    counted = _taken(one) + one.quarantined + held.get(one.name, 0)
    lines = one.kind != FILE or one.passed == one.records + one.blank
    return lines and one.records == counted and one.quarantined == quarantined.get(one.name, 0)


def _journaled(one: Source, journaled: int, *, whole: bool) -> bool:
    """Whether as many are in the journal as were taken; an act given again, byte for byte, is counted alone."""
    taken = _taken(one)
    if not whole:
        return journaled <= taken
    return taken - (one.duplicate if one.name == COMMANDS else 0) <= journaled <= taken


def _taken(one: Source) -> int:
    return one.applied + one.duplicate + one.stale
