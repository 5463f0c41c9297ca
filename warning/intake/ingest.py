"""Takes a source into a ledger on a database, a batch a transaction; where it stops, the next run goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.exc import DBAPIError

from warning.contracts.decode import Incoming
from warning.core.frame import Frame
from warning.intake.driver import Driver
from warning.intake.live import LiveDriver
from warning.intake.pace import Pace
from warning.intake.positioned import Ahead, Item
from warning.intake.records import rank
from warning.ledger.sql.engine import passing
from warning.ledger.sql.ledger import ALL, SqlLedger
from warning.ledger.sql.outages import Outages
from warning.ledger.sql.persons import Persons
from warning.ledger.sql.sources import TALLIED, Source, SourceMoved, count, move, source
from warning.ledger.sql.unit import Unit

TRIES: Final = 8
"""How often a transaction is tried whose connection was lost, each time after twice the wait."""
FIRST_WAIT: Final = 0.1
"""Seconds."""
CLOCK: Final = "clock"
"""The source to which the end of a wait is counted where no record brought it."""


class Gone(Struct, frozen=True):
    """How one transaction ended: so many items are done, and where the source stands."""

    done: int
    after: Source


class Intake:
    """The one read: what comes from a source is decided and committed with the source's new position."""

    def __init__(
        self,
        ledger: SqlLedger,
        frame: Frame,
        *,
        persons: Persons | None = None,
        batch: int | None = None,
        rows: int | None = None,
    ) -> None:
        """Work on a ledger under its frame; so many records or journal rows a transaction, or as many as its pace."""
        self.ledger = ledger
        self.frame = frame
        self.persons = persons or Persons()
        self.live = ledger.about.clock == "live"
        self.outages = Outages()
        self.woken = 0
        """Clock checks committed."""
        self._pace = Pace(batch, rows)

    def lagging(self, due: int) -> bool:
        """Whether at an instant we were down or far behind (a live ledger only)."""
        return self.live and self.outages.cover(due)

    @contextmanager
    def transaction(
        self,
        lanes: Iterable[int] | None = None,
        meanwhile: Callable[[], None] | None = None,
        *,
        worker: bool = False,
    ) -> Iterator[tuple[Unit, Driver[Unit]]]:
        """A unit of work, and the driver for its ledger's clock; all lanes unless some are named.

        ``meanwhile`` is done while the database commits; a ``worker`` gives way to whoever is none.
        """
        try:
            with self.ledger.transaction(ALL if lanes is None else lanes, meanwhile, worker=worker) as unit:
                unit.limit = self._pace.rows
                driver: Driver[Unit]
                if self.live:
                    self.outages.read(unit.connection)
                    driver = LiveDriver(self.frame, unit, lagging=self.lagging)
                else:
                    driver = Driver(self.frame, unit)
                driver.clock = unit.clock
                yield unit, driver
                unit.clock = driver.clock
                if worker:
                    self._pace.next(knocked=unit.knocked)
        except BaseException:
            self.persons.forget()
            raise
        self.woken += driver.woken

    def ingest(self, at: Source, items: Iterable[Item], tell: Callable[[Source], None] = lambda _: None) -> Source:
        """Take all items of a source that was found at a position; ``tell`` hears of every commit.

        Raises:
            SourceMoved: another process reads the same source.
            DBAPIError: the database failed, and failed again; everything told is committed.
        """
        ahead = Ahead(items)
        while batch := ahead.first(self._pace.batch):
            gone = self._again(at, batch, ahead.read)
            ahead.drop(gone.done)
            at = gone.after
            tell(at)
        return at

    def finish(self, at: Source, offset: int, line: int) -> Source:
        """The source has been read to its end, which is there."""
        after = replace(at, position=replace(at.position, offset=offset, line=line, taken=0), finished=True)
        with self.ledger.transaction(()) as unit:
            move(unit.connection, at, after)
        return after

    def tick(self, until: int, lanes: Iterable[int] | None = None) -> bool:
        """One transaction of what is due by an instant; False: there is more."""
        with self.transaction(lanes, worker=True) as (unit, driver):
            unit.foresee((), until)
            complete = driver.advance(until)
            if any(driver.tally.values()):
                count(unit.connection, CLOCK, "clock", driver.lines, driver.tally)
        return complete

    def _again(self, at: Source, batch: list[Item], read: Callable[[int], None]) -> Gone:
        """Try until it is committed, or known to have been: a connection may be cut in the midst of a commit."""
        wait, again = FIRST_WAIT, False
        for left in range(TRIES, 0, -1):
            try:
                found = self._found(at) if again else None
                if found is not None and found != at:
                    return Gone(_done(at, found, batch), found)
                return self._once(at, batch, read)
            except DBAPIError as failed:
                if not passing(failed) or left == 1:
                    raise
            again = True
            time.sleep(wait)
            wait *= 2
        raise AssertionError("unreachable")

    def _found(self, at: Source) -> Source | None:
        with self.ledger.engine.connect() as connection:
            return source(connection, at.name)

    def _once(self, at: Source, batch: list[Item], read: Callable[[int], None]) -> Gone:
        """One transaction; while it is committed, so many further items are ``read`` as it has taken."""
        done = 0
        with self.transaction(meanwhile=lambda: read(done + self._pace.batch), worker=True) as (unit, driver):
            unit.source = at.name
            good = [item.read for item in batch if isinstance(item.read, Incoming)]
            self.persons.learn(unit.connection, [incoming.event for incoming in good if rank(incoming.event)])
            unit.foresee(good, max((incoming.received for incoming in good), default=driver.clock))
            done = self._take(driver, unit, at.name, batch)
            after = _after(at, batch[:done], driver)
            move(unit.connection, at, after)
        return Gone(done, after)

    def _take(self, driver: Driver[Unit], unit: Unit, name: str, batch: list[Item]) -> int:
        """How many were taken before the transaction was full."""
        for done, item in enumerate(batch):
            read, line = item.read, item.line
            if not isinstance(read, Incoming):
                driver.refuse(line.raw, read, line.number)
            elif driver.ready(read.received):
                if rank(read.event):  # facts name no persons
                    read = replace(read, event=self.persons.conceal(read.event))
                driver.take_only(read, line.number, line.raw, f"{name}:{line.number}")
            else:
                return done
            if not unit.room:
                return done + 1
        return len(batch)


def _done(at: Source, found: Source, batch: list[Item]) -> int:
    """How many items of a batch a commit had reached whose answer was lost.

    Raises:
        SourceMoved: it is no commit of this batch.
    """
    reached = (n for n, item in enumerate((None, *batch)) if found.position == (item.position if item else at.position))
    done = next(reached, None)
    if done is None:
        raise SourceMoved(at.name)
    return done


def _after(at: Source, done: list[Item], driver: Driver[Unit]) -> Source:
    received = next((item.read.received for item in reversed(done) if isinstance(item.read, Incoming)), at.received)
    tally = {name: getattr(at, name) + driver.tally[name] for name in TALLIED}
    position = done[-1].position if done else at.position
    return replace(at, position=position, received=received, records=at.records + driver.lines, **tally)
