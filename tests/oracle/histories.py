"""Random histories for the comparison of engine and oracle: a small world in which things interact.

``history(seed)`` is a pure function of its arguments: ``random.Random(seed)`` is the only chance in it. A profile says
how often each story is told, so that a disagreement is easy to attribute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from random import Random
from typing import Final

from msgspec import Struct, json

from tests.oracle import history_acts as acts
from tests.oracle import history_behind as behind
from tests.oracle import history_facts as facts
from tests.oracle import history_loans as loans
from tests.oracle import history_undone as undone
from tests.oracle.history_late import read_late
from tests.oracle.history_teller import Teller, Wire
from warning.core.frame import Org
from warning.core.scalars import DAY, SECOND, end_of, midnight

Story = Callable[[Teller], object]

STARTS: Final = (
    (2026, 1, 24),
    (2026, 2, 12),
    (2026, 4, 10),
    (2026, 9, 14),
    (2026, 11, 2),
    (2026, 12, 16),
    (2027, 1, 18),
)
"""First days: ahead of Spring Festival 2026 and 2027, National Day 2026, the turn of the year, short months."""
HORIZONS: Final = (12, 25, 50, 80, 130)
"""How many days a history is long."""

STORIES: Final[dict[str, Story]] = {
    "new_loan": loans.new_loan,
    "arrears": loans.arrears,
    "overdue": loans.overdue,
    "position": loans.position,
    "settle": loans.settle,
    "write_off": loans.write_off,
    "refinance": loans.refinance,
    "extend": loans.extend,
    "move": loans.move,
    "assess": loans.assess,
    "register": facts.register,
    "group": facts.group,
    "guarantee": facts.guarantee,
    "major": facts.major,
    "classify": facts.classify,
    "forecast": facts.forecast,
    "observe": facts.observe,
    "finding": facts.finding,
    "conceal": facts.conceal,
    "retract": facts.retract,
    "again": facts.repeat,
    "work": acts.work,
    "release": acts.release,
    "waive": acts.waive,
    "sign_off": acts.sign_off,
    "both_ways": facts.both_ways,
    "after_closing": acts.after_closing,
    "outsider": acts.outsider,
    "undo": loans.undo,
    "after_check": behind.after_check,
    "after_band": behind.after_band,
    "after_due": behind.after_due,
    "after_breach": behind.after_breach,
    "after_rise": behind.after_rise,
    "parts": undone.parts,
    "owed_after": undone.owed_after,
    "mistaken_end": undone.mistaken_end,
    "unended": undone.unended,
    "uncleared": undone.uncleared,
    "normal_again": undone.normal_again,
    "matured": undone.matured,
    "unassessed": undone.unassessed,
}

PROFILES: Final[dict[str, dict[str, int]]] = {
    "arrears": {"arrears": 9, "overdue": 4, "position": 3, "settle": 1, "work": 6, "retract": 1, "again": 1, "move": 1,
                "release": 2, "write_off": 1, "refinance": 1, "new_loan": 1},
    "maturity": {"assess": 9, "extend": 3, "refinance": 1, "position": 4, "settle": 1, "work": 4, "waive": 2,
                 "new_loan": 3, "release": 2, "write_off": 1, "move": 1, "again": 1},
    "contagion": {"group": 6, "guarantee": 6, "arrears": 4, "major": 2, "settle": 2, "release": 2, "new_loan": 2,
                  "work": 3, "retract": 1, "position": 2, "observe": 1},
    "acts": {"major": 3, "arrears": 2, "work": 12, "release": 4, "waive": 4, "sign_off": 2, "move": 2, "position": 2,
             "forecast": 1},
    "golive": {"arrears": 4, "assess": 4, "major": 2, "forecast": 2, "work": 4, "sign_off": 2, "new_loan": 2,
               "finding": 1, "extend": 1, "overdue": 1},
    "management": {"finding": 7, "conceal": 3, "work": 8, "release": 2, "waive": 2, "settle": 2, "move": 2, "major": 2,
                   "again": 1, "retract": 1, "new_loan": 1},
    "everything": {"arrears": 6, "overdue": 2, "position": 3, "settle": 2, "write_off": 1, "refinance": 1, "extend": 1,
                   "move": 2, "assess": 4, "new_loan": 2, "group": 3, "guarantee": 3, "major": 3, "classify": 2,
                   "forecast": 3, "observe": 4, "finding": 3, "conceal": 1, "retract": 2, "work": 12, "release": 3,
                   "waive": 2, "sign_off": 2, "again": 2, "register": 1, "parts": 1, "owed_after": 1, "mistaken_end": 1,
                   "unended": 1, "uncleared": 1, "normal_again": 1, "matured": 1, "unassessed": 1},
    "both_ways": {"both_ways": 8, "guarantee": 2, "group": 1, "major": 4, "arrears": 3, "release": 3, "settle": 2,
                  "new_loan": 2, "retract": 1, "work": 1},
    "closing": {"after_closing": 8, "major": 2, "arrears": 2, "finding": 2, "observe": 1, "work": 3, "move": 1,
                "position": 2, "settle": 1, "new_loan": 1},
    "signing": {"outsider": 8, "major": 2, "arrears": 3, "finding": 1, "work": 8, "release": 2, "waive": 2, "move": 1,
                "sign_off": 1, "settle": 1},
    "undone": {"undo": 8, "major": 3, "arrears": 4, "overdue": 2, "assess": 2, "observe": 2, "group": 3, "work": 3,
               "release": 2, "refinance": 1, "write_off": 1, "position": 2, "new_loan": 1, "move": 1},
    "late": {"after_check": 4, "after_band": 4, "after_due": 6, "after_breach": 3, "after_rise": 4, "arrears": 3,
             "major": 3, "assess": 2, "work": 3, "group": 1, "release": 1, "move": 1, "settle": 1, "extend": 1,
             "position": 2},
    "endings": {"parts": 6, "owed_after": 6, "mistaken_end": 5, "major": 2, "arrears": 3, "overdue": 1, "observe": 1,
                "finding": 1, "assess": 2, "group": 1, "release": 2, "work": 3, "position": 1, "new_loan": 1, "move": 1,
                "refinance": 1, "undo": 1},
    "retracted": {"unended": 5, "uncleared": 5, "normal_again": 5, "unassessed": 2, "major": 2, "arrears": 2,
                  "overdue": 1, "classify": 1, "observe": 1, "release": 3, "work": 2, "new_loan": 1, "settle": 1,
                  "position": 1, "retract": 1},
    "matured": {"matured": 8, "unassessed": 6, "overdue": 2, "extend": 2, "assess": 2, "settle": 1, "release": 2,
                "work": 2, "position": 1, "retract": 1, "write_off": 1, "refinance": 1, "move": 1, "new_loan": 1},
}  # fmt: skip
"""Profile -> how often each story is told."""

LATE: Final = ("late",)
"""Profiles some records of which are read late (R47, R48): they are not in the order of their recording."""

FIRST: Final = ("arrears", "assess", "major", "forecast", "finding", "observe", "group", "guarantee", "matured")
"""Stories that others need something of: they are told before the rest, in the order of the profile's weights."""


