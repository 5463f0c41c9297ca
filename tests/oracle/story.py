"""Stories told to the oracle alone, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from tests.oracle.judge import judge
from tests.oracle.judge.releases import duty_id
from tests.oracle.judge.world import Duty

ORGS: dict[str, tuple[str, str | None]] = {
    "H": ("head_office", None),
    "B1": ("branch", "H"),
    "S1": ("sub_branch", "B1"),
    "S2": ("sub_branch", "B1"),
    "B2": ("branch", "H"),
    "S3": ("sub_branch", "B2"),
}
HOLIDAYS = {date(2026, 10, day) for day in range(1, 8)}
SHANGHAI = timezone(timedelta(hours=8))
PARTS = (
    "basics", "finances", "cash_flow", "credit_facilities", "related_credit", "due_diligence", "cause", "measures",
    "other",
)  # fmt: skip
SPEAKER = {"S": "sub_branch_president", "B": "branch_monitor", "H": "head_office_risk_officer"}
Row = dict[str, Any]
D = "2026-12-31"


def micros(text: str) -> int:
    """A Shanghai time, ``YYYY-MM-DD`` or ``YYYY-MM-DD HH:MM[:SS[.ffffff]]``."""
    at = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


class Story:
    """Events in the order they are told."""

    def __init__(self) -> None:
        self.events: list[Row] = []

    def tell(self, at: str, event: str, data: Row, *, happened: str = "") -> str:
        """``happened``: the `time` it bears, where it is not the recording."""
        time, stamp = (datetime.fromisoformat(one).replace(tzinfo=SHANGHAI).isoformat() for one in (happened or at, at))
        name = f"e{len(self.events) + 1}"
        self.events.append({"id": name, "type": f"{event}.v1", "time": time, "recordedtime": stamp, "data": data})
        return name

    def loan(
        self, at: str, no: str, amount: str, *, of: str = "C1", org: str = "S1", due: str = "2028-01-01", **more: str
    ) -> None:
        data = {"customer_no": of, "loan_no": no, "org_no": org, "currency": "CNY", "outstanding_balance": amount}
        self.tell(at, "loan.disbursed", data | {"disbursed_on": at[:10], "matures_on": due} | more)

    def position(self, at: str, no: str, amount: str, seq: int, *, happened: str = "", **more: str) -> str:
        data = {"loan_no": no, "posting_seq": seq, "currency": "CNY", "outstanding_balance": amount}
        return self.tell(at, "loan.position", data | more, happened=happened)

    def overdue(self, at: str, no: str, since: str | None, seq: int) -> str:
        """Principal overdue since a date, or none."""
        owed = (
            {"principal_arrears": "1.00", "principal_arrears_since": since} if since else {"principal_arrears": "0.00"}
        )
        return self.position(at, no, "500000.00", seq, **owed)

    def refinance(self, at: str, old: str, new: str, amount: str, how: str = "refinanced", **more: str) -> str:
        data = {"customer_no": "C1", "loan_no": new, "org_no": "S1", "currency": "CNY", "outstanding_balance": amount}
        dates = {"disbursed_on": at[:10], "matures_on": "2028-01-01", "previous_loan_no": old}
        return self.tell(at, "loan.refinanced", data | dates | {"disbursement_type": how} | more)

    def retract(self, at: str, event: str, of: str = "C1") -> str:
        return self.tell(at, "event.retracted", {"customer_no": of, "retracts": event})

    def observe(self, at: str, number: int, of: str = "C1", **figures: Any) -> str:
        return self.tell(at, "signal.observed", {"customer_no": of, "number": number} | figures)

    def arrears(self, at: str, no: str, since: str | None, seq: int = 1) -> str:
        data: Row = {"loan_no": no, "posting_seq": seq, "currency": "CNY", "interest_arrears_off_bs": "0.00"}
        data |= {"interest_arrears_on_bs": "0.00" if since is None else "12.00"}
        return self.tell(at, "interest_arrears.position", data | ({"interest_arrears_since": since} if since else {}))

    def major(self, at: str, of: str = "C1", **claims: str) -> None:
        self.tell(at, "major_event", {"customer_no": of, "kind": "litigation", "matter": "M1"} | claims)

    def act(self, at: str, event: str, org: str, *, who: str = "p1", of: str = "C1", **data: Any) -> str:
        post = data.pop("post", SPEAKER[org[0]])
        head = {"org_no": org, "post": post, "officer_no": who, "customer_no": of}
        return self.tell(at, event, head | {"domain": "business"} | data)

    def report(self, at: str, org: str = "S1", **data: Any) -> str:
        return self.act(at, "report.submitted", org, parts=dict.fromkeys(PARTS, "as enclosed"), **data)

    def release(self, at: str, then: str, *, org: str = "S1", by: str = "B1", of: str = "C1", **data: str) -> None:
        asked = {"to_level": "closed", "ground": "resolved", "evidence": "a letter"} | data
        proposal = self.act(at, "release.proposed", org, of=of, **asked)
        self.act(then, "proposal.approved", by, who="p2", of=of, proposal_id=proposal)

    def clock(self, at: str, of: str = "C1") -> None:
        """The clock has come here; what is told for an earlier instant after it is read late."""
        self.tell(at, "borrower.registered", {"customer_no": of, "borrower_name": "Blue Pine Ltd"})

    def guarantee(self, at: str, customer: str, by: str, change: str = "made") -> str:
        data = {"customer_no": customer, "guarantor_no": by, "guarantee_contract_no": "GC1", "change": change}
        return self.tell(at, "guarantee.link", data)

    def meeting(self, at: str, org: str, *presidents: str, leader: bool = True) -> None:
        there = [{"org_no": no, "post": "sub_branch_president"} for no in presidents]
        there += [{"org_no": org, "post": "branch_principal_leader"}] if leader else []
        self.act(at, "meeting.held", org, attendees=there)

    def link(self, at: str, *members: str) -> None:
        for member in members:
            self.tell(at, "group.link", {"customer_no": member, "group_no": "G1", "change": "made"})

    def decide(self, until: str, live_from: str | None = None) -> dict[str, list[Row]]:
        live = None if live_from is None else micros(live_from)
        return judge(self.events, ORGS, HOLIDAYS, set(), live, micros(until))


def duties(rows: dict[str, list[Row]], kind: str, clause: str, org: str = "") -> list[Row]:
    """Duties of a kind and clause, by due."""
    found = [one for one in rows["duties"] if (one["kind"], one["clause"]) == (kind, clause)]
    return sorted((one for one in found if org in ("", one["org_no"])), key=lambda one: one["due"] or 0)


def dues(rows: dict[str, list[Row]], kind: str, clause: str, org: str = "") -> list[int]:
    """Their dues."""
    return [one["due"] for one in duties(rows, kind, clause, org)]


def named(kind: str, clause: str, hangs_on: str, org: str = "S1") -> str:
    """The id of a duty on C1's business warning, as a waiver names it."""
    return duty_id(Duty(kind, clause, "C1", "business", hangs_on, org, "", 0, 0, 0))


def at(*texts: str) -> list[int]:
    """Several instants."""
    return [micros(text) for text in texts]


def only(rows: Iterable[Row]) -> Row:
    """The one row there is."""
    (row,) = rows
    return row
