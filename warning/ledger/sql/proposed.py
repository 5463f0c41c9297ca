"""What one person has proposed and nobody has decided on: changes of the rule book, releases, waivers.

Whoever is erased acts under another token from then on, and could approve them as another person.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct
from sqlalchemy import Connection, select

from warning.core.state import Borrower
from warning.ledger.sql.books import rules_state
from warning.ledger.sql.queries import states_of
from warning.ledger.sql.tables import DUTY, SIGNAL

AT_ONCE: Final = 1_000
"""States that are read at a time."""


class Open(Struct, frozen=True):
    """A proposal by the id of its record; ``customer_no`` is empty for a change of the rule book."""

    what: Literal["rules", "release", "waiver"]
    id: str
    customer_no: str = ""


def proposed_by(connection: Connection, token: str) -> tuple[Open, ...]:
    """All that waits for another person, in the order of their borrowers; those overtaken or past their due, too.

    A release names a signal and a waiver a duty, so that who has neither has none.
    """
    return (*_changes(connection, token), *_of_borrowers(connection, token))


def _changes(connection: Connection, token: str) -> Iterator[Open]:
    for name, change in rules_state(connection).changes.items():
        if change.status == "waiting" and change.officer == token:
            yield Open("rules", name)


def _of_borrowers(connection: Connection, token: str) -> Iterator[Open]:
    named = select(SIGNAL.c.customer_no).union(select(DUTY.c.customer_no))
    keys = sorted(f"b:{number}" for (number,) in connection.execute(named) if number)
    for first in range(0, len(keys), AT_ONCE):
        states = states_of(connection, keys[first : first + AT_ONCE])
        for key in sorted(states):
            state = states[key]
            waiting = state.file.proposals if isinstance(state, Borrower) else {}
            for name, one in waiting.items():
                if one.officer == token:
                    yield Open("waiver" if one.duties else "release", name, key[2:])
