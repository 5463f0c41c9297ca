"""``quarantine list`` and ``held list`` say whose a record is, and list those of one borrower."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import URL

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_explain import flat
from tests.cli.test_quarantine import WRONG, position

STAFF = "1001-SBP01"
CUT = sued().replace('"C1"', '"C2"')[:-1] + ', "officer_no": "' + STAFF
UNREAD = "[" * 200_000


def balance(loan_no: str, customer_no: str | None = None) -> str:
    """A balance that is written wrongly, or whose loan is not known."""
    content: dict[str, Any] = {"posting_seq": 1, "currency": "CNY", "outstanding_balance": "1,0"}
    content |= {} if customer_no is None else {"customer_no": customer_no, "outstanding_balance": "10.00"}
    return line(f"q-{loan_no}", "loan.position.v1", "2026-10-13T08:30:00+08:00", loan_no=loan_no, **content)


@pytest.fixture
def sick(person: Person, database_url: URL) -> tuple[Person, tuple[str, ...]]:
    """A ledger of each kind, with what could not be taken, and what waits."""
    place = ("--ledger", database_url.render_as_string(hide_password=False))
    if database_url.get_backend_name() == "sqlite":
        place = ("--ledger", str(person.here / "other.db"))
    assert person.run("init", *place).code == 0
    wrong_act = reported("2026-11-03T12:00:00+08:00").replace('"cause": ', '"couse": ')
    lines = (named(), lent(), position(), balance("L8", "C7"), balance("L1"), WRONG, wrong_act, CUT, UNREAD)
    person.write("events.jsonl", *lines)
    assert person.run("ingest", "events.jsonl", *place).code == 1
    return person, place


def test_the_quarantine_says_whose_each_is(sick: tuple[Person, tuple[str, ...]]) -> None:
    person, place = sick
    found = told(person, "quarantine", "list", *place)
    whose = [(one["customer_no"], one["borrower"], one["orgs"]) for one in found]
    name = "某某食品有限公司"
    assert whose == [
        ("C1", name, ["1001"]),  # by its loan
        ("C1", name, ["1001"]),
        ("C1", name, ["1001"]),
        ("C2", None, []),
        (None, None, []),
    ]
    for columns in (60, 80, 160):
        person.widen(columns)
        page = flat(person.run("quarantine", "list", *place).out)
        assert [one for one in ("某某", "C1", "C2", "江城") if one not in page] == []
        assert STAFF not in page
    of_c2 = told(person, "quarantine", "list", "--borrower", "C2", *place)
    assert [one["number"] for one in of_c2] == [found[3]["number"]]
    assert "（1 条）" in person.run("quarantine", "list", "--borrower", "C2", *place).out
    assert "（3 条）" in person.run("quarantine", "list", "--borrower", "C1", "--rows", "1", *place).out
    assert told(person, "quarantine", "list", "--borrower", "C3", *place) == []
    (shown,) = told(person, "quarantine", "show", str(found[0]["number"]), *place)
    assert (shown["customer_no"], shown["borrower"], shown["orgs"]) == whose[0]
    assert "C1" in person.run("quarantine", "show", str(found[0]["number"]), *place).out


def test_what_waits_says_whose_it_is(sick: tuple[Person, tuple[str, ...]]) -> None:
    person, place = sick
    found = {one["loan_no"]: one for one in told(person, "held", "list", *place)}
    assert {name: one["customer_no"] for name, one in found.items()} == {"L9": None, "L8": "C7"}
    assert [one["loan_no"] for one in told(person, "held", "list", "--borrower", "C7", *place)] == ["L8"]
    page = person.run("held", "list", *place).out
    assert [one for one in ("C7", "L8", "L9", "借款人") if one not in page] == []
    assert "L9" not in person.run("held", "list", "--borrower", "C7", *place).out
    assert "（1 条）" in person.run("held", "list", "--borrower", "C7", *place).out
    assert json.dumps(found["L9"]["orgs"]) == "[]"
