"""That a message which is said to have been sent again did come before (R111): else it would have been passed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select

from warning.core.draft import Repeated
from warning.ledger.beside.told import Amiss
from warning.ledger.journal import KINDS, JournalRow
from warning.ledger.sql import codec
from warning.ledger.sql.archived import gone
from warning.ledger.sql.tables import JOURNAL

REPEATED: Final = KINDS[Repeated]
"""Rows of messages that the aggregate did not remember, and the journal did."""


class Repetitions:
    """Holds such rows against the rows before them."""

    def __init__(self) -> None:
        """None yet."""
        self._rows: defaultdict[str, list[JournalRow]] = defaultdict(list)
        """By aggregate."""

    def take(self, row: JournalRow) -> None:
        """One row of the journal."""
        if row.kind == REPEATED:
            self._rows[row.key].append(row)

    def amiss(self, connection: Connection, torn: set[int]) -> Iterator[Amiss]:
        """The rows of which no message came before; of lanes of which all rows are here."""
        lanes = {rows[0].lane for rows in self._rows.values()}
        sure = {lane for lane in lanes - torn if not gone(connection, lane)}
        for key, rows in self._rows.items():
            if rows[0].lane in sure:
                first = _first(connection, key, {row.event_id for row in rows})
                for row in rows:
                    if first.get((row.event_id, row.source, row.payload_digest), row.seq) >= row.seq:
                        yield Amiss(row.lane, row.seq, REPEATED, key, row.event_id)


def _first(connection: Connection, key: str, names: set[str]) -> dict[tuple[str, str, bytes], int]:
    """Where an aggregate has its first row of each message, by id, source and digest."""
    table, found = JOURNAL.c, dict[tuple[str, str, bytes], int]()
    query = select(table.event_id, table.source, table.payload_digest, table.seq)
    for row in connection.execute(query.where(table.key == key, table.kind != REPEATED).order_by(table.seq)):
        if row.event_id in names:
            found.setdefault((row.event_id, row.source, codec.raw(row.payload_digest)), row.seq)
    return found
