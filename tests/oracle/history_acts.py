"""Stories of acts: what people do about warnings, in time, at the last moment, too late, wrongly, or twice."""

from __future__ import annotations

from typing import Final

from tests.oracle.history_facts import worsen
from tests.oracle.history_loans import post_balance
from tests.oracle.history_teller import HEAD, MINUTE, Owed, Target, Teller
from warning.core.scalars import (
    DAY,
    HOUR,
    OPEN_ENDED,
    day_of,
    end_of,
    first_of_next_month,
    midnight,
    write_day,
    write_moment,
    write_month,
)

PARTS: Final = ("basics", "finances", "cash_flow", "credit_facilities", "related_credit", "due_diligence", "cause",
                "measures", "other")  # fmt: skip
ACTS: Final = ("report", "report", "report", "up", "up", "paper", "phone", "phone", "team", "team", "update", "update",
               "meeting", "meeting", "meeting", "notice", "rectification", "answer", "record")  # fmt: skip

AFTERWARDS: Final = ("meeting", "meeting", "meeting", "report", "report", "up", "phone", "paper", "update")
"""What is done about a warning that has closed."""
CROSSING: Final = (100_000_000, 500_000_000, 900_000_000)
"""Balances, in fen, that cross a tier."""


def work(t: Teller) -> None:
    """Some acts on one target: about what is due, or soon after it arose."""
    if not t.targets:
        return
    target = t.rng.choice(t.targets)
    for _ in range(t.rng.choice((1, 2, 3, 5))):
        at = (
            t.near(t.rng.choice(target.instants))
            if t.chance(55)
            else target.at + t.rng.choice((0, 1, MINUTE, HOUR, DAY))
        )
        one_act(t, target, t.rng.choice(ACTS), at)


def one_act(t: Teller, target: Target, what: str, at: int) -> None:
    """One act of that kind; a new kind of act fails here first."""
    stories = {
        "report": report, "up": branch_report, "paper": receipt, "phone": phone, "team": team, "update": update,
        "meeting": meeting, "notice": notice, "rectification": rectification, "answer": answer, "record": record,
    }  # fmt: skip
    stories[what](t, target, at)


def owner(t: Teller, target: Target) -> str:
    """The organisation that probably owns the target; seldom another."""
    return target.org if t.chance(92) else t.rng.choice(list(t.orgs))


def parts(t: Teller) -> dict[str, str]:
    """The nine parts of article 16, one of them sometimes blank or left out."""
    found = dict.fromkeys(PARTS, "as enclosed")
    if t.chance(8):
        found[t.rng.choice(PARTS)] = ""
    if t.chance(4):
        del found[t.rng.choice(tuple(found))]
    return found


def report(t: Teller, target: Target, at: int) -> None:
    """A sub-branch's report to its branch; it starts the branch's clocks, and may be received or answered to."""
    org = owner(t, target)
    told = t.act("report.submitted", at, target, org, {"parts": parts(t)})
    branch = t.branch(org)
    for tier in (1, 2):
        for kind in ("first_notice", "report"):
            t.owed.append(Owed(target.customer, kind, "12.1.1", f"report:{told}:{tier}", branch, at))
    clocks = [at + DAY, end_of(day_of(at) + 2)]
    target.instants += clocks
    if t.chance(30):
        data = {"reporting_org_no": org, "report_id": told, "parts_present": t.chance(90)}
        t.act("report.received", t.later(at), target, branch, data)
    if t.chance(55):
        branch_report(t, target, t.near(t.rng.choice(clocks)))


def branch_report(t: Teller, target: Target, at: int) -> None:
    """A branch's report to head office, or its call."""
    branch = t.branch(owner(t, target))
    if t.chance(25):
        t.act("phone.notice", at, target, branch, {})
    else:
        t.act("report.submitted", at, target, branch, {"parts": parts(t)})


def receipt(t: Teller, target: Target, at: int) -> None:
    """A report on paper: a receipt without a submission stands for it (D3)."""
    org = owner(t, target)
    if t.chance(25):
        org = t.branch(org)
    above = t.orgs[org].parent or HEAD
    data = {"reporting_org_no": org, "parts_present": None if t.chance(80) else t.chance(50)}
    t.act("report.received", at, target, above if t.chance(92) else org, data)


def phone(t: Teller, target: Target, at: int) -> None:
    """First notice by telephone."""
    org = owner(t, target)
    t.act("phone.notice", at, target, t.branch(org) if t.chance(25) else org, {})


def team(t: Teller, target: Target, at: int) -> None:
    """The team, led by its president or vice-president, or by somebody else."""
    leaders = ("sub_branch_president", "vice_president_lending", "sub_branch_president", "account_manager")
    t.act("team.formed", at, target, owner(t, target), {"led_by": t.rng.choice(leaders), "members": ["m1"]})


