"""Anchors in their order: each signed, none missing, each naming the one before; and what they say of the lanes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from warning.audit.verifier.anchor import NONE_BEFORE, Anchor, Broken, digest, held, stored_in
from warning.audit.verifier.chain import LANES
from warning.audit.verifier.findings import Finding, Ledger

AT_MOST: Final = 4_096
"""Anchors that are compared with the journal row by row; of more, every other one is let go, never the newest.

The newest alone says whether the history before it stands; the others say between which rows it does not."""
Stored = Iterable[tuple[str, bytes]]
"""Anchors as a place has them, in its order: (what it calls each, its bytes)."""
Pins = dict[int, dict[int, tuple[int, bytes]]]
"""Lane -> row -> (number of the anchor, the link it must have)."""


def in_directory(path: Path) -> Iterator[tuple[str, bytes]]:
    """The anchors of a directory.

    Raises:
        OSError: it cannot be read.
    """
    for file in sorted(path.iterdir()):
        if file.suffix == ".json" and not file.name.startswith("."):
            yield file.name, stored_in(file)


class Trail:
    """The anchors of one place, read once."""

    def __init__(self, ledger: Ledger, keys: Mapping[str, Ed25519PublicKey]) -> None:
        """None yet."""
        self.findings: list[Finding] = []
        self.digests: dict[int, str] = {}
        """Of those that hold, by number."""
        self.newest: Anchor | None = None
        self.empty = True
        """Whether the place has none at all."""
        self.rotated: list[tuple[int, str]] = []
        """(number, key) of anchors with which another key began to sign."""
        self._kept: list[Anchor] = []
        self._ledger, self._keys = ledger, keys
        self._next, self._before = 1, NONE_BEFORE

    def read(self, stored: Stored) -> Trail:
        """All of a place."""
        for name, raw in stored:
            self.empty = False
            try:
                anchor = held(raw, self._keys)
            except Broken as broken:
                self._tell(broken.code, name)
                self._next, self._before = self._next + 1, ""  # one of another number is told as that
                continue
            self._take(anchor, name, digest(raw))
        return self

    def pins(self) -> Pins:
        """What the journal must have."""
        found: Pins = {lane: {} for lane in range(LANES)}
        for anchor in [*self._kept, *([self.newest] if self.newest else [])]:
            for lane, seq, head in anchor.lanes:
                if seq:
                    found[lane].setdefault(seq, (anchor.number, bytes.fromhex(head)))
        return found

    def before(self, number: int) -> Anchor | None:
        """The newest of those that were kept whose number is smaller."""
        kept = [*self._kept, *([self.newest] if self.newest else [])]
        return max((anchor for anchor in kept if anchor.number < number), key=lambda one: one.number, default=None)

    def _take(self, anchor: Anchor, name: str, named: str) -> None:
        wrong = self._wrong(anchor, name)
        if wrong:
            self._tell(wrong, name)
        if wrong in {"anchor_ledger", "anchor_order"}:
            return
        if self.newest is not None and anchor.key != self.newest.key:
            self.rotated.append((anchor.number, anchor.key))
        self.digests[anchor.number] = named
        self._next, self._before, self.newest = anchor.number + 1, named, anchor
        self._kept.append(anchor)
        if len(self._kept) > AT_MOST:
            self._kept = self._kept[::2]

    def _wrong(self, anchor: Anchor, name: str) -> str:
        if (anchor.ledger, anchor.created_at) != (self._ledger.name, self._ledger.created_at):
            return "anchor_ledger"
        if anchor.number < self._next or not _after(self.newest, anchor):
            return "anchor_order"
        if anchor.number > self._next:
            self.findings += _missing(self._next, anchor.number, name)
            return ""
        return "anchor_chain" if self._before not in {"", anchor.previous} else ""

    def _tell(self, code: str, name: str) -> None:
        self.findings.append(Finding(-1, -1, code, name=name))


def _after(before: Anchor | None, anchor: Anchor) -> bool:
    """Whether time and lanes have gone on from one anchor to another."""
    if before is None:
        return True
    grown = all(new[1] >= old[1] for old, new in zip(before.lanes, anchor.lanes, strict=True))
    return grown and anchor.at >= before.at


def _missing(first: int, end: int, place: str) -> list[Finding]:
    """One finding for those that are not there."""
    told = str(first) if first == end - 1 else f"{first}-{end - 1}"
    return [Finding(-1, -1, "anchor_missing", key=place, name=told)]


def compared(trails: Sequence[tuple[str, Trail]]) -> Iterator[Finding]:
    """Where places differ: another anchor under a number, or one of them ends earlier."""
    numbers = [max(trail.digests, default=0) for _, trail in trails]
    for (place, trail), last in zip(trails, numbers, strict=True):
        if last < max(numbers):
            yield from _missing(last + 1, max(numbers) + 1, place)
        for other, theirs in trails:
            if other < place:
                same = trail.digests.keys() & theirs.digests.keys()
                for number in sorted(number for number in same if trail.digests[number] != theirs.digests[number]):
                    yield Finding(-1, -1, "anchor_differs", key=place, name=str(number))
