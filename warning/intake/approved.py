"""What became of a proposal that does not wait any more, looked up when somebody approves it (W8, D8)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from warning.core.effects import Why
from warning.core.events import EventRetracted, ProposalApproved
from warning.core.state import Borrower
from warning.ledger.journal import JournalRow, content_of
from warning.ledger.sql.archived import Unread
from warning.ledger.sql.queries import records_of, states_of, without_effect

KINDS: Final = (ProposalApproved.TYPE, EventRetracted.TYPE)


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
    key = f"b:{customer_no}"
    try:
        rows = records_of(connection, [key], (), KINDS)
        refused = {(one.event_id, one.type, one.line) for one in without_effect(connection, key)}
    except Unread:
        return None
    counted = [row for row in rows if (row.event_id, row.kind, _line(row)) not in refused]
    return next((why for why in (_by(row, proposal) for row in reversed(counted)) if why is not None), None)


def _line(row: JournalRow) -> int:
    """Where it stood in its source; of an act given here 0."""
    last = row.origin.rpartition(":")[2]
    return int(last) if last.isdecimal() else 0


def _by(row: JournalRow, proposal: str) -> Why | None:
    """What a record did to it."""
    content = content_of(row)
    values = (("proposal", proposal), ("by", row.event_id), ("ended_at", row.received))
    if isinstance(content, ProposalApproved) and content.proposal_id == proposal:
        who = (("org_no", content.org_no), ("post", content.post))
        return Why("proposal_approved", "W8", (*values, *who), (proposal, row.event_id))
    if isinstance(content, EventRetracted) and content.retracts == proposal:
        return Why("proposal_taken_back", "W8", values, (proposal, row.event_id))
    return None
