"""Month-ends of a ledger in files of whoever asks: they spare reading years, prove nothing, and change no answer.

A snapshot is a place in each lane (``seq`` with its link) and, for each row that people see, where its last change up
to there stands. So it holds nothing of its own: what is said comes from the ledger. Nobody need be let write to the
ledger for it. The header is a line of JSON, the rest is compressed.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import Final

import msgspec
from msgspec import MsgspecError, Struct
from sqlalchemy import Connection

from warning.core.scalars import day_of, midnight, write_day
from warning.ledger.files import write
from warning.ledger.journal import GENESIS
from warning.ledger.lanes import LANES
from warning.ledger.sql.archived import link_at
from warning.ledger.sql.history import pointers_of_lane

SUFFIX: Final = ".snapshot"
NEVER: Final = (1 << 63) - 1
DECEMBER: Final = 12
Pointer = tuple[int, int, int]
"""(at of a row's first change in µs UTC, seq and n of its last) in its lane."""
Pointers = dict[str, Pointer]


class Cut(Struct, frozen=True, array_like=True):
    """Where a lane is cut: up to ``seq``, which has the link ``head`` (hex).

    ``after`` is where the snapshot before cut it. ``first_at`` is the earliest ``at`` of the changes between the two,
    ``last_at`` the latest of all up to here; ``NEVER`` and 0 where there are none (µs UTC).
    """

    seq: int
    head: str
    after: int
    first_at: int
    last_at: int


class Header(Struct, frozen=True, kw_only=True, tag_field="object", tag="snapshot"):
    """What a file says of itself: of which ledger, up to which midnight, where the lanes are cut."""

    name: str
    created_at: int
    until: int
    lanes: tuple[Cut, ...]
    digest: str
    """SHA-256 of the rest (hex)."""


class Differs(Struct, frozen=True):
    """A file that is not what the journal comes to: the first row in its first lane; empty: where the lane is cut."""

    path: Path
    lane: int
    row: str


class Damaged(Exception):
    """What a file holds behind its header is nothing that was ever written there, though its digest fits."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Snapshot:
    """One month-end."""

    def __init__(self, path: Path, header: Header, body: bytes) -> None:
        self.path, self.header = path, header
        self._body = body
        self._rows: list[Pointers] = []

    @property
    def until(self) -> int:
        """The midnight before which it looked (µs UTC)."""
        return self.header.until

    @property
    def lanes(self) -> tuple[Cut, ...]:
        """Where the lanes are cut."""
        return self.header.lanes

    def pointers(self, lane: int) -> Pointers:
        """Of each row of a lane: when it was first known, and its last change.

        Raises:
            Damaged: they cannot be read.
        """
        self._rows = self._rows or self._unpacked()
        return self._rows[lane].copy()

    def _unpacked(self) -> list[Pointers]:
        try:
            rows = msgspec.msgpack.decode(zlib.decompress(self._body), type=list[Pointers])
        except (zlib.error, MsgspecError, UnicodeDecodeError):
            raise Damaged(self.path) from None
        if len(rows) != LANES:
            raise Damaged(self.path)
        return rows


def load(directory: Path, connection: Connection, name: str, created_at: int) -> tuple[list[Snapshot], list[Path]]:
    """The snapshots of a ledger in their order; and the files that are damaged, or of another journal than its own.

    Raises:
        OSError: the directory cannot be read.
    """
    found: list[Snapshot] = []
    wrong = []
    for path in sorted(one for one in directory.iterdir() if one.suffix == SUFFIX):
        one = _read(path)
        whose = None if one is None else (one.header.name, one.header.created_at)
        if one is None or whose != (name, created_at) or not _fits(one, connection):
            wrong.append(path)
        else:
            found.append(one)
    return sorted(found, key=lambda one: one.until), wrong


def unreadable(snapshots: Sequence[Snapshot]) -> list[Path]:
    """Those that are damaged behind a digest that fits; each is unpacked for it."""
    found = []
    for one in snapshots:
        try:
            one.pointers(0)
        except Damaged as damaged:
            found.append(damaged.path)
    return found


def _read(path: Path) -> Snapshot | None:
    """The snapshot of a file; None: it is damaged."""
    first, _, body = path.read_bytes().partition(b"\n")
    try:
        header = msgspec.json.decode(first, type=Header)
    except (MsgspecError, UnicodeDecodeError):
        return None
    whole = len(header.lanes) == LANES and sha256(body).hexdigest() == header.digest
    return Snapshot(path, header, body) if whole else None


def _fits(one: Snapshot, connection: Connection) -> bool:
    """Whether the journal has the links it was cut at: so it is the journal it was made from, up to there."""
    return all(_link(connection, lane, cut.seq) == cut.head for lane, cut in enumerate(one.lanes))


def _link(connection: Connection, lane: int, seq: int) -> str:
    if seq == 0:
        return GENESIS.hex()
    return (link_at(connection, lane, seq) or b"").hex()


class _Walk:
    """A lane's changes in their order, from a cut on."""

    def __init__(self, connection: Connection, lane: int, base: Snapshot | None = None) -> None:
        cut = Cut(0, "", 0, NEVER, 0) if base is None else base.lanes[lane]
        self.rows: Pointers = {} if base is None else base.pointers(lane)
        self._seq = self._after = cut.seq
        self._first_at, self._last_at = NEVER, cut.last_at
        self._left = pointers_of_lane(connection, lane, cut.seq)
        self.next = next(self._left, None)

    def cut(self, head: Callable[[int], str], *, before: int = NEVER, last: int = NEVER) -> Cut:
        """Go on to the first change that is not ``before`` an instant, or is of a row beyond ``last``."""
        while self.next is not None and self.next[3] < before and self.next[0] <= last:
            seq, n, row_id, at = self.next
            first = self.rows.get(row_id)
            self.rows[row_id] = (at if first is None else first[0], seq, n)
            self._seq, self._first_at, self._last_at = seq, min(self._first_at, at), max(self._last_at, at)
            self.next = next(self._left, None)
        made = Cut(self._seq, head(self._seq), self._after, self._first_at, self._last_at)
        self._after, self._first_at = self._seq, NEVER
        return made


def make(
    directory: Path, connection: Connection, name: str, created_at: int, clock: int, former: Sequence[Snapshot]
) -> list[Path]:
    """Make those that are missing after the first of ``former``, up to the ``clock`` (µs UTC); their files.

    Raises:
        OSError: a file cannot be written.
    """
    base = _unbroken(former)
    walks = [_Walk(connection, lane, base) for lane in range(LANES)]
    soonest = min((walk.next[3] for walk in walks if walk.next is not None), default=NEVER)
    begin = base.until if base is not None else soonest
    made = []
    for until in takewhile(lambda until: until <= clock, month_ends(begin)) if begin < clock else ():
        cuts = tuple(
            walk.cut(lambda seq, lane=lane: _link(connection, lane, seq), before=until)  # type: ignore[misc]
            for lane, walk in enumerate(walks)
        )
        body = zlib.compress(msgspec.msgpack.encode([walk.rows for walk in walks]))
        digest = sha256(body).hexdigest()
        header = Header(name=name, created_at=created_at, until=until, lanes=cuts, digest=digest)
        made.append(_write(directory, header, body))
    return made


def _unbroken(former: Sequence[Snapshot]) -> Snapshot | None:
    """The last before the first gap."""
    found = None
    for one in former:
        if found is not None and next(month_ends(found.until)) != one.until:
            break
        found = one
    return found


def _write(directory: Path, header: Header, body: bytes) -> Path:
    path = directory / f"{write_day(day_of(header.until) - 1)}{SUFFIX}"
    beside = path.with_name(f"{path.name}.new")
    write(beside, msgspec.json.encode(header) + b"\n" + body)
    os.replace(beside, path)  # noqa: PTH105 - a reader sees all of it or nothing
    return path


def check(connection: Connection, snapshots: Sequence[Snapshot]) -> list[Differs]:
    """Fold all changes from the beginning; the files that say otherwise, each with the first place where it does."""
    wrong: dict[Path, Differs] = {}
    for lane in range(LANES):
        walk = _Walk(connection, lane)
        for one in snapshots:
            cut = one.lanes[lane]
            walk.cut(lambda _: "", last=cut.after)
            again = walk.cut(lambda seq, lane=lane: _link(connection, lane, seq), last=cut.seq)  # type: ignore[misc]
            told = one.pointers(lane)
            if (again, walk.rows) != (cut, told):
                names = (name for name in sorted({*told, *walk.rows}) if told.get(name) != walk.rows.get(name))
                wrong.setdefault(one.path, Differs(one.path, lane, next(names, "")))
    return [wrong[path] for path in sorted(wrong)]


def month_ends(at: int) -> Iterator[int]:
    """The midnights (µs UTC) that end the month of an instant and all later ones, each later than the instant."""
    day = date.fromordinal(day_of(at))
    year, month = day.year, day.month
    while True:
        year, month = (year + 1, 1) if month == DECEMBER else (year, month + 1)
        yield midnight(date(year, month, 1).toordinal())
