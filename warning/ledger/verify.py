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
from sqlalchemy import Connection, select

from warning.core.changes import RULES_KEY, RulesState
from warning.core.effects import Effect
from warning.core.frame import Frame
from warning.core.inforce import Frames
from warning.core.rows import BookRow
from warning.core.state import State
from warning.ledger.activation import concerned
from warning.ledger.fold import Fold
from warning.ledger.journal import JournalRow
from warning.ledger.lanes import LANES, lane_of
from warning.ledger.sql import codec
from warning.ledger.sql.activation import activated
from warning.ledger.sql.books import unapproved
from warning.ledger.sql.codec import UnknownSchema, row_of
from warning.ledger.sql.engine import snapshot
from warning.ledger.sql.flush import columns
from warning.ledger.sql.history import AT_ONCE, changes_of_lane, journal_of_lane
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.tables import AGGREGATE, CHANGE, DUTY, JOURNAL, LANE, LEDGER, SIGNAL, WARNING

CONTROL: Final = lane_of(RULES_KEY)
SEEN: Final = (SIGNAL, WARNING, DUTY)


class Difference(Struct, frozen=True):
    """Where a ledger is not what its journal says.

    ``code``: ``gap``, ``link``, ``lane``, ``payload``, ``frame``, ``undecided``, ``core`` (decided by a version that is
    not this one: not comparable), ``effects``, ``change``, ``number``, ``state``, ``row``;
    ``book`` (a rule book that was not approved so), ``activation``. ``key`` and ``name``: which.
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
    """Recompute everything, as it is at one instant; ``tell`` hears of every lane done."""
    found: list[Difference] = []
    rows = aggregates = 0
    heads = []
    shown: dict[str, bytes] = {}
    with snapshot(ledger.engine) as connection:
        for lane in range(LANES):
            one = _Lane(connection, lane, frames, shown)
            one.check()
            found += one.found
            if lane == CONTROL and not one.found:
                found += _books(connection, one.states.get(RULES_KEY))
            rows, aggregates = rows + one.rows, aggregates + len(one.states)
            heads.append(one.head)
            tell(lane)
        seen = len(shown)
        found += _no_lane(connection)
        if not found:
            found += _people_see(connection, shown)
    return Verified(rows, aggregates, seen, tuple(heads), tuple(found))


def _books(connection: Connection, state: State | None) -> Iterator[Difference]:
    """Rule books that are not those, or not as, the control lane approved them."""
    approved = state if isinstance(state, RulesState) else RulesState("rules")
    for name in unapproved(connection, approved):
        yield Difference(-1, 0, "book", RULES_KEY, name)


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


class _Lane(Fold):
    """One lane, folded from its beginning."""

    def __init__(self, connection: Connection, lane: int, frames: Mapping[str, Frame], shown: dict[str, bytes]) -> None:
        super().__init__(lane, frames)
        self.found: list[Difference] = []
        self._connection = connection
        self._shown = shown
        self._changes = changes_of_lane(connection, lane)

    def check(self) -> None:
        comparable = True
        for row in journal_of_lane(self._connection, self.lane):
            wrong = self.chained(row) or (self._decide(row) if comparable else "")
            if wrong:
                self.found.append(Difference(self.lane, row.seq, wrong, row.key, row.event_id))
                if wrong != "core":
                    return
                comparable = False  # what another version decided; that nobody touched it, the links say all the same
        stands = self._connection.execute(select(LANE).where(LANE.c.id == self.lane)).one_or_none()
        if stands is None or (stands.seq, stands.head) != (self.rows, self.head):
            self.found.append(Difference(self.lane, self.rows, "lane"))
            return
        if not comparable:
            return
        if next(self._changes, None) is not None:
            self.found.append(Difference(self.lane, self.rows, "change"))
        self.found += self._aggregates()

    def _decide(self, row: JournalRow) -> str:
        wrong = self.numbered(row) or self.decided(row)
        return wrong or ("" if self._told(row, self.effects) else "change")

    def _told(self, row: JournalRow, effects: tuple[Effect, ...]) -> bool:
        """Whether the changes on file are those decided, each with its explanation."""
        for n, effect in enumerate(effects):
            shown = row_of(effect)
            if shown is not None:
                if not isinstance(shown, BookRow):
                    self._shown[shown.id] = _digest(columns(shown))
                if next(self._changes, None) != (row.seq, n, shown.id, row.at, row.event_id, codec.write(effect)):
                    return False
        return True

    def _aggregates(self) -> Iterator[Difference]:
        query = select(AGGREGATE).where(AGGREGATE.c.lane == self.lane)
        stored = {row.key: row for row in self._connection.execute(query)}
        change = self._last_change()
        for key in sorted(stored.keys() | self.states.keys()):
            row, state = stored.get(key), self.states.get(key)
            if change and state is not None and concerned(state, change):
                yield Difference(self.lane, self.rows, "activation", key)
            if row is None or state is None or not _stands(row, key, state, self.versions[key]):
                yield Difference(self.lane, self.rows, "state", key)

    def _last_change(self) -> int:
        """The last change of the book by which all borrowers of the lane are said to have been judged; 0: none."""
        if not isinstance(self._frames, Frames) or not self._frames.later:
            return 0
        clock: int = self._connection.execute(select(LEDGER.c.clock_at)).scalar_one()
        return self._frames.since(clock) or activated(self._connection, (self.lane,)).get(self.lane, 0)


def _stands(row: Any, key: str, state: State, version: int) -> bool:  # noqa: ANN401 - a row of the table
    try:
        stored = codec.unpack_state(key, row.state)
    except (MsgspecError, UnknownSchema, LookupError, TypeError, ValueError):  # no state at all
        return False
    return bool(stored == state and (row.version, row.next_due) == (version, state.next_due))
