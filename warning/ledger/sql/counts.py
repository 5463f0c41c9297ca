"""What became of the records of a ledger, counted; and those that could not be taken. Nothing here decides."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import Column, ColumnElement, Connection, Engine, Row, Table, and_, false, func, select, true

from warning.core.inforce import ENDLESS
from warning.core.releases import overtaken
from warning.ledger.entries import ANEW, PROPOSALS, Refusal, Standing, Tally
from warning.ledger.sql import codec
from warning.ledger.sql.approvals import waiting_proposals
from warning.ledger.sql.sources import TALLIED
from warning.ledger.sql.tables import (
    AGGREGATE,
    DUTY,
    HELD,
    INBOX,
    LANE,
    OUTBOX,
    QUARANTINE,
    REFUSED,
    SIGNAL,
    SOURCE,
    WARNING,
)

PROPOSAL: Final = 32
"""Digits of what tells a proposal."""
STREAMED: Final = 1_000
"""Rows that are read at a time."""
_refusal: Final = msgspec.json.Decoder(Refusal)


class Waiting(Struct, frozen=True, kw_only=True):
    """What waits in a ledger: for a loan, for a person, for a transaction, for time (µs UTC)."""

    held: int
    open: int
    """Rows of the quarantine that nobody has settled."""
    proposed: int
    """Corrections and dismissals that wait for a second person."""
    dismissed: int
    settled: int
    """Numbers that were corrected, or tried again, and taken: with the three above all that was ever quarantined."""
    inbox: int
    outbox: int
    next_due: int | None
    approvals: int = 0
    """Releases and waivers on which nobody has decided (W8, D8)."""
    overtaken: int = 0
    """Of them releases of a signal that rose since: an approval would be refused (W8)."""


class Quarantined(Struct, frozen=True, kw_only=True):
    """A row of the quarantine: what could not be taken, and what became of it. Instants are µs UTC.

    Without its original, of which one is read at a time: there may be many.
    """

    id: int
    source: str
    status: str
    refusal: Refusal
    correction: bytes | None
    corrected_by: str | None
    approved_by: str | None
    settled_at: int | None
    replaced: bool = False
    """What is proposed has taken the place of something that was proposed before."""

    @property
    def stored(self) -> str:
        """Its status as it is on file."""
        return f"{self.status}{ANEW}" if self.replaced else self.status

    @property
    def proposal(self) -> str:
        """What tells a proposal that waits from every other one: its kind, its words and its maker; empty: none does.

        128 bits of a SHA-256: whoever makes one cannot make another one of the same.
        """
        if self.status not in PROPOSALS or self.correction is None:
            return ""
        about = f"{self.id}:{self.status}:{self.corrected_by}:".encode()
        return sha256(about + self.correction).hexdigest()[:PROPOSAL]


class Original(Quarantined, frozen=True, kw_only=True):
    """The same, with what came."""

    raw: bytes


class Span(Struct, frozen=True):
    """Rows of the quarantine after one number and up to another; with those that are only shown (``noted``).

    With a ``source`` all of that one too, but what has been settled since.
    """

    after: int
    until: int
    source: str = ""

    def rows(self) -> ColumnElement[bool]:
        """Which they are."""
        table = QUARANTINE.c
        of_source = and_(table.source == self.source, table.settled_at.is_(None)) if self.source else false()
        return and_((table.id > self.after) | of_source, table.id <= self.until)


def tally(connection: Connection) -> Tally:
    """All records of all sources, and what became of them."""
    names = ("records", *TALLIED)
    row = connection.execute(select(*(func.coalesce(func.sum(SOURCE.c[name]), 0) for name in names))).one()
    counted = {name: int(value) for name, value in zip(names, row, strict=True)}
    refused = _count(connection, QUARANTINE, REFUSED)
    return Tally(**counted, held=_count(connection, HELD), refused=refused)


def standing(connection: Connection) -> Standing:
    """The rows of a ledger, counted."""
    by_level = _grouped(connection, WARNING.c.level, WARNING.c.closed_at.is_(None))
    by_state = _grouped(connection, DUTY.c.state)
    journal: int | None = connection.execute(select(func.sum(LANE.c.seq))).scalar_one()
    return Standing(
        journal=int(journal or 0),
        signals=_count(connection, SIGNAL),
        warnings=_count(connection, WARNING),
        live=(by_level.get(0, 0), by_level.get(1, 0), by_level.get(2, 0), by_level.get(3, 0)),
        duties=sum(by_state.values()),
        duties_open=by_state.get("open", 0),
        duties_breached=by_state.get("breached", 0),
    )


def next_due(connection: Connection) -> int | None:
    """When the first thing falls due that is not decided yet (µs UTC); None: nothing will."""
    found: int | None = connection.execute(
        select(func.min(AGGREGATE.c.next_due)).where(AGGREGATE.c.next_due > 0)
    ).scalar_one()
    return found


def waiting(connection: Connection) -> Waiting:
    """What waits."""
    proposals = _proposals(connection)
    by_status = _grouped(connection, QUARANTINE.c.status)
    return Waiting(
        held=_count(connection, HELD),
        open=by_status.get("open", 0),
        proposed=sum(n for status, n in by_status.items() if status.removesuffix(ANEW) in PROPOSALS),
        dismissed=by_status.get("dismissed", 0),
        settled=by_status.get("corrected", 0) + by_status.get("retried", 0),
        inbox=_count(connection, INBOX),
        outbox=_count(connection, OUTBOX, OUTBOX.c.status == "new"),
        next_due=next_due(connection),
        approvals=len(proposals),
        overtaken=sum(proposals),
    )


def _proposals(connection: Connection) -> list[bool]:
    """Of each proposal that waits whether a rise has overtaken it, by all that is on record."""
    return [bool(overtaken(one.file, one.proposal, ENDLESS)) for one in waiting_proposals(connection)]


def _count(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    found: int = connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()
    return found


def _grouped(connection: Connection, column: Column[Any], *where: ColumnElement[bool]) -> dict[Any, int]:
    query = select(column, func.count()).where(*where).group_by(column)
    return dict(map(tuple, connection.execute(query)))


def last_quarantined(connection: Connection) -> int:
    """The number of the newest row of the quarantine; 0: there is none."""
    found: int | None = connection.execute(select(func.max(QUARANTINE.c.id))).scalar_one()
    return found or 0


def outcomes_in(connection: Connection, span: Span) -> dict[str, int]:
    """How many rows of the quarantine there are of each outcome."""
    return _grouped(connection, QUARANTINE.c.outcome, span.rows())


def refused_first(connection: Connection, span: Span, outcomes: Collection[str], most: int) -> list[Quarantined]:
    """The first ``most`` of those rows that have some outcomes (0: all)."""
    return _first(connection, and_(span.rows(), QUARANTINE.c.outcome.in_(outcomes)), most)


def refused_in(engine: Engine, span: Span) -> Iterator[Quarantined]:
    """Those rows, in their order; a few at a time."""
    return _each(engine, span.rows())


def quarantined(connection: Connection, number: int) -> Original | None:
    """A row of the quarantine by its number, with its original."""
    row = connection.execute(select(QUARANTINE).where(QUARANTINE.c.id == number)).one_or_none()
    return None if row is None else Original(**_values(row), raw=codec.raw(row.raw))


def quarantine(
    connection: Connection, states: Collection[str] | None = None, most: int = 0
) -> tuple[int, list[Quarantined]]:
    """How many rows there are in some states (None: in any), and the first ``most`` of them (0: all)."""
    wanted = _in(states)
    return _count(connection, QUARANTINE, wanted), _first(connection, wanted, most)


def quarantine_whole(engine: Engine, states: Collection[str] | None = None) -> Iterator[Quarantined]:
    """All rows in some states (None: in any), in their order; a few at a time."""
    return _each(engine, _in(states))


def _in(states: Collection[str] | None) -> ColumnElement[bool]:
    if states is None:
        return true()
    return QUARANTINE.c.status.in_([*states, *(f"{state}{ANEW}" for state in states)])


class Waits(Struct, frozen=True):
    """A record that waits for its loan, as it came; until when (µs UTC)."""

    source: str
    line: int
    loan_no: str
    until: int
    raw: bytes


def held(connection: Connection, most: int = 0) -> tuple[int, list[Waits]]:
    """How many records wait for their loan, and the first ``most`` of them whose wait ends (0: all)."""
    table = HELD.c
    query = select(table.source, table.line, table.loan_no, table.until, table.raw)
    query = query.order_by(table.until, table.source, table.line)
    rows = connection.execute(query.limit(most) if most else query)
    return _count(connection, HELD), [Waits(*row) for row in rows]


def held_by_source(connection: Connection) -> dict[str, int]:
    """How many records of each source wait for their loan."""
    return _grouped(connection, HELD.c.source)


def held_lines(connection: Connection, source: str) -> set[int]:
    """The lines of a source whose records wait for their loan."""
    return set(connection.execute(select(HELD.c.line).where(HELD.c.source == source)).scalars())


def noted(connection: Connection) -> Iterator[Refusal]:
    """All that was ever refused, quarantined or shown, in the order in which it came; a few at a time."""
    streamed = connection.execution_options(yield_per=STREAMED)
    rows = streamed.execute(select(QUARANTINE.c.refusal).order_by(QUARANTINE.c.id))
    return (_refusal.decode(codec.raw(row.refusal)) for row in rows)


_LISTED: Final = [column for column in QUARANTINE.c if column.name not in ("raw", "digest")]


def _first(connection: Connection, wanted: ColumnElement[bool], most: int) -> list[Quarantined]:
    query = select(*_LISTED).where(wanted).order_by(QUARANTINE.c.id)
    return [_listed(row) for row in connection.execute(query.limit(most) if most else query)]


def _each(engine: Engine, wanted: ColumnElement[bool]) -> Iterator[Quarantined]:
    """A connection is used for so many rows and given back: whoever reads them may be slow."""
    query = select(*_LISTED).order_by(QUARANTINE.c.id).limit(STREAMED)
    last = 0
    while True:
        with engine.connect() as connection:
            rows = connection.execute(query.where(QUARANTINE.c.id > last, wanted)).all()
        yield from map(_listed, rows)
        if len(rows) < STREAMED:
            return
        last = rows[-1].id


def _listed(row: Row[Any]) -> Quarantined:
    return Quarantined(**_values(row))


def _values(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "source": row.source,
        "status": row.status.removesuffix(ANEW),
        "replaced": row.status.endswith(ANEW),
        "refusal": _refusal.decode(codec.raw(row.refusal)),
        "correction": None if row.correction is None else codec.raw(row.correction),
        "corrected_by": row.corrected_by,
        "approved_by": row.approved_by,
        "settled_at": row.settled_at,
    }
