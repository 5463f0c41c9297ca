"""The journal and the changes in their order, a page at a time, past SQLAlchemy: what a fold reads.

Within a transaction that the caller has begun.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec.structs import force_setattr
from sqlalchemy import Connection

from warning.ledger.journal import JournalRow
from warning.ledger.sql.tables import CHANGE, JOURNAL
from warning.ledger.sql.write import driven

AT_ONCE: Final = 500
COLUMNS: Final = ", ".join(f'j."{column.name}"' for column in JOURNAL.columns)
CHANGED: Final = "c.seq, c.n, c.row_id, c.at, c.event_id, c.effect"
"""Of a change, beside its lane."""
POINTERS: Final = "c.seq, c.n, c.row_id, c.at"
TRUTHS: Final = (0, 1)
ENDLESS: Final = (1 << 63) - 1
LEAST: Final = -(1 << 63)
"""A row that somebody has put before the first is read, too."""
Changed = tuple[int, int, str, int, str, bytes]
"""(seq, n, row's id, at in µs UTC, event, effect) of a change."""


def journal_of_lane(connection: Connection, lane: int, last: int = ENDLESS) -> Iterator[JournalRow]:
    """The rows of a lane by their numbers, up to ``last``."""
    mark = _mark(connection)
    sql = (
        f"SELECT {COLUMNS} FROM {JOURNAL.name} j WHERE j.lane = {mark} AND j.seq >= {mark} AND j.seq <= {mark} "  # noqa: S608 - names are ours
        f"ORDER BY j.seq LIMIT {AT_ONCE}"
    )
    first = LEAST
    while first <= last:
        rows = driven(connection, sql, (lane, first, last))
        yield from map(_row, rows)
        if len(rows) < AT_ONCE:
            return
        first = rows[-1][1] + 1


def journal_of_key(connection: Connection, key: str) -> Iterator[JournalRow]:
    """The rows of an aggregate by their numbers; all at once: an aggregate has few."""
    mark = _mark(connection)
    sql = f"SELECT {COLUMNS} FROM {JOURNAL.name} j WHERE j.key = {mark} ORDER BY j.key_seq"  # noqa: S608 - names are ours
    return map(_row, driven(connection, sql, (key,)))


def journal_of_keys(connection: Connection, keys: Sequence[str]) -> Iterator[JournalRow]:
    """The rows of some aggregates, each by its numbers, in the order of the keys."""
    marks = ", ".join(_mark(connection) for _ in keys)
    sql = f"SELECT {COLUMNS} FROM {JOURNAL.name} j WHERE j.key IN ({marks}) ORDER BY j.key, j.key_seq"  # noqa: S608 - names are ours
    return map(_row, driven(connection, sql, tuple(keys))) if keys else iter(())


def _row(values: tuple[Any, ...]) -> JournalRow:
    row = JournalRow(*values)
    if type(row.held) is int and row.held in TRUTHS:  # SQLite's; whatever else stands there breaks the link
        force_setattr(row, "held", row.held == 1)
    return row


def changes_of_lane(connection: Connection, lane: int, after: int = LEAST, last: int = ENDLESS) -> Iterator[Changed]:
    """The changes of a lane in their order, of rows beyond ``after`` and up to ``last``."""
    return _paged(connection, CHANGED, lane, after, last)


def pointers_of_lane(
    connection: Connection, lane: int, after: int = LEAST, last: int = ENDLESS
) -> Iterator[tuple[int, int, str, int]]:
    """The same without what they say: (seq, n, row's id, at)."""
    return _paged(connection, POINTERS, lane, after, last)


def _paged(connection: Connection, wanted: str, lane: int, after: int, last: int) -> Iterator[Any]:
    mark = _mark(connection)
    sql = (
        f'SELECT {wanted} FROM "{CHANGE.name}" c WHERE c.lane = {mark} AND (c.seq, c.n) > ({mark}, {mark}) '  # noqa: S608 - names are ours
        f"AND c.seq <= {mark} ORDER BY c.seq, c.n LIMIT {AT_ONCE}"
    )
    place = (after, LEAST if after == LEAST else ENDLESS >> 32)
    while True:
        rows = driven(connection, sql, (lane, *place, last))
        yield from map(tuple, rows)
        if len(rows) < AT_ONCE:
            return
        place = (rows[-1][0], rows[-1][1])


def changes_at(connection: Connection, lane: int, seqs: Sequence[int]) -> Iterator[Changed]:
    """The changes that some rows of a lane made, in their order."""
    for at in range(0, len(seqs), AT_ONCE):
        part = seqs[at : at + AT_ONCE]
        marks = ", ".join(_mark(connection) for _ in part)
        sql = (
            f'SELECT {CHANGED} FROM "{CHANGE.name}" c WHERE c.lane = {_mark(connection)} AND c.seq IN ({marks}) '  # noqa: S608 - names are ours
            "ORDER BY c.seq, c.n"
        )
        rows: Any = driven(connection, sql, (lane, *part))
        yield from rows


def changes_of_key(connection: Connection, key: str) -> list[Changed]:
    """The changes that the rows of an aggregate made, in their order."""
    sql = (
        f'SELECT {CHANGED} FROM {JOURNAL.name} j JOIN "{CHANGE.name}" c ON c.lane = j.lane AND c.seq = j.seq '  # noqa: S608 - names are ours
        f"WHERE j.key = {_mark(connection)} ORDER BY c.seq, c.n"
    )
    found: list[Any] = [tuple(row) for row in driven(connection, sql, (key,))]
    return found


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"
