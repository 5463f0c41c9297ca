"""What a feed tells whoever hosts it: a log, metrics, and whoever asks whether it goes on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from msgspec import Struct

from warning.ledger.astray import Astray
from warning.streams.places import Part
from warning.streams.placing import Stuck

What = Literal["kafka", "ledger"]


class Batch(Struct, frozen=True):
    """What one transaction took: so many records in so many seconds, what became of each of them, by partition.

    ``offsets`` are where each partition stood before and stands now.
    """

    records: int
    seconds: float
    tallies: Mapping[Part, Mapping[str, int]]
    offsets: Mapping[Part, tuple[int, int]]


class Told:
    """Every method does nothing; whoever wants to hear overrides it. All are called in the feed's loop."""

    def turned(self) -> None:
        """The loop turns: each second or so, also while nothing comes in."""

    def taken(self, batch: Batch) -> None:
        """Records are committed."""

    def woken(self, number: int) -> None:
        """So many clock checks are committed, since we began."""

    def committed(self, number: int) -> None:
        """So many transactions that wrote something are committed, since we began."""

    def waited_out(self, found: Mapping[tuple[Part, str], int]) -> None:
        """Since we began, by partition and outcome: so many records that had waited for their loan wait no more."""

    def waiting(self) -> None:
        """We do not know yet where our partitions stand, or which are ours."""

    def placed(self, partitions: int) -> None:
        """So many partitions are ours now."""

    def stuck(self, stuck: Stuck) -> None:
        """A partition is not read; told once."""

    def stopped(self, stuck: Collection[Stuck]) -> None:
        """All partitions that are not read now."""

    def standing(self, found: Mapping[Part, tuple[int, int]]) -> None:
        """How far the ledger is in each partition of ours, and where it ends on the broker."""

    def answered(self, what: What) -> None:
        """Brokers or the database have answered just now."""

    def reached(self, until: int) -> None:
        """A live ledger's lanes have all decided what fell due by an instant (µs UTC)."""

    def moved(self, name: str) -> None:
        """Another worker reads a partition of ours."""

    def lost(self, what: What, why: str) -> None:
        """Brokers or the database are away, or refuse; ``why``: a word of ``reaching`` or ``room``, or what failed."""

    def silent(self, what: What) -> None:
        """Brokers or the database have been asked, and have said nothing for ``asked.SILENT_S``."""

    def astray(self, astray: Astray) -> None:
        """Tables of the ledger are not what its journal comes to: nothing is taken until that is mended."""

    def sent(self, topic: str, number: int) -> None:
        """So many changes went out."""

    def unsent(self, what: What, why: str) -> None:
        """What is decided cannot go out, or not be read: brokers or the database are away, or refuse."""

    def down(self, since: int) -> None:
        """Nobody was there since an instant (µs UTC)."""