def update(t: Teller, target: Target, at: int) -> None:
    """A monthly update, often about a month's end."""
    if t.chance(60) and day_of(at) + 31 < OPEN_ENDED:
        at = t.near(midnight(first_of_next_month(day_of(at) + t.rng.choice((0, 0, 31)))))
    t.act("monthly.update", at, target, owner(t, target), {"situation": "as before"}, post="account_manager")


def record(t: Teller, target: Target, at: int) -> None:
    """A written record of work: on file, meets nothing."""
    t.act("work.recorded", at, target, owner(t, target), {"record": "visited"}, post="account_manager")


def meeting(t: Teller, target: Target, at: int) -> None:
    """The branch's meeting: with or without its leader, the president, or either on the telephone only."""
    org = owner(t, target)
    branch = t.branch(org)
    there = [{"org_no": branch, "post": "branch_principal_leader", "in_person": t.chance(80)}] if t.chance(70) else []
    if t.chance(85):
        there.append({"org_no": org, "post": "sub_branch_president"} | ({} if t.chance(85) else {"in_person": False}))
    t.act("meeting.held", at, target, branch, {"attendees": there}, post="branch_principal_leader")


def notice(t: Teller, target: Target, at: int) -> None:
    """Head office's warning notice, sometimes a branch's or a systemic one; the answers it asks for."""
    org = HEAD if t.chance(88) else t.branch(target.org)
    kind = "warning" if t.chance(88) else "systemic"
    told = t.act("notice.issued", at, target, org, {"kind": kind})
    clocks = end_of(day_of(at) + 3)
    for owner_org in (target.org, t.branch(target.org)):
        t.owed.append(Owed(target.customer, "answer", "13.1", f"notice:{told}", owner_org, at))
        if t.chance(55):
            when = t.near(clocks)
            t.act("notice.answered", when, target, owner_org, {"kind": "warning"})


def rectification(t: Teller, target: Target, at: int) -> None:
    """A rectification notice by the branch or by head office, and its completion by the date it sets, else 30 days."""
    org = HEAD if t.chance(25) else t.branch(target.org)
    by = None if t.chance(50) else day_of(at) + t.rng.choice((-1, 0, 1, 5, 20))
    data = {"kind": "rectification", "complete_by": None if by is None else write_day(by)}
    told = t.act("notice.issued", at, target, org, data)
    due = end_of(day_of(at) + 30 if by is None else by)
    target.instants.append(due)
    for clause in ("14.2", "14.3"):
        t.owed.append(Owed(target.customer, "completion", clause, f"rectification:{told}", target.org, due - DAY))
    if t.chance(60):
        t.act("notice.answered", max(at, t.near(due)), target, target.org, {"kind": "rectification"})


def answer(t: Teller, target: Target, at: int) -> None:
    """An answer or completion, asked for or not."""
    org = owner(t, target)
    kind = t.rng.choice(("warning", "rectification"))
    t.act("notice.answered", at, target, t.branch(org) if t.chance(25) else org, {"kind": kind})


def approve(t: Teller, target: Target, proposal: str, at: int, proposer: str) -> str:
    """Mostly another person approves: of the branch, of head office; seldom the one who proposed."""
    org = t.rng.choice((t.branch(target.org), t.branch(target.org), HEAD))
    data = {"proposal_id": proposal if t.chance(97) else "e999999"}
    if t.chance(10):
        return t.act("proposal.approved", at, target, proposer, data, who=1)
    post = "branch_principal_leader" if org != HEAD and t.chance(60) else ""
    return t.act("proposal.approved", at, target, org, data, post=post, who=2)


