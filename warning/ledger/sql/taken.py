"""Whether a message was taken in long ago, by the rows of the journal: what its aggregate does not remember (R111)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, and_, select

from warning.core.draft import Record
from warning.core.repeats import conflict
from warning.ledger.journal import AT, effects_digest, short
from warning.ledger.sql import codec
from warning.ledger.sql.tables import JOURNAL

_WHICH: Final = AT["key"], AT["event_id"], AT["source"]
_DIGESTS: Final = AT["payload_digest"], AT["effects_digest"]


def taken_before(connection: Connection, pending: Iterable[Sequence[Any]], key: str, record: Record) -> bool:
    """Whether an aggregate has taken in a message of that id, source and payload; ``pending``: rows not yet written.

    One that was in conflict with another of its id was not.
    """
    declined = effects_digest((conflict(record.id),))
    found = (*_here(connection, key, record), *_pending(pending, key, record))
    return any(short(payload) == record.digest and decided != declined for payload, decided in found)


def _here(connection: Connection, key: str, record: Record) -> Iterator[tuple[bytes, bytes]]:
    table = JOURNAL.c
    of = and_(table.key == key, table.event_id == record.id, table.source == record.source)
    for row in connection.execute(select(table.payload_digest, table.effects_digest).where(of)).all():
        yield codec.raw(row.payload_digest), codec.raw(row.effects_digest)


def _pending(rows: Iterable[Sequence[Any]], key: str, record: Record) -> Iterator[tuple[bytes, bytes]]:
    key_at, id_at, source_at = _WHICH
    payload, decided = _DIGESTS
    for row in rows:
        if row[key_at] == key and row[id_at] == record.id and row[source_at] == record.source:
            yield row[payload], row[decided]
