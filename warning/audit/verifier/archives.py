"""Archives: closed months of a lane as files (docs/audit-format.md), and a database with the rows it has dropped.

A piece is a description (JSON) and two files of lines, as in a bundle. The database says which pieces there are, with
the digest of each description; so whoever exchanges a file is found, and whoever writes the database, too, is found by
links and anchors, as anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import MsgspecError, Struct

from warning.audit.verifier.anchor import Broken, digest, read, root_of, stored_in
from warning.audit.verifier.bundle import (
    LARGEST_LINE,
    EffectLine,
    File,
    JournalLine,
    described,
    effects_in,
    lines,
    rows_in,
)
from warning.audit.verifier.chain import GENESIS, Effect, Row, link_after
from warning.audit.verifier.databases import Boundary, Database, named
from warning.audit.verifier.findings import Finding, Ledger, NotRead
from warning.audit.verifier.source import Book, Proposal, Unreadable, whole
from warning.audit.verifier.told import Waits

FORMAT: Final = "warning-archive/1"
DESCRIPTION: Final = ".json"
JOURNAL: Final = ".journal.jsonl.gz"
CHANGES: Final = ".changes.jsonl.gz"
FRAMES: Final = "frames/{id}.json"
ANCHORS: Final = "anchors/{number:09}.json"


class Proof(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That an anchor has a piece's last link: from the leaf to the root, each step ``[side, digest]`` of the other."""

    anchor: int
    sha256: str
    """Of the anchor as stored."""
    root: str
    path: tuple[tuple[Literal["left", "right"], str], ...]


