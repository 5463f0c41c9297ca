"""What became of a proposal that does not wait any more, looked up when somebody approves it (W8, D8)."""

from __future__ import annotations

from sqlalchemy import Connection

from warning.core.effects import Why
from warning.core.events import ProposalApproved
from warning.core.state import Borrower
from warning.ledger.sql.approvals import courses
from warning.ledger.sql.archived import Unread
from warning.ledger.sql.queries import states_of


def ended(connection: Connection, event: ProposalApproved) -> Why | None:
    """By whom and when it was approved or withdrawn, or of which domain it waits; None: nothing is known of it."""
    key, proposal = f"b:{event.customer_no}", event.proposal_id
    state = states_of(connection, [key]).get(key)
    waiting = state.file.proposals.get(proposal) if isinstance(state, Borrower) else None
    if waiting is not None:
        return Why("proposal_of_domain", "W8", (("proposal", proposal), ("domain", waiting.domain)), (proposal,))
    return became(connection, event.customer_no, proposal)


def became(connection: Connection, customer_no: str, proposal: str) -> Why | None:
    """By whom and when one that does not wait was approved or withdrawn; None: nothing is known of it."""
    try:
        found = courses(connection, customer_no)
    except Unread:
        return None
    by = next((one.ended for one in reversed(found) if one.proposed.id == proposal), None)
    if by is None:
        return None
    values = (("proposal", proposal), ("by", by.id), ("ended_at", by.at))
    if isinstance(by.content, ProposalApproved):
        who = (("org_no", by.content.org_no), ("post", by.content.post))
        return Why("proposal_approved", "W8", (*values, *who), (proposal, by.id))
    return Why("proposal_taken_back", "W8", values, (proposal, by.id))
