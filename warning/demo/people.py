"""What people do about a warning, each by temperament: in time, late, incompletely, or not at all (11.2-16)."""

from __future__ import annotations

from typing import Any, Final

from warning.core.events import (
    Act,
    MeetingHeld,
    MonthlyUpdate,
    PhoneNotice,
    ProposalApproved,
    ReleaseProposed,
    ReportReceived,
    ReportSubmitted,
    TeamFormed,
    WorkRecorded,
)
from warning.demo.clock import DAY, MINUTE, next_month
from warning.demo.names import officer_no
from warning.demo.network import Unit
from warning.demo.portfolio import customer_no
from warning.demo.world import PEOPLE, Case, World

RED: Final = 3
MILLION: Final = 100_000_000
"""1,000,000 yuan in fen."""
PRESIDENT: Final = "sub_branch_president"
VICE: Final = "vice_president_lending"
MANAGER: Final = "account_manager"
MONITOR: Final = "branch_monitor"
LEADER: Final = "branch_principal_leader"
RISK_OFFICER: Final = "head_office_risk_officer"

PARTS: Final = {
    "basics": "注册资本、股东、主营业务见附件一",
    "finances": "近三期报表及主要指标见附件二",
    "cash_flow": "经营性现金流较上年同期下降",
    "credit_facilities": "本行授信及用信情况见附件三",
    "related_credit": "关联企业在本行授信见附件四",
    "due_diligence": "调查、审查、审批及贷后用途核查无缺漏",
    "cause": "下游回款放缓,短期偿债压力上升",
    "measures": "压降授信、追加担保、按周跟踪回款",
    "other": "无",
}
RECORDS: Final = (
    "走访企业,核对库存与应收账款",
    "约谈财务负责人,核实还款来源",
    "核查保证人代偿能力",
    "查询征信与司法信息",
)


def act(w: World, event: type[Act], at: int, case: Case, org_no: str, post: str, **fields: object) -> str:
    """One act on a case, recorded a minute or so after it is said to have happened; its id."""
    data = {
        "customer_no": customer_no(case.borrower),
        "domain": case.domain,
        "org_no": org_no,
        "post": post,
        "officer_no": officer_no(org_no, post),
        **fields,
    }
    return w.tell(event, at, data, PEOPLE, at - at % MINUTE)


def react(w: World, case: Case, unit: Unit, at: int, *, urgent: bool) -> None:
    """A unit learns of a signal at ``at``: it calls, reports, forms its team, and its branch goes on from there."""
    if unit.direct:
        _to_head_office(w, case, unit.branch, at, urgent=urgent)
    else:
        reported = _report(w, case, unit, at, urgent=urgent)
        _team(w, case, unit, at)
        if reported is not None:
            _receive(w, case, unit, reported)
            _to_head_office(w, case, unit.branch, reported[0], urgent=urgent)
        elif w.chance(0.6):  # the branch knows by escalation (D3)
            _to_head_office(w, case, unit.branch, at + w.hours(52, 80), urgent=urgent)
    _meeting(w, case, unit, at)


def _report(w: World, case: Case, unit: Unit, at: int, *, urgent: bool) -> tuple[int, str] | None:
    """The sub-branch's telephone notice and written report: (instant, id) of the complete one, if there ever is one."""
    temper = w.temper(unit, case.borrower)
    eager = temper == "diligent"
    if urgent and (eager or (temper == "slow" and w.chance(0.6))):
        act(w, PhoneNotice, w.waking(at + (w.hours(0.3, 4) if eager else w.hours(4, 20)), eager=True), case,
            unit.org_no, PRESIDENT)  # fmt: skip
    if temper == "silent" and w.chance(0.7):
        return None
    spans = {"diligent": (3, 17) if urgent else (5, 30), "slow": (16, 70) if urgent else (30, 80), "silent": (90, 260)}
    when = w.waking(at + w.hours(*spans[temper]), eager=eager)
    if w.chance(0.04 if eager else 0.3):
        blank = list(PARTS)[w.between(0, len(PARTS))]
        act(w, ReportSubmitted, when, case, unit.org_no, PRESIDENT, parts=PARTS | {blank: ""})
        when = w.waking(when + w.hours(1, 5 if eager else 30), eager=eager)
    name = act(w, ReportSubmitted, when, case, unit.org_no, PRESIDENT, parts=PARTS)
    for _ in range(w.between(0, 3)):
        record = RECORDS[w.between(0, len(RECORDS))]
        act(w, WorkRecorded, w.waking(when + w.hours(20, 260)), case, unit.org_no, MANAGER, record=record)
    return when, name


def _receive(w: World, case: Case, unit: Unit, reported: tuple[int, str]) -> None:
    if w.chance(0.7):
        when = w.waking(reported[0] + w.hours(0.5, 6))
        act(w, ReportReceived, when, case, unit.branch, MONITOR, reporting_org_no=unit.org_no, report_id=reported[1])


