"""A loan moves to another organisation: its duties go with it, a breach stays where it happened (O9)."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core import maturity
from warning.core.draft import Draft
from warning.core.duties import escalation, put, superior_post
from warning.core.effects import DutyChanged, Why
from warning.core.events import LoanMoved
from warning.core.owners import branches, sub_branches
from warning.core.rows import Duty, row_id
from warning.core.state import Loan


def moved(d: Draft, event: LoanMoved) -> None:
    """O9, by the levels of the old and the new organisation."""
    loan = d.loans[event.loan_no]
    new = d.frame.orgs.get(event.org_no)
    if new is None or new.level == "head_office":
        d.refuse("org_unknown", "data.org_no", "O9", org_no=event.org_no)
        return
    old = d.frame.orgs[loan.org_no]
    if old.org_no == new.org_no:
        d.file_away("already_there", "O9", org_no=new.org_no)
        return
    before = {key: (sub_branches(d, track), branches(d, track)) for key, track in d.live()}
    d.loans[loan.loan_no] = replace(loan, org_no=new.org_no)
    d.file_away("moved", "O9", old=old.org_no, new=new.org_no)
    if not (old.level == "sub_branch" and new.level == "branch"):
        _assessment(d, loan, new.org_no)
    if old.level == new.level == "sub_branch":
        _pair(d, before, old.org_no, new.org_no, branch=False)
    old_branch, new_branch = d.frame.branch_of(old.org_no), d.frame.branch_of(new.org_no)
    if old_branch is not None and new_branch is not None and old_branch != new_branch:
        _pair(d, before, old_branch, new_branch, branch=True)


def _assessment(d: Draft, loan: Loan, new: str) -> None:
    for duty in maturity.assessment_duties(d, loan):
        if duty.org_no == loan.org_no:
            _hand_over(d, duty, new, into=True, ends=True)


Orgs = tuple[str, ...]
Owned = dict[str, tuple[Orgs, Orgs]]


def _pair(d: Draft, before: Owned, old: str, new: str, *, branch: bool) -> None:
    """The duties at one level: per signal for what rests on it, per warning for the rest."""
    index = 1 if branch else 0
    signals: dict[str, tuple[bool, bool]] = {}
    domains: set[str] = set()
    for key, track in d.live():
        if old not in before.get(key, ((), ()))[index] or old not in track.entered:
            continue
        now = branches(d, track) if branch else sub_branches(d, track)
        if new in now:
            signals[track.row.id] = (new not in track.entered or new in track.left, old not in now)
            domains.add(track.row.domain)
            entered, left = _swapped(track.entered, track.left, old, new, leaves=old not in now)
            d.tracks[key] = replace(track, entered=entered, left=left)
    for duty in sorted(d.duties.values(), key=lambda duty: duty.id):
        if duty.org_no != old or duty.kind == "assessment" or duty.state not in ("open", "breached"):
            continue
        if duty.signal_id in signals:
            into, ends = signals[duty.signal_id]
            _hand_over(d, duty, new, into=into, ends=ends)
        elif not duty.signal_id and duty.domain in domains and _current(d, duty):
            case = d.cases[duty.domain]
            into = new not in case.entered or new in case.left
            _hand_over(d, duty, new, into=into, ends=old not in _owners(d, duty.domain, branch=branch))
    for domain in sorted(domains):
        _enter_case(d, domain, old, new, leaves=old not in _owners(d, domain, branch=branch))


def _enter_case(d: Draft, domain: str, old: str, new: str, *, leaves: bool) -> None:
    """The new organisation stands where the old one stood; one that has left may come in again."""
    case = d.cases[domain]
    if old not in case.entered:
        return
    entered, left = _swapped(case.entered, case.left, old, new, leaves=leaves)
    updates = tuple(dict.fromkeys((*case.updates, new))) if old in case.updates else case.updates
    d.cases[domain] = replace(case, entered=entered, left=left, updates=updates)


def _swapped(entered: Orgs, left: Orgs, old: str, new: str, *, leaves: bool) -> tuple[Orgs, Orgs]:
    """Who has had the duties, and whose have moved on, once ``new`` stands where ``old`` stood."""
    gone = tuple(org for org in left if org != new)
    return tuple(dict.fromkeys((*entered, new))), (*gone, old) if leaves and old not in gone else gone


def _owners(d: Draft, domain: str, *, branch: bool) -> set[str]:
    return {org for _, track in d.live(domain) for org in (branches if branch else sub_branches)(d, track)}


def _current(d: Draft, duty: Duty) -> bool:
    return duty.number == d.cases[duty.domain].row.number


def _hand_over(d: Draft, duty: Duty, new: str, *, into: bool, ends: bool) -> None:
    """The same duty for the new organisation, with its due; not ``into`` one that has had its own: none is doubled."""
    why = Why("moved", "O9", (("old", duty.org_no), ("new", new)), (d.record.id,))
    new_id = row_id("D", duty.kind, duty.clause, duty.customer_no, duty.hangs_on, new)
    breached = duty.state == "breached"
    if into and new_id not in d.duties:
        _stands_by_breach(d, duty, new)
        org = d.frame.orgs[new]
        row = replace(
            duty,
            id=new_id,
            org_no=new,
            post=d.frame.book.posts[duty.kind][org.level],
            opened_at=d.at,
            cause="moved" if breached else "",
            scored="",
            escalated_to=superior_post(d.frame, new) if breached else "",
        )
        d.duties[new_id] = row
        if not duty.early:
            d.say(DutyChanged("moved_in", row, why))
    if ends and duty.early:
        del d.duties[duty.id]
    elif ends and not breached:
        put(d, replace(duty, state="moved", fulfilled_at=d.at, fulfilled_by=d.record.id), "moved", why)


def _stands_by_breach(d: Draft, duty: Duty, new: str) -> None:
    """D3: a 12.1.1 by breach goes on standing at the branch it has moved to."""
    head, _, tier = duty.hangs_on.rpartition(":")
    if head.startswith("breach:") and tier.isdigit():
        d.escalated = (*d.escalated, escalation(duty.signal_id, new, duty.opening, int(tier)))
