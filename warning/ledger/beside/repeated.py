"""That a message which is said to have been sent again did come before (R111): else it would have been passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select

from warning.ledger.beside.told import Amiss
from warning.ledger.journal import JournalRow
from warning.ledger.sql import codec
from warning.ledger.sql.archived import gone
from warning.ledger.sql.tables import JOURNAL

REPEATED: Final = "repeated"
"""Rows of messages that the aggregate did not remember, and the journal did."""


class Repetitions:
    """Holds such rows against the rows before them."""

    def __init__(self) -> None:
        """None yet."""
        self._rows: list[tuple[int, int, str, str, str, bytes]] = []

    def take(self, row: JournalRow) -> None:
        """One row of the journal."""
        if row.kind == REPEATED:
            self._rows.append((row.lane, row.seq, row.key, row.event_id, row.source, row.payload_digest))

    def amiss(self, connection: Connection, torn: set[int]) -> Iterator[Amiss]:
        """The rows of which no message came before; of lanes of which all rows are here."""
        unsure = {lane: lane in torn or bool(gone(connection, lane)) for lane in {one[0] for one in self._rows}}
        table = JOURNAL.c
        for lane, seq, key, event_id, source, digest in self._rows:
            if unsure[lane]:
                continue
            of = (table.key == key, table.event_id == event_id, table.source == source, table.kind != REPEATED)
            before = connection.execute(select(table.seq, table.payload_digest).where(*of)).all()
            if not any(found.seq < seq and codec.raw(found.payload_digest) == digest for found in before):
                yield Amiss(lane, seq, REPEATED, key, event_id)
