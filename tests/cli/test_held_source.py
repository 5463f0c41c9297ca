"""A record that waited for its loan belongs to the source and line it came from, whichever is read as its wait ends."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.events import lent, named, sued
from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_ingest import TALLY, taken
from tests.cli.test_quarantine import position

ENDED = dict.fromkeys(("applied", "duplicate", "stale", "quarantined"), 0)
LATER = "2026-10-15T10:00:00+08:00"
"""More than 24 hours after the record that waits."""


@pytest.fixture
def waits(person: Person) -> Person:
    """Someone with a record that waits: line 2 of ``held.jsonl``, in a ledger that has read another file before."""
    person.run("init")
    person.write("first.jsonl", named())
    person.write("held.jsonl", "", position("L1"))
    taken(person, "first.jsonl")
    assert taken(person, "held.jsonl")["run"]["held"] == 1
    return person


def _sources(person: Person) -> dict[str, dict[str, Any]]:
    """Those of ``status``, each of which adds up."""
    (found,) = told(person, "status")
    assert found["conserved"]
    for one in found["sources"]:
        assert one["records"] == sum(one[name] for name in TALLY), one
    return {one["name"]: one for one in found["sources"]}


def test_a_wait_that_ends_while_another_file_is_read_is_quarantined_where_it_came_from(waits: Person) -> None:
    waits.write("mon.jsonl", sued(LATER), sued(LATER))
    shown = waits.run("ingest", "mon.jsonl", "--lang", "en")
    assert shown.code == 1
    said = " ".join(shown.out.split())
    assert "2 records were read (up to line 2): 1 taken, 1 duplicate, 0 stale, 0 held, 0 quarantined" in said
    assert "1 wait no more: 0 taken, 0 duplicate, 0 stale, 1 quarantined" in said
    assert "file:held.jsonl" in said, "whose line 2 it is"
    (row,) = told(waits, "quarantine", "list")
    assert (row["source"], row["refusal"]["line"]) == ("file:held.jsonl", 2)
    sources = _sources(waits)
    assert sources["file:held.jsonl"]["quarantined"] == 1
    assert sources["file:mon.jsonl"]["quarantined"] == 0


def test_a_loan_that_comes_in_another_file_lets_it_be_taken_where_it_came_from(waits: Person) -> None:
    waits.write("late.jsonl", lent("L1").replace("2026-10-12T09:00", "2026-10-13T09:00"))
    found = taken(waits, "late.jsonl")
    assert (found["run"]["records"], found["run"]["applied"], found["run"]["held"]) == (1, 1, 0)
    assert found["ended"] == ENDED | {"applied": 1}
    assert found["total"]["held"] == 0
    assert _sources(waits)["file:held.jsonl"]["applied"] == 1
    taken(waits, "late.jsonl", "--as", "again")
    assert _sources(waits)["file:late.jsonl"]["applied"] == 1


def test_a_file_that_has_grown_tells_what_had_waited_in_it_apart(waits: Person) -> None:
    waits.write("held.jsonl", "", position("L1"), lent("L1").replace("2026-10-12T09:00", "2026-10-13T09:00"))
    found = taken(waits, "held.jsonl")
    assert (found["run"]["records"], found["run"]["applied"], found["run"]["held"]) == (1, 1, 0)
    assert found["ended"] == ENDED | {"applied": 1}
    waits.write("both.jsonl", position("L5", LATER), lent("L5").replace("2026-10-12T09:00", "2026-10-15T11:00"))
    found = taken(waits, "both.jsonl")
    assert (found["run"]["applied"], found["run"]["held"], found["ended"]) == (2, 0, ENDED)
    _sources(waits)


def test_a_wait_that_ends_by_the_clock_alone_is_told_and_keeps_its_source(waits: Person) -> None:
    shown = waits.run("tick", "--until", "2026-10-15", "--lang", "en")
    assert (shown.code, "file:held.jsonl" in shown.out, "Records refused or remarked on (1)" in shown.out) == (
        1,
        True,
        True,
    )
    (row,) = told(waits, "quarantine", "list")
    assert (row["source"], row["refusal"]["line"]) == ("file:held.jsonl", 2)
    assert _sources(waits)["file:held.jsonl"]["quarantined"] == 1
    *_, quiet = told(waits, "tick", "--until", "2026-10-16")
    assert quiet["quarantined"] == 0


def test_machines_are_told_what_a_tick_quarantined(waits: Person) -> None:
    refused, ticked = told(waits, "tick", "--until", "2026-10-15", code=1)
    assert (refused["object"], refused["event_id"]) == ("refusal", "p-L1")
    assert ticked["quarantined"] == 1


def test_a_command_that_moves_the_clock_loses_none(waits: Person) -> None:
    waits.write("loan.jsonl", lent("L2").replace("2026-10-12T09:00", "2026-10-13T09:00"))
    taken(waits, "loan.jsonl")
    words = ("--borrower", "C1", "--domain", "business", "--org", "1001", "--post", "sub_branch_president")
    waits.run("act", "phone", *words, "--officer", "S1", "--at", LATER)
    assert "p-L1" in {row["refusal"]["event_id"] for row in told(waits, "quarantine", "list")}
    assert _sources(waits)["file:held.jsonl"]["quarantined"] == 1
