"""Sources: how far each has been read, moved by compare-and-set in the transaction of what was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import Connection, RowMapping, insert, select, update

from warning.ledger.sql.tables import SOURCE

TALLIED: Final = ("applied", "duplicate", "stale", "quarantined")


class Position(Struct, frozen=True, gc=False):
    """All before ``offset`` (bytes; ``line`` from 1) is done, and ``taken`` records of the instant beginning there."""

    offset: int = 0
    line: int = 1
    taken: int = 0


class Source(Struct, frozen=True):
    """A source as the ledger has it."""

    name: str
    kind: str
    position: Position = Position()
    beginning: bytes = b""
    """Digest of its first bytes: another file of the same name is told apart."""
    received: int = 0
    """The instant of the last record read."""
    finished: bool = False
    records: int = 0
    applied: int = 0
    duplicate: int = 0
    stale: int = 0
    quarantined: int = 0


class SourceMoved(Exception):
    """Another process has read on in the same source: what this one read is not committed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the source {name} has been read on by another process")
        self.name = name


def source(connection: Connection, name: str) -> Source | None:
    """A source by its name."""
    row = connection.execute(select(SOURCE).where(SOURCE.c.name == name)).mappings().one_or_none()
    return None if row is None else _read(row)


def sources(connection: Connection) -> list[Source]:
    """All of them, by name."""
    return [_read(row) for row in connection.execute(select(SOURCE).order_by(SOURCE.c.name)).mappings()]


def _read(row: RowMapping) -> Source:
    return Source(
        name=row["name"],
        kind=row["kind"],
        position=Position(row["offset"], row["line"], row["taken"]),
        beginning=bytes(row["beginning"]),
        received=row["received"],
        finished=row["finished"],
        records=row["records"],
        applied=row["applied"],
        duplicate=row["duplicate"],
        stale=row["stale"],
        quarantined=row["quarantined"],
    )


def count(connection: Connection, name: str, kind: str, records: int, tally: Mapping[str, int]) -> None:
    """Add to what became of records that have no position: commands of people, waits that ended."""
    table = SOURCE.c
    added = {"records": table.records + records, **{each: table[each] + tally[each] for each in TALLIED}}
    if connection.execute(update(SOURCE).where(table.name == name).values(**added)).rowcount:
        return
    new = _values(Source(name, kind, finished=True, records=records)) | {each: tally[each] for each in TALLIED}
    connection.execute(insert(SOURCE).values(**new))


def _values(row: Source) -> dict[str, object]:
    values = asdict(row)
    position: Position = values.pop("position")
    return values | asdict(position)


def move(connection: Connection, before: Source, after: Source) -> None:
    """Move a source from where it was found to where it has been read to.

    Raises:
        SourceMoved: it is not where it was found.
    """
    values = _values(after)
    new = before == Source(before.name, before.kind, beginning=before.beginning)
    if new and source(connection, before.name) is None:
        connection.execute(insert(SOURCE).values(**values))
        return
    was = before.position
    table = SOURCE.c
    here = (table.name == before.name, table.offset == was.offset, table.line == was.line, table.taken == was.taken)
    unchanged = (table.records == before.records, table.finished == before.finished)
    if connection.execute(update(SOURCE).where(*here, *unchanged).values(**values)).rowcount != 1:
        raise SourceMoved(before.name)
