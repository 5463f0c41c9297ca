"""``warning rules route ORG LEVEL AMOUNT``: which duties a warning would bring, to whom, and by when. Works offline.

It shows the rule book's terms; what a given case owes, with its history, is for the core to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from warning.core.frame import HEAD_OFFICE_TIER, LEVELS, RED, Clock, Frame, Term
from warning.core.rows import DutyKind
from warning.core.scalars import day_of, first_of_next_month, midnight
from warning.rulebook.wording import RuleBook, Wording

Start = Literal[
    "discovery",
    "discovery_capped",
    "arrears",
    "raise",
    "sub_branch_report",
    "maturity",
    "forecast_month",
    "month_end",
    "head_office_discovery",
    "notice",
    "rectification_notice",
    "until_closed",
]
BUSINESS = ("11.1.1", "11.1.2", "11.1.3", "11.1.4", "11.1.5", "11.1.6")
MAJOR = "11.1.4"


class Unroutable(LookupError):
    """There is nothing to route; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RouteLine(Struct, frozen=True):
    """One duty: who owes it to whom, from what instant, in what time; ``due`` only where an instant was given.

    ``to_org`` is empty where the duty goes to nobody above. Instants are microseconds UTC. ``later``: the term of what
    is found or made after the instant that is the due (P4, O2).
    """

    domain: Literal["business", "management"]
    kind: DutyKind
    clause: str
    cites: str
    org_no: str
    post: str
    to_org: str
    start: Start
    term: Term | None
    due: int | None = None
    due_working: int | None = None
    later: Term | None = None


class Route(Struct, frozen=True):
    """The duties of a warning of that level and amount (fen) at an organisation."""

    org_no: str
    level: int
    amount: int
    tier: int
    report_by_days: int
    """11.1.1 below the first tier: by the end of D minus so many days (P4)."""
    lines: tuple[RouteLine, ...]
    orgs: dict[str, Wording]
    posts: dict[str, Wording]


def route(book: RuleBook, org_no: str, level: int, amount: int, *, at: int | None = None) -> Route:
    """The duties of a warning at an organisation that books the loans: a sub-branch, or a branch itself (O9).

    ``level`` 1 to 3, ``amount`` in fen; with ``at`` (microseconds UTC) as discovery, raise and report alike, the dues.

    Raises:
        Unroutable: no such organisation or level, a negative amount, or head office, which books no loan.

    """
    frame = book.frame
    org = frame.orgs.get(org_no)
    if org is None:
        raise Unroutable(f"no organisation '{org_no}'; known are {', '.join(frame.orgs)}")
    if org.level == "head_office":
        raise Unroutable(f"{org_no} is head office: no loan is booked there")
    if not 0 < level < len(LEVELS):
        raise Unroutable(f"no level {level}; known are 1 yellow, 2 orange, 3 red")
    if amount < 0:
        raise Unroutable("an amount is not negative")
    way = _Way(frame, org_no, level, frame.tier(amount))
    lines = tuple(_dated(frame, line, at) for line in (*way.business(), *way.management()))
    return Route(org_no, level, amount, way.tier, frame.book.report_by_days, lines, book.orgs, book.posts)


