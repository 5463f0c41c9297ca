"""Small questions about one record on its way to a step."""

from __future__ import annotations

from msgspec.structs import replace

from warning.contracts.decode import Incoming
from warning.core.events import Act, Event, LoanFact, Opening, ProposalApproved
from warning.core.step import needs_loans
from warning.ledger.journal import short
from warning.ledger.port import Ledger


def digest(incoming: Incoming) -> int:
    """63 bits of the digest of its raw bytes: the same again is a duplicate, another a conflict."""
    return short(incoming.digest)


def rank(event: Event) -> int:
    """R5: within one instant facts come before approvals, approvals before acts."""
    if isinstance(event, ProposalApproved):
        return 1
    return 2 if isinstance(event, Act) else 0


def unknown_loan(ledger: Ledger, event: Event) -> str | None:
    """The first loan the event needs that has not appeared; None: all are known."""
    return next((no for no in needs_loans(event) if ledger.owner(no) is None), None)


def resolved(ledger: Ledger, event: Event) -> Event | None:
    """The event with its borrower, whom the ledger knows by the loan; None where a loan is another borrower's."""
    customer = _customer(ledger, event)
    if customer is None or _of_another(ledger, event, customer):
        return None
    return event if customer == "" else replace(event, customer_no=customer)


def _customer(ledger: Ledger, event: Event) -> str | None:
    """The borrower to fill in; '' where none is missing; None where the loan is another borrower's."""
    if not isinstance(event, LoanFact) or isinstance(event, Opening):
        return ""
    owner = (ledger.owner(event.loan_no) or "")[2:]
    if event.customer_no is None:
        return owner
    return "" if event.customer_no == owner else None


def _of_another(ledger: Ledger, event: Event, customer: str) -> bool:
    """Whether a loan that the event opens or names is another borrower's."""
    named = (event.loan_no,) if isinstance(event, Opening) else needs_loans(event)
    if isinstance(event, LoanFact) and not isinstance(event, Opening):
        return False
    own = f"b:{customer or getattr(event, 'customer_no', '')}"
    return any((ledger.owner(no) or own) != own for no in named)
