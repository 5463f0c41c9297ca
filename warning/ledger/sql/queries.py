"""The rows people see, looked up: by filters, by their borrowers, by the beginning of an id; with how they came about.

Lists come in an order that depends on nothing but the rows. Nothing here decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Table, and_, case, func, or_, select

from warning.core.rows import Duty, Signal, Warning
from warning.core.state import State
from warning.ledger.entries import Refusal
from warning.ledger.journal import JournalRow
from warning.ledger.lanes import lane_of
from warning.ledger.memory import Change
from warning.ledger.sql import codec
from warning.ledger.sql.archived import ENDLESS, changes_gone, rows_of_keys
from warning.ledger.sql.tables import (
    AGGREGATE,
    ARCHIVED,
    BORROWER,
    CHANGE,
    DUTY,
    JOURNAL,
    PRIVATE,
    QUARANTINE,
    SIGNAL,
    WARNING,
)
from warning.ledger.sql.write import fetch

AFTER_ALL: Final = "\U0010ffff"
"""Comes after any other character, byte by byte."""
OWED: Final = ("open", "breached")
"""States of a duty that somebody still has to do something about."""
STREAMED: Final = 5_000
"""Rows a server sends at once."""

Seen = Signal | Warning | Duty
R = TypeVar("R", bound=Seen)


class Kept(Struct, frozen=True):
    """Signals, warnings and duties, each by id."""

    signals: list[Signal]
    warnings: list[Warning]
    duties: list[Duty]


def kept_of(connection: Connection, borrowers: Iterable[str]) -> Kept:
    """All rows about some borrowers."""
    numbers = sorted(set(borrowers))
    return Kept(
        signals_of(connection, numbers),
        warnings_of(connection, numbers),
        duties_of(connection, numbers),
    )


def first_record(connection: Connection, key: str, event_id: str, source: str) -> tuple[int, bytes] | None:
    """When an aggregate first took in the record of an id and source (µs UTC), and the digest of its raw bytes."""
    of = and_(JOURNAL.c.key == key, JOURNAL.c.event_id == event_id, JOURNAL.c.source == source)
    query = select(JOURNAL.c.received, JOURNAL.c.payload_digest).where(of).order_by(JOURNAL.c.key_seq).limit(1)
    row = connection.execute(query).first()
    return None if row is None else (row.received, codec.raw(row.payload_digest))


def came_from(connection: Connection, key: str, event_id: str, origin: str) -> bool:
    """Whether an aggregate has a row of a record of an id that stood at a place (``file:<name>:<line>``)."""
    of = and_(JOURNAL.c.key == key, JOURNAL.c.event_id == event_id, JOURNAL.c.origin == origin)
    return connection.execute(select(JOURNAL.c.seq).where(of).limit(1)).first() is not None


def all_signals(connection: Connection) -> Iterator[Signal]:
    """Every signal there ever was, by its id; a few at a time."""
    return map(codec.read_signal, _bodies(connection, SIGNAL))


def all_warnings(connection: Connection) -> Iterator[Warning]:
    """The same of warnings."""
    return map(codec.read_warning, _bodies(connection, WARNING))


def all_duties(connection: Connection) -> Iterator[Duty]:
    """The same of duties."""
    return map(codec.read_duty, _bodies(connection, DUTY))


def _bodies(connection: Connection, table: Table) -> Iterator[bytes]:
    streamed = connection.execution_options(yield_per=STREAMED)
    return (codec.raw(row.body) for row in streamed.execute(select(table.c.body).order_by(table.c.id)))


def _read(rows: Iterable[R]) -> list[R]:
    return sorted(rows, key=lambda row: row.id)


def signals_of(connection: Connection, borrowers: Iterable[str]) -> list[Signal]:
    """The signals of some borrowers."""
    return _read(
        codec.read_signal(codec.raw(row[0])) for row in fetch(connection, SIGNAL, "customer_no", borrowers, "body")
    )


def warnings_of(connection: Connection, borrowers: Iterable[str]) -> list[Warning]:
    """The warnings of some borrowers."""
    found = fetch(connection, WARNING, "customer_no", borrowers, "body")
    return _read(codec.read_warning(codec.raw(row[0])) for row in found)


def duties_of(connection: Connection, borrowers: Iterable[str]) -> list[Duty]:
    """The duties about some borrowers."""
    return _read(
        codec.read_duty(codec.raw(row[0])) for row in fetch(connection, DUTY, "customer_no", borrowers, "body")
    )


def duties_named(connection: Connection, ids: Iterable[str]) -> list[Duty]:
    """The duties of some ids; those that there are."""
    return _read(codec.read_duty(codec.raw(row[0])) for row in fetch(connection, DUTY, "id", ids, "body"))


def warnings_where(
    connection: Connection, *, level: int | None = None, domain: str | None = None, closed: bool = False
) -> list[Warning]:
    """Live warnings, with the closed ones on request."""
    table = WARNING.c
    wanted: list[ColumnElement[bool]] = [] if closed else [table.closed_at.is_(None)]
    wanted += [] if level is None else [table.level == level]
    wanted += [] if domain is None else [table.domain == domain]
    rows = connection.execute(select(table.body).where(*wanted))
    return _read(codec.read_warning(codec.raw(row.body)) for row in rows)


class Duties(Struct, frozen=True, kw_only=True):
    """Which duties are asked for; ``until``: due before this instant (µs UTC)."""

    states: Collection[str] = OWED
    orgs: Collection[str] | None = None
    post: str | None = None
    below: bool = False
    """Of a post: also those that stand against it as the superior's (D9)."""
    borrower: str | None = None
    domain: str | None = None
    until: int | None = None

    def where(self, dialect: str) -> list[ColumnElement[bool]]:
        """The same for the database."""
        table = DUTY.c
        wanted: list[ColumnElement[bool]] = [table.state.in_(list(self.states))]
        wanted += [] if self.orgs is None else [table.org_no.in_(list(self.orgs))]
        wanted += [] if self.post is None else [self._posts(self.post, dialect)]
        wanted += [] if self.borrower is None else [table.customer_no == self.borrower]
        wanted += [] if self.domain is None else [table.domain == self.domain]
        wanted += [] if self.until is None else [table.due < self.until]
        return wanted

    def _posts(self, post: str, dialect: str) -> ColumnElement[bool]:
        own = DUTY.c.post == post
        if not self.below:
            return own
        against = f'/{post}"'  # the end of ``escalated_to``; nothing else of a duty ends so
        if dialect == "sqlite":
            return or_(own, func.instr(DUTY.c.body, against.encode()) > 0)
        return or_(own, func.strpos(func.convert_from(DUTY.c.body, "UTF8"), against) > 0)


