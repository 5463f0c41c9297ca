"""Writes spans of a ledger as pieces of an archive: the same bytes at any time, whole as soon as they have their names.

What was written before goes on: a piece that is there and whole is not written again. Its description comes last.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, structs
from sqlalchemy import Connection, select

from warning.audit.archive.months import Pins, Span, end_of_month, spans
from warning.audit.export import effect_line, journal_line, packed
from warning.audit.verifier import anchor as anchors
from warning.audit.verifier import archives
from warning.audit.verifier.archives import Piece, Proof, Wrong
from warning.audit.verifier.bundle import EffectLine, File, JournalLine, described
from warning.audit.verifier.chain import Effect, Row, link_after
from warning.audit.verifier.databases import named
from warning.audit.verifier.source import Book
from warning.ledger.files import make_directory, write
from warning.ledger.journal import GENESIS
from warning.ledger.lanes import LANES
from warning.ledger.sql import codec
from warning.ledger.sql.archived import boundaries, link_at
from warning.ledger.sql.history import changes_of_lane, journal_of_lane
from warning.ledger.sql.ledger import About
from warning.ledger.sql.tables import FRAME

BESIDE: Final = ".new"
"""What a file is called until it is whole."""
Anchors = Callable[[int], bytes]
"""The anchor of a number, as stored."""


class Broken(Exception):
    """The rows are not linked: verify the ledger. ``seq``: the first that is not."""

    def __init__(self, lane: int, seq: int) -> None:
        super().__init__(f"lane {lane}, row {seq}")
        self.lane, self.seq = lane, seq


def unheard(_step: str) -> None:
    """Nobody listens."""


def planned(connection: Connection, month: str, pins: Mapping[int, Pins] | None) -> list[Span]:
    """What would be archived with a month, of all lanes; ``pins`` by lane.

    Raises:
        Rewritten: an anchored row is another one.
    """
    found: list[Span] = []
    for lane in range(LANES):
        archived = boundaries(connection, lane)
        first = archived[-1].seq + 1 if archived else 1
        found += spans(connection, lane, first, end_of_month(month), None if pins is None else pins[lane])
    return found


def waiting(connection: Connection, month: str, done: Iterable[Span | Piece]) -> int:
    """Rows of a month and of those before, of all lanes, that are not among the ``done`` nor archived before.

    They wait for an anchor that ends at them or behind them. What has not gone out of the outbox is not counted.
    """
    last = {one.lane: one.last for one in done}
    rows = 0
    for lane in range(LANES):
        archived = boundaries(connection, lane)
        first = 1 + max(last.get(lane, 0), archived[-1].seq if archived else 0)
        rows += sum(span.last - span.first + 1 for span in spans(connection, lane, first, end_of_month(month), None))
    return rows


class Written(Struct, frozen=True):
    """A piece, and whether it was there already."""

    piece: Piece
    before: bool


class Writer:
    """Writes into one directory."""

    def __init__(
        self, directory: Path, about: About, anchors: Anchors, reached: Callable[[str], None] = unheard
    ) -> None:
        """``reached`` hears of each step (for tests that end the process there)."""
        self._directory, self._about, self._anchors, self._reached = directory, about, anchors, reached

    def archive(
        self, connection: Connection, month: str, pins: Mapping[int, Pins] | None, tell: Callable[[int], None]
    ) -> Iterator[Written]:
        """Write what is closed with a month; ``pins`` by lane; ``tell`` hears of every lane done.

        Raises:
            OSError: a file cannot be written.
            Broken, Rewritten, Unexportable: the ledger is not what it must be.
        """
        for lane in range(LANES):
            archived = boundaries(connection, lane)
            first = archived[-1].seq + 1 if archived else 1
            while (kept := self._kept(connection, lane, first, month, proven=pins is not None)) is not None:
                yield Written(kept, before=True)
                first = kept.last + 1
            for span in spans(connection, lane, first, end_of_month(month), None if pins is None else pins[lane]):
                yield Written(self._write(connection, span), before=False)
            tell(lane)

    def _kept(self, connection: Connection, lane: int, first: int, month: str, *, proven: bool) -> Piece | None:
        """A piece that an earlier run has written, whole, of this ledger as it is."""
        begins = named(lane, first, 0).rpartition("-")[0]
        for path in sorted(self._directory.glob(f"{begins}-*{archives.DESCRIPTION}"), reverse=True):
            try:
                piece, _ = archives.described_in(self._directory, f"{lane:02}/{path.stem}")
                archives.check(self._directory, piece)
            except Wrong:
                continue
            whose = (piece.ledger, piece.created_at, piece.lane, piece.first)
            ours = whose == (self._about.name, self._about.created_at, lane, first) and piece.month <= month
            link = link_at(connection, lane, piece.last)
            if ours and link is not None and link.hex() == piece.link and (piece.proof is not None or not proven):
                return piece
        return None

    def _write(self, connection: Connection, span: Span) -> Piece:
        """Its files, then what describes them."""
        name = named(span.lane, span.first, span.last)
        rows = _Rows(connection, span)
        files = [self._lines(f"{name}{archives.JOURNAL}", rows.lines())]
        changes = _Changes(connection, span)
        files.append(self._lines(f"{name}{archives.CHANGES}", changes.lines()))
        files += [self._frame(connection, frame) for frame in sorted(rows.frames)]
        piece = Piece(
            format="warning-archive/1",
            ledger=self._about.name,
            created_at=self._about.created_at,
            lane=span.lane,
            month=span.month,
            first=span.first,
            last=span.last,
            before=rows.before.hex(),
            link=rows.head.hex(),
            changes=changes.number,
            cores=dict(sorted(rows.cores.items())),
            frames=tuple(sorted(rows.frames)),
            files=tuple(files),
            proof=self._proof(span) if span.anchor else None,
        )
        self._put(f"{name}{archives.DESCRIPTION}", described_as(piece))
        return piece

    def _frame(self, connection: Connection, name: str) -> File:
        """A rule book, once for all pieces; of one that was in force more than once the first time."""
        row = connection.execute(select(FRAME).where(FRAME.c.id == name).order_by(FRAME.c.in_force_at)).first()
        if row is None:
            raise Broken(-1, 0)
        book = Book(
            id=row.id, in_force_at=row.in_force_at, recorded_at=row.recorded_at, files=codec.raw(row.files).decode()
        )
        return self._put(archives.FRAMES.format(id=name), msgspec.json.encode(book) + b"\n")

    def _proof(self, span: Span) -> Proof:
        """The way from the span's last link to the root of its anchor, which is kept beside."""
        stored = self._anchors(span.anchor)
        found = anchors.read(stored)
        self._put(archives.ANCHORS.format(number=span.anchor), stored)
        path = anchors.path_of(found.lanes, span.lane)
        return Proof(anchor=span.anchor, sha256=anchors.digest(stored), root=found.root, path=path)

    def _lines(self, name: str, lines: Iterable[Struct]) -> File:
        with packed(self._directory, f"{name}{BESIDE}") as put:
            for line in lines:
                put(line)
        return self._named(name)

    def _put(self, name: str, raw: bytes) -> File:
        """A file, if it is not there with these bytes."""
        path = self._directory / name
        if not path.exists() or path.read_bytes() != raw:
            make_directory(path.parent)
            write(path.with_name(f"{path.name}{BESIDE}"), raw)
            return self._named(name)
        return described(path, name)

    def _named(self, name: str) -> File:
        """Give a file that is whole its name, once it is on the disk."""
        path = self._directory / name
        beside = path.with_name(f"{path.name}{BESIDE}")
        _to_disk(beside)
        self._reached(f"written {name}")
        os.replace(beside, path)  # noqa: PTH105 - a reader sees all of it or nothing
        _to_disk(path.parent)
        self._reached(f"named {name}")
        return described(path, name)


