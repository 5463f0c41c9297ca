"""Makes one anchor after the other: heads are read, compared with the last anchor, signed, and kept in all places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct, structs

from warning.audit.verifier.anchor import FORMAT, NONE_BEFORE, Anchor, Broken, digest, held, key_id, read, root, write
from warning.audit.verifier.chain import LANES
from warning.audit.verifier.findings import Finding, Ledger
from warning.contracts.anchoring import Away, Place, Taken


class Heads(Protocol):
    """A ledger, as far as it has to be read; reading is all that is asked for."""

    @property
    def ledger(self) -> Ledger:
        """Which it is."""

    def same(self) -> bool:
        """Whether the place still holds the ledger that was opened."""

    def snapshot(self) -> AbstractContextManager[object]:
        """What is read within is of one instant."""

    def heads(self) -> dict[int, tuple[int, bytes]]:
        """By lane: how many rows, and the link of the last."""

    def link_of(self, lane: int, seq: int) -> bytes | None:
        """The link of a row."""


class Mismatch(Exception):
    """Ledger, places and last anchor contradict each other: nothing was signed, and somebody has to look."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


class OtherKey(Exception):
    """The newest anchor is signed with another key, and nobody said that this one takes its place."""

    def __init__(self, number: int, key: str) -> None:
        super().__init__(f"{number}: {key}")
        self.number, self.key = number, key


class NoneYet(Exception):
    """No place has an anchor, and nobody said that this is the first: they may have been taken away, or not mounted."""


