"""What lies beside the journal, held against it: whose loans are, what was read, what was refused, what a ledger is."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import Connection

from warning.core.effects import Effect
from warning.ledger.beside.clocks import wrong_clocks
from warning.ledger.beside.originals import Originals
from warning.ledger.beside.owned import Owned
from warning.ledger.beside.received import Received
from warning.ledger.journal import JournalRow
from warning.ledger.lanes import lane_of

Wrong = tuple[str, str, str]
"""(code, aggregate, name), as of ``verify.Difference``."""


class Known(Struct, frozen=True, kw_only=True):
    """How far the journal can be relied on.

    ``whole``: no row is archived that could not be read; ``torn``: lanes of which rows are missing or were changed;
    ``lost``: aggregates of which a row differs, or not all could be read; ``erased``: tokens of journaled erasures.
    """

    whole: bool
    torn: set[int]
    lost: set[str]
    erased: set[str]
    now: int
    """By the clock of who looks (µs UTC)."""

    def nothing_of(self, key: object) -> bool:
        """Whether nothing can be said of an aggregate."""
        return type(key) is not str or key in self.lost or lane_of(key) in self.torn


class Beside:
    """Takes every row of the journal once, and then says which rows of the tables beside it are others."""

    def __init__(self, connection: Connection) -> None:
        """Before the first row, within the transaction of all that is read."""
        self._owned, self._received = Owned(), Received(connection)
        self._originals = Originals(connection)

    def take(self, row: JournalRow) -> None:
        """A row as it stands, whatever was decided of it."""
        self._owned.take(row)
        self._received.take(row)
        self._originals.take(row)

    def decided(self, row: JournalRow, effects: tuple[Effect, ...]) -> None:
        """The same row, decided again."""
        self._owned.decided(row, effects)

    def wrong(self, connection: Connection, known: Known) -> Iterator[Wrong]:
        """What is wrong, as far as can be said of what is ``known``; within the same transaction."""
        yield from self._owned.wrong(connection, known.nothing_of)
        sure = known.whole and not known.torn
        quarantined = yield from self._originals.wrong(connection, sure=sure, erased=known.erased)
        yield from self._received.wrong(connection, quarantined, whole=known.whole, torn=bool(known.torn))
        yield from wrong_clocks(connection, known.now)
