"""The duties of a raise, a rise, a crossing, and of owners that come in later (D1-D7, O7-O9, P4, O2)."""

from __future__ import annotations

from tests.oracle.judge import owners
from tests.oracle.judge.clock import DAY, day_of, end_of, last_of_month, month_of, read_date
from tests.oracle.judge.duties import name_of, of_warning, open_duty, open_to_head_office, post_of, terms
from tests.oracle.judge.policy import MEETING_DAYS, NOTICE_DAYS, REPORT_DAYS
from tests.oracle.judge.world import Duty, Ground, Opening, Signal, Warning, World


def plain(world: World, like: Ground | None = None) -> Ground:
    """A ground whose clocks begin now: a crossing, an owner that comes in later."""
    now = world.now
    return Ground("", now, now, now, day_of(now), clock=True, limit=None if like is None else like.limit)


def report_terms(sig: Signal, ground: Ground, tier: int) -> list[tuple[str, int]]:
    """The sub-branch's clocks by clause."""
    if sig.clause == "11.1.1":
        return _maturity_terms(sig, ground, tier)
    if sig.clause == "11.1.2" and ground.limit is not None and ground.day <= ground.limit:
        return [("report", end_of(ground.limit))]
    return terms(ground.start, ground.day, notice=sig.clause in ("11.1.4", "12.1.2.1"))


def _maturity_terms(sig: Signal, ground: Ground, tier: int) -> list[tuple[str, int]]:
    """P4; a missing assessment that comes again with a loan (R70, R87) is discovered with that, at no end of a day."""
    last = maturity_of(sig) - REPORT_DAYS
    at_end = ground.missing and ground.known_since is None
    ahead = ground.day < last if at_end else ground.day <= last
    if tier == 0 and ahead:
        return [("report", end_of(last))]
    return terms(ground.start, ground.day, notice=tier == 2, cap=end_of(last) if ahead else None)


def maturity_of(sig: Signal) -> int:
    """D of an 11.1.1 signal."""
    return read_date(sig.subject.split("|")[-1])


def open_reports(world: World, sig: Signal, opening: Opening, ground: Ground, subs: set[str]) -> None:
    """D1: one per (signal, opening, clause, sub-branch)."""
    if sig.domain == "management" and sig.found != "sub_branch":
        return
    warning = world.numbered(sig.customer, sig.domain, sig.warning)
    clause = "11.2" if sig.domain == "management" else sig.clause
    for org in sorted(subs):
        for kind, due in report_terms(sig, ground, warning.tier):
            _on_signal(world, sig, opening, kind, clause, org, ground, due)


def _on_signal(
    world: World, sig: Signal, opening: Opening, kind: str, clause: str, org: str, ground: Ground, due: int
) -> None:
    open_duty(
        world,
        Duty(
            kind, clause, sig.customer, sig.domain, f"signal:{name_of(sig, opening.number)}", org,
            post_of(world, kind, org), ground.start, due, world.now, number=sig.warning, signal=sig,
            opening=opening.number, ground=ground, rests_on=[sig],
        ),
    )  # fmt: skip


def open_opening(world: World, sig: Signal, opening: Opening) -> None:
    """All duties of one raise or rise."""
    ground = opening.ground
    open_reports(world, sig, opening, ground, owners.subs(world, sig))
    if sig.domain == "business":
        _own_finding(world, sig, opening)
    else:
        _management(world, sig, opening, owners.branches(world, sig), ground)
    _head_office_found(world, sig, opening)
    sig.subs |= owners.subs(world, sig)
    sig.branches |= owners.branches(world, sig)


