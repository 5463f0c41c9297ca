"""What was due before going live and recorded after the days of grace: owed, and why (T6)."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from tests.cli.run import Person
from tests.cli.test_explain import flat
from tests.cli.test_explain_eleventh import event

LIVE: Final = ("--live-from", "2026-10-01T00:00:00+08:00", "--until", "2026-10-20T09:00:00+08:00")
TAKEN_ON: Final = {
    "customer_no": "A1", "loan_no": "L1", "org_no": "1001", "currency": "CNY", "outstanding_balance": "6000000.00",
    "disbursed_on": "20251001", "matures_on": "20291001",
}  # fmt: skip
SUED: Final[dict[str, Any]] = {
    "customer_no": "A1", "kind": "litigation", "discovered": "2026-09-20", "discovered_by": "1001",
    "recorded_by": "1001",
}  # fmt: skip


def report(person: Person, recorded: str, lang: str = "zh", **more: str) -> str:
    """The page of the written report of a fact of September recorded then."""
    taken_on = event("t1", "loan.taken_on.v1", "10-01 00:10", **TAKEN_ON)
    path = person.write("events.jsonl", taken_on, event("m1", "major_event.v1", recorded, **SUED | more))
    rows = [json.loads(row) for row in person.run("decide", str(path), *LIVE, "--json").out.splitlines()]
    name = next(row["id"] for row in rows if row["object"] == "duty" and row["kind"] == "report")
    return flat(person.run("explain", name, "--events", str(path), *LIVE, "--lang", lang).out)


def test_what_was_recorded_after_the_days_of_grace_says_why_it_is_owed(person: Person) -> None:
    page = report(person, "10-16 10:00")
    assert (
        flat("截止时间在系统上线（2026-10-01 00:00）以前：上线后第 5 个工作日日终（2026-10-13 24:00）以前录入的")
        in page
    )
    assert flat("T6：系统上线") in page


def test_it_says_so_in_english(person: Person) -> None:
    page = report(person, "10-16 10:00", "en")
    assert flat("The due was past before going live (2026-10-01 00:00)") in page


@pytest.mark.parametrize("recorded", ["10-12 10:00", "10-13 23:59"])
def test_what_was_recorded_within_them_is_due_at_their_end(person: Person, recorded: str) -> None:
    page = report(person, recorded)
    assert flat("因此截止时间为 2026-10-13 24:00") in page
    assert flat("截止时间在系统上线") not in page


def test_what_fell_due_after_going_live_is_late_as_ever(person: Person) -> None:
    page = report(person, "10-16 10:00", discovered="2026-10-08")
    assert "一产生即为逾期" in page
    assert flat("截止时间在系统上线") not in page
