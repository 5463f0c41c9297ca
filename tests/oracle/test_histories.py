"""The histories that ask R47 to R53 have in them what asks; what the oracle alone says of them shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from msgspec import structs

from tests.oracle import agree
from tests.oracle.histories import History, history
from tests.oracle.history_late import in_their_place, kind_of
from tests.oracle.judge.policy import AT
from warning.core.scalars import read_moment

Row = dict[str, Any]
SEEDS = range(80)


@cache
def _told(profile: str) -> list[History]:
    return [history(seed, profile=profile) for seed in SEEDS]


@cache
def _rows(profile: str) -> list[dict[str, list[Row]]]:
    return [agree.oracle(told) for told in _told(profile)]


def _late(told: History) -> Iterator[dict[str, Any]]:
    """What lies behind in the file."""
    clock = 0
    for wire in told.events:
        received = read_moment(wire["recordedtime"])
        if received < clock:
            yield wire
        clock = max(clock, received)


def test_late_records_lie_behind_one_of_their_borrower() -> None:
    """So the borrower's clock is that of the file; of every kind there are enough."""
    seen: Counter[str] = Counter()
    for told in _told("late"):
        assert in_their_place(told.events)
        seen.update(kind_of(wire) for wire in _late(told))
    kinds = ("loan.assessed", "loan.settled", "loan.refinanced", "loan.extended", "loan.written_off", "loan.position",
             "interest_arrears.position", "proposal.approved", "report.submitted", "report.received", "phone.notice",
             "meeting.held")  # fmt: skip
    assert min(seen[kind] for kind in kinds) >= 5, seen


def test_a_late_record_behind_another_borrower_is_seen() -> None:
    """What the shrinker must not make of a history."""
    told = next(one for one in _told("late") if any(True for _ in _late(one)))
    behind = next(_late(told))
    place = told.events.index(behind)
    assert not in_their_place((*told.events[: place - 1], *told.events[place:], told.events[0]))
    stranger = told.events[place - 1] | {"data": {"customer_no": "C99", "borrower_name": "x"}}
    apart = structs.replace(told, events=(*told.events[: place - 1], stranger, *told.events[place:]))
    assert not in_their_place(apart.events)


@pytest.mark.slow
def test_what_is_read_late_would_have_stopped_checks_and_met_duties() -> None:
    """R47, R48: disputed by each check, unscored breaches, breaches withdrawn, what stood by them."""
    seen: Counter[str] = Counter()
    for rows in _rows("late"):
        for sig in rows["signals"]:
            seen[f"disputed {sig['clause']}"] += "pipeline_lag" in sig["tags"]
        for duty in rows["duties"]:
            seen[f"unscored {duty['clause']}"] += duty["cause"] == "pipeline_lag"
            seen[f"in time {duty['kind']} {duty['state']}"] += "late_processing" in duty["tags"]
            seen["stood"] += duty["hangs_on"].startswith("breach:") and duty["state"] == "waived"
    wanted = [f"disputed {clause}" for clause in ("11.1.1", "11.1.3", "11.1.6")]
    wanted += [f"unscored {clause}" for clause in ("11.1.1", "11.1.3", "12.1.1")]
    wanted += ["in time assessment met", "in time report met", "in time first_notice met", "in time team waived"]
    wanted += ["stood"]
    assert min(seen[one] for one in wanted) >= 1, seen
    assert min(seen["disputed 11.1.1"], seen["disputed 11.1.3"], seen["in time report met"], seen["stood"]) >= 5, seen


def test_one_contract_goes_both_ways() -> None:
    """R51: and either way ends while the other stands."""
    both = ended = 0
    for told in _told("both_ways"):
        ways: dict[str, set[str]] = {}
        for wire in told.events:
            if kind_of(wire) == "guarantee.link":
                data = wire["data"]
                ways.setdefault(data["guarantee_contract_no"], set()).add(data["customer_no"])
                ended += data["change"] == "ended"
        both += sum(len(customers) > 1 for customers in ways.values())
    assert min(both, ended) >= 80


@pytest.mark.slow
def test_meetings_and_reports_come_after_the_closing() -> None:
    """R49, R50: meetings met after their warning closed, and crossings of the next warning."""
    met = crossed = 0
    for rows in _rows("closing"):
        closed = {(one["customer_no"], one["domain"], one["number"]): one["closed_at"] for one in rows["warnings"]}
        for duty in rows["duties"]:
            if duty["kind"] == "meeting" and duty["fulfilled_at"] is not None:
                number = int(duty["hangs_on"].split(":")[2])
                end = closed[duty["customer_no"], duty["domain"], number]
                met += duty["state"] in ("met", "met_late") and end is not None and end <= duty["fulfilled_at"]
            crossed += duty["hangs_on"].startswith("crossing:") and ":1:" not in duty["hangs_on"]
    assert met >= 20
    assert crossed >= 5


def test_whoever_signs() -> None:
    """R52: posts at organisations that do not have them, outsiders that propose, outsiders that approve."""
    seen: Counter[str] = Counter()
    for told in _told("signing"):
        proposed = {}
        for wire in told.events:
            kind, data = kind_of(wire), wire["data"]
            if "post" in data:
                seen["post"] += data["post"] not in AT[told.orgs[data["org_no"]].level]
            if kind.endswith(".proposed"):
                proposed[wire["id"]] = data["org_no"]
            if kind == "proposal.approved" and data["proposal_id"] in proposed:
                by, asked = data["org_no"], proposed[data["proposal_id"]]
                above = (asked, told.orgs[asked].parent, "H0")
                seen["above" if by in above else "outside"] += 1
    assert min(seen["post"], seen["above"], seen["outside"]) >= 80, seen


@pytest.mark.slow
def test_settlements_are_taken_back() -> None:
    """R53: positions that name a settlement; kept facts that come again before any other loan does."""
    named = sum(
        isinstance(wire["data"].get("corrects"), str)
        for told in _told("undone")
        for wire in told.events
        if kind_of(wire) == "loan.position"
    )
    again = sum(
        sig["episode"] > 1 and sig["status"] != "kept"
        for rows in _rows("undone")
        for sig in rows["signals"]
        if sig["clause"] in ("11.1.3", "11.1.4", "11.1.5", "11.1.6")
    )
    assert named >= 100
    assert again >= 40
