"""The whole world as plain records: loans, links, signals, warnings, duties. Nothing here decides."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.oracle.judge.clock import WorkingDays, day_of, end_of
from tests.oracle.judge.course import Course
from tests.oracle.judge.policy import ARREARS, GO_LIVE_DAYS, OVERDUE
from tests.oracle.judge.wire import Record


@dataclass
class Loan:
    """A loan or an off-balance item."""

    no: str
    customer: str
    org: str
    balance: int
    drawn: int
    matures: int
    recorded: int
    taken_on: bool
    terms_recorded: int
    product: str = "loan"
    settled: bool = False
    ended_by: str = ""
    """The first event that refinanced it away, else the first that settled it: a position may take it back (R99)."""
    ended_at: int = 0
    """When that was received (R61, R99)."""
    written_off: bool = False
    written_off_by: str = ""
    replaced_by: str = ""
    balance_ended: int | None = None
    sequence: dict[str, int] = field(default_factory=dict)
    arrears: Course = field(default_factory=lambda: Course(ARREARS))
    overdue: Course = field(default_factory=lambda: Course(OVERDUE, overdue=True))
    former: list[tuple[int, int]] = field(default_factory=list)
    """Each maturity before an extension, and when that extension was received."""
    assessed: list[str] = field(default_factory=list)
    """Assessments of the maturity in force that satisfy P2."""
    checked: bool = False
    """Whether the check of that maturity has been, or can be no more (R73)."""


@dataclass
class Ground:
    """What raises or lifts a signal: who knew it when, and where its clocks begin."""

    event: str
    recorded: int
    discovered: int
    start: int
    """Where the clocks count from: an instant (R17)."""
    day: int
    """The date that a clock in days does not count (T2)."""
    discovered_by: str | None = None
    recorded_by: str | None = None
    clock: bool = False
    """Established by the clock, not by an event."""
    machine: bool = False
    """A fact that only the bank's systems record (D10)."""
    forecast: bool = False
    tags: tuple[str, ...] = ()
    limit: int | None = None
    """11.1.2: the last day of the month by whose end the report is due (O2)."""
    missing: bool = False
    found_by: str | None = None
    known_since: int | None = None
    """The fact's own discovery, where ``discovered`` was put off to the recording of a balance (W11)."""
    known_recorded: int | None = None


@dataclass
class Opening:
    """A raise, a rise, or a crossing of 11.1.1, from which report clocks run (D1)."""

    number: int
    what: str
    level: int
    at: int
    ground: Ground


