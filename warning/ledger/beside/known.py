"""How far a journal can be relied on, for whatever is held against it."""

from __future__ import annotations

from msgspec import Struct

from warning.ledger.lanes import lane_of


class Known(Struct, frozen=True, kw_only=True):
    """How far the journal can be relied on.

    ``whole``: no row is archived that could not be read; ``torn``: lanes of which rows are missing or were changed;
    ``lost``: aggregates of which a row differs, or not all could be read; ``erased``: tokens of journaled erasures.
    """

    whole: bool
    torn: set[int]
    lost: set[str]
    erased: set[str]
    begun: dict[int, int]
    """Lane -> behind which row it was read, where those before are archived and could not be."""
    now: int
    """By the clock of who looks (µs UTC)."""

    def nothing_of(self, key: object) -> bool:
        """Whether nothing can be said of an aggregate."""
        return type(key) is not str or key in self.lost or lane_of(key) in self.torn
