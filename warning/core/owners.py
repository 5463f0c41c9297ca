"""Who owns a signal's duties: the organisations at which its source loans are booked (O9)."""

from __future__ import annotations

from warning.core.draft import Draft, Owners
from warning.core.frame import Frame
from warning.core.state import Loan, Track


def owning_loans(d: Draft, track: Track) -> list[Loan]:
    """Source loans that give ownership: those not settled; for a finding all (W11); else those written off (R92).

    At nil those whose balance ended that day, also where another has taken their place (O6).
    """
    if track.at_nil:
        return [loan for loan in d.loans.values() if loan.ended_on == track.at_nil]
    loans = d.source_loans(track)
    if track.row.domain == "management":
        return loans
    return [loan for loan in loans if not loan.settled] or [loan for loan in loans if loan.lost]


def owners(d: Draft, track: Track) -> Owners:
    """The organisations at each level; looked up once a settling, during which no loan changes."""
    row = track.row
    if d.owned is None:
        return _owners(d.frame, _booked_at(owning_loans(d, track)))
    basis = (row.loans, row.domain, track.at_nil)
    found = d.owned.get(basis)
    if found is None:
        at = _booked_at(owning_loans(d, track))
        found = d.owned.get(at)
        if found is None:
            found = d.owned[at] = _owners(d.frame, at)
        d.owned[basis] = found
    return found


def _booked_at(loans: list[Loan]) -> frozenset[str]:
    return frozenset([loan.org_no for loan in loans])


def _owners(frame: Frame, org_nos: frozenset[str]) -> Owners:
    subs: list[str] = []
    direct: list[str] = []
    above: set[str] = set()
    for org_no in sorted(org_nos):
        org = frame.orgs.get(org_no)
        if org is None or org.level == "head_office":
            continue
        (subs if org.level == "sub_branch" else direct).append(org_no)
        branch = frame.branch_of(org_no)
        if branch is not None:
            above.add(branch)
    return Owners(tuple(subs), tuple(direct), tuple(sorted(above)))


def sub_branches(d: Draft, track: Track) -> tuple[str, ...]:
    """Every sub-branch with a source loan that is not settled."""
    return owners(d, track).subs


def direct_branches(d: Draft, track: Track) -> tuple[str, ...]:
    """Branches that book a source loan themselves."""
    return owners(d, track).direct


def branches(d: Draft, track: Track) -> tuple[str, ...]:
    """Every branch above one of the sub-branches, and those that book a source loan themselves."""
    return owners(d, track).above


def owned_before(d: Draft, domain: str) -> tuple[str, ...]:
    """The sub-branches that owned a warning before this step: of one that closes in it, those that then did (R49)."""
    before = Draft(d.before, d.record, d.frame)
    return tuple(sorted({org for _, track in before.live(domain) for org in sub_branches(before, track)}))
