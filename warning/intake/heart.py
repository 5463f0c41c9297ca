"""Time on a live ledger: beat by beat, what falls due is decided by the wall's clock, but for what is read behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from warning.core.scalars import SECOND
from warning.intake.ingest import Intake
from warning.ledger.sql.activation import not_activated
from warning.ledger.sql.outages import down_since, note_alive, waiting
from warning.ledger.sql.scribe import Unwritten
from warning.ledger.sql.sources import PATIENCE, sources

SILENCE: Final = 300 * SECOND
"""Without a sign of life for so long we were down."""
SLICE: Final = 8
"""Lanes a transaction locks on a database that others use at the same time."""


class Heart:
    """Lets time pass on a live ledger: one ``beat`` after the other, each at the wall's instant (µs UTC)."""

    def __init__(
        self, intake: Intake, *, silence: int = SILENCE, reading: Callable[[], Iterable[int]] = lambda: ()
    ) -> None:
        """Beat for a ledger; without a sign of life for longer than ``silence`` (µs) there was an outage.

        ``reading`` gives an instant for each source read behind of which the ledger itself does not know that.
        """
        self._intake = intake
        self._silence = silence
        self._reading = reading
        sqlite = intake.ledger.engine.dialect.name == "sqlite"
        step = 64 if sqlite else SLICE
        self._slices = [range(first, first + step) for first in range(0, 64, step)]
        self._noted = 0
        self.signs = 0
        """Signs of life that are committed."""
        self._herd = False
        """Whether more was due than a transaction takes: what follows is sent, one on top of the other."""
        self.reached = 0
        """To this instant all lanes have decided what was due."""

    def start(self, now: int) -> int | None:
        """Note how long nobody was there: since when, if that was an outage."""
        with self._intake.ledger.transaction(()) as unit:
            since = down_since(unit.connection, now, self._silence)
            note_alive(unit.connection, now)
        self._noted, self.signs = now, self.signs + 1
        return since

    def beat(self, now: int) -> bool:
        """Take what is due; False: a transaction was full, and there is more.

        Whoever slept, or had no database, for so long that it was an outage notes it as one that starts anew does.
        """
        if now - self._noted >= self._silence // 10:
            self.land()
            self.start(now)
        until = self.until(now)
        complete = self._send(until) if self._herd else self._tick(until)
        self._herd = not complete
        if complete:
            self.reached = until
        return complete

    def _tick(self, until: int) -> bool:
        with self._intake.ledger.engine.connect() as connection:
            wanted = waiting(connection, until)
            changed = self._intake.books.read(connection).since(until)
            wanted |= not_activated(connection, changed) if changed else set()
        complete = True
        for lanes in self._slices:
            if not wanted.isdisjoint(lanes):
                complete &= self._intake.tick(until, lanes)
        return complete

    def _send(self, until: int) -> bool:
        """Send one transaction; True: all lanes have decided what is due, and it is written."""
        try:
            complete = self._intake.send_due(until)
        except Unwritten:  # the ledger knows what is left
            return False
        return complete and self.land()

    def land(self) -> bool:
        """Wait until what was sent is written; False: it is not, and will be decided again at the next beat."""
        try:
            self._intake.settle()
        except Unwritten:
            return False
        return True

    def until(self, now: int) -> int:
        """The lanes' clock: now, or the last record of a source that is being read, for an hour at most.

        Then time goes on, and what it raises is tagged while that source is read. A file that nobody has read on in for
        an hour was given up: what its other lines say is heard when they are read, and takes back what was wrong (T2).
        """
        with self._intake.ledger.engine.connect() as connection:
            reading = [one.received for one in sources(connection) if one.is_read(now)]
        behind = min((*reading, *self._reading()), default=now)
        far = now - behind > PATIENCE
        self._intake.outages.behind_since = behind if far else None
        return now if far else min(now, behind)
