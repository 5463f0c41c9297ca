"""Edits, deletions, swaps and insertions of a ledger's rows, by someone who may do anything, and their undoing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, Engine, Table, and_, delete, insert, select, text

from warning.ledger.lanes import LANES
from warning.ledger.sql.tables import AGGREGATE, CHANGE, DUTY, JOURNAL, LANE, SIGNAL, WARNING
from warning.ledger.verify import Difference

Row = dict[str, Any]
SEEN: Final = (SIGNAL, WARNING, DUTY)
TABLES: Final = (*[JOURNAL] * 10, *[CHANGE] * 4, *[AGGREGATE] * 2, LANE, *SEEN)
"""From which a mutation takes its rows: so often the journal."""
CHAINED: Final = (JOURNAL, CHANGE)


class Mutation(Struct, frozen=True):
    """Rows as they were, and as they were made."""

    what: str
    table: Table
    before: tuple[Row, ...]
    after: tuple[Row, ...]

    @property
    def changes(self) -> bool:
        """Whether the table is another one with it."""
        before, after = ({key_of(self.table, row): row for row in rows} for rows in (self.before, self.after))
        return before != after


def key_of(table: Table, row: Row) -> tuple[Any, ...]:
    """A row's primary key."""
    return tuple(row[column.name] for column in table.primary_key)


class Tamperer:
    """Knows a ledger's rows, and makes one mutation after the other."""

    def __init__(self, engine: Engine, seed: int, tables: Sequence[Table] = TABLES) -> None:
        """Take the triggers off: whoever can write the file can."""
        self._engine, self._tables = engine, tables
        self._rng = Random(seed)
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            self.rows = {table.name: [_row(row) for row in connection.execute(select(table))] for table in set(tables)}

    def next(self) -> Mutation:
        """A mutation that changes something."""
        while True:
            table = self._rng.choice(self._tables)
            how = self._rng.choice((self._edit, self._edit, self._edit, self._delete, self._swap, self._insert))
            mutation = how(table, self.rows[table.name])
            if mutation is not None and mutation.changes:
                return mutation

    @contextmanager
    def made(self, mutation: Mutation) -> Iterator[None]:
        """The ledger with it; as it was afterwards."""
        self._write(mutation.table, mutation.before, mutation.after)
        try:
            yield
        finally:
            self._write(mutation.table, mutation.after, mutation.before)

    def _write(self, table: Table, off: Sequence[Row], on: Sequence[Row]) -> None:
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            for row in off:
                _take_off(connection, table, row)
            if on:
                connection.execute(insert(table), list(on))

    def _edit(self, table: Table, rows: list[Row]) -> Mutation | None:
        """One column of one row has another value, maybe that of another row."""
        row = self._rng.choice(rows)
        column = self._rng.choice(list(table.columns)).name
        value = self._rng.choice(rows)[column] if self._rng.random() < 1 / 3 else self._other(row[column])
        after = row | {column: value}
        if key_of(table, after) != key_of(table, row) and self._there(table, after):
            return None
        return Mutation(f"{column} edited", table, (row,), (after,))

    def _delete(self, table: Table, rows: list[Row]) -> Mutation:
        """A row, or from it on to the end of its lane."""
        row = self._rng.choice(rows)
        if table in CHAINED and self._rng.random() < 1 / 3:
            cut = tuple(one for one in rows if one["lane"] == row["lane"] and one["seq"] >= row["seq"])
            return Mutation("cut off", table, cut, ())
        return Mutation("deleted", table, (row,), ())

    def _swap(self, table: Table, rows: list[Row]) -> Mutation | None:
        """Two rows have each other's place."""
        one, other = self._rng.sample(rows, 2)
        if table in CHAINED and self._rng.random() < 2 / 3:
            other = self._rng.choice([row for row in rows if row["lane"] == one["lane"]])
        keys = [column.name for column in table.primary_key]
        if one is other:
            return None
        swapped = (one | {name: other[name] for name in keys}, other | {name: one[name] for name in keys})
        return Mutation("swapped", table, (one, other), swapped)

    def _insert(self, table: Table, rows: list[Row]) -> Mutation | None:
        """A row more, much like another."""
        row = self._rng.choice(rows)
        keys = [column.name for column in table.primary_key]
        more = row | {name: self._other(row[name]) for name in keys if name != "lane"}
        return None if self._there(table, more) else Mutation("inserted", table, (), (more,))

    def _there(self, table: Table, row: Row) -> bool:
        return any(key_of(table, one) == key_of(table, row) for one in self.rows[table.name])

    def _other(self, value: Any) -> Any:
        """Another value, of the same kind or nearly so."""
        match value:
            case bool():
                return not value
            case int():
                return value + self._rng.choice((1, -1, 60_000_000, self._rng.randrange(1, LANES)))
            case str():
                return self._rng.choice((value + "x", value[:-1] or "x", value.swapcase() + "'", "中"))
            case bytes():
                return self._bytes(value)
            case _:
                return 1

    def _bytes(self, value: bytes) -> bytes:
        """A bit flipped, the end cut off, a byte more, two bytes exchanged, nothing."""
        at = self._rng.randrange(len(value))
        flipped = value[:at] + bytes((value[at] ^ 1 << self._rng.randrange(8),)) + value[at + 1 :]
        exchanged = value[at:] + value[:at]
        return self._rng.choice((flipped, flipped, value[:at], value + b"\0", exchanged, b""))


