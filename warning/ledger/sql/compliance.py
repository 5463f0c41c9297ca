"""The figures of 13.5 and 18 of a period, counted by the database: what is read does not grow with the bank.

The database groups duties by what their outcome depends on; which outcome that is ``punctuality`` says, so that it is
said once. What became of rows whose last changes were archived and dropped is read there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final, get_args

from msgspec import Struct
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Subquery,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSON

from warning.core.events import Act
from warning.core.rows import Duty, DutyState
from warning.ledger.journal import content_of
from warning.ledger.lanes import lane_of
from warning.ledger.punctuality import ENDED_BY, Facts, Figures, Outcome
from warning.ledger.sql import codec
from warning.ledger.sql.archived import ENDLESS, Unread, changes_gone, rows_gone
from warning.ledger.sql.tables import CHANGE, DUTY, JOURNAL

BY: Final[dict[str, tuple[str, ...]]] = {
    "org": ("org_no",),
    "post": ("org_no", "post"),
    "person": ("person", "org_no", "post"),
    "kind": ("kind",),
}
"""What figures can be asked by, and the columns that stand for it."""
ENDS: Final = ("assessment", "monthly_update")
"""Kinds with a due that can end with their warning or loan (D7, P3)."""
DONE: Final = ("met", "met_late")
"""States of what somebody's act, or the end of what it was about, has met."""


class Period(Struct, frozen=True, kw_only=True):
    """Which duties are counted; None: of any. Instants in µs UTC."""

    after: int | None = None
    """Due later than this midnight: what is due at it belongs to the day it ends."""
    until: int | None = None
    """Due at this midnight at the latest."""
    clock: int
    """Up to when what is still owed is late."""
    orgs: Collection[str] | None = None
    post: str | None = None
    kind: str | None = None
    person: str | None = None
    """A token: whose act of the owing organisation met it."""
    persons: bool = False
    """Whether it is asked who acted."""

    def where(self) -> list[ColumnElement[bool]]:
        """The same for the database; every state is named, as its indexes begin with that."""
        table = DUTY.c
        wanted: list[ColumnElement[bool]] = [table.state.in_(get_args(DutyState)), table.due.is_not(None)]
        wanted += [] if self.after is None else [table.due > self.after]
        wanted += [] if self.until is None else [table.due <= self.until]
        wanted += [] if self.orgs is None else [table.org_no.in_(sorted(self.orgs))]
        wanted += [] if self.post is None else [table.post == self.post]
        wanted += [] if self.kind is None else [table.kind == self.kind]
        return wanted


Key = tuple[str, ...]
"""What a row is about: the values of the columns in ``BY``."""


class Counts(Struct, frozen=True):
    """Figures by key; ``unread``: why some of what is archived could not be read."""

    by: dict[Key, Figures]
    unread: Unread | None


PARTS: Final = ("state", "cause", "scored", "breached", "ended")
"""What the outcome depends on: ``Facts``, as the database has them."""


def counted(connection: Connection, period: Period, by: Collection[str]) -> Counts:
    """The figures of a period by some columns (of ``BY``), all keys that have any duty in it."""
    facts = _facts(connection, period)
    keys, parts = [facts.c[name] for name in by], [facts.c[name] for name in PARTS]
    query = select(*keys, *parts, facts.c.here, func.count().label("n"), func.max(facts.c.delay).label("delay"))
    grouped = connection.execute(query.where(*_of(period, facts)).group_by(*keys, *parts, facts.c.here)).all()
    found: dict[Key, Figures] = {}
    for row in grouped:
        if row.here:
            key = tuple(getattr(row, name) for name in by)
            found.setdefault(key, Figures()).add(_told(row, ended=row.ended).outcome, row.n, int(row.delay))
    unread = None
    for one in _elsewhere(connection, period) if any(not row.here for row in grouped) else ():
        unread = unread or one.unread
        values = {**one.row._mapping, "person": one.person}  # noqa: SLF001 - a row's public mapping is called so
        key = tuple(values[name] for name in by)
        found.setdefault(key, Figures()).add(one.outcome, 1, int(one.row.delay))
    return Counts(found, unread)


