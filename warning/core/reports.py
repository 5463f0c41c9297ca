"""The reports a signal opens: the sub-branch's by clause and tier, the finder's, the findings' (D1-D3, O7)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from warning.core.draft import Draft
from warning.core.duties import Due, NewDuty, clock_dues, due_from, open_duty, open_head_office
from warning.core.effects import Why
from warning.core.frame import HEAD_OFFICE_TIER, Frame
from warning.core.maturity import check_day, has_check
from warning.core.owners import branches, direct_branches
from warning.core.scalars import day_of, end_of
from warning.core.state import Track


def hang(track: Track, *, opening: bool = True) -> str:
    """``signal:<clause>:<subject>:<episode>[:<opening>]`` (R16)."""
    row = track.row
    base = f"signal:{row.clause}:{row.subject}:{row.episode}"
    return f"{base}:{track.openings}" if opening else base


def sub_branch_dues(frame: Frame, track: Track, start: int, day: int, tier: int) -> list[Due]:
    """When the sub-branch's report is due (11.1.1-11.1.6, P4, O2)."""
    book, clause = frame.book, track.row.clause
    if clause == "11.1.1":
        return maturity_dues(frame, track.limit, start, day, tier)
    if clause == "11.1.2" and start < track.limit:
        return [Due("report", track.limit, start, day, cap=track.limit)]
    return clock_dues(frame, book.report_clocks[clause], start, day)


def maturity_dues(frame: Frame, matures_on: int, start: int, day: int, tier: int) -> list[Due]:
    """P4: below 1,000,000 the end of D-25; above, the clock, never later than that while it is ahead."""
    last_day = matures_on - frame.book.report_by_days
    established_by_end_of_day = start == end_of(day)
    in_time = day < last_day or (day == last_day and not established_by_end_of_day)
    if tier < HEAD_OFFICE_TIER and in_time:
        return [Due("report", end_of(last_day), start, day, cap=end_of(last_day))]
    dues = clock_dues(frame, frame.book.maturity_clocks[tier], start, day)
    if not in_time:
        return dues
    return [replace(due, due=min(due.due, end_of(last_day)), cap=end_of(last_day)) for due in dues]


def open_report(
    d: Draft, track: Track, org_no: str, start: int, day: int, *, crossing: bool = False, came_in: bool = False
) -> None:
    """D1: the sub-branch's report for this opening of a signal; a finding's only where it was found there (O7)."""
    row = track.row
    case = d.cases[row.domain]
    if row.domain == "management":
        if track.found_at != "sub_branch":
            return
        clause, dues = "11.2", clock_dues(d.frame, d.frame.book.report_clocks[row.clause], start, day)
    else:
        clause, dues = row.clause, sub_branch_dues(d.frame, track, start, day, case.row.tier)
    loan_no = row.subject.partition("|")[0]
    matures_on = (("loan_no", loan_no), ("matures_on", track.limit)) if row.clause == "11.1.1" else ()
    for due in dues:
        open_duty(
            d,
            NewDuty(
                due.kind,
                clause,
                hang(track),
                org_no,
                start,
                due.due,
                domain=row.domain,
                number=case.row.number,
                track=track,
                opening=track.openings,
                came_in=came_in,
                why=Why(
                    "report_at_crossing" if crossing else "report_due",
                    row.clause,
                    (*due.values(case.row.tier, d.amount()), *matures_on),
                ),
            ),
        )


def open_finding(d: Draft, track: Track, above: Sequence[str], *, raised: bool, newcomer: bool = False) -> None:
    """What goes to head office without a sub-branch's report, and what head office owes itself (D3, O7, O8, O9)."""
    if track.row.domain == "management":
        open_management(d, track, above, raised=raised, newcomer=newcomer)
    else:
        _own_findings(d, track, above, newcomer=newcomer)
    if not newcomer and track.finder and track.finder == d.frame.head_office():
        _notice(d, track)


