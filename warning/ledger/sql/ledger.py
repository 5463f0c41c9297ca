"""A ledger on a database: made once, opened, and worked in one transaction at a time under the locks of its lanes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from functools import partial
from typing import Final, Literal, TypeVar

from msgspec import Struct
from sqlalchemy import Connection, Engine, RootTransaction, insert, select
from sqlalchemy.exc import IntegrityError

from warning.ledger.astray import RowsBeyond
from warning.ledger.journal import GENESIS, Chain, ends_of
from warning.ledger.lanes import LANES
from warning.ledger.sql import codec, schema
from warning.ledger.sql.cache import CAPACITY, StateCache
from warning.ledger.sql.engine import hold_no_longer
from warning.ledger.sql.flight import Flight
from warning.ledger.sql.flush import flush
from warning.ledger.sql.gate import gate_of
from warning.ledger.sql.history import beyond_end
from warning.ledger.sql.pending import NotAhead
from warning.ledger.sql.scribe import Errand, Scribe, Sending
from warning.ledger.sql.tables import FRAME, LANE, LEDGER
from warning.ledger.sql.unit import Unit
from warning.ledger.sql.watched import Watched

ALL: Final = tuple(range(LANES))
APART: Final = 4
"""Transactions that are decided under their locks after somebody has knocked, or has changed what one had built on."""
T = TypeVar("T")


class StoredFrame(Struct, frozen=True):
    """A rule book of the ledger: its id, since when it is in force, and its files, packed."""

    id: str
    in_force_at: int
    files: bytes


class About(Struct, frozen=True, kw_only=True):
    """What a ledger is, for good. Instants are µs UTC."""

    name: str
    clock: Literal["live", "event"]
    live_from: int | None
    created_at: int


class NoLedger(Exception):
    """The database holds no ledger."""


class LedgerThere(Exception):
    """The database holds a ledger already."""


class SqlLedger:
    """The ledger of one bank. One per process; a transaction is decided at a time, and one is written beside it."""

    def __init__(self, engine: Engine, about: About, *, capacity: int = CAPACITY) -> None:
        """Use ``create`` or ``open``; ``scribe`` is for who takes in much."""
        self.scribe: Scribe | None = None
        """Writes in a process of its own; None: we write ourselves."""
        self.engine = engine
        self.about = about
        self._gate = gate_of(engine)
        self._by_row = engine.dialect.name == "sqlite"
        """Whether each row that is written wants the interpreter: then only the commit is beside what comes after.

        Measured: written in a thread too, be it row by row or many a statement, a month took a tenth longer.
        """
        self._flight: Flight | Sending | None = None
        """What is being written."""
        self.written = 0
        """How many of those that were sent are written."""
        self.committed_at = 0
        """When the last of those was committed (µs UTC)."""
        self._apart = 0
        self._cache = StateCache(capacity)
        self._loans: dict[str, str] = {}

    @classmethod
    def create(cls, engine: Engine, about: About, frame: StoredFrame) -> SqlLedger:
        """Make the tables and the lanes.

        Raises:
            LedgerThere: there is a ledger in it.
        """
        schema.create(engine)
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            if connection.execute(select(LEDGER.c.id)).first() is not None:
                raise LedgerThere
            given = {"clock": about.clock, "live_from": about.live_from, "created_at": about.created_at}
            connection.execute(insert(LEDGER).values(id=1, name=about.name, clock_at=0, **given))
            connection.execute(insert(LANE), [{"id": lane, "seq": 0, "head": GENESIS} for lane in ALL])
            stored = {"in_force_at": frame.in_force_at, "recorded_at": about.created_at, "files": frame.files}
            connection.execute(insert(FRAME).values(id=frame.id, **stored))
        return cls(engine, about)

    @classmethod
    def open(cls, engine: Engine, *, capacity: int = CAPACITY) -> SqlLedger:
        """The ledger of a database.

        Raises:
            NoLedger: none was made in it.
        """
        schema.check(engine)
        with engine.connect() as connection:
            row = connection.execute(select(LEDGER)).one_or_none()
        if row is None:
            raise NoLedger
        about = About(name=row.name, clock=row.clock, live_from=row.live_from, created_at=row.created_at)
        return cls(engine, about, capacity=capacity)

    def frames(self) -> list[StoredFrame]:
        """The rule books, in the order of their instants."""
        query = select(FRAME.c.id, FRAME.c.in_force_at, FRAME.c.files).order_by(FRAME.c.in_force_at, FRAME.c.id)
        with self.engine.connect() as connection:
            return [StoredFrame(row.id, row.in_force_at, codec.raw(row.files)) for row in connection.execute(query)]

    def clock(self) -> int:
        """How far an event-driven ledger's clock has come; 0: not begun, or live."""
        with self.engine.connect() as connection:
            found: int = connection.execute(select(LEDGER.c.clock_at)).scalar_one()
        return found

    @contextmanager
    def transaction(self, lanes: Iterable[int] = ALL, *, worker: bool = False) -> Iterator[Unit]:
        """Lock lanes in the order of their numbers, and give a unit of work; what it decided lasts at the end.

        A ``worker`` goes from one transaction to the next: its unit has no more room once somebody else waits.

        Raises:
            sqlalchemy.exc.DBAPIError: the database failed; whether the end was reached, its sources say.
            RowsBeyond: a lane of the journal has rows behind its end.
        """
        self.settle()
        try:
            with self._begun(worker=worker) as (connection, begun):
                chains = self._lock(connection, sorted(set(lanes)))
                clock = connection.execute(select(LEDGER.c.clock_at)).scalar_one()
                unit = self._unit(connection, chains, clock, worker=worker)
                yield unit
                unit.seal()
                unit.flush()
                begun.commit()
        except BaseException as failed:
            self._forget()
            self._raise_if_beyond(failed)
            raise
        unit.done()

    @contextmanager
    def apart(self) -> Iterator[Connection]:
        """A transaction that writes beside the lanes: what nobody decides on. It lasts at the end."""
        with self._begun(worker=False) as (connection, begun):
            yield connection
            begun.commit()

    def send(self, decide: Callable[[Unit], T]) -> T:
        """A worker's transaction under all locks, of which the writing goes on beside what comes after.

        While the one before is being written, this one is decided on top of it; if it then does not find the ledger as
        that one left it, it is decided once more, under the locks. ``settle`` says how the last one ended.

        Args:
            decide: gives the unit what is to be written; may be called twice, and end with ``NotAhead``.

        Raises:
            sqlalchemy.exc.DBAPIError: the database failed, in this transaction or in the one before.
            SourceMoved: another process reads a source of the one before.
            Unwritten: the one before was not written, or nobody knows; this one is not.
        """
        drafted = self._draft(decide)
        self.settle()
        try:
            if drafted is not None and self.scribe is not None and self.scribe.ready():
                return self._hand_over(*drafted, self.scribe)
            with ExitStack() as stack:
                connection, begun = stack.enter_context(self._begun(worker=True))
                chains, watched = self._lock(connection, list(ALL)), Watched.look(connection)
                if drafted is not None and drafted[0].stands(chains, watched):
                    unit, decided = drafted
                    unit.connection, unit.ahead = connection, False
                else:
                    if drafted is not None:
                        self._give_up()
                    unit = self._unit(connection, chains, watched.clock, worker=True)
                    unit.watched = watched
                    decided = decide(unit)
                if unit.knocked:
                    self._apart = APART
                unit.seal()
                written = self._by_row
                if written:
                    unit.flush()
                end = partial(self._finish, unit, begun, stack.pop_all(), written=written)
                self._flight = Flight(unit, end)
        except BaseException as failed:
            self._forget()
            self._raise_if_beyond(failed)
            raise
        return decided

    def _hand_over(self, unit: Unit, decided: T, scribe: Scribe) -> T:
        if unit.knocked:
            self._apart = APART
        unit.seal()
        self._flight = scribe.send(unit)
        return decided

    def carry_out(self, errand: Errand) -> bool:
        """Write what was decided elsewhere; False: the ledger is not as it was then."""
        with self._begun(worker=True) as (connection, begun):
            chains = self._lock(connection, list(ALL))
            if ends_of(chains) != errand.lanes or Watched.look(connection) != errand.watched:
                return False
            flush(connection, errand.order)
            begun.commit()
        return True

    def settle(self) -> None:
        """Wait until what was sent last is written.

        Raises:
            sqlalchemy.exc.DBAPIError: it is not, or nobody knows.
            Unwritten: the same, of what another process was to write.
            SourceMoved: it is not, for another process reads one of its sources.
        """
        if self._flight is None:
            return
        try:
            self.committed_at = self._flight.land()
        except BaseException as failed:
            self._give_up()
            self._raise_if_beyond(failed)
            raise
        finally:
            self._flight = None
        self.written += 1

    def close(self) -> None:
        """Let go of the database, once what was sent is written, however that ends."""
        with suppress(Exception):
            self.settle()
        if self.scribe is not None:
            self.scribe.end()
        self.engine.dispose()

    def _draft(self, decide: Callable[[Unit], T]) -> tuple[Unit, T] | None:
        """Decide on top of what is being written, if anything is, and others leave us alone."""
        if self._flight is None:
            return None
        if self._apart:
            self._apart -= 1
            return None
        unit = None
        try:
            with self.engine.connect() as connection:
                unit = self._flight.unit.next(connection)
                return None if unit is None else (unit, decide(unit))
        except NotAhead:
            if unit is not None and unit.pending.journal:  # states that are kept are already those after it
                self._give_up()
            return None
        except BaseException as failed:
            self._give_up()
            if not isinstance(failed, Exception):
                raise
            return None  # under the locks it is decided again, and raised if it is raised again

    def _raise_if_beyond(self, failed: BaseException) -> None:
        """Say so where what could not be written was refused for rows that are there and should not be.

        Raises:
            RowsBeyond: a lane has rows behind its end.
        """
        if isinstance(failed, IntegrityError):
            with self.engine.connect() as connection:
                beyond = beyond_end(connection)
            if beyond is not None:
                raise RowsBeyond(*beyond) from failed

    def _give_up(self) -> None:
        """What was decided ahead was for nothing, and has changed what is kept."""
        self._forget()
        self._apart = APART

    def _forget(self) -> None:
        self._cache.forget()
        self._loans.clear()

    def _unit(self, connection: Connection, chains: dict[int, Chain], clock: int, *, worker: bool) -> Unit:
        self._cache.shrink()
        unit = Unit(connection, chains, self._cache, self._loans)
        unit.gate = self._gate if worker else None
        unit.live = self.about.clock == "live"
        unit.clock = unit.began = clock
        return unit

    @staticmethod
    def _finish(unit: Unit, begun: RootTransaction, stack: ExitStack, *, written: bool) -> None:
        with stack:
            if not written:
                unit.flush()
            begun.commit()

    @contextmanager
    def _begun(self, *, worker: bool) -> Iterator[tuple[Connection, RootTransaction]]:
        """A transaction of a connection, after those who knocked before."""
        with self.engine.connect().execution_options(writes=True) as connection:
            if worker:
                self._gate.pass_by()
            with nullcontext() if worker else self._gate.knock():
                begun = connection.begin()
            with begun:
                hold_no_longer(connection)
                if not worker:
                    self._gate.knock_within(connection)
                yield connection, begun

    def _lock(self, connection: Connection, lanes: list[int]) -> dict[int, Chain]:
        query = select(LANE).where(LANE.c.id.in_(lanes)).order_by(LANE.c.id).with_for_update()
        chains = {lane: Chain(lane, seq, codec.raw(head)) for lane, seq, head in connection.execute(query)}
        for lane, chain in chains.items():
            self._cache.check(lane, chain.seq)
        return chains
