"""Writes what a transaction has decided, table by table."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, delete, tuple_

from warning.core.rows import Duty, Signal, Warning
from warning.core.state import State
from warning.ledger.entries import HARMLESS, Held, Refusal
from warning.ledger.journal import Chain
from warning.ledger.sql import codec, tables
from warning.ledger.sql.pending import Pending
from warning.ledger.sql.sources import move
from warning.ledger.sql.write import insert, upsert

NOTED = ("refused", *HARMLESS)
"""Outcomes of records that were applied all the same: shown, and nothing more to do."""


def flush(connection: Connection, pending: Pending, chains: dict[int, Chain]) -> None:
    """Write everything of ``pending``, and where sources and lanes stand now.

    Raises:
        SourceMoved: another process has read one of the sources.
    """
    for before, after in pending.moves:
        move(connection, before, after)
    insert(connection, tables.JOURNAL, pending.journal)
    upsert(connection, tables.AGGREGATE, [_aggregate(*one) for one in pending.sealed])
    insert(connection, tables.LOAN, list(pending.loans.items()))
    upsert(connection, tables.BORROWER, list(pending.borrowers.items()))
    upsert(connection, tables.SIGNAL, [_signal(row) for row in pending.signals.values()])
    upsert(connection, tables.WARNING, [_warning(row) for row in pending.warnings.values()])
    upsert(connection, tables.DUTY, [_duty(row) for row in pending.duties.values()])
    insert(connection, tables.CHANGE, pending.changes)
    insert(connection, tables.OUTBOX, pending.outbox)
    insert(connection, tables.INBOX, pending.told)
    _take_off(connection, pending)
    insert(connection, tables.HELD, [_held(source, held) for (source, _), held in pending.held.items()])
    insert(connection, tables.QUARANTINE, [_refusal(*one) for one in pending.refusals])
    moved = {lane for _, lane, _, _ in pending.sealed}
    upsert(connection, tables.LANE, [(lane, chains[lane].seq, chains[lane].head) for lane in sorted(moved)])


def _aggregate(key: str, lane: int, version: int, state: State) -> tuple[Any, ...]:
    return key, lane, state.next_due, version, codec.pack_state(state)


def _take_off(connection: Connection, pending: Pending) -> None:
    if pending.taken:
        connection.execute(delete(tables.INBOX).where(tables.INBOX.c.id.in_(pending.taken)))
    if pending.unheld:
        names = tuple_(tables.HELD.c.source, tables.HELD.c.line)
        connection.execute(delete(tables.HELD).where(names.in_(sorted(pending.unheld))))


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
    return (*names, body, raw, None, None, None, None)
