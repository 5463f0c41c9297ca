"""What a risk officer asks at the end of the month, counted from the verdicts. Pure: rows in, numbers out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable
from typing import Final

from msgspec import Struct

from warning.contracts.answers import BranchCount, DutyCount, LevelCount, OnTime, WeekCount
from warning.core.frame import LEVELS, ORANGE, RED, YELLOW, Frame
from warning.core.rows import Duty, Warning
from warning.core.scalars import day_of, write_day
from warning.intake.run import Refusal, Verdicts

URGENT: Final = 5
"""How many of the most urgent warnings are named."""
NOT_SCORED: Final = ("feed", "moved", "pipeline_lag")
"""Breaches shown in a column of their own (D9, W5, O9)."""
ENDED: Final = ("met", "met_late", "waived", "moved")


class Urgent(Struct, frozen=True):
    """An open warning and what is due next on it; instants in microseconds UTC."""

    warning_id: str
    customer_no: str
    borrower: str
    domain: str
    level: str
    tier: int
    duty_id: str
    kind: str
    clause: str
    org_no: str
    post: str
    due: int
    overdue: bool


class Summary(Struct, frozen=True):
    """The month in numbers, as of ``until`` (microseconds UTC)."""

    until: int
    levels: tuple[LevelCount, ...]
    branches: tuple[BranchCount, ...]
    weeks: tuple[WeekCount, ...]
    duties: tuple[DutyCount, ...]
    on_time: tuple[OnTime, ...]
    urgent: tuple[Urgent, ...]
    late: int
    concealed: int
    refusals: tuple[tuple[str, str, int], ...]
    """(outcome, code, how many), the most frequent first."""


def summarise(
    verdicts: Verdicts, frame: Frame, name_of: Callable[[str], str] = str, ended: Container[str] = ()
) -> Summary:
    """Count the verdicts of a run.

    Args:
        verdicts: what was decided.
        frame: the organisation it was decided under.
        name_of: a borrower's name by its number; without it the number stands for the name.
        ended: ids of duties that ended with their warning or loan: nobody was punctual in them (D7, P3).
    """
    duties = verdicts.duties
    return Summary(
        until=verdicts.until,
        levels=_levels(verdicts.warnings),
        branches=_branches(verdicts.warnings, duties, frame),
        weeks=_weeks(verdicts.warnings),
        duties=_duties(duties),
        on_time=_on_time((duty for duty in duties if duty.id not in ended), frame),
        urgent=_urgent(verdicts, name_of),
        late=sum(duty.scored == "late" for duty in duties),
        concealed=sum(duty.scored == "concealed" for duty in duties),
        refusals=_refusals(verdicts.refusals),
    )


def _levels(warnings: Iterable[Warning]) -> tuple[LevelCount, ...]:
    count = Counter((row.domain, 0 if row.closed_at is not None else row.level) for row in warnings)
    domains = sorted({domain for domain, _ in count})
    return tuple(
        LevelCount(domain, count[domain, YELLOW], count[domain, ORANGE], count[domain, RED], closed=count[domain, 0])
        for domain in domains
    )


def _case(duty: Duty) -> tuple[str, str, int]:
    return duty.customer_no, duty.domain, duty.number


def _branches(warnings: Iterable[Warning], duties: Iterable[Duty], frame: Frame) -> tuple[BranchCount, ...]:
    """A warning belongs to the branches that still track it (12.3.2)."""
    tracking: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for duty in duties:
        if duty.kind == "tracking" and duty.state == "open":
            tracking[_case(duty)].add(duty.org_no)
    count: Counter[tuple[str, int]] = Counter()
    for row in warnings:
        if row.closed_at is None:
            count.update((org_no, row.level) for org_no in tracking[row.customer_no, row.domain, row.number])
    branches = sorted(org.org_no for org in frame.orgs.values() if org.level == "branch")
    return tuple(
        BranchCount(org_no, frame.orgs[org_no].name, *(count[org_no, level] for level in (YELLOW, ORANGE, RED)))
        for org_no in branches
    )


def _weeks(warnings: Iterable[Warning]) -> tuple[WeekCount, ...]:
    count: Counter[tuple[int, int]] = Counter()
    for row in warnings:
        day = day_of(row.raised_at)
        count[day - (day - 1) % 7, row.levels[0][1]] += 1
    return tuple(
        WeekCount(write_day(monday), *(count[monday, level] for level in (YELLOW, ORANGE, RED)))
        for monday in sorted({monday for monday, _ in count})
    )


def _duties(duties: Iterable[Duty]) -> tuple[DutyCount, ...]:
    count = Counter((duty.org_no, duty.kind, duty.state) for duty in duties)
    kinds = sorted({(org_no, kind) for org_no, kind, _ in count})
    return tuple(
        DutyCount(
            org_no,
            kind,
            met=count[org_no, kind, "met"],
            met_late=count[org_no, kind, "met_late"],
            breached=count[org_no, kind, "breached"],
            open=count[org_no, kind, "open"],
            waived=count[org_no, kind, "waived"],
        )
        for org_no, kind in kinds
    )


def _on_time(duties: Iterable[Duty], frame: Frame) -> tuple[OnTime, ...]:
    """Tracking has no due and says nothing about punctuality; a breach that is not scored stands apart (D9)."""
    at: dict[str, Counter[str]] = defaultdict(Counter)
    for duty in duties:
        if duty.due is not None:
            at[duty.org_no][_mark(duty)] += 1
    return tuple(
        OnTime(
            org_no,
            frame.orgs[org_no].name,
            frame.orgs[org_no].level,
            on_time=marks["on_time"],
            scored=marks["on_time"] + marks["late"] + marks["concealed"],
            late=marks["late"],
            concealed=marks["concealed"],
            not_scored=marks["not_scored"],
        )
        for org_no, marks in sorted(at.items())
    )


def _mark(duty: Duty) -> str:
    if duty.cause in NOT_SCORED:
        return "not_scored"
    if duty.breached_at is not None:
        return "concealed" if duty.scored == "concealed" else "late"
    return "on_time" if duty.state == "met" else "undecided"


def _urgent(verdicts: Verdicts, name_of: Callable[[str], str]) -> tuple[Urgent, ...]:
    """Red first, then the higher tier, then what is due first, what is overdue included."""
    owed: dict[tuple[str, str, int], Duty] = {}
    for duty in verdicts.duties:
        if duty.state not in ENDED and duty.due is not None and duty.number:
            best = owed.get(_case(duty))
            if best is None or (duty.due, duty.id) < (best.due or 0, best.id):
                owed[_case(duty)] = duty
    found = [
        (row, owed[row.customer_no, row.domain, row.number])
        for row in verdicts.warnings
        if row.closed_at is None and (row.customer_no, row.domain, row.number) in owed
    ]
    found.sort(key=lambda pair: (-pair[0].level, -pair[0].tier, pair[1].due or 0, pair[0].id))
    return tuple(_named(row, duty, verdicts.until, name_of) for row, duty in found[:URGENT])


def _named(row: Warning, duty: Duty, until: int, name_of: Callable[[str], str]) -> Urgent:
    due = duty.due or 0
    return Urgent(
        warning_id=row.id,
        customer_no=row.customer_no,
        borrower=name_of(row.customer_no),
        domain=row.domain,
        level=LEVELS[row.level],
        tier=row.tier,
        duty_id=duty.id,
        kind=duty.kind,
        clause=duty.clause,
        org_no=duty.org_no,
        post=duty.post,
        due=due,
        overdue=due <= until,
    )


def _refusals(refusals: Iterable[Refusal]) -> tuple[tuple[str, str, int], ...]:
    """A broken message counts once for each code it has, a refused act by its reason."""
    count: Counter[tuple[str, str]] = Counter()
    for refusal in refusals:
        codes = {problem[0] for problem in refusal.problems}
        if refusal.why is not None:
            codes.add(refusal.why.code)
        count.update((refusal.outcome, code) for code in sorted(codes))
    return tuple(
        (outcome, code, n) for (outcome, code), n in sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))
    )


__all__ = ["Summary", "summarise"]