def behind(connection: Connection, period: Period, outcomes: Collection[str]) -> tuple[list[str], Unread | None]:
    """The ids of the duties behind a figure, by due: those of some outcomes."""
    facts = _facts(connection, period)
    parts = [facts.c[name] for name in PARTS]
    every = connection.execute(select(*parts, facts.c.here).where(*_of(period, facts)).distinct()).all()
    there = [row for row in every if row.here]
    wanted = [tuple(row)[:-1] for row in there if _told(row, ended=row.ended).outcome in outcomes]
    theirs = or_(false(), *(and_(*(part == value for part, value in zip(parts, one, strict=True))) for one in wanted))
    which = (facts.c.here == 1, *_of(period, facts), theirs)
    rows = connection.execute(select(facts.c.due, facts.c.id).where(*which)).all()
    found = [(row.due, row.id) for row in rows]
    more = list(_elsewhere(connection, period)) if len(there) < len(every) else []
    found += [(one.row.due, one.row.id) for one in more if one.outcome in outcomes]
    return [name for _, name in sorted(found)], next((one.unread for one in more if one.unread is not None), None)


def ended(connection: Connection) -> set[str]:
    """The ids of all duties that were met by nobody's act, but by the end of what they were about (D7, P3)."""
    over = _ending(sqlite=connection.dialect.name == "sqlite")
    query = select(DUTY.c.id).where(DUTY.c.state == "met", over == 1)
    return set(connection.execute(query).scalars().all())


def _told(row: Row[*tuple[Any, ...]], *, ended: int | None) -> Facts:
    of = row._mapping  # noqa: SLF001 - a row's public mapping is called so
    known = None if ended is None else bool(ended)
    return Facts(of["state"], of["cause"], of["scored"], bool(of["breached"]), known)


def _of(period: Period, facts: Subquery) -> list[ColumnElement[bool]]:
    """Whose act it was, where that was asked; what lies elsewhere may be anybody's."""
    return [] if period.person is None else [or_(facts.c.person == period.person, facts.c.here == 0)]


def _facts(connection: Connection, period: Period) -> Subquery:
    """A row a duty: its columns, what its outcome depends on, how late it is, who acted.

    ``here``: 1, or 0 where what ended it lies in an archive.
    """
    table, sqlite = DUTY.c, connection.dialect.name == "sqlite"
    breached = _field(table.body, "breached_at", sqlite=sqlite).is_not(None)
    until = func.coalesce(cast(_field(table.body, "fulfilled_at", sqlite=sqlite), BigInteger), period.clock)
    ended = case((and_(table.state == "met", table.kind.in_(ENDS)), _ending(sqlite=sqlite)), else_=0)
    acts = period.persons or period.person is not None
    who = case((table.state.in_(DONE), _officer(sqlite=sqlite)), else_="") if acts else literal_column("''", Text)
    inner = select(
        table.id,
        table.customer_no,
        table.org_no,
        table.post,
        table.kind,
        table.due,
        table.state,
        _field(table.body, "cause", sqlite=sqlite).label("cause"),
        _field(table.body, "scored", sqlite=sqlite).label("scored"),
        case((breached, 1), else_=0).label("breached"),
        ended.label("ended"),
        case((breached, until - table.due), else_=0).label("delay"),
        who.label("person"),
    )
    one = inner.where(*period.where()).cte("one").prefix_with("MATERIALIZED")
    here = case((or_(one.c.ended.is_(None), one.c.person.is_(None)), 0), else_=1)
    return select(*one.c, here.label("here")).subquery("facts")


def _text(column: ColumnElement[bytes], *, sqlite: bool) -> ColumnElement[Any]:
    return cast(column, Text) if sqlite else cast(func.convert_from(column, "UTF8"), JSON)


def _field(column: ColumnElement[bytes], name: str, *, sqlite: bool) -> ColumnElement[Any]:
    """A field of a row's body; NULL where it has none."""
    if sqlite:
        return func.json_extract(_text(column, sqlite=True), f"$.{name}")
    return func.json_extract_path_text(_text(column, sqlite=False), name)


def _ending(*, sqlite: bool) -> ColumnElement[Any]:
    """Of the last change of a duty that is met: 1 where nobody's act was it, else 0; NULL where it is not here."""
    marks = (f'"code":"{code}"'.encode() for code in ENDED_BY)
    has = func.instr if sqlite else _position
    told = case((or_(*(has(CHANGE.c.effect, mark) > 0 for mark in marks)), 1), else_=0)
    last = select(told).where(CHANGE.c.row_id == DUTY.c.id).order_by(CHANGE.c.seq.desc(), CHANGE.c.n.desc()).limit(1)
    return last.scalar_subquery().correlate(DUTY)


