"""Whether a ledger can be written: a database without room, or one that is only read, answers all the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, Literal, get_args

from sqlalchemy.exc import DBAPIError

from warning.ledger.sql.engine import full, read_only
from warning.wording.phrases.databases import LOST as KNOWN

Unwritable = Literal["full", "read_only"]
UNWRITABLE: Final = get_args(Unwritable)
"""``why`` of a ledger that was lost where its database answers and cannot write."""
QUIET_S: Final = 30.0
"""So long nothing may have failed for want of room until there is some: a small row may fit where a batch does not."""


def trouble(failed: DBAPIError) -> str:
    """Why a database was lost: one of ``UNWRITABLE``, what in its words ``LOST`` knows, or the error's name.

    Never its words: they may quote a record.
    """
    if full(failed):
        return "full"
    if read_only(failed):
        return "read_only"
    words = str(failed.orig)
    return next((part for part in KNOWN if part in words), type(failed.orig).__name__)


class Room:
    """Whether it could be written last, by what failed and what was committed. Seconds are any clock's that goes on."""

    def __init__(self, tick: Callable[[], float] | None = None) -> None:
        """Nothing has failed yet."""
        self._tick = tick or time.monotonic
        self._committed = 0
        self._lacking: tuple[Unwritable, float, int] | None = None

    def noted(self, why: str) -> Unwritable | None:
        """Note that something could not be written, if that is why the database was lost; None: it was not that."""
        for known in UNWRITABLE:
            if why == known:
                self._lacking = known, self._tick(), self._committed
                return self._lacking[0]
        return None

    def committed(self, number: int) -> None:
        """So many transactions are committed, since we began."""
        self._committed = number

    @property
    def lacking(self) -> Unwritable | None:
        """Why it cannot be written; None: it can, as something was committed since, and nothing failed for a while."""
        if self._lacking is not None:
            _, since, committed = self._lacking
            if self._committed > committed and self._tick() - since >= QUIET_S:
                self._lacking = None
        return self._lacking[0] if self._lacking is not None else None
