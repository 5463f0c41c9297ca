"""Small questions about one record on its way to a step."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from warning.contracts.decode import Incoming
from warning.core.draft import Record
from warning.core.events import EVENTS, Act, Event, LoanFact, Opening, ProposalApproved
from warning.core.state import Borrower, State
from warning.core.step import NEEDED, needs_loans
from warning.ledger.astray import LoanAstray
from warning.ledger.journal import short
from warning.ledger.port import Ledger


def digest(incoming: Incoming) -> int:
    """63 bits of the digest of its raw bytes: the same again is a duplicate, another a conflict."""
    return short(incoming.digest)


def record_of(incoming: Incoming, event: Event, received: int, *, held: bool = False) -> Record:
    """What a step takes in of a message."""
    return Record(incoming.id, received, incoming.occurred, event, digest(incoming), held, incoming.source)


RANKS: Final = {event: 1 if event is ProposalApproved else 2 if issubclass(event, Act) else 0 for event in EVENTS}


ABOUT_LOANS: Final = frozenset(event for event in EVENTS if issubclass(event, LoanFact | Opening) or event in NEEDED)
"""The events that name loans: of the others none can be unknown, or another's."""


def rank(event: Event) -> int:
    """R5: within one instant facts come before approvals, approvals before acts."""
    return RANKS[type(event)]


def unknown_loan(ledger: Ledger, event: Event) -> str | None:
    """The first loan the event needs that has not appeared; None: all are known."""
    for no in needs_loans(event):
        if ledger.owner(no) is None:
            return no
    return None


def raise_if_astray(state: State, content: object, key: str) -> None:
    """Say which loan of an event its borrower does not have; pass where it has them all.

    Raises:
        LoanAstray: the ledger says that a loan is this borrower's, and the journal says that it is not.
    """
    if isinstance(state, Borrower) and isinstance(content, Event):
        there = {loan.loan_no for loan in state.loans}
        for no in needs_loans(content):
            if no not in there:
                raise LoanAstray(no, key) from None


def resolved(ledger: Ledger, event: Event) -> Event | None:
    """The event with the borrower of its loan filled in; None where a loan it opens or names is another's."""
    if isinstance(event, Opening):
        named: tuple[str, ...] = (event.loan_no,)
    elif isinstance(event, LoanFact):
        owner = (ledger.owner(event.loan_no) or "")[2:]
        if event.customer_no is None:
            return replace(event, customer_no=owner)
        return event if event.customer_no == owner else None
    else:
        named = needs_loans(event)
    if named:
        own = f"b:{getattr(event, 'customer_no', '')}"
        if any((ledger.owner(no) or own) != own for no in named):
            return None
    return event
