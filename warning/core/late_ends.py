"""What ended earlier than it was read: updates of the months after it are not owed (D6, R61)."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from warning.core.draft import Draft
from warning.core.duties import put
from warning.core.effects import Why
from warning.core.owners import sub_branches
from warning.core.rows import Duty
from warning.core.scalars import day_of, write_month
from warning.core.state import Track
from warning.core.withdrawals import waived


def month_of(duty: Duty) -> str:
    """The month of an update: ``warning:<domain>:<number>:<YYYY-MM>``, also of a successor (R16)."""
    return duty.hangs_on.split(":")[3]


def withdraw_updates(d: Draft, domain: str, number: int, ended: int, orgs: Collection[str] | None = None) -> None:
    """The warning, or some of its sub-branches' part in it, ended at an instant: no later month's update is owed.

    One given late stays so and is not scored; nor is that of the month itself, where all has ended, which met it (D7).
    """
    month = write_month(day_of(ended))
    for duty in sorted(d.duties.values(), key=lambda duty: duty.id):
        mine = duty.kind == "monthly_update" and (duty.domain, duty.number) == (domain, number)
        if not mine or (orgs is not None and duty.org_no not in orgs):
            continue
        why = Why("not_owed", "D6", (("ended", ended),), (d.record.id,))
        if duty.state in ("open", "breached") and month_of(duty) > month:
            waived(d, duty, why, ended)
        elif duty.state == "met_late" and duty.scored and (month_of(duty), orgs is None) >= (month, True):
            put(d, replace(duty, cause="pipeline_lag", scored=""), "withdrawn", why)


def withdraw_of_those_that_left(d: Draft) -> None:
    """A sub-branch that no longer owns a warning, by what was received before our clock: from its end on."""
    if d.recorded >= d.at:
        return
    before = Draft(d.before, d.record, d.frame)
    for domain, case in sorted(before.cases.items()):
        left = _owning(before, domain) - _owning(d, domain)
        ended: dict[str, list[int]] = {}
        for key, track in before.live(domain):
            for loan in before.source_loans(track):
                ended.setdefault(loan.org_no, []).append(_ended(d, key, track, loan.loan_no))
        for org_no, instants in sorted(ended.items()):
            if org_no in left and all(instants):
                withdraw_updates(d, domain, case.row.number, max(instants), (org_no,))


def _owning(d: Draft, domain: str) -> set[str]:
    return {org for _, track in d.live(domain) for org in sub_branches(d, track)}


def _ended(d: Draft, key: str, before: Track, loan_no: str) -> int:
    """Since when a loan gives no ownership by a signal that was live: its own end, or the release; 0: neither."""
    loan = d.loans[loan_no]
    now = d.tracks[key].row
    released = now.id == before.row.id and now.closed_by == "release"
    found = [d.recorded] if released else []
    if loan.settled and before.row.domain == "business":
        found.append(loan.settled_at)
    return min(found, default=0)