class Piece(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows ``first`` to ``last`` of a lane. Digests and links are hexadecimal."""

    format: Literal["warning-archive/1"]
    ledger: str
    created_at: int
    lane: int
    month: str
    """``2026-10``: no row of it has an ``at`` beyond its end."""
    first: int
    last: int
    before: str
    """The link of the row before the first; 64 zeros: there is none."""
    link: str
    """Of the last row."""
    changes: int
    cores: dict[str, int]
    """Core version -> rows that it decided."""
    frames: tuple[str, ...]
    """The ids of the rule books of these rows."""
    files: tuple[File, ...]
    proof: Proof | None

    @property
    def name(self) -> str:
        """What its files' names begin with."""
        return named(self.lane, self.first, self.last)


class Wrong(Exception):
    """A piece is not what was archived. ``code``: ``archive_missing``, ``archive_file``, ``archive_proof``."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__(f"{code}: {name}")
        self.code, self.name = code, name


def piece_of(directory: Path, boundary: Boundary, ledger: Ledger) -> Piece:
    """What a boundary names, looked at whole: description, files, proof.

    Raises:
        Wrong: it is not there, or not what was archived.
    """
    name = boundary.name
    piece, raw = described_in(directory, name)
    whose = (piece.ledger, piece.created_at, piece.name, piece.link)
    as_told = (ledger.name, ledger.created_at, name, boundary.link.hex())
    if sha256(raw).digest() != boundary.digest or whose != as_told:
        raise Wrong("archive_file", f"{name}{DESCRIPTION}")
    check(directory, piece)
    return piece


def described_in(directory: Path, name: str) -> tuple[Piece, bytes]:
    """A description, and its bytes.

    Raises:
        Wrong: it is not there, or is none.
    """
    path = directory / f"{name}{DESCRIPTION}"
    try:
        raw = whole(path, LARGEST_LINE)
        return msgspec.json.decode(raw, type=Piece), raw
    except FileNotFoundError:
        raise Wrong("archive_missing", f"{name}{DESCRIPTION}") from None
    except (OSError, MsgspecError, UnicodeDecodeError, Unreadable):
        raise Wrong("archive_file", f"{name}{DESCRIPTION}") from None


def check(directory: Path, piece: Piece) -> None:
    """Hold the files of a piece against their digests, and its proof against the anchor beside it.

    Raises:
        Wrong: something is not there, or not what the description says.
    """
    told = {file.path: file for file in piece.files}
    for name in sorted({*told, *(f"{piece.name}{ending}" for ending in (JOURNAL, CHANGES))}):
        try:
            found = described(directory / name, name)
        except FileNotFoundError:
            raise Wrong("archive_missing", name) from None
        except OSError:
            raise Wrong("archive_file", name) from None
        if told.get(name) != found:
            raise Wrong("archive_file", name)
    if piece.proof is not None and not _proven(directory, piece, piece.proof):
        raise Wrong("archive_proof", f"{piece.name}{DESCRIPTION}")


def _proven(directory: Path, piece: Piece, proof: Proof) -> bool:
    """Whether the path leads from the last link to the root of the anchor beside it."""
    try:
        stored = stored_in(directory / ANCHORS.format(number=proof.anchor))
        anchor = read(stored)
        found = root_of((piece.lane, piece.last, piece.link), proof.path)
    except (OSError, Broken, ValueError):
        return False
    return (digest(stored), anchor.number, anchor.root, found) == (proof.sha256, proof.anchor, proof.root, proof.root)


def rows(directory: Path, piece: Piece) -> Iterator[Row]:
    """The rows of a piece.

    Raises:
        Unreadable: the file is damaged.
    """
    name = f"{piece.name}{JOURNAL}"
    return rows_in(name, lines(directory, name, JournalLine))


def effects(directory: Path, piece: Piece) -> Iterator[Effect]:
    """The changes of a piece's rows.

    Raises:
        Unreadable: the file is damaged.
    """
    return effects_in(lines(directory, f"{piece.name}{CHANGES}", EffectLine))


def chained(directory: Path, piece: Piece) -> bool:
    """Whether the rows of a piece are numbered and linked from what stood before to the link it ends in."""
    seq, head = piece.first - 1, bytes.fromhex(piece.before)
    for row in rows(directory, piece):
        if (row.lane, row.seq) != (piece.lane, seq + 1) or link_after(head, row) != row.link:
            return False
        seq, head = row.seq, row.link
    return (seq, head.hex()) == (piece.last, piece.link)


class Joined:
    """A database together with what it has dropped, as one source."""

    def __init__(self, database: Database, directory: Path | None = None) -> None:
        """``directory``: where the archive is, wherever it was when it was made."""
        self.ledger, self.core = database.ledger, database.core
        self.not_read: list[NotRead] = []
        """What is archived and could not be looked at, as the archive is not here."""
        self._database, self._directory = database, directory
        self._pieces: list[tuple[Path, Piece]] = []
        """Those of the lane that is read."""
        self._here = 0
        """The last row that is read from them: a drop may be half done."""
        self._after: int | None = None
        """Behind which row the database's are read, where pieces cannot be; None: from the first."""
        self._wrong: list[Finding] = []

    def begins(self, lane: int) -> tuple[int, bytes]:
        """Look at a lane's pieces; behind which row, with which link, reading begins: none, if all can be read."""
        self._pieces, self._here, self._after = [], 0, None
        self._wrong = [one for one in self._wrong if one.lane != lane]  # it may have been looked at before
        self.not_read = [one for one in self.not_read if one.lane != lane]
        found, first = self._database.boundaries(lane), self._database.first(lane)
        before = (0, *(one.seq for one in found))
        for one in (one for end, one in zip(before, found, strict=False) if one.first != end + 1):
            self._wrong.append(Finding(lane, one.seq, "archive_order", name=one.name, first=one.first))
        needed = [one for one in found if first is None or one.first < first]
        if not needed:
            return 0, GENESIS
        last = needed[-1]
        self._pieces = [piece for one in needed if (piece := self._looked(one)) is not None]
        if len(self._pieces) < len(needed):
            self._pieces, self._after = [], last.seq
            return last.seq, last.link
        self._here = last.seq if first is None else min(last.seq, first - 1)
        return 0, GENESIS

    def _looked(self, one: Boundary) -> tuple[Path, Piece] | None:
        """Where a piece is, and it; None: it cannot be read, or is not what was archived."""
        directory = self._directory or Path(one.place)
        if directory.is_dir():
            try:
                return directory, piece_of(directory, one, self.ledger)
            except Wrong as found:
                self._wrong.append(Finding(one.lane, one.seq, found.code, name=found.name, first=one.first))
        self.not_read.append(NotRead(one.lane, one.first, one.seq, str(directory)))
        return None

    def rows(self, lane: int) -> Iterator[Row]:
        """Those of the pieces, then those that are here; beyond what could not be read, if anything could not."""
        for directory, piece in self._pieces:
            yield from (row for row in rows(directory, piece) if row.seq <= self._here)
        yield from self._database.rows(lane, self._after)

    def effects(self, lane: int) -> Iterator[Effect]:
        """The changes of these."""
        for directory, piece in self._pieces:
            yield from (effect for effect in effects(directory, piece) if effect.seq <= self._here)
        yield from self._database.effects(lane, self._after)

    def strays(self) -> Iterator[Finding]:
        """Those of the database, and what is wrong with the archive."""
        yield from self._wrong
        yield from self._database.strays()

    def same(self) -> bool:
        """Whether the place still holds the ledger that was opened."""
        return self._database.same()

    def books(self) -> Iterator[Book]:
        """Them."""
        return self._database.books()

    def proposals(self) -> Iterator[Proposal]:
        """What is kept of them."""
        return self._database.proposals()

    def waits(self) -> Iterator[Waits]:
        """What was told and not heard yet."""
        return self._database.waits()

    def snapshot(self) -> AbstractContextManager[object]:
        """What is read within is of one instant."""
        return self._database.snapshot()

    def heads(self) -> dict[int, tuple[int, bytes]]:
        """The ends of all lanes, at one instant."""
        return self._database.heads()

    def link_of(self, lane: int, seq: int) -> bytes | None:
        """The link of a row, wherever it is; None: there is none.

        Raises:
            Unreadable: it is archived, and cannot be read.
        """
        found = self._database.link_of(lane, seq)
        for one in self._database.boundaries(lane) if found is None else ():
            if one.first <= seq < one.seq:
                directory = self._directory or Path(one.place)
                try:
                    piece = piece_of(directory, one, self.ledger)
                except Wrong as wrong:
                    raise Unreadable(str(directory / wrong.name), wrong.code) from None
                return next((row.link for row in rows(directory, piece) if row.seq == seq), None)
        return found

    def stands(self, lane: int) -> tuple[int, bytes] | None:
        """As the database has it."""
        return self._database.stands(lane)

    def close(self) -> None:
        """Give back what was opened."""
        self._database.close()
