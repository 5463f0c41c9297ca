"""What a ledger is and when nobody was there, as far as other rows say so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import Connection, Table, func, select

from warning.core.scalars import SECOND
from warning.ledger.sql.tables import ACTIVATED, FRAME, JOURNAL, LEDGER, OUTAGE, OUTBOX

LIVES: Final = (ACTIVATED, OUTAGE, OUTBOX)
"""Tables of which only a live ledger has rows."""
ALLOWED: Final = 300 * SECOND
"""By how much clocks of machines may differ."""


def wrong_clocks(connection: Connection, now: int) -> Iterator[tuple[str, str, str]]:
    """The ledger's own row, if it is not what it was; and outages that there cannot have been.

    ``now`` (µs UTC): a sign of life that lies ahead of it, and of what clocks may differ by, is nobody's.
    """
    row = connection.execute(select(LEDGER)).one_or_none()
    if row is None:
        yield "ledger", "", ""
        return
    if _other_clock(connection, row):
        yield "ledger", "", "clock"
    if row.alive_at > now + ALLOWED:
        yield "ledger", "", "alive_at"
    if _made_at(connection) not in (None, row.created_at):
        yield "ledger", "", "created_at"
    for began, ended in _no_outages(connection, row):
        yield "outage", "", f"{began}-{ended}"


def _other_clock(connection: Connection, row: Any) -> bool:  # noqa: ANN401 - a row of the table
    """An event-driven ledger has its own clock, beyond what it decided; a live one signs of life, and what it tells."""
    if row.clock == "live":
        return bool(row.clock_at)
    last: int | None = connection.execute(select(func.max(JOURNAL.c.at))).scalar()
    behind = last is not None and row.clock_at < last
    return behind or bool(row.alive_at) or any(_has_any(connection, table) for table in LIVES)


def _has_any(connection: Connection, table: Table) -> bool:
    return connection.execute(select(*table.primary_key).limit(1)).first() is not None


def _made_at(connection: Connection) -> int | None:
    """When the book it began with was recorded: as it was made."""
    query = select(FRAME.c.recorded_at).where(FRAME.c.in_force_at == 0).order_by(FRAME.c.recorded_at.desc())
    found: int | None = connection.execute(query.limit(1)).scalar()
    return found


def _no_outages(connection: Connection, row: Any) -> list[tuple[int, int]]:  # noqa: ANN401 - a row of the table
    """Those that begin before the one before has ended, or end after the last sign of life: none is noted so."""
    query = select(OUTAGE.c.began, OUTAGE.c.ended).order_by(OUTAGE.c.began)
    found = [(began, ended) for began, ended in connection.execute(query)]
    wrong = {one for one in found if one[1] <= one[0] or one[1] > row.alive_at}
    wrong |= {later for one, later in pairwise(found) if later[0] < one[1]}
    return sorted(wrong)
