"""What docs/feeding.md tells of small histories is so: scored, corrected, known again, taken in silence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.run import Person

PAGE: Final = (Path(__file__).parents[2] / "docs" / "feeding.md").read_text("utf-8")
Told = dict[str, Any]
LATER: Final = "2026-12-01T00:00:00+08:00"


def said(name: str, at: str, *, id: str = "", time: str = "", source: str = "/s", **data: Any) -> Told:  # noqa: A002 - the attribute's name
    """A message of a type, recorded at an instant of October 2026 (``DDTHH:MM``), and occurred then unless said."""
    occurred, recorded = (f"2026-10-{each}:00+08:00" for each in (time or at, at))
    return {
        "specversion": "1.0", "id": id or f"{name}-{at}", "source": source, "type": name,
        "time": occurred, "recordedtime": recorded, "data": data,
    }  # fmt: skip


def loan(at: str = "01T10:00", **changed: Any) -> Told:
    """A loan of 6,000,000.00 at sub-branch 1001."""
    terms = {
        "customer_no": "K1", "loan_no": "L1", "org_no": "1001", "currency": "CNY", "outstanding_balance": "6000000.00",
        "disbursed_on": "20250301", "matures_on": "20270301",
    }  # fmt: skip
    return said("loan.disbursed.v1", at, **{**terms, **changed})


def posted(at: str, seq: int, balance: str = "6000000.00", **data: Any) -> Told:
    """Its position."""
    return said(
        "loan.position.v1", at, loan_no="L1", posting_seq=seq, currency="CNY", outstanding_balance=balance, **data
    )


def owing(at: str, seq: int, amount: str = "100.00", since: str = "20261010", **data: Any) -> Told:
    """The position of its interest arrears."""
    amounts = {"interest_arrears_on_bs": amount, "interest_arrears_off_bs": "0.00", "interest_arrears_since": since}
    return said("interest_arrears.position.v1", at, loan_no="L1", posting_seq=seq, currency="CNY", **amounts, **data)


def sued(**data: Any) -> Told:
    """A lawsuit of the 5th, recorded on the 10th."""
    given = {"customer_no": "K1", "kind": "litigation", **data}
    return said("major_event.v1", "10T10:00", id="SUED", time="05T00:00", **given)


def decided(person: Person, *messages: Told | str, until: str = "") -> tuple[int, list[Told]]:
    """Exit code and lines of ``decide --json``."""
    lines = (each if isinstance(each, str) else json.dumps(each) for each in messages)
    person.write("fed.jsonl", *lines)
    shown = person.run("decide", "fed.jsonl", "--json", *(("--until", until) if until else ()))
    return shown.code, [json.loads(line) for line in shown.out.splitlines()]


def signals(lines: list[Told]) -> list[tuple[str, str, str]]:
    """Clause, level and status of each signal."""
    return [(one["clause"], one["level"], one["status"]) for one in lines if one["object"] == "signal"]


@pytest.mark.parametrize(
    ("data", "start", "scored", "cause"),
    [
        ({}, "2026-10-10T10:00:00+08:00", "late", "own"),
        ({"discovered": "20261008", "discovered_by": "1001", "recorded_by": "1001"}, "2026-10-08", "late", "own"),
        ({"discovered": "20261008"}, "2026-10-08", "", "feed"),
        ({"discovered": "20261008", "discovered_by": "7777", "recorded_by": "7777"}, "2026-10-08", "", "feed"),
        ({"discovered": "20261005", "discovered_by": "1001", "recorded_by": "9999"}, "2026-10-05", "concealed", "own"),
    ],
    ids=["nothing said", "by its owner", "by nobody said", "by nobody there", "recorded by head office"],
)
def test_who_knew_decides_the_clock_and_the_score(
    person: Person, data: Told, start: str, scored: str, cause: str
) -> None:
    code, lines = decided(person, loan(), sued(**data), until=LATER)
    owed = [one for one in lines if one["object"] == "duty" and one["clause"] == "11.1.4"]
    assert code == 0
    assert len(owed) == 2
    assert {(one["start"][: len(start)], one["scored"], one["cause"]) for one in owed} == {(start, scored, cause)}


def test_a_balance_of_nil_is_no_settlement(person: Person) -> None:
    nil = (owing("10T23:00", 1), posted("12T23:00", 1, "0.00"), owing("12T23:01", 2, "0.00", "99991231"))
    assert signals(decided(person, loan(), *nil)[1]) == [("11.1.3", "yellow", "live")]
    settled = said("loan.settled.v1", "12T23:02", loan_no="L1")
    assert signals(decided(person, loan(), *nil, settled)[1]) == [("11.1.3", "none", "closed")]
    assert signals(decided(person, loan(), owing("10T23:00", 1), settled)[1]) == [("11.1.3", "none", "closed")]


def test_principal_arrears_left_out_are_as_before(person: Person) -> None:
    before = posted("10T23:00", 1, principal_arrears="100.00", principal_arrears_since="20261010")
    later = "2027-01-20T00:00:00+08:00"
    assert signals(decided(person, loan(), before, posted("12T23:00", 2), until=later)[1]) == [
        ("11.1.6", "red", "live")
    ]
    repaid = posted("12T23:00", 2, principal_arrears="0.00")
    assert signals(decided(person, loan(), before, repaid, until=later)[1]) == [("11.1.6", "orange", "live")]


def test_a_date_of_arrears_is_put_right_by_a_retraction_alone(person: Person) -> None:
    wrong = owing("10T23:00", 1, since="20260910")
    corrected = decided(person, loan(), wrong, owing("11T23:00", 2, since="20261010", corrects=1))[1]
    assert signals(corrected) == [("11.1.3", "orange", "live")]
    retracted = said("event.retracted.v1", "11T22:00", customer_no="K1", retracts=wrong["id"])
    lines = decided(person, loan(), wrong, retracted, owing("11T23:00", 2, since="20261010"))[1]
    assert {(one["level"], one["disputed"]) for one in lines if one["object"] == "signal"} == {
        ("orange", True), ("yellow", False),
    }  # fmt: skip


MENDED: Final = [
    (said("loan.settled.v1", "12T10:00", id="WRONG", loan_no="L1"), "K1", 1, "quarantined"),
    (said("loan.written_off.v1", "12T10:00", id="WRONG", loan_no="L1"), "K1", 1, "quarantined"),
    (
        said("loan.extended.v1", "12T10:00", id="WRONG", loan_no="L1", extended_until="20270601"),
        "K1",
        0,
        "without_effect",
    ),
    (said("loan.moved.v1", "12T10:00", id="WRONG", loan_no="L1", org_no="1002"), "K1", 0, "without_effect"),
    (sued(), "K2", 0, "without_effect"),
]


@pytest.mark.parametrize(("wrong", "customer_no", "code", "outcome"), MENDED, ids=lambda value: str(value)[:12])
def test_what_a_retraction_is_not_for(person: Person, wrong: Told, customer_no: str, code: int, outcome: str) -> None:
    taken_back = said("event.retracted.v1", "13T10:00", customer_no=customer_no, retracts=wrong["id"])
    got, lines = decided(person, loan(), wrong, taken_back)
    assert (got, [one["outcome"] for one in lines if one["object"] == "refusal"]) == (code, [outcome])


def test_a_settlement_is_taken_back_by_a_position(person: Person) -> None:
    settled = said("loan.settled.v1", "12T10:00", id="WRONG", loan_no="L1")
    code, lines = decided(person, loan(), owing("10T23:00", 1), settled, posted("13T23:00", 1, corrects="WRONG"))
    assert code == 0
    assert sorted(signals(lines)) == [("11.1.3", "none", "closed"), ("11.1.3", "yellow", "live")]


AGAIN: Final = [
    (json.dumps(sued()), 0, "duplicate"),
    (json.dumps(sued(), separators=(",", ":")), 1, "quarantined"),
    (json.dumps(dict(reversed(sued().items()))), 1, "quarantined"),
    (json.dumps({**sued(), "recordedtime": "2026-10-10T11:00:00+08:00"}), 1, "quarantined"),
]


@pytest.mark.parametrize(("again", "code", "outcome"), AGAIN, ids=["bytes", "blanks", "order", "recordedtime"])
def test_sent_again_it_is_known_by_its_bytes(person: Person, again: str, code: int, outcome: str) -> None:
    got, lines = decided(person, loan(), sued(), again)
    assert (got, [one["outcome"] for one in lines if one["object"] in ("refusal", "record")]) == (code, [outcome])


def test_balances_and_arrears_are_two_sequences_with_an_end(person: Person) -> None:
    assert decided(person, loan(), posted("12T23:00", 1), owing("12T23:01", 1))[0] == 0
    assert decided(person, loan(), posted("12T23:00", 2026110300001))[0] == 0
    code, lines = decided(person, loan(), posted("12T23:00", 20261103000000001))
    assert (code, lines[-1]["problems"][0]["code"]) == (1, "out_of_range")


REGISTERED: Final = [
    said(
        "borrower.registered.v1",
        "02T09:00",
        id=f"R{n}",
        customer_no=f"K{n}",
        borrower_name="甲",
        uscc="91420100MA4KW1Y00A",
    )
    for n in (1, 2)
]
OVERDUE: Final = posted("10T23:00", 1, principal_arrears="9000000.00", principal_arrears_since="20261010")
ENDED: Final = said(
    "guarantee.link.v1", "10T23:00", customer_no="K1", guarantor_no="K2", guarantee_contract_no="G", change="ended"
)
FOUND: Final = said("management.finding.v1", "10T10:00", customer_no="K9", kind="breach_of_rules", finding_no="F1")
EXTENDED: Final = said("loan.extended.v1", "10T23:00", loan_no="L1", extended_until="20240101")
SILENT: Final = [
    ("`recorded_by`, or", [sued(recorded_by="7777")], [("11.1.4", "red", "live")]),
    ("A wrong `customer_no` in a major", [sued(customer_no="K9")], [("11.1.4", "red", "kept")]),
    ("A wrong `customer_no` in a finding", [FOUND], [("12.1.2.1", "red", "live")]),
    ("Fen as yuan", [posted("10T23:00", 1, "600000000.00")], []),
    ("`principal_arrears` above", [OVERDUE], [("11.1.6", "orange", "live")]),
    ("`interest_arrears_since` before", [owing("10T23:00", 1, since="20240101")], [("11.1.3", "red", "live")]),
    ("An extension to a date before", [EXTENDED], [("11.1.1", "yellow", "live")]),
    ("`corrects` of a posting that", [posted("10T23:00", 5), posted("11T23:00", 7, corrects=3)], []),
    ("A guarantee or membership ended that", [ENDED], []),
    ("Two customers with one `uscc`", REGISTERED, []),
]  # fmt: skip


@pytest.mark.parametrize(("row", "messages", "found"), SILENT, ids=[row for row, _, _ in SILENT])
def test_what_is_taken_without_a_word(
    person: Person, row: str, messages: list[Told], found: list[tuple[str, str, str]]
) -> None:
    silent = PAGE[PAGE.index("## What nobody tells you") :]
    assert re.search(rf"^\| .*{re.escape(row)}", silent, re.MULTILINE), "a row of the page"
    code, lines = decided(person, loan(), *messages, until="2026-10-12T00:00:00+08:00")
    assert (code, signals(lines)) == (0, found)
    assert [one for one in lines if one["object"] in ("refusal", "notice", "record")] == []
