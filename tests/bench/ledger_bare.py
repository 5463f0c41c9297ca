"""The bare writer: the rows a run has written, by the same functions in the same transactions, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, Table

from warning.ledger.sql import flush

Write = tuple[Callable[..., None], Table, Sequence[Any]]
WRITERS = ("insert", "upsert")


class Recorded:
    """Transactions, each with what it wrote to which table."""

    def __init__(self) -> None:
        """None yet."""
        self.transactions: list[list[Write]] = []
        self._now: list[Write] = []

    def note(self, writer: Callable[..., None], connection: Connection, table: Table, rows: Sequence[Any]) -> None:
        """Write, and remember it."""
        kept = list(rows)
        if kept:
            self._now.append((writer, table, kept))
        writer(connection, table, kept)

    def committed(self, _: object) -> None:
        """That was one transaction."""
        self.transactions.append(self._now)
        self._now = []

    def rows(self) -> int:
        """Of all tables."""
        return sum(len(rows) for writes in self.transactions for _, _, rows in writes)


@contextmanager
def recording() -> Iterator[Recorded]:
    """Remember what is written."""
    found = Recorded()
    own = {name: getattr(flush, name) for name in WRITERS}
    for name, writer in own.items():
        setattr(flush, name, partial(found.note, writer))
    try:
        yield found
    finally:
        for name, writer in own.items():
            setattr(flush, name, writer)


def write_again(engine: Engine, recorded: Recorded) -> None:
    """The same rows to a database that is as the other one was."""
    for writes in recorded.transactions:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            for writer, table, rows in writes:
                writer(connection, table, rows)
