"""What a transaction of a ledger must find as it was, beside its lanes, if it was decided before they were locked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from warning.ledger.sql.outages import outages
from warning.ledger.sql.sources import Source, sources
from warning.ledger.sql.write import read


class Watched(Struct, frozen=True):
    """The ledger's clock (µs UTC), its sources by name, its outages.

    Who holds a record, or lets one that waited go, moves no lane, but a source.
    """

    clock: int
    sources: dict[str, Source]
    outages: tuple[tuple[int, int], ...]

    @classmethod
    def look(cls, connection: Connection) -> Self:
        """As a transaction finds it."""
        ((clock,),) = read(connection, "SELECT clock_at FROM ledger")
        return cls(clock, {one.name: one for one in sources(connection)}, tuple(outages(connection)))

    def after(self, clock: int, moves: Iterable[tuple[Source, Source]]) -> Self:
        """As a transaction leaves it that has moved some sources."""
        return replace(self, clock=clock, sources=self.sources | {after.name: after for _, after in moves})
