"""Natural persons: a value goes to its own table under a salted digest; the journal has the digest only.

Whoever erases value and salt leaves a token that leads nowhere, and a chain that stands.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection

from warning.core.events import Act, Event, TeamFormed
from warning.core.person import person
from warning.ledger.sql.pending import NotAhead
from warning.ledger.sql.tables import PRIVATE
from warning.ledger.sql.write import fetch, insert_new, read

SALT: Final = 16
"""Bytes of a salt."""
PREFIX: Final = "P-"


def token_of(salt: bytes, value: str) -> str:
    """What stands for a person."""
    return PREFIX + sha256(salt + value.encode()).hexdigest()[:16]


class Persons:
    """Tokens of persons; the same person has the same token in a ledger, so that two persons can be told apart.

    However the number is written it is the same person (R60): what is kept is the number as everybody writes it.
    """

    def __init__(self, salt: Callable[[], bytes] = lambda: secrets.token_bytes(SALT)) -> None:
        """``salt`` gives a new salt; random, but where two ledgers are to be equal row for row."""
        self._salt = salt
        self._tokens: dict[str, str] = {}
        self._erased = 0
        """How many persons had been erased when these were read."""

    def learn(self, connection: Connection, events: Iterable[Event], *, ahead: bool = False) -> None:
        """Find or make the tokens of all persons that events name.

        Raises:
            NotAhead: one has to be made, and it is not the time to write.
        """
        self._learn(connection, (value for event in events for value in _persons(event)), ahead=ahead)

    def token(self, connection: Connection, value: str) -> str:
        """The token of one person."""
        self._learn(connection, (value,), ahead=False)
        return self._of(value)

    def _learn(self, connection: Connection, values: Iterable[str], *, ahead: bool) -> None:
        persons = dict.fromkeys(map(person, values))
        if not persons:
            return
        self._drop_erased(connection)
        named = [one for one in persons if one not in self._tokens]
        if not named:
            return
        self._read(connection, named)
        new = sorted(value for value in named if value not in self._tokens)  # in one order: two may do so at once
        if new and ahead:
            raise NotAhead
        for value in new:
            salt = self._salt()
            insert_new(connection, PRIVATE, {"token": token_of(salt, value), "salt": salt, "value": value})
        self._read(connection, new)

    def _drop_erased(self, connection: Connection) -> None:
        """Whoever was erased by another process is another person from then on: in all processes, or two at once."""
        ((erased,),) = read(connection, "SELECT count(*) FROM erasure WHERE approved_by IS NOT NULL")
        if erased != self._erased:
            self._tokens.clear()
            self._erased = erased

    def _read(self, connection: Connection, values: Iterable[str]) -> None:
        self._tokens.update(map(tuple, fetch(connection, PRIVATE, "value", values, "value, token")))

    def conceal(self, event: Event) -> Event:
        """The event with tokens for persons."""
        if not isinstance(event, Act):
            return event
        officer = self._of(event.officer_no)
        if isinstance(event, TeamFormed):
            members = tuple(map(self._of, event.members))
            return replace(event, officer_no=officer, members=members)
        return replace(event, officer_no=officer)

    def _of(self, value: str) -> str:
        return self._tokens[person(value)]

    def forget(self) -> None:
        """A transaction did not end: tokens made in it may not be there."""
        self._tokens.clear()


def _persons(event: Event) -> tuple[str, ...]:
    if isinstance(event, TeamFormed):
        return (event.officer_no, *event.members)
    return (event.officer_no,) if isinstance(event, Act) else ()
