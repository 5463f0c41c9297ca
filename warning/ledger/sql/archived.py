"""Rows that lie in an archive and no longer here: up to where, and reading them as if they were.

Who opens a ledger gives its engine what reads archives (execution option ``archive``). Without it, or where a file is
not what was archived, whoever needs such a row is told so (``Unread``): nothing is ever passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from msgspec import Struct
from sqlalchemy import Connection, select

from warning.ledger.journal import JournalRow
from warning.ledger.lanes import LANES
from warning.ledger.sql import codec
from warning.ledger.sql.engine import OF_THIS_SNAPSHOT
from warning.ledger.sql.tables import ARCHIVED, JOURNAL
from warning.ledger.sql.write import read

OPTION: Final = "archive"
"""Of an engine: what reads archives."""
ENDLESS: Final = (1 << 63) - 1
Changed = tuple[int, int, str, int, str, bytes]
"""(seq, n, row's id, at in µs UTC, event, effect) of a change."""


class Boundary(Struct, frozen=True):
    """Rows ``first`` to ``seq`` of a lane lie in an archive at ``place``; ``digest`` is that of their description."""

    lane: int
    seq: int
    first: int
    link: bytes
    digest: bytes
    place: str


class Unread(Exception):
    """Rows are archived, and cannot be read.

    ``why``: ``away`` (the directory is not here), ``missing`` (the file is not in it), ``damaged`` (it is not what was
    archived; ``name`` says which).
    """

    def __init__(self, boundary: Boundary, why: str, place: str, name: str = "") -> None:
        super().__init__(f"lane {boundary.lane}, rows {boundary.first}-{boundary.seq}: {why}, {place} {name}".rstrip())
        self.boundary, self.why, self.place, self.name = boundary, why, place, name


class Archive(Protocol):
    """Reads what boundaries name.

    Raises:
        Unread: it cannot be, or is not what was archived.
    """

    def check(self, piece: Boundary) -> None:
        """Pass if all of a piece is there."""

    def rows(self, piece: Boundary) -> Iterator[JournalRow]:
        """Its rows, in their order."""

    def changes(self, piece: Boundary) -> Iterator[Changed]:
        """The changes of its rows, in their order."""


class Nowhere:
    """For a ledger that was opened without its archive."""

    def check(self, piece: Boundary) -> None:
        """Nothing is there."""
        raise Unread(piece, "away", piece.place)

    def rows(self, piece: Boundary) -> Iterator[JournalRow]:
        """None can be read."""
        raise Unread(piece, "away", piece.place)

    def changes(self, piece: Boundary) -> Iterator[Changed]:
        """None can be read."""
        raise Unread(piece, "away", piece.place)


def boundaries(connection: Connection, lane: int) -> list[Boundary]:
    """What is archived of a lane, in order. Within a snapshot all lanes are asked for at once."""
    kept: dict[int, list[Boundary]] | None = connection.get_execution_options().get(OF_THIS_SNAPSHOT)
    if kept is None:
        return _boundaries(connection, f"WHERE lane = {_mark(connection)}", (lane,))
    if not kept:
        kept.update((each, []) for each in range(LANES))
        for one in _boundaries(connection):
            kept.setdefault(one.lane, []).append(one)
    return list(kept.get(lane, ()))


def _boundaries(connection: Connection, where: str = "", given: Sequence[int] = ()) -> list[Boundary]:
    sql = f'SELECT lane, seq, "first", link, digest, place FROM {ARCHIVED.name} {where} ORDER BY lane, seq'  # noqa: S608 - names are ours
    rows = read(connection, sql, given)
    return [Boundary(row[0], row[1], row[2], codec.raw(row[3]), codec.raw(row[4]), row[5]) for row in rows]


def gone(connection: Connection, lane: int) -> list[tuple[Boundary, int]]:
    """Of what is archived what is no longer here, each with its last row that is not: a drop may be half done."""
    found = boundaries(connection, lane)
    if not found:
        return []
    first = _first(connection, lane)
    end = ENDLESS if first is None else first - 1
    return [(one, min(one.seq, end)) for one in found if one.first <= end]


def begun(connection: Connection, lane: int) -> list[Boundary]:
    """What is on record as archived and is still here, in part at least: its drop did not come to its end."""
    first = _first(connection, lane)
    return [] if first is None else [one for one in boundaries(connection, lane) if one.seq >= first]


def read_back(connection: Connection, piece: Boundary) -> tuple[Iterator[JournalRow], Iterator[Changed]]:
    """The rows and the changes that the archive has.

    Raises:
        Unread: it is not there, or not what was archived.
    """
    archive = _archive(connection)
    archive.check(piece)
    return archive.rows(piece), archive.changes(piece)


def rows_gone(connection: Connection, lane: int, last: int = ENDLESS) -> Iterator[JournalRow]:
    """The rows of a lane that are archived and not here, up to ``last``."""
    for piece, end in gone(connection, lane):
        for row in _archive(connection).rows(piece) if piece.first <= last else ():
            if row.seq > min(end, last):
                break
            yield row


def changes_gone(connection: Connection, lane: int, after: int, last: int) -> Iterator[Changed]:
    """The changes of such rows beyond ``after`` and up to ``last``."""
    for piece, end in gone(connection, lane):
        wanted = after < min(piece.seq, end) and piece.first <= last
        for change in _archive(connection).changes(piece) if wanted else ():
            if change[0] > min(end, last):
                break
            if change[0] > after:
                yield change


def rows_of_keys(connection: Connection, lane: int, keys: Sequence[str]) -> list[JournalRow]:
    """Of the rows that are archived and not here, those of some aggregates."""
    return [row for row in rows_gone(connection, lane) if row.key in keys]


def missing(connection: Connection, lane: int) -> Unread | None:
    """Why what is archived of a lane cannot be read; None: all of it can, or nothing is."""
    try:
        for piece, _ in gone(connection, lane):
            _archive(connection).check(piece)
    except Unread as unread:
        return unread
    return None


def link_at(connection: Connection, lane: int, seq: int) -> bytes | None:
    """The link of a row, wherever it is; None: there is none."""
    link = connection.execute(select(JOURNAL.c.link).where(JOURNAL.c.lane == lane, JOURNAL.c.seq == seq)).scalar()
    if link is not None:
        return codec.raw(link)
    for piece, _ in gone(connection, lane):
        if piece.seq == seq:
            return piece.link
        if piece.first <= seq < piece.seq:
            return next((row.link for row in _archive(connection).rows(piece) if row.seq == seq), None)
    return None


def _first(connection: Connection, lane: int) -> int | None:
    """The first row of a lane that is here."""
    sql = f"SELECT min(seq) FROM {JOURNAL.name} WHERE lane = {_mark(connection)}"  # noqa: S608 - names are ours
    first: int | None = read(connection, sql, (lane,))[0][0]
    return first


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"


def _archive(connection: Connection) -> Archive:
    found: Archive = connection.get_execution_options().get(OPTION) or Nowhere()
    return found
