"""The teller of random histories: a small world, instants worth acting at, and events as they are on the wire.

It knows nothing of what follows from an event. It keeps *targets*, places where a signal has probably been raised and
instants at which something is probably due, so that people in it act in time, exactly on time, a microsecond late, or
not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, NamedTuple

from tests.oracle.judge.policy import AT
from warning.core.frame import Org
from warning.core.rows import row_id
from warning.core.scalars import (
    DAY,
    HOUR,
    SECOND,
    day_of,
    end_of,
    first_of_next_month,
    midnight,
    write_day,
    write_moment,
    write_month,
)

Wire = dict[str, Any]
"""A CloudEvent as it is on the wire, before it is a line."""

MINUTE: Final = 60 * SECOND
HEAD: Final = "H0"
POSTS: Final = (
    "account_manager",
    "vice_president_lending",
    "sub_branch_president",
    "branch_monitor",
    "branch_principal_leader",
    "head_office_risk_officer",
    "inspector",
    "credit_approval",
    "head_office_leader",
)
SPEAKS: Final = {
    "sub_branch": "sub_branch_president",
    "branch": "branch_monitor",
    "head_office": "head_office_risk_officer",
}
"""The post that mostly acts for an organisation (D11)."""
NOWHERE: Final = ("inspector", "credit_approval")
"""Posts that may do none of the acts, at whatever level."""
ANY_POST: Final = ("signing",)
"""Profiles in which a post may sign for an organisation of a level that does not have it (R52)."""


@dataclass
class Lending:
    """A loan as the teller remembers it."""

    no: str
    customer: str
    org: str
    matures: int
    at: int


@dataclass
class Target:
    """Where a signal has probably been raised, and when something is probably due."""

    customer: str
    domain: str
    clause: str
    subject: str
    org: str
    at: int
    instants: list[int] = field(default_factory=list)


class Owed(NamedTuple):
    """A duty that probably opens, for waivers; ``at`` is when, about."""

    customer: str
    kind: str
    clause: str
    hangs_on: str
    org: str
    at: int

    @property
    def id(self) -> str:
        """The id its row would have."""
        return row_id("D", self.kind, self.clause, self.customer, self.hangs_on, self.org)


@dataclass
class Teller:
    """Tells stories, one after the other, into ``events``; the order of recording is made at the end."""

    rng: Random
    profile: str
    base: int
    horizon: int
    orgs: dict[str, Org]
    customers: list[str]
    live_from: int | None = None
    events: list[tuple[int, int, Wire]] = field(default_factory=list)
    loans: list[Lending] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    behind: dict[str, int] = field(default_factory=dict)
    """Event -> the instant after which it is read, where it is read late."""
    serial: int = 0

    # --- instants -----------------------------------------------------------------------------------------------

    def chance(self, percent: float) -> bool:
        """Whether something of that likelihood happens."""
        return self.rng.random() * 100 < percent

    def when(self) -> int:
        """An instant of the history: often a midnight, or that of another event."""
        if self.events and self.chance(12):
            return min(self.rng.choice(self.events)[0], end_of(self.base + self.horizon + 120))
        start = midnight(self.base + self.rng.randrange(self.horizon))
        if self.chance(25):
            return start + self.rng.choice((0, 0, -1, 1))
        return start + self.rng.randrange(8 * 3600, 20 * 3600) * SECOND

    def later(self, at: int) -> int:
        """An instant after another: just after, about its deadlines, or days on."""
        gaps = (0, 1, SECOND, 10 * MINUTE, HOUR, 5 * HOUR, 12 * HOUR - 1, 12 * HOUR, DAY - 1, DAY, DAY + 1, 2 * DAY)
        if self.chance(45):
            return at + self.rng.choice(gaps)
        nights = self.rng.choice((1, 2, 2, 3, 4, 6, 10, 31))
        return end_of(day_of(at) + nights - 1) + self.rng.choice((-1, 0, 0, 1, 9 * HOUR, -HOUR))

    def near(self, at: int) -> int:
        """An instant that meets, just misses, or is far from a due."""
        return at + self.rng.choice((-1, -1, 0, 0, 1, -SECOND, -HOUR, -9 * HOUR, -DAY, HOUR, DAY, 3 * DAY))

    # --- writing ------------------------------------------------------------------------------------------------

    def put(self, kind: str, at: int, data: Wire, *, occurred: int | None = None, order: int = 0) -> str:
        """Add an event; absent values are left out. Gives its id."""
        self.serial += 1
        wire: Wire = {
            "specversion": "1.0",
            "id": f"e{self.serial}",
            "source": "/core-banking" if order == 0 else "/console",
            "type": f"{kind}.v1",
            "time": write_moment(at if occurred is None else occurred),
            "recordedtime": write_moment(at),
            "data": {name: value for name, value in data.items() if value is not None},
        }
        self.events.append((at, order, wire))
        return f"e{self.serial}"

    def fact(self, kind: str, at: int, data: Wire, org: str | None = None, *, plain: int = 55) -> tuple[str, int]:
        """Add a fact with the claims of W4 and D10, mostly none. Gives its id and probable discovery."""
        occurred = at - self.rng.choice((0, 0, SECOND, SECOND, 5 * SECOND, 6 * HOUR, DAY, 3 * DAY))
        if self.profile == "everything" and self.chance(1.5):
            occurred = at + 5 * MINUTE + self.rng.choice((-1, 0, 1))
        claims: Wire = {}
        known = at
        if not self.chance(plain):
            known = self._known(at)
            if self.chance(80):
                bare = known == midnight(day_of(known)) and self.chance(50)
                claims["discovered"] = write_day(day_of(known)) if bare else write_moment(known)
            claims["discovered_by"] = self._knower(org)
            claims["recorded_by"] = self._knower(org)
        if self.chance(20):
            claims["source"] = self.rng.choice(("on_site_manager", "on_site_superior", "other_media"))
        return self.put(kind, at, data | claims, occurred=occurred), known

    def _known(self, at: int) -> int:
        """A discovery before the recording: at half of a clock, at the clock's end, days ago, at a midnight."""
        if self.chance(30):
            return midnight(day_of(at) - self.rng.choice((0, 0, 1, 2, 3, 30)))
        gaps = (0, HOUR, 12 * HOUR - 1, 12 * HOUR, 12 * HOUR + 1, 13 * HOUR, DAY - 1, DAY, DAY + 1, 2 * DAY, 40 * DAY)
        return at - self.rng.choice(gaps)

    def _knower(self, org: str | None) -> str | None:
        """Nobody (a system), the owner, one above it, or an organisation with no part in it."""
        own = self.chain(org or self.rng.choice(list(self.orgs)))
        return self.rng.choice((None, own[0], own[0], own[-1], HEAD, own[min(1, len(own) - 1)], "S21"))

    def act(self, kind: str, at: int, target: Target, org: str, data: Wire, *, post: str = "", who: int = 0) -> str:
        """Add an act on a target's warning, mostly by the post that may do it."""
        post = post or SPEAKS[self.orgs[org].level]
        if self.chance(25 if self.profile in ANY_POST else 4):
            post = self.rng.choice(POSTS)
        if self.profile not in ANY_POST and post not in (*AT[self.orgs[org].level], *NOWHERE):
            post = SPEAKS[self.orgs[org].level]
        happened = write_moment(at - self.rng.choice((0, HOUR, 3 * DAY))) if self.chance(25) else None
        person = f"{org}-{post}-{who or self.rng.randint(1, 2)}"
        head = {"org_no": org, "post": post, "officer_no": person, "happened": happened}
        on = {"customer_no": target.customer, "domain": target.domain}
        return self.put(kind, at, head | on | data, order=1 if kind == "proposal.approved" else 2)

    # --- the world ----------------------------------------------------------------------------------------------

    def chain(self, org: str) -> list[str]:
        """An organisation and those above it, lowest first."""
        found = [org]
        while (parent := self.orgs[found[-1]].parent) is not None:
            found.append(parent)
        return found

    def branch(self, org: str) -> str:
        """The branch an organisation is or stands under."""
        return next((no for no in self.chain(org) if self.orgs[no].level == "branch"), "B1")

    def home(self) -> str:
        """Where a loan is booked: mostly a sub-branch."""
        kind = "sub_branch" if not self.chance(12) else "branch"
        if self.profile == "everything" and self.chance(1):
            kind = "head_office"
        return self.rng.choice([no for no, org in self.orgs.items() if org.level == kind])

    def loan(self, customer: str | None = None) -> Lending:
        """A loan of a customer, else any; one that does not exist (yet) is possible."""
        own = [loan for loan in self.loans if customer in (None, loan.customer)]
        return self.rng.choice(own or self.loans)

    def borrower(self) -> str:
        """A customer: rather one that something has happened to."""
        return (
            self.rng.choice(self.targets).customer
            if self.targets and self.chance(45)
            else self.rng.choice(self.customers)
        )

    def org_of(self, customer: str) -> str:
        """A sub-branch or branch that lends to a customer."""
        return next((loan.org for loan in self.loans if loan.customer == customer), "S11")

    def aim(self, customer: str, clause: str, subject: str, org: str, at: int, *more: int) -> Target:
        """Remember a probable signal, with the instants at which what it opens is probably due."""
        domain = "management" if clause.startswith("12") else "business"
        day = day_of(at)
        clocks = [at + DAY, end_of(day + 1), end_of(day + 2), end_of(day + 3), end_of(day + self.rng.randint(4, 10))]
        target = Target(
            customer, domain, clause, subject, org, at, [*clocks, midnight(first_of_next_month(day)), *more]
        )
        self.targets.append(target)
        branch, signal = self.branch(org), f"signal:{clause}:{subject}:1:1"
        report = clause if domain == "business" else "11.2"
        for kind, cited, hangs_on, owner in (
            ("first_notice", report, signal, org),
            ("report", report, signal, org),
            ("report", clause, signal, branch),
            ("team", "11.2.1", f"warning:{domain}:1", org),
            ("meeting", "12.3.1", f"warning:{domain}:1:1", branch),
            ("monthly_update", "11.2.2", f"warning:{domain}:1:{write_month(day)}", org),
            ("rectification_notice", "14.2", signal[:-2], branch),
            ("tracking", "12.3.2", f"warning:{domain}:1", branch),
        ):
            self.owed.append(Owed(customer, kind, cited, hangs_on, owner, at))
        return target
