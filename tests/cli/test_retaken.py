"""``quarantine retry``: one person takes again what could not reach its borrower, and nothing that this one refused."""

from __future__ import annotations

import pytest

from tests.cli.events import lent, line, named
from tests.cli.kept import told
from tests.cli.run import LIVE, Person

AT = "2026-11-03T12:00:00+08:00"
REFUSED = (
    line("bare", "signal.observed.v1", AT, customer_no="C1", number=18),
    line("moved", "loan.moved.v1", AT, loan_no="L1", org_no="7777"),
)
"""An observation without its figures, and a loan that is moved to an organisation there is none of."""
EARLY = line(
    "early", "loan.position.v1", AT, loan_no="L9", posting_seq=1, currency="CNY", outstanding_balance="6000000.00"
)
"""Its loan comes in vain, later than it can wait."""


@pytest.fixture
def sick(person: Person) -> Person:
    """Someone with these in quarantine."""
    person.run("init", *LIVE)
    person.write("events.jsonl", named(), lent(), *REFUSED, EARLY)
    person.run("ingest", "events.jsonl")
    person.run("tick", "--until", "2026-11-05")
    return person


def number_of(person: Person, name: str) -> str:
    """That of a record."""
    return next(str(row["number"]) for row in _rows(person) if row["refusal"]["event_id"] == name)


def status_of(person: Person, name: str) -> str:
    """What has become of a record."""
    return next(str(row["status"]) for row in _rows(person) if row["refusal"]["event_id"] == name)


def _rows(person: Person) -> list[dict[str, dict[str, str]]]:
    return told(person, "quarantine", "list", "--all")


@pytest.mark.parametrize(
    ("name", "reason", "said"), [("bare", "figures_missing", "数值"), ("moved", "org_unknown", "7777")]
)
def test_what_an_aggregate_refused_is_not_tried_again_by_one_person(
    sick: Person, name: str, reason: str, said: str
) -> None:
    """Its borrower knows it again: that it came twice makes nothing of it right, and one person takes nothing away."""
    before = told(sick, "status")
    for words in ((number_of(sick, name),), ("--reason", reason)):
        shown = sick.run("quarantine", "retry", *words)
        assert (shown.code, said in shown.out + shown.err) == (1, True), shown
    assert status_of(sick, name) == "open"
    assert told(sick, "status") == before


def test_what_came_again_meanwhile_and_was_taken_is_settled(sick: Person) -> None:
    """It never reached its borrower; the same message did, later, from elsewhere."""
    sick.write("late.jsonl", lent("L9").replace("2026-10-12T09:00:00", "2026-11-05T09:00:00"), EARLY)
    sick.run("ingest", "late.jsonl")
    (taken,) = told(sick, "quarantine", "retry", number_of(sick, "early"))
    assert taken["outcome"] == "applied"
    (status,) = told(sick, "status")
    ended = [status[f"quarantine_{name}"] for name in ("open", "proposed", "dismissed", "settled")]
    assert (ended, sum(ended)) == ([2, 0, 0, 1], len(_rows(sick)))
    assert status_of(sick, "early") == "retried"
    assert told(sick, "status")[0]["conserved"]
