"""Who owns a signal's duties: the organisations at which its source loans are booked (O9)."""

from __future__ import annotations

from warning.core.draft import Draft
from warning.core.state import Loan, Track


def owning_loans(d: Draft, track: Track) -> list[Loan]:
    """Source loans that give ownership: those not settled; for a finding all (W11); at nil those ended today (O6)."""
    loans = d.source_loans(track)
    if track.row.domain == "management":
        return loans
    if track.at_nil:
        return [loan for loan in loans if loan.ended_on == track.at_nil]
    return [loan for loan in loans if not loan.settled]


def _at_level(d: Draft, track: Track, level: str) -> list[str]:
    orgs = dict.fromkeys(loan.org_no for loan in owning_loans(d, track))
    return [no for no in sorted(orgs) if (org := d.frame.orgs.get(no)) is not None and org.level == level]


def sub_branches(d: Draft, track: Track) -> list[str]:
    """Every sub-branch with a source loan that is not settled."""
    return _at_level(d, track, "sub_branch")


def direct_branches(d: Draft, track: Track) -> list[str]:
    """Branches that book a source loan themselves."""
    return _at_level(d, track, "branch")


def branches(d: Draft, track: Track) -> list[str]:
    """Every branch above one of the sub-branches, and those that book a source loan themselves."""
    above = {d.frame.branch_of(org) for org in sub_branches(d, track)} | set(direct_branches(d, track))
    return sorted(branch for branch in above if branch is not None)
