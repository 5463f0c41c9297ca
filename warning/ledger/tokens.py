"""Whether every person that a ledger names is still the one it was: by the tokens of acts, and the table of values.

A token is made of salt and value: a row with another's is seen by itself. A token that acts have, and that neither has
a row nor was erased by a journaled act, was taken away: that person would be another one at the next act (R60).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select

from warning.core.draft import Erasure, Kept
from warning.core.events import EVENTS, Act, TeamFormed
from warning.ledger.journal import UNREADABLE, JournalRow
from warning.ledger.sql.persons import PREFIX, token_of
from warning.ledger.sql.tables import ERASURE, PRIVATE, QUARANTINE

ERASED: Final = "erasure"
KINDS: Final = frozenset(event.TYPE for event in EVENTS if issubclass(event, Act)) | {ERASED, "dismissal"}
"""Rows that name persons."""
ELSEWHERE: Final = (ERASURE.c.asked_by, ERASURE.c.approved_by, QUARANTINE.c.corrected_by, QUARANTINE.c.approved_by)


class Named:
    """Tokens that rows name, and those erased."""

    def __init__(self) -> None:
        self._named: set[str] = set()
        self._erased: set[str] = set()
        self._journaled: dict[str, Erasure] = {}
        """By their ids: ``erasure:<number>``."""

    @property
    def erased(self) -> set[str]:
        """Tokens of persons whose erasure is on file."""
        return self._erased

    def take(self, row: JournalRow) -> None:
        """One row of the journal; one that cannot be read names nobody."""
        if row.kind not in KINDS:
            return
        try:
            content = row.record.content
        except UNREADABLE:
            return
        if isinstance(content, Kept):
            self._named |= {content.asked_by, content.approved_by}
            if isinstance(content, Erasure):
                self._erased.add(content.token)
                self._journaled[row.event_id] = content
        elif isinstance(content, Act):
            self._named.add(content.officer_no)
            if isinstance(content, TeamFormed):
                self._named.update(content.members)

    def wrong(self, connection: Connection, *, whole: bool) -> Iterator[tuple[str, str]]:
        """What is wrong of which token: ``person`` (it is not that of its value and salt), ``nobody`` (it is gone).

        ``erasure`` is of a request by its number: that it was approved, and what, is not what the journal has.
        ``whole``: every row was taken; else an erasure may be among those that were not, and its request counts.
        """
        there = set()
        for row in connection.execute(select(PRIVATE).order_by(PRIVATE.c.token)):
            there.add(row.token)
            if token_of(row.salt, row.value) != row.token:
                yield "person", row.token
        for column in ELSEWHERE:
            self._named.update(connection.execute(select(column).where(column.is_not(None)).distinct()).scalars())
        if not whole:
            approved = select(ERASURE.c.token).where(ERASURE.c.approved_by.is_not(None))
            self._erased.update(connection.execute(approved).scalars())
        yield from (("erasure", number) for number in self._otherwise(connection, whole=whole))
        gone = self._named - there - self._erased
        yield from (("nobody", token) for token in sorted(gone) if token.startswith(PREFIX))

    def _otherwise(self, connection: Connection, *, whole: bool) -> Iterator[str]:
        """Requests approved otherwise than is journaled, or gone; of what was only asked nothing else says anything."""
        left = dict(self._journaled)
        for row in connection.execute(select(ERASURE).order_by(ERASURE.c.id)):
            journaled = left.pop(f"{ERASED}:{row.id}", None)
            approved = (
                None if row.approved_by is None else Erasure(row.token, row.ground, row.asked_by, row.approved_by)
            )
            if approved != journaled and (journaled is not None or whole):
                yield str(row.id)
        yield from sorted(name.partition(":")[2] for name in left)