def _team(w: World, case: Case, unit: Unit, at: int) -> None:
    temper = w.temper(unit, case.borrower)
    if unit.org_no in case.teams or (temper == "silent" and w.chance(0.5)):
        return
    case.teams = [*case.teams, unit.org_no]
    spans = {"diligent": (1, 15), "slow": (8, 50), "silent": (60, 200)}
    when = w.waking(at + w.hours(*spans[temper]), eager=temper == "diligent")
    members = [officer_no(unit.org_no, MANAGER, number) for number in (1, 2)]
    if temper != "diligent" and w.chance(0.2):
        act(w, TeamFormed, when, case, unit.org_no, PRESIDENT, led_by=MANAGER, members=members)
        when = w.waking(when + w.hours(4, 30), eager=False)
    leader = PRESIDENT if w.chance(0.6) else VICE
    act(w, TeamFormed, when, case, unit.org_no, leader, led_by=leader, members=members)


def _to_head_office(w: World, case: Case, branch: str, at: int, *, urgent: bool) -> None:
    """12.1: from 1,000,000, or any amount for a management warning."""
    exposure = w.book.exposure(case.borrower)
    if case.domain == "business" and exposure < MILLION:
        return
    lax = branch in w.network.lax
    if lax and w.chance(0.12):
        return
    if urgent or exposure >= 5 * MILLION:
        act(w, PhoneNotice, w.waking(at + w.hours(0.5, 22 if lax else 6)), case, branch, MONITOR)
    when = w.waking(at + (w.hours(12, 75) if lax else w.hours(2, 16)), eager=not lax)
    act(w, ReportSubmitted, when, case, branch, MONITOR, parts=PARTS)


def _meeting(w: World, case: Case, unit: Unit, at: int) -> None:
    """12.3.1: one for the raise, one for the rise to red; a lax branch's first one lacks its leader."""
    key = f"{unit.branch}:{case.level == RED}"
    if key in case.meetings:
        return
    case.meetings = [*case.meetings, key]
    lax, red = unit.branch in w.network.lax, case.level == RED
    when = w.waking(at + (w.hours(2, 14) if red else w.hours(8, 52)), eager=red)
    if lax and w.chance(0.35):
        _meet(w, case, unit, when, leader=False)
        when = w.waking(when + w.hours(4, 40))
    if not (lax and w.chance(0.1)):
        _meet(w, case, unit, when, leader=red or w.chance(0.5))


def _meet(w: World, case: Case, unit: Unit, at: int, *, leader: bool) -> None:
    there: list[dict[str, Any]] = [] if unit.direct else [{"org_no": unit.org_no, "post": PRESIDENT}]
    if leader:
        there.append({"org_no": unit.branch, "post": LEADER})
    else:
        there.append({"org_no": unit.branch, "post": MONITOR})
    act(w, MeetingHeld, at, case, unit.branch, LEADER, attendees=there, resolution="一户一策,逐周推进")


def update(w: World, case: Case) -> None:
    """The monthly update of every owning sub-branch, by temperament (11.2.2); planned in the month's last days."""
    last = next_month(w.today) - 1
    for unit in w.owners(case.borrower):
        temper = w.temper(unit, case.borrower)
        if unit.direct or (temper == "silent" and w.chance(0.7)):
            continue
        day = last - w.between(0, 4) if temper == "diligent" else last + w.between(-1, 5)
        at = w.waking(max(day, w.today) * DAY + w.hours(9, 17))
        act(w, MonthlyUpdate, at, case, unit.org_no, MANAGER, situation="按计划清收,还款来源待落实")


def release(w: World, case: Case, at: int, ground: str, *, to_level: str = "closed") -> None:
    """Two people release what the people hold to be live: the president proposes, the branch's leader approves (W8)."""
    home = w.home(case.borrower)
    unit = home if home in case.units else next(iter(case.units), home)  # an owner proposes (R52)
    org, post = (unit.org_no, MONITOR if unit.direct else PRESIDENT)
    signals = [] if w.chance(0.7) or len(case.signals) > 3 else _names(case)
    named = {"signals": signals} if signals and to_level == "closed" else {}
    when = w.waking(at)
    evidence = "还款凭证、近三期报表及走访记录"
    name = act(w, ReleaseProposed, when, case, org, post, to_level=to_level, ground=ground, evidence=evidence, **named)
    when = w.waking(when + w.hours(3, 40))
    act(w, ProposalApproved, when, case, unit.branch, LEADER, proposal_id=name)
    if to_level == "closed":
        w.close(case)


def _names(case: Case) -> list[dict[str, str]]:
    return [{"clause": clause, "subject": subject} for clause, subject in dict.fromkeys(case.signals)]