def _own_finding(world: World, sig: Signal, opening: Opening) -> None:
    """D3: what a branch finds itself, from its discovery; O9: what it books itself, from the instant."""
    warning, ground = world.numbered(sig.customer, "business", sig.warning), opening.ground
    live = world.live(sig.customer, "business")
    found = ground.found_by if world.level(ground.found_by) == "branch" and not ground.forecast else None
    hangs_on = f"finding:{name_of(sig, opening.number)}"
    if found and found in owners.all_branches(world, live):
        start = finder_start(ground)
        open_to_head_office(world, warning, found, hangs_on, start, sig=sig, opening=opening.number, ground=ground)
    for branch in sorted(owners.direct(world, sig)):
        open_to_head_office(world, warning, branch, hangs_on, world.now, sig=sig, opening=opening.number, ground=ground)


def finder_start(ground: Ground) -> int:
    """R4: ``discovered`` where it is also ``discovered_by``, else the recording."""
    return ground.discovered if ground.discovered_by == ground.found_by else ground.recorded


def _head_office_found(world: World, sig: Signal, opening: Opening) -> None:
    """O8, 13.1: head office's notice within 24 hours of its discovery."""
    ground = opening.ground
    if world.level(ground.found_by) != "head_office" or ground.clock:
        return
    org, start = world.head_office(), finder_start(ground)
    open_duty(
        world,
        Duty(
            "notice", "13.1", sig.customer, sig.domain, f"signal:{name_of(sig, opening.number)}", org,
            post_of(world, "notice", org), start, start + DAY, world.now, number=sig.warning, signal=sig,
            opening=opening.number, ground=ground,
        ),
    )  # fmt: skip


def _management(world: World, sig: Signal, opening: Opening, branches: set[str], ground: Ground) -> None:
    """O7: the branch's report to head office, and the rectification notice of the raise."""
    silent = sig.found == "head_office" or (sig.clause == "12.1.2.2" and sig.approved_by == "sub_branch")
    if not silent:
        for org in sorted(branches):
            for kind, due in terms(ground.start, ground.day, notice=sig.clause == "12.1.2.1"):
                _on_signal(world, sig, opening, kind, sig.clause, org, ground, due)
    if opening.what == "raise":
        _rectification_notices(world, sig, {world.head_office()} if sig.found == "head_office" else branches)


def approved_above(world: World, sig: Signal, approved_by: str, ground: Ground) -> None:
    """R96: a later record says that the branch or head office approved the loan: its report to head office is owed."""
    if sig.clause != "12.1.2.2" or sig.found == "head_office":
        return
    sig.approved_by = approved_by
    sig.grounds.add(ground.event)
    opening = Opening(sig.openings[-1].number + 1, "crossing", sig.level, world.now, ground)
    sig.openings.append(opening)
    _management(world, sig, opening, owners.branches(world, sig), ground)


def _rectification_notices(world: World, sig: Signal, orgs: set[str]) -> None:
    """O7, D12: one per (finding, branch), within 3 working days of the raise."""
    due = end_of(world.days.nth_after(day_of(world.now), NOTICE_DAYS))
    clause = "14.3" if sig.found == "head_office" else "14.2"
    for org in sorted(orgs):
        hangs_on = f"signal:{sig.clause}:{sig.subject}:{sig.episode}"
        open_duty(
            world,
            Duty(
                "rectification_notice", clause, sig.customer, sig.domain, hangs_on, org,
                post_of(world, "rectification_notice", org), world.now, due, world.now, number=sig.warning, signal=sig,
            ),
        )  # fmt: skip


def open_crossing(world: World, warning: Warning) -> None:
    """W7: a tier reached later; nothing for 11.1.1 at the instant of a raise or rise of the signal (D1)."""
    live = world.live(warning.customer, "business")
    for sig in live:
        now = any(one.at == world.now and one.what != "crossing" for one in sig.openings)
        if sig.clause == "11.1.1" and not now:
            ground = plain(world)
            opening = Opening(sig.openings[-1].number + 1, "crossing", sig.level, world.now, ground)
            sig.openings.append(opening)
            open_reports(world, sig, opening, ground, owners.subs(world, sig))
    hangs_on = f"crossing:business:{warning.number}:{warning.tier}"
    for branch in sorted((warning.reported & owners.all_branches(world, live)) | owners.all_direct(world, live)):
        open_to_head_office(world, warning, branch, hangs_on, world.now)


