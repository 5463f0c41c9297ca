"""Sources: how far each has been read, moved by compare-and-set in the transaction of what was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import asdict, replace
from sqlalchemy import Connection, insert, select, update

from warning.core.scalars import HOUR
from warning.ledger.sql.tables import SOURCE
from warning.ledger.sql.write import Row, exchange, insert_new, read

TALLIED: Final = ("applied", "duplicate", "stale", "quarantined")
COMMANDS: Final = "commands"
"""The source to which acts of people are counted."""
AGAIN: Final = "quarantine:"
"""The source of a record of the quarantine that was taken after all begins so; its number follows."""
PATIENCE: Final = HOUR
"""How long a source that is read behind is waited for; then time goes on without it."""
WAITED: Final = "waited"
"""Kind of the rows that count what had waited, beside that of the source it came from."""


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
    blank: int = 0
    """Lines of a file in which there was nothing."""
    read_at: int = 0
    """When a file of a live ledger was last read on (µs UTC, by the wall's clock)."""

    def is_read(self, now: int) -> bool:
        """Whether somebody reads on in it, as far as can be told at an instant: who was interrupted leaves no word."""
        return not self.finished and self.received > 0 and now - self.read_at <= PATIENCE

    @property
    def passed(self) -> int:
        """Of a file: how many lines have been read, with something in them or not."""
        return self.position.line - 1 + self.position.taken

    def read_to(self, position: Position, records: int) -> Source:
        """The same file read on to a position, with so many records on the way; any other line was blank."""
        after = replace(self, position=position, records=self.records + records)
        return replace(after, blank=self.blank + after.passed - self.passed - records)


class SourceMoved(Exception):
    """Another process has read on in the same source: what this one read is not committed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the source {name} has been read on by another process")
        self.name = name


def source(connection: Connection, name: str) -> Source | None:
    """A source by its name."""
    row = connection.execute(select(SOURCE).where(SOURCE.c.name == name)).one_or_none()
    return None if row is None else _read(row)


def sources(connection: Connection) -> list[Source]:
    """All of them, by name."""
    return list(map(_read, read(connection, _ALL)))


_NAMES: Final = ", ".join([f'"{column.name}"' for column in SOURCE.columns])
_ALL: Final = f"SELECT {_NAMES} FROM source ORDER BY name"  # noqa: S608 - names are ours


def _read(row: Sequence[Any]) -> Source:
    """From the table's columns, in their order."""
    name, kind, offset, line, taken, beginning, received, finished, *counted = row
    return Source(name, kind, Position(offset, line, taken), bytes(beginning), received, bool(finished), *counted)


def _row(one: Source) -> Row:
    values = _values(one)
    return tuple(values[column.name] for column in SOURCE.columns)


def count(connection: Connection, name: str, kind: str, records: int, tally: Mapping[str, int]) -> None:
    """Add to what became of records that have no position, as commands of people."""
    table = SOURCE.c
    added = {"records": table.records + records, **{each: table[each] + tally[each] for each in TALLIED}}
    adding = update(SOURCE).where(table.name == name).values(**added)
    if not connection.execute(adding).rowcount:
        insert_new(connection, SOURCE, _values(Source(name, kind, finished=True)))  # two may begin at once
        connection.execute(adding)


def count_waited(connection: Connection, ended: Iterable[tuple[str, str, int]]) -> None:
    """Add to what became of records that had waited for their loan: (source, outcome, how many), by source.

    In a row beside that of their source, which whoever reads that one compares before it moves it.
    """
    for name, some in groupby(ended, key=lambda one: one[0]):
        tally = dict.fromkeys(TALLIED, 0) | {outcome: number for _, outcome, number in some}
        count(connection, f"{WAITED}:{name}", WAITED, 0, tally)


def together(found: Iterable[Source]) -> list[Source]:
    """Sources by name, each with what became of its records that had waited, as people think of it."""
    by_name: dict[str, Source] = {}
    for one in sorted(found, key=lambda one: one.kind == WAITED):
        name = one.name.removeprefix(f"{WAITED}:") if one.kind == WAITED else one.name
        own = by_name.get(name)
        added = {each: getattr(own, each) + getattr(one, each) for each in TALLIED} if own is not None else {}
        by_name[name] = replace(own or one, name=name, **added)
    return [by_name[name] for name in sorted(by_name)]


def _values(row: Source) -> dict[str, object]:
    values = asdict(row)
    position: Position = values.pop("position")
    return values | asdict(position)


def move_all(connection: Connection, moves: Sequence[tuple[Source, Source]]) -> None:
    """Move several, each from where it was found to where it has been read to.

    Raises:
        SourceMoved: one is not where it was found.
    """
    alone = connection.dialect.name == "sqlite"
    at_once = [] if alone else [(before, after) for before, after in moves if not _is_new(before)]
    if at_once:
        was, new = zip(*at_once, strict=True)
        found = exchange(connection, SOURCE, list(map(_row, was)), list(map(_row, new)))
        for before, _ in at_once:
            if before.name not in found:
                raise SourceMoved(before.name)
    for before, after in moves if alone else [pair for pair in moves if _is_new(pair[0])]:
        move(connection, before, after)


def _is_new(one: Source) -> bool:
    return one == Source(one.name, one.kind, beginning=one.beginning)


def move(connection: Connection, before: Source, after: Source) -> None:
    """Move a source from where it was found to where it has been read to.

    Raises:
        SourceMoved: it is not where it was found.
    """
    values = _values(after)
    if _is_new(before) and source(connection, before.name) is None:
        connection.execute(insert(SOURCE).values(**values))
        return
    was = before.position
    table = SOURCE.c
    here = (table.name == before.name, table.offset == was.offset, table.line == was.line, table.taken == was.taken)
    counted = (table[each] == getattr(before, each) for each in ("records", *TALLIED))
    unchanged = (*counted, table.finished == before.finished)
    if connection.execute(update(SOURCE).where(*here, *unchanged).values(**values)).rowcount != 1:
        raise SourceMoved(before.name)
