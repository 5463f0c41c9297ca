"""``warning dossier``: all that a ledger has about one borrower, as known at an instant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from msgspec import MsgspecError, Struct
from sqlalchemy import Connection, and_, select

from warning.audit.asof import Past, known_of
from warning.core.effects import BookChanged
from warning.core.events import Told
from warning.core.scalars import read_moment
from warning.ledger.entries import ANEW, Refusal
from warning.ledger.journal import GENESIS, JournalRow, content_of
from warning.ledger.lanes import lane_of
from warning.ledger.memory import Change
from warning.ledger.sql import codec
from warning.ledger.sql.archived import rows_gone
from warning.ledger.sql.history import AT_ONCE, changes_of_key, journal_of_key
from warning.ledger.sql.tables import CHANGE, HELD, JOURNAL, LANE, LOAN, OUTBOX, QUARANTINE

_refusal: Final = msgspec.json.Decoder(Refusal)


class Item(Struct, frozen=True, kw_only=True):
    """A row of the journal, the link before it in its lane, and the changes it made, by the rows' ids."""

    row: JournalRow
    before: bytes
    changes: tuple[tuple[str, Change], ...]


class Dismissed(Struct, frozen=True):
    """Why a record is to be dismissed, who asked for it and who approved it (tokens), and when (µs UTC)."""

    ground: str
    asked_by: str
    approved_by: str = ""
    approved_at: int = 0


