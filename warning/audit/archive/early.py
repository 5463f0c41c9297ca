"""Boundaries of archives that nobody can have made: rows of a month that is not over are said to be archived.

The guard refuses such a boundary; this finds one that was made where the guard was away. Of rows that are gone the
states say when the last of their aggregates was.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from msgspec import MsgspecError
from sqlalchemy import Connection, exists, func, select

from warning.core.scalars import day_of, midnight
from warning.ledger.lanes import LANES
from warning.ledger.sql import codec
from warning.ledger.sql.archived import Boundary, boundaries, gone
from warning.ledger.sql.codec import UnknownSchema
from warning.ledger.sql.tables import AGGREGATE, ARCHIVED, JOURNAL

AT_ONCE: Final = 1_000
NO_STATE: Final = (MsgspecError, UnknownSchema, LookupError, TypeError, ValueError)


def early(connection: Connection, clock: int, *, live: bool, states: bool = True) -> Iterator[Boundary]:
    """Those of all lanes; ``clock`` (µs UTC) is the ledger's, on a ``live`` one the wall's.

    On a live ledger a month that was not over when the boundary was made counts, too: both are of one clock. Without
    ``states``, which an archivist may not read, of what is gone nothing is said.
    """
    for lane in range(LANES):
        last_gone = [one for one, _ in gone(connection, lane)][-1:]
        for one in boundaries(connection, lane):
            open_since = _month_of(min(clock, _made(connection, one)) if live else clock)
            found = _latest_here(connection, one)
            if states and one in last_gone:
                found = max(found, _latest_gone(connection, lane, open_since))
            if found >= open_since:
                yield one


def _month_of(instant: int) -> int:
    """The midnight with which the month of an instant begins."""
    return midnight(date.fromordinal(day_of(instant)).replace(day=1).toordinal())


def _made(connection: Connection, one: Boundary) -> int:
    query = select(ARCHIVED.c.at).where(ARCHIVED.c.lane == one.lane, ARCHIVED.c.seq == one.seq)
    return int(connection.execute(query).scalar_one())


def _latest_here(connection: Connection, one: Boundary) -> int:
    """The latest instant of its rows that are still here; 0: none is."""
    where = (JOURNAL.c.lane == one.lane, JOURNAL.c.seq.between(one.first, one.seq))
    return int(connection.execute(select(func.max(JOURNAL.c.at)).where(*where)).scalar() or 0)


def _latest_gone(connection: Connection, lane: int, enough: int) -> int:
    """An instant of rows that are gone, the first that is late ``enough`` or else the latest that states tell of."""
    here = exists().where(JOURNAL.c.key == AGGREGATE.c.key, JOURNAL.c.key_seq == AGGREGATE.c.version)
    query = select(AGGREGATE.c.key, AGGREGATE.c.state).where(AGGREGATE.c.lane == lane, ~here)
    latest = 0
    with connection.execution_options(yield_per=AT_ONCE).execute(query) as rows:
        for row in rows:
            latest = max(latest, _at(row))
            if latest >= enough:
                break
    return latest


def _at(row: Any) -> int:  # noqa: ANN401 - a row of the table
    try:
        return codec.unpack_state(row.key, codec.raw(row.state)).at
    except NO_STATE:  # which is named for what it is
        return 0
