"""Recomputes a whole ledger: links, numbering, what was decided, states and the rows people see.

A lane at a time, from its first row: what a row was decided to is what ``step`` decides again under the row's own
frame. Behind a row that differs the other aggregates of its lane go on; what rests on it is not compared, and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec import MsgspecError, Struct
from msgspec.structs import astuple
from sqlalchemy import Connection, select

from warning.core.changes import RULES_KEY, RulesState
from warning.core.frame import Frame
from warning.core.rows import BookRow
from warning.core.state import State
from warning.ledger.activation import concerned
from warning.ledger.beside import Beside, Known
from warning.ledger.fold import Changes, Fold
from warning.ledger.journal import JournalRow, link
from warning.ledger.lanes import LANES, lane_of
from warning.ledger.sql import codec
from warning.ledger.sql.activation import last_change
from warning.ledger.sql.archived import Unread, boundaries, missing
from warning.ledger.sql.books import misfiled, unapproved
from warning.ledger.sql.codec import UnknownSchema, row_of
from warning.ledger.sql.engine import snapshot
from warning.ledger.sql.flush import columns
from warning.ledger.sql.history import AT_ONCE, ENDLESS, LEAST, Changed, changes_of_lane, empty_lanes, journal_of_lane
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.tables import AGGREGATE, CHANGE, DUTY, JOURNAL, LANE, SIGNAL, WARNING
from warning.ledger.tokens import Named

CONTROL: Final = lane_of(RULES_KEY)
SEEN: Final = (SIGNAL, WARNING, DUTY)
KEPT: Final = 1_000
"""Differences that are named; beyond, they are counted."""


class Difference(Struct, frozen=True):
    """Where a ledger is not what its journal says.

    ``code``: ``gap``, ``link``, ``lane``, ``payload``, ``frame``, ``undecided``, ``core`` (decided by a version that is
    not this one: not comparable), ``effects``, ``change``, ``number``, ``state``, ``row``;
    ``book`` (a rule book that was not approved so), ``proposal`` (what is kept of one is not what its row says),
    ``activation``; of a person's token ``person`` (of another value or salt) and ``nobody`` (its row is gone, and no
    erasure journaled), ``erasure`` (a request is not what is journaled of it); of what lies beside the journal ``loan``
    (another's, missing or too many), ``borrower`` (its name), ``source`` (figures or position are not those of its
    records), ``quarantine`` (an original or what became of it), ``ledger`` (its clock, or when it was made), ``outage``
    (there cannot have been one); of what aggregates tell each other ``told``, ``inbox`` and ``unheard`` (as Amiss
    says), ``repeated`` (said to have come before, and did not); of the tables themselves ``guard`` (one is gone,
    another or off) and ``archive_open`` (rows of a month that is not over are said to be archived), both by who
    verifies a database. ``key`` and ``name``: which.
    """

    lane: int
    seq: int
    code: str
    key: str = ""
    name: str = ""


class Counted(Struct, frozen=True):
    """Rows of the journal, states, and rows that people see."""

    rows: int = 0
    aggregates: int = 0
    seen: int = 0


class Verified(Struct, frozen=True):
    """What was looked at, and what differs; of the differences the first are named, and all counted (``found``).

    ``uncompared``: of ``rows``, ``aggregates`` and ``seen`` those that rest on a row that differs, or that another core
    decided: nothing is said of them.
    """

    rows: int
    aggregates: int
    seen: int
    heads: tuple[bytes, ...]
    differences: tuple[Difference, ...]
    found: int = 0
    uncompared: Counted = Counted()
    not_read: tuple[Unread, ...] = ()
    """Of lanes of which rows are archived and cannot be read: what is archived before these."""


class _Found:
    """Differences: the first of them, and how many."""

    def __init__(self, beside: Beside) -> None:
        self.named: list[Difference] = []
        self.number = 0
        self.persons = Named()
        self.beside = beside

    def add(self, one: Difference) -> None:
        self.number += 1
        if len(self.named) < KEPT:
            self.named.append(one)


def verify(
    ledger: SqlLedger,
    frames: Mapping[str, Frame],
    tell: Callable[[int], None] = lambda _: None,
    *,
    now: int = ENDLESS,
) -> Verified:
    """Recompute everything, as it is at one instant; ``tell`` hears of every lane done.

    ``now`` (µs UTC): what says that it was later than that is wrong.
    """
    rows = aggregates = skipped = unknown = 0
    heads = []
    shown: dict[str, bytes] = {}
    lost: set[str] = set()
    torn: set[int] = set()
    not_read: list[Unread] = []
    begun: dict[int, int] = {}
    with snapshot(ledger.engine) as connection:
        found = _Found(Beside(connection))
        empty = empty_lanes(connection) - {CONTROL}  # most, in a small ledger: asking each took longer than the others
        for lane in range(LANES):
            one = _Lane(connection, lane, frames, shown, found)
            if lane in empty:
                heads.append(one.head)
                tell(lane)
                continue
            before = found.number
            unread = missing(connection, lane)
            if unread is not None:
                not_read.append(unread)
                last = boundaries(connection, lane)[-1]
                one.begin(last.seq, last.link)
                begun[lane] = last.seq
            one.check()
            if lane == CONTROL and found.number == before and unread is None:
                for difference in _books(connection, one.states.get(RULES_KEY)):
                    found.add(difference)
            rows, aggregates = rows + one.read, aggregates + len(one.states.keys() | one.lost)
            skipped, unknown, lost = skipped + one.skipped, unknown + len(one.lost), lost | one.lost
            torn |= {lane} if one.torn else set()
            heads.append(one.head)
            tell(lane)
        for difference in _no_lane(connection):
            found.add(difference)
        for code, token in found.persons.wrong(connection, whole=not not_read):
            found.add(Difference(-1, 0, code, name=token))
        known = Known(whole=not not_read, torn=torn, lost=lost, erased=found.persons.erased, begun=begun, now=now)
        for code, key, name in found.beside.wrong(connection, known):
            found.add(Difference(-1, 0, code, key, name))
        for amiss in found.beside.amiss(connection, frames, known):
            found.add(Difference(*astuple(amiss)))
        seen, unseen = _people_see(connection, shown, lost, found)
    uncompared = Counted(skipped, unknown, unseen)
    return Verified(rows, aggregates, seen, tuple(heads), tuple(found.named), found.number, uncompared, tuple(not_read))


def _books(connection: Connection, state: State | None) -> Iterator[Difference]:
    """Rule books that are not those, or not as, the control lane approved them; and what is kept of proposals."""
    approved = state if isinstance(state, RulesState) else RulesState("rules")
    for name in unapproved(connection, approved):
        yield Difference(-1, 0, "book", RULES_KEY, name)
    for name in misfiled(connection, approved):
        yield Difference(-1, 0, "proposal", RULES_KEY, name)


def _no_lane(connection: Connection) -> Iterator[Difference]:
    """Rows of lanes that there are not."""
    for table, lane in ((LANE, LANE.c.id), *((table, table.c.lane) for table in (JOURNAL, CHANGE, AGGREGATE))):
        for (number,) in connection.execute(select(lane).where(~lane.between(0, LANES - 1)).distinct()):
            yield Difference(number, 0, "lane", name=table.name)


def _people_see(connection: Connection, shown: dict[str, bytes], lost: set[str], found: _Found) -> tuple[int, int]:
    """The rows of signals, warnings and duties are those last decided, and no others; how many, and of how many not."""
    there = unseen = 0
    for table in SEEN:
        for row in connection.execution_options(yield_per=AT_ONCE).execute(select(table)):
            there += 1
            digest = shown.pop(row.id, b"")
            if _owner(row) in lost:
                unseen += 1
            elif digest != _digest(tuple(row)):
                found.add(Difference(-1, 0, "row", name=row.id))
    for name in sorted(name for name, digest in shown.items() if digest):
        there += 1
        found.add(Difference(-1, 0, "row", name=name))
    return there, unseen


def _owner(row: Any) -> str:  # noqa: ANN401 - a row of the tables
    """The aggregate whose row it is: a borrower's, or of a sign-off the organisation's."""
    return f"b:{row.customer_no}" if row.customer_no else f"o:{row.org_no}"


def _digest(columns: tuple[Any, ...]) -> bytes:
    return sha256(msgspec.msgpack.encode(columns)).digest()


class _Lane(Fold):
    """One lane, folded from its beginning."""

    def __init__(
        self,
        connection: Connection,
        lane: int,
        frames: Mapping[str, Frame],
        shown: dict[str, bytes],
        found: _Found,
    ) -> None:
        super().__init__(lane, frames)
        self.lost: set[str] = set()
        """Aggregates of which a row differs: what comes after it cannot be decided again."""
        self.read = self.skipped = 0
        """Rows that were read, and those of them that are of such aggregates and were not compared."""
        self._found = found
        self._connection = connection
        self._shown = shown
        self._theirs: dict[str, set[str]] = {}
        """By aggregate, the rows people see that were decided so far."""
        self._should = b""
        """What the link of a row that was changed should be: the next one may rest on it."""
        self.torn = self._foreign = False
        """Whether a row is missing or was changed, or the lane's end is another."""

    def check(self) -> None:
        """All of it, or what is behind the row where it begins."""
        begin = self.begun or LEAST
        changes = Changes(changes_of_lane(self._connection, self.lane, begin))
        for row in journal_of_lane(self._connection, self.lane, after=begin):
            self._take(row, changes.up_to(row.seq) if row.seq >= changes.soonest else [])
        stands = self._connection.execute(select(LANE).where(LANE.c.id == self.lane)).one_or_none()
        if stands is None or (stands.seq, stands.head) != (self.rows, self.head):
            self._found.add(Difference(self.lane, self.rows, "lane"))
            self.torn = True
        if not self.torn and changes.left:
            self._found.add(Difference(self.lane, self.rows, "change"))
        self._aggregates()
        for name in (name for key in self.lost for name in self._theirs.get(key, ())):
            self._shown[name] = b""  # whatever it is now

    def _take(self, row: JournalRow, stored: list[Changed]) -> None:
        self.read += 1
        self._found.persons.take(row)
        self._found.beside.take(row)
        if self.unfounded(row):
            self.lost.add(row.key)
        wrong = self._linked(row)
        numbered = self.numbered(row) if type(row.key) is str else "number"  # SQLite keeps whatever it is given
        if not wrong and not self.torn and row.key not in self.lost:
            wrong = numbered
        if wrong or numbered:
            self.lost.add(row.key)
        if not wrong and row.key not in self.lost:
            wrong = self._decide(row, stored)
            if wrong and wrong != "change":
                self.lost.add(row.key)
        if row.key in self.lost:
            self.skipped += 1
        if wrong and not (wrong == "core" and self._foreign):
            self._found.add(Difference(self.lane, row.seq, wrong, row.key, row.event_id))
        self._foreign = self._foreign or wrong == "core"

    def _linked(self, row: JournalRow) -> str:
        """Goes on behind a row that is not the next, or not linked, as it is stored: so each is named."""
        should, self._should = self._should, b""
        wrong = self.chained(row)
        if not wrong:
            return ""
        if wrong == "link":
            if should and link(should, row) == row.link:
                wrong = ""
            else:
                self._should = link(self.head, row)
        self.torn = self.torn or bool(wrong)
        self.rows, self.head = row.seq, row.link if type(row.link) is bytes else b""
        return wrong

    def _decide(self, row: JournalRow, stored: list[Changed]) -> str:
        wrong = self.decided(row)
        if wrong:
            return wrong
        self._found.beside.decided(row, self.effects)
        for effect in self.effects:
            shown = row_of(effect)
            if shown is not None and not isinstance(shown, BookRow):
                self._shown[shown.id] = _digest(columns(shown))
                self._theirs.setdefault(row.key, set()).add(shown.id)
        return "" if self._told(row, stored) else "change"

    def _told(self, row: JournalRow, stored: list[Changed]) -> bool:
        """Whether the changes on file are those decided, each with its explanation."""
        return self.changes(row) == stored

    def _aggregates(self) -> None:
        query = select(AGGREGATE).where(AGGREGATE.c.lane == self.lane)
        stored = {row.key: row for row in self._connection.execute(query)}
        change = last_change(self._connection, self.lane, self._frames)
        if self.begun:
            self.lost |= stored.keys() - self.versions.keys()
        for key in sorted((stored.keys() | self.states.keys()) - self.lost):
            row, state = stored.get(key), self.states.get(key)
            if change and state is not None and concerned(state, change):
                self._found.add(Difference(self.lane, self.rows, "activation", key))
            if row is not None and state is not None and _stands(row, key, state, self.versions[key]):
                continue
            if self.torn and row is not None and row.version != self.versions.get(key):
                self.lost.add(key)  # of a row that is gone
            else:
                self._found.add(Difference(self.lane, self.rows, "state", key))


def _stands(row: Any, key: str, state: State, version: int) -> bool:  # noqa: ANN401 - a row of the table
    try:
        stored = codec.unpack_state(key, row.state)
    except (MsgspecError, UnknownSchema, LookupError, TypeError, ValueError):  # no state at all
        return False
    return bool(stored == state and (row.version, row.next_due) == (version, state.next_due))
