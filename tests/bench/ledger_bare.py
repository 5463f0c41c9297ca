"""Writers of the rows a run has written, in the same transactions, and nothing else.

The bare writer uses the same functions as the product; the plain one SQLAlchemy's ``insert`` with lists of values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects import postgresql, sqlite

from warning.ledger.sql import flush, write

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


Plain = list[tuple[Any, list[dict[str, Any]]]]


def plain(engine: Engine, recorded: Recorded) -> list[Plain]:
    """The same rows as statements of SQLAlchemy with their values, by transaction."""
    dialect = sqlite if engine.dialect.name == "sqlite" else postgresql
    return [
        [(_statement(dialect, writer, table), _named(table, rows)) for writer, table, rows in writes]
        for writes in recorded.transactions
    ]


def write_plainly(engine: Engine, transactions: list[Plain]) -> None:
    """As one writes it first."""
    for writes in transactions:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            for statement, values in writes:
                connection.execute(statement, values)


def _named(table: Table, rows: Sequence[Any]) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns if column.autoincrement is not True]
    return [dict(zip(names, row, strict=True)) for row in rows]


def _statement(dialect: Any, writer: Callable[..., None], table: Table) -> Any:
    """An insert, or one that gives the rows that are there their new values."""
    made = dialect.insert(table)
    if writer is not write.upsert:
        return made
    keys = [column.name for column in table.primary_key]
    given = {column.name: made.excluded[column.name] for column in table.columns if column.name not in keys}
    return made.on_conflict_do_update(index_elements=keys, set_=given)
