"""A ledger's figures for whoever watches it, none of them by reading a table that grows with the loans.

``held`` and ``inbox`` are small tables, read whole. The others are counted off indexes (``quarantine_status``,
``outbox_new``, ``aggregate_due``, ``warning_live``, ``duty_of``): they cost as much as there is to count, not as much
as there is in the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, func, select, text

from warning.core.frame import LEVELS, Org
from warning.ledger.entries import WAITING
from warning.ledger.sql.tables import HELD, INBOX, LEDGER, OUTBOX, QUARANTINE, WARNING

PATIENCE_MS: Final = 10_000
"""So long a figure may take; then the ones read before stay."""
_DUE: Final = text(
    """
    SELECT coalesce(sum(due.n), 0) FROM lane CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM aggregate WHERE aggregate.lane = lane.id AND next_due > 0 AND next_due <= :until
    ) AS due
    """
)
_OVERDUE: Final = text(
    """
    SELECT org.no AS org_no, owed.n FROM unnest(cast(:orgs AS text[])) AS org (no) CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM duty WHERE org_no = org.no COLLATE "C"
        AND (state = 'breached' OR (state = 'open' AND due <= :until))
    ) AS owed WHERE owed.n > 0
    """
)
_FIRST: Final = text(
    """
    SELECT lane.id, first.seq, first.n, first.waits FROM lane CROSS JOIN LATERAL (
        SELECT seq, n, CASE WHEN current_setting('track_commit_timestamp') = 'on' THEN
            cast(extract(epoch FROM clock_timestamp() - pg_xact_commit_timestamp(outbox.xmin)) AS float)
        END AS waits FROM outbox WHERE outbox.lane = lane.id AND status = 'new' ORDER BY seq, n LIMIT 1
    ) AS first ORDER BY lane.id
    """
)
"""Of each lane what is sent next, and for how many seconds it has been committed, where the server keeps that."""


class Figures(Struct, frozen=True, kw_only=True):
    """What is in a ledger at an instant. ``clock`` is µs UTC; None, as of ``outbox_first``: there is none."""

    clock: int | None
    due: int
    inbox: int
    outbox: int
    outbox_first: tuple[int, int, int] | None
    """(lane, seq, n) of the change that is the next to be sent out."""
    outbox_waits: float | None
    """For how many seconds the oldest has been committed; None: the server does not keep that, or nothing waits."""
    held: int
    quarantined: int
    overdue: dict[str, int]
    """By the level of the organisation that owes."""
    live: dict[str, int]
    """By the warning's level."""


def read_figures(connection: Connection, orgs: Mapping[str, Org], now: int) -> Figures:
    """The figures of a ledger on PostgreSQL at an instant (µs UTC).

    Raises:
        DBAPIError: the database failed, or took too long.
    """
    connection.execute(text(f"SET LOCAL statement_timeout = {PATIENCE_MS}"))
    clock: int | None = connection.execute(select(LEDGER.c.clock_at)).scalar_one() or None
    until = now if clock is None else clock
    overdue: dict[str, int] = dict.fromkeys((org.level for org in orgs.values()), 0)
    for row in connection.execute(_OVERDUE, {"orgs": list(orgs), "until": until}):
        overdue[orgs[row.org_no].level] += row.n
    live = dict.fromkeys(LEVELS[1:], 0)
    by_level = select(WARNING.c.level, func.count().label("n")).where(
        WARNING.c.closed_at.is_(None), WARNING.c.level > 0
    )
    for row in connection.execute(by_level.group_by(WARNING.c.level)):
        live[LEVELS[row.level]] = row.n
    firsts = connection.execute(_FIRST).all()
    waiting = QUARANTINE.c.status.in_(WAITING)
    return Figures(
        clock=clock,
        due=connection.execute(_DUE, {"until": until}).scalar_one(),
        inbox=_count(connection, select(func.count()).select_from(INBOX)),
        outbox=_count(connection, select(func.count()).select_from(OUTBOX).where(OUTBOX.c.status == "new")),
        outbox_first=tuple(firsts[0])[:3] if firsts else None,
        outbox_waits=max((row.waits for row in firsts if row.waits is not None), default=None),
        held=_count(connection, select(func.count()).select_from(HELD)),
        quarantined=_count(connection, select(func.count()).select_from(QUARANTINE).where(waiting)),
        overdue=overdue,
        live=live,
    )


def _count(connection: Connection, query: Any) -> int:  # noqa: ANN401 - a query of one number
    return int(connection.execute(query).scalar_one())
