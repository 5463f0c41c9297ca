"""Writes what a transaction has decided, table by table."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, delete, tuple_, update

from warning.core.rows import Duty, Signal, Warning
from warning.core.state import State
from warning.ledger.entries import NOTED, Held, Refusal
from warning.ledger.journal import Chain
from warning.ledger.sql import codec, tables
from warning.ledger.sql.pending import Pending
from warning.ledger.sql.sources import Source, count_waited, move_all
from warning.ledger.sql.write import insert, upsert


class Order(Struct, frozen=True):
    """A transaction as it is to be written, in plain values."""

    moves: list[tuple[Source, Source]]
    """Where sources were found, and where they have been read to."""
    rows: list[tuple[bool, str, list[tuple[Any, ...]]]]
    """(whether rows that are there are to get the new values, table, rows)."""
    taken: list[int]
    """Ids of the inbox's rows that were taken."""
    unheld: list[tuple[str, int]]
    lanes: list[tuple[int, int, bytes]]
    waited: list[tuple[str, str, int]]
    """(source, outcome, how many) of what had waited and ended while another source was read."""
    clock: int | None
    """Where the event-driven clock stands now; None: where it was."""


def ordered(pending: Pending, chains: dict[int, Chain], clock: int | None) -> Order:
    """Everything of ``pending``, and where the lanes stand now."""
    moved = {lane for _, lane, _, _ in pending.sealed}
    rows: list[tuple[bool, str, list[tuple[Any, ...]]]] = [
        (False, "journal", pending.journal),
        (True, "aggregate", [_aggregate(*one) for one in pending.sealed]),
        (False, "loan", list(pending.loans.items())),
        (True, "borrower", list(pending.borrowers.items())),
        (True, "signal", [_signal(row) for row in pending.signals.values()]),
        (True, "warning", [_warning(row) for row in pending.warnings.values()]),
        (True, "duty", [_duty(row) for row in pending.duties.values()]),
        (False, "change", pending.changes),
        (False, "frame", pending.books),
        (True, "activated", list(pending.activated.items())),
        (False, "outbox", pending.outbox),
        (False, "inbox", pending.told),
        (False, "held", [_held(source, held) for (source, _), held in pending.held.items()]),
        (False, "quarantine", [_refusal(*one) for one in pending.refusals]),
    ]
    return Order(
        moves=pending.moves,
        rows=[one for one in rows if one[2]],
        taken=pending.taken,
        unheld=sorted(pending.unheld),
        lanes=[(lane, chains[lane].seq, chains[lane].head) for lane in sorted(moved)],
        waited=sorted((*of, number) for of, number in pending.waited.items()),
        clock=clock,
    )


def flush(connection: Connection, order: Order) -> None:
    """Write it.

    Raises:
        SourceMoved: another process has read one of the sources.
    """
    move_all(connection, order.moves)
    count_waited(connection, order.waited)
    _take_off(connection, order)
    for there, name, rows in order.rows:
        (upsert if there else insert)(connection, tables.METADATA.tables[name], rows)
    upsert(connection, tables.LANE, order.lanes)
    if order.clock is not None:
        connection.execute(update(tables.LEDGER).values(clock_at=order.clock))


def _aggregate(key: str, lane: int, version: int, state: State) -> tuple[Any, ...]:
    return key, lane, state.next_due, version, codec.pack_state(state)


def _take_off(connection: Connection, order: Order) -> None:
    if order.taken:
        connection.execute(delete(tables.INBOX).where(tables.INBOX.c.id.in_(order.taken)))
    if order.unheld:
        names = tuple_(tables.HELD.c.source, tables.HELD.c.line)
        connection.execute(delete(tables.HELD).where(names.in_(order.unheld)))


def columns(row: Signal | Warning | Duty) -> tuple[Any, ...]:
    """A row that people see, as its table has it."""
    match row:
        case Signal():
            return _signal(row)
        case Warning():
            return _warning(row)
        case Duty():
            return _duty(row)


def _signal(row: Signal) -> tuple[Any, ...]:
    return row.id, row.customer_no, row.domain, row.clause, row.level, row.status, codec.write(row)


def _warning(row: Warning) -> tuple[Any, ...]:
    body = codec.write(row)
    return row.id, row.customer_no, row.domain, row.level, row.tier, row.raised_at, row.closed_at, body


def _duty(row: Duty) -> tuple[Any, ...]:
    body = codec.write(row)
    return row.id, row.customer_no, row.domain, row.kind, row.org_no, row.post, row.state, row.due, body


def _held(source: str, held: Held) -> tuple[Any, ...]:
    return source, held.line, held.loan_no, held.until, held.raw


def _refusal(source: str, refusal: Refusal, raw: bytes) -> tuple[Any, ...]:
    status = "noted" if refusal.outcome in NOTED else "open"
    body = msgspec.json.encode(refusal)
    names = source, refusal.line, refusal.event_id, refusal.type, refusal.outcome, status, refusal.at
    return (*names, body, raw, None, None, None, None, sha256(raw).digest())
