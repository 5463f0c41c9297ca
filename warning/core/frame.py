"""The frame: everything a decision looks up that is not in the event or the state. Immutable, with a content hash.

``warning.rulebook`` compiles YAML into it; nothing here reads a file.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from warning.core.events import OrgLevel, Product
from warning.core.scalars import DAY, HOUR, day_of, end_of, midnight

YELLOW, ORANGE, RED = 1, 2, 3
"""Levels as numbers, so that "the highest" is ``max``; 0 is none."""

LEVELS = ("none", "yellow", "orange", "red")

HEAD_OFFICE_TIER = 1
"""Tiers: 0 below 1,000,000; 1 from 1,000,000; 2 from 5,000,000 (W6)."""


class Band(Struct, frozen=True):
    """A level, and the bound of the figure at which it is reached.

    ``op`` is ``ge``, ``gt``, ``le`` or ``lt``; ``bound`` is in basis points for ratios, else in the figure's unit.
    """

    level: int
    op: Literal["ge", "gt", "le", "lt"]
    bound: int


class SignalRule(Struct, frozen=True):
    """One row of ``signals.md``.

    ``kind`` names the condition function that decides it:
    ``ratio`` (numerator / denominator in basis points against ``bands``), ``count`` (``value`` against ``bands``),
    ``absolute_ratio`` (a ratio's absolute value), ``variant`` (``variants`` gives the level), ``flat`` (``level``),
    ``variant_ratio`` (each variant has its own ``bands``, kept in ``variant_bands``), ``by_event`` (rows 1, 2, 4, 5
    and 11-17: decided by an event of their own, never by ``signal.observed``).
    """

    number: int
    group: str
    clause: str
    kind: Literal["ratio", "absolute_ratio", "count", "variant", "variant_ratio", "flat", "by_event"]
    bands: tuple[Band, ...] = ()
    level: int = 0
    variants: dict[str, int] = {}
    variant_bands: dict[str, tuple[Band, ...]] = {}


class Term(Struct, frozen=True):
    """How long a duty has: so many ``hours`` (elapsed), ``days`` or ``working_days`` (start's date not counted, T1)."""

    n: int
    unit: Literal["hours", "days", "working_days"]


class Clock(Struct, frozen=True):
    """A clause's report: its term, and the term of the first notice where it has a 24 h clock (D2)."""

    report: Term
    first_notice: Term | None = None


class Book(Struct, frozen=True):
    """The figures of the rule book; every name cites the id of ``clauses.md`` it comes from.

    Levels are 1 yellow, 2 orange, 3 red; days are calendar days; money is fen.
    """

    tiers: tuple[int, ...]
    """W6: the lower bounds of tiers 1 and 2."""
    signals: dict[int, SignalRule]
    groups: dict[str, str]
    """Clause -> signal group, where the clause has one: 11.1.1, 11.1.2, 11.1.3 -> payment (W2)."""
    assessment_levels: dict[str, int]
    """11.1.1: result -> level; ``on_time`` is 0, ``missing`` is the level of no assessment."""
    forecast_levels: dict[str, int]
    """11.1.2: grade forecast -> level."""
    set_levels: dict[str, int]
    """11.1.2, O1: grade set -> level."""
    arrears_bands: tuple[tuple[int, int], ...]
    """11.1.3: (first day, level), ascending."""
    overdue_bands: tuple[tuple[int, int], ...]
    """Signal 3: (first day of principal overdue, level), ascending."""
    major_level: int
    finding_levels: dict[str, int]
    """O7: finding kind -> level."""
    check_days: int
    """11.1.1, P1: D - 30."""
    report_by_days: int
    """11.1.1, P4: D - 25."""
    assessment_window_days: int
    """P2, P3: D - 60."""
    recovery_memory_months: int
    """W9: 12."""
    sign_off_days: int
    """O3: the last 10 days of the month."""
    go_live_working_days: int
    """T6: 5."""
    maturity_clocks: tuple[Clock, ...]
    """11.1.1 by tier; tier 0's applies to what is discovered after D - 25."""
    report_clocks: dict[str, Clock]
    """The sub-branch's report by clause: 11.1.2 (made late), 11.1.3, 11.1.4, 11.1.5, 11.1.6, 12.1.2.1, 12.1.2.2."""
    head_office_clocks: tuple[Clock, ...]
    """12.1.1 by tier; that of tier 0 is never used."""
    finding_clocks: dict[str, Clock]
    """12.1.2.1, 12.1.2.2: the branch's report to head office."""
    team: Term
    meeting: Term
    meeting_red: Term
    rectification_notice: Term
    completion: Term
    notice: Term
    answer: Term
    posts: dict[str, dict[str, str]]
    """D11: duty kind -> organisation level -> post that owes it."""
    posts_at: dict[str, tuple[OrgLevel, ...]]
    """R52: post -> the levels of organisation that have it."""
    may: dict[str, tuple[str, ...]]
    """Event type of an act -> posts that may do it; ``release.approved`` and ``waiver.approved`` for approvals."""
    team_leaders: tuple[str, ...]
    """D4: posts whose leadership counts."""
    principal_leader: str
    """D5: the post that must be present while red."""
    president: str
    """D5: the post that reports to the meeting."""
    held_hours: int
    """How long an event for an unknown loan waits: 24."""
    change_notice_minutes: int = 5
    """How long before it takes force a new book is approved, at least (design)."""


class Org(Struct, frozen=True):
    """An organisation: its level and its superior (none for head office)."""

    org_no: str
    level: OrgLevel
    parent: str | None
    name: str = ""


class Calendar(Struct, frozen=True, cache_hash=True):
    """Working days: ``holidays`` are days off on which people would work, ``workdays`` the make-up days."""

    holidays: frozenset[int]
    workdays: frozenset[int]
    published_years: frozenset[int]

    def is_working(self, day: int) -> bool:
        """Whether the bank works on that date. A year not published is provisional: Monday to Friday (T3)."""
        return day in self.workdays or (day % 7 in (1, 2, 3, 4, 5) and day not in self.holidays)

    def nth_working_day(self, day: int, n: int) -> int:
        """The n-th working day after ``day``, which is not counted itself."""
        return _nth_working_day(self, day, n)


@lru_cache(maxsize=4096)
def _nth_working_day(calendar: Calendar, day: int, n: int) -> int:
    while n:
        day += 1
        n -= calendar.is_working(day)
    return day


class Frame(Struct, frozen=True):
    """Rule book, calendar, organisation and the ledger's ``live_from``: what a decision may look up."""

    id: str
    book: Book
    calendar: Calendar
    orgs: dict[str, Org]
    live_from: int | None = None
    """T6; None: the ledger was live from its first event."""
    in_force_at: int = 0
    """Since when, in its ledger, it is in force; 0: from the beginning."""

    def signers(self, act: str, level: OrgLevel) -> tuple[str, ...]:
        """The posts that may do an act for an organisation of a level: those it has (D11, R52)."""
        return tuple(post for post in self.book.may.get(act, ()) if level in self.book.posts_at[post])

    def branch_of(self, org_no: str) -> str | None:
        """The branch that an organisation is or stands under; None for head office and above."""
        org = self.orgs.get(org_no)
        while org is not None and org.level == "sub_branch" and org.parent is not None:
            org = self.orgs.get(org.parent)
        return org.org_no if org is not None and org.level == "branch" else None

    def above(self, org_no: str, below: str) -> bool:
        """Whether one organisation is a superior of another."""
        org = self.orgs.get(below)
        while org is not None and org.parent is not None:
            if org.parent == org_no:
                return True
            org = self.orgs.get(org.parent)
        return False

    def head_office(self) -> str:
        """The number of head office."""
        return next(org.org_no for org in self.orgs.values() if org.level == "head_office")

    def tier(self, amount: int) -> int:
        """0, 1 or 2: exactly the bound belongs to the higher tier (W6)."""
        return bisect_right(self.book.tiers, amount)

    def due(self, start: int, term: Term) -> int:
        """The half-open instant at which a term that starts at ``start`` ends (T1, T3)."""
        if term.unit == "hours":
            return start + term.n * HOUR
        if term.unit == "days":
            return end_of(day_of(start) + term.n)
        return end_of(self.calendar.nth_working_day(day_of(start), term.n))

    def due_working(self, due: int) -> int:
        """``due`` if its date is a working day, else the midnight that ends the first working day after it (T3)."""
        day = day_of(due - 1) if (due - midnight(day_of(due))) == 0 else day_of(due)
        return due if self.calendar.is_working(day) else end_of(self.calendar.nth_working_day(day, 1))

    def go_live_end(self) -> int | None:
        """T6: the end of the 5th working day after ``live_from``'s date."""
        if self.live_from is None:
            return None
        return _go_live_end(self.calendar, self.live_from, self.book.go_live_working_days)


@lru_cache
def _go_live_end(calendar: Calendar, live_from: int, working_days: int) -> int:
    return end_of(calendar.nth_working_day(day_of(live_from), working_days))


__all__ = ["DAY", "Band", "Book", "Calendar", "Clock", "Frame", "Org", "Product", "SignalRule", "Term"]