def _row(row: Any) -> Row:
    return dict(row._mapping)


def _take_off(connection: Connection, table: Table, row: Row) -> None:
    done = connection.execute(delete(table).where(and_(*(column == row[column.name] for column in table.primary_key))))
    if done.rowcount != 1:
        raise LookupError(f"{table.name}: {key_of(table, row)} is not there")


def named(mutation: Mutation, rows: dict[str, list[Row]]) -> set[tuple[Any, ...]]:
    """What verification must name, as ``places`` gives it; ``rows`` are the ledger's without the mutation."""
    touched = (*mutation.before, *mutation.after)
    if mutation.table in SEEN:
        return {(-1, row["id"]) for row in touched}
    if mutation.table is LANE:
        return {(row["id"], "") for row in touched}
    if mutation.table is AGGREGATE:
        return {(row["lane"], row["key"] if row["lane"] in range(LANES) else "") for row in touched}
    return {(lane, _first(mutation, rows, lane)) for lane in {row["lane"] for row in touched}}


def places(mutation: Mutation, found: Sequence[Difference]) -> set[tuple[Any, ...]]:
    """(lane, which row) of each difference."""
    if mutation.table in CHAINED:
        return {(one.lane, one.seq) for one in found}
    if mutation.table in SEEN:
        return {(one.lane, one.name) for one in found}
    return {(one.lane, one.key) for one in found}


def _first(mutation: Mutation, rows: dict[str, list[Row]], lane: int) -> int:
    """The journal row at which a lane's chain, or its changes, are no longer what they were."""
    if lane not in range(LANES):
        return 0
    keys = [column.name for column in mutation.table.primary_key]
    was = [row for row in rows[mutation.table.name] if row["lane"] == lane]
    off = [key_of(mutation.table, row) for row in mutation.before]
    now = [row for row in was if key_of(mutation.table, row) not in off]
    now += [row for row in mutation.after if row["lane"] == lane]
    was, now = (sorted(each, key=lambda row: [row[name] for name in keys]) for each in (was, now))
    at = next(
        (n for n, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), min(len(was), len(now))
    )
    if mutation.table is JOURNAL:
        return int(now[at]["seq"]) if at < len(now) else len(now)
    in_lane = sum(row["lane"] == lane for row in rows[JOURNAL.name])
    return int(was[at]["seq"]) if at < len(was) else in_lane