def _position(column: ColumnElement[bytes], mark: bytes) -> ColumnElement[int]:
    return func.strpos(func.convert_from(column, "UTF8"), mark.decode())


def _officer(*, sqlite: bool) -> ColumnElement[Any]:
    """Whose act met a duty: a token; '' where it was no act, or another organisation's; NULL where it is not here."""
    field = _field(JOURNAL.c.payload, "officer_no", sqlite=sqlite)
    own = _field(JOURNAL.c.payload, "org_no", sqlite=sqlite) == DUTY.c.org_no
    told = func.coalesce(case((own, field), else_=""), "")
    by = _field(DUTY.c.body, "fulfilled_by", sqlite=sqlite)
    rows = CHANGE.join(JOURNAL, and_(JOURNAL.c.lane == CHANGE.c.lane, JOURNAL.c.seq == CHANGE.c.seq))
    which = (CHANGE.c.row_id == DUTY.c.id, CHANGE.c.event_id == by)
    last = select(told).select_from(rows).where(*which).order_by(CHANGE.c.seq.desc(), CHANGE.c.n.desc()).limit(1)
    return last.scalar_subquery().correlate(DUTY)


class Found(Struct, frozen=True):
    """A duty whose ending is archived; ``unread``: and cannot be read."""

    row: Row[Any]
    outcome: Outcome
    person: str
    unread: Unread | None = None


class Ending(Struct, frozen=True):
    """What an archive has of a duty's end."""

    ended: bool
    person: str


def _elsewhere(connection: Connection, period: Period) -> Iterator[Found]:
    """The duties whose last changes were archived and dropped, with what the archive says."""
    facts = _facts(connection, period)
    rows = connection.execute(select(facts).where(facts.c.here == 0)).all()
    by_lane: dict[int, list[Row[Any]]] = {}
    for row in rows:
        by_lane.setdefault(lane_of(f"b:{row.customer_no}" if row.customer_no else f"o:{row.org_no}"), []).append(row)
    for lane, of_lane in sorted(by_lane.items()):
        acts = period.persons or period.person is not None
        unread, endings = None, {}
        try:
            endings = _endings(connection, lane, {row.id: row.org_no for row in of_lane}, acts=acts)
        except Unread as why:
            unread = why
        for row in of_lane:
            known = endings.get(row.id, Ending(ended=False, person=""))
            person = known.person if row.person is None else row.person
            if period.person is None or person == period.person:
                ended = row.ended if row.ended is not None else None if unread else known.ended
                yield Found(row, _told(row, ended=ended).outcome, person, unread)


def _endings(connection: Connection, lane: int, owners: dict[str, str], *, acts: bool) -> dict[str, Ending]:
    """Of some duties (with who owes them) what the archive of their lane has.

    Raises:
        Unread: it cannot be read.
    """
    last: dict[str, tuple[int, bool]] = {}
    met: dict[str, int] = {}
    for seq, _, row_id, _, event_id, effect in changes_gone(connection, lane, 0, ENDLESS):
        if row_id in owners:
            change = codec.read_row_change(effect)
            last[row_id] = (seq, change.why.code in ENDED_BY)
            row = codec.row_of(change)
            if isinstance(row, Duty) and row.fulfilled_by == event_id:
                met[row_id] = seq
    officers = _officers(connection, lane, set(met.values())) if acts else {}
    named = {name: officers.get(seq, ("", "")) for name, seq in met.items()}
    return {
        name: Ending(ended, named[name][1] if name in named and named[name][0] == owners[name] else "")
        for name, (_, ended) in last.items()
    }


def _officers(connection: Connection, lane: int, numbers: set[int]) -> dict[int, tuple[str, str]]:
    """Of archived rows that are acts, by number: the organisation in whose name, and who."""
    rows = ((row.seq, content_of(row)) for row in rows_gone(connection, lane) if row.seq in numbers)
    return {seq: (act.org_no, act.officer_no) for seq, act in rows if isinstance(act, Act)}
