"""What time has brought: the wakes and the ends of waiting that are due, as one transaction sees them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from heapq import heapify, heappop, heappush, nsmallest
from typing import Final, Self, cast

from sqlalchemy import Connection

from warning.ledger.sql.write import read

AT_ONCE: Final = 32_768
"""Wakes read at once, as many of each lane: enough for several transactions, one decided on top of the other. If more
are due, a transaction ends at the last one read of all lanes."""
EXPIRIES: Final = 500

Wake = tuple[int, str]
FOREVER: Final[Wake] = (1 << 62, "")

_LATERAL: Final = """
    SELECT lane.id, due.next_due, due.key FROM unnest(%s::int2[]) AS lane (id)
    CROSS JOIN LATERAL (
        SELECT next_due, key FROM aggregate
        WHERE aggregate.lane = lane.id AND next_due > 0 AND next_due <= %s
        ORDER BY next_due, key LIMIT %s
    ) AS due
"""
_OF_LANE: Final = (
    "SELECT lane, next_due, key FROM aggregate WHERE lane = ? AND next_due > 0 AND next_due <= ? "
    "ORDER BY next_due, key LIMIT ?"
)


class Agenda:
    """Wakes in (due, key) order, the ledger's and those of this transaction.

    An entry may be stale: whoever takes it compares it with the aggregate's state. ``horizon`` is how far the ledger's
    own are known; beyond it only the next transaction can tell.
    """

    def __init__(
        self,
        connection: Connection,
        lanes: list[int],
        planned: Sequence[Wake] = (),
        read_to: int = -1,
        horizon: Wake = FOREVER,
    ) -> None:
        """Nothing is read until somebody asks; ``planned`` is what the ledger may not have yet.

        ``read_to``, ``horizon``: how far ``planned`` has all that the ledger has, if it does.
        """
        self._connection = connection
        self._lanes = lanes
        self._most = AT_ONCE // max(len(lanes), 1)
        self._heap: list[Wake] = list(planned)
        heapify(self._heap)
        self.planned: list[Wake] = []
        """What this transaction has added."""
        self._read_to = read_to
        self.horizon = horizon

    def next(self, connection: Connection) -> Self:
        """What the next transaction goes on with, before this one lasts: what is left here need not be read again."""
        if self.horizon == FOREVER:
            return type(self)(connection, self._lanes, self.planned)
        return type(self)(connection, self._lanes, self._heap, self._read_to, self.horizon)

    def plan(self, due: int, key: str) -> None:
        """An aggregate is to be woken."""
        self.planned.append((due, key))
        heappush(self._heap, (due, key))

    def first(self, until: int) -> Wake | None:
        """The earliest entry due by an instant, left where it is."""
        if until > self._read_to:
            self._read(until)
        heap = self._heap
        return heap[0] if heap and heap[0][0] <= until else None

    def due_keys(self, until: int, most: int) -> set[str]:
        """The aggregates with an entry due by an instant, of the first ``most`` entries."""
        heap = self._heap
        return {key for due, key in (heap if len(heap) <= most else nsmallest(most, heap)) if due <= until}

    def drop(self) -> None:
        """Take the first entry off."""
        heappop(self._heap)

    def _read(self, until: int) -> None:
        """Read what is due; if a lane has more than it gives, what lies beyond its last is unknown."""
        if self._read_to >= 0 and self.horizon != FOREVER:
            return
        counts: dict[int, int] = {}
        for lane, due, key in self._due(until):
            self._heap.append((due, key))
            counts[lane] = counts.get(lane, 0) + 1
            if counts[lane] == self._most:
                self.horizon = min(self.horizon, (due, key))
        heapify(self._heap)
        self._read_to = until

    def _due(self, until: int) -> list[tuple[int, int, str]]:
        connection = self._connection
        if connection.dialect.name == "sqlite":
            run = cast("sqlite3.Connection", connection.connection.driver_connection).execute
            return [row for lane in self._lanes for row in run(_OF_LANE, (lane, until, self._most))]
        return [tuple(row) for row in read(connection, _LATERAL, (self._lanes, until, self._most))]
