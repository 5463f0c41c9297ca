"""The verification: every row of every lane, its effects, the end on record, and what anchors say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import MsgspecError

from warning.audit.verifier.books import Books
from warning.audit.verifier.chain import (
    DIGEST,
    LANES,
    NOTHING,
    OURS,
    TOLD,
    WAKE,
    Effect,
    Row,
    digest_of,
    formed,
    lane_of,
    link_after,
    plain,
)
from warning.audit.verifier.findings import Anchored, Finding, Findings, Held, Report
from warning.audit.verifier.source import AT_ONCE, LARGE, Source, Unreadable, sized
from warning.audit.verifier.told import Facts
from warning.audit.verifier.trail import Stored, Trail, compared

Places = Sequence[tuple[str, Stored]]
"""Where anchors are kept, each with its name."""


def verify(
    source: Source,
    places: Places = (),
    keys: Mapping[str, Ed25519PublicKey] | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> Report:
    """Look at everything; ``tell`` hears of every lane done.

    Anchors are read before rows: what comes in meanwhile is only after them.
    """
    found = Findings()
    trails = [(name, Trail(source.ledger, keys or {}).read(stored)) for name, stored in places]
    for _, trail in trails:
        found.extend(trail.findings)
    found.extend(compared(trails))
    if all(trail.empty for _, trail in trails):
        found.extend(Finding(-1, -1, "anchor_none", key=name) for name, _ in trails)
    best = max((trail for _, trail in trails), key=_knows, default=None)
    pins = best.pins() if best is not None else {}
    with source.snapshot():
        books = Books(source)
    found.extend(books.findings())
    lanes = []
    facts = Facts() if source.core and source.waits() is not None else None
    for lane in range(LANES):
        before = found.number
        with source.snapshot():
            one = Lane(source, lane, books, dict(sorted(pins.get(lane, {}).items())), facts)
            one.check(found)
        lanes.append(one)
        if facts is not None and found.number > before:
            facts.torn.add(lane)
        tell(lane)
    found.extend(source.strays())
    if facts is not None:
        _amiss(source, facts, found)
    return Report(
        ledger=source.ledger,
        rows=sum(one.rows for one in lanes),
        proven=sum(one.proven for one in lanes),
        unproven=sum(one.unproven for one in lanes),
        payloads=sum(one.payloads for one in lanes),
        lanes=tuple((one.seq, one.head) for one in lanes),
        anchored=_anchored(best, lanes),
        read=_read(best, lanes),
        findings=tuple(found.named),
        found=found.number,
        rotated=tuple(best.rotated) if best is not None else (),
        not_read=tuple(source.not_read),
        told=None if facts is None else facts.told,
    )


def _amiss(source: Source, facts: Facts, found: Findings) -> None:
    """What was told, heard and waits, held against each other; lanes are read again where they do not agree."""
    try:
        for number, one in enumerate(source.waits() or (), 1):
            if not facts.waits(number, one):
                found.add(Finding(-1, -1, "inbox", name=str(number)))
        lanes = facts.doubtful()
        for lane in sorted(lanes):
            effects = Grouped(source.effects(lane))
            for row in source.rows(lane):
                facts.take(row, effects.of(row.seq))
        for number, one in enumerate(source.waits() or () if lanes else (), 1):
            facts.waits(number, one)
        found.extend(facts.amiss())
    except Unreadable as wrong:
        if all((one.code, one.name) != (wrong.code, wrong.name) for one in found.named):
            found.add(Finding(-1, -1, wrong.code, name=wrong.name))


def _knows(trail: Trail) -> tuple[int, int]:
    """How far its anchors reach, and how many there are: of two that reach equally far more are nearer together."""
    return max(trail.digests, default=0), len(trail.digests)


def _anchored(trail: Trail | None, lanes: Sequence[Lane]) -> Anchored | None:
    """The newest anchor that all lanes still agree with."""
    failed = [one.failed for one in lanes if one.failed]
    newest = None if trail is None else trail.before(min(failed)) if failed else trail.newest
    if newest is None:
        return None
    after = sum(max(0, one.seq - seq) for one, (_, seq, _) in zip(lanes, newest.lanes, strict=True))
    return Anchored(number=newest.number, at=newest.at, key=newest.key, rows=after)


def _read(trail: Trail | None, lanes: Sequence[Lane]) -> Held | None:
    """The newest anchor that was read, and which lanes it does not hold for."""
    newest = None if trail is None else trail.newest
    if newest is None:
        return None
    differ = tuple(n for n, one in enumerate(lanes) if 0 < one.failed <= newest.number)
    return Held(number=newest.number, at=newest.at, key=newest.key, differ=differ)


class Lane:
    """One lane, from its first row. After a finding the next row is judged by what is stored, so that each is named."""

    def __init__(
        self,
        source: Source,
        lane: int,
        books: Books,
        pins: dict[int, tuple[int, bytes]],
        facts: Facts | None = None,
    ) -> None:
        """Nothing is read yet; ``pins`` by row; ``facts`` hears of every row."""
        self.rows = self.proven = self.unproven = self.payloads = 0
        self.seq, self.head = source.begins(lane)
        self._begun = self.seq
        """Behind which row it is read."""
        self._links: tuple[bytes, ...] = (self.head,)
        """What may stand before the next row: after a row that was changed, its link as stored or as it should be."""
        self._keys: dict[str, tuple[int, int]] = {}
        """By aggregate: its last number and instant."""
        self._others = False
        """Whether another core than the source's has decided a row before."""
        self._pinned = 0
        """The last row whose link is the one anchored."""
        self._rewritten = False
        self.failed = 0
        """The number of the first anchor that the lane does not agree with; 0: of none."""
        self._source, self._lane, self._books, self._pins = source, lane, books, pins
        self._asked_again = False
        self._facts = facts

    def check(self, found: Findings) -> None:
        """Everything of the lane."""
        before = found.number
        found.extend(self._anchored(self._begun, self.head))
        try:
            effects = Grouped(self._source.effects(self._lane))
            for row in self._source.rows(self._lane):
                if not formed(row):
                    found.extend(self._odd(row, effects))
                    continue
                found.extend(self._row(row))
                decided, before_it = effects.of(row.seq), self.proven
                found.extend(self._effects(row, decided))
                if self._facts is not None and (decided or row.kind == TOLD or self.proven == before_it):
                    self._facts.take(row, decided, proven=self.proven > before_it)
            left = effects.rest()
        except Unreadable as wrong:
            found.add(Finding(self._lane, self.seq, wrong.code, name=wrong.name))
            left = None
        if self._source.stands(self._lane) != (self.seq, self.head):
            found.add(Finding(self._lane, self.seq, "lane"))
        cut = max(self._pins, default=0)
        if cut > self.seq:
            name, first = str(self._pins[cut][0]), self._pinned + 1
            found.add(Finding(self._lane, cut, "cut", name=name, first=first, missing=self.seq + 1))
            soonest = min(number for seq, (number, _) in self._pins.items() if seq > self.seq)
            self.failed = min(self.failed or soonest, soonest)
        if left is not None and found.number == before:  # else it may be of a row that is named already
            seq = left.seq if type(left.seq) is int else 0
            found.add(Finding(self._lane, seq, "change", name=str(left.row_id or "")))

    def _odd(self, row: Row, effects: Grouped) -> Iterator[Finding]:
        """A row of which some value is of no kind a ledger writes; where its place and link are, its lane goes on."""
        key, name = (value if type(value) is str else "" for value in (row.key, row.event_id))
        yield Finding(self._lane, self.seq + 1, "link", key, name)
        if type(row.seq) is not int or row.seq != self.seq + 1 or type(row.link) is not bytes:
            return
        self.rows, self.seq, self.head, self._links = self.rows + 1, row.seq, row.link, (row.link,)
        if key and type(row.key_seq) is int and type(row.at) is int:
            self._keys[key] = (row.key_seq, row.at)
        effects.of(row.seq)
        yield from self._anchored(row.seq, row.link)

    def _row(self, row: Row) -> Iterator[Finding]:
        should = [link_after(before, row) for before in self._links]
        gap = row.seq != self.seq + 1
        if gap or row.lane != self._lane:
            yield self._finding(row, "gap")
        elif row.link not in should:
            yield self._finding(row, "link")
        self.rows, self.seq, self.head = self.rows + 1, row.seq, row.link
        # Behind a gap nobody knows what stood before; behind a row that was changed it is one of two.
        self._links = (row.link,) if gap or row.link in should else (row.link, *filter(None, should))
        yield from self._anchored(row.seq, row.link)
        number, at = self._keys.get(row.key, (0, 0) if not self._begun else (row.key_seq - 1, row.at))
        self._keys[row.key] = (row.key_seq, row.at)
        if row.key_seq != number + 1 or lane_of(row.key) != self._lane:
            yield self._finding(row, "number")
        if row.at < at:
            yield self._finding(row, "order")
        if not self._in_force(row, at):
            yield self._finding(row, "frame")
        if row.kind in OURS:
            self.payloads += 1
            if row.payload_digest not in _own_digests(row):
                yield self._finding(row, "payload")

    def _in_force(self, row: Row, before: int) -> bool:
        """Whether it was decided by the book of its instant, after the aggregate's last row was judged at ``before``.

        What is due when a book takes force goes by the one before. One may have been approved since books were read.
        """
        if not self._books.known:
            return True
        instant = max(before, row.received - (row.kind == WAKE))
        if row.frame != self._books.at(instant) and not self._asked_again:
            self._books, self._asked_again = Books(self._source), True
        return row.frame == self._books.at(instant)

    def _anchored(self, seq: int, link: bytes) -> Iterator[Finding]:
        pin = self._pins.get(seq)
        if pin is None or self._rewritten:
            return
        number, head = pin
        if head == link:
            self._pinned = seq
            return
        self._rewritten, self.failed = True, number
        yield Finding(self._lane, seq, "rewritten", name=str(number), first=self._pinned + 1)

    def _effects(self, row: Row, effects: list[Effect]) -> Iterator[Finding]:
        if any(not _of(effect, row) for effect in effects):
            yield self._finding(row, "change")
        self._others = self._others or row.core != self._source.core
        known = row.effects is not None or not self._others
        if digest_of(effects) == row.effects_digest and row.effects in {None, len(effects)}:
            self.proven += 1
        elif known or (row.effects_digest == NOTHING and effects):
            yield self._finding(row, "effects")
        else:
            self.unproven += 1

    def _finding(self, row: Row, code: str) -> Finding:
        return Finding(self._lane, row.seq, code, row.key, row.event_id)


