"""Records read late: received in time, and read after what time alone had decided in between (T2, R47, R48).

A borrower's own record, received later, is read first and has moved its clock; the late one lies behind it in the file.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from tests.oracle.history_teller import Wire
from warning.core.scalars import DAY, HOUR, day_of, end_of, midnight, read_moment, write_moment

ACTS: Final = ("report.submitted", "report.received", "phone.notice", "meeting.held", "team.formed", "monthly.update",
        "proposal.approved")  # fmt: skip
FACTS: Final = ("loan.assessed", "loan.settled", "loan.refinanced", "loan.extended", "loan.written_off", "major_event",
         "signal.observed", "management.finding")  # fmt: skip
OPENS: Final = ("loan.disbursed", "loan.taken_on", "loan.refinanced")


def read_late(rng: Random, events: Sequence[Wire], behind: Mapping[str, int]) -> tuple[Wire, ...]:
    """Some records are read later than they were received, each right after one that its borrower has then.

    ``behind`` says of some when; of the rest a few are chosen.
    """
    owner = owners(events)
    may = [at for at, wire in enumerate(events) if _may(wire) and _known(events[:at], wire)]
    late = set(rng.sample(may, k=min(len(may), rng.choice((0, 1, 2, 3, 5)))))
    late |= {at for at in may if events[at]["id"] in behind}
    opened_late = {events[at]["data"]["loan_no"] for at in late if kind_of(events[at]) == "loan.refinanced"}
    late = {at for at in late if kind_of(events[at]) == "loan.refinanced" or loan_of(events[at]) not in opened_late}
    told = [wire for at, wire in enumerate(events) if at not in late]
    instants: list[int] = [read_moment(wire["recordedtime"]) for wire in told]
    for number, place in enumerate(sorted(late)):
        wire = events[place]
        received = read_moment(wire["recordedtime"])
        read = max(received + 1, behind.get(wire["id"]) or _read_at(rng, received))
        carrier = _carrier(f"r{number + 1}", owner_of(wire, owner), read)
        where = bisect_left(instants, read)
        told[where:where] = [carrier, wire]
        instants[where:where] = [read, read]
    return tuple(told)


def in_their_place(events: Sequence[Wire]) -> bool:
    """Whether what lies behind in the file follows a record of the same borrower, the last one received so far."""
    owner, clock = owners(events), 0
    for at, wire in enumerate(events):
        received = read_moment(wire["recordedtime"])
        if received < clock:
            before = events[at - 1]
            if read_moment(before["recordedtime"]) < clock or owner_of(before, owner) != owner_of(wire, owner):
                return False
        clock = max(clock, received)
    return True


def kind_of(wire: Wire) -> str:
    """The type without its version."""
    return str(wire["type"]).removesuffix(".v1")


def loan_of(wire: Wire) -> str:
    """The loan that a record is about, if any."""
    return str(wire["data"].get("loan_no") or "")


def owners(events: Sequence[Wire]) -> dict[str, str]:
    """Loan -> borrower, by the record that opens it."""
    opened = [wire["data"] for wire in events if kind_of(wire) in OPENS]
    return {data["loan_no"]: data["customer_no"] for data in reversed(opened)}


def owner_of(wire: Wire, owner: dict[str, str]) -> str:
    """The borrower that a record is about."""
    return str(wire["data"].get("customer_no") or owner.get(loan_of(wire), ""))


def _may(wire: Wire) -> bool:
    """What can have been in time: acts, approvals, and what stops a clock check."""
    kind, data = kind_of(wire), wire["data"]
    if kind == "loan.position":
        return "0.00" in (data["outstanding_balance"], data.get("principal_arrears"))
    if kind == "interest_arrears.position":
        return bool(data["interest_arrears_on_bs"] == "0.00" == data["interest_arrears_off_bs"])
    return kind in (*ACTS, *FACTS)


def _known(before: Sequence[Wire], wire: Wire) -> bool:
    """Whether the loans that a record needs are there: a late one that waited for its loan is another story."""
    there = {loan_of(one) for one in before if kind_of(one) in OPENS}
    data = wire["data"]
    needed = data.get("previous_loan_no") if kind_of(wire) == "loan.refinanced" else data.get("loan_no")
    return needed is None or needed in there


def _read_at(rng: Random, received: int) -> int:
    """Just after, after the next midnight, after a clock of 24 hours or of days, or a month later."""
    day = day_of(received)
    nights = rng.choice((1, 1, 2, 3, 3, 4, 6, 11, 32))
    about = rng.choice((end_of(day), end_of(day), midnight(day + nights), received + DAY, received + nights * DAY))
    return about + rng.choice((0, 0, 1, HOUR, 9 * HOUR))


def _carrier(name: str, customer: str, at: int) -> Wire:
    """What the borrower has at that instant: its particulars, which decide nothing."""
    return {
        "specversion": "1.0", "id": name, "source": "/core-banking", "type": "borrower.registered.v1",
        "time": write_moment(at), "recordedtime": write_moment(at),
        "data": {"customer_no": customer, "borrower_name": "Blue Pine Ltd"},
    }  # fmt: skip
