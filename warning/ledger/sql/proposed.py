"""What one person has proposed and nobody has decided on: changes of the rule book, releases, waivers.

Whoever is erased acts under another token from then on, and could approve them as another person.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection

from warning.ledger.sql.approvals import waiting_proposals
from warning.ledger.sql.books import rules_state


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
    for one in waiting_proposals(connection, every=True):
        if one.proposal.officer == token:
            yield Open("waiver" if one.proposal.duties else "release", one.id, one.customer_no)