class History(Struct, frozen=True):
    """Events in the order of their recording, and what a frame needs to judge them."""

    seed: int
    profile: str
    events: tuple[Wire, ...]
    orgs: dict[str, Org]
    live_from: int | None = None
    until: int | None = None

    def lines(self) -> list[bytes]:
        """One JSON line an event."""
        return [json.encode(event) for event in self.events]


def history(seed: int, *, size: int = 40, profile: str = "everything") -> History:
    """A history of about ``size`` events.

    Raises:
        KeyError: no such profile.
    """
    weights = PROFILES[profile]
    rng = Random(seed)
    teller = _world(rng, profile)
    for _ in range(rng.choice((1, 2, 2, 3, 3))):
        loans.new_loan(teller, _early(teller), rng.choice(teller.customers))
    names, odds = list(weights), list(weights.values())
    opening = [name for name in names if name in FIRST]
    for name in rng.choices(opening, [weights[one] for one in opening], k=3):
        STORIES[name](teller)
    while len(teller.events) < size:
        STORIES[rng.choices(names, odds)[0]](teller)
    end = end_of(teller.base + teller.horizon + 120)
    teller.events[:] = [told for told in teller.events if told[0] <= end]
    events = _in_order(teller.events)
    if profile in LATE:
        events = read_late(rng, events, teller.behind)
    return History(seed, profile, events, teller.orgs, teller.live_from, _until(teller))


