"""Which 12.1.1 duties stand by a sub-branch's breach: the marks a borrower's file keeps of them (D3, R36, R47)."""

from __future__ import annotations

from warning.core.rows import Duty


def escalation(signal_id: str, branch: str, opening: int, tier: int) -> str:
    """What stands once an opening's breach at a tier has reached a branch (D3)."""
    return f"{signal_id}:{branch}:{opening}:{tier}"


def met_mark(mark: str) -> str:
    """What is noted once the 12.1.1 of a mark was met (R47)."""
    return f"met:{mark}"


def escalation_of(duty: Duty, branch: str = "") -> str:
    """The mark of a 12.1.1 that stands by a breach, at its own branch or another; '' for any other duty (D3)."""
    if not duty.hangs_on.startswith("breach:"):
        return ""
    tier = duty.hangs_on.partition(":after:")[0].rpartition(":")[2]
    return escalation(duty.signal_id, branch or duty.org_no, duty.opening, int(tier)) if tier.isdigit() else ""
