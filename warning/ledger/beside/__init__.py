"""What lies beside the journal, held against it: whose loans are, what was read, what was refused, what a ledger is.

And what aggregates have told each other, of which each row is on its own side of the journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from secrets import token_bytes

from sqlalchemy import Connection

from warning.core.effects import Effect
from warning.core.frame import Frame
from warning.ledger.beside.clocks import wrong_clocks
from warning.ledger.beside.known import Known as Known
from warning.ledger.beside.originals import Originals
from warning.ledger.beside.owned import Owned
from warning.ledger.beside.received import Received
from warning.ledger.beside.repeated import Repetitions
from warning.ledger.beside.told import KEY, Amiss, Hearing, Tally, doubtful, waiting
from warning.ledger.journal import JournalRow
from warning.ledger.telling import TOLD

Wrong = tuple[str, str, str]
"""(code, aggregate, name), as of ``verify.Difference``."""


class Beside:
    """Takes every row of the journal once, and then says which rows of the tables beside it are others."""

    def __init__(self, connection: Connection) -> None:
        """Before the first row, within the transaction of all that is read."""
        self._owned, self._received = Owned(), Received(connection)
        self._originals = Originals(connection)
        self._repetitions = Repetitions()
        self._told = Tally(token_bytes(KEY))

    def take(self, row: JournalRow) -> None:
        """A row as it stands, whatever was decided of it."""
        self._received.take(row)
        self._originals.take(row)
        self._repetitions.take(row)

    def decided(self, row: JournalRow, effects: tuple[Effect, ...]) -> None:
        """The same row, decided again."""
        self._owned.decided(row, effects)
        if effects or row.kind == TOLD:
            self._told.take(row, effects)

    def wrong(self, connection: Connection, known: Known) -> Iterator[Wrong]:
        """What is wrong, as far as can be said of what is ``known``; within the same transaction."""
        yield from self._owned.wrong(connection, known.nothing_of)
        sure = known.whole and not known.torn
        quarantined = yield from self._originals.wrong(connection, sure=sure, erased=known.erased)
        yield from self._received.wrong(connection, quarantined, whole=known.whole, torn=bool(known.torn))
        yield from wrong_clocks(connection, known.now)

    def amiss(self, connection: Connection, frames: Mapping[str, Frame], known: Known) -> Iterator[Amiss]:
        """What was heard or waits and was not told so, and what was told and is neither; of what is ``known``.

        And what is said to have come before, and did not.
        """
        yield from self._repetitions.amiss(connection, known.torn)
        for lies_right, one in waiting(connection):
            self._told.waits(one)
            if not lies_right:
                yield Amiss(-1, 0, "inbox", "" if one.told is None else one.told.to, str(one.id))
        pairs = doubtful(self._told.sums, known.torn)
        if pairs:
            yield from Hearing(connection, frames, pairs, known.begun, known.lost).amiss()