def duties_where(connection: Connection, asked: Duties, most: int = 0) -> tuple[int, list[Duty]]:
    """How many there are, and the first ``most`` of them (0: all): by due, those without one last."""
    table, wanted = DUTY.c, asked.where(connection.dialect.name)
    query = select(table.body).where(*wanted)
    query = query.order_by(case((table.due.is_(None), 1), else_=0), table.due, table.id)
    rows = connection.execute(query.limit(most) if most else query)
    return duties_counted(connection, asked), [codec.read_duty(codec.raw(row.body)) for row in rows]


def duties_counted(connection: Connection, asked: Duties) -> int:
    """How many there are."""
    wanted = asked.where(connection.dialect.name)
    found: int = connection.execute(select(func.count()).select_from(DUTY).where(*wanted)).scalar_one()
    return found


def named(connection: Connection, prefix: str, most: int) -> list[Seen]:
    """The first rows whose id begins so."""
    found: list[Seen] = []
    for table, read in ((SIGNAL, codec.read_signal), (WARNING, codec.read_warning), (DUTY, codec.read_duty)):
        query = select(table.c.body).where(table.c.id >= prefix, table.c.id < prefix + AFTER_ALL)
        found += [read(codec.raw(row.body)) for row in connection.execute(query.order_by(table.c.id).limit(most))]
    return found


def changes_of(connection: Connection, ids: Iterable[str], *, archive: bool = True) -> dict[str, list[Change]]:
    """How rows came about: every change, in its order; without ``archive`` those that lie here alone.

    Raises:
        Unread: some are archived, and cannot be read.
    """
    wanted = list(ids)
    found = [tuple(row) for row in fetch(connection, CHANGE, "row_id", wanted, "row_id, seq, n, at, event_id, effect")]
    if archive and wanted:
        found += _archived(connection, wanted, found)
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    for row_id, _, _, at, event_id, effect in sorted(found, key=lambda row: (row[0], row[1], row[2])):
        changes[row_id].append(Change(at, event_id, codec.read_row_change(codec.raw(effect))))
    return changes


