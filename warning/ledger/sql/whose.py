"""Whose the records are that could not be taken, or that wait: as they say, or as their loan is known (W11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import Struct
from sqlalchemy import Connection, func, select

from warning.contracts.about import MOST, About, about
from warning.core.state import Borrower
from warning.ledger.sql import codec
from warning.ledger.sql.queries import states_of
from warning.ledger.sql.tables import LOAN, QUARANTINE
from warning.ledger.sql.write import fetch

K = TypeVar("K")


class Whose(Struct, frozen=True):
    """A borrower and the organisations that have to do with it; empty: nothing says it.

    The organisation is the one that the message names, else those that book the borrower's loans.
    """

    customer_no: str = ""
    orgs: tuple[str, ...] = ()


def originals(connection: Connection, numbers: Iterable[int]) -> dict[int, bytes]:
    """The first bytes of originals in the quarantine, by their numbers: as much of them as is looked at."""
    raw = func.substr(QUARANTINE.c.raw, 1, MOST)
    query = select(QUARANTINE.c.id, raw).where(QUARANTINE.c.id.in_(sorted(numbers)))
    return {number: codec.raw(first) for number, first in connection.execute(query).all()}


def whose(connection: Connection, messages: Mapping[K, bytes]) -> dict[K, Whose]:
    """Of messages by what they are known by, whose each is."""
    said = {name: about(raw) for name, raw in messages.items()}
    loans = {one.loan_no for one in said.values() if one.loan_no and not one.customer_no}
    owners = {loan_no: key[2:] for loan_no, key in fetch(connection, LOAN, "loan_no", sorted(loans), "loan_no, key")}
    numbers = {name: one.customer_no or owners.get(one.loan_no, "") for name, one in said.items()}
    wanted = {numbers[name] for name, one in said.items() if not one.org_no and numbers[name]}
    booked = _booked(connection, wanted)
    return {name: Whose(numbers[name], _orgs(one, booked.get(numbers[name], ()))) for name, one in said.items()}


def _orgs(one: About, booked: tuple[str, ...]) -> tuple[str, ...]:
    return (one.org_no,) if one.org_no else booked


def _booked(connection: Connection, numbers: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The organisations that book a borrower's loans that are not settled."""
    states = states_of(connection, sorted(f"b:{number}" for number in numbers))
    found = {}
    for key, state in states.items():
        loans = state.loans if isinstance(state, Borrower) else ()
        found[key[2:]] = tuple(dict.fromkeys(loan.org_no for loan in loans if not loan.settled))
    return found
