"""What a risk officer asks at the end of the month, counted from the verdicts. Pure: rows in, numbers out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from heapq import nsmallest
from operator import itemgetter
from typing import Final

from msgspec import Struct

from warning.contracts.answers import BranchCount, DutyCount, LevelCount, OnTime, WeekCount
from warning.core.frame import LEVELS, ORANGE, RED, YELLOW, Frame
from warning.core.rows import Duty, Warning
from warning.core.scalars import day_of, write_day
from warning.intake.run import Refusal, Verdicts
from warning.ledger.punctuality import Figures, outcome_of

URGENT: Final = 5
"""How many of the most urgent warnings are named."""
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
    counted = Counted(frame, ended)
    for duty in verdicts.duties:
        counted.duty(duty)
    for row in verdicts.warnings:
        counted.warning(row)
    return counted.summary(verdicts.until, verdicts.refusals, name_of)


Case = tuple[str, str, int]
"""Borrower, domain, and the how-manieth warning of the two it is."""


class Counted:
    """Counts rows one by one, all duties first; of what is over none is kept, so that a bank of any size is counted."""

    def __init__(self, frame: Frame, ended: Container[str] = ()) -> None:
        """Nothing is counted yet; ``ended`` as of ``summarise``."""
        self._frame, self._ended = frame, ended
        self._by_state: Counter[tuple[str, str, str]] = Counter()
        self._figures: defaultdict[str, Figures] = defaultdict(Figures)
        self._scored: Counter[str | None] = Counter()
        self._tracking: defaultdict[Case, set[str]] = defaultdict(set)
        self._owed: dict[Case, Duty] = {}
        self._levels: Counter[tuple[str, int]] = Counter()
        self._branches: Counter[tuple[str, int]] = Counter()
        self._weeks: Counter[tuple[int, int]] = Counter()
        self._urgent: list[tuple[tuple[int, int, int, str], Warning, Duty]] = []

    def duty(self, duty: Duty) -> None:
        """One duty."""
        case = (duty.customer_no, duty.domain, duty.number)
        self._by_state[duty.org_no, duty.kind, duty.state] += 1
        self._scored[duty.scored] += 1
        if duty.due is not None:  # tracking has no due and says nothing of punctuality
            self._figures[duty.org_no].add(outcome_of(duty, ended=duty.id in self._ended))
        if duty.kind == "tracking" and duty.state == "open":
            self._tracking[case].add(duty.org_no)
        if duty.state not in ENDED and duty.due is not None and duty.number:
            best = self._owed.get(case)
            if best is None or (duty.due, duty.id) < (best.due or 0, best.id):
                self._owed[case] = duty

    def warning(self, row: Warning) -> None:
        """One warning; all duties were counted before. It belongs to the branches that still track it (12.3.2)."""
        case = (row.customer_no, row.domain, row.number)
        day = day_of(row.raised_at)
        self._levels[row.domain, 0 if row.closed_at is not None else row.level] += 1
        self._weeks[day - (day - 1) % 7, row.levels[0][1]] += 1
        if row.closed_at is not None:
            return
        self._branches.update((org_no, row.level) for org_no in self._tracking[case])
        duty = self._owed.get(case)
        if duty is not None:  # red first, then the higher tier, then what is due first, what is overdue included
            key = (-row.level, -row.tier, duty.due or 0, row.id)
            self._urgent = nsmallest(URGENT, [*self._urgent, (key, row, duty)], key=itemgetter(0))

    def summary(self, until: int, refusals: Iterable[Refusal], name_of: Callable[[str], str]) -> Summary:
        """What it came to as of an instant (µs UTC)."""
        return Summary(
            until=until,
            levels=_levels(self._levels),
            branches=_branches(self._branches, self._frame),
            weeks=_weeks(self._weeks),
            duties=_duties(self._by_state),
            on_time=_on_time(self._figures, self._frame),
            urgent=tuple(_named(row, duty, until, name_of) for _, row, duty in self._urgent),
            late=self._scored["late"],
            concealed=self._scored["concealed"],
            refusals=_refusals(refusals),
        )


def _levels(count: Counter[tuple[str, int]]) -> tuple[LevelCount, ...]:
    domains = sorted({domain for domain, _ in count})
    return tuple(
        LevelCount(domain, count[domain, YELLOW], count[domain, ORANGE], count[domain, RED], closed=count[domain, 0])
        for domain in domains
    )


def _branches(count: Counter[tuple[str, int]], frame: Frame) -> tuple[BranchCount, ...]:
    branches = sorted(org.org_no for org in frame.orgs.values() if org.level == "branch")
    return tuple(
        BranchCount(org_no, frame.orgs[org_no].name, *(count[org_no, level] for level in (YELLOW, ORANGE, RED)))
        for org_no in branches
    )


def _weeks(count: Counter[tuple[int, int]]) -> tuple[WeekCount, ...]:
    return tuple(
        WeekCount(write_day(monday), *(count[monday, level] for level in (YELLOW, ORANGE, RED)))
        for monday in sorted({monday for monday, _ in count})
    )


def _duties(count: Counter[tuple[str, str, str]]) -> tuple[DutyCount, ...]:
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


def _on_time(at: Mapping[str, Figures], frame: Frame) -> tuple[OnTime, ...]:
    """A breach that is not scored stands apart (D9)."""
    return tuple(
        OnTime(
            org_no,
            frame.orgs[org_no].name,
            frame.orgs[org_no].level,
            on_time=found.figure("on_time"),
            scored=found.scored,
            late=found.figure("late"),
            concealed=found.figure("concealed"),
            not_scored=found.figure("not_scored"),
        )
        for org_no, found in sorted(at.items())
        if found.of.total() > found.of["ended"]
    )


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


__all__ = ["Counted", "Summary", "summarise"]
