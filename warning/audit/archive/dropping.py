"""Drops what is archived from a ledger: first the files are read back from the disk and held against its own rows.

The boundary is on record before the first row goes, and rows go from the lane's beginning, some at a time: wherever it
is stopped, each row is in the ledger or in the archive, and who reads knows where. A second run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec import Struct, structs
from sqlalchemy import Connection, delete, false, func, insert, select

from warning.audit.verifier import archives
from warning.audit.verifier.archives import Piece
from warning.audit.verifier.chain import Effect
from warning.audit.verifier.databases import named
from warning.audit.verifier.source import Unreadable
from warning.ledger.lanes import LANES
from warning.ledger.sql.archived import Boundary, Unread, begun, boundaries, read_back
from warning.ledger.sql.history import changes_of_lane, journal_of_lane
from warning.ledger.sql.ledger import SqlLedger
from warning.ledger.sql.tables import ARCHIVED, CHANGE, JOURNAL

AT_ONCE: Final = 2_000
"""Rows that a transaction drops."""


class Differs(Exception):
    """A piece read back is not what the ledger has. ``name`` says which file."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Dropped(Struct, frozen=True):
    """Rows that were dropped of a lane, up to ``seq``."""

    lane: int
    seq: int
    rows: int


def may_drop(ledger: SqlLedger) -> None:
    """Pass if whoever has opened the ledger may drop from it: nothing is dropped, in the ways in which it would be.

    Raises:
        DBAPIError: the database refuses.
    """
    boundary = ARCHIVED.c["lane", "seq", "first", "link", "digest", "place", "at", "by"]
    with ledger.apart() as connection:
        connection.execute(insert(ARCHIVED).from_select(list(boundary.keys()), select(*boundary).where(false())))
        for table in (CHANGE, JOURNAL):
            connection.execute(delete(table).where(table.c.lane < 0))


def drop(
    ledger: SqlLedger,
    directory: Path,
    pieces: Iterable[Piece],
    *,
    at: int,
    by: str,
    reached: Callable[[str], None] = lambda _: None,
) -> Iterator[Dropped]:
    """Record pieces as archived, and drop their rows; and what an earlier run left, once its files are read back too.

    Args:
        ledger: whose rows.
        directory: where the pieces are: on record from now on.
        pieces: those that are not on record, in order.
        at: now (µs UTC).
        by: who archives.
        reached: hears of each step.

    Raises:
        Differs: what is read back is not what the ledger has; nothing of it was dropped.
        Wrong: a file is not what its description says.
        Unread: what an earlier run left is not in its archive, or not as it was archived; nothing was dropped.
    """
    for lane in range(LANES):
        with ledger.engine.connect() as connection, connection.begin():
            for left in begun(connection, lane):
                _there(connection, left)
    for piece in pieces:
        _verified(ledger, directory, piece)
        reached(f"verified {piece.name}")
        with ledger.apart() as connection:
            _record(connection, directory, piece, at, by)
        reached(f"recorded {piece.name}")
        yield _drop(ledger, piece.lane, piece.last, reached)
    for lane in range(LANES):
        with ledger.engine.connect() as connection:
            found = boundaries(connection, lane)
        if found and (more := _drop(ledger, lane, found[-1].seq, reached)).rows:
            yield more


def _there(connection: Connection, left: Boundary) -> None:
    """Pass if the archive has what is on record: by its digest, and each row and change that is still here."""
    rows, changes = read_back(connection, left)
    of_lane = select(func.min(JOURNAL.c.seq)).where(JOURNAL.c.lane == left.lane)
    first = max(left.first, connection.execute(of_lane).scalar_one())
    here = journal_of_lane(connection, left.lane, left.seq, first - 1)
    told = changes_of_lane(connection, left.lane, first - 1, left.seq)
    kept = (row for row in rows if row.seq >= first)
    named_so = (change for change in changes if change[0] >= first)
    if not all(one == other for one, other in (*_both(here, kept), *_both(told, named_so))):
        raise Unread(left, "damaged", left.place, named(left.lane, left.first, left.seq))


def _verified(ledger: SqlLedger, directory: Path, piece: Piece) -> None:
    """Read a piece back; digests, numbers, links and every row and change must be those of the ledger."""
    found, _ = archives.described_in(directory, piece.name)
    archives.check(directory, found)
    try:
        whole = found == piece and archives.chained(directory, piece)
        with ledger.engine.connect() as connection, connection.begin():
            whole = whole and _same_rows(connection, directory, piece) and _same_changes(connection, directory, piece)
    except Unreadable as wrong:
        raise Differs(wrong.name) from None
    if not whole:
        raise Differs(piece.name)


def _same_rows(connection: Connection, directory: Path, piece: Piece) -> bool:
    here = journal_of_lane(connection, piece.lane, piece.last, piece.first - 1)
    kept = (structs.astuple(row)[:-1] for row in archives.rows(directory, piece))
    return all(one == other for one, other in _both(map(structs.astuple, here), kept))


def _same_changes(connection: Connection, directory: Path, piece: Piece) -> bool:
    here = (Effect(*one) for one in changes_of_lane(connection, piece.lane, piece.first - 1, piece.last))
    return all(one == other for one, other in _both(here, archives.effects(directory, piece)))


def _both(ones: Iterable[object], others: Iterable[object]) -> Iterator[tuple[object, object]]:
    """Side by side, with nothing where one of them has ended."""
    left, right = iter(ones), iter(others)
    while True:
        one, other = next(left, None), next(right, None)
        if one is None and other is None:
            return
        yield one, other


def _record(connection: Connection, directory: Path, piece: Piece, at: int, by: str) -> None:
    raw = (directory / f"{piece.name}{archives.DESCRIPTION}").read_bytes()
    values = {"lane": piece.lane, "seq": piece.last, "first": piece.first, "link": bytes.fromhex(piece.link)}
    told = {"digest": sha256(raw).digest(), "place": str(directory.absolute()), "at": at, "by": by}
    connection.execute(insert(ARCHIVED).values(**values, **told))


def _drop(ledger: SqlLedger, lane: int, last: int, reached: Callable[[str], None]) -> Dropped:
    """Rows of a lane up to one that is archived."""
    rows = 0
    while True:
        with ledger.apart() as connection:
            where = (JOURNAL.c.lane == lane, JOURNAL.c.seq <= last)
            first = connection.execute(select(func.min(JOURNAL.c.seq)).where(*where)).scalar()
            if first is None:
                return Dropped(lane, last, rows)
            until = min(last, first + AT_ONCE - 1)
            connection.execute(delete(CHANGE).where(CHANGE.c.lane == lane, CHANGE.c.seq <= until))
            gone = delete(JOURNAL).where(JOURNAL.c.lane == lane, JOURNAL.c.seq <= until)
            rows += connection.execute(gone).rowcount
        reached(f"dropped {lane:02}/{until:012}")