def release(t: Teller) -> None:
    """A release: of named signals or all; a rise before the approval, a later fact after it, a second approval."""
    if not t.targets:
        return
    target = t.rng.choice(t.targets)
    at = max(target.at, t.when()) if t.chance(40) else t.later(t.later(target.at))
    named = [] if t.chance(35) else [target]
    if named and t.chance(25):
        named += [one for one in t.targets if one.customer == target.customer and one.domain == target.domain][:1]
    data = {
        "signals": [{"clause": one.clause, "subject": one.subject} for one in named] or None,
        "to_level": t.rng.choice(("closed", "closed", "closed", "yellow", "orange")),
        "ground": t.rng.choice(("resolved", "mitigated", "mistaken")),
        "evidence": "statement of account",
    }
    proposer = target.org if t.chance(70) else t.branch(target.org)
    proposal = t.act("release.proposed", at, target, proposer, data, who=1)
    then = t.later(at)
    if t.chance(20):
        worsen(t, target, t.rng.choice((at, then, (at + then) // 2)))
    if t.chance(90):
        approve(t, target, proposal, then, proposer)
    if t.chance(40):
        worsen(t, target, t.later(then))
    if t.chance(6):
        approve(t, target, proposal, t.later(then), proposer)


def after_closing(t: Teller) -> None:
    """A warning closes with something owed: meetings, reports, calls after it and while the next one is live."""
    if not t.targets:
        return
    target = t.rng.choice(t.targets)
    worsen(t, target, target.at)
    then = close_all(t, target, t.later(target.at))
    for _ in range(t.rng.choice((1, 2, 3))):
        then = t.later(then)
        one_act(t, target, t.rng.choice(AFTERWARDS), then)
    if t.chance(70):
        at = t.later(then)
        worsen(t, target, at)
        for _ in range(t.rng.choice((1, 2, 3))):
            one_act(t, target, t.rng.choice(AFTERWARDS), t.later(at) if t.chance(70) else at)
        if t.chance(70):
            post_balance(t, t.loan(target.customer), t.later(t.later(at)), t.rng.choice(CROSSING), None)


def close_all(t: Teller, target: Target, at: int) -> int:
    """A release of all that is live, proposed by head office and approved there: gives the instant of the approval."""
    data = {"signals": None, "to_level": "closed", "ground": t.rng.choice(("resolved", "mistaken")), "evidence": "x"}
    proposal = t.act("release.proposed", at, target, HEAD, data, who=1)
    then = t.later(at)
    t.act("proposal.approved", then, target, HEAD, {"proposal_id": proposal}, who=2)
    return then


def outsider(t: Teller) -> None:
    """A release or waiver proposed or approved by whatever organisation: a sister, another branch, one below (R52)."""
    if not t.targets or not t.owed:
        return
    target = t.rng.choice(t.targets)
    at = t.later(target.at)
    proposer = target.org if t.chance(40) else t.rng.choice(list(t.orgs))
    if t.chance(50):
        data: dict[str, object] = {"to_level": t.rng.choice(("closed", "yellow")), "ground": "resolved"}
        proposal = t.act("release.proposed", at, target, proposer, data | {"evidence": "a letter"}, who=1)
    else:
        owed = [one for one in t.owed if one.customer == target.customer] or t.owed
        ids = [one.id for one in t.rng.sample(owed, k=min(len(owed), 3))]
        data = {"duty_ids": ids, "reason": "as agreed"}
        proposal = t.act("waiver.proposed", target.at, target, proposer, data, who=1)
    for _ in range(t.rng.choice((1, 1, 2))):
        at = t.later(at) if t.chance(50) else at + t.rng.choice((0, MINUTE, HOUR))
        t.act("proposal.approved", at, target, t.rng.choice(list(t.orgs)), {"proposal_id": proposal}, who=2)


def waive(t: Teller) -> None:
    """A waiver of duties that probably exist, with or without a new due; approved in time, on time, or late."""
    if not t.owed or not t.targets:
        return
    duty = t.rng.choice(t.owed)
    target = next((one for one in t.targets if one.customer == duty.customer), t.targets[0])
    more = [one for one in t.owed if one.customer == duty.customer][-2:] if t.chance(25) else []
    at = duty.at + t.rng.choice((0, MINUTE, HOUR, 12 * HOUR, DAY - HOUR))
    new_due = t.later(t.later(t.later(at))) if t.chance(55) else None
    data: dict[str, object] = {"duty_ids": [one.id for one in (duty, *more)], "reason": "as agreed"}
    data |= {} if new_due is None else {"new_due": write_moment(new_due)}
    proposal = t.act("waiver.proposed", at, target, target.org, data, who=1)
    soon = at + t.rng.choice((0, MINUTE, HOUR, 5 * HOUR))
    day = day_of(duty.at)
    late = t.near(t.rng.choice((duty.at + DAY, end_of(day + 1), end_of(day + 2))))
    approved = approve(t, target, proposal, max(at, soon if t.chance(70) else late), target.org)
    if new_due is not None:
        t.owed.append(duty._replace(hangs_on=f"{duty.hangs_on}:after:{approved}", at=at))


def sign_off(t: Teller) -> None:
    """Month-end sign-offs by several organisations, about the bounds of the last ten days."""
    first = first_of_next_month(t.base + t.rng.randrange(t.horizon))
    for org in t.rng.sample([no for no in t.orgs if no != HEAD], k=3):
        at = t.near(midnight(first - t.rng.choice((0, 0, 0, 10, 5))))
        month = first - 1 if t.chance(88) else t.rng.choice((first, first - 40))
        level = t.orgs[org].level
        post = "branch_monitor" if level == "branch" else "sub_branch_president"
        data = {
            "org_no": org,
            "post": post if t.chance(94) else "account_manager",
            "officer_no": f"{org}-1",
            "month": write_month(month),
            "covered": t.rng.randrange(4),
            "missing": [t.rng.choice(t.customers)] if t.chance(30) else None,
        }
        t.put("forecast.signed_off", at, data, order=2)