@dataclass
class Signal:
    """W1."""

    customer: str
    domain: str
    clause: str
    subject: str
    episode: int
    group: str
    loans: list[str] | None
    level: int = 0
    status: str = "kept"
    history: list[list[int]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    disputed: bool = False
    paths: set[str] = field(default_factory=set)
    closed_by: str = ""
    closing: tuple[int, int] = (0, 0)
    """By recovery: the level it had then, and when (R105)."""
    until: int = 0
    """When what closed it was received: until then it was live (R61)."""
    replaced: set[str] = field(default_factory=set)
    """Loans it was about, of which others have taken the place (R70)."""
    paid: set[str] = field(default_factory=set)
    """Loans, and those that gave them their place, that were settled when it closed by recovery, it or a former one."""
    paid_level: int = 0
    """The level it had then (R87, R88)."""
    grounds: set[str] = field(default_factory=set)
    openings: list[Opening] = field(default_factory=list)
    kept: tuple[int, Ground] | None = None
    """W11: a level and its ground that wait for a balance."""
    kept_before: list[tuple[int, Ground]] = field(default_factory=list)
    """What was kept before it: it counts again where the later one is retracted (W12)."""
    told: list[tuple[int, Ground]] = field(default_factory=list)
    """Every level and ground said of it, raised by or not."""
    lagged: set[int] = field(default_factory=set)
    """Openings by checks that ran without what had been received (R48, R63)."""
    kept_until: int | None = None
    lowered: bool = False
    interim: bool = False
    """Raised at balance nil on the day the balance ended (O5)."""
    rose: list[tuple[int, int]] = field(default_factory=list)
    """Every raise and rise, waiting ones too: its step, and when what brought it was recorded (R62)."""
    warning: int = 0
    subs: set[str] = field(default_factory=set)
    branches: set[str] = field(default_factory=set)
    found: str = ""
    approved_by: str = "branch"


@dataclass
class Warning:
    """W2."""

    customer: str
    domain: str
    number: int
    raised_at: int
    level: int = 0
    tier: int = 0
    levels: list[list[int]] = field(default_factory=list)
    tiers: list[list[int]] = field(default_factory=list)
    closed_at: int | None = None
    subs: set[str] = field(default_factory=set)
    """Sub-branches that have ever owned it."""
    present: set[str] = field(default_factory=set)
    """Sub-branches that own it now."""
    branches: set[str] = field(default_factory=set)
    meetings: int = 1
    red_since: int = 0
    """When it last rose to red, 0: never since its raise; and the signals red then (W12)."""
    red_then: list[Signal] = field(default_factory=list)
    reported: set[str] = field(default_factory=set)
    """Branches with a complete report of it on record."""
    ever: list[Signal] = field(default_factory=list)
    stood_on: dict[str, list[tuple[Signal, str]]] = field(default_factory=dict)
    """Sub-branch -> the signals and source loans by which it owned it before the record in hand (R61)."""
    last_level: int = 0
    """The level it had when it closed (R49); ``present`` are the sub-branches that owned it then."""


@dataclass
class Duty:
    """D1-D12."""

    kind: str
    clause: str
    customer: str
    domain: str
    hangs_on: str
    org: str
    post: str
    start: int
    due: int | None
    opened_at: int
    number: int = 0
    state: str = "open"
    fulfilled_at: int | None = None
    met_by: tuple[str, ...] = ()
    """An assessment's: the events that meet it; empty text for an end, which cannot be retracted (R107)."""
    followed: str = ""
    """A met assessment's: the organisation to which its loan has moved since, by which it would be owed again."""
    moved_at: int = 0
    breached_at: int | None = None
    cause: str = ""
    scored: str = ""
    tags: set[str] = field(default_factory=set)
    escalated_to: str = ""
    signal: Signal | None = None
    opening: int = 0
    ground: Ground | None = None
    feed: bool = False
    early: bool = False
    """T6: no duty yet, only if its signal is live at going live."""
    succeeds: bool = False
    """It follows a waived one (D8)."""
    red: bool = False
    rests_on: list[Signal] | None = None
    """W12: the signals it rests on; None: all the warning has had."""
    silent: list[Duty] = field(default_factory=list)
    """12.1.1 by breach: the sub-branches' duties whose breach it stands by (D3, R47)."""
    withdrawn: bool = False
    """It stands no longer: none of those breaches does (R47)."""
    ended_by_withdrawal: bool = False
    """It was waived for that, and not by an approval or met before: a later breach opens it again (D3)."""

    @property
    def owed(self) -> bool:
        """Open, or breached and not yet met."""
        return self.state in ("open", "breached")


@dataclass
class Link:
    """A membership of a group, or a guarantee."""

    made: str
    ended: int | None = None
    ended_by: str = ""
    retracted: bool = False
    anew: str = ""
    """The retraction of its end, by which it was made anew (R103)."""

    @property
    def since(self) -> tuple[str, str]:
        """What made it, and made it anew."""
        return self.made, self.anew

    def holds(self, now: int) -> bool:
        """O5: an end counts from the midnight that ends the day of its recording."""
        return not self.retracted and (self.ended is None or now < end_of(day_of(self.ended)))


@dataclass
class Proposal:
    """A release or a waiver, waiting for another person."""

    record: Record
    step: int
    named: list[Signal]
    approved: bool = False


@dataclass
class World:
    """Everything known at an instant."""

    orgs: dict[str, tuple[str, str | None]]
    days: WorkingDays
    live_from: int | None = None
    now: int = 0
    step: int = 0
    received: int = 0
    """When the record in hand was received; earlier than ``now`` where it was read late (T2)."""
    lagging: bool = False
    """Time is gone through again that had passed before what makes it count was read (R75)."""
    touched: dict[str, int] = field(default_factory=dict)
    """Borrower -> its own clock: the last instant of a record of it, or at which time changed something of it."""
    behind: dict[str, int] = field(default_factory=dict)
    """Borrower -> up to where time has been gone through again since a record that was read late (R75)."""
    loans: dict[str, Loan] = field(default_factory=dict)
    groups: dict[tuple[str, str], Link] = field(default_factory=dict)
    guarantees: dict[tuple[str, str, str], Link] = field(default_factory=dict)
    signals: list[Signal] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)
    duties: dict[tuple[str, str, str, str, str], Duty] = field(default_factory=dict)
    proposals: dict[tuple[str, str], Proposal] = field(default_factory=dict)
    held: list[tuple[Record, int]] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    retracted: set[str] = field(default_factory=set)
    concealed: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    observed: dict[tuple[str, str], list[tuple[str, int]]] = field(default_factory=dict)
    """(borrower, subject of 11.1.6) -> (event, level) in order."""
    graded: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    """Borrower -> (event, rank of the grade, level it gives) of classes and forecasts in order."""
    forecasts: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """(borrower, month) -> forecasts into the last three classes."""
    had_balance: dict[str, bool] = field(default_factory=dict)
    balance_ended: dict[str, int] = field(default_factory=dict)
    balance_run: dict[str, int] = field(default_factory=dict)
    heard: dict[tuple[str, str], tuple[int, frozenset[tuple[str, str]], int]] = field(default_factory=dict)
    fresh: list[tuple[Signal, Opening]] = field(default_factory=list)
    """Openings whose duties are not yet opened."""

    # --- organisation --------------------------------------------------------------------------------------------

    def level(self, org: str | None) -> str:
        """``sub_branch``, ``branch``, ``head_office``; empty for none."""
        return self.orgs[org][0] if org in self.orgs else ""

    def superior(self, org: str) -> str:
        """The organisation above; empty for head office."""
        return self.orgs[org][1] or ""

    def above(self, org: str) -> list[str]:
        """All that stand above an organisation, nearest first."""
        found: list[str] = []
        while org := self.superior(org):
            found.append(org)
        return found

    def branch(self, org: str) -> str:
        """The branch that an organisation is or stands under."""
        return next(one for one in [org, *self.above(org)] if self.level(one) == "branch")

    def head_office(self) -> str:
        """Head office."""
        return next(no for no, (level, _) in self.orgs.items() if level == "head_office")

    # --- borrowers -----------------------------------------------------------------------------------------------

    def loans_of(self, customer: str) -> list[Loan]:
        """A borrower's loans, in the order of their recording."""
        return [loan for loan in self.loans.values() if loan.customer == customer]

    def has_balance(self, customer: str) -> bool:
        """Whether the borrower has a balance here; a written-off one is one."""
        return any(loan.balance > 0 for loan in self.loans_of(customer))

    def customers(self) -> list[str]:
        """All parties that matter."""
        known = {loan.customer for loan in self.loans.values()} | {sig.customer for sig in self.signals}
        known |= {customer for customer, _ in self.groups}
        known |= {party for one, other, _ in self.guarantees for party in (one, other)}
        return sorted(known)

    # --- signals -------------------------------------------------------------------------------------------------

    def episodes(self, customer: str, clause: str, subject: str) -> list[Signal]:
        """All episodes of one subject, oldest first."""
        return [sig for sig in self.signals if (sig.customer, sig.clause, sig.subject) == (customer, clause, subject)]

    def live(self, customer: str, domain: str) -> list[Signal]:
        """The live signals of a borrower in a domain."""
        return [
            sig for sig in self.signals if sig.status == "live" and (sig.customer, sig.domain) == (customer, domain)
        ]

    def warning(self, customer: str, domain: str) -> Warning | None:
        """The warning that is not closed."""
        for one in self.warnings:
            if (one.customer, one.domain) == (customer, domain) and one.closed_at is None:
                return one
        return None

    def numbered(self, customer: str, domain: str, number: int) -> Warning:
        """A warning by its number."""
        return next(
            one for one in self.warnings if (one.customer, one.domain, one.number) == (customer, domain, number)
        )

    # --- time ----------------------------------------------------------------------------------------------------

    def touch(self, customer: str) -> None:
        """Something of a borrower is decided now."""
        self.touched[customer] = max(self.now, self.touched.get(customer, 0))

    def recorded(self) -> int:
        """When what is in hand was received: now, but of a record read late (T2)."""
        return min(self.now, self.received or self.now)

    def go_live_end(self) -> int | None:
        """T6: the end of the 5th working day after ``live_from``'s date."""
        day = self.go_live_day()
        return None if day is None else end_of(day)

    def go_live_day(self) -> int | None:
        """T6: the 5th working day after ``live_from``'s date."""
        return None if self.live_from is None else self.days.nth_after(day_of(self.live_from), GO_LIVE_DAYS)
