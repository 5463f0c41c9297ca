"""Reads the ledger's figures from time to time, beside the feed and in a transaction of their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from warning.core.frame import Org
from warning.core.scalars import SECOND
from warning.ledger.sql.figures import Figures, read_figures
from warning.streams.asked import Asked
from warning.streams.metrics import Metrics
from warning.streams.rounds import Rounds
from warning.streams.told import Told

EVERY_S: Final = 15.0
SHARE: Final = 100
"""Reading takes one part in so many of the time at most: where it is slow, it is done less often."""
LONGEST_S: Final = 120.0
"""And not later than that: a database that hung for a minute was not slow, and somebody is called after five."""


def pause_after(took: float) -> float:
    """How long until the figures are read again, which took so long; all in seconds."""
    return min(max(EVERY_S, SHARE * took), LONGEST_S)


class Gauges:
    """Sets the gauges of a ledger, until it is stopped."""

    def __init__(
        self, engine: Engine, orgs: Mapping[str, Org], metrics: Metrics, told: Told, now: Callable[[], int]
    ) -> None:
        """``now``: the wall's clock (µs UTC). Nothing is read yet."""
        self._engine, self._orgs, self._metrics, self._told, self._now = engine, orgs, metrics, told, now
        self._in_ledger = Asked("gauges")
        self._waits = Waits()
        self._rounds = Rounds()

    async def run(self) -> None:
        """Go on until ``stop``."""
        await self._rounds.go(self._once)

    async def _once(self) -> None:
        begun = time.monotonic()
        with suppress(DBAPIError):  # told by the feed; the figures read before stay, with their instant
            figures = await self._in_ledger(self._read)
            seen = self._waits.look(time.monotonic(), figures.outbox_first)
            waits = seen if figures.outbox_waits is None else figures.outbox_waits
            show(figures, self._metrics, self._now(), waits)
            self._told.answered("ledger")
        await self._rounds.pause(pause_after(time.monotonic() - begun))

    async def stop(self) -> None:
        """End, once what is under way is done."""
        self._rounds.stop()

    async def close(self) -> None:
        """Give back the thread, once ``run`` has ended."""
        await self._rounds.ended()
        await self._in_ledger.close()

    def _read(self) -> Figures:
        with self._engine.connect() as connection:
            return read_figures(connection, self._orgs, self._now())


class Waits:
    """For how long the same change has been the next to be sent out: its own may be months ago.

    For a server that does not keep when it was committed. Seconds are any clock's that goes on.
    """

    def __init__(self) -> None:
        """Nothing was looked at yet."""
        self._first: tuple[int, int, int] | None = None
        self._since = 0.0

    def look(self, now: float, first: tuple[int, int, int] | None) -> float:
        """The seconds since it was first seen as the next; 0: nothing waits."""
        if first != self._first:
            self._first, self._since = first, now
        return 0.0 if first is None else now - self._since


def show(figures: Figures, metrics: Metrics, now: int, waits: float) -> None:
    """Set the gauges of the ledger, as read at an instant (µs UTC); a live one's clock its own worker knows.

    ``waits``: the seconds the outbox's first has waited.
    """
    if figures.clock is not None:
        metrics.clock.set(figures.clock / SECOND)
    metrics.due.set(figures.due)
    metrics.inbox.set(figures.inbox)
    metrics.outbox.set(figures.outbox)
    metrics.outbox_oldest.set(waits)
    metrics.held.set(figures.held)
    metrics.quarantined.set(figures.quarantined)
    for tier, number in figures.overdue.items():
        metrics.overdue.labels(tier).set(number)
    for level, number in figures.live.items():
        metrics.live.labels(level).set(number)
    metrics.ledger_read.set(now / SECOND)
