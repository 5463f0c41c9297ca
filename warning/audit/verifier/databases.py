"""Ledgers in databases, read by the database's own driver: a file of SQLite, or PostgreSQL. Nothing is ever written."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import structs

from warning.audit.verifier.chain import GENESIS, LANES, Effect, Row
from warning.audit.verifier.findings import Finding, Ledger, NotRead
from warning.audit.verifier.source import Book, Proposal, Unreadable
from warning.audit.verifier.told import Waits

if TYPE_CHECKING:
    import psycopg

ROWS: Final = (
    "SELECT lane, seq, key, key_seq, at, received, occurred, kind, event_id, source, origin, held, frame, core, "
    "payload, payload_digest, effects_digest, link FROM journal WHERE lane = {lane}{beyond} ORDER BY seq"
)
CHANGES: Final = "SELECT seq, n, row_id, at, event_id, effect FROM change WHERE lane = {lane}{beyond} ORDER BY seq, n"
ARCHIVED: Final = "SELECT lane, seq, first, link, digest, place FROM archived WHERE lane = {lane} ORDER BY seq"
HELD: Final = 11
"""Which of these is the truth value."""
STRAYS: Final = (("lane", "id"), ("journal", "lane"), ("change", "lane"))
AT_ONCE: Final = 2_000
"""Rows that a server sends at a time."""
WAIT_S: Final = 30


class Failed(Exception):
    """A database failed while it was read, in its own words: nothing is known of what it holds."""


class Boundary(NamedTuple):
    """Rows ``first`` to ``seq`` of a lane are archived at ``place``; with the last one's link.

    ``digest`` is that of the bytes of their description.
    """

    lane: int
    seq: int
    first: int
    link: bytes
    digest: bytes
    place: str

    @property
    def name(self) -> str:
        """What the names of its files begin with, below the archive's directory."""
        return named(self.lane, self.first, self.seq)


def named(lane: int, first: int, last: int) -> str:
    """What files are called that hold rows of a lane."""
    return f"{lane:02}/{first:012}-{last:012}"


def open_database(place: str) -> Database:
    """A ledger at ``postgresql://…``, or the path of a file of SQLite.

    Raises:
        Unreadable: there is none.
    """
    if place.startswith("postgresql"):
        return PostgreSQL(place)
    return SQLite(Path(place.removeprefix("sqlite:///")))


class Database:
    """What both have in common; ``core`` is empty, as only effects that changed a row are on file.

    Alone it is a ledger that has dropped nothing; ``archives.Joined`` reads what it has dropped, too.
    """

    core: Final = ""
    not_read: Final[Sequence[NotRead]] = ()

    def begins(self, lane: int) -> tuple[int, bytes]:  # noqa: ARG002 - as any source
        """At the beginning."""
        return 0, GENESIS

    def __init__(self, name: str) -> None:
        self._name = name
        found = self.all("SELECT name, created_at, clock, live_from FROM ledger")
        if len(found) != 1:
            raise Unreadable(name, "no ledger")
        self.ledger = Ledger(*found[0])

    def stream(self, question: str) -> Iterable[Any]:
        """The rows of an answer, as they come."""
        raise NotImplementedError

    def all(self, question: str) -> list[Any]:
        """All rows of a short answer."""
        raise NotImplementedError

    def snapshot(self) -> AbstractContextManager[object]:
        """What is read within is of one instant."""
        raise NotImplementedError

    def close(self) -> None:
        """Give back the connection."""
        raise NotImplementedError

    def same(self) -> bool:
        """Whether the place still holds the ledger that was opened."""
        return self.all("SELECT name, created_at, clock, live_from FROM ledger") == [structs.astuple(self.ledger)]

    def books(self) -> Iterator[Book]:
        """Its rule books, in the order of their instants."""
        question = "SELECT id, in_force_at, recorded_at, files FROM frame ORDER BY in_force_at, id"
        for name, in_force_at, recorded_at, files in self.all(question):
            yield Book(id=name, in_force_at=in_force_at, recorded_at=recorded_at, files=_files(files))

    def proposals(self) -> Iterator[Proposal]:
        """What it keeps of the books that were proposed."""
        question = "SELECT proposal, frame, files, report FROM proposed_book ORDER BY proposal"
        for name, frame, files, report in self.all(question):
            yield Proposal(name, frame, _digest(files), "" if report is None else _digest(report))

    def stands(self, lane: int) -> tuple[int, bytes] | None:
        """How many rows a lane has and the link of the last, as is on record."""
        found = self.all(f"SELECT seq, head FROM lane WHERE id = {int(lane)}")  # noqa: S608 - a number
        return (found[0][0], found[0][1]) if found else None

    def heads(self) -> dict[int, tuple[int, bytes]]:
        """Those of all lanes, at one instant."""
        return {lane: (seq, head) for lane, seq, head in self.all("SELECT id, seq, head FROM lane ORDER BY id")}

    def link_of(self, lane: int, seq: int) -> bytes | None:
        """The link of a row, also of the last that an archive has; None: there is none here."""
        which = f"lane = {int(lane)} AND seq = {int(seq)}"
        for table in ("journal", "archived"):
            found: list[tuple[bytes]] = self.all(f"SELECT link FROM {table} WHERE {which}")  # noqa: S608 - names of ours, and numbers
            if found:
                return found[0][0]
        return None

    def boundaries(self, lane: int) -> list[Boundary]:
        """What is archived of a lane, in order."""
        return [Boundary(*row) for row in self.all(ARCHIVED.format(lane=int(lane)))]

    def first(self, lane: int) -> int | None:
        """The number of the first row of a lane that is here; None: none is."""
        found: list[tuple[int | None]] = self.all(f"SELECT min(seq) FROM journal WHERE lane = {int(lane)}")  # noqa: S608 - a number
        return found[0][0]

    def rows(self, lane: int, after: int | None = None) -> Iterator[Row]:
        """The journal of a lane, by its numbers; beyond ``after``, if that is told."""
        for row in self.stream(ROWS.format(lane=int(lane), beyond=_beyond(after))):
            yield Row(*row)

    def effects(self, lane: int, after: int | None = None) -> Iterator[Effect]:
        """The changes of a lane."""
        for row in self.stream(CHANGES.format(lane=int(lane), beyond=_beyond(after))):
            yield Effect(*row)

    def waits(self) -> Iterator[Waits]:
        """What was told and not heard yet."""
        for lane, at, told in self.stream("SELECT lane, at, told FROM inbox ORDER BY id"):
            yield Waits(lane, at, _files(told))

    def strays(self) -> Iterator[Finding]:
        """Rows of lanes that there are not."""
        for table, column in STRAYS:
            outside = f"SELECT DISTINCT {column} FROM {table} WHERE {column} NOT BETWEEN 0 AND {LANES - 1}"  # noqa: S608 - names of ours
            for (lane,) in self.all(outside):
                yield Finding(lane if isinstance(lane, int) else -1, 0, "lane", name=table)