def _archived(connection: Connection, ids: Collection[str], found: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Changes of rows that are not all here."""
    lanes = set(connection.execute(select(ARCHIVED.c.lane).distinct()).scalars())
    if not lanes:
        return []
    first: dict[str, tuple[Any, ...]] = {}
    for change in sorted(found, key=lambda row: (row[1], row[2])):
        first.setdefault(change[0], change)
    old = {row_id for row_id in ids if row_id not in first or not _begins(first[row_id])}
    more = []
    for lane in sorted(_lanes_of(connection, old) & lanes):
        some = (one for one in changes_gone(connection, lane, 0, ENDLESS) if one[2] in old)
        more += [(row_id, seq, n, at, event_id, effect) for seq, n, row_id, at, event_id, effect in some]
    return more


def _begins(change: tuple[Any, ...]) -> bool:
    """Whether a change is the first there ever was of its row."""
    at: int = change[3]
    match codec.row_of(codec.read_change(codec.raw(change[5]))):
        case Duty(opened_at=begun) | Warning(raised_at=begun):
            return begun == at
        case Signal(history=(first, *_)):
            return first.at == at
        case _:
            return False


def _lanes_of(connection: Connection, ids: Collection[str]) -> set[int]:
    """The lanes of rows: those of their borrowers, or of the organisations that owe what is about none."""
    keys = {f"b:{row[0]}" for table in (SIGNAL, WARNING) for row in fetch(connection, table, "id", ids, "customer_no")}
    duties = fetch(connection, DUTY, "id", ids, "customer_no, org_no")
    return set(map(lane_of, keys | {f"b:{number}" if number else f"o:{org_no}" for number, org_no in duties}))


def states_of(connection: Connection, keys: Iterable[str]) -> dict[str, State]:
    """The states of aggregates; those of which nothing is known are left out."""
    found = fetch(connection, AGGREGATE, "key", keys, "key, state")
    return {key: codec.unpack_state(key, codec.raw(packed)) for key, packed in found}


def knows_borrower(connection: Connection, customer_no: str) -> bool:
    """Whether anything was ever recorded about a borrower."""
    query = select(AGGREGATE.c.key).where(AGGREGATE.c.key == f"b:{customer_no}")
    return connection.execute(query).first() is not None


def borrowers_named(connection: Connection, numbers: Iterable[str]) -> dict[str, str]:
    """What borrowers are called, by their numbers."""
    return dict(map(tuple, fetch(connection, BORROWER, "customer_no", numbers, "customer_no, name")))


def persons_named(connection: Connection, tokens: Iterable[str]) -> dict[str, str]:
    """Who is meant by tokens; those that were erased are left out."""
    return dict(map(tuple, fetch(connection, PRIVATE, "token", tokens, "token, value")))


def records_of(
    connection: Connection, keys: Iterable[str], names: Collection[str], kinds: Collection[str]
) -> list[JournalRow]:
    """Of some aggregates, the records with these ids and those of these kinds, in their order."""
    table = JOURNAL.c
    found: list[JournalRow] = []
    for key in sorted(set(keys)):
        which = or_(table.event_id.in_(sorted(names)), table.kind.in_(sorted(kinds)))
        rows = connection.execute(select(JOURNAL).where(table.key == key, which).order_by(table.key_seq))
        here = [_journaled(row) for row in rows]
        archived = rows_of_keys(connection, lane_of(key), (key,))
        found += [row for row in archived if row.event_id in names or row.kind in kinds] + here
    return found


def _journaled(row: Sequence[Any]) -> JournalRow:
    return JournalRow(*row)


NOT_COUNTED: Final = ("refused", "quarantined", "without_effect")


def without_effect(connection: Connection, key: str) -> list[Refusal]:
    """What reached an aggregate and did not count, in the order in which it came."""
    table = QUARANTINE.c
    names = select(JOURNAL.c.event_id).where(JOURNAL.c.key == key)
    query = select(table.id, table.refusal).where(and_(table.outcome.in_(NOT_COUNTED), table.event_id.in_(names)))
    found = {row.id: codec.raw(row.refusal) for row in connection.execute(query)}
    archived = {row.event_id for row in rows_of_keys(connection, lane_of(key), (key,))}
    more = fetch(connection, QUARANTINE, "event_id", archived, "id, outcome, refusal")
    found |= {number: codec.raw(refusal) for number, outcome, refusal in more if outcome in NOT_COUNTED}
    return [_refusal.decode(raw) for _, raw in sorted(found.items())]


_refusal: Final = msgspec.json.Decoder(Refusal)
