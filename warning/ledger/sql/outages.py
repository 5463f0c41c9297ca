"""When nobody was there to look at the clock: what fell due then is tagged, shown apart and never scored (D9)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, insert, select, text, update

from warning.ledger.sql.tables import HELD, INBOX, LEDGER, OUTAGE
from warning.ledger.sql.write import read

_DUE: Final = text(
    """
    SELECT id FROM (
        SELECT lane.id, (
            SELECT key FROM aggregate WHERE aggregate.lane = lane.id AND next_due > 0 AND next_due <= :until
            ORDER BY next_due, key LIMIT 1
        ) AS first FROM lane
    ) AS looked WHERE first IS NOT NULL
    """
)
"""The subquery is read off the index on either database; a join would be planned as a scan."""
_NOTED: Final = "SELECT began, ended FROM outage WHERE ended <= (SELECT alive_at FROM ledger) ORDER BY began, ended"


class Outages:
    """The outages of a ledger, as read under the last lock."""

    def __init__(self) -> None:
        """None are known yet."""
        self._known: list[tuple[int, int]] = []
        self.behind_since: int | None = None
        """A source is read behind by more than an hour, since this record of it."""

    def read(self, connection: Connection) -> None:
        """Read them again."""
        self._known = outages(connection)

    def cover(self, due: int) -> bool:
        """Whether an instant lies in one of them, or where nothing has been read yet."""
        behind = self.behind_since is not None and due > self.behind_since
        return behind or any(began < due <= ended for began, ended in self._known)


def outages(connection: Connection) -> list[tuple[int, int]]:
    """All of them, from when to when (µs UTC), in their order.

    One that would end after the last sign of life was noted by nobody who was there again: it excuses nothing.
    """
    return [tuple(row) for row in read(connection, _NOTED)]


def down_since(connection: Connection, now: int, silence: int) -> int | None:
    """Note an outage if there was no sign of life for so long; since when."""
    last = connection.execute(select(LEDGER.c.alive_at)).scalar_one()
    if not last or now - last <= silence:
        return None
    connection.execute(insert(OUTAGE).values(began=last, ended=now))
    return int(last)


def note_alive(connection: Connection, now: int) -> None:
    """Somebody is there."""
    connection.execute(update(LEDGER).where(LEDGER.c.alive_at < now).values(alive_at=now))


def waiting(connection: Connection, until: int) -> set[int]:
    """The lanes for which time or other aggregates have anything; changes and locks nothing."""
    lanes = {row.id for row in connection.execute(_DUE, {"until": until})}
    lanes.update(connection.execute(select(INBOX.c.lane).distinct()).scalars())
    if connection.execute(select(HELD.c.until).where(HELD.c.until <= until).limit(1)).first():
        lanes.add(0)
    return lanes