def _own_findings(d: Draft, track: Track, above: Sequence[str], *, newcomer: bool) -> None:
    """D3, O9: a branch that found it itself, or that books the loan, reports from its discovery, or the raise."""
    case = d.cases["business"]
    hangs_on = hang(track).replace("signal:", "finding:", 1)
    direct = direct_branches(d, track)
    if track.finder and not track.forecast and not newcomer and track.finder in _owning(d):
        why = Why("found_by_branch", "D3")
        open_head_office(d, track.finder, hangs_on, track.found_from, number=case.row.number, why=why, track=track)
    for branch in direct:
        if branch in above:
            why = Why("booked_at_branch", "O9")
            open_head_office(d, branch, hangs_on, d.at, number=case.row.number, why=why, track=track, came_in=newcomer)


def _owning(d: Draft) -> set[str]:
    """The owning branches of the business warning."""
    return {branch for _, track in d.live("business") for branch in branches(d, track)}


def open_management(d: Draft, track: Track, above: Sequence[str], *, raised: bool, newcomer: bool = False) -> None:
    """O7: the branch's report to head office and the rectification notice."""
    book, row = d.frame.book, track.row
    case = d.cases["management"]
    if track.found_at != "head_office" and track.to_head_office:
        for branch in above:
            for due in clock_dues(d.frame, book.finding_clocks[row.clause], track.start, track.day):
                open_duty(
                    d,
                    NewDuty(
                        due.kind,
                        row.clause,
                        hang(track),
                        branch,
                        track.start,
                        due.due,
                        domain="management",
                        number=case.row.number,
                        track=track,
                        opening=track.openings,
                        came_in=newcomer,
                        why=Why("finding_report", row.clause, due.values(case.row.tier, d.amount())),
                    ),
                )
    at_head_office = track.found_at == "head_office"
    if not raised or (newcomer and at_head_office):
        return
    for org_no in [d.frame.head_office()] if at_head_office else above:
        term = book.rectification_notice
        open_duty(
            d,
            NewDuty(
                "rectification_notice",
                "14.3" if at_head_office else "14.2",
                hang(track, opening=False),
                org_no,
                d.at,
                due_from(d.frame, d.at, d.today, term),
                domain="management",
                number=case.row.number,
                track=track,
                why=Why("rectification_notice", "O7", (("start", d.at), ("n", term.n), ("unit", term.unit))),
            ),
        )


def _notice(d: Draft, track: Track) -> None:
    """O8, 13.1: head office's notice, from its own discovery."""
    term = d.frame.book.notice
    start = track.found_from
    open_duty(
        d,
        NewDuty(
            "notice",
            "13.1",
            hang(track),
            track.finder,
            start,
            due_from(d.frame, start, day_of(start), term),
            domain=track.row.domain,
            number=d.cases[track.row.domain].row.number,
            track=track,
            opening=track.openings,
            why=Why("notice", "O8", (("start", start), ("n", term.n), ("unit", term.unit))),
        ),
    )


def tag_late_discovery(d: Draft, key: str, track: Track) -> Track:
    """P4, O2: discovered after the day by which it should have been; never a missing assessment on its check day."""
    row = track.row
    late = False
    if row.clause == "11.1.1" and row.loans:
        loan = d.loans[row.subject.partition("|")[0]]
        tier = d.cases["business"].row.tier
        by = d.frame.book.report_by_days if tier < HEAD_OFFICE_TIER else d.frame.book.check_days
        check = check_day(d.frame, loan) if has_check(loan) and loan.matures_on == track.limit else 0
        missing = "assessment_missing" in track.grounds[-1].tags
        late = not missing and track.day > max(check, track.limit - by)
    elif row.clause == "11.1.2":
        late = track.start >= track.limit
    if not late or "late_discovery" in row.tags:
        return track
    tagged = replace(track, row=replace(row, tags=tuple(sorted((*row.tags, "late_discovery")))))
    d.tracks[key] = tagged
    return tagged
