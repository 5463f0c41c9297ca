"""A ledger on a database: made once, opened, and worked in one transaction at a time under the locks of its lanes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Final, Literal

from msgspec import Struct
from sqlalchemy import Connection, Engine, RootTransaction, insert, select, update

from warning.ledger.journal import GENESIS, Chain
from warning.ledger.lanes import LANES
from warning.ledger.sql import schema
from warning.ledger.sql.beside import beside
from warning.ledger.sql.cache import CAPACITY, StateCache
from warning.ledger.sql.gate import gate_of
from warning.ledger.sql.tables import FRAME, LANE, LEDGER
from warning.ledger.sql.unit import Unit

ALL: Final = tuple(range(LANES))


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
    """The ledger of one bank. One per process; a transaction at a time."""

    def __init__(self, engine: Engine, about: About, *, capacity: int = CAPACITY) -> None:
        """Use ``create`` or ``open``."""
        self.engine = engine
        self.about = about
        self._gate = gate_of(engine)
        self._by_row = engine.dialect.name == "sqlite"
        """Whether each row that is written wants the interpreter: then nothing is gained beside it."""
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
            return [StoredFrame(row.id, row.in_force_at, bytes(row.files)) for row in connection.execute(query)]

    def clock(self) -> int:
        """How far an event-driven ledger's clock has come; 0: not begun, or live."""
        with self.engine.connect() as connection:
            found: int = connection.execute(select(LEDGER.c.clock_at)).scalar_one()
        return found

    @contextmanager
    def transaction(
        self, lanes: Iterable[int] = ALL, meanwhile: Callable[[], None] | None = None, *, worker: bool = False
    ) -> Iterator[Unit]:
        """Lock lanes in the order of their numbers, and give a unit of work; what it decided lasts at the end.

        ``meanwhile`` is done while the database makes it last; it may use neither the unit nor this ledger. A
        ``worker`` goes from one transaction to the next: its unit has no more room once somebody else waits.

        Raises:
            sqlalchemy.exc.DBAPIError: the database failed; whether the end was reached, its sources say.
        """
        try:
            with self._begun(worker=worker) as (connection, begun):
                unit = Unit(connection, self._lock(connection, sorted(set(lanes))), self._cache, self._loans)
                unit.gate = self._gate if worker else None
                unit.live = self.about.clock == "live"
                began = unit.clock = connection.execute(select(LEDGER.c.clock_at)).scalar_one()
                yield unit

                def write() -> None:
                    unit.flush()
                    if unit.clock != began and not unit.live:
                        connection.execute(update(LEDGER).values(clock_at=unit.clock))

                def end() -> None:
                    write()
                    begun.commit()

                if meanwhile is None:
                    end()
                elif self._by_row:
                    write()
                    beside(begun.commit, meanwhile)
                else:
                    beside(end, meanwhile)
        except BaseException:
            self._cache.forget()
            raise
        unit.done()

    @contextmanager
    def _begun(self, *, worker: bool) -> Iterator[tuple[Connection, RootTransaction]]:
        """A transaction of a connection, after those who knocked before."""
        with self.engine.connect().execution_options(writes=True) as connection:
            if worker:
                self._gate.pass_by()
            with nullcontext() if worker else self._gate.knock():
                begun = connection.begin()
            with begun:
                if not worker:
                    self._gate.knock_within(connection)
                yield connection, begun

    def _lock(self, connection: Connection, lanes: list[int]) -> dict[int, Chain]:
        query = select(LANE).where(LANE.c.id.in_(lanes)).order_by(LANE.c.id).with_for_update()
        chains = {row.id: Chain(row.id, row.seq, bytes(row.head)) for row in connection.execute(query)}
        for lane, chain in chains.items():
            self._cache.check(lane, chain.seq)
        return chains
