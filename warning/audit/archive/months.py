"""Which rows of a lane are a closed month's: up to the first that may still have another month's company."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import takewhile
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, func, select

from warning.audit.snapshots import month_ends
from warning.core.scalars import day_of, midnight
from warning.ledger.sql.tables import JOURNAL, LANE, OUTBOX

MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
DECEMBER: Final = 12
DAY: Final = 86_400_000_000
"""µs."""
Pins = Mapping[int, tuple[int, bytes]]
"""Row -> (number of the anchor, the link it must have), of a lane."""


class NotClosed(Exception):
    """The month has not ended long enough ago; ``until``: when it will have (µs UTC)."""

    def __init__(self, until: int) -> None:
        super().__init__(until)
        self.until = until


class Rewritten(Exception):
    """A row has not the link that was anchored: verify the ledger."""

    def __init__(self, lane: int, seq: int) -> None:
        super().__init__(f"lane {lane}, row {seq}")
        self.lane, self.seq = lane, seq


class Span(Struct, frozen=True):
    """Rows ``first`` to ``last`` of a lane, a month's; ``anchor``: the number of one that has the last link, or 0."""

    lane: int
    month: str
    first: int
    last: int
    anchor: int = 0


def end_of_month(month: str) -> int:
    """The midnight that ends it (µs UTC).

    Raises:
        ValueError: it is none.
    """
    found = MONTH.fullmatch(month)
    if found is None:
        raise ValueError(month)
    year, number = int(found[1]), int(found[2])
    return midnight(date(year + number // DECEMBER, number % DECEMBER + 1, 1).toordinal())


def closed(month: str, clock: int, grace: int) -> int:
    """The end of a month that is closed for so many days.

    Raises:
        ValueError: it is none.
        NotClosed: it is not closed yet.
    """
    end = end_of_month(month)
    if clock < end + grace * DAY:
        raise NotClosed(end + grace * DAY)
    return end


def spans(connection: Connection, lane: int, first: int, until: int, pins: Pins | None) -> Iterator[Span]:
    """What of a lane is to be archived from a row on, up to an instant (µs UTC) that ends a month; a span a month.

    A lane is cut before the first row whose ``at`` is not before a month's end: on a live ledger another aggregate's
    may come late, and is then the next month's. With ``pins`` it is cut at an anchored row, and what none covers waits.

    Raises:
        Rewritten: an anchored row is another one.
    """
    unsent = connection.execute(select(func.min(OUTBOX.c.seq)).where(OUTBOX.c.lane == lane)).scalar()
    end: int = connection.execute(select(LANE.c.seq).where(LANE.c.id == lane)).scalar_one()
    end = end if unsent is None else min(end, unsent - 1)
    while first <= end:
        found = _span(connection, lane, first, end, until, pins)
        if found is None:
            return
        yield found
        first = found.last + 1


def _span(connection: Connection, lane: int, first: int, end: int, until: int, pins: Pins | None) -> Span | None:
    """The next, which ends with the month of its first row, or with a later one if no anchor has a row of that."""
    at = connection.execute(select(JOURNAL.c.at).where(JOURNAL.c.lane == lane, JOURNAL.c.seq == first)).scalar()
    for over in takewhile(lambda over: over <= until, month_ends(at or 0)):
        last, anchor = _before(connection, lane, first, over, end), 0
        if pins is not None:
            last, anchor = _anchored(connection, lane, first, last, pins)
        if last >= first:
            day = date.fromordinal(day_of(over) - 1)
            return Span(lane, f"{day.year:04}-{day.month:02}", first, last, anchor)
    return None


def _before(connection: Connection, lane: int, first: int, over: int, end: int) -> int:
    """The last row up to ``end`` before the first that is not before an instant."""
    where = (JOURNAL.c.lane == lane, JOURNAL.c.seq >= first, JOURNAL.c.at >= over)
    query = select(JOURNAL.c.seq).where(*where).order_by(JOURNAL.c.seq).limit(1)
    found: int | None = connection.execute(query).scalar()
    return end if found is None else min(end, found - 1)


def _anchored(connection: Connection, lane: int, first: int, last: int, pins: Pins) -> tuple[int, int]:
    """The last row up to ``last`` that an anchor has, and its number; ``first`` - 1: there is none.

    Raises:
        Rewritten: it is another row.
    """
    seq = max((seq for seq in pins if first <= seq <= last), default=0)
    if not seq:
        return first - 1, 0
    number, head = pins[seq]
    link = connection.execute(select(JOURNAL.c.link).where(JOURNAL.c.lane == lane, JOURNAL.c.seq == seq)).scalar()
    if link is None or bytes(link) != head:
        raise Rewritten(lane, seq)
    return seq, number
