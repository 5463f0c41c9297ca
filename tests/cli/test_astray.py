"""Tables that somebody altered, met by a command that works on them: it says which, and where to look."""

from __future__ import annotations

import pytest

from tests.cli.events import lent, line, named, sued
from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_verify_run import tampered

AT = "2026-11-04T08:30:00+08:00"
OF_IT = {"loan_no": "L1", "posting_seq": 1, "currency": "CNY"}
POSITION = line("p-L1", "loan.position.v1", AT, outstanding_balance="5000000.00", **OF_IT)
OWED = {"interest_arrears_on_bs": "500.00", "interest_arrears_off_bs": "0.00"}
ARREARS = line("a-L1", "interest_arrears.position.v1", AT, interest_arrears_since="2026-11-01", **OWED, **OF_IT)
JUNK = """
INSERT INTO journal
SELECT j.lane, j.seq + 1, j.key, j.key_seq, j.at, j.received, j.occurred, j.kind, j.event_id, j.source, j.origin,
       j.held, j.frame, j.core, j.payload, j.payload_digest, j.effects_digest, j.link
FROM journal j JOIN lane ON lane.id = j.lane AND lane.seq = j.seq WHERE j.key = 'b:C1'
"""


@pytest.fixture
def lending(person: Person) -> Person:
    """A ledger with two borrowers, of whom the first has a loan."""
    person.run("init")
    person.write("events.jsonl", named(), named("C2"), lent(), sued())
    person.run("ingest", "events.jsonl")
    return person


@pytest.mark.parametrize("event", [POSITION, ARREARS])
@pytest.mark.parametrize("owner", ["C2", "C9"])
def test_a_loan_under_another_borrower_is_named(lending: Person, event: str, owner: str) -> None:
    tampered(f"UPDATE loan SET key = 'b:{owner}' WHERE loan_no = 'L1'")  # noqa: S608 - ours
    lending.write("more.jsonl", event)
    shown = lending.run("ingest", "more.jsonl", "--lang", "en")
    said = " ".join(shown.err.split())
    assert (shown.code, f"loan L1 is borrower {owner}'s" in said, "Run warning verify" in said) == (3, True, True)
    assert "L1" in lending.run("ingest", "more.jsonl").err
    (found,) = told(lending, "verify", code=1)
    assert [(one["code"], one["key"], one["name"]) for one in found["differences"]] == [("loan", "b:C1", "L1")]
    assert "whose the loan is" in " ".join(lending.run("verify", "--lang", "en").out.split())


def test_a_row_behind_the_journals_end_is_named(lending: Person) -> None:
    tampered(JUNK)
    lending.write("more.jsonl", POSITION)
    shown = lending.run("ingest", "more.jsonl", "--lang", "en")
    said = " ".join(shown.err.split())
    assert (shown.code, "of the journal ends with row" in said, "Run warning verify" in said) == (3, True, True)
    assert "其后却另有流水" in "".join(lending.run("ingest", "more.jsonl").err.split())
    (found,) = told(lending, "verify", code=1)
    assert "source" not in {one["code"] for one in found["differences"]}  # it cannot be said of a torn journal