class Untaken(Struct, frozen=True, kw_only=True):
    """A record that waits for a loan, or that was not taken or did not count; instants in µs UTC."""

    at: int
    event_id: str
    type: str
    outcome: str
    status: str
    refusal: Refusal | None = None
    loan_no: str = ""
    until: int = 0
    number: int = 0
    """In the quarantine; 0: it waits for its loan."""
    dismissal: Dismissed | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The codes of why it was not taken."""
        if self.refusal is None:
            return ()
        why = self.refusal.why
        return (*(problem[0] for problem in self.refusal.problems), *(() if why is None else (why.code,)))


class Sent(Struct, frozen=True):
    """A message that went out, or is to: when its change was known (µs UTC), where to, about which row."""

    at: int
    topic: str
    row_id: str
    status: str


class Gathered(Struct, frozen=True, kw_only=True):
    """All of it. ``end``: how many rows the lane has now and the link of the last; ``later``: rows left out."""

    items: tuple[Item, ...]
    later: int
    past: Past
    untaken: tuple[Untaken, ...]
    sent: tuple[Sent, ...]
    end: tuple[int, bytes]

    @property
    def origins(self) -> set[str]:
        """Borrowers whose facts were told to this one."""
        return {content.origin for item in self.items if isinstance(content := content_of(item.row), Told)}


def gather(connection: Connection, customer_no: str, until: int) -> Gathered:
    """What the ledger has about a borrower, of what was known at an instant (µs UTC)."""
    key = f"b:{customer_no}"
    rows = list(journal_of_key(connection, key))
    known = [row for row in rows if row.at <= until]
    changes: defaultdict[int, list[tuple[str, Change]]] = defaultdict(list)
    for seq, _, row_id, at, event_id, effect in changes_of_key(connection, key):
        change = codec.read_change(codec.raw(effect))
        if not isinstance(change, BookChanged):
            changes[seq].append((row_id, Change(at, event_id, change)))
    before = _links(connection, lane_of(key), [row.seq - 1 for row in known])
    items = (Item(row=row, before=before[row.seq - 1], changes=tuple(changes[row.seq])) for row in known)
    past = known_of(connection, until, key)
    stands = connection.execute(select(LANE.c.seq, LANE.c.head).where(LANE.c.id == lane_of(key))).one()
    return Gathered(
        items=tuple(items),
        later=len(rows) - len(known),
        past=past,
        untaken=tuple(sorted(_untaken(connection, customer_no, until), key=lambda one: (one.at, one.event_id))),
        sent=tuple(_sent(connection, lane_of(key), sorted(past.rows), until)),
        end=(stands.seq, codec.raw(stands.head)),
    )


def _links(connection: Connection, lane: int, seqs: Sequence[int]) -> dict[int, bytes]:
    """The links of some rows of a lane; of the one before the first, what stands there."""
    found = {0: GENESIS}
    for first in range(0, len(seqs), AT_ONCE):
        wanted = and_(JOURNAL.c.lane == lane, JOURNAL.c.seq.in_(seqs[first : first + AT_ONCE]))
        rows = connection.execute(select(JOURNAL.c.seq, JOURNAL.c.link).where(wanted))
        found.update({row.seq: codec.raw(row.link) for row in rows})
    left = set(seqs).difference(found)
    found.update((row.seq, row.link) for row in (rows_gone(connection, lane) if left else ()) if row.seq in left)
    return found


def _untaken(connection: Connection, customer_no: str, until: int) -> Iterator[Untaken]:
    """Records that name the borrower or one of its loans."""
    loans = connection.execute(select(LOAN.c.loan_no).where(LOAN.c.key == f"b:{customer_no}")).scalars()
    named = [f'"{name}"'.encode() for name in (customer_no, *loans)]
    for row in connection.execution_options(yield_per=AT_ONCE).execute(select(HELD)):
        raw = codec.raw(row.raw)
        if any(name in raw for name in named):
            said = _read(raw)
            at = read_moment(str(said.get("recordedtime", "1970-01-01")))
            if at <= until:
                yield Untaken(
                    at=at,
                    event_id=str(said.get("id", "")),
                    type=str(said.get("type", "")),
                    outcome="held",
                    status="",
                    loan_no=row.loan_no,
                    until=row.until,
                )
    query = select(QUARANTINE).where(QUARANTINE.c.at <= until).order_by(QUARANTINE.c.id)
    for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
        if any(name in codec.raw(row.raw) for name in named):
            yield Untaken(
                at=row.at,
                event_id=row.event_id,
                type=row.type,
                outcome=row.outcome,
                status=(status := _then(row, until)),
                refusal=_refusal.decode(codec.raw(row.refusal)),
                number=row.id,
                dismissal=_dismissed(row, status),
            )


def _then(row: Any, until: int) -> str:  # noqa: ANN401 - a row of the table
    """Its state at an instant, as far as the journal has when that came about: of a dismissal."""
    return "open" if row.status == "dismissed" and row.settled_at > until else str(row.status).removesuffix(ANEW)


def _dismissed(row: Any, status: str) -> Dismissed | None:  # noqa: ANN401 - a row of the table
    if status not in ("dismissal", "dismissed") or row.correction is None:
        return None
    ground, asked_by = codec.raw(row.correction).decode(errors="replace"), row.corrected_by or ""
    if status == "dismissal":
        return Dismissed(ground, asked_by)
    return Dismissed(ground, asked_by, row.approved_by or "", row.settled_at or 0)


def _read(raw: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(raw)
    except MsgspecError:
        return {}
    return found if isinstance(found, dict) else {}


def _sent(connection: Connection, lane: int, ids: Sequence[str], until: int) -> Iterator[Sent]:
    """What went out about some rows."""
    same = and_(OUTBOX.c.lane == CHANGE.c.lane, OUTBOX.c.seq == CHANGE.c.seq, OUTBOX.c.n == CHANGE.c.n)
    columns = (CHANGE.c.at, OUTBOX.c.topic, OUTBOX.c.row_id, OUTBOX.c.status)
    for first in range(0, len(ids), AT_ONCE):
        wanted = and_(OUTBOX.c.lane == lane, OUTBOX.c.row_id.in_(ids[first : first + AT_ONCE]), CHANGE.c.at <= until)
        query = select(*columns).join_from(OUTBOX, CHANGE, same).where(wanted)
        for at, topic, row_id, status in connection.execute(query.order_by(OUTBOX.c.seq, OUTBOX.c.n)):
            yield Sent(at, topic, row_id, status)
