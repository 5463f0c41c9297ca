"""How much a worker takes at once: more while it is alone, little while people give commands beside it.

Measured: transactions of 8,000 records cost a third less a record than those of 2,000, for a row of a table or an index
that several of them change is written once. But what has been decided must be written before anybody else may go on.
"""

from __future__ import annotations

from typing import Final

LEAST: Final = 1_000
"""Records or journal rows a transaction after somebody has knocked."""
FIRST: Final = 2_000
MOST: Final = 8_000
MORE: Final = 500
"""By how much each transaction is larger than the one before that nobody disturbed."""


class Pace:
    """The limits of the next transaction."""

    def __init__(self, batch: int | None = None, rows: int | None = None) -> None:
        """Records, and journal rows (a herd of wakes, a large group); what is given stays as it is."""
        self._batch, self._rows = batch, rows
        self._now = FIRST

    @property
    def batch(self) -> int:
        """Records a transaction, at most."""
        return self._batch or self._now

    @property
    def rows(self) -> int:
        """Journal rows after which it ends all the same."""
        return self._rows or self._now

    def next(self, *, knocked: bool) -> None:
        """A transaction has ended; whether somebody waited for that."""
        self._now = LEAST if knocked else min(self._now + MORE, MOST)
