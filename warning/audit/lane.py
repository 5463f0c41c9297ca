"""Replay of a lane, or of one aggregate: every row decided again, its effects held against those on file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct, structs
from sqlalchemy import Connection, select

from warning.audit.divergence import Divergence, of_effects, of_row
from warning.audit.verifier.findings import NotRead
from warning.core import VERSION
from warning.core.changes import RULES_KEY
from warning.core.frame import Frame
from warning.core.inforce import Frames
from warning.ledger.activation import concerned
from warning.ledger.beside.told import Sums, Tally
from warning.ledger.fold import Changes, Fold
from warning.ledger.journal import GENESIS, JournalRow
from warning.ledger.lanes import lane_of
from warning.ledger.sql import codec
from warning.ledger.sql.activation import last_change
from warning.ledger.sql.archived import boundaries, missing
from warning.ledger.sql.books import fold_books, unapproved
from warning.ledger.sql.history import (
    LEAST,
    Changed,
    changes_of_key,
    changes_of_lane,
    journal_of_key,
    journal_of_lane,
)
from warning.ledger.sql.tables import CHANGE, JOURNAL, LANE
from warning.ledger.sql.write import read
from warning.ledger.telling import TOLD

NONE: Final[list[Changed]] = []


class Replayed(Struct, frozen=True, kw_only=True):
    """What became of the rows of a lane, or of one aggregate of it."""

    lane: int
    seq: int
    """Rows that were read; of a whole lane the number of its last, too."""
    head: bytes
    """The link of the last."""
    rows: int
    """Those that were compared."""
    effects: int
    aggregates: int
    foreign: dict[str, int]
    """Core version -> rows it decided that this one cannot decide again."""
    unknown: int
    """Rows of this core after such a row of the same aggregate: what they were decided on is not known."""
    changes: bytes
    """A digest over the changes on file."""
    first: Divergence | None
    proven: bool = False
    """Decided again by an earlier run; this one has seen that nothing of it was changed since."""
    change: int = 0
    """The last change of the book by which every borrower was to have been judged, and was (µs UTC); 0: none."""
    not_read: NotRead | None = None
    """What is archived and not here: reading began behind it."""
    told: Sums | None = None
    """What its aggregates told others, less what they heard of others, up to its last row; None: nobody asked."""
    since: Sums = {}
    """Of these what came after the instant at which the lanes are compared."""


class Proof(Struct, frozen=True, kw_only=True):
    """What an earlier run has proven of a lane."""

    seq: int
    head: bytes
    changes: bytes
    rows: int
    effects: int
    aggregates: int
    foreign: dict[str, int]
    unknown: int
    change: int = 0
    told: Sums | None = None


class Cut(Struct, frozen=True, kw_only=True):
    """An instant at which what lanes tell each other is compared, whatever is committed while they are read."""

    key: bytes
    """Of the numbers of what is told (``Tally``)."""
    ends: dict[int, int]
    """Lane -> its last row."""


class Replay(Fold):
    """A fold that compares."""

    def __init__(self, lane: int, frames: Mapping[str, Frame], *, chained: bool = True, cut: Cut | None = None) -> None:
        """``chained``: all rows of the lane are read, and their links are walked."""
        super().__init__(lane, frames)
        self._told = (Tally(cut.key), Tally(cut.key)) if cut is not None else None
        """What was told and heard up to the instant at which lanes are compared, and after it."""
        self._cut = 0 if cut is None else cut.ends.get(lane, 0)
        self._chained = chained
        self.lost: set[str] = set()
        """Aggregates of which another core has decided a row: their states are not known."""
        self.foreign: Counter[str] = Counter()
        self.unknown = self.compared = self.effects_compared = 0

    def take(self, row: JournalRow, stored: list[Changed]) -> Divergence | None:
        """Go on by a row; ``stored`` are the changes on file of it. What does not come out again, if anything."""
        if self.unfounded(row):
            self.lost.add(row.key)
        wrong = (self._chained and self.chained(row)) or self.numbered(row)
        if wrong:
            return of_row(row, wrong)
        if row.core != VERSION:
            self.foreign[row.core] += 1
            self.lost.add(row.key)
            return None
        if row.key in self.lost:
            self.unknown += 1
            return None
        return self._again(row, stored)

    def _again(self, row: JournalRow, stored: list[Changed]) -> Divergence | None:
        wrong = self.decided(row)
        if not wrong and not stored and not self.effects:  # most rows
            self.compared += 1
            if row.kind == TOLD:
                self._hear(row)
            return None
        if wrong and wrong != "effects":
            return of_row(row, wrong)
        if wrong or self.changes(row) != stored:
            return of_effects(row, self, stored, "effects" if wrong else "change")
        self.compared += 1
        self.effects_compared += len(self.effects)
        self._hear(row)
        return None

    def _hear(self, row: JournalRow) -> None:
        """What it heard, and what it told."""
        if self._told is not None:
            self._told[row.seq > self._cut].take(row, self.effects)

    def told(self, seq: int, head: bytes, changes: bytes, first: Divergence | None) -> Replayed:
        """What it came to."""
        sums: Sums | None = None
        if self._told is not None:
            whole = Tally(b"")
            for one in self._told:
                whole.add(one.sums)
            sums = whole.sums
        return Replayed(
            lane=self.lane,
            seq=seq,
            head=head,
            rows=self.compared,
            effects=self.effects_compared,
            aggregates=len(self.states),
            foreign=dict(self.foreign),
            unknown=self.unknown,
            changes=changes,
            first=first,
            told=sums,
            since={} if self._told is None else self._told[1].sums,
        )


def replay_lane(
    connection: Connection, lane: int, frames: Mapping[str, Frame], proof: Proof | None = None, cut: Cut | None = None
) -> Replayed:
    """Replay a lane as it is at one instant; what ``proof`` says of it must still be so.

    What is proven is not decided again, but its links are walked and its changes read: they are all that it rests on.
    """
    stands = connection.execute(select(LANE).where(LANE.c.id == lane)).one_or_none()
    last, head = (0, b"") if stands is None else (int(stands.seq), codec.raw(stands.head))
    unread = missing(connection, lane)
    if unread is not None and unread.why != "away":
        first = Divergence(lane=lane, seq=unread.boundary.seq, code="archive", path=unread.name)
        return Replay(lane, frames).told(0, GENESIS, b"", first)
    wrong = _book(connection, lane, frames)
    change = last_change(connection, lane, frames)
    stands_so = proof is not None and (proof.seq, proof.head, proof.change) == (last, head, change)
    asked = cut is None or (proof is not None and proof.told is not None)
    same = unread is None and wrong is None and stands_so and asked
    if proof is not None and same and _unchanged(connection, lane, proof) and _outside(connection, lane, last) is None:
        return _as_before(lane, proof)
    replay, begin = Replay(lane, frames, cut=cut), LEAST
    if unread is not None:
        boundary = boundaries(connection, lane)[-1]
        begin = boundary.seq
        replay.begin(boundary.seq, boundary.link)
    changes = Changes(changes_of_lane(connection, lane, begin, last))
    differs = _first(journal_of_lane(connection, lane, last, begin), replay, changes, proof)
    if differs is None:
        differs = _end(connection, replay, (last, head), proof) or (None if replay.foreign else wrong)
        differs = differs or _passed_over(replay, change)
    found = replay.told(replay.rows, replay.head, changes.digest, differs)
    found = structs.replace(found, change=change)
    return found if unread is None else structs.replace(found, not_read=NotRead(lane, 1, begin, unread.place))


def _first(rows: Iterator[JournalRow], replay: Replay, changes: Changes, proof: Proof | None) -> Divergence | None:
    seq = 0 if proof is None else proof.seq
    for row in rows:
        at = row.seq
        found = replay.take(row, NONE if at < changes.soonest else changes.up_to(at))
        if found is not None:
            return found
        if at == seq and proof is not None and row.link != proof.head:
            return of_row(row, "rewritten", path="link", stored=row.link.hex(), found=proof.head.hex())
    return None


def _end(connection: Connection, replay: Replay, stands: tuple[int, bytes], proof: Proof | None) -> Divergence | None:
    """Whether the lane ends as is on record, and not before what was proven of it."""
    lane, seq = replay.lane, replay.rows
    if (seq, replay.head) != stands:
        return Divergence(lane=lane, seq=seq, code="lane")
    if proof is not None and seq < proof.seq:
        return Divergence(lane=lane, seq=seq, code="rewritten", path="seq", stored=str(seq), found=str(proof.seq))
    return _outside(connection, lane, seq)


def _passed_over(replay: Replay, change: int) -> Divergence | None:
    """The first borrower that was not judged by a book as it took force: no row says so, as it is not there."""
    for key in sorted(replay.states.keys() - replay.lost) if change else ():
        if concerned(replay.states[key], change):
            return Divergence(lane=replay.lane, seq=replay.rows, code="activation", key=key)
    return None


def _book(connection: Connection, lane: int, frames: Mapping[str, Frame]) -> Divergence | None:
    """The first rule book that the control lane has not approved, or not so."""
    if lane != lane_of(RULES_KEY) or not isinstance(frames, Frames):
        return None
    _, state = fold_books(connection, frames.first.live_from)
    name = next(unapproved(connection, state), None)
    return None if name is None else Divergence(lane=lane, seq=0, code="book", key=RULES_KEY, row_id=name)


def _outside(connection: Connection, lane: int, last: int) -> Divergence | None:
    """Rows and changes that are no part of the lane: before its first row, or beyond its last."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    for table, code in ((JOURNAL, "lane"), (CHANGE, "change")):
        sql = f'SELECT min(seq) FROM "{table.name}" WHERE lane = {mark} AND seq NOT BETWEEN 1 AND {mark}'  # noqa: S608 - ours
        found = read(connection, sql, (lane, last))[0][0]
        if found is not None:
            return Divergence(lane=lane, seq=found, code=code)
    return None


