"""Small questions about one record on its way to a step."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from warning.contracts.decode import Incoming
from warning.core.events import Act, Event, LoanFact, Opening, ProposalApproved
from warning.core.step import needs_loans


def digest(incoming: Incoming) -> int:
    """63 bits of the digest of its raw bytes: the same again is a duplicate, another a conflict."""
    return int.from_bytes(incoming.digest[:8]) >> 1


def missing(event: Event, loans: Mapping[str, str]) -> str | None:
    """The first loan that the event needs and that has not appeared; ``loans`` are those that have, with their keys."""
    for no in needs_loans(event):
        if no not in loans:
            return no
    return None


def resolved(event: Event, loans: Mapping[str, str]) -> Event | None:
    """The event with the borrower of its loan filled in; None where a loan it opens or names is another's."""
    if isinstance(event, Opening):
        named: tuple[str, ...] = (event.loan_no,)
    elif isinstance(event, LoanFact):
        owner = loans[event.loan_no][2:]
        if event.customer_no is None:
            return replace(event, customer_no=owner)
        return event if event.customer_no == owner else None
    else:
        named = needs_loans(event)
    if named:
        own = f"b:{getattr(event, 'customer_no', '')}"
        if any(loans.get(no, own) != own for no in named):
            return None
    return event


def rank(event: Event) -> int:
    """R5: within one instant facts come before approvals, approvals before acts."""
    if isinstance(event, ProposalApproved):
        return 1
    return 2 if isinstance(event, Act) else 0
