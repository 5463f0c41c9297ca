"""Takes a source into a ledger on a database, a batch a transaction; where it stops, the next run goes on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.exc import DBAPIError

from warning.contracts.decode import Incoming
from warning.core.frame import Frame
from warning.intake.driver import Driver
from warning.intake.live import LiveDriver
from warning.intake.pace import Pace
from warning.intake.positioned import Ahead, Item, Pause
from warning.intake.records import rank
from warning.ledger.sql.activation import activated
from warning.ledger.sql.books import Books
from warning.ledger.sql.engine import passing
from warning.ledger.sql.ledger import ALL, SqlLedger
from warning.ledger.sql.outages import Outages
from warning.ledger.sql.persons import Persons
from warning.ledger.sql.scribe import Unwritten
from warning.ledger.sql.sources import TALLIED, Position, Source, SourceMoved, move, source
from warning.ledger.sql.unit import Unit

TRIES: Final = 8
"""How often a transaction is tried whose connection was lost, each time after twice the wait."""
FIRST_WAIT: Final = 0.1
"""Seconds."""
T = TypeVar("T")


class Flying(Struct, frozen=True):
    """What a transaction counts once it is written."""

    woken: int = 0
    waited_out: Mapping[tuple[str, str], int] = {}


class Sent(Struct, frozen=True):
    """A transaction: where its source was found, its items, how many it has done, and where the source stands then."""

    at: Source
    batch: list[Item]
    done: int
    after: Source
    ended: list[tuple[str, str]] = []
    """What had waited before it: (origin, outcome)."""


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
        """Work on a ledger; ``frame`` is one of its own, read already.

        So many records or journal rows a transaction, or as many as its pace.
        """
        self.ledger = ledger
        self.books = Books(ledger, frame)
        self.persons = persons or Persons()
        self.live = ledger.about.clock == "live"
        self.outages = Outages()
        self.woken = 0
        """Clock checks committed."""
        self.waited_out: Counter[tuple[str, str]] = Counter()
        """By source and outcome: what had waited for its loan and waits no more; committed."""
        self._flying = Flying()
        """The same of what was sent last."""
        self.ended: list[tuple[str, str]] = []
        """What had waited, and ended while ``ingest`` read: (origin, outcome)."""
        self._pace = Pace(batch, rows)
        self._now: Callable[[], int] = lambda: 0
        """The wall's clock, of who takes in a source."""

    def lagging(self, due: int) -> bool:
        """Whether at an instant we were down or far behind (a live ledger only)."""
        return self.live and self.outages.cover(due)

    @contextmanager
    def transaction(
        self, lanes: Iterable[int] | None = None, *, worker: bool = False
    ) -> Iterator[tuple[Unit, Driver[Unit]]]:
        """A unit of work, and the driver for its ledger's clock; all lanes unless some are named.

        A ``worker`` gives way to whoever is none.
        """
        try:
            with self.ledger.transaction(ALL if lanes is None else lanes, worker=worker) as unit:
                driver = self._driver(unit)
                yield unit, driver
                unit.clock = driver.clock
                if worker:
                    self._pace.next(knocked=unit.knocked)
        except BaseException:
            self.persons.forget()
            raise
        self._count(Flying(driver.woken, unit.waited_out))

    def send(self, take: Callable[[Unit, Driver[Unit]], T], batch: Iterable[Incoming], until: int = 0) -> T:
        """A worker's transaction of a batch of good records, written while the next is decided (``SqlLedger.send``).

        ``until``: the instant to which time passes, if no record says so.

        Raises:
            DBAPIError: the database failed, in this transaction or in the one before.
            SourceMoved: another process reads a source of the one before.
            Unwritten: the one before was not written, or nobody knows; this one is not.
        """
        good = list(batch)
        named = [incoming.event for incoming in good if rank(incoming.event)]

        def decide(unit: Unit) -> tuple[T, bool, Flying]:
            self.persons.learn(unit.connection, named, ahead=unit.ahead)
            driver = self._driver(unit)
            unit.foresee(good, max((incoming.received for incoming in good), default=until or driver.clock))
            taken = take(unit, driver)
            unit.clock = driver.clock
            return taken, unit.knocked, Flying(driver.woken, unit.waited_out)

        written = self.ledger.written
        try:
            taken, knocked, flying = self.ledger.send(decide)
        except BaseException:
            if self.ledger.written > written:  # the one before was
                self._count(self._flying)
            self._lose()
            raise
        self._count(self._flying)
        self._flying = flying
        self._pace.next(knocked=knocked)
        return taken

    def settle(self) -> None:
        """Wait until what was sent last is written.

        Raises:
            DBAPIError, Unwritten: it is not, or nobody knows.
            SourceMoved: another process reads one of its sources.
        """
        try:
            self.ledger.settle()
        except BaseException:
            self._lose()
            raise
        self._count(self._flying)
        self._flying = Flying()

    def _count(self, written: Flying) -> None:
        self.woken += written.woken
        self.waited_out.update(written.waited_out)

    def _lose(self) -> None:
        self.persons.forget()
        self._flying = Flying()

    def _driver(self, unit: Unit) -> Driver[Unit]:
        unit.limit = self._pace.rows
        frames = self.books.read(unit.connection)
        driver: Driver[Unit]
        if self.live:
            self.outages.read(unit.connection)
            unit.reached = activated(unit.connection, unit.chains) if frames.later else {}
            driver = LiveDriver(frames, unit, lagging=self.lagging)
        else:
            driver = Driver(frames, unit)
        driver.clock = unit.clock
        return driver

    def ingest(
        self,
        at: Source,
        items: Iterable[Item | Pause],
        tell: Callable[[Source], None] = lambda _: None,
        *,
        now: Callable[[], int] = lambda: 0,
    ) -> Source:
        """Take all items of a source that was found at a position; ``tell`` hears of every commit.

        ``now``: the wall's clock (µs UTC), by which others see on a live ledger that it is being read.

        Raises:
            SourceMoved: another process reads the same source.
            DBAPIError: the database failed, and failed again; everything told is committed.
        """
        ahead = Ahead(items)
        self._now = now
        flying: Sent | None = None
        try:
            while (batch := ahead.first(self._pace.batch, after=flying.done if flying else 0)) or flying:
                sent = self._try(flying.after if flying else at, batch) if batch else None
                if flying and (sent or not batch):
                    at = self._landed(flying if sent else self._sure(flying), ahead, tell)
                elif not sent:
                    at = self._landed(self._again(flying or Sent(at, batch, 0, at)), ahead, tell)
                flying = sent
                if flying is None and ahead.paused is not None and ahead.done and self.live:
                    at = self._heard(at, ahead.paused)
            ahead.ended()
        except BaseException:
            with suppress(Exception):
                self.settle()
            raise
        return at

    def _landed(self, sent: Sent, ahead: Ahead, tell: Callable[[Source], None]) -> Source:
        ahead.drop(sent.done)
        self.ended += sent.ended
        tell(sent.after)
        return sent.after

    def _heard(self, at: Source, position: Position) -> Source:
        """All that has come through a pipe is written: nobody waits for what may come."""
        if at.finished:
            return at
        try:
            return self.finish(at, position.offset, position.line)
        except DBAPIError as failed:
            if not passing(failed):
                raise
            return self._found(at) or at

    def finish(self, at: Source, offset: int, line: int) -> Source:
        """The source has been read to its end, which is there."""
        after = replace(at.read_to(replace(at.position, offset=offset, line=line, taken=0), 0), finished=True)
        with self.ledger.transaction(()) as unit:
            move(unit.connection, at, after)
        return after

    def tick(self, until: int, lanes: Iterable[int] | None = None) -> bool:
        """One transaction of what is due by an instant; False: there is more."""
        with self.transaction(lanes, worker=True) as (unit, driver):
            unit.foresee((), until)
            return driver.advance(until)

    def send_due(self, until: int) -> bool:
        """The same as ``tick`` for all lanes, but sent: what is due next is decided while this is being written.

        Raises:
            DBAPIError, Unwritten: as ``send``.
        """
        return self.send(lambda _, driver: driver.advance(until), (), until)

    def _try(self, at: Source, batch: list[Item]) -> Sent | None:
        """Send a batch; None: it or the one before failed in a way that may pass."""
        try:
            return self._send(at, batch)
        except Unwritten:
            return None
        except DBAPIError as failed:
            if not passing(failed):
                raise
        return None

    def _sure(self, sent: Sent) -> Sent:
        """The end of what was sent."""
        try:
            self.settle()
        except Unwritten:
            return self._again(sent)
        except DBAPIError as failed:
            if not passing(failed):
                raise
            return self._again(sent)
        return sent

    def _again(self, sent: Sent) -> Sent:
        """Try until it is committed, or known to have been: a connection may be cut in the midst of a commit."""
        at, batch, wait = sent.at, sent.batch, FIRST_WAIT
        for left in range(TRIES - 1, 0, -1):
            time.sleep(wait)
            wait *= 2
            try:
                found = self._found(at)
                if found is not None and found != at:
                    return Sent(at, batch, _done(at, found, batch), found, sent.ended)
                sent = self._send(at, batch)
                self.settle()
            except DBAPIError as failed:
                if not passing(failed) or left == 1:
                    raise
            else:
                return sent
        raise AssertionError("unreachable")

    def _found(self, at: Source) -> Source | None:
        with self.ledger.engine.connect() as connection:
            return source(connection, at.name)

    def _send(self, at: Source, batch: list[Item]) -> Sent:
        """One transaction, whose writing goes on."""

        def take(unit: Unit, driver: Driver[Unit]) -> Sent:
            unit.source = at.name
            done = self._take(driver, unit, at.name, batch)
            read_at = self._now() if self.live else 0
            after = replace(_after(at, batch[:done], driver), read_at=read_at, finished=False)
            unit.moved(at, after)
            return Sent(at, batch, done, after, unit.ended)

        return self.send(take, (item.read for item in batch if isinstance(item.read, Incoming)))

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
    return replace(at.read_to(position, driver.lines), received=received, **tally)
