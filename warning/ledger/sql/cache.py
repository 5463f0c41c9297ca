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
    """Drops a lane whose ``seq`` another has moved, and half of one that has grown too large.

    A transaction changes what is kept in place: if it does not end well, all of it is to be forgotten.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Nothing is known yet."""
        self._most = max(capacity // LANES, 1)
        self._seqs: dict[int, int] = {}
        self._states: list[dict[str, Kept]] = [{} for _ in range(LANES)]

    def check(self, lane: int, seq: int) -> None:
        """A lane has been locked: what is kept of it stands if its ``seq`` is the one it was left at."""
        if self._seqs.get(lane) != seq:
            self._states[lane].clear()
            self._seqs[lane] = seq

    def get(self, lane: int, key: str) -> Kept | None:
        """What is kept of an aggregate."""
        return self._states[lane].get(key)

    def put(self, key: str, found: Kept) -> None:
        """Keep what was read under the lane's lock."""
        states = self._states[found.lane]
        if len(states) >= self._most:
            for old in list(islice(states, self._most // 2)):
                del states[old]
        states[key] = found

    def moved(self, lane: int, seq: int) -> None:
        """The lane was left at a ``seq`` by a commit of ours."""
        self._seqs[lane] = seq

    def forget(self) -> None:
        """A transaction did not end well: nothing that is kept can be trusted."""
        self._seqs.clear()
        for states in self._states:
            states.clear()