def _files(stored: object) -> str:
    """The files of a rule book, or a fact, whatever SQLite was given to keep."""
    return stored.decode(errors="replace") if isinstance(stored, bytes) else str(stored)


def _digest(stored: object) -> str:
    return sha256(stored if isinstance(stored, bytes) else str(stored).encode(errors="replace")).hexdigest()


def _beyond(after: int | None) -> str:
    return "" if after is None else f" AND seq > {int(after)}"


class SQLite(Database):
    """A file of SQLite."""

    def __init__(self, path: Path) -> None:
        """Open it to read.

        Raises:
            Unreadable: it is not there, or no ledger.
        """
        try:
            self._connection = sqlite3.connect(_address(path), uri=True, isolation_level=None, timeout=WAIT_S)
            self._connection.text_factory = _text
            super().__init__(str(path))
            self._path, self._file = path, _identity(path)
        except (sqlite3.Error, Failed) as failed:
            raise Unreadable(str(path), str(failed)) from None

    def same(self) -> bool:
        """And whether it is the same file: one that was removed or replaced can still be read by who has it open."""
        return _identity(self._path) == self._file and super().same()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """One reading transaction."""
        try:
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("COMMIT")
        except sqlite3.Error as failed:
            raise Failed(str(failed)) from None

    def all(self, question: str) -> list[Any]:
        """All rows of a short answer."""
        return list(self.stream(question))

    def stream(self, question: str) -> Iterator[Any]:
        """As SQLite gives them."""
        try:
            with closing(self._connection.execute(question)) as answer:
                yield from answer
        except sqlite3.Error as failed:
            raise Failed(str(failed)) from None

    def rows(self, lane: int, after: int | None = None) -> Iterator[Row]:
        """The journal; SQLite has no truth values, and what is none of 0 and 1 is left as it is."""
        for row in self.stream(ROWS.format(lane=int(lane), beyond=_beyond(after))):
            fields: list[Any] = list(row)
            fields[HELD] = {0: False, 1: True}.get(fields[HELD], fields[HELD])
            yield Row(*fields)


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is; None: there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _address(path: Path) -> str:
    """The file, to be read only; one in a directory that nobody may write, as it is: no other process has it open."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    alone = not path.with_name(path.name + "-wal").exists()
    return f"{address}&immutable=1" if alone and not os.access(path.parent, os.W_OK) else address


def _text(raw: bytes) -> str:
    """What is no UTF-8 cannot have been written by a ledger: it reads as something else than was linked."""
    return raw.decode("utf-8", "replace")


class PostgreSQL(Database):
    """A database on a server."""

    def __init__(self, url: str) -> None:
        """Connect, to read only, each transaction on a snapshot of its own.

        Raises:
            Unreadable: no server is there, or it holds no ledger.
        """
        import psycopg  # noqa: PLC0415 - whoever reads files needs none

        self._cursors, self._error = count(), psycopg.Error
        name = url.rpartition("@")[2]
        self._connect = partial(_connected, url)
        try:
            self._connection = self._connect()
            super().__init__(name)
        except (psycopg.Error, Failed) as failed:
            raise Unreadable(name, str(failed)) from None

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except self._error as failed:
            raise Failed(str(failed)) from None

    def close(self) -> None:
        """Give back the connection."""
        self._connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """One transaction; a connection that was lost is made anew."""
        with self._telling():
            if self._connection.closed:
                self._connection = self._connect()
            with self._connection.transaction():
                yield

    def all(self, question: str) -> list[Any]:
        """All rows of a short answer."""
        with self._telling():
            return self._connection.execute(question, binary=True).fetchall()

    def stream(self, question: str) -> Iterator[Any]:
        """Within a snapshot, as the server sends them, some at a time."""
        with self._telling(), self._connection.cursor(name=f"c{next(self._cursors)}") as answer:
            answer.itersize = AT_ONCE
            answer.execute(question, binary=True)
            yield from answer


def _connected(url: str) -> psycopg.Connection:
    """A connection that can only read, each transaction on a snapshot of its own."""
    import psycopg  # noqa: PLC0415 - whoever reads files needs none

    connection = psycopg.connect(url, autocommit=True)
    connection.read_only = True
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    return connection