def _unchanged(connection: Connection, lane: int, proof: Proof) -> bool:
    """Whether journal and changes are byte for byte what they were."""
    fold, changes = Fold(lane, {}), Changes(changes_of_lane(connection, lane, last=proof.seq))
    for row in journal_of_lane(connection, lane, proof.seq):
        changes.up_to(row.seq)
        if fold.chained(row):
            return False
    return (fold.rows, fold.head, changes.digest) == (proof.seq, proof.head, proof.changes)


def _as_before(lane: int, proof: Proof) -> Replayed:
    return Replayed(
        lane=lane,
        seq=proof.seq,
        head=proof.head,
        rows=proof.rows,
        effects=proof.effects,
        aggregates=proof.aggregates,
        foreign=proof.foreign,
        unknown=proof.unknown,
        change=proof.change,
        changes=proof.changes,
        told=proof.told,
        first=None,
        proven=True,
    )


def replay_key(connection: Connection, key: str, frames: Mapping[str, Frame]) -> Replayed:
    """Replay one aggregate. Of its lane the links are not walked: rows of others lie between its own."""
    replay, changes = Replay(lane_of(key), frames, chained=False), Changes(changes_of_key(connection, key))
    seq, head, first = 0, b"", None
    for row in journal_of_key(connection, key):
        seq, head = seq + 1, row.link
        first = replay.take(row, changes.up_to(row.seq))
        if first is not None:
            break
    first = first or _passed_over(replay, last_change(connection, lane_of(key), frames))
    return replay.told(seq, head, changes.digest, first)
