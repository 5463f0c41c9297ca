"""The fold of a lane: its links walked, its rows numbered and decided again. Verification and replay share it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

import msgspec

from warning.core import VERSION
from warning.core.effects import Effect
from warning.core.frame import Frame
from warning.core.inforce import Frames
from warning.core.state import State
from warning.core.step import initial, step
from warning.ledger.activation import judging, out_of_force
from warning.ledger.journal import GENESIS, NO_EFFECTS, UNREADABLE, JournalRow, effects_digest, link
from warning.ledger.lanes import lane_of
from warning.ledger.sql import codec
from warning.ledger.sql.codec import row_of
from warning.ledger.sql.history import ENDLESS, Changed

NOTHING: Final[tuple[Effect, ...]] = ()
_pack: Final = msgspec.msgpack.Encoder()


class Changes:
    """The changes of a lane, given out row by row."""

    def __init__(self, changes: Iterable[Changed]) -> None:
        self._left = iter(changes)
        self._next = next(self._left, None)
        self.soonest = ENDLESS if self._next is None else self._next[0]
        """The row of the next one."""
        self._seen = sha256()

    def up_to(self, seq: int) -> list[Changed]:
        """Those of a row, and of rows before it that were not asked for: nobody decided them."""
        found, first = [], self._next
        while first is not None and first[0] <= seq:
            self._seen.update(_pack.encode(first))
            found.append(first)
            first = next(self._left, None)
        self._next, self.soonest = first, ENDLESS if first is None else first[0]
        return found

    @property
    def left(self) -> bool:
        """Whether there are any that were not given out."""
        return self._next is not None

    @property
    def digest(self) -> bytes:
        """Over all that were given out."""
        return self._seen.digest()


class Fold:
    """The aggregates of one lane from the first row on.

    What is asked of a row is answered by nothing, or by the code of what is wrong (``verify.Difference``).
    """

    def __init__(self, lane: int, frames: Mapping[str, Frame]) -> None:
        self.lane = lane
        self.rows = 0
        """How many rows are linked: the number of the last."""
        self.head = GENESIS
        self.states: dict[str, State] = {}
        self.versions: dict[str, int] = {}
        """Key -> rows of it so far."""
        self.effects = NOTHING
        """What the last row that was decided was decided to."""
        self.digest = b""
        """The digest of the effects of the last row that had some, or whose digest or instant is not that on file."""
        self.at = 0
        """When that row was known, as decided again (µs UTC)."""
        self.begun = 0
        """Behind which row it began, where those before could not be read."""
        self._frames = frames

    def begin(self, seq: int, head: bytes) -> None:
        """Begin behind a row that has this link: what aggregates were before is not known."""
        self.rows = self.begun = seq
        self.head = head

    def unfounded(self, row: JournalRow) -> bool:
        """Whether it is the first row here of an aggregate that has others before where it began."""
        return bool(self.begun) and row.key not in self.versions and row.key_seq != 1

    def chained(self, row: JournalRow) -> str:
        """Whether it is the next row and is linked to the one before."""
        if row.seq != self.rows + 1:
            return "gap"
        if link(self.head, row) != row.link:
            return "link"
        self.rows, self.head = row.seq, row.link
        return ""

    def numbered(self, row: JournalRow) -> str:
        """Whether it is the next row of its aggregate, and in the right lane."""
        key, number = row.key, row.key_seq
        if self.unfounded(row):
            self.versions[key] = number - 1
        version = self.versions.get(key, 0) + 1
        self.versions[key] = version
        return "" if number == version and (version > 1 or lane_of(key) == self.lane) else "number"

    def decided(self, row: JournalRow) -> str:
        """Decide it again, as its frame says; whether effects and instant are those on file."""
        key, frames = row.key, self._frames
        frame = frames.get(row.frame)
        if row.core != VERSION or frame is None:
            return "core" if row.core != VERSION else "frame"
        try:
            record = row.record
        except UNREADABLE:
            return "payload"
        before = self.states.get(key)
        try:
            before = initial(key) if before is None else before
            if isinstance(frames, Frames):
                if wrong := out_of_force(before, row, frames):
                    return wrong
                frame = judging(before, row, frames)
            state, effects = step(before, record, frame)
        except Exception:  # noqa: BLE001 - what no step ever took may break it in any way
            return "undecided"
        self.states[key] = state
        if not effects and row.effects_digest == NO_EFFECTS and state.at == row.at:  # most rows
            self.effects = NOTHING
            return ""
        self.effects, self.at = effects, state.at
        self.digest = digest = effects_digest(effects) if effects else NO_EFFECTS
        return "" if digest == row.effects_digest and state.at == row.at else "effects"

    def changes(self, row: JournalRow) -> list[Changed]:
        """The changes of the row decided last, as they must be on file."""
        return [
            (row.seq, n, shown.id, row.at, row.event_id, codec.write(effect))
            for n, effect in enumerate(self.effects)
            if (shown := row_of(effect)) is not None
        ]