def open_warning(world: World, warning: Warning) -> None:
    """What every warning carries from its raise."""
    live = world.live(warning.customer, warning.domain)
    for org in sorted(owners.all_subs(world, live)):
        sub_comes_in(world, warning, org)
    for org in sorted(owners.all_branches(world, live)):
        branch_comes_in(world, warning, org)


def sub_comes_in(world: World, warning: Warning, org: str) -> None:
    """Team and monthly update of a sub-branch, from this instant (D4, D6, O9)."""
    hangs_on = f"warning:{warning.domain}:{warning.number}"
    open_duty(world, of_warning(world, warning, "team", "11.2.1", org, hangs_on, world.now + DAY))
    open_update(world, warning, org)
    warning.subs.add(org)


def open_update(world: World, warning: Warning, org: str) -> None:
    """D6: this month's update; none where it would begin on the month's last day."""
    today = day_of(world.now)
    if today == last_of_month(today):
        return
    hangs_on = f"warning:{warning.domain}:{warning.number}:{month_of(today)}"
    due = end_of(last_of_month(today))
    open_duty(world, of_warning(world, warning, "monthly_update", "11.2.2", org, hangs_on, due))


def branch_comes_in(world: World, warning: Warning, org: str) -> None:
    """Meeting and tracking of a branch, from this instant (D5, D7)."""
    open_meeting(world, warning, org)
    hangs_on = f"warning:{warning.domain}:{warning.number}"
    open_duty(world, of_warning(world, warning, "tracking", "12.3.2", org, hangs_on, None))
    warning.branches.add(org)


def open_meeting(world: World, warning: Warning, org: str) -> None:
    """D5: 3 working days, red 24 hours and the leader in person; opened later than the rise it rests on all (R81)."""
    red = warning.level == 3
    due = world.now + DAY if red else end_of(world.days.nth_after(day_of(world.now), MEETING_DAYS))
    hangs_on = f"warning:{warning.domain}:{warning.number}:{warning.meetings}"
    duty = of_warning(world, warning, "meeting", "12.3.1", org, hangs_on, due)
    duty.red, duty.rests_on = red, warning.red_then if warning.red_since == world.now else None
    open_duty(world, duty)


def latecomers(world: World, warning: Warning) -> None:
    """O9: owners that came in since the duties were opened."""
    live = world.live(warning.customer, warning.domain)
    for sig in live:
        _late_for_signal(world, warning, sig)
    now = owners.all_subs(world, live)
    for org in sorted(now - warning.subs):
        sub_comes_in(world, warning, org)
    for org in sorted((now & warning.subs) - warning.present):
        open_update(world, warning, org)
    warning.present = now
    warning.stood_on = {
        org: [(sig, loan.no) for sig in live for loan in owners.source_loans(world, sig) if loan.org == org]
        for org in now
    }
    for org in sorted(owners.all_branches(world, live) - warning.branches):
        branch_comes_in(world, warning, org)


def _late_for_signal(world: World, warning: Warning, sig: Signal) -> None:
    """The reports on a signal of an owner that comes in later: its latest opening, from this instant."""
    opening = sig.openings[-1]
    ground = plain(world, next(one.ground for one in reversed(sig.openings) if one.what != "crossing"))
    subs, branches = owners.subs(world, sig), owners.branches(world, sig)
    open_reports(world, sig, opening, ground, subs - sig.subs)
    if sig.domain == "management":
        late = branches - sig.branches
        if late and sig.found != "head_office":
            _management(world, sig, Opening(opening.number, "raise", sig.level, world.now, ground), late, ground)
    else:
        for branch in sorted(owners.direct(world, sig) - sig.branches):
            hangs_on = f"finding:{name_of(sig, opening.number)}"
            open_to_head_office(
                world, warning, branch, hangs_on, world.now, sig=sig, opening=opening.number, ground=ground
            )
    sig.subs |= subs
    sig.branches |= branches