class _Way:
    """The organisations a warning of one level and tier goes through."""

    def __init__(self, frame: Frame, org_no: str, level: int, tier: int) -> None:
        self.frame, self.level, self.tier = frame, level, tier
        self.sub = org_no if frame.orgs[org_no].level == "sub_branch" else ""
        self.branch = frame.branch_of(org_no) or ""
        self.head = frame.head_office()

    def business(self) -> Iterator[RouteLine]:
        """11.1, 11.2, 12.1.1, 12.3, 13.1."""
        for clause in BUSINESS if self.sub else ():
            if clause != MAJOR or self.level == RED:
                yield from self._reported(clause)
        yield from self._case("business", "raise")
        if self.tier >= HEAD_OFFICE_TIER:
            clock = self.frame.book.head_office_clocks[self.tier]
            start: Start = "sub_branch_report" if self.sub else "raise"
            line = self._line("business", "report", "12.1.1", "D3" if self.sub else "O9", self.branch)
            yield from self._clock(replace(line, to_org=self.head, start=start), clock)
        yield from self._noticed("business")

    def management(self) -> Iterator[RouteLine]:
        """11.2, 12.1.2, 14, for the findings of this level."""
        book = self.frame.book
        clauses = {"12.1.2.1": "beyond_authority", "12.1.2.2": "conditions_not_met"}
        found = [clause for clause, kind in clauses.items() if book.finding_levels[kind] == self.level]
        for clause in found:
            if self.sub:
                below = self._line("management", "report", "11.2", "O7", self.sub)
                yield from self._clock(
                    replace(below, to_org=self.branch, start="discovery"), book.report_clocks[clause]
                )
            above = self._line("management", "report", clause, "O7", self.branch)
            yield from self._clock(replace(above, to_org=self.head, start="discovery"), book.finding_clocks[clause])
        if found:
            yield from self._case("management", "raise")
            rectify = self._line("management", "rectification_notice", "14.2", "O7", self.branch)
            yield replace(rectify, to_org=self.sub, start="raise", term=book.rectification_notice)
            done = self._line("management", "completion", "14.2", "O7", self.sub or self.branch)
            yield replace(done, to_org=self.branch, start="rectification_notice", term=book.completion)
            yield from self._noticed("management")

    def _reported(self, clause: str) -> Iterator[RouteLine]:
        """The sub-branch's report to its branch (D1, P4, O2)."""
        book = self.frame.book
        line = replace(self._line("business", "report", clause, "D1", self.sub), to_org=self.branch, start="discovery")
        if clause == "11.1.1" and self.tier < HEAD_OFFICE_TIER:
            yield replace(line, cites="P4", start="maturity", later=book.maturity_clocks[0].report)
        elif clause == "11.1.1":
            yield from self._clock(replace(line, start="discovery_capped"), book.maturity_clocks[self.tier])
        elif clause == "11.1.2":
            yield replace(line, cites="O2", start="forecast_month", later=book.report_clocks[clause].report)
        elif clause == "11.1.3":
            yield from self._clock(replace(line, cites="O4", start="arrears"), book.report_clocks[clause])
        else:
            yield from self._clock(line, book.report_clocks[clause])

    def _clock(self, line: RouteLine, clock: Clock) -> Iterator[RouteLine]:
        """The line as a first notice where there is one, and as the written report (D2)."""
        if clock.first_notice is not None:
            yield replace(line, kind="first_notice", cites="D2", term=clock.first_notice)
        yield replace(line, term=clock.report)

    def _case(self, domain: Literal["business", "management"], start: Start) -> Iterator[RouteLine]:
        """What hangs on the warning: team, monthly update, meeting, tracking (D4-D7)."""
        book = self.frame.book
        if self.sub:
            yield replace(self._line(domain, "team", "11.2.1", "D4", self.sub), start=start, term=book.team)
            update = self._line(domain, "monthly_update", "11.2.2", "D6", self.sub)
            yield replace(update, to_org=self.branch, start="month_end")
        term = book.meeting_red if self.level == RED else book.meeting
        yield replace(self._line(domain, "meeting", "12.3.1", "D5", self.branch), start=start, term=term)
        yield replace(self._line(domain, "tracking", "12.3.2", "D7", self.branch), start="until_closed")

    def _noticed(self, domain: Literal["business", "management"]) -> Iterator[RouteLine]:
        """O8: if head office found it, its notice and the answers."""
        book = self.frame.book
        notice = self._line(domain, "notice", "13.1", "O8", self.head)
        yield replace(notice, to_org=self.branch, start="head_office_discovery", term=book.notice)
        for org_no in filter(None, (self.sub, self.branch)):
            answer = self._line(domain, "answer", "13.1", "O8", org_no)
            yield replace(answer, to_org=self.head, start="notice", term=book.answer)

    def _line(
        self, domain: Literal["business", "management"], kind: DutyKind, clause: str, cites: str, org_no: str
    ) -> RouteLine:
        post = self.frame.book.posts[kind][self.frame.orgs[org_no].level]
        return RouteLine(domain, kind, clause, cites, org_no, post, "", "raise", None)


def _dated(frame: Frame, line: RouteLine, at: int | None) -> RouteLine:
    """With the due, where it follows from one instant alone."""
    if at is None or line.start in ("maturity", "until_closed"):
        return line
    due = _month_end(line, at) if line.term is None else frame.due(at, line.term)
    return replace(line, due=due, due_working=frame.due_working(due))


def _month_end(line: RouteLine, at: int) -> int:
    """The end of the month; a warning raised on its last day owes its first update for the month after (D6)."""
    end = first_of_next_month(day_of(at))
    last_day = line.kind == "monthly_update" and day_of(at) == end - 1
    return midnight(first_of_next_month(end) if last_day else end)
