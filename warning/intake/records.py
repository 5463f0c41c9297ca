"""Small questions about one record on its way to a step."""

from __future__ import annotations

from msgspec.structs import replace

from warning.contracts.decode import Incoming
from warning.core.events import Act, Event, ProposalApproved


def digest(incoming: Incoming) -> int:
    """63 bits of the digest of its raw bytes: the same again is a duplicate, another a conflict."""
    return int.from_bytes(incoming.digest[:8]) >> 1


def with_customer(event: Event, customer: str) -> Event:
    """The same with its borrower, which the ledger's loan table knows."""
    return replace(event, customer_no=customer)


def rank(event: Event) -> int:
    """R5: within one instant facts come before approvals, approvals before acts."""
    if isinstance(event, ProposalApproved):
        return 1
    return 2 if isinstance(event, Act) else 0
