"""Acts of people: what each meets, opens, or is refused for (11.2-16, D1-D6, D12, O7, O8)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import asdict, replace

from warning.core.blank import blank
from warning.core.draft import Draft
from warning.core.duties import REPORTS, NewDuty, due_from, meet, open_duty, open_head_office, owed, tier_of
from warning.core.effects import Why
from warning.core.events import (
    MeetingHeld,
    MonthlyUpdate,
    NoticeAnswered,
    NoticeIssued,
    PhoneNotice,
    ReportReceived,
    ReportSubmitted,
    TeamFormed,
    WarningAct,
    WorkRecorded,
)
from warning.core.frame import HEAD_OFFICE_TIER, RED
from warning.core.marks import escalation
from warning.core.owners import branches, direct_branches, owners, sub_branches
from warning.core.rows import Duty
from warning.core.scalars import end_of, write_day
from warning.core.withdrawals import stands_no_longer


def permitted(d: Draft, event: WarningAct, what: str) -> bool:
    """Whether the post may do this for its organisation (D11, R52); refused with the reason if not."""
    org = d.frame.orgs.get(event.org_no)
    if org is None:
        d.refuse("org_unknown", "data.org_no", "D11", org_no=event.org_no)
        return False
    book, post = d.frame.book, event.post
    may = book.may.get(what, ())
    if post in may and org.level in book.posts_at[post]:
        return True
    named = ", ".join(d.frame.signers(what, org.level) or may)
    if post not in may:
        d.refuse("post_may_not", "data.post", "D11", post=post, act=what, may=named)
    else:
        d.refuse("post_not_at_level", "data.post", "D11", post=post, org_no=org.org_no, act=what, may=named)
    return False


def report(d: Draft, event: ReportSubmitted) -> None:
    """A complete written report meets every report duty of the warning open at that organisation (D1, D3, 16)."""
    missing = [name for name, text in asdict(event.parts).items() if blank(text)]
    if missing:
        d.refuse("report_incomplete", f"data.parts.{missing[0]}", "16", missing=", ".join(missing))
        return
    _reported(d, event.org_no, event.domain)


def receipt(d: Draft, event: ReportReceived) -> None:
    """The acknowledgement moves nothing; without a submission it stands for a report on paper (D3)."""
    if event.report_id is not None:
        d.file_away("receipt", "D3", report=event.report_id)
    elif not event.parts_present:
        d.refuse("report_incomplete", "data.parts_present", "16", missing="paper")
    elif event.reporting_org_no not in d.frame.orgs:
        d.refuse("org_unknown", "data.reporting_org_no", "D11", org_no=event.reporting_org_no)
    elif d.frame.orgs[event.reporting_org_no].parent != event.org_no:
        d.refuse("not_the_superior", "data.org_no", "D3", org_no=event.org_no)
    else:
        _reported(d, event.reporting_org_no, event.domain)


def _reported(d: Draft, org_no: str, domain: str) -> None:
    covered = _covered(d, org_no, domain)
    met = meet(
        d,
        owed(d, kinds=REPORTS, org_no=org_no, domain=domain),
        lambda duty: Why("reported", "D1", (("due", duty.due or 0), ("covers", covered)), (d.record.id,)),
    )
    _withdraw(d, met)
    d.file_away("report", "D1", org_no=org_no, covers=covered)
    branch = d.frame.branch_of(org_no)
    if domain != "business" or branch is None:
        return
    case = d.cases.get(domain)
    if case is not None and branch not in case.reported and d.recorded >= case.row.raised_at:
        d.cases[domain] = replace(case, reported=(*case.reported, branch))
    if branch == org_no:
        return
    for number in sorted({duty.number for duty in met}):
        _pass_on(d, branch, number, [duty for duty in met if duty.number == number])


def _withdraw(d: Draft, met: list[Duty]) -> None:
    """R47: of what was met, breaches that turn out to be none."""
    stands_no_longer(d, [duty for duty in met if duty.state == "breached" and d.record.received < (duty.due or 0)])


def _covered(d: Draft, org_no: str, domain: str) -> str:
    """The live signals with a source loan there: the system writes that list into the report (D1)."""
    return ", ".join(track.row.id for _, track in d.live(domain) if owners(d, track).include(org_no))


def _pass_on(d: Draft, branch: str, number: int, met: list[Duty]) -> None:
    """D3: the branch's report to head office, unless that opening's stands by its breach at that tier."""
    tier = tier_of(d, "business", number)
    if tier < HEAD_OFFICE_TIER:
        return
    if all(escalation(duty.signal_id, branch, duty.opening, tier) in d.escalated for duty in met):
        return
    why = Why("head_office_by_report", "12.1.1", (), (d.record.id,))
    open_head_office(d, branch, f"report:{d.record.id}:{tier}", d.recorded, number=number, why=why)


def phone(d: Draft, event: PhoneNotice) -> None:
    """15, D2: it stops only the first-notice clock."""
    duties = owed(d, kinds=("first_notice",), org_no=event.org_no, domain=event.domain)
    _withdraw(d, _meet_all(d, duties, "phoned", "D2", event))


def _meet_all(d: Draft, duties: list[Duty], code: str, clause: str, event: WarningAct) -> list[Duty]:
    """Meet them, or keep the act on file where there is nothing to meet (R19)."""
    if duties:
        return meet(d, duties, lambda duty: Why(code, clause, (("due", duty.due or 0),), (d.record.id,)))
    d.file_away(code, clause, org_no=event.org_no)
    return []


def team(d: Draft, event: TeamFormed) -> None:
    """D4: led by the president or the vice-president for lending, else it does not count."""
    if event.led_by not in d.frame.book.team_leaders:
        d.refuse("team_leader", "data.led_by", "D4", led_by=event.led_by)
        return
    _meet_all(d, owed(d, kinds=("team",), org_no=event.org_no, domain=event.domain), "team_formed", "D4", event)


def work(d: Draft, event: WorkRecorded) -> None:
    """11.2.2: kept on file."""
    d.file_away("work", "11.2.2", org_no=event.org_no)


def update(d: Draft, event: MonthlyUpdate) -> None:
    """D6: one counts for the oldest month owed."""
    duties = owed(d, kinds=("monthly_update",), org_no=event.org_no, domain=event.domain)
    _meet_all(d, duties[:1], "updated", "D6", event)


def meeting(d: Draft, event: MeetingHeld) -> None:
    """D5: the sub-branch president reports; while red only with the branch's principal leader in person.

    Of a closed warning it meets what is still owed if it would have counted when that one closed (R49).
    """
    case = d.cases.get(event.domain)
    duties = owed(d, kinds=("meeting",), org_no=event.org_no, domain=event.domain)
    leader = _leader_attends(d, event)
    asked = dict.fromkeys((case.row.number if case is not None else 0, *(duty.number for duty in duties)))
    lacks = {number: _lacks(d, event, number, leader=leader) for number in asked}
    counts = [duty for duty in duties if not lacks[duty.number] and (leader or not duty.red)]
    lacking = next((who for who in lacks.values() if who), "") if not counts else ""
    if lacking == "president":
        d.refuse("president_absent", "data.attendees", "D5")
    elif lacking:
        d.refuse("leader_absent", "data.attendees", "D5")
    else:
        _meet_all(d, counts, "met_meeting", "D5", event)


def _leader_attends(d: Draft, event: MeetingHeld) -> bool:
    post = d.frame.book.principal_leader
    return any(who.post == post and who.org_no == event.org_no and who.in_person for who in event.attendees)


def _lacks(d: Draft, event: MeetingHeld, number: int, *, leader: bool) -> str:
    """Who must be there for a meeting on one warning, live or closed, and is not; empty where it counts (R20)."""
    case, closed = d.cases.get(event.domain), d.closed.get(f"{event.domain}:{number}")
    owning: Iterable[str] = ()
    red = False
    if case is not None and case.row.number == number:
        owning, red = (
            (org for _, track in d.live(event.domain) for org in sub_branches(d, track)),
            case.row.level == RED,
        )
    elif closed is not None:
        owning, red = closed.subs, closed.red
    below = {org for org in owning if d.frame.branch_of(org) == event.org_no}
    president = d.frame.book.president
    if below and not any(who.post == president and who.org_no in below for who in event.attendees):
        return "president"
    return "leader" if red and not leader else ""


def notice(d: Draft, event: NoticeIssued) -> None:
    """13.1, 14: a warning or rectification notice meets the issuer's duties and opens the receivers'."""
    org = d.frame.orgs[event.org_no]
    if event.kind == "systemic" or org.level == "sub_branch" or (event.kind == "warning" and org.level == "branch"):
        d.file_away("passed_down" if event.kind == "systemic" else "notice_without_duty", "13.4", org_no=event.org_no)
        return
    if event.complete_by is not None and end_of(event.complete_by) <= d.record.received:
        d.refuse("completion_past", "data.complete_by", "D12", complete_by=write_day(event.complete_by))
        return
    kind = "notice" if event.kind == "warning" else "rectification_notice"
    duties = owed(d, kinds=(kind,), org_no=event.org_no, domain=event.domain)
    _meet_all(d, duties, kind, "D12", event)
    if event.domain not in d.cases:
        return
    if event.kind == "warning":
        _open_answers(d, event)
    elif event.domain == "management":
        _open_completions(d, event, by_head_office=org.level == "head_office")


def _owners(d: Draft, domain: str) -> tuple[list[str], list[str], list[str]]:
    """(sub-branches, branches, branches that book a loan themselves) of the live warning."""
    tracks = [track for _, track in d.live(domain)]
    return (
        sorted({org for track in tracks for org in sub_branches(d, track)}),
        sorted({org for track in tracks for org in branches(d, track)}),
        sorted({org for track in tracks for org in direct_branches(d, track)}),
    )


def _open_answers(d: Draft, event: NoticeIssued) -> None:
    subs, above, _ = _owners(d, event.domain)
    term = d.frame.book.answer
    for org_no in (*subs, *above):
        open_duty(
            d,
            NewDuty(
                "answer",
                "13.1",
                f"notice:{d.record.id}",
                org_no,
                d.at,
                due_from(d.frame, d.at, d.today, term),
                domain=event.domain,
                number=d.cases[event.domain].row.number,
                why=Why("answer", "O8", (("start", d.at), ("n", term.n), ("unit", term.unit)), (d.record.id,)),
            ),
        )


def _open_completions(d: Draft, event: NoticeIssued, *, by_head_office: bool) -> None:
    subs, _, direct = _owners(d, event.domain)
    term = d.frame.book.completion
    if event.complete_by is None:
        due = due_from(d.frame, d.at, d.today, term)
        why = Why(
            "completion", "D12", (("start", d.at), ("n", term.n), ("unit", term.unit), ("due", due)), (d.record.id,)
        )
    else:
        due = end_of(event.complete_by)
        why = Why("completion", "D12", (("complete_by", event.complete_by), ("due", due)), (d.record.id,))
    for org_no in _below(d, (*subs, *direct), event.org_no, everywhere=by_head_office):
        open_duty(
            d,
            NewDuty(
                "completion",
                "14.3" if by_head_office else "14.2",
                f"rectification:{d.record.id}",
                org_no,
                d.at,
                due,
                domain=event.domain,
                number=d.cases[event.domain].row.number,
                why=why,
            ),
        )


def _below(d: Draft, orgs: Iterable[str], branch: str, *, everywhere: bool) -> list[str]:
    return [org for org in orgs if everywhere or d.frame.branch_of(org) == branch]


def answered(d: Draft, event: NoticeAnswered) -> None:
    """O8, D12: the answer to a notice, or the completion of a rectification."""
    kind = "answer" if event.kind == "warning" else "completion"
    duties = owed(d, kinds=(kind,), org_no=event.org_no, domain=event.domain)
    _meet_all(d, duties, f"{kind}_given", "D12", event)
