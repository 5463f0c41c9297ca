"""What people do: each act, what it must have to count, and the duties it meets (D1-D8, D12, O3)."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle.judge import owners
from tests.oracle.judge.clock import day_of, end_of, read_date
from tests.oracle.judge.duties import (
    REPORTS,
    fulfil,
    of_warning,
    open_duty,
    open_to_head_office,
    owed,
    stands_by_breach,
)
from tests.oracle.judge.policy import (
    ANSWER_DAYS,
    COMPLETION_DAYS,
    LEADER,
    PARTS,
    PRESIDENT,
    TEAM_LEADERS,
)
from tests.oracle.judge.wire import Record, seen
from tests.oracle.judge.world import Duty, Warning, World


def _meet(world: World, duties: list[Duty]) -> None:
    for duty in duties:
        fulfil(world, duty)


def submitted(world: World, record: Record) -> None:
    """A written report; a blank part makes it incomplete (article 16)."""
    parts = record.data["parts"]
    if all(any(map(seen, str(parts.get(name, "")))) for name in PARTS):
        _reported(world, record, record.data["org_no"])


def received(world: World, record: Record) -> None:
    """The superior's receipt; without a submission it stands for paper (D3)."""
    data = record.data
    org = data["reporting_org_no"]
    whole = data.get("parts_present", True)
    if data.get("report_id") is None and whole and org in world.orgs and world.superior(org) == data["org_no"]:
        _reported(world, record, org)


def _reported(world: World, record: Record, org: str) -> None:
    """D1, D3: meets every report duty open at that organisation; a sub-branch's starts its branch's clock."""
    customer, domain = record.data["customer_no"], record.data["domain"]
    met = owed(world, REPORTS, org, customer, domain)
    _meet(world, met)
    warning = world.warning(customer, domain)
    if world.level(org) == "head_office" or domain != "business":
        return
    branch = world.branch(org)
    if warning is not None and warning.raised_at <= world.recorded():
        warning.reported.add(branch)
    if branch == org:
        return
    for number in sorted({duty.number for duty in met}):
        _to_head_office(world, record, branch, world.numbered(customer, domain, number), met)


def _to_head_office(world: World, record: Record, branch: str, warning: Warning, met: list[Duty]) -> None:
    """12.1.1, unless one of every opening met stands by its breach at that tier."""
    stands = [
        stands_by_breach(world, branch, duty.signal, duty.opening, warning.tier)
        for duty in met
        if duty.number == warning.number and duty.signal is not None
    ]
    if not all(stands):
        hangs_on = f"report:{record.id}:{warning.tier}"
        open_to_head_office(world, warning, branch, hangs_on, world.recorded())


def phoned(world: World, record: Record) -> None:
    """Article 15: stops only the first notice's clock."""
    data = record.data
    _meet(world, owed(world, ("first_notice",), data["org_no"], data["customer_no"], data["domain"]))


def team_formed(world: World, record: Record) -> None:
    """D4."""
    data = record.data
    if data["led_by"] in TEAM_LEADERS:
        _meet(world, owed(world, ("team",), data["org_no"], data["customer_no"], data["domain"]))


def updated(world: World, record: Record) -> None:
    """D6, R24: the oldest one owed."""
    data = record.data
    found = owed(world, ("monthly_update",), data["org_no"], data["customer_no"], data["domain"])
    _meet(world, sorted(found, key=lambda duty: (duty.due or 0, duty.hangs_on))[:1])


def met_up(world: World, record: Record) -> None:
    """12.3.1, D5, R20."""
    data = record.data
    org, customer, domain = data["org_no"], data["customer_no"], data["domain"]
    there = data["attendees"]
    leader = any((one["org_no"], one["post"]) == (org, LEADER) and one.get("in_person", True) for one in there)
    presidents = {one["org_no"] for one in there if one["post"] == PRESIDENT}
    for duty in owed(world, ("meeting",), org, customer, domain):
        warning = world.numbered(customer, domain, duty.number)
        if (leader or not duty.red) and _counts(world, warning, org, presidents, leader=leader):
            fulfil(world, duty)


def _counts(world: World, warning: Warning, org: str, presidents: set[str], *, leader: bool) -> bool:
    """R20; of a closed warning, whether it would have counted when that closed (R49)."""
    closed = warning.closed_at is not None
    if (warning.last_level if closed else warning.level) == 3 and not leader:
        return False
    owning = warning.present if closed else owners.all_subs(world, world.live(warning.customer, warning.domain))
    subs = {one for one in owning if world.branch(one) == org}
    return not subs or bool(subs & presidents)


def noticed(world: World, record: Record) -> None:
    """13.1: head office's notice asks for answers; 14.2, 14.3: a rectification notice asks for completion."""
    data = record.data
    org, customer, domain = data["org_no"], data["customer_no"], data["domain"]
    warning = world.warning(customer, domain)
    limit = data.get("complete_by")
    if limit is not None and end_of(read_date(limit)) <= world.recorded():
        return
    if data["kind"] == "warning" and world.level(org) == "head_office":
        _meet(world, owed(world, ("notice",), org, customer, domain))
        if warning is not None:
            _ask_answers(world, record, warning)
    if data["kind"] == "rectification" and world.level(org) != "sub_branch":
        _meet(world, owed(world, ("rectification_notice",), org, customer, domain))
        if warning is not None and domain == "management":
            _ask_completion(world, record, warning)


def _ask_answers(world: World, record: Record, warning: Warning) -> None:
    """O8: each owning branch and sub-branch, within 3 days."""
    live = world.live(warning.customer, warning.domain)
    due = end_of(day_of(world.now) + ANSWER_DAYS)
    for org in sorted(owners.all_subs(world, live) | owners.all_branches(world, live)):
        open_duty(world, of_warning(world, warning, "answer", "13.1", org, f"notice:{record.id}", due))


def _ask_completion(world: World, record: Record, warning: Warning) -> None:
    """O7, D12: the sub-branches under who issued it, the branch for a loan booked there."""
    by, live = record.data["org_no"], world.live(warning.customer, warning.domain)
    head = world.level(by) == "head_office"
    limit = record.data.get("complete_by")
    due = end_of(day_of(world.now) + COMPLETION_DAYS if limit is None else read_date(limit))
    for org in sorted(owners.all_subs(world, live) | owners.all_direct(world, live)):
        if head or world.branch(org) == by:
            clause = "14.3" if head else "14.2"
            open_duty(world, of_warning(world, warning, "completion", clause, org, f"rectification:{record.id}", due))


def answered(world: World, record: Record) -> None:
    """D12: one act meets all of its kind."""
    data = record.data
    kind = "answer" if data["kind"] == "warning" else "completion"
    _meet(world, owed(world, (kind,), data["org_no"], data["customer_no"], data["domain"]))


def signed_off(world: World, record: Record) -> None:
    """O3, R26: the duty is there from the first of the month's last 10 days."""
    data = record.data
    duty = world.duties.get(("forecast_sign_off", "11.1.2", "", f"month:{data['month']}", data["org_no"]))
    if duty is not None and duty.owed:
        fulfil(world, duty)


ACTS: dict[str, Callable[[World, Record], None]] = {
    "report.submitted": submitted,
    "report.received": received,
    "phone.notice": phoned,
    "team.formed": team_formed,
    "monthly.update": updated,
    "meeting.held": met_up,
    "notice.issued": noticed,
    "notice.answered": answered,
    "forecast.signed_off": signed_off,
}
