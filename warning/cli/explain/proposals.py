"""Which proposals wait that are about a row."""

from __future__ import annotations

from warning.cli.situation import Situation
from warning.core.rows import Duty, Signal, Warning
from warning.core.state import Proposal


def proposals_of(found: Situation, row: Signal | Warning | Duty) -> dict[str, Proposal]:
    """The proposals about a row that wait for another person, by the ids of their records (W8, D8)."""
    state = found.borrower(row.customer_no) if row.customer_no else None
    waiting = {} if state is None else state.file.proposals
    return {name: one for name, one in waiting.items() if _about(found, row, one)}


def _about(found: Situation, row: Signal | Warning | Duty, proposal: Proposal) -> bool:
    released = {row_id for _, row_id, _ in proposal.signals}
    match row:
        case Signal():
            return row.id in released
        case Warning():
            case = found.case(row)
            return not released.isdisjoint(one.id for one in case.signals) or not {*proposal.duties}.isdisjoint(
                one.id for one in case.duties
            )
        case Duty():
            return row.id in proposal.duties
