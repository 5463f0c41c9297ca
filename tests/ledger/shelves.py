"""Ledgers of each kind, worked on and looked into in one way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import msgspec
from sqlalchemy import URL, select

from tests.ledger import bank
from warning.core.effects import Effect
from warning.core.rows import Signal
from warning.ledger.entries import Refusal
from warning.ledger.journal import JournalRow
from warning.ledger.memory import MemoryLedger
from warning.ledger.port import Ledger
from warning.ledger.sql import codec
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.tables import CHANGE, JOURNAL, QUARANTINE, SIGNAL


class Shelf:
    """A ledger, and how to look into it."""

    def work(self) -> AbstractContextManager[Ledger]:
        """One transaction."""
        raise NotImplementedError

    def journal(self) -> list[JournalRow]:
        """By lane and number."""
        raise NotImplementedError

    def signals(self) -> dict[str, Signal]:
        """As people see them."""
        raise NotImplementedError

    def changes(self) -> list[Effect]:
        """Those of signals, in their order."""
        raise NotImplementedError

    def refusals(self) -> list[Refusal]:
        """In their order."""
        raise NotImplementedError


class InMemory(Shelf):
    """The ledger in memory."""

    def __init__(self) -> None:
        """An empty one."""
        self.ledger = MemoryLedger()

    @contextmanager
    def work(self) -> Iterator[Ledger]:
        yield self.ledger

    def journal(self) -> list[JournalRow]:
        return sorted(self.ledger.journal, key=lambda row: (row.lane, row.seq))

    def signals(self) -> dict[str, Signal]:
        return self.ledger.signals

    def changes(self) -> list[Effect]:
        return [change.effect for each in self.ledger.history.values() for change in each]

    def refusals(self) -> list[Refusal]:
        return self.ledger.refusals


class OnDatabase(Shelf):
    """A ledger on a database, opened anew for every transaction: nothing that is only remembered counts."""

    def __init__(self, url: URL) -> None:
        """An empty one."""
        self.ledger = bank.create(url)

    @contextmanager
    def work(self) -> Iterator[Ledger]:
        self.ledger = SqlLedger(self.ledger.engine, self.ledger.about)
        with self.ledger.transaction() as unit:
            unit.source = "test"
            yield unit

    def _all(self, query: Any) -> list[Any]:
        with self.ledger.engine.connect() as connection:
            return list(connection.execute(query))

    def journal(self) -> list[JournalRow]:
        return [JournalRow(*row) for row in self._all(select(JOURNAL).order_by(JOURNAL.c.lane, JOURNAL.c.seq))]

    def signals(self) -> dict[str, Signal]:
        return {row.id: codec.read_signal(row.body) for row in self._all(select(SIGNAL))}

    def changes(self) -> list[Effect]:
        rows = self._all(select(CHANGE).order_by(CHANGE.c.lane, CHANGE.c.seq, CHANGE.c.n))
        return [codec.read_row_change(row.effect) for row in rows]

    def refusals(self) -> list[Refusal]:
        rows = self._all(select(QUARANTINE).order_by(QUARANTINE.c.id))
        return [msgspec.json.decode(row.refusal, type=Refusal) for row in rows]
