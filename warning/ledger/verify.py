"""Recomputes a whole ledger: links, numbering, what was decided, states and the rows people see.

A lane at a time, from its first row: what a row was decided to is what ``step`` decides again under the row's own
frame. The first row that differs is named for each lane.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec import MsgspecError, Struct
from sqlalchemy import Connection, select, tuple_

from warning.core import VERSION
from warning.core.effects import Effect
from warning.core.frame import Frame
from warning.core.state import State
from warning.core.step import initial, step
from warning.ledger.journal import GENESIS, JournalRow, effects_digest, link
from warning.ledger.lanes import LANES, lane_of
from warning.ledger.sql import codec
from warning.ledger.sql.codec import UnknownSchema, row_of
from warning.ledger.sql.flush import columns
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.tables import AGGREGATE, CHANGE, DUTY, JOURNAL, LANE, SIGNAL, WARNING

AT_ONCE: Final = 2_000
SEEN: Final = (SIGNAL, WARNING, DUTY)


class Difference(Struct, frozen=True):
    """Where a ledger is not what its journal says.

    ``code``: ``gap``, ``link``, ``lane``, ``payload``, ``frame``, ``core`` (decided by a version that is not this one:
    not comparable), ``effects``, ``change``, ``number``, ``state``, ``row``. ``key`` and ``name``: which.
    """

    lane: int
    seq: int
    code: str
    key: str = ""
    name: str = ""


class Verified(Struct, frozen=True):
    """What was looked at, and what differs: for each lane the first row, and then states and rows."""

    rows: int
    aggregates: int
    seen: int
    heads: tuple[bytes, ...]
    differences: tuple[Difference, ...]


def verify(ledger: SqlLedger, frames: Mapping[str, Frame], tell: Callable[[int], None] = lambda _: None) -> Verified:
    """Recompute everything; ``tell`` hears of every lane done."""
    found: list[Difference] = []
    rows = aggregates = seen = 0
    heads = []
    shown: dict[str, bytes] = {}
    for lane in range(LANES):
        with ledger.engine.connect() as connection, connection.begin():
            one = _Lane(connection, lane, frames, shown)
            one.check()
        found += one.found
        rows, aggregates = rows + one.rows, aggregates + len(one.states)
        heads.append(one.head)
        tell(lane)
    seen = len(shown)
    with ledger.engine.connect() as connection, connection.begin():
        found += _no_lane(connection)
    if not found:
        with ledger.engine.connect() as connection, connection.begin():
            found += _people_see(connection, shown)
    return Verified(rows, aggregates, seen, tuple(heads), tuple(found))


def _no_lane(connection: Connection) -> Iterator[Difference]:
    """Rows of lanes that there are not."""
    for table, lane in ((LANE, LANE.c.id), *((table, table.c.lane) for table in (JOURNAL, CHANGE, AGGREGATE))):
        for (number,) in connection.execute(select(lane).where(~lane.between(0, LANES - 1)).distinct()):
            yield Difference(number, 0, "lane", name=table.name)


def _people_see(connection: Connection, shown: dict[str, bytes]) -> Iterator[Difference]:
    """The rows of signals, warnings and duties are those last decided, and no others."""
    for table in SEEN:
        for row in connection.execution_options(yield_per=AT_ONCE).execute(select(table)):
            if shown.pop(row.id, b"") != _digest(tuple(row)):
                yield Difference(-1, 0, "row", name=row.id)
    for name in sorted(shown):
        yield Difference(-1, 0, "row", name=name)


def _digest(columns: tuple[Any, ...]) -> bytes:
    return sha256(msgspec.msgpack.encode(columns)).digest()


class _Lane:
    """One lane, folded from its beginning."""

    def __init__(self, connection: Connection, lane: int, frames: Mapping[str, Frame], shown: dict[str, bytes]) -> None:
        self.found: list[Difference] = []
        self.states: dict[str, State] = {}
        self.head = GENESIS
        self.rows = 0
        self._connection = connection
        self._lane = lane
        self._frames = frames
        self._versions: dict[str, int] = {}
        self._shown = shown
        self._changes = self._stored_changes()

    def check(self) -> None:
        comparable = True
        for row in self._journal():
            wrong = self._link(row) or (self._decide(row) if comparable else "")
            if wrong:
                self.found.append(Difference(self._lane, row.seq, wrong, row.key, row.event_id))
                if wrong != "core":
                    return
                comparable = False  # what another version decided; that nobody touched it, the links say all the same
        stands = self._connection.execute(select(LANE).where(LANE.c.id == self._lane)).one_or_none()
        if stands is None or (stands.seq, stands.head) != (self.rows, self.head):
            self.found.append(Difference(self._lane, self.rows, "lane"))
            return
        if not comparable:
            return
        if next(self._changes, None) is not None:
            self.found.append(Difference(self._lane, self.rows, "change"))
        self.found += self._aggregates()

    def _journal(self) -> Iterator[JournalRow]:
        table = JOURNAL.c
        query = select(JOURNAL).where(table.lane == self._lane).order_by(table.seq).limit(AT_ONCE)
        part = query
        while True:
            rows = self._connection.execute(part).all()
            for row in rows:
                values: list[Any] = list(row)
                yield JournalRow(*values)
            if len(rows) < AT_ONCE:
                return
            part = query.where(table.seq > rows[-1].seq)

    def _link(self, row: JournalRow) -> str:
        if row.seq != self.rows + 1:
            return "gap"
        if link(self.head, row) != row.link:
            return "link"
        self.rows, self.head = row.seq, row.link
        return ""

    def _decide(self, row: JournalRow) -> str:
        self._versions[row.key] = version = self._versions.get(row.key, 0) + 1
        if (row.key_seq, lane_of(row.key)) != (version, self._lane):
            return "number"
        if row.core != VERSION:
            return "core"
        frame = self._frames.get(row.frame)
        if frame is None:
            return "frame"
        try:
            record = row.record
        except (MsgspecError, KeyError):
            return "payload"
        state, effects = step(self.states.get(row.key) or initial(row.key), record, frame)
        self.states[row.key] = state
        if effects_digest(effects) != row.effects_digest or state.at != row.at:
            return "effects"
        return "" if self._told(row, effects) else "change"

    def _told(self, row: JournalRow, effects: tuple[Effect, ...]) -> bool:
        """Whether the changes on file are those decided, each with its explanation."""
        for n, effect in enumerate(effects):
            shown = row_of(effect)
            if shown is not None:
                self._shown[shown.id] = _digest(columns(shown))
                if next(self._changes, None) != (row.seq, n, shown.id, row.at, row.event_id, codec.write(effect)):
                    return False
        return True

    def _stored_changes(self) -> Iterator[tuple[Any, ...]]:
        table = CHANGE.c
        named = (table.seq, table.n, table.row_id, table.at, table.event_id, table.effect)
        query = select(*named).where(table.lane == self._lane).order_by(table.seq, table.n).limit(AT_ONCE)
        part = query
        while True:
            rows = self._connection.execute(part).all()
            yield from map(tuple, rows)
            if len(rows) < AT_ONCE:
                return
            part = query.where(tuple_(table.seq, table.n) > (rows[-1].seq, rows[-1].n))

    def _aggregates(self) -> Iterator[Difference]:
        query = select(AGGREGATE).where(AGGREGATE.c.lane == self._lane)
        stored = {row.key: row for row in self._connection.execute(query)}
        for key in sorted(stored.keys() | self.states.keys()):
            row, state = stored.get(key), self.states.get(key)
            if row is None or state is None or not _stands(row, key, state, self._versions[key]):
                yield Difference(self._lane, self.rows, "state", key)


def _stands(row: Any, key: str, state: State, version: int) -> bool:  # noqa: ANN401 - a row of the table
    try:
        stored = codec.unpack_state(key, row.state)
    except (MsgspecError, UnknownSchema, LookupError, TypeError, ValueError):  # no state at all
        return False
    return bool(stored == state and (row.version, row.next_due) == (version, state.next_due))