def _own_digests(row: Row) -> tuple[bytes, ...]:
    """What the digest of a payload may be that no message brought.

    Ledgers that core 0.5 began before 2026-11-29 have the name of a fact told in its place, where that is as long.
    """
    name = row.event_id.encode(errors="replace")
    return (sha256(row.payload).digest(), *((name,) if row.kind == TOLD and len(name) == DIGEST else ()))


def _of(effect: Effect, row: Row) -> bool:
    """Whether what is said of a change beside its effect is what row and effect say."""
    if effect.row_id is None:
        return effect.at is None and effect.event_id is None
    try:
        said = plain(effect)
    except MsgspecError:
        return False
    named = [one.get("id") for one in said.values() if isinstance(one, dict)] if isinstance(said, dict) else []
    return effect.row_id in named and (effect.at, effect.event_id) == (row.at, row.event_id)


class Grouped:
    """Effects by the row they are of, as rows come."""

    def __init__(self, effects: Iterable[Effect]) -> None:
        """In the order of rows."""
        self._effects = iter(effects)
        self._next: Effect | None = next(self._effects, None)
        self._lost: Effect | None = None

    def of(self, seq: int) -> list[Effect]:
        """Those of a row; of rows before it that are not there, none are left.

        Raises:
            Unreadable: there are more of them than any row has.
        """
        found, size = [], 0
        while self._next is not None and (type(self._next.seq) is not int or self._next.seq <= seq):
            if self._next.seq == seq:
                found.append(self._next)
                size += sized(self._next.effect)
                if size > AT_ONCE:
                    raise Unreadable(f"effects of row {seq}", f"more than {AT_ONCE} bytes", LARGE)
            else:
                self._lost = self._lost or self._next
            self._next = next(self._effects, None)
        return found

    def rest(self) -> Effect | None:
        """The first that belongs to no row that came."""
        return self._lost or self._next
