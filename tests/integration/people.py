"""Commands of people on one warning, as bytes of the wire."""

from __future__ import annotations

from tests.cli.events import line

DAY = "2026-10-22"
"""The day after the group's borrowers were sued (``bank.group``)."""


def proposed(at: str = "09:00:00", officer: str = "1003-SBP01", name: str = "proposal") -> bytes:
    """The sub-branch proposes to close all signals of a borrower that was sued."""
    asked = {"to_level": "closed", "ground": "resolved", "evidence": "撤诉裁定书"}
    return _act(name, "release.proposed.v1", at, "1003", "sub_branch_president", officer, **asked)


def approved(officer: str, at: str = "10:00:00", name: str = "") -> bytes:
    """Somebody at the branch approves it."""
    post = "branch_principal_leader"
    return _act(name or f"by-{officer}", "proposal.approved.v1", at, "1000", post, officer, proposal_id="proposal")


def called(at: str = "10:00:00", name: str = "call", officer: str = "1003-SBP07", day: str = DAY) -> bytes:
    """A first notice by telephone."""
    return _act(name, "phone.notice.v1", at, "1003", "sub_branch_president", officer, day=day)


def _act(name: str, kind: str, at: str, org_no: str, post: str, officer: str, day: str = DAY, **content: str) -> bytes:
    whose = {"customer_no": "G0", "domain": "business", "org_no": org_no, "post": post, "officer_no": officer}
    return line(name, kind, f"{day}T{at}+08:00", **whose, **content).encode()