def _world(rng: Random, profile: str) -> Teller:
    """Organisations, customers and the instants between which things happen."""
    base = date(*rng.choice(STARTS)).toordinal() + rng.randrange(4)
    customers = [f"C{n}" for n in range(1, rng.choice((1, 2, 3, 3, 4, 5)) + 1)]
    teller = Teller(rng, profile, base, rng.choice(HORIZONS), _orgs(rng), customers)
    if rng.random() < {"golive": 0.9, "everything": 0.15}.get(profile, 0.0):
        start = midnight(base + rng.randrange(teller.horizon))
        teller.live_from = start + rng.choice((0, 0, 9 * 3600 * SECOND, DAY - 1))
    return teller


def _orgs(rng: Random) -> dict[str, Org]:
    """Head office, two branches, three or four sub-branches."""
    orgs = [Org("H0", "head_office", None), Org("B1", "branch", "H0"), Org("B2", "branch", "H0")]
    orgs += [
        Org(no, "sub_branch", no.replace("S", "B")[:2]) for no in ("S11", "S12", "S21", "S22")[: rng.choice((3, 4))]
    ]
    return {org.org_no: org for org in orgs}


def _early(teller: Teller) -> int:
    """Most loans are there before things happen; some come when what names them is already waiting."""
    if teller.chance(25):
        return teller.when()
    return midnight(teller.base - teller.rng.choice((0, 1, 5))) + teller.rng.randrange(24 * 3600) * SECOND


def _until(teller: Teller) -> int | None:
    """How far the clock runs on: not at all, to some due, to a month's end and beyond; past going live."""
    if teller.live_from is not None:
        return end_of(teller.base + teller.horizon + teller.rng.choice((1, 10, 35)))
    last = max(at for at, _, _ in teller.events)
    if teller.chance(25):
        return None
    if teller.targets and teller.chance(30):
        some_due = teller.rng.choice(teller.rng.choice(teller.targets).instants)
        return max(last, min(some_due, end_of(teller.base + teller.horizon + 120)))
    return end_of(teller.base + teller.horizon + teller.rng.choice((0, 3, 10, 35, 100))) + teller.rng.choice((-1, 0, 1))


def _in_order(told: Iterable[tuple[int, int, Wire]]) -> tuple[Wire, ...]:
    """By recording; at equal instants facts, then approvals, then acts (R5). Postings get their sequence now."""
    ordered = [wire for _, _, wire in sorted(told, key=lambda one: one[:2])]
    last: dict[str, int] = {}
    given: dict[str, dict[str, int]] = {}
    number = partial(_posting, last, given)
    return tuple(number(wire) if "posting_seq" in wire["data"] else wire for wire in ordered)


def _posting(last: dict[str, int], given: dict[str, dict[str, int]], wire: Wire) -> Wire:
    """A position with its sequence: the next one, one that corrects the last, or a stale one.

    An event told again keeps the sequence it had.
    """
    if wire["id"] not in given:
        lane = f"{wire['type']}|{wire['data']['loan_no']}"
        mark, before = wire["data"]["posting_seq"], last.get(lane, 0)
        now = max(1, before - len(given) % 2) if mark == "stale" else before + 1
        given[wire["id"]] = {"posting_seq": now}
        if mark == "corrects" and before:
            given[wire["id"]]["corrects"] = before
        last[lane] = max(before, now)
    return wire | {"data": wire["data"] | given[wire["id"]]}
