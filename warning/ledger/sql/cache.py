"""States kept between transactions, by lane: right as long as nobody else has appended to the lane."""

from __future__ import annotations

from itertools import islice
from typing import Final

from msgspec import Struct

from warning.core.state import State
from warning.ledger.lanes import LANES

CAPACITY: Final = 256_000
"""States kept in all; about 1 KB each."""


class Kept(Struct, gc=False):
    """A state, the number of its aggregate's journal rows, and its lane: as the transaction in hand has left it."""

    state: State
    version: int
    lane: int


class StateCache:
    """Drops a lane whose ``seq`` another has moved, and the oldest half once there are too many.

    A transaction changes what is kept in place: if it does not end well, all of it is to be forgotten.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Nothing is known yet."""
        self.kept: dict[str, Kept] = {}
        """By key. Nothing leaves it during a transaction."""
        self.passed: dict[tuple[int, int], str] = {}
        """(change of the book, first lane) -> the last borrower that was judged by it, or need not be."""
        self._most = capacity
        self._seqs: dict[int, int] = {}
        self._keys: list[list[str]] = [[] for _ in range(LANES)]

    def check(self, lane: int, seq: int) -> None:
        """A lane has been locked: what is kept of it stands if its ``seq`` is the one it was left at."""
        if self._seqs.get(lane) != seq:
            self._seqs[lane] = seq
            for key in self._keys[lane]:
                self.kept.pop(key, None)
            self._keys[lane].clear()

    def put(self, key: str, found: Kept) -> None:
        """Keep what was read under the lane's lock."""
        self.kept[key] = found
        self._keys[found.lane].append(key)

    def moved(self, lane: int, seq: int) -> None:
        """The lane was left at a ``seq`` by a commit of ours."""
        self._seqs[lane] = seq

    @property
    def crowded(self) -> bool:
        """Whether there are too many."""
        return len(self.kept) > self._most

    def shrink(self) -> None:
        """Make room, if there are too many, while nothing is decided or being written."""
        if not self.crowded:
            return
        for key in list(islice(self.kept, len(self.kept) - self._most // 2)):
            del self.kept[key]
        for lane in range(LANES):
            self._keys[lane] = []
        for key, found in self.kept.items():
            self._keys[found.lane].append(key)

    def forget(self) -> None:
        """A transaction did not end well: nothing that is kept can be trusted."""
        self._seqs.clear()
        self.kept.clear()
        self.passed.clear()
        for keys in self._keys:
            keys.clear()
