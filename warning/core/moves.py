"""A loan moves to another organisation: its duties go with it, a breach stays where it happened (O9)."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core import maturity
from warning.core.draft import Draft
from warning.core.duties import put, superior_post
from warning.core.effects import DutyChanged, Why
from warning.core.ended import exists
from warning.core.events import LoanMoved
from warning.core.marks import escalation_of
from warning.core.owners import branches, owning_loans, sub_branches
from warning.core.rows import Duty, row_id
from warning.core.state import Loan


def moved(d: Draft, event: LoanMoved) -> None:
    """O9, by the levels of the old and the new organisation."""
    loan = d.loans[event.loan_no]
    new = d.frame.orgs.get(event.org_no)
    if new is None or new.level == "head_office":
        d.refuse("org_unknown", "data.org_no", "O9", org_no=event.org_no)
        return
    if loan.org_no == new.org_no:
        d.file_away("already_there", "O9", org_no=new.org_no)
        return
    touched = [key for key, track in d.live() if loan in owning_loans(d, track)]
    d.loans[loan.loan_no] = replace(loan, org_no=new.org_no)
    d.file_away("moved", "O9", old=loan.org_no, new=new.org_no)
    old = d.frame.orgs.get(loan.org_no)
    if old is None:  # R54: it keeps what it owes, but for the assessment; the new one comes in later
        _assessment(d, loan, new.org_no)
        return
    if not (old.level == "sub_branch" and new.level == "branch"):
        _assessment(d, loan, new.org_no)
    if old.level == new.level == "sub_branch":
        _pair(d, touched, old.org_no, new.org_no, branch=False)
    old_branch, new_branch = d.frame.branch_of(old.org_no), d.frame.branch_of(new.org_no)
    if old_branch is not None and new_branch is not None and old_branch != new_branch:
        _pair(d, touched, old_branch, new_branch, branch=True)


def _assessment(d: Draft, loan: Loan, new: str) -> None:
    for duty in maturity.assessment_duties(d, loan):
        if duty.org_no == loan.org_no:
            _hand_over(d, duty, new, ends=True)
    for duty in maturity.met_assessments(d, loan):  # R107: owed again, it is the new one's
        if duty.org_no == loan.org_no:
            del d.duties[duty.id]
            row = replace(_at(d, duty, new), opened_at=d.at)
            d.duties[row.id] = row


def _pair(d: Draft, touched: list[str], old: str, new: str, *, branch: bool) -> None:
    """The duties at one level: per signal for what rests on it, per warning for the rest."""
    owners = branches if branch else sub_branches
    leaves: dict[str, bool] = {}
    for key in touched:
        track = d.tracks[key]
        leaves[track.row.id] = old not in owners(d, track)
        entered = _swapped(track.entered, old, new, leaves=leaves[track.row.id])
        d.tracks[key] = replace(track, entered=entered)
    domains = {key: old not in _owners(d, key, branch=branch) for key in {d.tracks[key].row.domain for key in touched}}
    for duty in sorted(d.duties.values(), key=lambda duty: duty.id):
        if duty.org_no != old or duty.kind == "assessment" or duty.state not in ("open", "breached"):
            continue
        if duty.signal_id in leaves:
            _hand_over(d, duty, new, ends=leaves[duty.signal_id])
        elif not duty.signal_id and duty.domain in domains and _current(d, duty):
            _hand_over(d, duty, new, ends=domains[duty.domain])
    for domain in sorted(domains):
        _enter_case(d, domain, old, new, leaves=domains[domain])


def _enter_case(d: Draft, domain: str, old: str, new: str, *, leaves: bool) -> None:
    """The new organisation stands where the old one stood; one that has left may come in again."""
    case = d.cases[domain]
    updates = _swapped(case.updates, old, new, leaves=leaves) if old in case.updates else case.updates
    entered = _swapped(case.entered, old, new, leaves=leaves)
    d.cases[domain] = replace(case, entered=entered, updates=updates)


def _swapped(orgs: tuple[str, ...], old: str, new: str, *, leaves: bool) -> tuple[str, ...]:
    """Who has the duties once ``new`` stands where ``old`` stood."""
    return tuple(dict.fromkeys((*(org for org in orgs if org != old or not leaves), new)))


def _owners(d: Draft, domain: str, *, branch: bool) -> set[str]:
    return {org for _, track in d.live(domain) for org in (branches if branch else sub_branches)(d, track)}


def _current(d: Draft, duty: Duty) -> bool:
    return duty.number == d.cases[duty.domain].row.number


def _hand_over(d: Draft, duty: Duty, new: str, *, ends: bool) -> None:
    """The same duty for the new organisation, with its due, unless it has or had that one: none is doubled."""
    why = Why("moved", "O9", (("old", duty.org_no), ("new", new)), (d.record.id,))
    there, breached = _at(d, duty, new), duty.state == "breached"
    if not exists(d, there.id, duty.domain, duty.number):
        _stands_by_breach(d, duty, new)
        row = replace(
            there,
            opened_at=d.at,
            cause="moved" if breached else "",
            scored="",
            escalated_to=superior_post(d.frame, new) if breached else "",
        )
        d.duties[row.id] = row
        if not duty.early:
            d.say(DutyChanged("moved_in", row, why))
    if ends and duty.early:
        del d.duties[duty.id]
    elif ends and not breached:
        _stands_no_more(d, duty)
        put(d, replace(duty, state="moved", fulfilled_at=d.at, fulfilled_by=d.record.id), "moved", why)


def _at(d: Draft, duty: Duty, new: str) -> Duty:
    """The row of the same duty at another organisation."""
    row = row_id("D", duty.kind, duty.clause, duty.customer_no, duty.hangs_on, new)
    return replace(duty, id=row, org_no=new, post=d.frame.book.posts[duty.kind][d.frame.orgs[new].level])


def _stands_by_breach(d: Draft, duty: Duty, new: str) -> None:
    """D3: a 12.1.1 by breach goes on standing at the branch it has moved to."""
    mark = escalation_of(duty, new)
    if mark:
        d.escalated = (*d.escalated, mark)
        silent = (*d.silent.get(mark, ()), *d.silent.get(escalation_of(duty), ()))
        d.silent[mark] = tuple(dict.fromkeys(silent))


def _stands_no_more(d: Draft, duty: Duty) -> None:
    d.escalated = tuple(mark for mark in d.escalated if mark != escalation_of(duty))