def described_as(piece: Piece) -> bytes:
    """A description as it is stored."""
    return msgspec.json.format(msgspec.json.encode(piece)) + b"\n"


def _to_disk(path: Path) -> None:
    found = os.open(path, os.O_RDONLY)
    try:
        os.fsync(found)
    finally:
        os.close(found)


class _Rows:
    """The rows of a span, walked: each must be linked to the one before."""

    def __init__(self, connection: Connection, span: Span) -> None:
        self._connection, self._span = connection, span
        self.before = self.head = link_at(connection, span.lane, span.first - 1) or GENESIS
        self.cores: Counter[str] = Counter()
        self.frames: set[str] = set()

    def lines(self) -> Iterator[JournalLine]:
        """As a file has them.

        Raises:
            Broken: they are not linked.
        """
        span, seq = self._span, self._span.first - 1
        for row in journal_of_lane(self._connection, span.lane, span.last, seq):
            seq += 1
            told = Row(*structs.astuple(row))
            if told.seq != seq or link_after(self.head, told) != told.link:
                raise Broken(span.lane, seq)
            self.head = told.link
            self.cores[told.core] += 1
            self.frames.add(told.frame)
            yield journal_line(told, None)
        if seq != span.last:
            raise Broken(span.lane, seq + 1)


class _Changes:
    """The changes of a span, counted."""

    def __init__(self, connection: Connection, span: Span) -> None:
        self._connection, self._span, self.number = connection, span, 0

    def lines(self) -> Iterator[EffectLine]:
        """As a file has them."""
        span = self._span
        for change in changes_of_lane(self._connection, span.lane, span.first - 1, span.last):
            self.number += 1
            yield effect_line(Effect(*change), span.lane)
