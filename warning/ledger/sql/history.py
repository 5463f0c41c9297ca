"""The journal and the changes in their order, a page at a time, past SQLAlchemy: what a fold reads.

Within a transaction that the caller has begun. What is archived is read from there, if it can be
(``archived.Unread``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec.structs import force_setattr
from sqlalchemy import Connection, exists, select

from warning.ledger.journal import GENESIS, JournalRow
from warning.ledger.lanes import lane_of
from warning.ledger.sql.archived import ENDLESS as ENDLESS  # noqa: PLC0414 - readers know them from here
from warning.ledger.sql.archived import Changed as Changed  # noqa: PLC0414 - the same
from warning.ledger.sql.archived import changes_gone, rows_gone, rows_of_keys
from warning.ledger.sql.tables import AGGREGATE, ARCHIVED, CHANGE, JOURNAL, LANE
from warning.ledger.sql.write import driven, read

AT_ONCE: Final = 500
COLUMNS: Final = ", ".join(f'j."{column.name}"' for column in JOURNAL.columns)
CHANGED: Final = "c.seq, c.n, c.row_id, c.at, c.event_id, c.effect"
"""Of a change, beside its lane."""
POINTERS: Final = "c.seq, c.n, c.row_id, c.at"
TRUTHS: Final = (0, 1)
LEAST: Final = -(1 << 63)
"""A row that somebody has put before the first is read, too."""


def journal_of_lane(connection: Connection, lane: int, last: int = ENDLESS, after: int = LEAST) -> Iterator[JournalRow]:
    """The rows of a lane by their numbers, up to ``last``; with ``after`` (0 or more) those beyond it that are here."""
    if after == LEAST:
        yield from rows_gone(connection, lane, last)
    mark = _mark(connection)
    sql = (
        f"SELECT {COLUMNS} FROM {JOURNAL.name} j WHERE j.lane = {mark} AND j.seq >= {mark} AND j.seq <= {mark} "  # noqa: S608 - names are ours
        f"ORDER BY j.seq LIMIT {AT_ONCE}"
    )
    first = LEAST if after == LEAST else after + 1
    while first <= last:
        rows = driven(connection, sql, (lane, first, last))
        yield from map(_row, rows)
        if len(rows) < AT_ONCE:
            return
        first = rows[-1][1] + 1


def empty_lanes(connection: Connection) -> frozenset[int]:
    """The lanes with no row, change or aggregate, nothing archived, and their end where they began: nothing to read."""
    has = (~exists().where(table.c.lane == LANE.c.id) for table in (JOURNAL, CHANGE, AGGREGATE, ARCHIVED))
    query = select(LANE.c.id).where(LANE.c.seq == 0, LANE.c.head == GENESIS, *has)
    return frozenset(connection.execute(query).scalars())


def beyond_end(connection: Connection) -> tuple[int, int, int] | None:
    """The first lane that has rows behind its end: the lane, the end on record, the last row; None: there is none."""
    rows = read(
        connection,
        "SELECT id, seq, (SELECT max(j.seq) FROM journal j WHERE j.lane = lane.id) AS last FROM lane ORDER BY id",
    )
    return next(((lane, seq, last) for lane, seq, last in rows if last is not None and last > seq), None)


def journal_of_key(connection: Connection, key: str) -> Iterator[JournalRow]:
    """The rows of an aggregate by their numbers; all at once: an aggregate has few."""
    yield from rows_of_keys(connection, lane_of(key), (key,))
    mark = _mark(connection)
    sql = f"SELECT {COLUMNS} FROM {JOURNAL.name} j WHERE j.key = {mark} ORDER BY j.key_seq"  # noqa: S608 - names are ours
    yield from map(_row, driven(connection, sql, (key,)))


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
    yield from changes_gone(connection, lane, after, last)
    yield from _paged(connection, CHANGED, lane, after, last)


def pointers_of_lane(
    connection: Connection, lane: int, after: int = LEAST, last: int = ENDLESS
) -> Iterator[tuple[int, int, str, int]]:
    """The same without what they say: (seq, n, row's id, at)."""
    yield from (change[:4] for change in changes_gone(connection, lane, after, last))
    yield from _paged(connection, POINTERS, lane, after, last)


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
    """The changes that some rows of a lane made, in their order; ``seqs`` are in order."""
    if seqs:
        wanted = frozenset(seqs)
        yield from (one for one in changes_gone(connection, lane, seqs[0] - 1, seqs[-1]) if one[0] in wanted)
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
    seqs = {row.seq for row in rows_of_keys(connection, lane_of(key), (key,))}
    last = max(seqs, default=0)
    archived = [one for one in changes_gone(connection, lane_of(key), 0, last) if one[0] in seqs] if seqs else []
    sql = (
        f'SELECT {CHANGED} FROM {JOURNAL.name} j JOIN "{CHANGE.name}" c ON c.lane = j.lane AND c.seq = j.seq '  # noqa: S608 - names are ours
        f"WHERE j.key = {_mark(connection)} ORDER BY c.seq, c.n"
    )
    found: list[Any] = [tuple(row) for row in driven(connection, sql, (key,))]
    return [*archived, *found]


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"