class NotFirst(Exception):
    """The first anchor was asked for, and a place has some."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


class Late(Struct, frozen=True):
    """A place that has not got the newest anchor yet, and why (``Away``)."""

    place: str
    why: str
    errno: int = 0


class Made(Struct, frozen=True):
    """An anchor, how many rows it covers and how many of them the one before did not, and who waits for it."""

    anchor: Anchor
    rows: int
    new: int
    late: tuple[Late, ...]


class Anchorer:
    """One ledger, one key, some places. There must be no second one for the same ledger."""

    def __init__(
        self,
        source: Heads,
        key: Ed25519PrivateKey,
        places: Sequence[Place],
        now: Callable[[], int],
        *,
        rotate: bool = False,
        first: bool = False,
    ) -> None:
        """``now`` gives µs UTC; ``rotate``: the key may take another's place. Nothing is read yet.

        ``first``: no place has an anchor, and a chain begins.
        """
        self._rotate, self._first = rotate, first
        self._source, self._key, self._places, self._now = source, key, places, now
        self._ends: list[int] | None = None
        """By place: the number of its newest anchor; None: not asked yet."""
        self._last: tuple[Anchor, bytes] | None = None
        self._waiting: dict[int, bytes] = {}
        """Anchors that some place has not got yet, by number."""

    def make(self) -> Made:
        """The next anchor. At the first time every place must answer: else nobody knows which anchor is the newest.

        Raises:
            Away: at the first time, a place does not answer.
            Mismatch: history was cut or rewritten, the ledger's place holds another one or none, or a place for
                anchors another anchor than it should.
            OtherKey: at the first time, another key has signed the newest anchor.
            NoneYet, NotFirst: at the first time, no place has an anchor, or one has where none was to be.
        """
        ends = self._ends if self._ends is not None else self._begin()
        with self._source.snapshot():
            if not self._source.same():
                raise Mismatch(Finding(-1, -1, "replaced", name=self._source.ledger.name))
            heads = self._source.heads()
            self._compare(heads)
        anchor = self._signed(heads)
        stored = write(anchor)
        before = sum(seq for _, seq, _ in self._last[0].lanes) if self._last else 0
        self._last, self._waiting[anchor.number] = (anchor, stored), stored
        late = self._spread(ends, anchor.number)
        rows = sum(seq for _, seq, _ in anchor.lanes)
        return Made(anchor, rows, rows - before, late)

    def _begin(self) -> list[int]:
        """Find the newest anchor, and that all places tell the same."""
        found = [place.newest() for place in self._places]
        ends = [newest[0] if newest else 0 for newest in found]
        last = max(ends)
        for place, newest in zip(self._places, found, strict=True):
            if newest is not None and newest[1] != self._places[ends.index(last)].read(newest[0]):
                raise Mismatch(Finding(-1, -1, "anchor_differs", place.name, str(newest[0])))
        if self._first and last:
            raise NotFirst(last)
        if not self._first and not last:
            raise NoneYet
        self._ends = ends
        if last:
            stored = next(newest[1] for newest in found if newest is not None and newest[0] == last)
            self._last = self._read(stored, last), stored
        return ends

    def _read(self, stored: bytes, number: int) -> Anchor:
        """The last anchor; one of ours must hold, one of another key must look like an anchor."""
        ours = self._key.public_key()
        try:
            anchor = read(stored)
            if anchor.key == key_id(ours):
                held(stored, {anchor.key: ours})
        except Broken as broken:
            raise Mismatch(Finding(-1, -1, broken.code, name=str(number))) from None
        if anchor.key != key_id(ours) and not self._rotate:
            raise OtherKey(number, anchor.key)
        if anchor.number != number:
            raise Mismatch(Finding(-1, -1, "anchor_order", name=str(number)))
        if (anchor.ledger, anchor.created_at) != (self._source.ledger.name, self._source.ledger.created_at):
            raise Mismatch(Finding(-1, -1, "anchor_ledger", name=str(number)))
        return anchor

    def _compare(self, heads: dict[int, tuple[int, bytes]]) -> None:
        """What was anchored must still be there."""
        kinds = {(type(seq), type(head)) for seq, head in heads.values()}  # SQLite keeps whatever it is given
        if heads.keys() != set(range(LANES)) or kinds != {(int, bytes)}:
            raise Mismatch(Finding(-1, -1, "lane", name="lane"))
        if self._last is None:
            return
        number = self._last[0].number
        for lane, seq, head in self._last[0].lanes:
            if heads[lane][0] < seq:
                raise Mismatch(Finding(lane, seq, "cut", name=str(number), first=heads[lane][0] + 1))
            if seq and self._source.link_of(lane, seq) != bytes.fromhex(head):
                raise Mismatch(Finding(lane, seq, "rewritten", name=str(number), first=1))

    def _signed(self, heads: dict[int, tuple[int, bytes]]) -> Anchor:
        lanes = tuple((lane, seq, head.hex()) for lane, (seq, head) in sorted(heads.items()))
        last, stored = self._last or (None, b"")
        unsigned = Anchor(
            format=FORMAT,
            ledger=self._source.ledger.name,
            created_at=self._source.ledger.created_at,
            number=last.number + 1 if last else 1,
            previous=digest(stored) if last else NONE_BEFORE,
            at=max(self._now(), last.at if last else 0),  # a clock that was put back makes no anchor earlier
            root=root(lanes),
            lanes=lanes,
            key=key_id(self._key.public_key()),
        )
        return structs.replace(unsigned, signature=self._key.sign(write(unsigned)).hex())

    def _spread(self, ends: list[int], last: int) -> tuple[Late, ...]:
        """Give every place what it has not got; who does not answer gets it the next time."""
        late = []
        for n, place in enumerate(self._places):
            try:
                while ends[n] < last:
                    place.put(ends[n] + 1, self._stored(ends[n] + 1))
                    ends[n] += 1
            except Away as away:
                late.append(Late(place.name, away.why, away.errno))
            except Taken as taken:
                raise Mismatch(Finding(-1, -1, "anchor_differs", place.name, str(taken.number))) from None
        for number in [number for number in self._waiting if number <= min(ends)]:
            del self._waiting[number]
        return tuple(late)

    def _stored(self, number: int) -> bytes:
        """An anchor that some place has not got: we remember it, or another place has it."""
        if number in self._waiting:
            return self._waiting[number]
        found = next((found for place in self._places if (found := place.read(number)) is not None), None)
        if found is None:
            raise Mismatch(Finding(-1, -1, "anchor_missing", name=str(number)))
        return found
